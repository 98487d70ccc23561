"""A verdict into files for people and programs: text, JSON, SARIF, Arelle's log, one HTML page."""

from pilu.writers.verdicts.forms import FORMS, form_of, verdict_file, verdict_files
from pilu.writers.verdicts.gaps import Gaps, gaps_of, with_gaps
from pilu.writers.verdicts.telling import Coverage, Group, Telling, grouped

__all__ = [
    "FORMS",
    "Coverage",
    "Gaps",
    "Group",
    "Telling",
    "form_of",
    "gaps_of",
    "grouped",
    "verdict_file",
    "verdict_files",
    "with_gaps",
]
