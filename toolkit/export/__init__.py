"""Turn a Response into files."""
