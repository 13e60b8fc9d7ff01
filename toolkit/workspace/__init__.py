"""Keep what a team decides: provisions, tags, selection, comments with history, coverage."""
