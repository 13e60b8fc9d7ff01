"""PDF file → Reading: text with places and styles by pdfium, tables by ruling lines, repair by qpdf."""
