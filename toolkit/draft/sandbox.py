"""Template source and plain values → text, within Jinja2's sandbox. Runs in a limited child process.

The sandbox keeps a template from reaching Python; it does not keep it from looping or growing for ever. The
child's limits do, and `_LONGEST` bounds what is sent back.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Sequence

import msgspec
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.draft.context import DraftingContext
from toolkit.draft.prepositions import after
from toolkit.draft.printed import printed_in
from toolkit.draft.templates import BLOCKS, Template
from toolkit.errors import LimitExceeded, UsageError
from toolkit.messages import _, quoted

_LONGEST = 200_000
"""Characters of one block: about a hundred pages."""

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)


class RenderJob(msgspec.Struct, frozen=True):
    """One template with everything it may use; every field that it declares has a value."""

    template: Template
    context: DraftingContext
    fields: dict[str, str]


class Rendered(msgspec.Struct, frozen=True):
    """The text of each block, "" for those the template does not have."""

    opening: str
    text: str
    proposed: str
    rationale: str


def render_payload(payload: bytes) -> bytes:
    """Render a list of `RenderJob` as JSON into a list of `Rendered`; the door of the child process."""
    jobs = msgspec.json.decode(payload, type=list[RenderJob])
    return msgspec.json.encode([render_job(job) for job in jobs])


def render_job(job: RenderJob) -> Rendered:
    """Render one template here.

    Raises:
        UsageError: the template is wrong; names its line.
        LimitExceeded: it writes too much.
    """
    environment = build_environment(job.template, language=job.context.language)
    try:
        compiled = environment.get_template(job.template.name)
        values = {**msgspec.to_builtins(job.context), "fields": job.fields}
        context = compiled.new_context(values)
        blocks = {name: _joined(compiled.blocks[name](context)) for name in BLOCKS if name in compiled.blocks}
    except (MemoryError, LimitExceeded):
        raise
    except TemplateSyntaxError as error:
        raise _wrong(job.template, error.lineno, error.message or "") from error
    except Exception as error:  # whatever the template's own expressions raise
        raise _wrong(job.template, _line_of(environment, job.template), _told(error)) from error
    return Rendered(**{name: _tidied(blocks.get(name, "")) for name in BLOCKS})


def build_environment(template: Template, *, language: str) -> ImmutableSandboxedEnvironment:
    """Return the environment in which a template is compiled: no file access, unknown names are errors."""

    def load(name: str) -> tuple[str, str, None] | None:
        return (template.source, template.path, None) if name == template.name else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["quoted"] = _quoted_in(language)
    environment.filters["listed"] = _listed_in(language)
    environment.filters["bare"] = _bare
    environment.filters["clause"] = _clause
    environment.filters["sentence"] = _sentence
    environment.filters["after"] = after
    environment.tests["printed_in"] = printed_in
    return environment


def _quoted_in(language: str) -> Callable[[str], str]:
    opening, closing = ("«\u00a0", "\u00a0»") if language == "fr" else ("“", "”")

    def quoted(text: str) -> str:
        """Put `text` between the quotation marks of the language."""
        words = text.strip()
        # Words given with their quotation marks are quoted once.
        bare = words.startswith(opening[0]) and words.endswith(closing[-1])
        return words if bare else f"{opening}{words}{closing}"

    return quoted


def _listed_in(language: str) -> Callable[[Sequence[str]], str]:
    last = " et " if language == "fr" else " and "

    def listed(items: Sequence[str]) -> str:
        """Join `items` as one does in a sentence: a, b and c."""
        return last.join(part for part in (", ".join(items[:-1]), "".join(items[-1:])) if part)

    return listed


def _bare(text: str) -> str:
    """Take the full stop from the end of `text`."""
    return text.strip().removesuffix(".")


def _clause(text: str) -> str:
    """Fit `text` into the middle of a sentence: small first letter (but of an acronym), no full stop."""
    bare = _bare(text)
    return bare if bare[1:2].isupper() else bare[:1].lower() + bare[1:]


def _sentence(text: str) -> str:
    """Fit `text` to the end of a sentence, closed by its own mark or a full stop."""
    clause = _clause(text)
    return clause if clause.endswith(("?", "!", "…")) else f"{clause}."


def _joined(pieces: Iterator[str]) -> str:
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > _LONGEST:
            raise LimitExceeded(
                _("the template writes more than {limit} characters.").format(limit=_LONGEST),
                hint=_("Look for a loop that does not end."),
            )
        kept.append(piece)
    return "".join(kept)


def _tidied(text: str) -> str:
    """Return paragraphs set apart by one empty line."""
    return _BLANK_LINES.sub("\n\n", _TRAILING_SPACE.sub("", text)).strip()


def _line_of(environment: ImmutableSandboxedEnvironment, template: Template) -> int:
    """Return the template's line in which the exception that is being handled was raised."""
    try:
        environment.handle_exception()
    except Exception as error:  # noqa: BLE001  # the same exception, with the template's own lines in it
        frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == template.path and frame.lineno]
    return lines[-1] if lines else 1


def _told(error: Exception) -> str:
    if isinstance(error, TemplateError) and error.message:
        return error.message
    return f"{type(error).__name__}: {error}"


def _wrong(template: Template, line: int, reason: str) -> UsageError:
    return UsageError(
        _("the template {name} does not work: {reason}.").format(
            name=quoted(template.name), reason=reason.rstrip(".")
        ),
        where=f"{template.path}:{line}",
        hint=_("`consult templates` lists the fields that templates ask for."),
    )
