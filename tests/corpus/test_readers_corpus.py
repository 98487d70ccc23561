"""The readers over real reports: every verified cell is there, on its page."""

import csv
import os
import unicodedata
from pathlib import Path

import pytest

from pilu.model.document import SourceFile, Table
from pilu.model.span import PageSpan
from pilu.readers import read

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
REPORTS = SHARED / "corpus" / "reports"
GOLD = sorted((SHARED / "corpus" / "gold").glob("*.csv"))
MARKDOWN = sorted(REPORTS.glob("*-abstract.md"))

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not GOLD, reason="the collection of real reports is not beside the checkout"),
]


def _folded(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read(path):
    outcome = read(SourceFile(path.name, path.read_bytes()))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_every_verified_cell_is_read_on_its_page(gold):
    """Each printed value of the verified facts is the whole text of a cell, on the page noted."""
    path = REPORTS / f"{gold.stem}.pdf"
    if not path.exists():
        path = SHARED / "seed" / f"{gold.stem}.txt"
    pages: dict[str, set[int]] = {}
    for block in _read(path).blocks:
        for cell in block.cells if isinstance(block, Table) else ():
            found = pages.setdefault(_folded(cell.text), set())
            found.update(span.page for span in cell.spans if isinstance(span, PageSpan))
    with gold.open(encoding="utf-8-sig", newline="") as rows:
        wanted = [(_folded(row["raw"]), row["page"]) for row in csv.DictReader(rows)]
    assert [raw for raw, _ in wanted if raw not in pages] == []
    if path.suffix == ".pdf":
        assert [raw for raw, page in wanted if int(page) not in pages[raw]] == []


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.stem)
def test_markdown_abstracts_are_read_with_their_tables(path):
    """Each abstract gives tables, and each cell's place cuts its characters out of the file."""
    lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").split("\n")
    tables = [block for block in _read(path).blocks if isinstance(block, Table)]
    assert len(tables) >= 4
    for cell in (cell for table in tables for cell in table.cells):
        (span,) = cell.spans
        shown = lines[span.line - 1][span.column - 1 : span.end_column]
        if cell.text and not set("$\\&<") & set(shown) and not any(ord(char) > 0xE000 for char in shown):
            assert shown == cell.text
