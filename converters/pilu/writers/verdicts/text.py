"""A verdict as text: the lines that a terminal shows, and a file holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Involved, Verdict
from pilu.model.waiver import Waiver, WaiverAccount, WaiverUse
from pilu.writers.verdicts.gaps import Gaps, gap_words, with_gaps
from pilu.writers.verdicts.telling import FileCount, Group, Telling, grouped, said_files, shown, where

_WORDS = MappingProxyType({
    "valid": ("VALID", "有效"),
    "invalid": ("INVALID", "无效"),
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "waived": ("waived", "已豁免"),
    "difference": ("difference {value}", "差额 {value}"),
    "tolerance": ("tolerance {value}", "容差 {value}"),
    "waiver": ("waived until {expires}: {reason}{by}", "豁免至 {expires}：{reason}{by}"),
    "by": (" ({by})", "（{by}）"),
    "override": (
        "{stated} by its rule, here {severity}: {reason}",
        "规则级别为{stated}，此处为{severity}：{reason}",
    ),
    "check": ("check: {hint}", "核对：{hint}"),
    "more": ("… and {count} more with code {code}", "……另有 {count} 条，代码 {code}"),
    "facts": ("… and {count} more facts", "……另有 {count} 个事实"),
    "at": ("{id}, line {line}", "{id}，第 {line} 行"),
    "files": ("File by file", "各文件"),
    "account": ("Waivers of {name} as of {as_of}", "豁免文件 {name}，截至 {as_of}"),
    "applied": ("applied to {count}", "适用 {count} 条"),
    "expired": ("expired on {expires}", "已于 {expires} 到期"),
    "unmatched": ("no finding fits", "无相符结果"),
    "refused": ("not waivable", "不可豁免"),
})  # fmt: skip
_FACTS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and what it is: ``valid``, ``invalid``, ``gaps`` (valid, but), ``heading``, a
    severity, ``waived``, or nothing."""

    text: str
    kind: str = ""


def text_lines(told: Telling) -> Iterator[Line]:
    """The whole verdict: the answer first, then file by file, waivers, and the findings worst first."""
    yield verdict_line(told.verdict, told.language, told.name, told.gaps)
    yield from file_lines(told.files, told.language)
    yield from waiver_lines(told.verdict.waivers, told.language)
    yield from finding_lines(told.verdict.findings, told.language)


def verdict_line(verdict: Verdict, language: str, name: str, gaps: Gaps | None = None) -> Line:
    """``VALID  name  error: 0  warning: 1  (Arelle …)``; with gaps ``VALID, but …  name …``."""
    parts = [
        f"{_word(level.value, language)}: {verdict.count(level)}"
        for level in (Severity.ERROR, Severity.WARNING)
    ]
    if verdict.waivers is not None:
        parts.append(f"{_word('waived', language)}: {verdict.waived}")
    key = "valid" if verdict.valid else "invalid"
    answer = with_gaps(_word(key, language), gaps, language, valid=verdict.valid)
    kind = "gaps" if verdict.valid and gap_words(gaps, language) else key
    return Line(f"{answer}  {name}  {'  '.join(parts)}  ({verdict.engine})", kind)


def file_lines(files: Sequence[FileCount], language: str) -> Iterator[Line]:
    """A line on each file; nothing where there are none to tell apart."""
    if files:
        yield Line("")
        yield Line(_word("files", language), "heading")
    for one in files:
        key = "valid" if one.valid else "invalid"
        counts = f"{_word('error', language)}: {one.errors}  {_word('warning', language)}: {one.warnings}"
        yield Line(f"  {_word(key, language)}  {one.file}  {counts}", "" if one.valid else "error")


def waiver_lines(account: WaiverAccount | None, language: str) -> Iterator[Line]:
    """The waiver file and what became of its entries; nothing where there is none."""
    if account is None:
        return
    yield Line("")
    yield Line(_word("account", language, name=account.name, as_of=account.as_of), "heading")
    for use in account.uses:
        yield Line(f"  {use.entry.code}: {use_words(use, language)}: {use.entry.reason}")


def use_words(use: WaiverUse, language: str) -> str:
    """What became of an entry."""
    expires = use.entry.expires if isinstance(use.entry, Waiver) else ""
    return _word(use.state, language, count=use.count, expires=expires)


def finding_lines(findings: Iterable[Finding], language: str, limit: int = 0) -> Iterator[Line]:
    """The findings in groups; no more than ``limit`` of a group, if there is one."""
    for group in grouped(findings):
        yield Line("")
        yield Line(_group_words(group, language), "heading")
        hint = group.first.hint_zh if language == "zh" else group.first.hint
        if hint:
            yield Line(f"  {_word('check', language, hint=hint)}", "hint")
        for item in group.findings[: limit or None]:
            yield from _finding(item, language)
        hidden = len(group.findings) - limit if limit else 0
        if hidden > 0:
            yield Line(_word("more", language, count=hidden, code=group.code))


def _group_words(group: Group, language: str) -> str:
    first = group.first
    chinese = language == "zh"
    title, table = (first.title_zh, first.table_zh) if chinese else (first.title, first.table)
    parts = [part for part in (title or group.code, table) if part]
    return f"{' · '.join(parts)} ({len(group.findings)})"


def _finding(item: Finding, language: str) -> Iterator[Line]:
    chinese = language == "zh"
    text = " ".join((item.text_zh if chinese and item.text_zh else item.text).split())
    severity = _word("waived" if item.waiver else item.severity.value, language)
    kind = "waived" if item.waiver else item.severity.value
    yield Line(f"{severity}: {text} [{item.code}]  {said_files(item)}", kind)
    for fact in item.involved[:_FACTS]:
        yield Line(f"    {_fact(fact, language)}")
    if len(item.involved) > _FACTS:
        yield Line(f"    {_word('facts', language, count=len(item.involved) - _FACTS)}")
    numbers = [(key, getattr(item, key)) for key in ("difference", "tolerance")]
    told = [_word(key, language, value=shown(number)) for key, number in numbers if number is not None]
    if told:
        yield Line(f"    {'; '.join(told)}")
    if item.waiver is not None:
        by = _word("by", language, by=item.waiver.by) if item.waiver.by else ""
        fields = {"expires": item.waiver.expires, "reason": item.waiver.reason, "by": by}
        yield Line(f"    {_word('waiver', language, **fields)}", "waived")
    if item.override is not None and item.stated is not None:
        levels = {
            "stated": _word(item.stated.value, language),
            "severity": _word(item.severity.value, language),
        }
        yield Line(f"    {_word('override', language, reason=item.override.reason, **levels)}")


def _fact(fact: Involved, language: str) -> str:
    chinese = language == "zh"
    parts = (
        fact.label_zh if chinese else fact.label_en,
        f"{shown(fact.value)} {fact.unit}".strip(),
        fact.period,
        fact.dimensions_zh if chinese else fact.dimensions_en,
        f"({where(fact, language) or _at(fact, language)})",
    )
    return "  ".join(part for part in parts if part)


def _at(fact: Involved, language: str) -> str:
    """Where a fact stands in the validated file."""
    return _word("at", language, id=fact.id, line=fact.line) if fact.line else fact.id


def _word(key: str, language: str, **fields: object) -> str:
    return _WORDS[key][language == "zh"].format(**fields)
