"""One document's rows for the fact store, as a worker packs them: plain JSON values, compressed.

Values are text exactly as filed; ``number`` repeats a numeric value only where the store's decimal
type holds it without loss, and is nothing where it does not.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pilu.model.document import Document, Paragraph, Table
from pilu.model.filing import Mapped
from pilu.model.output import Finding, Verdict
from pilu.model.report import Dimension, Fact, Instant, QName, TextBlock, Unit
from pilu.model.span import PageSpan, Span, describe
from pilu.model.taxonomy import Taxonomy

DIGITS, PLACES = 38, 12  # of the store's numbers: 26 digits before the point, 12 after it

Row = dict[str, Any]


def packed_rows(
    document: Document, mapped: Mapped, verdict: Verdict | None, *, taxonomy: Taxonomy, receipt: str
) -> bytes:
    """All rows of a converted document; the same bytes for the same document."""
    rows = {
        "receipt": receipt,
        "entity": mapped.report.entity.identifier,
        "entity_scheme": mapped.report.entity.scheme,
        "facts": [_fact(document, taxonomy, fact) for fact in mapped.report.facts],
        "ledger": [
            {
                "line": line,
                "table": entry.table,
                "row_label": entry.row_label,
                "column_label": entry.column_label,
                "raw": entry.raw,
                "status": entry.status,
                "reason": entry.reason,
                "fact_id": entry.fact,
                "place": describe(entry.span),
            }
            for line, entry in enumerate(mapped.ledger, 1)
        ],
        "findings": [
            {"line": line} | finding_row(finding)
            for line, finding in enumerate(verdict.findings if verdict else (), 1)
        ],
    }
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def unpacked_rows(data: bytes) -> dict[str, Any]:
    """The inverse of ``packed_rows``; an empty one for no bytes."""
    if not data:
        return {"receipt": "", "entity": "", "entity_scheme": "", "facts": [], "ledger": [], "findings": []}
    rows: dict[str, Any] = json.loads(zlib.decompress(data))
    return rows


def finding_row(finding: Finding) -> Row:
    """A row of the findings. ``stated``: its own severity, where another was laid on it; ``waiver``: why
    it is excused."""
    waiver = finding.waiver
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "text": finding.text,
        "text_zh": finding.text_zh,
        "file": finding.file,
        "fact_ids": list(finding.facts),
        "labels": [fact.label_zh for fact in finding.involved],
        "reported": [fact.value for fact in finding.involved],
        "places": [describe(span) for span in finding.spans],
        "difference": exact_number(finding.difference),
        "tolerance": exact_number(finding.tolerance),
        "stated": finding.stated.value if finding.stated else None,
        "waiver": waiver.reason if waiver else None,
        "waived_by": waiver.by if waiver else None,
        "waived_until": waiver.expires.isoformat() if waiver else None,
    }


def _fact(document: Document, taxonomy: Taxonomy, fact: Fact) -> Row:
    origin = fact.provenance
    concept = taxonomy.concepts.get(fact.concept.local)
    instant = isinstance(fact.period, Instant)
    return {
        "fact_id": fact.id,
        "concept": fact.concept.local,
        "namespace": fact.concept.namespace,
        "label_zh": concept.zh if concept else "",
        "label_en": concept.en if concept else "",
        "period_start": None if isinstance(fact.period, Instant) else fact.period.start.isoformat(),
        "period_end": (fact.period.day if isinstance(fact.period, Instant) else fact.period.end).isoformat(),
        "instant": instant,
        "unit": _unit(fact.unit),
        "dimensions": _dimensions(fact.dimensions),
        "value": _value(document, fact),
        "number": exact_number(fact.value),
        "decimals": fact.decimals,
        "language": fact.language,
        "confidence": fact.provenance.confidence,
        "rule": origin.rule,
        "row_label": origin.row_label,
        "column_label": origin.column_label,
        "raw": origin.raw,
        "page": _page(origin.span),
        "place": describe(origin.span),
    }


def exact_number(value: object) -> str | None:
    """A number as text where DECIMAL(38, 12) holds it exactly, else None."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    _, digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int)
    if -exponent > PLACES or len(digits) + max(exponent, 0) + min(exponent + PLACES, PLACES) > DIGITS:
        return None
    return format(value, "f")


def _value(document: Document, fact: Fact) -> str | None:
    match fact.value:
        case None:
            return None
        case bool():
            return "true" if fact.value else "false"
        case Decimal():
            return format(fact.value, "f")
        case date():
            return fact.value.isoformat()
        case QName():
            return fact.value.local
        case TextBlock(start, end):
            return "\n".join(_text(block) for block in document.blocks[start:end])
        case _:
            return fact.value


def _text(block: object) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        lines: Mapping[int, list[str]] = {row: [] for row in range(block.row_count)}
        for cell in block.cells:
            lines[cell.row].append(cell.text)
        return "\n".join("\t".join(cells) for cells in lines.values())
    return ""


def _dimensions(dimensions: tuple[Dimension, ...]) -> str:
    """``Axis=Member`` pairs in axis order, one text for one combination."""
    return "; ".join(
        f"{one.axis.local}={one.member.local if one.member else one.typed}"
        for one in sorted(dimensions, key=str)
    )


def _unit(unit: Unit | None) -> str | None:
    if unit is None:
        return None
    above, below = ("*".join(one.local for one in part) for part in (unit.numerators, unit.denominators))
    return f"{above}/{below}" if below else above


def _page(span: Span) -> int | None:
    return span.page if isinstance(span, PageSpan) else None
