"""A response and its dossier → one printed page for those who have to answer for it."""
