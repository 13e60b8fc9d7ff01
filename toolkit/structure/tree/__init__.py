"""Units with labels and headings → provisions: kinds, parents, ids and the notes, tables and boxes among them."""
