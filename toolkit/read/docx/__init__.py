"""Turn a Word document into blocks: an own walk over the package, so that every visible word is kept."""
