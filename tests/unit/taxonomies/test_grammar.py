"""The shipped reading grammar: it loads, names what exists, tells its words apart, and is quick."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pilu import taxonomies
from pilu.extraction.headings import title_key
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.grammar import Grammar, SectionRule
from pilu.taxonomies.grammar_sheets import load_grammar
from pilu.taxonomies.labels import LONGEST_LABEL, take_apart
from pilu.taxonomies.table_kinds import NOTE
from pilu.values.text import fold


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the shipped sheets."""
    return taxonomies.package_folder("cn-listed/2021").parent


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    """The shipped taxonomy."""
    loaded = taxonomies.load("cn-listed/2021").value
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def grammar(folder: Path, taxonomy: Taxonomy) -> Grammar:
    """The shipped grammar."""
    outcome = load_grammar(folder, taxonomy)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def _variants(pattern: str) -> Iterator[str]:
    """The texts a title pattern stands for: each optional part out and in, each choice once."""
    while (match := re.search(r"\(\?:([^()]*)\)(\?)?", pattern)) is not None:
        choices = match[1].split("|") + ([""] if match[2] else [])
        for choice in choices:
            yield from _variants(pattern[: match.start()] + choice + pattern[match.end() :])
        return
    if not re.search(r"[*+{}\[\]?]", pattern):
        yield re.sub(r"\\([()])", r"\1", pattern)


def _meet(one: SectionRule, other: SectionRule) -> bool:
    """Whether both may stand in the same section, numbered alike."""
    patterns = {rule.numbering.pattern for rule in (one, other) if rule.numbering is not None}
    return len(patterns) < 2 and (not one.within or not other.within or bool(one.within & other.within))


def test_every_title_opens_its_own_section(grammar: Grammar) -> None:
    """Every wording of every section title matches the titles of exactly one section of its form, among
    those that are looked for where it may stand."""
    seen = 0
    for kind in grammar.kinds_supported:
        sections = grammar.of_form(kind, 2021).sections
        for rule in sections:
            for title in rule.titles:
                for text in _variants(title.pattern):
                    seen += 1
                    near = [r for r in sections if r.alike == rule.alike and _meet(r, rule)]
                    hits = {r.id for r in near if any(t.fullmatch(text) for t in r.titles)}
                    assert hits == {rule.id}, text
    assert seen > 300


def test_tables_have_ids_of_their_own(grammar: Grammar) -> None:
    """No two kinds of table, of whatever sheet, have the same id: facts are traced by it."""
    ids = [table.id for table in grammar.tables]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize(
    "numbering", ["", "1 ", "1、", "（一）", "第二节 ", "3.1 ", "（1）", "一、", "1.2.3 "]
)
def test_numbering_does_not_count(grammar: Grammar, numbering: str) -> None:
    """A title keeps its key whatever number stands before it."""
    for title in (
        "重要提示",
        "公司简介",
        "近三年主要会计数据和财务指标",
        "是否存在公司治理特殊安排等重要事项",
    ):
        assert title_key(numbering + title) == title
        assert title_key(f"{numbering}{title} √适用 □不适用") == title


def test_concepts_exist(grammar: Grammar, taxonomy: Taxonomy) -> None:
    """Every concept, axis and member that the grammar names is in the taxonomy."""
    named = {rule.concept for rule in (*grammar.questions, *grammar.prose)}
    named |= {field.concept for table in grammar.tables for field in table.fields}
    named |= {concept for table in grammar.tables for concept in (*table.rows, *table.items.values())}
    named |= {concept for rule in grammar.required for concept in rule.concepts}
    named |= {rule.text_block for rule in grammar.sections if rule.text_block}
    assert {name for name in named if name not in taxonomy.concepts} == {NOTE}
    axes = {axis for table in grammar.tables for axis in (table.axis, table.subaxis) if axis}
    assert axes <= set(taxonomy.axes)
    kinds = {table.id for table in grammar.tables}
    assert {kind for rule in grammar.required for kind in rule.tables} <= kinds
    sections = {rule.id for rule in grammar.sections}
    assert {section for table in grammar.tables for section in table.sections} <= sections
    assert {scope for rule in grammar.prose for scope in rule.scopes} <= sections | {"cover", "any"}


def test_rows_are_named_apart(grammar: Grammar, taxonomy: Taxonomy) -> None:
    """The printed label of every matrix row finds that row's concept in its table."""
    words = frozenset(token.token for token in grammar.units)
    for table in grammar.tables:
        for name in table.rows:
            key = take_apart(taxonomy.concepts[name].zh, words).key
            found = grammar.labels.find(key, table.rows)
            ruled = any(rule.pattern.fullmatch(key) for rule in table.row_rules)
            assert found == name or ruled, (table.id, name, found)


@pytest.mark.parametrize(
    ("header", "role", "year", "offset"),
    [
        ("2021年", "value", 2021, 0),
        ("2021年末", "value", 2021, 0),
        ("2021年12月31日", "value", 2021, 0),
        ("2021", "value", 2021, 0),
        ("本报告期", "value", None, 0),
        ("上年同期", "value", None, -1),
        ("本年比上年增减(%)", "change", None, 0),
        ("本年末比上年末增减", "change", None, 0),
    ],
)
def test_year_headers(grammar: Grammar, header: str, role: str, year: int | None, offset: int) -> None:
    """The headers of key tables say their role and their year."""
    meaning = grammar.column("years", header)
    assert meaning is not None
    assert (meaning.role, meaning.year, meaning.offset) == (role, year, offset)


@pytest.mark.parametrize("header", ["0000年", "1066年", "9999年", "2021年" * 60, "", "项目"])
def test_headers_that_say_nothing(grammar: Grammar, header: str) -> None:
    """Years no report can have and texts longer than labels mean nothing."""
    assert grammar.column("years", header) is None


def test_units(grammar: Grammar) -> None:
    """Every unit token is found by itself; its exponent fits its name."""
    scales = {"千元": 3, "万元": 4, "百万元": 6, "亿元": 8, "元": 0, "万股": 4, "%": -2}
    for token, exponent in scales.items():
        unit = grammar.unit(fold(token))
        assert unit is not None
        assert unit.exponent == exponent


_PIECES = (
    "1",
    "9,",
    "1,111,",
    "一",
    "(",
    "()",
    "(1)",
    "股东",
    "数量|",
    "标记",
    "营业收入",
    "2021年",
    "适用",
    "-",
    ".",
    " ",
)


def _patterns(grammar: Grammar) -> Iterator[re.Pattern[str]]:
    yield from (title for rule in grammar.sections for title in rule.titles)
    yield from (rule.label for rule in grammar.questions)
    yield from (rule.pattern for rule in grammar.columns)
    yield from (field.pattern for table in grammar.tables for field in table.fields)
    yield from (rule.pattern for table in grammar.tables for rule in table.row_rules)


def test_label_patterns_are_quick(grammar: Grammar) -> None:
    """No label pattern takes long on any text as long as a label may be."""
    for pattern in dict.fromkeys(_patterns(grammar)):
        for piece in _PIECES:
            text = (piece * LONGEST_LABEL)[:LONGEST_LABEL] + "。"
            began = time.perf_counter()
            pattern.fullmatch(text)
            pattern.search(text)
            assert time.perf_counter() - began < 0.1, (pattern.pattern, piece)


def test_sentence_patterns_are_linear(grammar: Grammar) -> None:
    """No sentence pattern takes long on a paragraph of a hundred thousand characters."""
    size = 100_000
    for rule in grammar.prose:
        start = re.split(r"[(\[{?*+\\^|]", rule.pattern.pattern)[0]
        for piece in (*_PIECES, "www.", "a.", "公司代码", "第一届董事会第", "有限公司", start or "x"):
            text = start + piece * (size // len(piece))
            began = time.perf_counter()
            for _ in rule.pattern.finditer(text):
                pass
            assert time.perf_counter() - began < 1.5, (rule.id, piece)


@pytest.mark.parametrize(
    ("header", "quarter"),
    [
        ("第一季度", 1),
        ("第二季度(4-6月份)", 2),
        ("第3季度(7月-9月)", 3),
        ("四季度10-12月", 4),
        ("第一季度(1-3月份)(重述后)", 1),
        ("第一季度(4-6月份)", 0),
        ("第一季度(0-3月份)", 0),
        ("第五季度", 0),
    ],
)
def test_quarter_headers(grammar: Grammar, header: str, quarter: int) -> None:
    """A quarter is what its name says, unless the months beside it contradict the name."""
    meaning = grammar.column("quarters", header)
    assert (meaning.quarter if meaning else 0) == quarter


def test_formats_are_told_by_rows_of_their_own(grammar: Grammar) -> None:
    """A kind that stands instead of another is told by rows that the other one has not, where that one is of
    another format, and goes on with a kind of its own format."""
    kinds = {kind.id: kind for kind in grammar.tables}
    special = [kind for kind in grammar.tables if kind.instead_of]
    assert special
    for kind in special:
        other = kinds[kind.instead_of]
        assert kind.marks, kind.id
        assert kind.marks <= kind.rows, kind.id
        if other.format != kind.format:
            assert not kind.marks & other.rows, kind.id
        assert kind.dimensions == other.dimensions, kind.id
        if kind.then:
            assert kinds[kind.then].format == kind.format, kind.id


def test_a_kind_like_another(folder: Path, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """A row that is like one above says only what is different; one like none is reported with its sheet."""
    for sheet in folder.iterdir():
        if sheet.is_file():
            (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    made = 'id = "other"\nlike = "{}"\nmin_rows = 3\n'
    shared = '[[table]]\nid = "first"\nlayout = "pairs"\nsections = ["stock"]\nmin_rows = 2\n[[table]]\n'
    sheet = tmp_path / "tables-zz.toml"
    sheet.write_text(shared + made.format("first"), encoding="utf-8")
    loaded = load_grammar(tmp_path, taxonomy).value
    assert loaded is not None
    other, first = loaded.table("other"), loaded.table("first")
    assert other is not None
    assert first is not None
    assert (other.sections, other.min_rows, first.min_rows) == (("stock",), 3, 2)
    sheet.write_text(shared + made.format("nothing"), encoding="utf-8")
    failed = load_grammar(tmp_path, taxonomy)
    assert failed.value is None
    assert [dict(told.fields)["sheet"] for told in failed.diagnostics] == ["tables-zz.toml"]


def test_sheets_with_a_suffix_come_first(folder: Path, grammar: Grammar) -> None:
    """Rules of ``sections-….toml`` come before those of ``sections.toml``: the first that fits is taken."""
    names = ("sections-annual.toml", "sections.toml")
    annual, own = (
        {row["id"] for row in tomllib.loads((folder / name).read_text("utf-8"))["section"]} for name in names
    )
    ids = [rule.id for rule in grammar.sections]
    assert max(ids.index(name) for name in annual - own) < min(ids.index(name) for name in own - annual)
