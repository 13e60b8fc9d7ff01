"""Turn plain text into blocks by the shapes of its lines."""
