"""A template file → what is wrong with it, before somebody needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
from jinja2 import TemplateSyntaxError, meta, nodes

from toolkit.draft.context import DraftingContext, build_context
from toolkit.draft.render import TEMPLATE_LIMITS, DraftOrder, draft_comments
from toolkit.draft.sandbox import build_environment
from toolkit.draft.templates import BLOCKS, Template, read_template
from toolkit.errors import ToolkitError
from toolkit.limits import Limits
from toolkit.messages import LANGUAGES, _
from toolkit.model.issue import Issue
from toolkit.model.provision import Provision
from toolkit.model.response import Consultation
from toolkit.model.tag import Tag

# French wants a no-break space before these marks: "texte :" "« mot »". Not: "https://", "12:30", "a\u00a0:".
_PLAIN_SPACE = re.compile(r"[ ][:;?!»]|«[ ]")

# What Jinja reads, which is no text: "{{ a ? b }}" "{% if x %}" "{# note #}".
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def check_template(path: Path, *, limits: Limits = TEMPLATE_LIMITS) -> tuple[Issue, ...]:
    """Read, inspect and render a template on a sample, unfilled and filled, and return what is wrong."""
    try:
        template = read_template(path)
        issues = [*_name_issues(template), *_typography_issues(template)]
        if not any(issue.severity == "error" for issue in issues):
            _render_sample(template, limits)
    except ToolkitError as error:
        return (Issue("error", error.where, error.message),)
    return tuple(issues)


def sample_context(language: str) -> DraftingContext:
    """Return the provision that templates are tried on."""
    french = language == "fr"
    provision = Provision(
        id="fiche-3.2",
        number="3.2",
        heading="Journalisation" if french else "Logging",
        text="Le responsable du traitement doit conserver les traces." if french else "Logs must be kept.",
        page_number=12,
        tags=(
            Tag(
                facet="reference", value="eu:2016/679#art32", score=1.0, rule="sample", label="RGPD, art. 32"
            ),
            Tag(facet="deadline", value="P6M", score=1.0, rule="sample", label="6 mois"),
            Tag(facet="role", value="ciso", score=1.0, rule="sample"),
        ),
    )
    return build_context(
        provision,
        path=("Fiche 3 Traces", "3.2 Journalisation"),
        consultation=Consultation(title="Consultation"),
        language="fr" if french else "en",
    )


def _name_issues(template: Template) -> Iterator[Issue]:
    """Yield issues about blocks, variables and fields that the source names."""
    environment = build_environment(template, language=template.language)
    try:
        tree = environment.parse(template.source, template.name, template.path)
    except RecursionError:
        yield Issue("error", template.path, _("it is nested too deeply"))
        return
    except TemplateSyntaxError as error:
        yield Issue("error", f"{template.path}:{error.lineno}", error.message or "")
        return
    if template.language not in LANGUAGES:
        yield Issue("error", template.path, _("its folder must be called fr or en"))
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    if "text" not in blocks:
        yield Issue("error", template.path, _("the block text is missing"))
    for name in sorted(blocks - set(BLOCKS)):
        yield Issue("warning", template.path, _("the block {name} is not used").format(name=name))
    known = set(msgspec.structs.asdict(sample_context(template.language))) | {"fields"}
    for name in sorted(meta.find_undeclared_variables(tree) - known):
        yield Issue("error", template.path, _("there is no {name} to use").format(name=name))
    yield from _field_issues(template, tree)


def _field_issues(template: Template, tree: nodes.Template) -> Iterator[Issue]:
    declared = {field.name for field in template.fields}
    used: set[str] = set()
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "fields":
            used.add(node.attr)
            if node.attr not in declared:
                where = f"{template.path}:{node.lineno}"
                yield Issue("error", where, _("the field {name} is not declared").format(name=node.attr))
    for name in sorted(declared - used):
        yield Issue(
            "warning", template.path, _("the field {name} is declared but not used").format(name=name)
        )


def _typography_issues(template: Template) -> Iterator[Issue]:
    if template.language != "fr":
        return
    for number, line in enumerate(template.source.split("\n"), start=1):
        if _PLAIN_SPACE.search(_EXPRESSION.sub("x", line)):
            yield Issue(
                "warning",
                f"{template.path}:{number}",
                _("a no-break space is missing before : ; ? ! or in « »"),
            )


def _render_sample(template: Template, limits: Limits) -> None:
    context = sample_context(template.language)
    filled = {field.name: f"({field.label})" for field in template.fields}
    orders = [
        DraftOrder(template=template, context=context, unfilled="placeholder"),
        DraftOrder(template=template, context=context, fields=filled),
    ]
    draft_comments(orders, limits=limits)
