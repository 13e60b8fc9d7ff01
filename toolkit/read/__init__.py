"""Turn a file into a Reading: blocks with style and place, whatever the format."""
