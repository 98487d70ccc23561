"""Any set of text blocks over any number of blocks reads back as its own blocks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pilu.model.document import Place
from pilu.model.report import Duration, Entity, Fact, Provenance, QName, TextBlock
from pilu.model.span import LineSpan
from pilu.writers.flow import Step, flow_of
from pilu.writers.marks import power_between
from pilu.writers.shown import shown_characters

COUNT = 7


def fact(number: int, start: int, end: int) -> Fact:
    """A text block from ``start`` to ``end``."""
    origin = Provenance(Place(0, None, 0, 0), LineSpan(1, 1, 1, 1), "", "")
    period = Duration(date(2021, 1, 1), date(2021, 12, 31))
    value = TextBlock(start, end)
    return Fact(f"f{number}", QName("n", "T"), Entity("s", "1"), period, None, (), value, None, "zh", origin)


def read(steps: tuple[Step, ...]) -> dict[str, str]:
    """What an Inline XBRL processor makes of the steps: content of each first element with its chain."""
    texts: dict[str, str] = {}
    links: dict[str, str] = {}
    stack: list[tuple[str, str]] = []
    for step in steps:
        attributes = dict(step.attributes)
        if step.kind == "open":
            stack.append((step.element, attributes["id"]))
            texts[attributes["id"]] = ""
            if "continuedAt" in attributes:
                links[attributes["id"]] = attributes["continuedAt"]
        elif step.kind == "close":
            assert stack.pop()[0] == step.element
        else:
            for _, owner in stack:
                texts[owner] += "\n" if step.kind == "gap" else str(step.index)
    assert not stack

    def whole(name: str) -> str:
        return texts[name] + (whole(links[name]) if name in links else "")

    return {name: whole(name) for name in texts if "." not in name}


ranges = st.tuples(st.integers(0, COUNT - 1), st.integers(1, COUNT)).map(
    lambda one: (one[0], one[0] + one[1])
)


@given(st.lists(ranges.filter(lambda one: one[1] <= COUNT), max_size=6))
def test_chains_of_continuations_hold_exactly_the_range(spans: list[tuple[int, int]]) -> None:
    """Nested, overlapping and equal ranges all give back their blocks in order, well nested."""
    facts = tuple((fact(n, *span), (("id", f"f{n}"),)) for n, span in enumerate(spans))
    found = read(flow_of(COUNT, facts))
    expected = {f"f{n}": "\n".join(map(str, range(*span))) for n, span in enumerate(spans)}
    assert found == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.integers(-8, 8))
def test_the_scale_between_print_and_value_is_exact(printed: Decimal, power: int) -> None:
    """Shifting a number by a power of ten is found again, whatever its length; another digit is not."""
    value = printed.scaleb(power)
    found = power_between(abs(printed), value)
    assert found == (power if printed else 0)
    if printed:
        assert power_between(abs(printed), value * 3) is None


def test_white_space_of_wraps_goes_and_choices_stay() -> None:
    """Spaces inside Chinese words of a cell go, those between words and the choices of a box stay."""
    cases = {
        ("归属于上市公司股东 的净利润", True): "归属于上市公司股东的净利润",
        ("A股 ETF 基金", True): "A股 ETF 基金",
        ("适用 不适用", True): "适用 不适用",
        ("第一节 重要提示", False): "第一节 重要提示",
        ("示例公司\n年度报告", False): "示例公司\n年度报告",
        ("很长的一行" + "长" * 25 + "\n长", False): "很长的一行" + "长" * 26,
        (" 甲 ", True): "甲",
        ("\uf052适用 □不适用", False): "☑适用 □不适用",
    }  # fmt: skip
    for (text, cell), shown in cases.items():
        assert "".join(shown_characters(text, cell=cell)) == shown
