"""What taking in the sample contributions found, held against their truth."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from toolkit.model.comment import Comment
from toolkit.model.consolidation import Finding, Group
from toolkit.model.contribution import Received

FOLDER = Path(__file__).parents[2] / "corpus" / "contributions"
IDENTIFYING = (
    "vendor",
    "host",
    "ip_address",
    "phone",
    "email",
    "personal_name",
    "patient_number",
    "contract",
    "secret",
)
TELLING = ("admission", "incident")
"""A statement may be the one as well as the other."""
_OWN_PARAGRAPH = re.compile(r"\.p\d+$")

Pairs = set[tuple[str, str]]


def read_truth() -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text("utf-8"))
    return truth


def files() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.name != "truth.json")


def letters(text: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKD", text).casefold())


@dataclass(frozen=True)
class Score:
    """How many of how many, and which not."""

    right: int
    total: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


class Found:
    """The remarks of the truth as they were received."""

    def __init__(self, truth: dict[str, Any], received: Iterable[Received]) -> None:
        self.entries = {entry["key"]: entry for file in truth["files"] for entry in file["remarks"]}
        by_file: dict[str, list[Received]] = {}
        for item in received:
            by_file.setdefault(item.file_name, []).append(item)
        self.received: dict[str, Received] = {}
        self.unexpected: list[Received] = []
        for file in truth["files"]:
            given = by_file.get(file["name"], [])
            self._match(file["remarks"], given)

    def _match(self, entries: list[dict[str, Any]], given: list[Received]) -> None:
        left = list(given)
        for entry in entries:
            fitting = [item for item in left if _says(item, entry)]
            if fitting:
                best = min(fitting, key=lambda item: len(_words(item)))
                self.received[entry["key"]] = best
                left.remove(best)
        self.unexpected += left

    @property
    def key_of_comment(self) -> dict[str, str]:
        return {item.comment_id: key for key, item in self.received.items() if item.comment_id}

    def lost(self) -> list[str]:
        return [key for key in self.entries if key not in self.received]

    def placed_right(self) -> Score:
        rated = {key: self._is_right(key) for key in self.received}
        wrong = tuple(key for key, right in rated.items() if not right)
        return Score(sum(rated.values()), len(self.entries), wrong)

    def placed_wrong(self) -> list[str]:
        """Return what was put, without asking anybody, where it does not belong."""
        return [
            key
            for key, item in self.received.items()
            if item.placement.state == "placed" and not self._is_right(key)
        ]

    def _is_right(self, key: str) -> bool:
        entry, placement = self.entries[key], self.received[key].placement
        if entry["kind"] != self.received[key].remark.kind:
            return False
        if entry["impossible"]:
            return placement.state in ("unplaced", "proposed")
        if placement.state not in ("placed", "proposed"):
            return False
        if entry["general"]:
            return placement.state == "placed" and not placement.provision_id
        if entry["also"]:
            meant = {entry["at"][0], *entry["also"]}
            return {placement.provision_id, *placement.also} == meant
        return _unit(placement.provision_id) in {_unit(name) for name in entry["at"]}


def _unit(provision_id: str) -> str:
    """Return the unit of which a paragraph is the text."""
    return _OWN_PARAGRAPH.sub("", provision_id)


def _words(item: Received) -> str:
    remark, clues = item.remark, item.remark.clues
    parts = (
        remark.text, remark.proposed, remark.rationale, remark.original,
        clues.quote, clues.clause, clues.provision_id, clues.subject,
    )  # fmt: skip
    return letters(" ".join(parts))


def _says(item: Received, entry: dict[str, Any]) -> bool:
    said = _words(item)
    return letters(entry["words"]) in said and letters(entry["clause"]) in said


def pairs_of(groups: Iterable[Iterable[str]]) -> Pairs:
    return {(min(pair), max(pair)) for group in groups for pair in combinations(set(group), 2)}


def duplicate_f1(groups: Iterable[Group], found: Found, truth: dict[str, Any]) -> tuple[float, Pairs, Pairs]:
    """Return the pairwise F1, the pairs that were not found and those that are none."""
    keys = found.key_of_comment
    seen = pairs_of([keys[name] for name in group.comment_ids if name in keys] for group in groups)
    wanted = pairs_of(truth["duplicates"])
    hits = len(seen & wanted)
    return 2 * hits / (len(seen) + len(wanted)), wanted - seen, seen - wanted


def contradictions_found(groups: Iterable[Group], found: Found, truth: dict[str, Any]) -> Score:
    keys = found.key_of_comment
    seen = pairs_of([keys[name] for name in group.comment_ids if name in keys] for group in groups)
    wanted = pairs_of(truth["contradictions"])
    missed = sorted(wanted - seen)
    return Score(len(wanted) - len(missed), len(wanted), tuple(" / ".join(pair) for pair in missed))


def sensitive_recall(
    findings: Iterable[Finding], comments: dict[str, Comment], found: Found, truth: dict[str, Any]
) -> Score:
    by_key = _by_key(findings, found)
    missed = [
        f"{entry['remark']}: {entry['rule']} {entry['words']}"
        for entry in truth["sensitive"]
        if not any(
            _same_kind(entry["rule"], finding.rule) and _overlap(finding, comments, entry["words"])
            for finding in by_key.get(entry["remark"], ())
        )
    ]
    total = len(truth["sensitive"])
    return Score(total - len(missed), total, tuple(missed))


def sensitive_precision(
    findings: Iterable[Finding], comments: dict[str, Comment], found: Found, truth: dict[str, Any]
) -> Score:
    """Rate the findings that the truth decides; those on arguable words count neither way."""
    entries = truth["sensitive"]
    right, wrong = 0, []
    for key, listed in _by_key(findings, found).items():
        marked = [(entry["rule"], entry["words"]) for entry in entries if entry["remark"] == key]
        arguable = [entry["words"] for entry in truth["arguable"] if entry["remark"] == key]
        for finding in listed:
            if any(
                _same_kind(rule, finding.rule) and _overlap(finding, comments, words)
                for rule, words in marked
            ):
                right += 1
            elif not any(_overlap(finding, comments, words) for words in arguable):
                wrong.append(f"{key}: {finding.rule} {finding.words}")
    return Score(right, right + len(wrong), tuple(wrong))


def _by_key(findings: Iterable[Finding], found: Found) -> dict[str, list[Finding]]:
    keys = found.key_of_comment
    listed: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule in (*IDENTIFYING, *TELLING) and finding.comment_id in keys:
            listed.setdefault(keys[finding.comment_id], []).append(finding)
    return listed


def _same_kind(wanted: str, rule: str) -> bool:
    return rule == wanted or (rule in TELLING and wanted in TELLING)


def _overlap(finding: Finding, comments: dict[str, Comment], words: str) -> bool:
    said = getattr(comments[finding.comment_id], finding.field)
    plain = said.replace("’", "'").replace("\u00a0", " ")
    start = plain.find(words.replace("’", "'"))
    return start >= 0 and finding.start < start + len(words) and start < finding.end
