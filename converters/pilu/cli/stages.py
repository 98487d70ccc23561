"""``pilu read``, ``extract`` and ``map``: one stage's value, to look at alone."""

from __future__ import annotations

from collections.abc import Sequence

from pilu import pipeline
from pilu.cli.facts import fact_table, ledger_counts
from pilu.cli.options import OK, Debug, Json, Lang, Quiet, Report, Taxonomy, ground_for, refuse, screen_for
from pilu.cli.rows import fact_row
from pilu.cli.screen import Column, Screen
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block, Document, Paragraph, Picture, Table
from pilu.model.extraction import Candidate, Extraction
from pilu.values.places import place


def read(
    report: Report, as_json: Json = False, quiet: Quiet = False, lang: Lang = None, debug: Debug = False
) -> int:
    """Show what was read: paragraphs and tables with their places. 查看读取结果。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet)
    found = pipeline.read(report)
    if found.value is None:
        return refuse(screen, "read", found.diagnostics)
    _tell(screen, "read", found.value, found.diagnostics)
    _blocks(screen, found.value)
    return OK


def extract(
    report: Report,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Show the form, sections, tables and candidate values found. 查看提取结果。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet)
    ground = ground_for(taxonomy)
    if ground.value is None:
        return refuse(screen, "extract", ground.diagnostics)
    found = pipeline.extract(report, ground.value)
    if found.value is None:
        return refuse(screen, "extract", found.diagnostics)
    _tell(screen, "extract", found.value[1], found.diagnostics)
    _extraction(screen, found.value[1])
    return OK


def map_(
    report: Report,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Show the facts made of the candidates, and the account of every cell. 查看映射结果。"""
    screen = screen_for(lang, as_json=as_json, quiet=quiet)
    ground = ground_for(taxonomy)
    if ground.value is None:
        return refuse(screen, "map", ground.diagnostics)
    found = pipeline.map_facts(report, ground.value)
    if found.value is None:
        return refuse(screen, "map", found.diagnostics)
    mapped = found.value[2]
    _tell(screen, "map", mapped, found.diagnostics)
    fact_table(
        screen, [fact_row(fact, ground.value.taxonomy, screen.language) for fact in mapped.report.facts]
    )
    screen.heading(screen.word("ledger"))
    ledger_counts(screen, mapped)
    return OK


def _tell(screen: Screen, command: str, value: object, told: Sequence[Diagnostic]) -> None:
    screen.diagnostics(told)
    if screen.as_json:
        screen.document({"command": command, "exit": OK, command: value, "diagnostics": told})


def _blocks(screen: Screen, document: Document) -> None:
    columns = [Column(screen.word("where")), Column(screen.word("kind")), Column(screen.word("text"))]
    rows = ((place(block.spans[0], screen.language), _kind(block), _text(block)) for block in document.blocks)
    screen.table(columns, rows)


def _kind(block: Block) -> str:
    match block:
        case Table():
            return f"table {block.row_count}x{block.column_count}"
        case Picture():
            return "picture"
        case Paragraph():
            return f"heading {block.level}" if block.level else "paragraph"


def _text(block: Block) -> str:
    match block:
        case Table():
            text = " | ".join(cell.text for cell in block.cells)
        case Picture():
            text = block.description
        case Paragraph():
            text = block.text
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else flat[:99] + "…"


def _extraction(screen: Screen, found: Extraction) -> None:
    form = found.form
    screen.line(f"{form.kind}  {form.exchange}  {form.board}  {form.edition}  {form.fiscal_year}", "bold")
    screen.heading(screen.word("section"))
    screen.table(
        [Column(screen.word("id")), Column(screen.word("text"))],
        ((section.id, section.title) for section in found.sections),
    )
    screen.heading(screen.word("table"))
    screen.table(
        [Column(screen.word("where")), Column(screen.word("kind")), Column(screen.word("caption"))],
        ((place(item.span, screen.language), ", ".join(item.kinds), item.caption) for item in found.tables),
    )
    screen.heading(screen.word("cells"))
    keys = ("where", "table", "row", "column", "printed", "unit", "confidence")
    screen.table(
        [Column(screen.word(key)) for key in keys],
        (_candidate_row(screen, item) for item in found.candidates),
    )


def _candidate_row(screen: Screen, item: Candidate) -> tuple[str, ...]:
    return (
        place(item.span, screen.language),
        item.table,
        " / ".join(item.row_path),
        " / ".join(item.column_path),
        " ".join(item.raw.split())[:60],
        item.units[0].measure if item.units else "",
        f"{item.confidence:.2f}",
    )
