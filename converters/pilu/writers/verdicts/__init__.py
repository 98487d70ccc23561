"""A verdict into files for people and programs: text, JSON, SARIF, Arelle's log, one HTML page."""

from pilu.writers.verdicts.forms import FORMS, form_of, verdict_file, verdict_files
from pilu.writers.verdicts.gaps import Gaps, gaps_of, with_gaps
from pilu.writers.verdicts.telling import Coverage, FileCount, Group, Telling, file_counts, grouped

__all__ = [
    "FORMS",
    "Coverage",
    "FileCount",
    "Gaps",
    "Group",
    "Telling",
    "file_counts",
    "form_of",
    "gaps_of",
    "grouped",
    "verdict_file",
    "verdict_files",
    "with_gaps",
]
