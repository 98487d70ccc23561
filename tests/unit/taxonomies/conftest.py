"""The built-in taxonomy, and small instances of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from pilu import taxonomies
from pilu.model.taxonomy import Taxonomy

_PERIODS = {
    "Y": ("2021-01-01", "2021-12-31"),
    "P": ("2020-01-01", "2020-12-31"),
    "Q1": ("2021-01-01", "2021-03-31"),
    "Q2": ("2021-04-01", "2021-06-30"),
    "Q3": ("2021-07-01", "2021-09-30"),
    "Q4": ("2021-10-01", "2021-12-31"),
    "E": ("", "2021-12-31"),
    "S": ("", "2020-12-31"),
}
_FACT = re.compile(r"(?P<concept>\w+)(?:\[(?P<dimensions>[^\]]+)\])?@(?P<period>\w+)=(?P<value>.+)")
_UNITS = {"monetary": "CNY", "perShare": "perShare", "shares": "shares"}


@dataclass(frozen=True)
class Small:
    """A fact of a small instance: ``period`` is a key of the table above, or ``C`` and ``L`` for
    the current and the last year whatever the concept's period type; ``value`` None is nil."""

    entity: str
    concept: str
    dimensions: tuple[tuple[str, str], ...]
    period: str
    value: str | None


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The built-in taxonomy, which must load without a word."""
    loaded = taxonomies.load("cn-listed/2021")
    assert loaded.diagnostics == ()
    assert loaded.value is not None
    return loaded.value


@pytest.fixture(scope="session")
def sheets() -> Path:
    """The folder of the built-in taxonomy's sheets."""
    return taxonomies.package_folder("cn-listed/2021").parent


@pytest.fixture(scope="session")
def instance(taxonomy: Taxonomy) -> Callable[[Mapping[str, str], str], str]:
    """Write an XBRL 2.1 instance on an entry point from facts by entity, as in rule_cases.csv:
    ``Concept[Axis=value;Axis=value]@period=value``; fact ids are ``<entity>.<number>``."""

    def written(texts: Mapping[str, str], entry: str = "annual-report") -> str:
        small = [_small(entity, part) for entity, text in texts.items() for part in text.split()]
        return "".join(_instance(taxonomy, entry, small))

    return written


def _small(entity: str, text: str) -> Small:
    match = _FACT.fullmatch(text)
    assert match, text
    pairs = (pair.partition("=") for pair in match["dimensions"].split(";")) if match["dimensions"] else ()
    dimensions = tuple((axis, value) for axis, _, value in pairs)
    value = None if match["value"] == "nil" else match["value"]
    return Small(entity, match["concept"], dimensions, match["period"], value)


def _instance(taxonomy: Taxonomy, entry: str, facts: Sequence[Small]) -> Iterable[str]:
    yield (
        f'<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"'
        f' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"'
        f' xmlns:cnl="{taxonomy.namespace}">'
        f'<link:schemaRef xlink:type="simple" xlink:href="{taxonomy.entry_points[entry]}"/>'
        '<xbrli:unit id="CNY"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>'
        '<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>'
        '<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
        '<xbrli:unit id="perShare"><xbrli:divide><xbrli:unitNumerator>'
        "<xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unitNumerator><xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure>"
        "</xbrli:unitDenominator></xbrli:divide></xbrli:unit>"
    )
    contexts: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = {}
    for number, fact in enumerate(facts):
        concept = taxonomy.concepts[fact.concept]
        instant = concept.period == "instant"
        period = {"C": "E" if instant else "Y", "L": "S" if instant else "P"}.get(fact.period, fact.period)
        key = (fact.entity, period, fact.dimensions)
        if key not in contexts:
            contexts[key] = f"c{len(contexts)}"
            yield _context(taxonomy, contexts[key], key)
        if fact.value is None:
            rest = ' xsi:nil="true"/>'
        else:
            digits = len(fact.value.partition(".")[2])
            accuracy = f' decimals="{digits}"' if concept.numeric else ""
            rest = f"{accuracy}>{escape(fact.value)}</cnl:{fact.concept}>"
        unit = f' unitRef="{_UNITS.get(concept.type, "pure")}"' if concept.numeric else ""
        yield f'<cnl:{fact.concept} id="{fact.entity}.{number}" contextRef="{contexts[key]}"{unit}{rest}'
    yield "</xbrli:xbrl>"


def _context(taxonomy: Taxonomy, name: str, key: tuple[str, str, tuple[tuple[str, str], ...]]) -> str:
    entity, period, dimensions = key
    start, end = _PERIODS[period]
    when = (
        f"<xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>"
        if start
        else f"<xbrli:instant>{end}</xbrli:instant>"
    )
    scenario = "".join(_dimension(taxonomy, axis, value) for axis, value in dimensions)
    return (
        f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="{taxonomy.entity_scheme}">'
        f"{entity}</xbrli:identifier></xbrli:entity><xbrli:period>{when}</xbrli:period>"
        + (f"<xbrli:scenario>{scenario}</xbrli:scenario>" if scenario else "")
        + "</xbrli:context>"
    )


def _dimension(taxonomy: Taxonomy, axis: str, value: str) -> str:
    domain = taxonomy.axes[axis].typed_domain
    if domain is None:
        return f'<xbrldi:explicitMember dimension="cnl:{axis}">cnl:{value}</xbrldi:explicitMember>'
    typed = f"<cnl:{domain.local}>{escape(value)}</cnl:{domain.local}>"
    return f'<xbrldi:typedMember dimension="cnl:{axis}">{typed}</xbrldi:typedMember>'
