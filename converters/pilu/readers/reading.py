"""What passes between ``read`` and the reader of one kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.document import Block
from pilu.model.span import Span
from pilu.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a file in reading order, what there is to say about them, and the numbers of the
    pages recognised from pictures."""

    blocks: tuple[Block, ...]
    page_count: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    recognised: tuple[int, ...] = ()


Reader = Callable[[bytes, Limits], Reading]


class UnreadableError(Exception):
    """Raised inside the readers only: the file gives no document, for the reason it carries."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.text)
        self.diagnostic = diagnostic


def unreadable(code_id: str, *, span: Span | None = None, **fields: object) -> UnreadableError:
    """The error that ends a reading with the diagnostic ``code_id``."""
    return UnreadableError(diagnose(code_id, span=span, source="", **fields))
