"""A module or package for each room of the page: requests → calls of what the command line calls → templates."""
