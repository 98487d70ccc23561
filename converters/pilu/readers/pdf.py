"""PDF with a text layer: ruled tables and paragraphs in reading order, with page and box.

pdfium reads the file twice over: pypdfium2 opens it (so that encryption and damage are told
apart) and looks for pictures, tablers gives rulings and characters in the coordinates of the page
as it is shown. pdfium is not thread-safe; one process reads one document at a time.
"""

from __future__ import annotations

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.readers.assembly import assembled
from pilu.readers.limits import Limits
from pilu.readers.pdf_pages import open_pdf, pages_of, rendered
from pilu.readers.reading import Reading, unreadable
from pilu.readers.scans import is_available, scanned_page

# A page with a picture and fewer characters than this is a scan.
_FEW_GLYPHS = 12


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """Reads a PDF. Pages that are only pictures are recognised where the ``ocr`` extra is installed;
    without it they are told, and a file of nothing else is refused."""
    count = open_pdf(data, limits)
    pages = list(pages_of(data, limits))
    told: list[Diagnostic] = []
    scans = [page.number for page in pages if page.glyphs < _FEW_GLYPHS and page.pictures]
    recognised: tuple[int, ...] = ()
    if scans:
        within = len(scans) <= limits.scans
        if is_available() and within:
            for number, image in rendered(data, scans, limits):
                pages[number - 1] = scanned_page(number, image)
            recognised = tuple(scans)
            told.append(diagnose("read.recognised", pages=", ".join(map(str, scans))))
        else:
            nothing_else = len(scans) == sum(1 for page in pages if page.glyphs or page.pictures)
            told.append(_unread(scans, limits, nothing_else=nothing_else, within=within))
    blocks, notes = assembled(pages)
    return Reading(blocks, count, (*told, *notes), recognised)


def _unread(scans: list[int], limits: Limits, *, nothing_else: bool, within: bool) -> Diagnostic:
    """What there is to say of pages that stay unread; raises where the file holds nothing else."""
    if nothing_else:
        if within:
            raise unreadable("read.picture-only", pages=len(scans))
        raise unreadable("read.too-many-scans", pages=len(scans), limit=limits.scans)
    names = ", ".join(map(str, scans))
    if within:
        return diagnose("read.picture-pages", pages=names)
    return diagnose("read.scans-left", pages=names, limit=limits.scans)
