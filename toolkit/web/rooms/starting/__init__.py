"""The first room: consultations, and drafts that become one."""

from toolkit.web.rooms.starting import drafts, start

ROUTES = (*start.ROUTES, *drafts.ROUTES)
