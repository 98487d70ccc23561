"""What a verdict leaves open, for the line that tells it: a validator says nothing of what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.filing import Mapped

_WORDS = MappingProxyType({
    "valid": (", but {gaps}", "，但{gaps}"),
    "invalid": ("; {gaps}", "；{gaps}"),
    "missing": ("{missing} of {required} required items missing",
                "格式要求的 {required} 项中缺少 {missing} 项"),
    "bare": ("{missing} of {required} required items missing, all figures among them",
             "格式要求的 {required} 项中缺少 {missing} 项，其中数据和报表全部缺少"),
    "doubtful": ("doubtful facts: {doubtful}", "存疑的事实 {doubtful} 个"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gaps:
    """How much the form requires, how much of it was not found (``bare``: all figures among it), and how
    many facts are doubtful."""

    required: int
    missing: int
    doubtful: int
    bare: bool = False


def gaps_of(mapped: Mapped, doubt: float) -> Gaps:
    """The gaps of a report; facts below ``doubt`` are doubtful."""
    doubtful = sum(fact.provenance.confidence < doubt for fact in mapped.report.facts)
    return Gaps(mapped.required, len(mapped.missing), doubtful, mapped.bare)


def gap_words(gaps: Gaps | None, language: str) -> str:
    """The gaps in words, or "" where there are none."""
    if gaps is None:
        return ""
    keys = ["bare" if gaps.bare else "missing"] if gaps.missing else []
    keys += ["doubtful"] if gaps.doubtful else []
    fields = {"required": gaps.required, "missing": gaps.missing, "doubtful": gaps.doubtful}
    words = (_WORDS[key][language == "zh"].format(**fields) for key in keys)
    return ("，" if language == "zh" else ", ").join(words)


def with_gaps(answer: str, gaps: Gaps | None, language: str, *, valid: bool) -> str:
    """An answer that does not let the gaps be overlooked: ``VALID, but …``."""
    words = gap_words(gaps, language)
    if not words:
        return answer
    return answer + _WORDS["valid" if valid else "invalid"][language == "zh"].format(gaps=words)
