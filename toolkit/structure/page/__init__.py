"""What the pages print → the draft's own paragraphs, tables and notes; furniture and contents pages set apart."""
