"""The benchmark's rule for which of a third party's figures a report prints as that of the item."""

from __future__ import annotations

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from pilu import readers
from pilu.model.document import SourceFile

THIRD_PARTY = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "third_party.py"))


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("加：其他收益（损失以负号填列）\t12,345,678.90\t1.00", "as the item"),
        ("其他收益\t1.00\t12,345,6\t78.90", "as the item"),
        ("\t1.00\t12,345,678.90", "as the item"),
        ("本期的其他收益为 12345.68 千元。", "as the item"),
        ("政府补助\t12,345,678.90\t1.00", "of other items only"),
        ("其他收益\t12.34\t5,678.90", "nowhere"),
        ("其他收益\t12,345,678.91\t1.00", "nowhere"),
        ("其他收益\t12,345,678\t1.00", "nowhere"),
    ],
)
def test_where_a_figure_is_printed(line: str, where: str) -> None:
    """In any unit, cut or whole: where a line names the item or nothing, the report prints it as the item."""
    figure = THIRD_PARTY["Figure"]("其他收益", "OtherIncome", Decimal("12345678.9"))
    document = readers.read(SourceFile("report.txt", f"甲公司\n{line}\n".encode())).value
    assert document is not None
    assert THIRD_PARTY["where_printed"](document, figure) == where
