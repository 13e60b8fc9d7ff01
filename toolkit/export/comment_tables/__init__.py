"""A response → the comment tables of standards bodies and regulators, and a workbook of everything."""
