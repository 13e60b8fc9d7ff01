"""Find provisions by words and facets."""
