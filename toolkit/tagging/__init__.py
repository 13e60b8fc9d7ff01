"""What people do about tags: ask why, decide, propose anew, walk through the doubtful, hand decisions on as training data.

    draft ──tag──▶ proposals ◀── decisions (append-only, kept by the workspace)

Like `pipeline`, this joins stages that do not know each other.
"""

from toolkit.model.tag import Wish
from toolkit.tagging.deciding import Retagged, decide, read_wish, retag
from toolkit.tagging.doubting import DOUBT, Doubt, Judged, doubts
from toolkit.tagging.lines import TrainingItem, tag_lines, training_lines
from toolkit.tagging.matrices import matrix, write_matrix
from toolkit.tagging.profiles import check_profile, new_profile
from toolkit.tagging.reasons import Reason, deciders, why
from toolkit.tagging.reporting import Table, tables, write_report
from toolkit.tagging.training import Depth, Measured, Trained, train

__all__ = [
    "DOUBT",
    "Depth",
    "Doubt",
    "Judged",
    "Measured",
    "Reason",
    "Retagged",
    "Table",
    "Trained",
    "TrainingItem",
    "Wish",
    "check_profile",
    "decide",
    "deciders",
    "doubts",
    "matrix",
    "new_profile",
    "read_wish",
    "retag",
    "tables",
    "tag_lines",
    "train",
    "training_lines",
    "why",
    "write_matrix",
    "write_report",
]
