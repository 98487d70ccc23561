"""DOCX and XLSX are ZIP archives: checked before any parser sees them."""

from __future__ import annotations

import io
import re
import zipfile

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.readers.limits import Limits
from pilu.readers.reading import unreadable

_CHUNK = 1024 * 1024
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = b"/hyperlink"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def checked_archive(data: bytes, limits: Limits, kind: str) -> tuple[Diagnostic, ...]:
    """Notes about an archive that is safe to hand to a parser.

    Raises UnreadableError for bombs, encryption, damage, and XML with a document type.
    """
    external = macros = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members, limits)
            for member in members:
                content = _content(archive, member)
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    if _DECLARATION.search(_narrow(content)):
                        raise unreadable("read.entities")
                    links = (match.group() for match in _EXTERNAL.finditer(content))
                    external += sum(1 for link in links if _HYPERLINK not in link)
                macros += member.filename.endswith("vbaProject.bin")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise unreadable("read.damaged", kind=kind, reason=str(error)[:200]) from error
    told = []
    if external > 0:
        told.append(diagnose("read.external", count=external))
    if macros:
        told.append(diagnose("read.macros"))
    return tuple(told)


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.archive_entries:
        raise unreadable("read.archive-bomb", reason=f"{len(members)} members")
    total = sum(member.file_size for member in members)
    if total > limits.archive_bytes:
        raise unreadable("read.archive-bomb", reason=f"{total} bytes unpacked")
    for member in members:
        if member.flag_bits & 1:
            raise unreadable("read.encrypted")
        packed = max(member.compress_size, 1)
        if member.file_size > limits.archive_small and member.file_size > limits.archive_ratio * packed:
            ratio = member.file_size // packed
            raise unreadable("read.archive-bomb", reason=f"a member packed {ratio} times")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The member, read in bounded steps; zipfile stops at the size declared and checks the sum."""
    parts = []
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            parts.append(chunk)
    return b"".join(parts)


def _narrow(content: bytes) -> bytes:
    """XML in UTF-16 with every second byte dropped, so that one pattern finds declarations."""
    return content.replace(b"\x00", b"") if content.startswith(_WIDE) else content
