"""A draft's provisions → Akoma Ntoso 3.0, the OASIS standard for legal documents."""
