"""The room where the draft is read: text, contents, filters, the page beside it, and what is decided while reading."""

from toolkit.web.rooms.reading import acts, fixing, pictures, text

ROUTES = (*text.ROUTES, *fixing.ROUTES, *acts.ROUTES, *pictures.ROUTES)
