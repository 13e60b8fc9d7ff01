"""A Word file that a contributor sends back → remarks: its comments, its tracked changes, our form filled in."""
