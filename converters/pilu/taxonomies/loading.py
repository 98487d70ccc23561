"""The sheets of one release into a Taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pilu.model.diagnostic import Outcome
from pilu.model.report import QName
from pilu.model.taxonomy import (
    Axis,
    AxisUse,
    Choice,
    Concept,
    Filing,
    Member,
    Placement,
    Role,
    Summation,
    Taxonomy,
)
from pilu.taxonomies.consistency import (
    check_circles,
    check_defaults,
    check_entry_points,
    check_labels,
    check_names,
    check_sum,
)
from pilu.taxonomies.sheets import Row, SheetReader

_AXIS_USE = re.compile(r"(?P<axis>\w+)(?:\[(?P<members>[^\]]+)\])?")
# Sheets whose rows are elements of the schema, and the column that names each.
_SHEETS = MappingProxyType(
    {"axes": "name", "members": "name", "enumerations": "name", "concepts": "name", "roles": "code"}
)
T = TypeVar("T")


def load_folder(folder: Path) -> Outcome[Taxonomy]:
    """The taxonomy whose sheets lie in ``folder``; no value if any cell is wrong."""
    reader = SheetReader(folder)
    release = reader.toml("taxonomy")
    if release is None:
        return Outcome(None, tuple(reader.diagnostics))
    loaded = _Loader(reader, release, reader.csv("calculations")).taxonomy()
    return Outcome(None if reader.diagnostics else loaded, reader.causes())


@dataclass(slots=True)
class _Loader:
    reader: SheetReader
    release: Mapping[str, Any]
    calculations: tuple[Row, ...]

    def name(self, local: str) -> QName:
        return QName(self.release["namespace"], local)

    def taxonomy(self) -> Taxonomy:
        reader, release = self.reader, self.release
        rows = {name: reader.csv(name, key) for name, key in _SHEETS.items()}
        axes = {row["name"]: self._axis(row) for row in rows["axes"]}
        members = {row["name"]: self._member(row, axes) for row in rows["members"]}
        choices = [self._choice(row) for row in rows["enumerations"]]
        sets = {choice.enumeration for choice in choices}
        concepts = {row["name"]: self._concept(row, sets) for row in rows["concepts"]}
        placed = self._placed(concepts)
        sums = self._sums(concepts)
        roles = {row["code"]: self._role(row, placed, sums, (axes, members)) for row in rows["roles"]}
        self._check_placed(concepts, roles, placed)
        check_defaults(reader, rows["axes"], axes, members)
        check_labels(reader, rows["members"], members)
        check_names(reader, rows)
        check_circles(reader, self.calculations)
        for row in self.calculations:
            if row["role"] not in roles:
                self._unknown(row, "role", "roles.csv")
        check_entry_points(reader, release, [role.number for role in roles.values()])
        points = {name: f"{release['namespace']}/{p['file']}" for name, p in release["entry_points"].items()}
        return Taxonomy(
            id=release["id"],
            namespace=release["namespace"],
            prefix=release["prefix"],
            entry_points=_frozen(points),
            entity_scheme=release["entity_scheme"],
            concepts=_frozen(concepts),
            axes=_frozen(axes),
            members=_frozen(members),
            version=release["version"],
            languages=tuple(release["languages"]),
            editions=tuple(release["forms"]["editions"]),
            boards=tuple(release["forms"]["boards"]),
            enumerations=_frozen({s: tuple(c for c in choices if c.enumeration == s) for s in sorted(sets)}),
            roles=_frozen(roles),
            filings=_frozen(self._filings(points)),
            formats=tuple(release["forms"]["formats"]),
        )

    def _filings(self, points: Mapping[str, str]) -> dict[str, tuple[Filing, ...]]:
        """The entry points that each kind of form is filed with, in the order of the sheet."""
        filings: dict[str, tuple[Filing, ...]] = {}
        for name, point in self.release["entry_points"].items():
            if point["kind"]:
                filing = Filing(points[name], tuple(point["tables"]), point["format"])
                filings[point["kind"]] = (*filings.get(point["kind"], ()), filing)
        return filings

    def _axis(self, row: Row) -> Axis:
        typed = row["typed"]
        if bool(typed) == bool(row["default"]):
            self._wrong(
                row,
                "default",
                "an explicit axis needs a default member, a typed one has none",
                "显式维度须有默认成员，类型维度不得有",
            )
        return Axis(
            name=self.name(row["name"]),
            zh=row["zh"],
            en=row["en"],
            typed=typed,
            typed_domain=self.name(row["domain"]) if typed else None,
            default=self.name(row["default"]) if row["default"] else None,
        )

    def _member(self, row: Row, axes: Mapping[str, Axis]) -> Member:
        axis = axes.get(row["axis"])
        if axis is None or axis.typed:
            self._wrong(
                row,
                "axis",
                f"axes.csv has no explicit axis {row['axis']}",
                f"axes.csv 中没有显式维度 {row['axis']}",
            )
        return Member(
            self.name(row["name"]), self.name(row["axis"]), row["zh"], row["en"], row.list("aliases")
        )

    def _choice(self, row: Row) -> Choice:
        return Choice(self.name(row["name"]), row["enumeration"], row["zh"], row["en"], row.list("aliases"))

    def _concept(self, row: Row, sets: Iterable[str]) -> Concept:
        if row["balance"] and row["type"] != "monetary":
            self._wrong(row, "balance", "only monetary concepts have a balance", "只有货币类概念才有借贷方向")
        if (row["type"] == "enumeration") != (row["enumeration"] in sets):
            en = "a concept of type enumeration needs a set of enumerations.csv, others have none"
            self._wrong(
                row, "enumeration", en, "枚举类概念须引用 enumerations.csv 中的集合，其他概念不得引用"
            )
        known = set(self.release["references"])
        for clause in row.list("reference"):
            if clause.partition(":")[0] not in known:
                en = f"taxonomy.toml has no reference {clause.partition(':')[0]}"
                self._wrong(row, "reference", en, f"taxonomy.toml 中没有文献 {clause.partition(':')[0]}")
        self._check_forms(row)
        return Concept(
            name=self.name(row["name"]),
            type=row["type"],
            period=row["period"],
            balance=row["balance"],
            zh=row["zh"],
            en=row["en"],
            aliases=row.list("aliases"),
            reference=row["reference"],
            anchor=row["anchor"],
            enumeration=row["enumeration"],
            zh_terse=row["zh_terse"],
            en_terse=row["en_terse"],
            zh_doc=row["zh_doc"],
            en_doc=row["en_doc"],
            forms=row.list("forms", " "),
        )

    def _check_forms(self, row: Row) -> None:
        forms = self.release["forms"]
        known = {*forms["boards"], *map(str, forms["editions"]), *forms["formats"]}
        for token in row.list("forms", " "):
            if token not in known:
                self._wrong(
                    row,
                    "forms",
                    f"taxonomy.toml has no board, edition or format {token}",
                    f"taxonomy.toml 中没有板块、版次或格式 {token}",
                )

    def _placed(self, concepts: Mapping[str, Concept]) -> dict[str, list[Row]]:
        placed: dict[str, list[Row]] = {}
        for row in self.reader.csv("presentation"):
            before = placed.setdefault(row["role"], [])
            if row["concept"] not in concepts:
                self._unknown(row, "concept", "concepts.csv")
            elif row["concept"] in {other["concept"] for other in before}:
                self._wrong(
                    row,
                    "concept",
                    f"{row['concept']} is twice in {row['role']}",
                    f"{row['concept']} 在 {row['role']} 中重复",
                )
            elif row["parent"] and row["parent"] not in {other["concept"] for other in before}:
                self._wrong(
                    row,
                    "parent",
                    f"{row['parent']} does not stand above it in {row['role']}",
                    f"{row['role']} 中其上没有 {row['parent']}",
                )
            else:
                before.append(row)
        return placed

    def _sums(self, concepts: Mapping[str, Concept]) -> dict[str, tuple[Summation, ...]]:
        """The summations of each role, totals and items in the order of the sheet."""
        items: dict[tuple[str, str, str], list[tuple[QName, int]]] = {}
        for row in self.calculations:
            unknown = [column for column in ("total", "item") if row[column] not in concepts]
            for column in unknown:
                self._unknown(row, column, "concepts.csv")
            found = items.setdefault((row["role"], row["check"], row["total"]), [])
            if not unknown:
                check_sum(self.reader, row, concepts, [name for name, _ in found])
            found.append((self.name(row["item"]), int(row["weight"])))
        sums: dict[str, tuple[Summation, ...]] = {}
        for (role, check, total), found in items.items():
            sums[role] = (*sums.get(role, ()), Summation(check, self.name(total), tuple(found)))
        return sums

    def _role(
        self,
        row: Row,
        placed: Mapping[str, list[Row]],
        sums: Mapping[str, tuple[Summation, ...]],
        dimensions: tuple[Mapping[str, Axis], Mapping[str, Member]],
    ) -> Role:
        self._check_forms(row)
        axes, members = dimensions
        uses: list[AxisUse] = []
        for match in _AXIS_USE.finditer(row["axes"]):
            axis = axes.get(match["axis"])
            if axis is None:
                self._unknown(row, "axes", "axes.csv", match["axis"])
                continue
            own = [member for member in members.values() if member.axis == axis.name]
            wanted = (
                match["members"] or " ".join(m.name.local for m in own if m.name != axis.default)
            ).split()
            for local in wanted:
                if local not in {member.name.local for member in own}:
                    self._unknown(row, "axes", "members.csv", local)
            if axis.name in {use.axis for use in uses}:
                self._wrong(row, "axes", f"{match['axis']} is there twice", f"{match['axis']} 重复")
            uses.append(AxisUse(axis.name, tuple(map(self.name, wanted))))
        return Role(
            code=row["code"],
            uri=f"{self.release['namespace']}/role/{row['code']}",
            number=row["number"],
            zh=row["zh"],
            en=row["en"],
            axes=tuple(uses),
            placed=tuple(
                Placement(
                    self.name(entry["concept"]),
                    self.name(entry["parent"]) if entry["parent"] else None,
                    entry["label"],
                )
                for entry in placed.get(row["code"], ())
            ),
            forms=row.list("forms", " "),
            sums=sums.get(row["code"], ()),
        )

    def _check_placed(
        self, concepts: Mapping[str, Concept], roles: Mapping[str, Role], placed: Mapping[str, list[Row]]
    ) -> None:
        for code, rows in placed.items():
            if code not in roles:
                self._unknown(rows[0], "role", "roles.csv")
        shown = {row["concept"] for rows in placed.values() for row in rows}
        for name in sorted(set(concepts) - shown):
            en = f"{name} of concepts.csv stands in no table"
            self.reader.wrong(
                "presentation.csv", "-", "concept", en, f"concepts.csv 的 {name} 未出现在任何表中"
            )

    def _unknown(self, row: Row, column: str, sheet: str, given: str = "") -> None:
        given = given or row[column]
        self._wrong(row, column, f"{sheet} has no {given}", f"{sheet} 中没有 {given}")

    def _wrong(self, row: Row, column: str, en: str, zh: str) -> None:
        self.reader.wrong(row.sheet, row.line, column, en, zh)


def _frozen(entries: Mapping[str, T]) -> Mapping[str, T]:
    return MappingProxyType(dict(entries))
