"""The room where a consultation is set up: what consult.toml says, the draft's next version, its tags anew."""

from toolkit.web.rooms.settings import page, revising

ROUTES = (*page.ROUTES, *revising.ROUTES)
