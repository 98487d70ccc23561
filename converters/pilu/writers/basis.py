"""What a filing's facts refer to, gathered before anything is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from pilu.model.filing import Filing
from pilu.model.report import Fact, Report, Unit
from pilu.model.taxonomy import Concept, Taxonomy
from pilu.writers.contexts import Contexts
from pilu.writers.lexical import printed_period
from pilu.writers.names import Names
from pilu.writers.shown import offers_choice


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact in words, for titles and sheets; ``dimensions`` pairs labels, Chinese first.

    ``inferred``: the answer, ``yes`` or ``no``, that had to be inferred because its tick is lost, or "".
    """

    id: str
    zh: str
    en: str
    period: str
    unit: str
    dimensions: tuple[tuple[str, str], ...]
    inferred: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A filing of legal characters with its taxonomy, prefixes, contexts and units."""

    filing: Filing
    taxonomy: Taxonomy
    names: Names
    contexts: Contexts

    @property
    def report(self) -> Report:
        """The facts."""
        return self.filing.mapped.report

    def concept(self, fact: Fact) -> Concept:
        """The fact's concept; a fact of a concept the taxonomy lacks is a bug of mapping."""
        return self.taxonomy.concepts[fact.concept.local]

    def language_of(self, fact: Fact) -> str | None:
        """The language of a text fact, the report's own where the fact names none; else None."""
        if self.concept(fact).type in {"string", "textBlock"}:
            return fact.language or self.report.language
        return None

    def unit_name(self, unit: Unit | None) -> str:
        """The unit as the OIM writes it (OIM 1.0, 4.3.5): ``iso4217:CNY/xbrli:shares``; "" for none."""
        if unit is None:
            return ""
        top, below = (
            "*".join(sorted(map(self.names.of, measures)))
            for measures in (unit.numerators, unit.denominators)
        )
        return f"{top}/{below}" if below else top

    def words(self, fact: Fact) -> FactWords:
        """The fact's labels, period, unit and dimensions for people."""
        concept = self.concept(fact)
        pairs = []
        for dimension in fact.dimensions:
            axis = self.taxonomy.axes.get(dimension.axis.local)
            name = axis.zh if axis is not None and axis.zh else dimension.axis.local
            value = dimension.typed or ""
            if dimension.member is not None:
                member = self.taxonomy.members.get(dimension.member.local)
                value = member.zh if member is not None and member.zh else dimension.member.local
            pairs.append((name, value))
        unit = self.unit_name(fact.unit).replace("iso4217:", "").replace("xbrli:", "")
        period = printed_period(fact.period)
        inferred = ""
        origin = fact.provenance
        if isinstance(fact.value, bool) and origin.confidence < 1 and offers_choice(origin.raw):
            inferred = "yes" if fact.value else "no"
        return FactWords(fact.id, concept.zh, concept.en, period, unit, tuple(pairs), inferred)
