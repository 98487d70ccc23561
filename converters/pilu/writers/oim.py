"""Facts as the Open Information Model sees them, shared by xBRL-JSON and xBRL-CSV."""

from __future__ import annotations

from pilu.model.report import Fact, QName
from pilu.writers.lexical import oim_period
from pilu.writers.names import PURE, RESERVED
from pilu.writers.work import Work


def namespaces(work: Work) -> dict[str, str]:
    """Prefixes in use, sorted, with those of the OIM itself and of the entity schemes."""
    names = work.basis.names
    pairs = dict(names.used)
    pairs["xbrl"] = RESERVED["xbrl"]
    pairs.update({prefix: scheme for scheme, prefix in names.schemes.items()})
    return dict(sorted(pairs.items()))


def dimensions(work: Work, fact: Fact) -> dict[str, str]:
    """The fact's dimensions (OIM 1.0, 4.3): core ones first, then the taxonomy's, sorted.

    Unit ``xbrli:pure`` is said by leaving the unit out; languages are lower case.
    """
    basis = work.basis
    found = {
        "concept": basis.names.of(fact.concept),
        "entity": f"{basis.names.schemes[fact.entity.scheme]}:{fact.entity.identifier}",
        "period": oim_period(fact.period),
    }
    if fact.unit is not None and not (fact.unit.numerators == (PURE,) and not fact.unit.denominators):
        found["unit"] = basis.unit_name(fact.unit)
    language = basis.language_of(fact)
    if language:
        found["language"] = language.lower()
    own = {}
    for dimension in fact.dimensions:
        value = dimension.typed or "" if dimension.member is None else basis.names.of(dimension.member)
        own[basis.names.of(dimension.axis)] = value
    return found | dict(sorted(own.items()))


def value(work: Work, fact: Fact) -> str | None:
    """The value; an enumeration as a prefixed name, nil as None."""
    if fact.value is None:
        return None
    if isinstance(fact.value, QName):
        return work.basis.names.of(fact.value)
    return work.text_of(fact)
