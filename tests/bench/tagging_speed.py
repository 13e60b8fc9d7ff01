"""Words a second of tagging, against spaCy's blank French tokenizer with its lookup lemmatizer; and import and load.

Without `spacy-lookups-data` the peer is the tokenizer alone, which is the harder one. The whole pipeline is measured:
rules, model, references and deadlines. Aimed at: a tenth of the peer's words a second; import and load together in at
most twice the time of `import spacy`.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import spacy

from tests.bench.timing import in_turns
from toolkit.model.provision import Provision
from toolkit.tag.profiles import load_profile
from toolkit.tag.tagger import Tagger

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-fr.truth.json"
LOAD = "from toolkit.tag.tagger import Tagger; from toolkit.tag.profiles import load_profile; Tagger(load_profile(), 'fr')"


def provisions() -> list[Provision]:
    """Return the provisions of the sample draft."""
    nodes = json.loads(SAMPLE.read_text("utf-8"))["nodes"]
    return [
        Provision(id=str(place), heading=node.get("title") or "", text=node.get("text") or "")
        for place, node in enumerate(nodes)
    ]


def peer() -> tuple[str, Callable[[str], object]]:
    """Return spaCy's pipeline, with the lemmatizer where its tables are installed."""
    nlp = spacy.blank("fr")
    if importlib.util.find_spec("spacy_lookups_data") is None:
        return "spaCy tokenizer (no lookup tables)", nlp
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return "spaCy tokenizer and lemmatizer", nlp


def python(code: str) -> None:
    """Run code in an interpreter of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def report(*, rounds: int) -> list[str]:
    """Return the lines of both tables."""
    drafts = provisions()
    texts = [f"{item.heading}\n{item.text}" for item in drafts]
    words = sum(len(text.split()) for text in texts)
    tagger = Tagger(load_profile(), "fr")
    name, nlp = peer()
    speeds = in_turns(
        {
            name: lambda: [nlp(text) for text in texts],
            "toolkit tagging": lambda: [tagger.tag(item) for item in drafts],
        },
        rounds=rounds,
    )
    starts = in_turns(
        {"import spacy": lambda: python("import spacy"), "toolkit import and load": lambda: python(LOAD)},
        rounds=rounds,
    )
    ours, floor = speeds["toolkit tagging"].median_s, starts["import spacy"].median_s
    lines = [f"tagging, {words} words", f"{'':36}{'words/s':>10}{'speed vs ours':>15}"]
    lines += [f"{m.name:36}{words / m.median_s:10.0f}{ours / m.median_s:14.2f}x" for m in speeds.values()]
    lines += ["", f"{'':36}{'ms':>10}{'vs floor':>15}"]
    lines += [f"{m.name:36}{m.median_s * 1000:10.0f}{m.median_s / floor:14.2f}x" for m in starts.values()]
    return lines


if __name__ == "__main__":
    print("\n".join(report(rounds=5)))
