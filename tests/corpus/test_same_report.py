"""The same report in two formats: the same facts, or a difference that is flagged."""

from __future__ import annotations

import html
import io
import os
import shutil
import subprocess
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from pilu import pipeline
from pilu.model.diagnostic import Severity
from pilu.model.document import Document, Paragraph, SourceFile, Table
from pilu.model.report import TextBlock
from pilu.values.text import fold

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
REPORTS = SHARED / "corpus" / "reports"
VERIFIED = sorted(path.stem for path in (SHARED / "corpus" / "gold").glob("*.csv"))
PDFS = [stem for stem in VERIFIED if (REPORTS / f"{stem}.pdf").exists()]
PAIRS = [stem for stem in PDFS if (REPORTS / f"{stem}.md").exists()]
SAMPLE = PDFS[::5]  # documents that go through the word processor
DOUBTFUL = 0.8

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not PDFS, reason="the collection of real reports is not beside the checkout"),
]


@cache
def _ground():
    return pipeline.prepare(pipeline.Options()).value


def _facts(source):
    outcome = pipeline.map_facts(source, _ground())
    assert outcome.value is not None, outcome.diagnostics
    facts = {fact.id: fact for fact in outcome.value[2].report.facts if not isinstance(fact.value, TextBlock)}
    return facts, outcome


@cache
def _original(stem):
    facts, outcome = _facts(REPORTS / f"{stem}.pdf")
    return facts, outcome.value[0]


def _said(fact):
    value = fold(fact.value) if isinstance(fact.value, str) else fact.value
    return value, fact.decimals if isinstance(value, Decimal) else None


def _differences(stem, source):
    """What the facts of ``source`` lack, have too much, or say differently than the PDF."""
    theirs, ours = _facts(source)[0], _original(stem)[0]
    told = [f"lost {ours[key].concept.local} {ours[key].provenance.raw}" for key in ours if key not in theirs]
    told += [f"new {theirs[key].concept.local}" for key in theirs if key not in ours]
    both = [key for key in ours if key in theirs]
    return told + [ours[key].concept.local for key in both if _said(ours[key]) != _said(theirs[key])]


def _unwrapped(text):
    """A paragraph without the line ends of its page: a space stays between words."""
    lines = text.split("\n")
    joined = lines[0]
    for above, below in pairwise(lines):
        joined += (" " if (above[-1:] + below[:1]).isascii() else "") + below
    return joined


def _as_html(document: Document) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{html.escape(_unwrapped(block.text))}</p>")
        elif isinstance(block, Table):
            parts.append("<table border='1'>")
            for row in range(block.row_count):
                cells = [cell for cell in block.cells if cell.row == row]
                parts.append("<tr>")
                for cell in cells:
                    text = html.escape(cell.text).replace("\n", "<br>")
                    spans = f"rowspan='{cell.row_span}' colspan='{cell.column_span}'"
                    parts.append(f"<td {spans}>{text}</td>")
                parts.append("</tr>")
            parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode()


def _as_workbook(document: Document) -> bytes:
    """Laid out over sheets that end behind a table."""
    book = Workbook()
    sheet, row = book.active, 1
    for block in document.blocks:
        if isinstance(block, Paragraph):
            sheet.cell(row, 1, _unwrapped(block.text)).data_type = "s"
            row += 2
        elif isinstance(block, Table):
            for cell in block.cells:
                if cell.text:
                    sheet.cell(row + cell.row, 1 + cell.column, cell.text).data_type = "s"
                if cell.row_span * cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=row + cell.row,
                        start_column=1 + cell.column,
                        end_row=row + cell.row + cell.row_span - 1,
                        end_column=cell.column + cell.column_span,
                    )
            row += block.row_count + 1
            if row > 60:
                sheet, row = book.create_sheet(), 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _as_markdown(document: Document) -> bytes:
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines += [_unwrapped(block.text), ""]
        elif isinstance(block, Table):
            grid = [[""] * block.column_count for _ in range(block.row_count)]
            for cell in block.cells:
                grid[cell.row][cell.column] = cell.text.replace("\n", " ").replace("|", "\\|")
            rows = [f"| {' | '.join(row)} |" for row in grid]
            lines += [rows[0], "|" + "---|" * block.column_count, *rows[1:], ""]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("stem", PDFS)
@pytest.mark.parametrize("made", [_as_html, _as_workbook, _as_markdown], ids=["html", "xlsx", "markdown"])
def test_other_formats_give_the_facts_of_the_pdf(made, stem):
    """Concept, period, dimensions, unit and value of every fact survive the change of format."""
    assert _differences(stem, SourceFile(f"{stem}.any", made(_original(stem)[1]))) == []


def _prints_narrow() -> bool:
    """Whether there is a Latin font so narrow that the widest table of the sample fits on a page."""
    listed = shutil.which("fc-list") and subprocess.run(["fc-list"], capture_output=True, check=True).stdout
    return b"iberation" in (listed or b"")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Writer (soffice)")
@pytest.mark.skipif(not _prints_narrow(), reason="needs the Liberation fonts: wider ones print off the page")
def test_word_processor_files_give_the_facts_of_the_pdf(tmp_path):
    """DOCX saved by a word processor, and the PDF that it prints, state what the first PDF stated."""
    pages = []
    for stem in SAMPLE:
        pages.append(tmp_path / f"{stem}.html")
        pages[-1].write_bytes(_as_html(_original(stem)[1]))
    base = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    to_docx = ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"]
    for folder, how, files in (
        ("docx", to_docx, pages),
        ("pdf", ["--convert-to", "pdf"], [tmp_path / "docx" / f"{stem}.docx" for stem in SAMPLE]),
    ):
        command = [*base, *how, "--outdir", str(tmp_path / folder), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    for stem in SAMPLE:
        for kind in ("docx", "pdf"):
            assert _differences(stem, tmp_path / kind / f"{stem}.{kind}") == [], (stem, kind)


@pytest.mark.parametrize("stem", PAIRS)
def test_what_recognition_tools_lose_is_never_lost_in_silence(stem):
    """A value that differs from the PDF's is doubtful, or, a text, in a file that is said to be
    recognised; where facts are lost the report says that something is."""
    ours = _original(stem)[0]
    theirs, outcome = _facts(REPORTS / f"{stem}.md")
    told = {one.code for one in outcome.diagnostics}
    differ = [fact for key, fact in theirs.items() if key in ours and _said(fact) != _said(ours[key])]
    for fact in differ:
        flagged = fact.provenance.confidence < DOUBTFUL
        assert flagged or (isinstance(fact.value, str) and "read.made-by-recognition" in told), fact
    new = [fact for key, fact in theirs.items() if key not in ours and fact.value is not None]
    assert [fact for fact in new if fact.provenance.confidence >= DOUBTFUL] == []
    lost = [fact for key, fact in ours.items() if key not in theirs and fact.value is not None]
    warned = any(one.severity is Severity.WARNING for one in outcome.diagnostics)
    assert not lost or outcome.value[2].missing or warned
