"""Waivers applied to a verdict: what is accepted stays visible and no longer counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Severity
from pilu.model.output import Finding, Involved, Verdict
from pilu.model.waiver import Override, Scope, State, Waiver, WaiverAccount, Waivers, WaiverUse
from pilu.validation.codebook import codebook
from pilu.validation.findings import in_order, refused

_ASSERTION = "message:"
_COUNTED: tuple[State, ...] = ("applied", "refused")


def waive(verdict: Verdict, waivers: Waivers) -> Verdict:
    """The verdict after severities were set anew and waivers applied, in the order of the file.

    An expired waiver does not apply and is a warning; so is an entry that would excuse what its rule
    does not allow to be excused; an entry that no finding fits is an information.
    """
    counts: Counter[tuple[int, State]] = Counter()
    entries: tuple[Waiver | Override, ...] = (*waivers.overrides, *waivers.waivers)
    findings = tuple(_judged(item, waivers, counts) for item in verdict.findings)
    made = (_use(number, entry, waivers, counts) for number, entry in enumerate(entries))
    uses = tuple(sorted(made, key=lambda use: use.entry.line))
    codes = codebook()
    told = [
        refused(diagnostic, waivers.name, codes, use.entry.line)
        for use in uses
        for diagnostic in _told(use, waivers)
    ]
    ordered = in_order((*findings, *told))
    valid = not any(item.severity is Severity.ERROR and item.waiver is None for item in ordered)
    account = WaiverAccount(waivers.name, waivers.sha256, waivers.as_of, uses)
    return replace(verdict, valid=valid, findings=ordered, waivers=account)


def _judged(item: Finding, waivers: Waivers, counts: Counter[tuple[int, State]]) -> Finding:
    for number, override in enumerate(waivers.overrides):
        if _fits(override, item):
            lowers = item.severity is Severity.ERROR and override.severity is not Severity.ERROR
            counts[number, "refused" if lowers and not item.waivable else "applied"] += 1
            if not lowers or item.waivable:
                item = replace(item, severity=override.severity, stated=item.severity, override=override)
                break
    for number, waiver in enumerate(waivers.waivers, len(waivers.overrides)):
        if waiver.expires >= waivers.as_of and _fits(waiver, item):
            allowed = item.severity is not Severity.ERROR or item.waivable
            counts[number, "applied" if allowed else "refused"] += 1
            if allowed:
                return replace(item, waiver=waiver)
    return item


def _fits(entry: Waiver | Override, item: Finding) -> bool:
    if item.code not in (entry.code, _ASSERTION + entry.code):
        return False
    scope = entry.scope
    if scope.file and not all(scope.file in (name, name.rpartition("/")[2]) for name in item.files):
        return False
    if replace(scope, file="") == Scope():
        return True
    return any(_is_about(scope, fact) for fact in item.involved)


def _is_about(scope: Scope, fact: Involved) -> bool:
    last = fact.period.rpartition("/")[2]
    axes = {axis for axis, _ in fact.dimensions}
    return (
        scope.entity in ("", fact.entity)
        and scope.concept in ("", fact.concept)
        and scope.fact in ("", fact.id)
        and (scope.period in ("", fact.period) or f"{last}-".startswith(f"{scope.period}-"))
        and (
            not scope.dimension
            or scope.dimension in axes
            or scope.dimension in {f"{axis}={member}" for axis, member in fact.dimensions}
        )
    )


def _use(
    number: int, entry: Waiver | Override, waivers: Waivers, counts: Counter[tuple[int, State]]
) -> WaiverUse:
    if isinstance(entry, Waiver) and entry.expires < waivers.as_of:
        return WaiverUse(entry, "expired")
    state: State = next((state for state in _COUNTED if counts[number, state]), "unmatched")
    return WaiverUse(entry, state, counts[number, "applied"])


def _told(use: WaiverUse, waivers: Waivers) -> Iterable[Diagnostic]:
    """What a verdict says about an entry that did not simply apply."""
    entry = use.entry
    match use.state:
        case "applied":
            return
        case "expired":
            assert isinstance(entry, Waiver)
            told = diagnose(
                "waiver.expired",
                code=entry.code,
                reason=entry.reason,
                expires=entry.expires,
                as_of=waivers.as_of,
            )
        case "refused":
            told = diagnose("waiver.not-waivable", code=entry.code, reason=entry.reason)
        case "unmatched":
            told = diagnose("waiver.unmatched", code=entry.code, reason=entry.reason)
    yield told
