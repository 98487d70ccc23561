"""Whatever bytes come in, a reader gives a document or one error, and never raises."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pilu.model.diagnostic import Severity
from pilu.model.document import SourceFile, Table
from pilu.readers import Limits, read

LIMITS = Limits(text_bytes=1_000_000, markup_bytes=1_000_000, cells=20_000, pages=20, page_characters=20_000)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Count 1 /Kids [4 0 R] >>
endobj
3 0 obj
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
endobj
4 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>
endobj
5 0 obj
<< /Length 198 >>
stream
10 10 m 210 10 l S 10 40 m 210 40 l S 10 70 m 210 70 l S 10 10 m 10 70 l S 110 10 m 110 70 l S
210 10 m 210 70 l S BT /F 9 Tf 15 50 Td (Assets) Tj 100 0 Td (1,234.50) Tj -100 90 Td (Report) Tj ET
endstream
endobj
trailer
<< /Size 6 /Root 1 0 R >>
%%EOF
"""
TEXT = (
    "# 摘要\n\n| 项目 | 2021年 |\n|---|---|\n| 收入 | $1,83\\%$ |\n\n项目\t金额\n存货\t8.00\n\n现金\t9.00\n"
).encode()
HTML = (
    "<html><body><h1>摘要</h1><table><tr><td rowspan=2>a</td><td>1</td></tr><tr><td>2</td></tr></table>"
).encode()
TAGS = (
    "<table> <tr> <td> <td\trowspan=0> <td\tcolspan=3> </td> </tr> </table> <p> <br/> x 1,234 <!-- --> <h2> "
    "</p> &amp; <ix:header>"
)


def _docx() -> bytes:
    out = io.BytesIO()
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        )
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


def _xlsx() -> bytes:
    book = Workbook()
    book.active.append(["收入", 1.5])
    book.active.append(["成本", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SEEDS = {"pdf": PDF, "markdown": TEXT, "html": HTML, "docx": _docx(), "xlsx": _xlsx()}


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with a few bytes changed, pieces cut out, doubled or moved, or its end cut off."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 40))
        action = draw(st.sampled_from(["flip", "cut", "double", "end", "insert"]))
        if action == "flip" and data:
            data[at] = draw(st.integers(0, 255))
        elif action == "cut":
            del data[at : at + length]
        elif action == "double":
            data[at:at] = data[at : at + length] * draw(st.integers(1, 20))
        elif action == "end":
            del data[at:]
        else:
            data[at:at] = draw(st.binary(max_size=20))
    return bytes(data)


def check(data: bytes) -> None:
    """A document whose cells lie on their grid, or exactly one error."""
    outcome = read(SourceFile("x", data), limits=LIMITS)
    errors = [told for told in outcome.diagnostics if told.severity is Severity.ERROR]
    assert outcome.failed == (len(errors) == 1)
    assert len(errors) <= 1
    if outcome.value is None:
        return
    for block in outcome.value.blocks:
        if isinstance(block, Table):
            places = [(cell.row, cell.column) for cell in block.cells]
            assert places == sorted(set(places))
            assert block.spans
            for cell in block.cells:
                assert cell.spans
                assert cell.row + cell.row_span <= block.row_count
                assert cell.column + cell.column_span <= block.column_count


@pytest.mark.parametrize("kind", sorted(SEEDS))
@MANY
@given(data=st.data())
def test_damaged_files_never_raise(kind: str, data: st.DataObject) -> None:
    """Small real files, mutated."""
    check(data.draw(mutated(SEEDS[kind])))


@MANY
@given(data=st.binary(max_size=300))
def test_any_bytes_never_raise(data: bytes) -> None:
    """Bytes out of nowhere."""
    check(data)


@MANY
@given(text=st.text(alphabet="|-\t\n #年1,.$\\<br>&;：abc", max_size=300))
def test_any_text_never_raises(text: str) -> None:
    """Texts made of the marks that tables and formulas are made of."""
    check(text.encode())


@MANY
@given(markup=st.lists(st.sampled_from(TAGS.split(" ")), max_size=40))
def test_any_markup_never_raises(markup: list[str]) -> None:
    """Tags in any order."""
    check(("<html>" + "".join(markup)).encode())
