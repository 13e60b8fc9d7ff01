"""Turn a Reading into a ParsedDraft: the tree of provisions, furniture kept apart."""
