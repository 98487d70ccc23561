"""``pilu explain``: what a code means and what to do about it; the codes page is made here too."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

import typer

from pilu import pipeline, taxonomies
from pilu.cli.options import OK, Debug, Json, Lang, Taxonomy, refuse, screen_for
from pilu.cli.screen import Column, Screen
from pilu.codes import CODES, diagnose
from pilu.model.taxonomy import Role, Summation
from pilu.model.taxonomy import Taxonomy as Model
from pilu.reasons import EVIDENCE, REASONS
from pilu.taxonomies.rules import load_rules
from pilu.validation.codebook import CodeEntry, codebook

# Who checks what is no assertion of its own -> how to read it, in English and Chinese.
_VEHICLES = MappingProxyType({
    "covered": ("Other checks cover it.", "由其他校验涵盖。"),
    "mapping": ("Checked while facts are made: prints that disagree are map.inconsistent, others doubted.",
                "生成事实时校验：重复披露不一致时报告 map.inconsistent，其他不成立者降低可信度。"),
    "filings": ("It needs another filing: pilu diff compares two.", "需与另一份报告比较：使用 pilu diff。"),
})  # fmt: skip
# Kinds of entries without severity and advice -> their part of the page: title and what they are.
_LISTS = (
    ("reason", "Ledger reasons", "Why a cell of a recognised table is no fact."),
    ("evidence", "Evidence", "What a fact was inferred from, and what there is to doubt about it."),
)
_PAGE_HEAD = """# Codes

Everything Pilu can say has a code. Programs match on the code, never on the words.
`pilu explain CODE` prints one entry; `make docs` writes this page.

A word in braces is filled in when the message is made.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be explained. ``kind``: ``diagnostic``, ``reason``, ``evidence``, ``assertion``,
    ``check``, ``calculation`` or ``engine``;
    ``policy``: ``error``, ``waivable-error``, ``warning`` or ``info``, "" where that is not fixed."""

    id: str
    kind: str
    severity: str
    en: str
    zh: str
    hint_en: str = ""
    hint_zh: str = ""
    policy: str = ""


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="A code, ledger reason, evidence, assertion or validator's code; "
            "all of them without one. 代码。",
            show_default=False,
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The reference page of codes. 输出代码参考页。")
    ] = False,
    taxonomy: Taxonomy = pipeline.DEFAULT_TAXONOMY,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> int:
    """Say what a code means and what to do next, in English and Chinese. 解释代码的含义与处理办法。"""
    screen = screen_for(lang, as_json=as_json)
    own = codes_and_reasons()
    if markdown:
        screen.raw(reference_page(own).encode("utf-8"))
        return OK
    entries = {entry.id: entry for entry in own + assertions(taxonomy) + engine_codes()}
    if code is not None:
        code = code.removeprefix("message:")  # what a validator puts before an assertion's id
        for entry in _of_engine(code):
            entries.setdefault(code, entry)
    if code is not None and code not in entries:
        near = difflib.get_close_matches(code, entries, 3, 0.4) or ["read.empty"]
        return refuse(screen, "explain", (diagnose("call.unknown-code", given=code, near=", ".join(near)),))
    chosen = list(entries.values()) if code is None else [entries[code]]
    if as_json:
        screen.document({"command": "explain", "exit": OK, "entries": chosen})
    elif code is None:
        _list(screen, chosen)
    else:
        _one(screen, entries[code])
    return OK


def codes_and_reasons() -> tuple[Entry, ...]:
    """Every diagnostic code, ledger reason and evidence, in the order of the closed list."""
    told = tuple(
        Entry(
            code.id,
            "diagnostic",
            code.severity.value,
            code.en,
            code.zh,
            code.hint_en,
            code.hint_zh,
            code.severity.value,
        )
        for code in CODES
    )
    return (
        *told,
        *(Entry(name, "reason", "", *words) for name, words in REASONS.items()),
        *(Entry(name, "evidence", "", *words) for name, words in EVIDENCE.items()),
    )


def assertions(taxonomy: str) -> tuple[Entry, ...]:
    """The cross-checks of a taxonomy, which its formula assertions carry; none if it cannot be read."""
    loaded = taxonomies.load(taxonomy)
    if loaded.value is None:
        return ()
    rules = load_rules(taxonomies.package_folder(taxonomy).parent, loaded.value)
    if rules.value is None:
        return ()
    told = tuple(
        Entry(
            item.id,
            "assertion",
            item.severity,
            item.title["en"],
            item.title["zh"],
            item.check["en"],
            item.check["zh"],
            "waivable-error" if item.severity == "error" and item.waivable else item.severity,
        )
        for item in rules.value.assertions
    )
    others = tuple(
        Entry(item.id, "check", item.severity, item.title["en"], item.title["zh"], *_VEHICLES[item.vehicle])
        for item in rules.value.others
    )
    return told + others + tuple(_summations(loaded.value))


def _summations(taxonomy: Model) -> Iterator[Entry]:
    """The sums of the calculation linkbase, one entry for each check's id."""
    sums: dict[str, list[tuple[str, str]]] = {}
    for role in taxonomy.roles.values():
        for item in role.sums:
            words = tuple(_sum_words(item, role, taxonomy, language) for language in ("en", "zh"))
            sums.setdefault(item.check, []).append((words[0], words[1]))
    entry = codebook().entry("calc11e:inconsistentCalculationUsingRounding")
    for check, told in sums.items():
        english, chinese = ("; ".join(parts) for parts in zip(*told, strict=True))
        hints = entry.check_en, entry.check_zh
        yield Entry(check, "calculation", "error", english, chinese, *hints, "waivable-error")


def _sum_words(item: Summation, role: Role, taxonomy: Model, language: str) -> str:
    total = taxonomy.concepts[item.total.local].label(language)
    parts = [
        ("+ " if weight > 0 else "- ") + taxonomy.concepts[name.local].label(language)
        for name, weight in item.items
    ]
    return f"{total} = {' '.join(parts).removeprefix('+ ')} ({role.zh if language == 'zh' else role.en})"


def engine_codes() -> tuple[Entry, ...]:
    """What the validator's own codes mean, ``*`` standing for anything."""
    return tuple(_engine_entry(item, item.code) for item in codebook().entries if item.code != "*")


def _of_engine(code: str) -> Iterator[Entry]:
    """The entry that fits a validator's code, if it looks like one and the sheet knows its kind."""
    found = codebook().entry(code)
    if found.code != "*":
        yield _engine_entry(found, code)


def _engine_entry(item: CodeEntry, code: str) -> Entry:
    policy = "waivable-error" if item.waivable else "error"
    return Entry(code, "engine", "", item.en, item.zh, item.check_en, item.check_zh, policy)


def reference_page(entries: tuple[Entry, ...]) -> str:
    """docs/codes.md: one row per code, reason and evidence."""
    lines = [_PAGE_HEAD]
    for stage in dict.fromkeys(entry.id.split(".")[0] for entry in entries if entry.kind == "diagnostic"):
        lines += [f"## {stage}", "", "| code | severity | message | what to do |", "|---|---|---|---|"]
        for entry in entries:
            if entry.kind == "diagnostic" and entry.id.split(".")[0] == stage:
                message = f"{_cell(entry.en)}<br>{_cell(entry.zh)}"
                advice = f"{_cell(entry.hint_en)}<br>{_cell(entry.hint_zh)}"
                lines.append(f"| `{entry.id}` | {entry.severity} | {message} | {advice} |")
        lines.append("")
    lines += ["## The validator's codes", "", "What a code of Arelle means; `*` stands for anything.", "",
              "| code | meaning | what to check | policy |", "|---|---|---|---|"]  # fmt: skip
    lines += [
        f"| `{entry.id}` | {_cell(entry.en)}<br>{_cell(entry.zh)} "
        f"| {_cell(entry.hint_en)}<br>{_cell(entry.hint_zh)} | {entry.policy} |"
        for entry in engine_codes()
    ]
    for kind, title, means in _LISTS:
        lines += ["", f"## {title}", "", means, "", f"| {kind} | meaning |", "|---|---|"]
        lines += [
            f"| `{entry.id}` | {_cell(entry.en)}<br>{_cell(entry.zh)} |"
            for entry in entries
            if entry.kind == kind
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _list(screen: Screen, entries: list[Entry]) -> None:
    columns = [Column(screen.word("code")), Column(screen.word("severity")), Column(screen.word("text"))]
    chinese = screen.language == "zh"
    screen.table(
        columns,
        ((entry.id, entry.policy or entry.severity, entry.zh if chinese else entry.en) for entry in entries),
    )


def _one(screen: Screen, entry: Entry) -> None:
    screen.line("  ".join(part for part in (entry.id, entry.kind, entry.policy) if part), "bold")
    for text, advice in ((entry.en, entry.hint_en), (entry.zh, entry.hint_zh)):
        screen.line(text)
        if advice:
            screen.line(f"  → {advice}")
