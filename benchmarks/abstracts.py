"""Any number of annual report abstracts made from the example: figures varied, every check still met.

Each differs in its stock code, assets, equity, revenue, profit and cash flows; sums, rates of change
and the amounts in sentences follow. One in fifty carries a fault that a check must find.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pilu.resources import data_root

CENT, WAN = Decimal("0.01"), Decimal(10_000)
FAULTY_EVERY = 50
QUARTERS = {
    "revenue": ("87,518,081.40", "96,705,099.34", "110,551,403.64", "129,059,624.82"),
    "profit": ("-61,517,898.12", "-85,332,813.68", "-88,648,182.58", "-47,286,443.38"),
    "adjusted": ("-61,790,913.85", "-91,516,804.90", "-94,612,550.41", "-47,874,083.51"),
    "cash": ("-48,794,852.74", "-50,628,515.61", "-48,076,031.39", "-56,552,279.05"),
}
YEARS = {
    "revenue": "423,834,209.20",
    "profit": "-282,785,337.76",
    "adjusted": "-295,794,352.67",
    "cash": "-204,051,678.79",
}
CLOUD = ("36,855,047.09", "31,438,542.25", "31,196,552.98", "36,213,540.13")
PRODUCTS = ("50,663,034.31", "65,266,557.09", "79,354,850.66", "92,846,084.69")
FORMER = ("114,196,561.96", "134,487,076.12", "123,279,332.45")
CHANGES = ("-26,678,480.56", "-37,781,976.78", "-12,727,928.81")
BALANCES = (("922,838,904.88", "375,599,595.05", "145.70"), ("586,148,646.92", "179,012,713.08", "227.43"))


@dataclass(frozen=True, slots=True)
class Abstract:
    """A report: ``fault`` is the code of the check that must fail, "" for a faultless one."""

    name: str
    text: str
    fault: str


def abstracts(count: int, seed: int = 1) -> Iterator[Abstract]:
    """The first ``count`` reports; the same ones for the same seed."""
    example = (data_root("examples") / "annual-report-abstract.txt").read_text(encoding="utf-8")
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        faults = ("message:A01", "message:A02", "message:A05")
        faulty = number % FAULTY_EVERY == FAULTY_EVERY // 2
        fault = faults[number // FAULTY_EVERY % len(faults)] if faulty else ""
        yield Abstract(f"report-{number:05d}.txt", _varied(example, number, chance, fault), fault)


def _varied(text: str, number: int, chance: random.Random, fault: str) -> str:
    new = {"688316": f"{688_000 + number % 2000}"}
    years, quarters = {}, {}
    for name, printed in QUARTERS.items():
        quarters[name] = [_near(_number(one), chance) for one in printed]
        years[name] = sum(quarters[name], Decimal(0))
        new |= dict(zip(printed, map(_print, quarters[name]), strict=True))
        new[YEARS[name]] = _print(years[name])
    new |= _restated(quarters["revenue"])
    new |= _revenue(years["revenue"], chance)
    new |= _sentences(years)
    for now, before, rate in BALANCES:
        values = _near(_number(now), chance), _near(_number(before), chance)
        printed_rate = _rate(*values)
        if fault == "message:A05" and rate == BALANCES[0][2]:
            printed_rate += 7
        new |= {now: _print(values[0]), before: _print(values[1]), rate: f"{printed_rate:.2f}"}
    if fault == "message:A01":
        new[QUARTERS["revenue"][3]] = _print(quarters["revenue"][3] + 1)
        new[PRODUCTS[3]] = _print(quarters["revenue"][3] + 1 - _number(CLOUD[3]))
    if fault == "message:A02":
        new[QUARTERS["profit"][0]] = _print(quarters["profit"][0] - 300)
    return _replaced(text, new)


def _restated(revenue: list[Decimal]) -> dict[str, str]:
    """Revenue before the change of policy, and of products, which make up the quarters."""
    new = {
        old: _print(now - _number(cloud)) for old, now, cloud in zip(PRODUCTS, revenue, CLOUD, strict=True)
    }
    for old, now, change in zip(FORMER, revenue, CHANGES, strict=False):
        new[old] = _print(now - _number(change))
    return new


def _revenue(revenue: Decimal, chance: random.Random) -> dict[str, str]:
    """Last year's revenue, a little higher, revenue after deductions, and what sentences say of both."""
    former = revenue + Decimal(chance.randrange(300_000_000, 3_000_000_000)) / 100
    deducted, former_deducted = revenue - Decimal("482062.88"), former - Decimal("377216.30")
    rate = _rate(revenue, former)
    return {
        "428,610,865.29": _print(former),
        "423,352,146.32": _print(deducted),
        "428,233,648.99": _print(former_deducted),
        "\t-1.11\t": f"\t{rate:.2f}\t",
        "\t-1.14\t": f"\t{_rate(deducted, former_deducted):.2f}\t",
        "42,383.42 万元": f"{_print(revenue / WAN)} 万元",
        "477.67 万元": f"{_print((former - revenue) / WAN)} 万元",
        "下降 1.11%": f"下降 {-rate:.2f}%",
    }


def _sentences(years: dict[str, Decimal]) -> dict[str, str]:
    larger = -years["profit"] - Decimal("163383527.68")
    return {
        "-28,278.53 万元": f"{_print(years['profit'] / WAN)} 万元",
        "-29,579.44 万元": f"{_print(years['adjusted'] / WAN)} 万元",
        "11,940.18 万元": f"{_print(larger / WAN)} 万元",
    }


def _replaced(text: str, new: dict[str, str]) -> str:
    """All at once, so that nothing replaced is replaced again."""
    marks = {old: f"\ue000{number}\ue001" for number, old in enumerate(new)}
    for old in sorted(new, key=len, reverse=True):
        if old not in text:
            raise ValueError(f"the example has no {old!r}")
        text = text.replace(old, marks[old])
    for old, mark in marks.items():
        text = text.replace(mark, new[old])
    return text


def _near(value: Decimal, chance: random.Random) -> Decimal:
    """Within four per cent, to the cent."""
    return (value * (1 + Decimal(chance.randrange(-40_000, 40_001)) / 1_000_000)).quantize(CENT)


def _rate(now: Decimal, before: Decimal) -> Decimal:
    return ((now - before) / abs(before) * 100).quantize(CENT, ROUND_HALF_UP)


def _number(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))


def _print(value: Decimal) -> str:
    return f"{value.quantize(CENT, ROUND_HALF_UP):,.2f}"
