"""The rooms of a team's server: logging in, by password or elsewhere, and who has an account."""

from toolkit.web.rooms.accounts import login, openid, people

ROUTES = (*login.ROUTES, *openid.ROUTES, *people.ROUTES)
