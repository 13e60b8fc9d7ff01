"""The words of a matrix in its language, the same in the terminal, the spreadsheet and the page."""

from __future__ import annotations

from toolkit.messages import N_, text_in

MARKS = {"": "", "proposed": "●", "decided": "✔"}
"""What stands in a cell: proposed by the toolkit, decided by a person."""
_HEADINGS = (N_("Page"), N_("Number"), N_("Provision"), N_("Modality"))
_MODALITIES = {
    "obligation": N_("obligation"),
    "prohibition": N_("prohibition"),
    "recommendation": N_("recommendation"),
    "permission": N_("permission"),
    "information": N_("information"),
    "": "",
}
_PROVISIONS = N_("Provisions by role")
_COUNTS = N_("Counts by section")
_SECTION = N_("Section")
_TOTAL = N_("Total")
_LEGEND = N_("● proposed, ✔ decided by a person")


class MatrixTerms:
    """The words in "fr" or "en"."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.headings = tuple(text_in(language, text) for text in _HEADINGS)
        self.provisions = text_in(language, _PROVISIONS)
        self.counts = text_in(language, _COUNTS)
        self.section = text_in(language, _SECTION)
        self.total = text_in(language, _TOTAL)
        self.legend = text_in(language, _LEGEND)

    def modality(self, value: str) -> str:
        """Name a modality."""
        text = _MODALITIES.get(value, value)
        return text_in(self._language, text) if text else ""

    def cell(self, state: str) -> str:
        """Say in words what a mark means, for those who cannot see it."""
        said = {
            "proposed": text_in(self._language, N_("proposed")),
            "decided": text_in(self._language, N_("decided by a person")),
        }
        return said.get(state, "")
