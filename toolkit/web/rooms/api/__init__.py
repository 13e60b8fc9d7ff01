"""The JSON API: a table of operations, served and described from the same place.

table ──▶ serving (decode ─▶ the functions of desk, pipeline, tagging, team ─▶ encode)
  └─────▶ openapi ──▶ /api/v1/openapi.json, and listing ──▶ /api/ for people
"""

from toolkit.web.rooms.api.routes import ROUTES

__all__ = ["ROUTES"]
