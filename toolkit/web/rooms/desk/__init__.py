"""The desk: what contributors sent is taken in, placed, compared, merged, checked and signed; a module a tab."""

from __future__ import annotations

from toolkit.web.rooms.desk import (
    files,
    findings,
    groups,
    history,
    intake,
    merging,
    placing,
    signing,
    tracing,
    waiting,
)

ROUTES = (
    *waiting.ROUTES,
    *files.ROUTES,
    *intake.ROUTES,
    *placing.ROUTES,
    *groups.ROUTES,
    *merging.ROUTES,
    *tracing.ROUTES,
    *findings.ROUTES,
    *signing.ROUTES,
    *history.ROUTES,
)
