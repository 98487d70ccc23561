"""Engine messages into findings: facts by label, value and the place each was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.engine import EngineMessage, EngineRun
from pilu.engine.message import FAILING
from pilu.model.diagnostic import Diagnostic, Severity
from pilu.model.output import Finding, Involved
from pilu.model.span import ElementSpan, LineSpan, PageSpan, SheetSpan, Span
from pilu.taxonomies.rules import Assertion
from pilu.validation.about import Known, told_numbers
from pilu.validation.codebook import Codebook, compared, worded

_RANK = MappingProxyType({Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2})


def finding(message: EngineMessage, file: str, about: Known) -> Finding:
    """One message of the file, resolved."""
    refs = [ref for ref in message.refs if ref.is_fact]
    involved = tuple(about.involved(ref) for ref in refs)
    args = dict(message.args)
    place = next((ref for ref in refs or message.refs if ref.line), None)
    table_zh, table = about.table(involved, args.get("linkrole", ""))
    plain = Finding(
        code=message.code,
        severity=severity(message),
        text=message.text,
        text_zh=message.text,
        file=file,
        line=place.line if place is not None else 0,
        involved=involved,
        files=(file,),
        said=message.text,
        level=message.level.lower(),
        table=table,
        table_zh=table_zh,
        within=place.file if place is not None and _name(place.file) != _name(file) else "",
    )
    assertion = about.assertion(message.code, refs)
    return _of_code(plain, message, about) if assertion is None else _of_check(plain, message, assertion)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _of_check(plain: Finding, message: EngineMessage, assertion: Assertion) -> Finding:
    """What the taxonomy's own cross-check says."""
    texts = dict(message.texts)
    language = next((name for name in ("en", "zh") if texts.get(name)), "zh")
    difference, tolerance = told_numbers(assertion.message[language], texts.get(language, message.text))
    return replace(
        plain,
        text=texts.get("en") or message.text,
        text_zh=texts.get("zh") or message.text,
        title=assertion.title["en"],
        title_zh=assertion.title["zh"],
        hint=assertion.check["en"],
        hint_zh=assertion.check["zh"],
        difference=difference,
        tolerance=tolerance,
        waivable=assertion.waivable,
    )


def _of_code(plain: Finding, message: EngineMessage, about: Known) -> Finding:
    """What the sheet of codes makes of any other message."""
    entry = about.codes.entry(message.code)
    texts, args = dict(message.texts), dict(message.args)
    zh, en = ([getattr(fact, name) for fact in plain.involved] for name in ("label_zh", "label_en"))
    numbers = compared(entry, args)
    if numbers is not None:
        args |= {"reported": f"{numbers.reported:,f}", "computed": f"{numbers.computed:,f}"}
    named = args.get("label", "") if texts else ""  # an assertion's own label says what it checks
    return replace(
        plain,
        text=texts.get("en") or worded(entry.message_en, message.text, args, en),
        text_zh=texts.get("zh") or worded(entry.message_zh, message.text, args, zh),
        title=named or entry.en,
        title_zh=named or entry.zh,
        hint=entry.check_en,
        hint_zh=entry.check_zh,
        difference=None if numbers is None else numbers.difference,
        tolerance=None if numbers is None else numbers.tolerance,
        waivable=entry.waivable,
    )


def severity(message: EngineMessage) -> Severity:
    """An inconsistency is an error here: a filing whose sums do not add up is not valid."""
    if message.level in FAILING:
        return Severity.ERROR
    return Severity.WARNING if message.level.startswith("WARNING") else Severity.INFO


def refused(diagnostic: Diagnostic, file: str, codes: Codebook, line: int = 0) -> Finding:
    """What Pilu itself says of a file, as a finding."""
    entry = codes.entry(diagnostic.code)
    return Finding(
        code=diagnostic.code,
        severity=diagnostic.severity,
        text=diagnostic.text,
        text_zh=diagnostic.text_zh,
        file=file,
        line=line,
        files=(file,),
        said=diagnostic.text,
        level=diagnostic.severity.value,
        title=entry.en,
        title_zh=entry.zh,
        hint=diagnostic.hint,
        hint_zh=diagnostic.hint_zh,
    )


def findings_of(run: EngineRun, file: str, about: Known) -> list[Finding]:
    """The findings of one file."""
    return [finding(message, file, about) for message in run.messages]


def lost_translations(run: EngineRun) -> list[Diagnostic]:
    """One diagnostic for each wording of a message that the engine could not evaluate."""
    return [
        diagnose("validate.translation-lost", code=message.code, language=language, reason=reason)
        for message in run.messages
        for language, reason in message.lost
    ]


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What several files of a filing say of the same facts is one finding that lists the files; facts of
    two reports are not the same because their files number them alike."""
    seen: Counter[tuple[object, ...]] = Counter()
    together: dict[tuple[object, ...], Finding] = {}
    for item in findings:
        about: object = tuple(sorted(map(_identity, item.involved))) or item.said
        in_file = (item.code, item.severity, about, item.file)
        seen[in_file] += 1
        key = (item.code, item.severity, about, seen[in_file])
        first = together.get(key)
        together[key] = item if first is None else replace(first, files=(*first.files, item.file))
    return in_order(together.values())


def _identity(fact: Involved) -> tuple[object, ...]:
    """What makes a fact the same in several formats of a report: formats write one number differently."""
    try:
        value = f"{Decimal(fact.value).normalize()}"
    except InvalidOperation:
        value = " ".join(fact.value.split())
    return fact.id, fact.concept, fact.entity, fact.period, fact.unit, fact.dimensions, value


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first and what is waived last; then by code, and by place: in the report where that is
    known, else in the file."""
    return tuple(sorted(findings, key=_place))


def _place(one: Finding) -> tuple[object, ...]:
    where = min((_position(span) for span in one.spans), default=(0, 0, ""))
    return (
        one.waiver is not None,
        _RANK[one.severity],
        one.code,
        where,
        one.file,
        one.line,
        one.facts,
        one.said,
    )


def _position(span: Span) -> tuple[float, float, str]:
    match span:
        case PageSpan(page, box):
            return page, box[1], ""
        case LineSpan(line, column):
            return line, column, ""
        case SheetSpan(sheet, cell):
            return 0, 0, f"{sheet} {cell}"
        case ElementSpan(path, line):
            return line, 0, path
