"""The room where a response is chosen, looked at and downloaded."""

from toolkit.web.rooms.exporting.page import ROUTES

__all__ = ["ROUTES"]
