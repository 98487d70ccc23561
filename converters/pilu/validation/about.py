"""What is known of a report besides its files, and how its facts are told to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pilu.engine import Ref
from pilu.model.filing import Mapped
from pilu.model.output import Involved
from pilu.model.report import Fact
from pilu.model.taxonomy import Role, Taxonomy
from pilu.model.waiver import Waivers
from pilu.taxonomies.rules import Assertion, Rules
from pilu.validation.codebook import Codebook, codebook, number
from pilu.values.periods import days

_ASSERTION = "message:"
_TOLD = ("difference", "tolerance")
_LONGEST = 2_000  # characters of a message in which numbers are looked for
_HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class About:
    """What a validation may know beside the files: the report they were written from, the taxonomy
    with its cross-checks, and what is to be waived."""

    mapped: Mapped | None = None
    taxonomy: Taxonomy | None = None
    rules: Rules | None = None
    waivers: Waivers | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """``About`` ready to be looked up."""

    facts: Mapping[str, Fact]
    taxonomy: Taxonomy | None
    assertions: Mapping[str, Assertion]
    codes: Codebook
    roles: tuple[Role, ...]
    tables: Mapping[str, tuple[Role, ...]]

    def involved(self, ref: Ref) -> Involved:
        """The fact of a reference."""
        name = self._id(ref)
        namespace, _, local = ref.concept[1:].partition("}")
        zh, en = self._labels(ref, namespace, local)
        dimensions = tuple((_local(axis), _local(member)) for axis, member in ref.dimensions)
        fact = self.facts.get(name)
        origin = None if fact is None else fact.provenance
        return Involved(
            id=name,
            concept=local,
            label_zh=zh,
            label_en=en,
            value=ref.value,
            unit=_unit(ref.unit),
            decimals=ref.decimals,
            period=days(ref.period),
            entity=ref.entity.rpartition(" ")[2],
            dimensions=dimensions,
            dimensions_zh=self._dimensions(dimensions, "zh"),
            dimensions_en=self._dimensions(dimensions, "en"),
            line=ref.line,
            span=None if origin is None else origin.span,
            row="" if origin is None else origin.row_label,
            column="" if origin is None else origin.column_label,
            printed="" if origin is None else origin.raw,
        )

    def assertion(self, code: str, refs: Iterable[Ref]) -> Assertion | None:
        """The taxonomy's own cross-check that a message comes from."""
        if self.taxonomy is None or not code.startswith(_ASSERTION):
            return None
        own = any(ref.concept.startswith(f"{{{self.taxonomy.namespace}}}") for ref in refs)
        return self.assertions.get(code.removeprefix(_ASSERTION)) if own else None

    def table(self, facts: Iterable[Involved], uri: str) -> tuple[str, str]:
        """The statement or table in Chinese and English: the one of the role ``uri``, else the one that
        holds most of the facts, or nothing."""
        named = next((role for role in self.roles if role.uri == uri), None)
        if named is not None:
            return named.zh, named.en
        counts: dict[str, tuple[int, Role]] = {}
        for fact in facts:
            axes = {axis for axis, _ in fact.dimensions}
            for role in self.tables.get(fact.concept, ()):
                if axes <= {use.axis.local for use in role.axes}:
                    counts[role.code] = (counts.get(role.code, (0, role))[0] + 1, role)
        if not counts:
            return "", ""
        role = max(counts.values(), key=lambda counted: counted[0])[1]
        return role.zh, role.en

    def _id(self, ref: Ref) -> str:
        """The fact's own id. In xBRL-CSV Arelle calls it ``table.r_row.column`` (xBRL-CSV 1.0, 3.4),
        where the row's id may be the fact's."""
        parts = ref.id.split(".")
        row = parts[1].removeprefix("r_") if len(parts) == 3 else ""
        return row if ref.id not in self.facts and row in self.facts else ref.id

    def _labels(self, ref: Ref, namespace: str, local: str) -> tuple[str, str]:
        """The fact's labels: the taxonomy's, else the engine's, else the concept's name."""
        if self.taxonomy is not None and namespace == self.taxonomy.namespace:
            concept = self.taxonomy.concepts.get(local)
            if concept is not None:
                return concept.zh, concept.en
        labels = dict(ref.labels)
        found = labels.get("zh") or labels.get("en") or local
        return found, labels.get("en") or found

    def _dimensions(self, pairs: Iterable[tuple[str, str]], language: str) -> str:
        return "; ".join(
            f"{self._dimension(axis, language)}: {self._dimension(member, language)}"
            for axis, member in pairs
        )

    def _dimension(self, name: str, language: str) -> str:
        if self.taxonomy is None:
            return name
        found = self.taxonomy.axes.get(name) or self.taxonomy.members.get(name)
        return name if found is None else found.zh if language == "zh" else found.en


def known(about: About) -> Known:
    """Everything by name, once for all files."""
    facts = about.mapped.report.facts if about.mapped is not None else ()
    roles = tuple(about.taxonomy.roles.values()) if about.taxonomy is not None else ()
    tables: dict[str, list[Role]] = {}
    for role in roles:
        for concept in dict.fromkeys(role.concepts):
            tables.setdefault(concept.local, []).append(role)
    return Known(
        facts={fact.id: fact for fact in facts},
        taxonomy=about.taxonomy,
        assertions={rule.id: rule for rule in (about.rules.assertions if about.rules else ())},
        codes=codebook(),
        roles=roles,
        tables={name: tuple(roles) for name, roles in tables.items()},
    )


def told_numbers(template: str, text: str) -> tuple[Decimal | None, Decimal | None]:
    """The difference and the tolerance that an assertion's message tells, found by its template."""
    if len(text) > _LONGEST:
        return None, None
    pattern = ""
    end = 0
    for hole in _HOLE.finditer(template):
        fitting = (name for name in _TOLD if f"${name}" in hole[1] and f"<{name}>" not in pattern)
        name = next(fitting, "")
        pattern += re.escape(template[end : hole.start()]) + (f"(?P<{name}>.*?)" if name else ".*?")
        end = hole.end()
    found = re.fullmatch(pattern + re.escape(template[end:]), text, re.DOTALL)
    groups = found.groupdict() if found else {}
    difference, tolerance = (number(groups.get(name) or "") for name in _TOLD)
    return difference, tolerance


def _unit(unit: str) -> str:
    """``CNY/shares`` for the engine's names of measures."""
    return "/".join("*".join(_local(measure) for measure in part.split("*")) for part in _split(unit))


def _split(unit: str) -> list[str]:
    """Numerators and denominators; the slashes of namespaces stand in braces."""
    return re.split(r"/(?![^{]*\})", unit) if unit else []


def _local(name: str) -> str:
    return name.rpartition("}")[2]
