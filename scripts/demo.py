"""The main job on the sample draft: from the regulator's PDF to the hospital group's response in Word.

Leaves in `outputs/demo/`: `provisions.json` (the tagged provisions), `workspace/` (everything, for `consult`),
`response.docx` (the consolidated response), and prints what it did and how long it took.
"""

from __future__ import annotations

import shutil
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from toolkit import desk, pipeline
from toolkit.errors import ToolkitError
from toolkit.files import write_atomic
from toolkit.messages import use_language
from toolkit.model.comment import Comment
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation
from toolkit.workspace.store import Workspace

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "corpus" / "sample-fr.pdf"
CONTRIBUTIONS = ROOT / "corpus" / "sample-comments.toml"
OUTPUT = ROOT / "outputs" / "demo"


def main() -> None:
    """Run the stages one after the other."""
    use_language("fr")
    given = tomllib.loads(CONTRIBUTIONS.read_text(encoding="utf-8"))
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    with stage("read and structure"):
        parsed = pipeline.parse(DRAFT)
    with stage("tag"):
        draft = pipeline.tag(parsed, desk.load_profile())
        write_atomic(OUTPUT / "provisions.json", msgspec.json.format(msgspec.json.encode(draft), indent=1))
    describe(draft)
    with stage("make the workspace"):
        workspace = new_workspace(draft, given)
    with workspace:
        with stage("take the contributors' comments"):
            workspace.add_comments([given_comment(workspace, entry) for entry in given["comments"]])
        with stage("draft comments from templates"):
            workspace.add_comments([drafted_comment(workspace, entry) for entry in given["drafted"]])
        with stage("consolidate"):
            response = pipeline.compose(workspace, language="fr")
        with stage("export"):
            target = pipeline.export(
                response, format="docx", target=OUTPUT / "response.docx", workspace=workspace
            )
    answers = [answer for section in response.sections for answer in section.answers]
    said = sum(len(answer.comments) for answer in answers)
    print(f"\n{said} comments on {len(answers)} provisions, content {response.content_sha256[:12]}")
    for path in (OUTPUT / "provisions.json", target, OUTPUT / "workspace"):
        print(f"  {path.relative_to(ROOT)}")


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print how long a stage takes."""
    started = time.perf_counter()
    yield
    print(f"{time.perf_counter() - started:7.2f} s  {name}")


def describe(draft: ParsedDraft) -> None:
    """Print what was found in the draft."""
    values: dict[str, int] = {}
    for provision in draft.provisions:
        for tag in provision.tags:
            if tag.facet == "role":
                values[tag.value] = values.get(tag.value, 0) + 1
    print(
        f"           {draft.document.title}: {len(draft.provisions)} provisions, {len(draft.issues)} issues"
    )
    print("           " + ", ".join(f"{role} {count}" for role, count in sorted(values.items())))


def new_workspace(draft: ParsedDraft, given: dict[str, Any]) -> Workspace:
    """Make the workspace with the selection and the read marks."""
    consultation = Consultation(
        title=draft.document.title,
        issuer=draft.document.issuer,
        respondent=given["respondent"],
        contact=given["contact"],
        deadline=given["deadline"].isoformat(),
        internal_deadline=given["internal_deadline"].isoformat(),
    )
    workspace = desk.create_workspace(
        OUTPUT / "workspace", draft=draft, source=DRAFT, consultation=consultation
    )
    chosen = [workspace.resolve(name).id for name in given["selected"]]
    workspace.select(chosen, actor="Me Antoine Delorme")
    for entry in given["read"]:
        provision = workspace.resolve(entry["provision"])
        workspace.mark([provision.id], role=entry["role"], person=entry["author"])
    return workspace


def given_comment(workspace: Workspace, entry: dict[str, Any]) -> Comment:
    """Return a comment as its author wrote it, on the provision that holds the quoted words."""
    named = workspace.resolve(entry["provision"])
    provision, quote = desk.quoted_provision(workspace, named, entry["quote"])
    said = {key: entry[key] for key in ("author", "role", "position", "text", "proposed", "rationale")}
    return Comment(id="", provision_id=provision.id, quote=quote, state="submitted", **said)


def drafted_comment(workspace: Workspace, entry: dict[str, Any]) -> Comment:
    """Return a comment worded by a template from its author's fields."""
    drafted = desk.draft_comment(
        workspace,
        workspace.resolve(entry["provision"]),
        template=entry["template"],
        fields=entry["fields"],
        language="fr",
    )
    return msgspec.structs.replace(drafted, author=entry["author"], role=entry["role"], state="submitted")


if __name__ == "__main__":
    try:
        main()
    except ToolkitError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
