"""Readers: a file of any known kind becomes a Document with the place of everything in it.

The kind is decided by content, never by the file's name. Nothing here raises on user data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.document import Document, SourceFile, SourceInfo
from pilu.readers.docx import read_docx
from pilu.readers.html import read_html
from pilu.readers.json_records import read_json
from pilu.readers.limits import Limits
from pilu.readers.markdown import read_markdown
from pilu.readers.pdf import read_pdf
from pilu.readers.pictures import read_picture
from pilu.readers.reading import Reader, Reading, UnreadableError
from pilu.readers.sniff import kind_of
from pilu.readers.text import read_text
from pilu.readers.xlsx import read_xlsx

__all__ = ["READERS", "Limits", "read"]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "docx": read_docx,
        "html": read_html,
        "json": read_json,
        "markdown": read_markdown,
        "pdf": read_pdf,
        "picture": read_picture,
        "text": read_text,
        "xlsx": read_xlsx,
    }
)


def read(source: SourceFile, *, limits: Limits | None = None) -> Outcome[Document]:
    """The document in ``source``, or one error that says why there is none."""
    limits = limits or Limits()
    kind = "" if not source.data else kind_of(source.data)
    try:
        reading = _reading(source.data, kind, limits)
    except UnreadableError as error:
        return Outcome(None, (error.diagnostic.at(source.name),))
    except (MemoryError, RecursionError) as error:
        return Outcome(None, (_damaged(kind, error).at(source.name),))
    except Exception as error:  # parsers of other people's formats raise what they like
        return Outcome(None, (_damaged(kind, error).at(source.name),))
    info = SourceInfo(source.name, hashlib.sha256(source.data).hexdigest(), len(source.data), kind)
    document = Document(info, reading.blocks, reading.page_count, reading.recognised)
    return Outcome(document, tuple(told.at(source.name) for told in reading.diagnostics))


def _reading(data: bytes, kind: str, limits: Limits) -> Reading:
    if not data:
        raise UnreadableError(diagnose("read.empty"))
    if len(data) > limits.file_bytes:
        raise UnreadableError(
            diagnose("read.too-large", size=len(data), kind="any file", limit=limits.file_bytes)
        )
    if kind in ("binary", "encrypted"):
        raise UnreadableError(diagnose(f"read.{kind}"))
    reader = READERS.get(kind)
    if reader is None:
        raise UnreadableError(diagnose("read.unsupported", kind=kind))
    reading = reader(data, limits)
    if not reading.blocks:
        raise UnreadableError(diagnose("read.blank"))
    return reading


def _damaged(kind: str, error: BaseException) -> Diagnostic:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return diagnose("read.damaged", kind=kind.upper() or "a report", reason=reason)
