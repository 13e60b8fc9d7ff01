"""A text → its length as the field of a form counts it.

Characters are UTF-16 code units with line ends as one, which is what a browser's `maxlength` counts (HTML, 4.10.18.3);
words are what stands between white space, as word processors count them.
"""

from __future__ import annotations

from toolkit.export.reply_form.mapping import Unit


def length(text: str, unit: Unit) -> int:
    """Return how long a text is.

    >>> length("L’été 🏥", "characters"), length("L’été 🏥", "words")
    (8, 2)
    """
    if unit == "words":
        return len(text.split())
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
