"""The receipt of a conversion: what went in, what came out, and what was found, for machines.

Same input, taxonomy, templates and versions give the same bytes: no time stamps, no paths of
the machine.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pilu.model.diagnostic import Severity
from pilu.model.document import SourceInfo
from pilu.model.extraction import Extraction, Form
from pilu.model.filing import Mapped
from pilu.model.output import OutputFile, Verdict
from pilu.model.report import Fact, QName, Report, TextBlock

FORMAT = "1"
_DISTRIBUTIONS = ("pilu", "arelle-release", "jinja2", "lxml")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a receipt says of the means: taxonomy id, SHA-256 of its folder (sheets and package)
    and of the user's own templates ("" for none)."""

    taxonomy: str
    taxonomy_sha256: str
    templates_sha256: str = ""


def make_receipt(
    source: SourceInfo,
    *,
    basis: Basis,
    extraction: Extraction,
    mapped: Mapped,
    files: Sequence[OutputFile],
    verdict: Verdict | None,
) -> str:
    """The receipt as JSON text; ``verdict`` None stands for "not validated"."""
    return _json(
        {
            "receipt": FORMAT,
            "source": {"name": source.name, "sha256": source.sha256, "size": source.size,
                       "reader": source.reader},
            "basis": {
                "taxonomy": basis.taxonomy,
                "entryPoint": mapped.report.entry_point,
                "taxonomySha256": basis.taxonomy_sha256,
                "templatesSha256": basis.templates_sha256,
                "versions": versions(),
            },
            "form": _form(extraction.form),
            "facts": fact_counts(mapped.report),
            "ledger": ledger_counts(mapped),
            "required": mapped.required,
            "missing": [item.id for item in mapped.missing],
            "tables": {
                "recognised": sum(1 for table in extraction.tables if table.kinds),
                "unrecognised": sum(1 for table in extraction.tables if not table.kinds),
            },
            "verdict": _verdict(verdict),
            "outputs": [
                {"path": file.path, "kind": file.kind, "size": len(file.data),
                 "sha256": hashlib.sha256(file.data).hexdigest()}
                for file in files
            ],
        }
    )  # fmt: skip


def versions() -> dict[str, str]:
    """The versions that decide the bytes of the outputs; "" for what is not installed."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def fact_kind(fact: Fact) -> str:
    """What sort of value a fact has: ``nil``, ``numeric``, ``boolean``, ``date``,
    ``enumeration``, ``textBlock`` or ``text``."""
    match fact.value:
        case None:
            return "nil"
        case bool():
            return "boolean"
        case Decimal():
            return "numeric"
        case date():
            return "date"
        case QName():
            return "enumeration"
        case TextBlock():
            return "textBlock"
        case _:
            return "text"


def fact_counts(report: Report) -> dict[str, int]:
    """Facts by kind, with their ``total``."""
    return _counted(fact_kind(fact) for fact in report.facts)


def ledger_counts(mapped: Mapped) -> dict[str, int]:
    """Cells by what became of them (``explained`` by reason), with their ``total``."""
    return _counted(
        f"{entry.status}:{entry.reason}" if entry.status == "explained" and entry.reason else entry.status
        for entry in mapped.ledger
    )


def folder_sha256(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files below ``folder``, in name order."""
    total = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        name = path.relative_to(folder).as_posix().encode()
        total.update(hashlib.sha256(name).digest() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    counts = Counter(kinds)
    return {"total": counts.total(), **dict(sorted(counts.items()))}


def _form(form: Form) -> dict[str, object]:
    return {
        "kind": form.kind,
        "exchange": form.exchange,
        "board": form.board,
        "edition": form.edition,
        "fiscalYear": form.fiscal_year,
    }


def _verdict(verdict: Verdict | None) -> dict[str, object] | None:
    if verdict is None:
        return None
    counts = {level.value: verdict.count(level) for level in Severity}
    told: dict[str, object] = {
        "valid": verdict.valid,
        "engine": verdict.engine,
        "files": list(verdict.files),
        "findings": counts,
        "codes": sorted({finding.code for finding in verdict.findings}),
    }
    if verdict.waivers is not None:
        told["waivers"] = {
            "name": verdict.waivers.name,
            "sha256": verdict.waivers.sha256,
            "waivers_as_of": str(verdict.waivers.as_of),
            "waived": verdict.waived,
            "states": dict(sorted(Counter(use.state for use in verdict.waivers.uses).items())),
        }
    return told


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
