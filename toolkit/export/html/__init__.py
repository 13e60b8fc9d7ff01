"""A response → one page for a browser that loads nothing from elsewhere."""
