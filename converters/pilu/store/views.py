"""The ready views of the fact store: the questions people ask of a season's filings, as SQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A ready view or, with a parameter, a table macro: ``from concept('Assets')``."""

    name: str
    en: str
    zh: str
    sql: str
    parameter: str = ""

    @property
    def call(self) -> str:
        """How a query writes it."""
        return f"{self.name}('…')" if self.parameter else self.name


VIEWS = (
    View(
        "latest_documents",
        "the newest version of each report",
        "每份报告的最新版本",
        """
        SELECT * FROM documents
        QUALIFY row_number() OVER (
          PARTITION BY coalesce(nullif(entity, ''), key), fiscal_year, form ORDER BY version DESC) = 1
        """,
    ),
    View(
        "latest",
        "facts of the newest version of each report",
        "每份报告最新版本的事实",
        "SELECT facts.* FROM facts SEMI JOIN latest_documents USING (key)",
    ),
    View(
        "concept",
        "one concept over companies and years, newest versions",
        "一个概念在各公司各年度的值",
        """
        SELECT entity, fiscal_year, label_zh, period_start, period_end, dimensions, number, value, unit,
          raw, place, key
        FROM latest WHERE concept = wanted OR label_zh = wanted OR label_en = wanted
        ORDER BY entity, fiscal_year, period_end, period_start, dimensions
        """,
        "wanted",
    ),
    View(
        "company",
        "one company over years, newest versions",
        "一家公司各年度的全部事实",
        """
        SELECT fiscal_year, concept, label_zh, period_start, period_end, dimensions, number, value, unit,
          raw, place, key
        FROM latest WHERE entity = wanted
        ORDER BY concept, dimensions, period_end, period_start, fiscal_year
        """,
        "wanted",
    ),
    View(
        "failed_checks",
        "every error in the newest versions that no waiver excuses",
        "最新版本中未通过且未豁免的全部校验",
        """
        SELECT d.entity, d.fiscal_year, d.name, f.code, f.text, f.text_zh, f.labels, f.reported, f.places,
          f.difference, f.tolerance, f.key
        FROM findings f JOIN latest_documents d USING (key)
        WHERE f.severity = 'error' AND f.waiver IS NULL ORDER BY d.entity, d.fiscal_year, f.key, f.line
        """,
    ),
    View(
        "waived",
        "findings of the newest versions that a waiver excuses",
        "最新版本中被豁免的校验发现",
        """
        SELECT d.entity, d.fiscal_year, d.name, f.code, f.severity, f.stated, f.text, f.text_zh, f.waiver,
          f.waived_by, f.waived_until, f.key
        FROM findings f JOIN latest_documents d USING (key)
        WHERE f.waiver IS NOT NULL ORDER BY d.entity, d.fiscal_year, f.key, f.line
        """,
    ),
    View(
        "versions",
        "reports that were filed more than once, oldest first",
        "多次披露的报告，按先后排列",
        """
        SELECT entity, fiscal_year, form, version, name, status, errors, sha256, key
        FROM documents WHERE entity <> ''
        QUALIFY count(*) OVER (PARTITION BY entity, fiscal_year, form) > 1
        ORDER BY entity, fiscal_year, form, version
        """,
    ),
    View(
        "restated",
        "numbers that differ between two versions of a report",
        "同一报告各版本之间不同的数值",
        """
        SELECT a.entity, a.fiscal_year, a.concept, a.period_start, a.period_end, a.dimensions, a.unit,
          a.value AS was, b.value AS became, b.number - a.number AS difference,
          da.version AS from_version, db.version AS to_version
        FROM facts a
        JOIN documents da ON da.key = a.key
        JOIN documents db ON db.entity = da.entity AND db.fiscal_year = da.fiscal_year
          AND db.form = da.form AND db.version > da.version
        JOIN facts b ON b.key = db.key AND b.concept = a.concept AND b.period_end = a.period_end
          AND b.period_start IS NOT DISTINCT FROM a.period_start
          AND b.dimensions = a.dimensions AND b.unit IS NOT DISTINCT FROM a.unit
        WHERE a.value IS DISTINCT FROM b.value AND coalesce(a.number, b.number) IS NOT NULL
        ORDER BY a.entity, a.fiscal_year, a.concept, a.dimensions, a.period_end, db.version
        """,
    ),
    View(
        "unread",
        "cells of recognised tables that were not understood",
        "已识别表格中未能理解的单元格",
        """
        SELECT d.entity, d.fiscal_year, d.name, l."table", l.row_label, l.column_label, l.raw, l.place
        FROM ledger l JOIN latest_documents d USING (key)
        WHERE l.status = 'unrecognised' ORDER BY d.entity, d.fiscal_year, l.key, l.line
        """,
    ),
)
