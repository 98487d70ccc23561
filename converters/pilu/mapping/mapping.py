"""The stage: an Extraction into a Report, with the account of every candidate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.mapping.across import doubt_unbalanced
from pilu.mapping.brackets import remainders, without_brackets
from pilu.mapping.changes import told_apart
from pilu.mapping.column_years import YearFinder
from pilu.mapping.columns import Placing, with_columns
from pilu.mapping.cubes import in_cubes
from pilu.mapping.duplicates import Repeat, agree, settle, with_repeats
from pilu.mapping.facts import Mapper
from pilu.mapping.formats import format_of
from pilu.mapping.magnitude import doubt_too_large
from pilu.mapping.missing import find_missing, no_figures, required_of
from pilu.mapping.per_share import doubt_wrong_scale
from pilu.mapping.periods import fiscal_period
from pilu.mapping.placing import placed
from pilu.mapping.recognised import doubt_recognised
from pilu.mapping.restated import before_adjustment
from pilu.mapping.rows import Read, doubt_shifted_rows, without_alike_columns, without_shifted_rows
from pilu.mapping.slips import doubt_slipped
from pilu.mapping.strangers import without_strangers
from pilu.mapping.telling import Teller
from pilu.mapping.text_blocks import text_blocks
from pilu.mapping.ties import tie
from pilu.mapping.unstated import lacks_unit
from pilu.mapping.values import Unread
from pilu.mapping.witness import weigh
from pilu.model.diagnostic import Outcome
from pilu.model.document import Document
from pilu.model.extraction import Candidate, Extraction, LedgerEntry
from pilu.model.filing import Mapped
from pilu.model.report import Entity, Fact, Report
from pilu.model.taxonomy import Summation, Taxonomy
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.table_kinds import TableKind
from pilu.values.text import fold

_STANDARD = MappingProxyType(
    {
        "xbrli": "http://www.xbrl.org/2003/instance",
        "iso4217": "http://www.xbrl.org/2003/iso4217",
    }
)
_STATEMENTS = frozenset({"statement", "equity"})  # the sets of columns of financial statements
_STOCK_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_NO_CODE = "000000"
_NOT_READ = frozenset(  # a value stands in the cell, and was not understood
    {
        "not-a-number",
        "row-short",
        "not-a-date",
        "not-understood",
        "unit-unknown",
        "unit-not-understood",
        "unit-unstated",
        "unit-mismatch",
        "out-of-range",
        "column-unknown",
        "year-unknown",
    }
)


def map_facts(
    document: Document, extraction: Extraction, taxonomy: Taxonomy, grammar: Grammar
) -> Outcome[Mapped]:
    """Facts of every candidate, one per thing said, and the ledger closed over them.

    No value only when no fact at all was found (``map.no-facts``).
    """
    grammar = grammar.of_form(extraction.form.kind, extraction.form.edition)
    form, others = format_of(extraction, grammar, taxonomy)
    grammar, sums = grammar.of_format(form), taxonomy.sums_of(form)
    entity = Entity(taxonomy.entity_scheme, _identifier(extraction.candidates))
    mapper = Mapper(taxonomy, grammar, extraction.form, entity, "zh")
    statements = _kinds(grammar, lambda kind: kind.columns in _STATEMENTS)
    read = told_apart(_rows_read(document, extraction, mapper, sums, statements), taxonomy)
    tied = tie(read, grammar, taxonomy)
    read = in_cubes(tied.read, taxonomy, extraction.form.kind, form)
    read = [(c, doubt_recognised(document, f) if isinstance(f, Fact) else f) for c, f in read]
    retold = _kinds(grammar, lambda kind: kind.retells)
    stated = [fact for candidate, fact in read if isinstance(fact, Fact) and candidate.table != "prose"]
    stated.sort(key=lambda fact: fact.provenance.rule in retold)
    confirming = [(c, f) for c, f in read if isinstance(f, Fact) and c.table == "prose"]
    facts, repeats = settle(stated, statements)
    facts, comparisons = _confirm(facts, [fact for _, fact in confirming])
    said = frozenset(one.kept for one in comparisons if one.consistent and not lacks_unit(one.fact))
    facts, failed = weigh(facts, grammar.checks, sums, said, statements)
    facts = doubt_slipped(facts, [kind for kind in grammar.tables if kind.id in statements])
    blocks = [doubt_recognised(document, fact) for fact in text_blocks(document, extraction.sections, mapper)]
    ordered = _in_document_order((*facts, *blocks))
    if not facts:
        return Outcome(None, (diagnose("map.no-facts", source=document.source.name),))
    ledger = _ledger(extraction.ledger, read, {f.id for f in facts})
    report = Report(
        entity=entity,
        period=fiscal_period(extraction.form.fiscal_year),
        entry_point=taxonomy.filing(extraction.form.kind, form).entry_point,
        language="zh",
        prefixes=tuple(sorted({**_STANDARD, taxonomy.prefix: taxonomy.namespace}.items())),
        facts=ordered,
    )
    required = required_of(extraction, grammar)
    missing = find_missing(facts, extraction, grammar, required)
    mapped = Mapped(report, ledger, missing, len(required), no_figures(required, missing, taxonomy))
    teller = Teller(document, taxonomy, grammar.checks)
    diagnostics = (
        *((teller.no_entity(_NO_CODE),) if entity.identifier == _NO_CODE else ()),
        *((teller.no_figures(),) if mapped.bare else ()),
        *teller.other_formats(others),
        *teller.not_tied(tied.against),
        *teller.doubts(facts),
        *teller.contradictions((*repeats, *comparisons)),
        *teller.failures(failed),
    )
    return Outcome(mapped, diagnostics)


def _rows_read(
    document: Document,
    extraction: Extraction,
    mapper: Mapper,
    sums: Sequence[Summation],
    statements: frozenset[str],
) -> list[Read]:
    """Every candidate with its fact or the reason why it has none, as far as its own row and the sums of the
    ``statements`` say."""
    grammar = mapper.grammar
    read: list[Read] = [(candidate, mapper.map(candidate)) for candidate in extraction.candidates]
    read = before_adjustment(read, mapper)
    read = placed(read, mapper, sums, statements)
    placing = Placing(document, mapper, sums, grammar.checks, statements)
    read = with_columns(read, placing, grammar.tables)
    read = YearFinder(document, mapper, sums, grammar.checks).dated(read)
    read = without_alike_columns(document, read)
    read = doubt_unbalanced(document, read, grammar.tables)
    read = doubt_shifted_rows(document, read, _kinds(grammar, lambda kind: kind.columns == "years"))
    read = without_shifted_rows(document, read, _kinds(grammar, lambda kind: kind.whole))
    proving = (*sums, *remainders(grammar.checks))
    read = without_brackets(without_strangers(read, sums, statements), proving, statements)
    return doubt_wrong_scale(doubt_too_large(read, statements), grammar.checks, statements)


def _kinds(grammar: Grammar, which: Callable[[TableKind], bool]) -> frozenset[str]:
    return frozenset(kind.id for kind in grammar.tables if which(kind))


def _identifier(candidates: Iterable[Candidate]) -> str:
    """The six-digit stock code of the report's first share class (the entity, OIM 1.0, 3.1)."""
    for candidate in candidates:
        if candidate.subject == "StockCode" and not candidate.dimensions:
            code = _STOCK_CODE.search(fold(candidate.raw))
            if code:
                return code[0]
    return _NO_CODE


def _confirm(
    facts: tuple[Fact, ...], sentences: Sequence[Fact]
) -> tuple[tuple[Fact, ...], tuple[Repeat, ...]]:
    """Sentences confirm facts (as repeats) or contradict them; they found none."""
    by_id = {fact.id: fact for fact in facts}
    repeats = []
    for sentence in sentences:
        fact = by_id.get(sentence.id)
        if fact is None or fact.value is None:
            continue
        repeats.append(Repeat(sentence, fact.id, agree(fact, sentence), fact))
    return with_repeats(by_id.values(), repeats), tuple(repeats)


def _in_document_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    def key(fact: Fact) -> tuple[int, int, int, str]:
        place = fact.provenance.place
        return place.block, -1 if place.cell is None else place.cell, place.start, fact.id

    return tuple(sorted(facts, key=key))


def _ledger(
    entries: Iterable[LedgerEntry], read: Iterable[tuple[Candidate, Fact | Unread]], founded: set[str]
) -> tuple[LedgerEntry, ...]:
    """The extraction's entries and one per candidate, in document order."""
    taken: set[str] = set()
    closed = list(entries)
    for candidate, result in read:
        if isinstance(result, Unread):
            status = "unrecognised" if result.reason in _NOT_READ else "explained"
            reason, fact = result.reason, ""
        elif result.id not in founded:
            status, reason, fact = "explained", "prose-only", ""
        elif candidate.table == "prose" or result.id in taken:
            status, reason, fact = "duplicate", "repeated", result.id
        else:
            status, reason, fact = "fact", "", result.id
            taken.add(result.id)
        closed.append(
            LedgerEntry(
                candidate.place,
                candidate.span,
                candidate.table,
                " / ".join(candidate.row_path),
                " / ".join(candidate.column_path),
                candidate.raw,
                status,
                reason,
                fact,
            )
        )
    return tuple(
        sorted(
            closed, key=lambda e: (e.place.block, -1 if e.place.cell is None else e.place.cell, e.place.start)
        )
    )
