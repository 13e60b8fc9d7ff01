"""A response → the hash of what it says, however it is arranged, worded around or written to a file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from toolkit.model.comment import Comment
from toolkit.model.provision import Provision
from toolkit.model.response import Answer, Response

_PRINTED_FIELDS = ("id", "kind", "number", "heading", "text", "rows", "page_number", "level")
"""Of a provision: what a reader sees. Spans, tags and confidence may change without a change of the answer."""


def content_sha256(response: Response) -> str:
    """Return the SHA-256, in lower-case hex, of a response's content as canonical JSON.

    Canonical: provisions, comments and roles sorted by id, keys sorted, ASCII with escapes, no spaces. The same
    for every ordering and language; anybody can compute it again from the JSON export.
    """
    answers: dict[str, list[Answer]] = {}
    for section in response.sections:
        for answer in section.answers:
            answers.setdefault(answer.provision.id, []).append(answer)
    content = {
        "schema": response.schema,
        "consultation": msgspec.to_builtins(response.consultation),
        "date": response.date,
        "answers": [_answer(answers[key]) for key in sorted(answers)],
        "roles": {entry.role: sorted(entry.provision_ids) for entry in response.role_index},
        "read_without_comment": sorted(provision_id for provision_id, _path in response.read_without_comment),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _answer(parts: list[Answer]) -> dict[str, Any]:
    """Gather what several sections say about one provision."""
    comments: dict[str, Comment] = {}
    for part in parts:
        comments.update({comment.id: comment for comment in part.comments})
        comments.update({fold.comment.id: fold.comment for fold in part.folded})
    return {
        "provision": _printed(parts[0].provision),
        "quoted": [_printed(provision) for provision in parts[0].quoted],
        "notes": [_printed(note) for note in parts[0].notes],
        "path": list(parts[0].path),
        "comments": [msgspec.to_builtins(comments[key]) for key in sorted(comments)],
    }


def _printed(provision: Provision) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(provision)
    return {name: fields[name] for name in _PRINTED_FIELDS}
