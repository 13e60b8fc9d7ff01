"""A regulator's form and a mapping → the form filled in; a form alone → a mapping to begin with.

The mapping of a tagged form may be left out: questions are then answered in their order, a section of the response each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from toolkit.errors import UsageError
from toolkit.export.reply_form.answers import Filling, fill_fields, mapping_by_section
from toolkit.export.reply_form.mapping import Field, Mapping, Target, read_mapping
from toolkit.export.reply_form.package import FormPackage
from toolkit.export.reply_form.places import Form, Found
from toolkit.messages import _
from toolkit.model.contribution import GENERAL
from toolkit.model.filing import Filing, FormFile
from toolkit.model.response import Response

# Matches "ESMA_COMMENT_ABC_0", "COMMENT_GENERAL"; not "ESMA_QUESTION_ABC_1".
_GENERAL_TAG = re.compile(r"(?:^|_)(?:COMMENT|GENERAL)(?:_|$)")


def fill_form(response: Response, filing: Filing) -> bytes:
    """Return the form with the answers in the places that the mapping names; an empty answer leaves its place as it is.

    Raises:
        UsageError: there is no form or mapping, or the form lacks a place; nothing is filled in then.
        InputRefused: the form is no DOCX, ODT or XLSX file, or damaged.
    """
    form = _required(filing)
    if filing.mapping is None:
        raise UsageError(
            _("a form is filled in by a mapping file."),
            where=form.name,
            hint=_("Name it with --mapping; `consult form-map {name}` writes one to begin with.").format(
                name=form.name
            ),
        )
    return _filled(form, response, read_mapping(filing.mapping), filing)


def fill_tagged(response: Response, filing: Filing) -> bytes:
    """Return a form of questions between tags with the answers in it, by a mapping or in the order of the questions.

    Raises:
        UsageError: there is no form, it has no tags, or lacks one that the mapping names.
        InputRefused: the form is no DOCX or ODT file, or damaged.
    """
    return _filled(_required(filing), response, tagged_mapping(response, filing), filing)


def tagged_mapping(response: Response, filing: Filing) -> Mapping:
    """Return the mapping of a tagged form; fields that name no place are those of the tags in their order.

    Raises:
        UsageError: there is no form, or it has fewer tags than there are answers.
    """
    form = _required(filing)
    package = FormPackage(form)
    tags = [found.target.tag for found in _open(package).places() if found.target.tag]
    if not tags:
        raise UsageError(
            _("the form has no questions between tags."),
            where=form.name,
            hint=_("See `consult form-map {name}` for its places.").format(name=form.name),
        )
    if filing.mapping is not None:
        return _with_targets(read_mapping(filing.mapping), tags)
    return _in_order(response, tags, form.name)


def filling_of(response: Response, filing: Filing, *, tagged: bool = False) -> Filling:
    """Return what goes into which field, and what goes into none.

    Raises:
        UsageError: there is no mapping where one is needed, or it cannot be understood.
    """
    if tagged:
        mapping = tagged_mapping(response, filing)
    elif filing.mapping is not None:
        mapping = read_mapping(filing.mapping)
    else:
        mapping = mapping_by_section(response)
    where = filing.mapping.name if filing.mapping is not None else ""
    return fill_fields(response, mapping, filing, where=where)


def draft_mapping(form: FormFile) -> str:
    """Return a mapping file that lists the places of a form, to be completed.

    Raises:
        InputRefused: it is no DOCX, ODT or XLSX file, or damaged.
    """
    places = _open(FormPackage(form)).places()
    head = [
        "# "
        + _("Places found in {name}. Keep the fields you need, and say what goes into each:").format(
            name=form.name
        ),
        '#   provisions = ["R12"]   roles = ["dpo"]   topics = […]   general = true   rest = true',
        '#   value = "respondent" | "contact" | "date" | "title" | "draft" | …   fixed = "…"',
        '#   limit = 4000   unit = "characters" | "words"',
        "",
    ]
    return "\n".join([*head, *_listed(places)]) + "\n"


def _filled(form: FormFile, response: Response, mapping: Mapping, filing: Filing) -> bytes:
    package = FormPackage(form)
    opened = _open(package)
    where = filing.mapping.name if filing.mapping is not None else ""
    for answer in fill_fields(response, mapping, filing, where=where).fields:
        if answer.field.target is None:
            raise UsageError(
                _("field {name} names no place of the form.").format(name=answer.field.id),
                where=where,
                hint=_("Add a target to it; see `consult form-map {name}`.").format(name=form.name),
            )
        if answer.text:
            opened.fill(answer.field.target, answer.text)
    opened.finish()
    return package.saved(comment=f"ContentSHA256 {response.content_sha256}")


def _open(package: FormPackage) -> Form:
    if package.kind == "xlsx":
        from toolkit.export.reply_form.sheet_form import SheetForm

        return SheetForm(package)
    if package.kind == "odt":
        from toolkit.export.reply_form.odt_form import OdtForm

        return OdtForm(package)
    from toolkit.export.reply_form.word_form import WordForm

    return WordForm(package)


def _required(filing: Filing) -> FormFile:
    if filing.form is None:
        raise UsageError(_("there is no form to fill in."), hint=_("Name the regulator's file with --form."))
    return filing.form


def _with_targets(mapping: Mapping, tags: list[str]) -> Mapping:
    """Give fields without a place that of the tag called as they are, or else the next one that none has."""
    named = {field.target.tag for field in mapping.field if field.target is not None}
    free = iter(
        [tag for tag in tags if tag not in named and tag not in {field.id for field in mapping.field}]
    )
    fields = []
    for field in mapping.field:
        tag = field.id if field.id in tags else ""
        if field.target is None and (tag or (tag := next(free, ""))):
            field = msgspec.structs.replace(field, target=Target(tag=tag))  # noqa: PLW2901  # completed
        fields.append(field)
    return Mapping(tuple(fields))


def _in_order(response: Response, tags: list[str], where: str) -> Mapping:
    """Answer the questions in the order of the sections; remarks on the whole go to the tag for comments, if there is one."""
    general = next((tag for tag in tags if _GENERAL_TAG.search(tag)), "")
    questions = [tag for tag in tags if tag != general]
    on_whole = {
        section.id
        for section in response.sections
        if all(answer.provision.id == GENERAL for answer in section.answers)
    }
    fields = [Field(id=general, general=True, target=Target(tag=general))] if general else []
    sections = [
        field
        for field in mapping_by_section(response).field
        if not general or field.sections[0] not in on_whole
    ]
    if len(sections) > len(questions):
        raise UsageError(
            _("the form has {count} questions, the response {sections} sections.").format(
                count=len(questions), sections=len(sections)
            ),
            where=where,
            hint=_("Say with --mapping which comments answer which question."),
        )
    fields += [
        msgspec.structs.replace(field, target=Target(tag=tag))
        for field, tag in zip(sections, questions, strict=False)
    ]
    return Mapping(tuple(fields))


def _listed(places: list[Found]) -> Iterator[str]:
    for number, found in enumerate(places, start=1):
        name = found.target.tag or found.target.control or found.target.bookmark or found.target.name
        yield "[[field]]"
        yield f"id = {_toml(name or f'field-{number}')}"
        if found.about:
            yield f"question = {_toml(found.about)}"
        facts = msgspec.to_builtins(found.target)
        yield f"target = {{ {', '.join(f'{key} = {_toml(value)}' for key, value in facts.items())} }}"
        yield ""


def _toml(value: object) -> str:
    """Return a number or a text as TOML writes it, whose basic strings are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
