"""One module for each page: requests → calls of the stages → templates."""
