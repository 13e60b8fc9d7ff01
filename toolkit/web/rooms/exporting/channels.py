"""The formats of a response, as people look for them: by where the file goes, then by kind of file."""

from __future__ import annotations

import msgspec

from toolkit.export.formats import BY_NAME, Format
from toolkit.messages import N_, _

_KINDS = {
    "docx": N_("Word"),
    "xlsx": N_("Excel"),
    "pdf": N_("PDF"),
    "md": N_("Markdown"),
    "txt": N_("Text"),
    "html": N_("HTML"),
    "json": N_("JSON"),
    "xml": N_("XML"),
}


class Way(msgspec.Struct, frozen=True):
    """One kind of file; `value` is what the command line calls it: "iso.xlsx"."""

    value: str
    label: str


class Channel(msgspec.Struct, frozen=True):
    """What people want to make, with the kinds of file that it comes as."""

    title: str
    purpose: str
    ways: tuple[Way, ...]
    needs_form: bool
    """Whether the regulator's form is filled in, which has to be given."""


_PURPOSES = {
    "fill": N_("the form that the regulator gives out, filled in by a mapping"),
    "esma": N_("a reply form with tags around the answers, filled in"),
}
"""In place of those that speak of the command line's options."""


class Group(msgspec.Struct, frozen=True):
    """Channels that lead to the same readers."""

    title: str
    channels: tuple[Channel, ...]


_PLAN: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        N_("To file"),
        (
            (N_("Response letter"), ("docx", "pdf", "md")),
            (N_("Annotated draft"), ("annotated",)),
            (N_("Answers for an online form"), ("form.docx", "form.txt")),
            (N_("The regulator’s form"), ("fill",)),
            (N_("A form with tags (ESMA)"), ("esma",)),
        ),
    ),
    (
        N_("Comment tables"),
        (
            (N_("ISO, IEC, CEN"), ("iso.docx", "iso.xlsx")),
            ("NIST", ("nist.docx", "nist.xlsx")),
            ("NICE", ("nice.docx", "nice.xlsx")),
        ),
    ),
    (
        N_("For the team"),
        (
            (N_("Brief for the board"), ("brief",)),
            (N_("Page to read and filter"), ("html",)),
            (N_("Workbook of everything"), ("xlsx",)),
        ),
    ),
    (N_("For programs"), ((N_("The whole response"), ("json",)), ("Akoma Ntoso", ("akn",)))),
)


def groups() -> tuple[Group, ...]:
    """Return every format, grouped, in the language spoken."""
    return tuple(
        Group(_(title), tuple(_channel(name, values) for name, values in channels))
        for title, channels in _PLAN
    )


def _channel(title: str, values: tuple[str, ...]) -> Channel:
    name: Format = values[0].partition(".")[0]  # type: ignore[assignment]  # the plan names formats
    facts = BY_NAME[name]
    return Channel(
        title=_(title),
        purpose=_(_PURPOSES[name]) if name in _PURPOSES else facts.purpose,
        ways=tuple(map(_way, values)),
        needs_form=facts.own_form,
    )


def _way(value: str) -> Way:
    name, _dot, suffix = value.partition(".")
    facts = BY_NAME[name]  # type: ignore[index]  # the plan names formats
    shown = suffix or facts.suffixes[0]
    return Way(value, _("as the form") if facts.own_form else _(_KINDS[shown]))
