"""Model values and errors → answers: pages, fragments of pages, JSON."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from toolkit import errors
from toolkit.messages import _, current_language, ngettext
from toolkit.web.asking import name_of
from toolkit.web.visitor import Visitor

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.routing import BaseRoute

_COMMAND = "`consult "
"""How hints begin a command: whoever works in a browser has no terminal to type it into."""
PAGES, STATIC = Path(__file__).parent / "pages", Path(__file__).parent / "static"
_STATUS: tuple[tuple[type[errors.ToolkitError], int], ...] = (
    (errors.NotAllowed, 403),
    (errors.UnknownName, 404),
    (errors.UsageError, 400),
    (errors.LimitExceeded, 413),
    (errors.WrongType, 415),
    (errors.InputRefused, 422),
    (errors.Conflict, 409),
    (errors.NoWorkspace, 404),
    (errors.StorageError, 503),
    (errors.MissingExtra, 501),
)


def status_of(error: errors.ToolkitError) -> int:
    """Return the HTTP status that says of an error what its exit code says on the command line."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


@cache
def environment() -> Environment:
    """Return the templates of the pages: everything in them is escaped, and nothing may be missing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=_, ngettext=ngettext, static=static_address, language=current_language)
    made.filters["hint"] = hint_of
    return made


@cache
def static_key() -> str:
    """Return a word that changes with the content of any static file."""
    found = sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


@cache
def static_address(name: str) -> str:
    """Return the path of a static file below the server's root; scripts import each other beside it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    (STATIC / name).stat()
    return f"static/{static_key()}/{name}"


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page or fragment: `template` of pages/ with `values`, and what every page knows.

    Those are `request`, `visitor`, `site`, `root` (the path that addresses begin with, "/" at its end) and
    `url(name, **parameters)`.
    """
    known = {
        "request": request,
        "visitor": request.state.visitor,
        "site": request.app.state.site,
        "root": root_of(request),
        "url": lambda name, **parameters: url(request, name, **parameters),
    }
    text = environment().get_template(template).render({**known, **values})
    return HTMLResponse(text, status_code=status)


def root_of(request: Request) -> str:
    """Return the path that all addresses of the site begin with, behind a reverse proxy too."""
    # Within a mounted part, root_path ends with where that is mounted.
    scope = request.scope
    return str(scope.get("app_root_path", scope.get("root_path", ""))).rstrip("/") + "/"


def url(request: Request, name: str, **parameters: Any) -> str:
    """Return the path of a named route, with the query in `query` (a dict) where one is given."""
    from urllib.parse import urlencode

    query = parameters.pop("query", None)
    path = root_of(request) + str(_route_named(request, name).url_path_for(name, **parameters)).lstrip("/")
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _route_named(request: Request, name: str) -> BaseRoute | Starlette:
    """Return the route of a name: a page has hundreds of addresses, and the application looks through all routes."""
    known: dict[str, BaseRoute] | None = getattr(request.app.state, "routes_by_name", None)
    if known is None:
        known = {route.name: route for route in reversed(request.app.routes) if isinstance(route, Route)}
        request.app.state.routes_by_name = known
    return known.get(name) or request.app


def is_fragment(request: Request) -> bool:
    """Tell whether htmx asks, which puts the answer into the page, or a browser for a whole page."""
    return request.headers.get("hx-request") == "true"


def moved(request: Request, address: str) -> Response:
    """Send the browser to another page after something was done."""
    if is_fragment(request):
        return Response(status_code=204, headers={"hx-redirect": address})
    return RedirectResponse(address, status_code=303)


def notice(request: Request, text: str, *, act: int = 0) -> str:
    """Return the markup of a message at the foot of the page, to be added to any fragment; `act` can be undone."""
    template = environment().get_template("_notice.html")
    undo = url(request, "undo", workspace=name_of(request), number=act) if act else ""
    return template.render(text=text, undo=undo, kind="done", swap=True)


def is_program(request: Request) -> bool:
    """Tell whether a program asks, which reads JSON alone: below /api/, where a page for people stands."""
    place = root_of(request) + "api/"
    return request.url.path.startswith(place) and request.url.path != place


def refusal(request: Request, text: str, status: int) -> Response:
    """Return one sentence to whom no page is shown: as text, or as JSON to programs."""
    if is_program(request):
        return complaint(request, errors.NotAllowed(text), status=status)
    return PlainTextResponse(text, status)


def nothing_here(request: Request, error: Exception) -> Response:
    """Return what is said where no address, method or form fits: the handler of the framework's own errors."""
    status, headers = getattr(error, "status_code", 404), getattr(error, "headers", None)
    if status == 405:
        told = errors.UsageError(
            _("this cannot be done here."),
            hint=_("The header Allow says what can.") if is_program(request) else "",
        )
    elif status == 400:
        told = errors.UsageError(
            _("what was sent does not fit here."),
            hint=_("Nothing was changed. Are there more files than one?"),
        )
    else:
        hint = _("/api/ lists what there is.") if is_program(request) else ""
        told = errors.UnknownName(_("there is nothing at this address."), hint=hint)
    answer = complaint(request, told, status=status)
    answer.headers.update(headers or {})
    return answer


def hint_of(error: errors.ToolkitError) -> str:
    """Return what to do about an error, "" where only a command of the terminal is named."""
    return "" if _COMMAND in error.hint else error.hint


def sentence_of(error: errors.ToolkitError) -> str:
    """Return an error as one message in a page."""
    return str(errors.ToolkitError(error.message, where=error.where, hint=hint_of(error)))


def complaint(request: Request, error: errors.ToolkitError, *, status: int = 0) -> Response:
    """Return what went wrong as JSON for programs, as a message in the page, or as a page of its own.

    `status` is given where the kind of error alone does not tell it.
    """
    status = status or status_of(error)
    if is_program(request):
        told = {
            "error": {
                "kind": type(error).__name__,
                "message": error.message,
                "where": error.where,
                "hint": error.hint,
            }
        }
        return Response(msgspec.json.encode(told), status, media_type="application/json")
    if is_fragment(request):
        text = environment().get_template("_notice.html")
        shown = text.render(text=sentence_of(error), undo="", kind="error", swap=False)
        where = {"hx-retarget": "#notices", "hx-reswap": "beforeend", "hx-reselect": ".notice"}
        return HTMLResponse(shown, status, headers=where)
    if getattr(request.state, "visitor", None) is None:
        request.state.visitor = Visitor()
    return page(request, "error.html", status=status, error=error, code=status)
