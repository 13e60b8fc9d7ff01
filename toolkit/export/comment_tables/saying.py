"""A comment → what stands in the columns for comments and proposed changes, in the response's language.

Changes are put in sentences that intake reads back: "Replace “…” by “…”.", "Delete “…”.".
"""

from __future__ import annotations

import re
import unicodedata

from toolkit.export.terms import Terms
from toolkit.export.wording import comparable
from toolkit.model.comment import Comment

# Matches «, ”, ": a quotation that holds one cannot be told from its own end.
_MARK = re.compile(r"[«»“”„\"]")

# Matches "Position", "7", "é"; not marks and spaces, which an editor changes.
_WORD = re.compile(r"\w+")


def said(comment: Comment, terms: Terms, *, stated: bool) -> str:
    """Return the comment with its reasons; the words it is about come first where it does not repeat them.

    `stated` says that the position was chosen: support and opposition are then told.
    """
    _ = terms.gettext
    text = comment.text.strip()
    if stated and comment.position in ("support", "oppose"):
        lead = _("{position}:").format(position=terms.position(comment.position))
        text = text if text.startswith(lead) else f"{lead} {text}".strip()
    if comment.minority:
        text = f"{_('[minority view]')} {text}"
    if comment.quote and not _tells_change(comment) and comparable(comment.quote) not in comparable(text):
        text = f"{quoted(comment.quote, terms)}\n{text}".strip()
    if comment.rationale:
        reasons = _("Rationale: {text}").format(text=comment.rationale.strip())
        text = f"{text}\n{reasons}".strip()
    return text or terms.position(comment.position)


def change(comment: Comment, terms: Terms) -> str:
    """Return what the comment wants done to the draft's words, "" if it proposes nothing."""
    _ = terms.gettext
    if comment.deletion:
        if not comment.quote:
            return _("Delete this provision.")
        return _("Delete {quote}.").format(quote=quoted(comment.quote, terms))
    if not comment.proposed:
        return ""
    if not comment.quote or _quotes(comment.text, comment.quote):
        return comment.proposed
    if _MARK.search(comment.quote + comment.proposed):
        told = _("Replace:\n{quote}\nby:\n{proposed}")
        return told.format(quote=comment.quote, proposed=comment.proposed)
    told = _("Replace {quote} by {proposed}.")
    return told.format(quote=quoted(comment.quote, terms), proposed=quoted(comment.proposed, terms))


def quoted(text: str, terms: Terms) -> str:
    """Put words between the quotation marks of the response's language."""
    return terms.gettext("“{words}”").format(words=text.strip())


def is_editorial(comment: Comment) -> bool:
    """Tell whether a proposed wording has the words of the quoted one: only marks, case and accents differ."""
    return bool(comment.proposed and comment.quote) and _words(comment.proposed) == _words(comment.quote)


def _quotes(text: str, words: str) -> bool:
    """Tell whether a text has words between quotation marks."""
    return re.search(rf"[«“„\"]\s*{re.escape(comparable(words))}\s*[»”“\"]", comparable(text)) is not None


def _tells_change(comment: Comment) -> bool:
    return bool(comment.proposed or comment.deletion)


def _words(text: str) -> list[str]:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _WORD.findall(bare.casefold())
