"""The tables of the fact store: their columns and types."""

from __future__ import annotations

from types import MappingProxyType

from pilu.store.rows import DIGITS, PLACES

# Column -> DuckDB type. Every table has the document's key, and is partitioned by fiscal year.
TABLES = MappingProxyType({
    "documents": MappingProxyType({
        "key": "VARCHAR", "sha256": "VARCHAR", "name": "VARCHAR", "input": "VARCHAR", "entity": "VARCHAR",
        "entity_scheme": "VARCHAR", "form": "VARCHAR", "exchange": "VARCHAR", "board": "VARCHAR",
        "status": "VARCHAR", "valid": "BOOLEAN", "fact_count": "BIGINT", "errors": "BIGINT",
        "warnings": "BIGINT", "taxonomy": "VARCHAR", "taxonomy_sha256": "VARCHAR", "basis": "VARCHAR",
        "version": "BIGINT", "receipt": "VARCHAR", "detail": "VARCHAR",
    }),
    "facts": MappingProxyType({
        "key": "VARCHAR", "entity": "VARCHAR", "fact_id": "VARCHAR", "concept": "VARCHAR",
        "namespace": "VARCHAR", "label_zh": "VARCHAR", "label_en": "VARCHAR", "period_start": "DATE",
        "period_end": "DATE", "instant": "BOOLEAN", "unit": "VARCHAR", "dimensions": "VARCHAR",
        "value": "VARCHAR", "number": f"DECIMAL({DIGITS},{PLACES})", "decimals": "INTEGER",
        "language": "VARCHAR", "confidence": "DOUBLE", "rule": "VARCHAR", "row_label": "VARCHAR",
        "column_label": "VARCHAR", "raw": "VARCHAR", "page": "INTEGER", "place": "VARCHAR",
    }),
    "findings": MappingProxyType({
        "key": "VARCHAR", "entity": "VARCHAR", "line": "INTEGER", "code": "VARCHAR", "severity": "VARCHAR",
        "text": "VARCHAR", "text_zh": "VARCHAR", "file": "VARCHAR", "fact_ids": "VARCHAR[]",
        "labels": "VARCHAR[]", "reported": "VARCHAR[]", "places": "VARCHAR[]",
        "difference": f"DECIMAL({DIGITS},{PLACES})", "tolerance": f"DECIMAL({DIGITS},{PLACES})",
        "stated": "VARCHAR", "waiver": "VARCHAR", "waived_by": "VARCHAR", "waived_until": "DATE",
    }),
    "ledger": MappingProxyType({
        "key": "VARCHAR", "entity": "VARCHAR", "line": "INTEGER", "table": "VARCHAR", "row_label": "VARCHAR",
        "column_label": "VARCHAR", "raw": "VARCHAR", "status": "VARCHAR", "reason": "VARCHAR",
        "fact_id": "VARCHAR", "place": "VARCHAR",
    }),
})  # fmt: skip
