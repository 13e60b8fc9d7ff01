"""Build the sample drafts from their source."""
