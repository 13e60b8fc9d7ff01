"""The room where comments are written, kept while they are typed, read and listed."""

from toolkit.web.rooms.commenting import listing, writing

ROUTES = (*writing.ROUTES, *listing.ROUTES)
