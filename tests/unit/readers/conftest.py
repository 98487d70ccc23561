"""Small files of every kind, made in the tests so that none has to be kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from pilu.model.diagnostic import Outcome
from pilu.model.document import Document, SourceFile, Table
from pilu.readers import Limits, read


@dataclass
class PdfPage:
    """Texts as (x, top, size, text) and rulings as (x0, top, x1, bottom), in points from the top left."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    rulings: list[tuple[float, float, float, float]] = field(default_factory=list)
    width: float = 595
    height: float = 842
    rotate: int = 0

    def grid(self, columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]) -> None:
        """A ruled grid with a text in every cell; "" leaves the cell empty."""
        for x in columns:
            self.rulings.append((x, rows[0], x, rows[-1]))
        for y in rows:
            self.rulings.append((columns[0], y, columns[-1], y))
        for top, row in zip(rows, texts, strict=False):
            for left, text in zip(columns, row, strict=False):
                for index, line in enumerate(text.split("\n")):
                    if line:
                        self.texts.append((left + 5, top + 3 + 12 * index, 9, line))

    def content(self) -> bytes:
        """The page's drawing operators."""
        parts = []
        for x0, top, x1, bottom in self.rulings:
            parts.append(f"0.5 w {x0} {self.height - top} m {x1} {self.height - bottom} l S")
        for x, top, size, text in self.texts:
            code = text.encode("utf-16-be").hex()
            parts.append(f"BT /F1 {size} Tf {x} {self.height - top - size} Td <{code}> Tj ET")
        return "\n".join(parts).encode("ascii")


def _pdf(pages: Sequence[PdfPage]) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 [500] 2 94 500] >>",
    ]
    kids = []
    for page in pages:
        content = page.content()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>"
            % (page.width, page.height, page.rotate, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


@pytest.fixture
def pdf_page() -> type[PdfPage]:
    """The class of a page to draw on."""
    return PdfPage


@pytest.fixture
def make_pdf() -> Callable[[Sequence[PdfPage]], bytes]:
    """Makes a PDF of pages."""
    return _pdf


_WORD = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """Makes a DOCX of a body in WordprocessingML, with further members and relationships."""

    def make(body: str, members: dict[str, bytes] | None = None, relationships: str = "") -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "[Content_Types].xml",
                '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/></Types>',
            )
            main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            archive.writestr("_rels/.rels", _RELATIONSHIPS.format(main))
            archive.writestr("word/_rels/document.xml.rels", _RELATIONSHIPS.format(relationships))
            archive.writestr("word/document.xml", _WORD.format(body))
            for name, content in (members or {}).items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


@pytest.fixture
def read_bytes() -> Callable[..., Outcome[Document]]:
    """Reads bytes under a name that says nothing."""

    def read_them(data: bytes, limits: Limits | None = None) -> Outcome[Document]:
        return read(SourceFile("report", data), limits=limits)

    return read_them


@pytest.fixture
def tables_of(read_bytes: Callable[..., Outcome[Document]]) -> Callable[[bytes], list[Table]]:
    """Reads bytes that must give a document, and gives its tables."""

    def tables(data: bytes) -> list[Table]:
        outcome = read_bytes(data)
        assert outcome.value is not None, outcome.diagnostics
        return [block for block in outcome.value.blocks if isinstance(block, Table)]

    return tables


@pytest.fixture
def texts() -> Callable[[Table], list[list[str]]]:
    """The texts of a table, row for row."""

    def rows(table: Table) -> list[list[str]]:
        return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.row_count)]

    return rows
