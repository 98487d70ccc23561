"""What a stage says besides its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Generic, TypeVar

from pilu.model.span import Span

T = TypeVar("T")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Severity(Enum):
    """How much a diagnostic matters: an ERROR means the stage has no usable value."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code of the closed list, its words in English and Chinese, its place."""

    code: str
    severity: Severity
    text: str
    text_zh: str
    hint: str = ""
    hint_zh: str = ""
    source: str = ""
    span: Span | None = None
    fields: Mapping[str, str] = field(default=_NOTHING)

    def at(self, source: str, span: Span | None = None) -> Diagnostic:
        """The same finding with its file, and its place where none was given yet."""
        return replace(self, source=source, span=self.span if span is None else span)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What every stage returns: a value, or none, and everything there is to say about it."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is no value to go on with."""
        return self.value is None
