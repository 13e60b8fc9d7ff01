"""Provisions × roles as a spreadsheet or a page."""
