"""The stages in order: read this first.

    file ──read──▶ Reading ──structure──▶ ParsedDraft ──tag──▶ ParsedDraft with tags
                                                                     │
            workspace keeps it, with selection, comments and their history
                │                                                    │
    draft: template + provision ──▶ Comment        consolidate ──▶ Response ──export──▶ files

Stages never import each other. This room knows their order: `drafts` leads up to the tags, `responses` makes of a
workspace what its team answers, `gathering` what stands beside that, `exporting` the files, `previewing` what one
comment will look like there. Below it `desk` joins
stages for what people do at a workspace; above it stand `review` and `tagging` for what they decide about structure and
tags, `team` for what they do together, `responding` for the whole way in one go. The doors (`cli`) call these. Heavy
libraries load where a stage is used, so that importing this room is cheap.
"""

from toolkit.pipeline.drafts import (
    OCR_LIMITS,
    asks,
    default_limits,
    explain,
    parse,
    parse_each,
    parse_in_process,
    read_draft,
    tag,
    tag_in_process,
)
from toolkit.pipeline.exporting import default_target, draft_file, export, form_map, left_out, outputs_folder
from toolkit.pipeline.gathering import dossier, filing
from toolkit.pipeline.previewing import (
    ShownChange,
    compared,
    is_same_wording,
    replaceable_words,
    shown_change,
)
from toolkit.pipeline.responses import compose, content_hash, local_today

__all__ = [
    "OCR_LIMITS",
    "ShownChange",
    "asks",
    "compared",
    "compose",
    "content_hash",
    "default_limits",
    "default_target",
    "dossier",
    "draft_file",
    "explain",
    "export",
    "filing",
    "form_map",
    "is_same_wording",
    "left_out",
    "local_today",
    "outputs_folder",
    "parse",
    "parse_each",
    "parse_in_process",
    "read_draft",
    "replaceable_words",
    "shown_change",
    "tag",
    "tag_in_process",
]
