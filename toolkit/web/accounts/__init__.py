"""Who may use a team's server: accounts, passwords, sessions, limits of their pace, and the log of what was done."""
