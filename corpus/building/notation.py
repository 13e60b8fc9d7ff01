"""Turn the source notation of a sample into a `Draft`.

One line is one block; blank lines only separate. The head between two lines `+++` is TOML.

    # Fiche 3 – Title             first-level heading, numbered or not
    ## 3.1 Title                  section, numbered or not
    R1. Title                     recommendation; what follows belongs to it up to the next heading, box or table
    1. Text                       numbered paragraph
    a) Text                       lettered item
    - Text                        bullet; with two spaces before it, a bullet within the item above
    > Encadré n° 1 – Title        box; its content follows on lines that start with ">"
    : Tableau 1 – Title           caption; the rows follow as | a | b |, "<" joins a cell to its left, "^" to the one above
    [^] Text                      footnote, called by the next free [^] mark of the block above
    anything else                 paragraph of the unit that is open
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from building.anchors import set_anchors
from building.draft import Draft, Node, Paragraph

KIND_OF_WORD = {"Fiche": "fiche", "Part": "part", "Annexe": "annex", "Annex": "annex"}
LEVEL_OF_HEADING = {
    "Constats de contrôle": "finding",
    "Inspection findings": "finding",
    "Rappel de la loi": "law",
    "Reminder of the law": "law",
}
RANK = {"part": 1, "fiche": 1, "annex": 1, "section": 2, "recommendation": 3, "box": 3, "table": 3}
PARAGRAPH_RANK, ITEM_RANK, NESTED_RANK = 4, 5, 6

# "# Fiche 3 – Gouverner", not "# Introduction"
NUMBERED_TOP = re.compile(r"\# \s (?P<number> (?P<word>\w+) \s (?:\d+|[A-Z]) ) \s – \s (?P<heading>.+)", re.X)
# "## 3.1 Des responsabilités", not "## Qui peut répondre"
SECTION = re.compile(r"\#\# \s (?: (?P<number>\d+\.\d+) \s )? (?P<heading>.+)", re.X)
# "R12. Généraliser", not "R12 prévoit"
RECOMMENDATION = re.compile(r"(?P<number>R\d+) \. \s (?P<heading>.+)", re.X)
# "Encadré n° 1 – Constats", "Table 2 – Time limits"; not "Voir le tableau 2"
CAPTION = re.compile(r"(?P<number> [^\W\d]+ (?:\s n°)? \s \d+ ) \s – \s (?P<heading>.+)", re.X)
# Matches "12. Texte", "a) texte" and "- texte", indented or not; misses "R1. Texte"
LISTED = re.compile(r"(?P<indent>\s*) (?P<number> \d+\. | [a-z]\) | - ) \s (?P<text>.+)", re.X)


def read_source(path: Path) -> Draft:
    """Read a source file.

    Raises:
        ValueError: a line breaks the notation; the message names it.
    """
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    settings = tomllib.loads(head)
    root = Node("body")
    _Reader(root).read(body.splitlines())
    set_anchors(root)
    page_label = settings.pop("labels")["page"]
    return Draft(**settings, page_label=page_label, body=root)


class _Reader:
    """Hangs each block under the unit that is open when it comes."""

    def __init__(self, root: Node) -> None:
        self.open: list[tuple[int, Node]] = [(0, root)]
        self.noted: list[str] = root.notes
        """Where the next footnote line goes."""

    def read(self, lines: list[str]) -> None:
        position = 0
        while position < len(lines):
            line = lines[position]
            if line.startswith((">", ":")):
                end = _run_end(lines, position, line[0])
                self._read_block(lines[position:end])
                position = end
            else:
                self._read_line(line)
                position += 1

    def _read_line(self, line: str) -> None:
        if not line.strip():
            return
        if line.startswith("[^] "):
            self.noted.append(line[4:])
        elif line.startswith("#"):
            self._read_heading(line)
        elif match := RECOMMENDATION.fullmatch(line):
            self._add(
                Node("recommendation", **match.groupdict(), level="recommendation"), RANK["recommendation"]
            )
        elif match := LISTED.fullmatch(line):
            self._read_listed(match)
        else:
            self._close(PARAGRAPH_RANK)
            self._write(Paragraph(line))

    def _read_heading(self, line: str) -> None:
        if match := SECTION.fullmatch(line):
            node = Node("section", match["number"] or "", match["heading"])
        elif match := NUMBERED_TOP.fullmatch(line):
            node = Node(KIND_OF_WORD[match["word"]], match["number"], match["heading"])
        else:
            node = Node("part", heading=line.removeprefix("# "))
        self._add(node, RANK[node.kind])

    def _read_listed(self, match: re.Match[str]) -> None:
        number = "" if match["number"] == "-" else match["number"]
        if number.endswith("."):
            self._add(Node("paragraph", number), PARAGRAPH_RANK)
        else:
            self._add(Node("item", number), NESTED_RANK if match["indent"] else ITEM_RANK)
        self._write(Paragraph(match["text"]))

    def _read_block(self, lines: list[str]) -> None:
        first, rest = lines[0][2:], lines[1:]
        match = CAPTION.fullmatch(first)
        if not match:
            raise ValueError(f"no number in the caption {first!r}")
        if lines[0][0] == ":":
            table = Node("table", **match.groupdict())
            table.rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in rest]
            self._add(table, RANK["table"])
        else:
            level = LEVEL_OF_HEADING[re.split(r"\s*:", match["heading"])[0]]
            box = Node("box", **match.groupdict(), level=level)
            self._add(box, RANK["box"])
            _Reader(box).read([line[1:].removeprefix(" ") for line in rest])
        self.open.pop()

    def _add(self, node: Node, rank: int) -> None:
        self._close(rank)
        self.open[-1][1].content.append(node)
        self.open.append((rank, node))
        self.noted = node.notes

    def _write(self, paragraph: Paragraph) -> None:
        self.open[-1][1].content.append(paragraph)
        self.noted = paragraph.notes

    def _close(self, rank: int) -> None:
        while self.open[-1][0] >= rank:
            self.open.pop()


def _run_end(lines: list[str], start: int, mark: str) -> int:
    """Index after the last line of a box (">") or of a table (":", then "|")."""
    follow = ">" if mark == ">" else "|"
    end = start + 1
    while end < len(lines) and lines[end].startswith(follow):
        end += 1
    return end
