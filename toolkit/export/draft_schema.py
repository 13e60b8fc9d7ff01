"""The model of a parsed draft → its JSON Schema (2020-12), for programs that read `consult parse --format json`.

The schema is shipped as a file; a test holds it equal to what the model gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from toolkit.model.provision import SCHEMA, ParsedDraft

SCHEMA_FILE = Path(__file__).parent / "schema" / f"parsed-draft-{SCHEMA}.schema.json"


def parsed_draft_schema() -> bytes:
    """Return the schema of the present model, as the file holds it."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A consultation draft as parsed provisions",
        **msgspec.json.schema(ParsedDraft),
    }
    # The version is part of the contract: another one is another schema.
    schema["$defs"]["ParsedDraft"]["properties"]["schema"] = {"const": SCHEMA}
    return msgspec.json.format(msgspec.json.encode(schema), indent=1) + b"\n"
