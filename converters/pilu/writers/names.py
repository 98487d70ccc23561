"""Prefixes for the namespaces of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.report import QName, Report
from pilu.model.taxonomy import Taxonomy

XBRLI = "http://www.xbrl.org/2003/instance"
ISO4217 = "http://www.xbrl.org/2003/iso4217"
PURE = QName(XBRLI, "pure")

# Prefixes that specifications fix (OIM 1.0, 4.2.2) or that the templates use themselves.
RESERVED: Mapping[str, str] = MappingProxyType({
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12",
    "iso4217": ISO4217,
    "link": "http://www.xbrl.org/2003/linkbase",
    "utr": "http://www.xbrl.org/2009/utr",
    "xbrl": "https://xbrl.org/2021",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xbrli": XBRLI,
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """``used``: prefix and namespace of every name in the facts, sorted by prefix;
    ``schemes``: the prefix that stands for each entity scheme in the OIM."""

    prefixes: Mapping[str, str]
    used: tuple[tuple[str, str], ...]
    schemes: Mapping[str, str]

    def of(self, name: QName) -> str:
        """The name as ``prefix:local``."""
        return f"{self.prefixes[name.namespace]}:{name.local}"


def names_of(report: Report, taxonomy: Taxonomy) -> Names:
    """Prefixes for all names of the report: reserved ones first, then the report's own wishes."""
    namespaces = sorted({name.namespace for name in _names(report, taxonomy)})
    chosen = {namespace: prefix for prefix, namespace in RESERVED.items()}
    wishes = {namespace: prefix for prefix, namespace in reversed(report.prefixes) if prefix}
    wishes.setdefault(taxonomy.namespace, taxonomy.prefix)
    for namespace in namespaces:
        if namespace not in chosen:
            chosen[namespace] = _free(wishes.get(namespace, "ns"), chosen)
    used = sorted((chosen[namespace], namespace) for namespace in namespaces)
    schemes: dict[str, str] = {}
    for scheme in sorted({fact.entity.scheme for fact in report.facts} | {report.entity.scheme}):
        schemes[scheme] = _free("scheme", chosen | schemes)
    return Names(MappingProxyType(chosen), tuple(used), MappingProxyType(schemes))


def _free(wish: str, chosen: Mapping[str, str]) -> str:
    taken = set(chosen.values())
    if wish not in taken:
        return wish
    return next(name for name in (f"{wish}{n}" for n in range(1, len(taken) + 2)) if name not in taken)


def _names(report: Report, taxonomy: Taxonomy) -> Iterator[QName]:
    for fact in report.facts:
        yield fact.concept
        if isinstance(fact.value, QName):
            yield fact.value
        if fact.unit is not None:
            yield from fact.unit.numerators
            yield from fact.unit.denominators
        for dimension in fact.dimensions:
            yield dimension.axis
            if dimension.member is not None:
                yield dimension.member
            axis = taxonomy.axes.get(dimension.axis.local)
            if dimension.typed is not None and axis is not None and axis.typed_domain is not None:
                yield axis.typed_domain
