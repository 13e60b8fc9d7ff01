"""Provisions to comment on → a Word form to fill in, which `intake` reads back."""
