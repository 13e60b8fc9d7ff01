"""Propose roles, modality, topics, references and deadlines for provisions, each with its reason."""
