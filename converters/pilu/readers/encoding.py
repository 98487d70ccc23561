"""Bytes to text: strict and deterministic, never a guess that loses a character."""

from __future__ import annotations

import codecs
import re

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.span import LineSpan
from pilu.readers.glyphs import meant
from pilu.readers.limits import Limits
from pilu.readers.reading import unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Nearly all double bytes of a real Chinese text lie in the GB 2312 plane; other encodings read as
# GB18030 by accident fall outside it.
_DOUBLE_BYTE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_LEAST_PLANE_SHARE = 0.8
_SAMPLE_BYTES = 200_000
# No XML document can hold these (XML 1.0, production 2), so no report can either.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of ``data`` without its mark, and a diagnostic where it is not plain UTF-8.

    Raises UnreadableError where no known encoding fits strictly.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise unreadable("read.encoding-unknown", offset=error.start + len(mark)) from error
            told = () if name == "utf-8" else (diagnose("read.encoding", encoding=name.upper()),)
            return text, told
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        offset = error.start
    if not _is_plain_chinese(data):
        raise unreadable("read.encoding-unknown", offset=offset)
    try:
        return data.decode("gb18030"), (diagnose("read.encoding", encoding="GB18030"),)
    except UnicodeDecodeError as error:
        raise unreadable("read.encoding-unknown", offset=error.start) from error


def _is_plain_chinese(data: bytes) -> bool:
    pairs = _DOUBLE_BYTE.findall(data[:_SAMPLE_BYTES])
    if not pairs:
        return False
    inside = sum(1 for lead, trail in pairs if 0xA1 <= lead <= 0xF7 and trail >= 0xA1)
    return inside >= _LEAST_PLANE_SHARE * len(pairs)


def text_lines(data: bytes, limits: Limits) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """The lines of a text file without their ends, checked against the limits.

    Raises UnreadableError for too much text, too long a line, or a character no report can carry.
    """
    if len(data) > limits.text_bytes:
        raise unreadable("read.too-large", size=len(data), kind="text", limit=limits.text_bytes)
    text, told = decode(data)
    text = text.removesuffix("\x1a")
    if not text.strip():
        raise unreadable("read.blank")
    # Page and line feeds of a printer are white space; one for one, so that columns stay exact.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", " ")
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.line_characters:
            raise unreadable(
                "read.line-too-long", line=number, length=len(line), limit=limits.line_characters
            )
    wrong = FORBIDDEN.search(text)
    if wrong:
        raise _wrong_character(lines)
    return [meant(line) for line in lines], told


def _wrong_character(lines: list[str]) -> Exception:
    for number, line in enumerate(lines, start=1):
        wrong = FORBIDDEN.search(line)
        if wrong:
            column = wrong.start() + 1
            return unreadable(
                "read.control-character",
                span=LineSpan(number, column, number, column),
                line=number,
                column=column,
                character=f"U+{ord(wrong.group()):04X}",
            )
    raise AssertionError("the text holds a forbidden character but no line does")
