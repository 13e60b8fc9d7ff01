"""A response → the answers that a regulator's form asks for, in a document to copy from or in the form itself."""
