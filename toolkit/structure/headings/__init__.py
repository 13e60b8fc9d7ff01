"""Units → which of them are headings and how deep, by all evidence weighed in one sum."""
