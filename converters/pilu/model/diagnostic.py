"""What a stage says besides its value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

from pilu.model.span import Span

T = TypeVar("T")


class Severity(Enum):
    """How much a diagnostic matters: an ERROR means the stage has no usable value."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code of the closed list, its words in English and Chinese, its place.

    ``fields``: the words that vary, by name, for programs.
    """

    code: str
    severity: Severity
    text: str
    text_zh: str
    hint: str = ""
    hint_zh: str = ""
    source: str = ""
    span: Span | None = None
    fields: tuple[tuple[str, str], ...] = ()

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
