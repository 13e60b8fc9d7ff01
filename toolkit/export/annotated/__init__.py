"""The draft itself as a Word document with comments and tracked changes. See `document.py` for the order of its parts."""
