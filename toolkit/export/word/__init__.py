"""A response as a Word document. See `document.py` for the order of its parts."""
