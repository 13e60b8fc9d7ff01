"""What the contributors send → what taking it in should find: places, repetitions, contradictions, what not to file."""

from __future__ import annotations

from typing import Any

from building.contributions.source import Remark, Sent

LONGEST_WORDS = 60


def list_truth(files: list[Sent], *, draft: str) -> dict[str, Any]:
    """Return the truth as the JSON file has it."""
    remarks = [remark for sent in files for remark in sent.all_remarks]
    return {
        "draft": draft,
        "files": [
            {
                "name": sent.name,
                "author": sent.author,
                "role": sent.role,
                "remarks": [_entry(remark, sent) for remark in sent.all_remarks],
            }
            for sent in files
        ],
        "duplicates": _groups(remarks),
        "contradictions": sorted(
            sorted((remark.key, other)) for remark in remarks for other in remark.against
        ),
        "sensitive": [
            {"remark": remark.key, "rule": rule, "words": words}
            for remark in remarks
            for rule, words in remark.sensitive
        ],
        "arguable": _listed(remarks, "arguable"),
        "harmless": _listed(remarks, "harmless"),
        "weekdays": [{"remark": remark.key, "words": remark.weekday} for remark in remarks if remark.weekday],
    }


def _entry(remark: Remark, sent: Sent) -> dict[str, Any]:
    in_form = sent.form == "form" and remark.at
    return {
        "key": remark.key,
        "kind": remark.kind,
        "words": _first_words(remark.text or remark.insert or remark.remove),
        "clause": remark.at[0] if in_form else remark.clause,
        "at": remark.at,
        "also": remark.also,
        "general": remark.general,
        "impossible": remark.impossible,
    }


def _first_words(said: str) -> str:
    """Return the beginning, up to a whole word."""
    return said if len(said) <= LONGEST_WORDS else said[: LONGEST_WORDS + 1].rpartition(" ")[0]


def _groups(remarks: list[Remark]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.same:
            groups.setdefault(remark.same, []).append(remark.key)
    return list(groups.values())


def _listed(remarks: list[Remark], name: str) -> list[dict[str, str]]:
    return [{"remark": remark.key, "words": words} for remark in remarks for words in getattr(remark, name)]
