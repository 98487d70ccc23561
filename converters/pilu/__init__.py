"""Pilu: reports as people publish them into XBRL, with the place every figure was read from.

``convert`` does the whole job, ``validate`` checks anyone's instances, ``read`` is the first
stage alone. They return an ``Outcome``: a value (or None) and diagnostics. The other names are
the frozen types these values are made of.
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pilu.api import convert, read, read_waivers, validate
    from pilu.model.diagnostic import Diagnostic, Outcome, Severity
    from pilu.model.document import Document, SourceFile
    from pilu.model.extraction import Extraction
    from pilu.model.filing import Mapped
    from pilu.model.output import Finding, Involved, OutputFile, Verdict
    from pilu.model.report import Fact, Report
    from pilu.model.taxonomy import Taxonomy
    from pilu.model.waiver import Waivers
    from pilu.pipeline import Conversion, Options

__version__ = "0.1.0"

__all__ = [
    "Conversion",
    "Diagnostic",
    "Document",
    "Extraction",
    "Fact",
    "Finding",
    "Involved",
    "Mapped",
    "Options",
    "Outcome",
    "OutputFile",
    "Report",
    "Severity",
    "SourceFile",
    "Taxonomy",
    "Verdict",
    "Waivers",
    "convert",
    "read",
    "read_waivers",
    "validate",
]

# Loaded when first asked for, so that importing one small part of Pilu does not load all of it.
_HOMES = MappingProxyType(
    {
        "pilu.api": ("convert", "read", "read_waivers", "validate"),
        "pilu.model.diagnostic": ("Diagnostic", "Outcome", "Severity"),
        "pilu.model.document": ("Document", "SourceFile"),
        "pilu.model.extraction": ("Extraction",),
        "pilu.model.filing": ("Mapped",),
        "pilu.model.output": ("Finding", "Involved", "OutputFile", "Verdict"),
        "pilu.model.report": ("Fact", "Report"),
        "pilu.model.taxonomy": ("Taxonomy",),
        "pilu.model.waiver": ("Waivers",),
        "pilu.pipeline": ("Conversion", "Options"),
    }
)


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'pilu' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
