"""The main job on the sample draft: from the regulator's PDF and a team's files to one response, in French.

Leaves in `outputs/demo/`: `provisions.json` (the tagged provisions), `workspace/` (everything, for `consult`) and the
response in Word, as the annotated draft, as a workbook, as a page for the browser and as a brief for the board. Prints what
it did, how long each step took and what is left to people.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from toolkit import desk, pipeline, team
from toolkit.consolidate.findings.find import count_open, is_open
from toolkit.consolidate.grounds import grounds_sentence
from toolkit.errors import ToolkitError
from toolkit.export.formats import FORMATS
from toolkit.files import write_atomic
from toolkit.intake.placing.sentences import sentence
from toolkit.messages import use_language
from toolkit.model.comment import Comment, State
from toolkit.model.consolidation import Finding, Group
from toolkit.model.contribution import Received
from toolkit.model.intake import TakenIn
from toolkit.model.provision import ParsedDraft
from toolkit.model.response import Consultation, Response
from toolkit.workspace.settings import FILE_NAME, Person, write_settings
from toolkit.workspace.store import Workspace

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "corpus" / "sample-fr.pdf"
PREPARED = ROOT / "corpus" / "sample-comments.toml"
CONTRIBUTIONS = ROOT / "corpus" / "contributions"
OUTPUT = ROOT / "outputs" / "demo"
LEAD, APPROVER = "Me Antoine Delorme", "Philippe Aubry"
WRITTEN = ("docx", "annotated", "xlsx", "html", "brief")
SHOWN = 5
"""So many of each kind are printed; `consult` lists all."""
WIDTH = 108


def main() -> None:
    """Take the steps one after the other."""
    use_language("fr")
    given = tomllib.loads(PREPARED.read_text(encoding="utf-8"))
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    with stage("lire et structurer le projet"):
        parsed = pipeline.parse(DRAFT)
    with stage("étiqueter les dispositions par rôle"):
        draft = pipeline.tag(parsed, desk.load_profile())
        write_atomic(OUTPUT / "provisions.json", msgspec.json.format(msgspec.json.encode(draft), indent=1))
    describe(draft)
    with stage("créer l’espace de travail, avec les observations du conseil juridique"):
        workspace = new_workspace(draft, given)
    with workspace:
        take_contributions(workspace, given["senders"])
        consolidate(workspace)
        settle(workspace, check(workspace))
        with stage("composer et signer la réponse"):
            team.sign(workspace, role="management", person=APPROVER, remark="Bon pour envoi.")
            response = pipeline.compose(workspace, language="fr")
        written = export(workspace, response)
    tell_result(response, written)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print how long a step takes."""
    started = time.perf_counter()
    yield
    print(f"{time.perf_counter() - started:7.2f} s  {name}")


def describe(draft: ParsedDraft) -> None:
    """Print what was found in the draft."""
    roles = Counter(
        tag.value for provision in draft.provisions for tag in provision.tags if tag.facet == "role"
    )
    tell(
        f"{draft.document.title} : {len(draft.provisions)} dispositions, {len(draft.issues)} remarques de lecture"
    )
    tell(", ".join(f"{role} {count}" for role, count in sorted(roles.items())))


def new_workspace(draft: ParsedDraft, given: dict[str, Any]) -> Workspace:
    """Make the workspace with the team, the selection, the marks and what the legal adviser has written."""
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
    people = msgspec.convert(given["people"], tuple[Person, ...])
    settings = msgspec.structs.replace(workspace.settings(), people=people)
    write_settings(workspace.folder / FILE_NAME, settings)
    workspace.select([workspace.resolve(name).id for name in given["selected"]], actor=LEAD)
    for entry in given["read"]:
        provision = workspace.resolve(entry["provision"])
        workspace.mark([provision.id], role=entry["role"], person=entry["author"])
    workspace.add_comments([given_comment(workspace, entry) for entry in given["comments"]])
    workspace.add_comments([drafted_comment(workspace, entry) for entry in given["drafted"]])
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


def take_contributions(workspace: Workspace, senders: dict[str, str]) -> None:
    """Take in the team's files, and print where their remarks went."""
    paths = sorted(path for path in CONTRIBUTIONS.iterdir() if path.suffix != ".json")
    named = [path for path in paths if path.name not in senders]
    with stage(f"recevoir {len(paths)} fichiers et placer leurs remarques"):
        reports = [team.intake(workspace, named, actor=LEAD)]
        for name, author in senders.items():
            reports.append(team.intake(workspace, [CONTRIBUTIONS / name], author=author, actor=LEAD))
    files = [file for report in reports for file in report.files]
    for file in files:
        tell(file_line(file))
    for refused in (item for report in reports for item in report.refused):
        tell(f"{refused.name} : refusé, {refused.message}")
    tell_doubts([item for file in files for item in file.received])


def file_line(file: TakenIn) -> str:
    """Return what became of one file."""
    counts = (
        ("placées", file.placed),
        ("à confirmer", file.proposed),
        ("à placer", file.unplaced),
        ("sans observation", file.silent),
        ("hors remarques", file.leftovers),
    )
    said = ", ".join(f"{count} {name}" for name, count in counts if count)
    return f"{file.name} ({file.author or 'auteurs dans le fichier'}) : {said}"


def tell_doubts(received: Sequence[Received]) -> None:
    """Print the remarks whose place a person has to confirm or to find."""
    doubtful = [item for item in received if item.placement.state in ("proposed", "unplaced")]
    tell(f"{len(received)} remarques reçues ; {len(doubtful)} attendent une décision (`consult place`) :")
    for item in doubtful[:SHOWN]:
        place = item.placement.provision_id if item.placement.state == "proposed" else "sans proposition"
        why = " ; ".join(sentence(reason) for reason in item.placement.reasons[:2])
        tell(f"  {item.id} → {place}{f' ({why})' if why else ''} : {item.remark.text}")


def consolidate(workspace: Workspace) -> None:
    """Merge what says the same, and print what cannot be filed together."""
    with stage("chercher les doublons et les contradictions"):
        found = team.overview(workspace)
    tell_groups(f"{len(found.duplicates)} groupes de doublons :", found.duplicates, workspace)
    agreeing = [group for group in found.duplicates if not is_disputed(group, found.contradictions)]
    with stage(f"fusionner {len(agreeing)} groupes sans contradiction ; chaque fusion garde ses sources"):
        merged = [team.merge(workspace, group.comment_ids, actor=LEAD) for group in agreeing]
    for comment in merged[:1]:
        tell_origin(workspace, comment)
    left = team.overview(workspace).contradictions
    tell_groups(f"{len(left)} contradictions à arbitrer (`consult desk`) :", left, workspace)


def is_disputed(group: Group, contradictions: Iterable[Group]) -> bool:
    """Tell whether some of a group contradict each other: a person has to read those first."""
    members = set(group.comment_ids)
    return any(len(members.intersection(other.comment_ids)) > 1 for other in contradictions)


def tell_groups(title: str, groups: Sequence[Group], workspace: Workspace) -> None:
    """Print the first groups with their reason and what each comment says."""
    words = {comment.id: comment.text or comment.proposed for comment in workspace.comments()}
    tell(title)
    for group in groups[:SHOWN]:
        why = " ; ".join(grounds_sentence(grounds) for grounds in group.grounds[:1])
        tell(f"  {' '.join(group.provision_ids) or 'ensemble du projet'} – {why}")
        for name in group.comment_ids:
            tell(f"    {name} : {words[name]}")


def tell_origin(workspace: Workspace, merged: Comment) -> None:
    """Print which files a merged comment comes from."""
    remarks = {item.comment_id: item for item in workspace.team.received() if item.comment_id}
    sources = [comment for comment in workspace.comments() if comment.id in merged.sources]
    files = [
        f"{remarks[item.id].file_name if item.id in remarks else 'espace de travail'} ({item.author})"
        for item in sources
    ]
    tell(f"{merged.id} vient de : {' + '.join(files)}")


def check(workspace: Workspace) -> tuple[Finding, ...]:
    """Print what should be looked at before the response is filed."""
    with stage("vérifier avant dépôt"):
        findings = team.check_response(workspace)
    counts = {severity: count_open(findings, severity) for severity in ("high", "medium", "low")}
    tell(
        f"{counts['high']} points graves, {counts['medium']} moyens, {counts['low']} mineurs (`consult check`) :"
    )
    for rule, count in Counter(finding.rule for finding in findings).most_common(SHOWN):
        said = next(item.message for item in findings if item.rule == rule)
        tell(f"  {count} × {said.partition(' (')[0]}")
    for finding in telling(findings):
        tell(f"  {finding.comment_id} « {finding.words} » – {finding.suggestion or finding.message}")
    return findings


def settle(workspace: Workspace, findings: Iterable[Finding]) -> None:
    """Decide as the lead of the demo does: one side of a contradiction becomes a minority view, grave words go."""
    grave = [item for item in findings if item.severity == "high" and item.field and is_open(item)]
    with stage("arbitrer : avis minoritaires gardés, passages graves retirés"):
        kept = keep_minorities(workspace)
        for name in dict.fromkeys(item.comment_id for item in grave):
            cut(workspace, name, [item for item in grave if item.comment_id == name])
        left = count_open(team.check_response(workspace), "high")
    tell(f"{kept} avis minoritaires, {len(grave)} passages retirés ; points graves restants : {left}")


def keep_minorities(workspace: Workspace) -> int:
    """Keep the smaller side of each contradiction beside the other, and return how many comments that are."""
    kept: set[str] = set()
    for group in team.overview(workspace).contradictions:
        for name in min(group.sides, key=len, default=()):
            if name not in kept:
                team.keep_minority(workspace, name, actor=LEAD)
                kept.add(name)
    return len(kept)


def cut(workspace: Workspace, name: str, findings: Sequence[Finding]) -> None:
    """Take sentences out of a comment; one that says nothing without them is withdrawn."""
    comment = workspace.comment(name)
    for item in findings:
        said = without_sentence(getattr(comment, item.field), item.words)
        comment = msgspec.structs.replace(comment, **{item.field: said})
    state: State | None = None if comment.text or comment.proposed else "withdrawn"
    kept = comment if state is None else workspace.comment(name)
    workspace.edit_comment(kept, actor=LEAD, state=state, reason="Passage à ne pas déposer.")


def without_sentence(text: str, words: str) -> str:
    """Return a text without the sentences that hold some words.

    >>> without_sentence("D’accord. Le serveur est srv-1.", "srv-1")
    'D’accord.'
    """
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(item for item in sentences if item not in words and words not in item)


def telling(findings: Iterable[Finding]) -> list[Finding]:
    """Return the first open findings on words of a comment, one a rule."""
    by_rule: dict[str, Finding] = {}
    for finding in findings:
        if finding.field and is_open(finding):
            by_rule.setdefault(finding.rule, finding)
    return list(by_rule.values())[:SHOWN]


def export(workspace: Workspace, response: Response) -> list[Path]:
    """Write the response in the formats that the team files, discusses and shows."""
    dossier = pipeline.dossier(workspace, language="fr")
    written: list[Path] = []
    for facts in (item for item in FORMATS if item.name in WRITTEN):
        target = OUTPUT / f"{facts.file_name}.{facts.suffixes[0]}"
        with stage(f"exporter : {facts.purpose}"):
            made = pipeline.export(
                response, format=facts.name, target=target, workspace=workspace, dossier=dossier
            )
        written.append(made)
    return written


def tell_result(response: Response, written: Sequence[Path]) -> None:
    """Print what was filed and where it lies."""
    answers = [answer for section in response.sections for answer in section.answers]
    said = sum(len(answer.comments) for answer in answers)
    print(f"\n{said} observations sur {len(answers)} dispositions, empreinte {response.content_sha256[:12]}")
    for path in (OUTPUT / "provisions.json", *written, OUTPUT / "workspace"):
        print(f"  {path.relative_to(ROOT)}")
    print(f"\nDans le navigateur : .venv/bin/consult serve {(OUTPUT / 'workspace').relative_to(ROOT)}")


def tell(line: str) -> None:
    """Print a line below its step, cut to the width of a page; its own indent stays."""
    indent = line[: len(line) - len(line.lstrip())]
    print(" " * 11 + textwrap.shorten(line, WIDTH, placeholder=" …", initial_indent=indent))


if __name__ == "__main__":
    try:
        main()
    except ToolkitError as error:
        print(f"Erreur : {error}", file=sys.stderr)
        sys.exit(error.exit_code)
