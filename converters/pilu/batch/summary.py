"""The account of a batch: one entry per input in the order of the call, and the counts.

The same inputs give the same bytes, however many workers there were and however often the batch
was stopped: no times, no machine.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

FORMAT = "1"

# What became of a document -> the exit code it asks for.
STATUSES = MappingProxyType({
    "valid": 0,        # converted, the verdict has no error
    "empty": 1,        # converted and not invalid, but no figure that the form requires was found
    "converted": 0,    # converted, no verdict was asked for
    "invalid": 1,      # converted, the verdict has errors
    "unvalidated": 1,  # converted, the validator could not say
    "refused": 2,      # the input could not be used
    "unreadable": 2,   # the input could not be opened; nothing is remembered of it
    "killed": 2,       # it ended its worker, every time it was tried
    "unsaved": 2,      # its outputs could not be written; nothing is remembered of it
    "waiting": 2,      # not tried, because the batch was stopped before
    "bug": 3,          # an exception in Pilu
})  # fmt: skip
_REASONS = MappingProxyType({"time": "达到时间上限", "memory": "达到内存上限", "crash": "工作进程崩溃"})
FINISHED = frozenset({"valid", "empty", "converted", "invalid", "unvalidated", "refused", "killed", "bug"})
COLUMNS = ("input", "status", "folder", "entity", "fiscalYear", "facts", "errors", "warnings", "detail")


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: ``folder`` below the output folder, "" if it has no outputs; ``key`` is "" where
    the input could not be opened; ``record``: what its conversion said, as JSON values."""

    input: str
    status: str
    key: str = ""
    folder: str = ""
    record: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def detail(self) -> str:
        """Why there is no valid filing, in a line of English: the same in every summary."""
        return self.said("en")

    def said(self, language: str) -> str:
        """Why there is no valid filing, in a line."""
        grave = "map.no-figures" if self.status == "empty" else None
        diagnostics = self.record.get("diagnostics", ())
        told = [item for item in diagnostics if item["severity"] == "error" or item["code"] == grave]
        if self.status == "killed" and language == "zh":
            reason, attempts = _REASONS[self.record["reason"]], self.record["attempts"]
            return f"{reason}（{self.record['detail']}），已尝试 {attempts} 次"
        if self.status == "killed":
            return f"{self.record['reason']}: {self.record['detail']}, tried {self.record['attempts']} times"
        if self.status == "bug":
            return str(self.record["bug"])
        told = told or self.record.get("failed", ())
        texts = ((item["code"], (language == "zh" and item.get("text_zh")) or item["text"]) for item in told)
        return "; ".join(f"[{code}] {text}" for code, text in texts) or " ".join(self.record.get("codes", ()))


@dataclass(frozen=True, slots=True)
class Summary:
    """All entries in the order of the call, and the hash of versions, taxonomy and options."""

    entries: tuple[Entry, ...]
    basis: str

    @property
    def counts(self) -> dict[str, int]:
        """Inputs by what became of them; those that are none are left out."""
        found = Counter(entry.status for entry in self.entries)
        return {status: found[status] for status in STATUSES if found[status]}

    @property
    def exit_code(self) -> int:
        """The gravest of the entries' exit codes."""
        return max((STATUSES[entry.status] for entry in self.entries), default=0)


def to_json(summary: Summary) -> str:
    """The summary as one JSON document."""
    return json.dumps(as_values(summary), ensure_ascii=False, indent=1) + "\n"


def as_values(summary: Summary) -> dict[str, Any]:
    """The summary as JSON values."""
    return {
        "batch": FORMAT,
        "basis": summary.basis,
        "exit": summary.exit_code,
        "total": len(summary.entries),
        "counts": summary.counts,
        "documents": [
            {
                "input": entry.input,
                "status": entry.status,
                "key": entry.key,
                "folder": entry.folder,
                **{name: value for name, value in entry.record.items() if name != "trace"},
            }
            for entry in summary.entries
        ],
    }


def to_csv(summary: Summary) -> str:
    """The summary as a table, one line per input."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(table_rows(summary.entries))
    return text.getvalue()


def table_rows(entries: Iterable[Entry]) -> Iterable[tuple[str, ...]]:
    """The cells of the table, column by column of ``COLUMNS``; a text that a spreadsheet would take
    for a formula is made harmless by an apostrophe."""
    for entry in entries:
        record = entry.record
        findings = record.get("findings") or {}
        yield tuple(
            _plain(str(cell))
            for cell in (
                entry.input,
                entry.status,
                entry.folder,
                record.get("entity", ""),
                record.get("fiscalYear", ""),
                record.get("facts", ""),
                findings.get("error", ""),
                findings.get("warning", ""),
                entry.detail,
            )
        )


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
