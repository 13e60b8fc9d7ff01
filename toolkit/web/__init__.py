"""The page where a team works: a thin door beside the command line. Read `app` first."""
