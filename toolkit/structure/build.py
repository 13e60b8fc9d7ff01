"""Reading → parsed draft: the stages of structuring, in their order.

furniture apart ─ lines to paragraphs ─ tables unfolded ─ labels ─ headings ─ cover ─ boxes ─ depths
─ running titles ─ tree ─ kinds ─ notes ─ ids ─ provisions
"""

from __future__ import annotations

from typing import NamedTuple

from toolkit.model.issue import Issue
from toolkit.model.layout import Block, Furniture
from toolkit.model.provision import ParsedDraft
from toolkit.model.reading import Reading
from toolkit.structure.about.metadata import complete_document
from toolkit.structure.headings.announced import Announced, read_announced
from toolkit.structure.headings.contents_numbers import number_from_contents
from toolkit.structure.headings.cover import settle_cover
from toolkit.structure.headings.depths import set_depths
from toolkit.structure.headings.icons import part_icons
from toolkit.structure.headings.title_lines import join_title_lines, take_running_titles
from toolkit.structure.headings.titles import join_split_labels, join_titles
from toolkit.structure.headings.weighing import decide_headings
from toolkit.structure.labels.sequences import recognise_labels
from toolkit.structure.normalise import normalise_block
from toolkit.structure.page.furniture import separate_furniture
from toolkit.structure.page.paragraphs import join_lines
from toolkit.structure.tree.boxes import open_boxes
from toolkit.structure.tree.ids import assign_ids
from toolkit.structure.tree.kinds import set_kinds
from toolkit.structure.tree.legal_level import read_levels
from toolkit.structure.tree.notes_link import link_notes
from toolkit.structure.tree.placing import build_tree
from toolkit.structure.tree.provisions import to_provisions
from toolkit.structure.tree.tables import adopt_captions, unfold_tables
from toolkit.structure.typography import survey
from toolkit.structure.unit import Unit, units_of


class Structured(NamedTuple):
    """A structured draft with the decisions that made it; units and provisions are parallel."""

    draft: ParsedDraft
    units: list[Unit]
    announced: Announced


def build_draft(reading: Reading) -> ParsedDraft:
    """Structure a reading. Never refuses: what cannot be placed with confidence says so, or is an issue."""
    return structure(reading).draft


def structure(reading: Reading) -> Structured:
    """Structure a reading and keep what was decided about each provision, so that it can be explained."""
    blocks, furniture, contents = _paragraphs(reading)
    announced = read_announced(reading.outline, contents, furniture)
    units, issues = _recognise(blocks, announced)
    units, running = take_running_titles(units)
    build_tree(units)
    units, notes, note_issues = link_notes(units)
    set_kinds(units)
    document = complete_document(reading, units)
    assign_ids(units, document.language)
    draft = ParsedDraft(
        document=document,
        provisions=to_provisions(units, notes, read_levels(units)),
        furniture=(*furniture, *running),
        issues=(*reading.issues, *issues, *note_issues, *announced.unmet()),
    )
    return Structured(draft, units, announced)


def _paragraphs(reading: Reading) -> tuple[list[Block], tuple[Furniture, ...], list[Block]]:
    """Return the body as paragraphs, the furniture, and the lines of a contents table that have a style."""
    body, furniture = separate_furniture(reading)
    contents = [block for block in reading.blocks if block.role == "toc" and block.style.name]
    paragraphs = join_lines(body, reading)
    return unfold_tables(normalise_block(block) for block in paragraphs), furniture, contents


def _recognise(blocks: list[Block], announced: Announced) -> tuple[list[Unit], list[Issue]]:
    """Decide about labels, headings, boxes and depths."""
    typography = survey(blocks)
    units = units_of(join_split_labels(blocks))
    issues = recognise_labels(units, typography)
    units = part_icons(join_titles(units, typography), typography)
    decide_headings(units, typography, announced)
    units = join_title_lines(units)
    settle_cover(units)
    number_from_contents(units, announced)
    units = adopt_captions(open_boxes(units))
    set_depths(units, typography, announced)
    announced.met.update(_titles(units, announced))
    return units, issues


def _titles(units: list[Unit], announced: Announced) -> set[str]:
    return {
        entry.key
        for unit in units
        if unit.is_heading
        for entry in announced.find(unit.text, unit.page_number)
    }
