"""Every operation of the API, asked what its description allows and what it does not: no answer is a surprise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from tests.support.workspaces import make_workspace
from toolkit import team
from toolkit.model.comment import Comment
from toolkit.web.app import create_app
from toolkit.web.entrance.alone import AloneGate
from toolkit.web.rooms.api.openapi import describe
from toolkit.web.rooms.api.table import OPERATIONS
from toolkit.web.site import Site
from toolkit.workspace.settings import Person

KEY = "key"
EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
]
READS_FILES = ("makeWorkspace", "takeIn")
"""Each request starts a child process; the tests of contributions send hostile files."""
ASKED = [item for item in OPERATIONS if item.name not in READS_FILES]
SCHEMA = schemathesis.openapi.from_dict(
    describe(OPERATIONS, server="/api/v1"),
    config=SchemathesisConfig(
        projects=ProjectsConfig(
            default=ProjectConfig(generation=GenerationConfig(deterministic=True, database="none"))
        )
    ),
)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A program with the key of a workspace in which there is something of everything."""
    folder = tmp_path_factory.mktemp("api")
    with make_workspace(folder, people=(Person(name="Ann", role="ciso"),), deadline="2027-01-15") as made:
        for text in ("Préciser le délai de mise en œuvre.", "Préciser le délai de mise en œuvre ici."):
            made.add_comment(Comment(id="", provision_id="r12", author="Ann", role="ciso", text=text))
        made.select(["r12", "r13"], actor="Ann")
        made.mark(["r13"], role="dpo", person="Bob")
        team.assign(made, ["fiche-13"], to="dpo", due="2027-01-02", actor="Ann")
        team.sign(made, role="dpo", person="Ann")
    site = Site(made.folder, person="Ann")
    app = create_app(site, gate=AloneGate(site, port=0, key=KEY), hosts=["testserver"])
    client = TestClient(app, headers={"authorization": f"Bearer {KEY}"}, raise_server_exceptions=False)
    client.cookies.clear()
    yield client
    site.close()


def _known(name: str) -> dict[str, Any]:
    """Return a thing that exists for each parameter of a path."""
    return {
        "workspace": name,
        "provision": "r12",
        "comment": "c1",
        "remark": "r1",
        "group": "dup-c1-c2",
        "finding": "unanswered-1",
        "number": 1,
        "format": "md",
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "does-not"])
@pytest.mark.parametrize("name", [item.name for item in ASKED])
def test_every_answer_is_as_described(asking: TestClient, name: str, mode: GenerationMode) -> None:
    operation = SCHEMA.find_operation_by_id(name)
    site: Site = asking.app.state.site  # type: ignore[attr-defined]  # a Starlette application
    known = _known(site.names()[0])

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), meant=st.booleans())
    def ask(case: Case, meant: bool) -> None:  # drawn by hypothesis
        for parameter in case.path_parameters or {}:
            if parameter == "workspace" or meant:
                case.path_parameters[parameter] = known[parameter]
        given_ = case.as_transport_kwargs(base_url="http://testserver/api/v1")
        answer = asking.request(**_plain(given_))
        case.validate_response(answer, checks=CHECKS)

    ask()


def _plain(given_: dict[str, Any]) -> dict[str, Any]:
    """Return what a client of ours takes of what is meant for another one."""
    kept = {name: given_.get(name) for name in ("method", "url", "params", "headers")}
    kept["headers"] = {
        key: value for key, value in (kept["headers"] or {}).items() if key.lower() != "authorization"
    }
    if given_.get("json") is not None:
        kept["json"] = given_["json"]
    elif given_.get("data") is not None:
        kept["content"] = given_["data"]
    return {name: value for name, value in kept.items() if value is not None}
