"""How much a reader takes on before it refuses, so that hostile files cost bounded time and memory."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, inclusive; sizes in bytes.

    ``archive_ratio``: real size over packed size of one member of a DOCX or XLSX, looked at only
    above ``archive_small`` bytes, since small members of plain XML pack very well.
    """

    file_bytes: int = 256 * _MEGABYTE
    text_bytes: int = 32 * _MEGABYTE
    markup_bytes: int = 64 * _MEGABYTE
    line_characters: int = 1_000_000
    pages: int = 2_000
    page_characters: int = 200_000
    cells: int = 500_000
    depth: int = 400
    archive_entries: int = 5_000
    archive_bytes: int = 256 * _MEGABYTE
    archive_small: int = 4 * _MEGABYTE
    archive_ratio: int = 200
    picture_pixels: int = 60_000_000
    scans: int = 300
