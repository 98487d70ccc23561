"""Cross-checks: rows of rules.csv and kinds of rule_kinds.toml into assertions to render."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilu.model.diagnostic import Outcome
from pilu.model.taxonomy import Taxonomy
from pilu.taxonomies.sheets import Row, SheetReader

_MARK = re.compile(r"«(\w+)»")
_CALL = re.compile(r"(?<![\w:-])([a-z]+)\(([^()]*)\)")


FUNCTION_PREFIX = "fn"


@dataclass(frozen=True, slots=True)
class Function:
    """A custom function (Custom Function Implementation 1.0); ``steps``: (name, XPath) in order."""

    name: str
    inputs: tuple[str, ...]
    output: str
    steps: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a fact variable: ``kind`` names the template's branch, ``value`` its argument,
    ``complement`` whether it takes the facts that do not match, ``cover`` whether the aspect need
    not match afterwards."""

    kind: str
    value: tuple[str, ...]
    complement: bool = False
    cover: bool = True


@dataclass(frozen=True, slots=True)
class FactVariable:
    """A fact variable of an assertion (Variables 1.0, 2.6)."""

    name: str
    filters: tuple[Filter, ...]
    sequence: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Assertion:
    """A value assertion with its variables, its preconditions and its messages.

    ``values``: general variables as (name, XPath), in order; ``title``, ``message`` and ``check``
    (what to look at when it fails) are texts by language; ``waivable``: a waiver file can excuse it;
    ``concepts``: the concepts (local names) that it is about; ``format``: the format of statements that it
    is about, "" for any.
    """

    id: str
    severity: str
    variables: tuple[FactVariable, ...]
    values: tuple[tuple[str, str], ...]
    when: tuple[str, ...]
    test: str
    title: Mapping[str, str]
    message: Mapping[str, str]
    check: Mapping[str, str]
    waivable: bool
    concepts: frozenset[str] = frozenset()
    format: str = ""


@dataclass(frozen=True, slots=True)
class Unasserted:
    """A row of rules.csv that is no assertion: ``vehicle`` says who checks it."""

    id: str
    severity: str
    vehicle: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The assertions in the order of rules.csv, the functions they call, and the other rows."""

    assertions: tuple[Assertion, ...]
    functions: tuple[Function, ...]
    others: tuple[Unasserted, ...] = ()


def load_rules(folder: Path, taxonomy: Taxonomy) -> Outcome[Rules]:
    """The cross-checks of the sheets in ``folder``.

    A row that names an unknown kind, parameter or concept is the error ``taxonomy.sheet-cell``.
    """
    reader = SheetReader(folder)
    sheet = reader.toml("rule_kinds")
    rows = reader.csv("rules", "id")
    if sheet is None:
        return Outcome(None, tuple(reader.diagnostics))
    builder = _Builder(reader, taxonomy, sheet, _typed_axes(taxonomy))
    found = [builder.assertion(row) for row in rows if row["vehicle"] == "formula"]
    if reader.diagnostics:
        return Outcome(None, tuple(reader.diagnostics))
    functions = tuple(
        Function(
            name,
            tuple(entry["inputs"]),
            entry["output"],
            tuple(entry.get("steps", {}).items()),
            entry["body"],
        )
        for name, entry in sheet["functions"].items()
    )
    others = tuple(
        Unasserted(row["id"], row["severity"], row["vehicle"], {"zh": row["zh"], "en": row["en"]})
        for row in rows
        if row["vehicle"] != "formula"
    )
    return Outcome(Rules(tuple(assertion for assertion in found if assertion is not None), functions, others))


def _typed_axes(taxonomy: Taxonomy) -> dict[str, frozenset[str]]:
    """The typed axes that facts of each concept may have."""
    found: dict[str, set[str]] = defaultdict(set)
    for role in taxonomy.roles.values():
        axes = {use.axis.local for use in role.axes if taxonomy.axes[use.axis.local].typed}
        for name in role.concepts:
            found[name.local] |= axes
    return {concept: frozenset(axes) for concept, axes in found.items()}


@dataclass(slots=True)
class _Builder:
    reader: SheetReader
    taxonomy: Taxonomy
    sheet: Mapping[str, Any]
    typed_axes: Mapping[str, frozenset[str]]

    def assertion(self, row: Row) -> Assertion | None:
        kind = self.sheet["kinds"].get(row["kind"])
        if kind is None:
            self._wrong(
                row,
                "kind",
                f"rule_kinds.toml has no kind {row['kind']!r}",
                f"rule_kinds.toml 中没有 {row['kind']}",
            )
            return None
        given = dict(pair.split("=", 1) for pair in row["concepts"].split())
        if not self._complete(row, kind, given):
            return None
        possible = [self._typed(given[variable["concept"]]) for variable in kind["variables"]]
        kept = frozenset.intersection(*possible) if kind.get("records") else frozenset[str]()
        values = list(kind.get("values", {}).items())
        values += [(name, kind[name]) for name in ("difference", "tolerance") if name in kind]
        return Assertion(
            id=row["id"],
            severity=row["severity"],
            variables=tuple(self._variable(variable, given, kept) for variable in kind["variables"]),
            values=tuple(
                (name, self._xpath(_guarded(text, kind.get("when", ())), given)) for name, text in values
            ),
            when=tuple(self._xpath(text, given) for text in kind.get("when", ())),
            test=self._xpath(kind["test"], given),
            title={"zh": row["zh"], "en": row["en"]},
            message={
                language: self._message(row["id"], kind[language], given, language)
                for language in ("zh", "en")
            },
            check={language: kind.get(f"check_{language}", "") for language in ("zh", "en")},
            waivable=kind.get("waivable", True),
            concepts=frozenset(given.values()) & self.taxonomy.concepts.keys(),
            format=row["format"],
        )

    def _complete(self, row: Row, kind: Mapping[str, Any], given: Mapping[str, str]) -> bool:
        concepts = {variable["concept"] for variable in kind["variables"]}
        wanted = concepts | set(_MARK.findall(str(kind)))
        ok = True
        for name in sorted(wanted ^ set(given)):
            en = f"the kind needs {name}=…" if name in wanted else f"the kind has no parameter {name}"
            self._wrong(
                row,
                "concepts",
                en,
                f"该类校验需要参数 {name}" if name in wanted else f"该类校验没有参数 {name}",
            )
            ok = False
        if row["format"] and row["format"] not in self.taxonomy.formats:
            en = f"taxonomy.toml has no format {row['format']}"
            self._wrong(row, "format", en, f"taxonomy.toml 中没有格式 {row['format']}")
            ok = False
        for name, value in given.items():
            known = self.taxonomy.axes if value.endswith("Axis") else self.taxonomy.concepts
            if (name in concepts or value.endswith("Axis")) and value not in known:
                self._wrong(row, "concepts", f"the taxonomy has no {value}", f"分类标准中没有 {value}")
                ok = False
        return ok

    def _typed(self, concept: str) -> frozenset[str]:
        return self.typed_axes.get(concept, frozenset())

    def _variable(
        self, variable: Mapping[str, Any], given: Mapping[str, str], kept: frozenset[str]
    ) -> FactVariable:
        return FactVariable(
            name=variable["name"],
            filters=tuple(self._filters(variable, given, kept)),
            sequence=variable.get("sequence", False),
            optional=variable.get("optional", False),
        )

    def _filters(
        self, variable: Mapping[str, Any], given: Mapping[str, str], kept: frozenset[str]
    ) -> Iterator[Filter]:
        concept = given[variable["concept"]]
        yield Filter("concept", (concept,))
        yield Filter("cover-aspect", ("unit",))
        if "member" in variable:
            axis, _, member = _filled(variable["member"], given).partition("=")
            yield Filter("member", (axis, member))
        named = {
            key: [_filled(axis, given) for axis in variable.get(key, ())] for key in ("on", "typed", "cover")
        }
        yield from (Filter("typed", (axis,), cover=False) for axis in named["on"])
        yield from (Filter("typed", (axis,)) for axis in named["typed"])
        yield from (Filter("cover-axis", (axis,)) for axis in named["cover"])
        welcome = kept.union(*named.values())
        for axis in sorted(self._typed(concept) - welcome):
            yield Filter("typed", (axis,), complement=True)
        period = variable.get("period", "same")
        if period == "any":
            yield Filter("cover-aspect", ("period",))
        elif period != "same":  # last: its test is evaluated for every fact that is left
            moment, _, variable_name = period.partition(" of ")
            yield Filter("instant", (moment, variable_name)) if variable_name else Filter("period", (period,))

    def _xpath(self, text: str, given: Mapping[str, str]) -> str:
        def call(match: re.Match[str]) -> str:
            name, arguments = match[1], match[2]
            if name in self.sheet["functions"]:
                return f"{FUNCTION_PREFIX}:{name}({arguments})"
            if name not in self.sheet["inline"]:
                return match[0]
            body: str = self.sheet["inline"][name].replace("{namespace}", self.taxonomy.namespace)
            for place, argument in enumerate(arguments.split(",")):
                body = body.replace(f"{{{place}}}", argument.strip())
            return body

        return _CALL.sub(call, _filled(text, given))

    def _message(self, rule: str, text: str, given: Mapping[str, str], language: str) -> str:
        def label(match: re.Match[str]) -> str:
            concept = self.taxonomy.concepts.get(given[match[1]])
            if concept is None:
                return given[match[1]]
            terse = concept.zh_terse if language == "zh" else concept.en_terse
            return terse or concept.label(language)

        return f"[{rule}] {_MARK.sub(label, text)}"

    def _wrong(self, row: Row, column: str, en: str, zh: str) -> None:
        self.reader.wrong(row.sheet, row.line, column, en, zh)


def _filled(text: str, given: Mapping[str, str]) -> str:
    return _MARK.sub(lambda match: given[match[1]], text)


def _guarded(value: str, when: Sequence[str]) -> str:
    """A value that divides, worked out only where the check applies: preconditions are tested after all
    variables are bound (Variables 1.0, 2.7), and dividing nothing by nothing would stop the validator."""
    if " div " not in value or not when:
        return value
    return f"if ({' and '.join(f'({test})' for test in when)}) then ({value}) else 0"
