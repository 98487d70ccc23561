"""What cannot be seen in one row: names used twice, sums that cannot hold, entry points that hold nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pilu.model.report import QName
from pilu.model.taxonomy import Axis, Concept, Member
from pilu.taxonomies.package_schema import domain_of, parts_of_role
from pilu.taxonomies.sheets import Row, SheetReader
from pilu.values.text import fold


def check_sum(
    reader: SheetReader, row: Row, concepts: Mapping[str, Concept], before: Sequence[QName]
) -> None:
    """A row of calculations.csv whose concepts exist: numbers of one kind of period, each added once, with
    the sign that their balances ask for (XBRL 2.1, 5.1.1.2)."""
    total, item = concepts[row["total"]], concepts[row["item"]]
    wrong: list[tuple[str, str, str]] = []
    wrong += [
        (column, f"{row[column]} is no number", f"{row[column]} 不是数值")
        for column in ("total", "item")
        if not concepts[row[column]].numeric
    ]
    if total.period != item.period:
        en = f"{row['item']} is {item.period}, its total {row['total']} is {total.period}"
        wrong.append(("item", en, f"{row['item']} 与合计 {row['total']} 的期间类型不同"))
    if item.name == total.name:
        wrong.append(("item", "a total is no item of itself", "合计不能是自身的项目"))
    if item.name in before:
        wrong.append(("item", f"{row['item']} is added twice", f"{row['item']} 被重复加总"))
    if item.balance and total.balance and (item.balance == total.balance) != (row["weight"] == "1"):
        en = f"{row['item']} ({item.balance}) and {row['total']} ({total.balance}) ask for the other sign"
        wrong.append(("weight", en, f"{row['item']} 与 {row['total']} 的借贷方向要求相反的权重"))
    for column, en, zh in wrong:
        reader.wrong(row.sheet, row.line, column, en, zh)


def check_circles(reader: SheetReader, rows: Iterable[Row]) -> None:
    """No total of calculations.csv is, through its items, an item of itself in the same role."""
    items: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["item"] != row["total"] and _reaches(items, row["role"], row["item"], row["total"]):
            en, zh = (
                f"{row['item']} is itself made of {row['total']}",
                f"{row['item']} 本身由 {row['total']} 构成",
            )
            reader.wrong(row.sheet, row.line, "item", en, zh)
            continue
        items.setdefault((row["role"], row["total"]), []).append(row["item"])


def _reaches(items: Mapping[tuple[str, str], Iterable[str]], role: str, start: str, end: str) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name == end:
            return True
        if name not in seen:
            seen.add(name)
            ahead += items.get((role, name), ())
    return False


def check_names(reader: SheetReader, sheets: Mapping[str, Sequence[Row]]) -> None:
    """Every element of the schema has a name of its own, those that are made of others included."""
    taken: dict[str, Row] = {}
    for kind, rows in sheets.items():
        for row in rows:
            for column, name in _elements(kind, row):
                other = taken.setdefault(name, row)
                if other is not row:
                    en = f"the element {name} is already that of row {other.line} of {other.sheet}"
                    zh = f"元素 {name} 已用于 {other.sheet} 第 {other.line} 行"
                    reader.wrong(row.sheet, row.line, column, en, zh)


def _elements(kind: str, row: Row) -> Iterable[tuple[str, str]]:
    if kind == "roles":
        return [("code", name) for name in parts_of_role(row["code"])]
    if kind == "axes":
        domain = row["domain"] if row["typed"] else domain_of(row["name"])
        return [("name", row["name"]), ("domain", domain)]
    return [("name", row["name"])]


def check_labels(reader: SheetReader, rows: Iterable[Row], members: Mapping[str, Member]) -> None:
    """No label means two members of one axis."""
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        member = members[row["name"]]
        for label in (member.zh, *member.aliases):
            other = seen.setdefault((row["axis"], fold(label)), row["name"])
            if other != row["name"]:
                en, zh = f"{label} already means {other}", f"{label} 已表示 {other}"
                reader.wrong(row.sheet, row.line, "zh" if label == member.zh else "aliases", en, zh)


def check_defaults(
    reader: SheetReader, rows: Iterable[Row], axes: Mapping[str, Axis], members: Mapping[str, Member]
) -> None:
    """The default of an axis is a member of it."""
    for row in rows:
        default = row["default"]
        if default and (default not in members or members[default].axis != axes[row["name"]].name):
            en = f"members.csv has no member {default} of this axis"
            reader.wrong(row.sheet, row.line, "default", en, f"members.csv 中没有该维度的成员 {default}")


def check_entry_points(reader: SheetReader, release: Mapping[str, Any], numbers: Iterable[str]) -> None:
    """Each has a file of its own, a kind of form of its own in its format, a board and a format of the
    release, and some table."""
    known = tuple(numbers)
    before: dict[str, Mapping[str, Any]] = {"core.xsd": {"file": "core.xsd", "kind": ""}}
    for name, point in release["entry_points"].items():
        for column in ("file", "kind"):
            other = next((it for it in before if point[column] and _same(before[it], point, column)), "")
            if other:
                en, zh = f"{point[column]} is already taken ({other})", f"{point[column]} 已被 {other} 使用"
                reader.wrong("taxonomy.toml", f"entry_points.{name}", column, en, zh)
        before[name] = point
        if point["board"] and point["board"] not in release["forms"]["boards"]:
            en, zh = f"forms has no board {point['board']}", f"forms 中没有板块 {point['board']}"
            reader.wrong("taxonomy.toml", f"entry_points.{name}", "board", en, zh)
        if point["format"] and point["format"] not in release["forms"]["formats"]:
            en, zh = f"forms has no format {point['format']}", f"forms 中没有格式 {point['format']}"
            reader.wrong("taxonomy.toml", f"entry_points.{name}", "format", en, zh)
        for start in point["tables"]:
            if not any(number.startswith(start) for number in known):
                en, zh = (
                    f"no number of roles.csv begins with {start}",
                    f"roles.csv 中没有以 {start} 开头的编号",
                )
                reader.wrong("taxonomy.toml", f"entry_points.{name}", "tables", en, zh)


def _same(one: Mapping[str, Any], other: Mapping[str, Any], column: str) -> bool:
    """Whether two entry points have the same in a column; of a kind of form, in the same format or in any."""
    if one[column] != other[column]:
        return False
    return column != "kind" or one["format"] == other["format"] or not (one["format"] and other["format"])
