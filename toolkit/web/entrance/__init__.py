"""Who may come in and what each may do: hosts, other sites, the key, rights, what is sent, what is written down."""
