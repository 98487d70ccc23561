"""Which kind a file is, from its bytes alone; its name is never looked at."""

from __future__ import annotations

import io
import re
import zipfile

from pilu.readers.encoding import decode
from pilu.readers.json_records import looks_like_records
from pilu.readers.markdown import looks_like_markdown
from pilu.readers.reading import UnreadableError

_HEAD_BYTES = 1_048_576
_PDF_WITHIN = 1024
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "Rich Text Format"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%!PS", "PostScript"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG_START = re.compile(r"\s*<[a-zA-Z][^<>]*>")
_XML_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE|<[\w.-]+:[\w.-]+[\s>])", re.I)
_JSON_START = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{"])')
_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "a binary XLSB workbook"),
    ("OFD.xml", "an OFD document"),
    ("content.xml", "an OpenDocument file"),
    ("ppt/presentation.xml", "a PPTX presentation"),
)


def kind_of(data: bytes) -> str:
    """A key of READERS, or an English description of a kind that is not read, "encrypted" or "binary"."""
    if data[:_PDF_WITHIN].find(b"%PDF-") >= 0:
        return "pdf"
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(_COMPOUND):
        return "encrypted" if _ENCRYPTED in data else "an old Office file (DOC or XLS)"
    if data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00":
        return "picture"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _archive_kind(data)
    head = data[:_HEAD_BYTES]
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return "binary"
    return _text_kind(data)


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a damaged ZIP archive"
    for member, kind in _MEMBERS:
        if member in names:
            return kind
    return "a ZIP archive that is neither DOCX nor XLSX"


def _text_kind(data: bytes) -> str:
    """The kind of a text; one that cannot be decoded is called text, whose reader says why."""
    try:
        head = decode(data[:_HEAD_BYTES])[0]
    except UnreadableError:
        head = data[:_HEAD_BYTES].decode("utf-8", errors="replace")
    if _HTML_START.match(head):
        return "html"
    if _XML_START.match(head):
        return "html" if re.search(r"<(?:\w+:)?html\b", head, re.I) else "an XML document that is no HTML"
    if looks_like_markdown(head):
        return "markdown"
    if _TAG_START.match(head):
        return "html"
    if _JSON_START.match(head):
        return "json" if looks_like_records(head) else "JSON data"
    return "text"
