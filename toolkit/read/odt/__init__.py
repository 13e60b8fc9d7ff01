"""Turn an OpenDocument text into blocks: numbering, notes, tables and tracked changes as Word documents get them."""
