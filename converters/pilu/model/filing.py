"""What mapping hands on, and what the writers need to lay a report out."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.document import Document
from pilu.model.extraction import Form, LedgerEntry, Section, TableFound
from pilu.model.report import Report


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing the form requires that was not found: id of the requirement, its names, the
    section it belongs to."""

    id: str
    zh: str
    en: str
    section: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """Mapping's value: the report, the final account of every cell, and what is missing of the
    ``required`` things that the form asks for; ``bare``: none of the figures among them was found."""

    report: Report
    ledger: tuple[LedgerEntry, ...]
    missing: tuple[Missing, ...]
    required: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything a writer may show. ``stem`` names the files: ``x`` for ``x.pdf``."""

    stem: str
    title: str
    document: Document
    form: Form
    sections: tuple[Section, ...]
    tables: tuple[TableFound, ...]
    mapped: Mapped
