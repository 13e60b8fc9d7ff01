"""The room that shows how far the work is: coverage, deadlines, what is left to whom."""

from toolkit.web.rooms.overview.page import ROUTES

__all__ = ["ROUTES"]
