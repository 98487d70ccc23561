"""Whatever is written reads back, through Arelle, as the same facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from pilu.model.filing import Filing
from pilu.model.report import Instant, QName, TextBlock, Unit
from pilu.model.taxonomy import Taxonomy
from pilu.writers import write

CNY = Unit((QName("http://www.xbrl.org/2003/iso4217", "CNY"),))
END = Instant(date(2021, 12, 31))
ENTRIES = {"xbrl": "x.xbrl", "ixbrl": "x.xhtml", "json": "x.json", "csv": "x-csv/x.json", "package": "x.xbri"}


def _saved(filing: Filing, taxonomy: Taxonomy, folder: Path) -> None:
    outcome = write(filing, taxonomy)
    assert outcome.value is not None, outcome.diagnostics
    for file in outcome.value:
        path = folder / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.data)


def _comparable(document: dict[str, object]) -> list[object]:
    """Facts without ids, numbers as numbers, prefixes resolved."""
    info = document["documentInfo"]
    facts = document["facts"]
    assert isinstance(info, dict)
    assert isinstance(facts, dict)
    spaces = info["namespaces"]

    def name(text: str) -> str:
        prefix, colon, local = text.partition(":")
        return f"{{{spaces[prefix]}}}{local}" if colon and prefix in spaces else text

    rows: list[object] = []
    for fact in facts.values():
        own = fact["dimensions"]
        own = (
            own | {"language": own["language"].lower()} if "language" in own else own
        )  # BCP 47: case says nothing
        dimensions = sorted((name(key), name(value)) for key, value in own.items())
        value = fact["value"]
        try:
            value = (
                Decimal(value).normalize()
                if "unit" in fact["dimensions"] or "decimals" in fact
                else name(value)
            )
        except (InvalidOperation, TypeError, AttributeError):
            value = repr(value)
        rows.append((dimensions, str(value), str(fact.get("decimals"))))
    return sorted(rows, key=repr)


@pytest.fixture(scope="module")
def expected() -> dict[str, list[object]]:
    """The facts of the first format read, for the others to equal."""
    return {}


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_format_reads_back_as_the_same_facts(
    kind: str,
    filing: Filing,
    taxonomy: Taxonomy,
    arelle: object,
    tmp_path: Path,
    expected: dict[str, list[object]],
) -> None:
    """Arelle has nothing to say of the file, and its facts equal those of the first format."""
    _saved(filing, taxonomy, tmp_path)
    messages, facts = arelle(tmp_path / ENTRIES[kind])  # type: ignore[operator]
    assert messages == []
    found = _comparable(facts)
    assert len(found) == len(filing.mapped.report.facts)
    assert found == expected.setdefault("facts", found)


def test_overlapping_text_blocks_read_back_as_written(
    empty_draft: object, taxonomy: Taxonomy, arelle: object, tmp_path: Path
) -> None:
    """Text blocks that cut across one another pause and go on, and keep their text letter by letter."""
    draft: Any = empty_draft
    texts = ["一 & <b>", "二 “引号” \"quote\" 'x'", "三\n换行", "四  末", "五"]
    for text in texts:
        draft.text(text)
    draft.table("项目|数", "甲 <乙>|12.50", "丙|")
    whole = draft.place(0, "一")
    draft.fact("Notices", TextBlock(0, 4), whole)
    draft.fact("UnprofitableNote", TextBlock(1, 6), whole)
    draft.fact("Shareholders", TextBlock(3, 6), whole)
    for day in (END, Instant(date(2020, 12, 31))):  # one print, two facts: tags in one another
        draft.fact(
            "Assets", Decimal("12.5"), draft.place(5, "12.50", (1, 1)), period=day, unit=CNY, decimals=2
        )
    _saved(draft.filing(), taxonomy, tmp_path)
    page = (tmp_path / "x.xhtml").read_text(encoding="utf-8")
    assert page.count("<ix:continuation") == 2
    found = []
    for entry in ("x.xbrl", "x.xhtml"):
        messages, facts = arelle(tmp_path / entry)  # type: ignore[operator]
        assert messages == []
        found.append(_comparable(facts))
    assert found[0] == found[1]
    assert len(found[0]) == 5
