"""Printed labels ("Article 5", "(iv)", "R12") → typed labels, believed or not by the sequence they stand in."""
