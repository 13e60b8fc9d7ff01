"""How the page is served: to one person, to a team, with its settings and backups."""
