"""One candidate into one fact, or the reason why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pilu.mapping.periods import period_of
from pilu.mapping.values import Reading, Unread, lowest, read_value
from pilu.model.extraction import Candidate, Form
from pilu.model.report import Dimension, Duration, Entity, Fact, Instant, Period, Provenance, QName, Unit
from pilu.model.taxonomy import Concept, Taxonomy
from pilu.taxonomies.grammar import ColumnMeaning, Grammar, ProseRule


@dataclass(frozen=True, slots=True)
class Mapper:
    """What every candidate is read against."""

    taxonomy: Taxonomy
    grammar: Grammar
    form: Form
    entity: Entity
    language: str

    def map(self, candidate: Candidate) -> Fact | Unread:
        """The fact a candidate states; of one that may belong to several columns, none."""
        if candidate.or_columns:
            return Unread("column-unknown")
        meaning = self._meaning(candidate)
        concept = self._concept(candidate, meaning)
        if concept is None:
            return Unread("no-concept")
        choices = self.taxonomy.enumerations.get(concept.enumeration, ())
        reading = read_value(self._signed(candidate), concept, self.grammar, choices)
        if isinstance(reading, Unread):
            return reading
        reading = self._with_sign(candidate, reading)
        return self._fact(candidate, concept, meaning, reading)

    def _meaning(self, candidate: Candidate) -> ColumnMeaning | None:
        kind = self.grammar.table(candidate.table)
        if kind is None or not kind.columns:
            return None
        return self.grammar.header_meaning(kind.columns, candidate.column_path)

    def _concept(self, candidate: Candidate, meaning: ColumnMeaning | None) -> Concept | None:
        """The concept named, or the concept of its change in a change column: points where the
        taxonomy knows points, else a rate."""
        concepts = self.taxonomy.concepts
        name = (meaning.concept if meaning else "").replace("*", candidate.subject) or candidate.subject
        if meaning is None or meaning.role != "change":
            return concepts.get(name)
        points, rate = concepts.get(f"{name}ChangeInPercentagePoints"), concepts.get(f"{name}ChangeRate")
        base = concepts.get(name)
        if points and rate and base:
            in_points = base.type == "percent" or "百分点" in candidate.raw
            return points if in_points else rate
        return points or rate

    def _rule(self, candidate: Candidate) -> ProseRule | None:
        name = candidate.table.removeprefix("prose:")
        return next((rule for rule in self.grammar.prose if rule.id == name), None)

    def _signed(self, candidate: Candidate) -> Candidate:
        rule = self._rule(candidate) if candidate.table.startswith("prose:") else None
        return replace(candidate, row_path=(rule.id, rule.value)) if rule else candidate

    def _with_sign(self, candidate: Candidate, reading: Reading) -> Reading:
        """Words of decrease make a number negative once, whatever sign it is printed with."""
        rule = self._rule(candidate) if candidate.table.startswith("prose:") else None
        if rule and rule.sign < 0 and isinstance(reading.value, Decimal):
            return replace(reading, value=-abs(reading.value))
        return reading

    def _fact(
        self, candidate: Candidate, concept: Concept, meaning: ColumnMeaning | None, reading: Reading
    ) -> Fact:
        period = period_of(concept, self.form.fiscal_year, meaning, candidate.offset)
        dimensions = self._dimensions(candidate, meaning)
        start = candidate.place.start
        place = replace(candidate.place, start=start + reading.start, end=start + reading.end)
        numeric = concept.numeric and reading.value is not None
        return Fact(
            id=fact_id(concept.name, period, dimensions, reading.unit),
            concept=concept.name,
            entity=self.entity,
            period=period,
            unit=reading.unit,
            dimensions=dimensions,
            value=reading.value,
            decimals=reading.decimals if numeric else None,
            language=self.language if isinstance(reading.value, str) else None,
            provenance=Provenance(
                place=place,
                span=candidate.span,
                raw=candidate.raw,
                rule=candidate.table,
                row_label=" / ".join(candidate.row_path) if not candidate.table.startswith("prose") else "",
                column_label=" / ".join(candidate.column_path),
                confidence=lowest(candidate.confidence, reading.doubts),
                evidence=(*candidate.evidence, *(why for _, why in reading.doubts)),
            ),
        )

    def _dimensions(self, candidate: Candidate, meaning: ColumnMeaning | None) -> tuple[Dimension, ...]:
        pairs = dict(candidate.dimensions)
        if meaning:
            pairs.update(meaning.dimensions)
            if meaning.item:
                pairs[meaning.item] = candidate.row_path[-1]
        kind = self.grammar.table(candidate.table)
        if kind and kind.axis and candidate.record:
            pairs[kind.axis] = str(candidate.record)
        if kind and kind.subaxis and candidate.subrecord > 1:
            pairs[kind.subaxis] = str(candidate.subrecord)
        return dimensions_of(self.taxonomy, pairs)


def dimensions_of(taxonomy: Taxonomy, pairs: Mapping[str, str]) -> tuple[Dimension, ...]:
    """Axis to member or typed value, all local names, as dimensions in order of axis."""
    made = []
    for axis_name, value in pairs.items():
        axis = taxonomy.axes[axis_name]
        if axis.typed:
            made.append(Dimension(axis.name, typed=value))
        else:
            made.append(Dimension(axis.name, member=taxonomy.members[value].name))
    return tuple(sorted(made, key=lambda dimension: dimension.axis))


def fact_id(concept: QName, period: Period, dimensions: tuple[Dimension, ...], unit: Unit | None) -> str:
    """An id made of what the fact is about, so that it is the same wherever it was printed."""
    match period:
        case Instant(day):
            when = day.isoformat()
        case Duration(start, end):
            when = f"{start.isoformat()}/{end.isoformat()}"
    axes = [f"{d.axis.local}={d.member.local if d.member else d.typed}" for d in dimensions]
    measures = [m.local for m in (*unit.numerators, *unit.denominators)] if unit else []
    key = "|".join((concept.namespace, concept.local, when, *axes, *measures))
    return "f-" + hashlib.sha256(key.encode()).hexdigest()[:16]
