"""Scans: with the ocr extra they are recognised, without it the message names the extra."""

import io

import pypdfium2
import pytest
from PIL import Image

from pilu.model.document import Table
from pilu.readers import Limits, pdf, pictures
from pilu.readers.scans import is_available


def _scan(make_pdf, pdf_page):
    page = pdf_page()
    page.texts.append((60, 60, 12, "Report 2021"))
    page.grid(
        (60, 200, 340, 480), (100, 130, 160), [["Item", "2021", "2020"], ["Assets", "1,234.50", "-98.76"]]
    )
    document = pypdfium2.PdfDocument(make_pdf([page]))
    image = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    document.close()
    return image


def _saved(image, kind):
    out = io.BytesIO()
    image.save(out, kind, resolution=200)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_without_the_extra_the_message_names_it(read_bytes, monkeypatch, kind):
    """A file of nothing but pictures is refused, and the hint says what to install."""
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    monkeypatch.setattr(pictures, "is_available", lambda: False)
    outcome = read_bytes(_saved(Image.new("RGB", (1654, 2339), "white"), kind))
    (told,) = outcome.diagnostics
    assert told.code == "read.picture-only"
    assert "pip install 'pilu[ocr]'" in told.hint


def test_picture_of_too_many_pixels_is_refused(read_bytes, monkeypatch):
    """The size is known before the picture is unpacked."""
    monkeypatch.setattr(pictures, "is_available", lambda: True)
    data = _saved(Image.new("1", (9000, 9000)), "PNG")
    assert [told.code for told in read_bytes(data).diagnostics] == ["read.too-large"]


def test_damaged_picture_is_refused(read_bytes, monkeypatch):
    """A picture cut short gives one message."""
    monkeypatch.setattr(pictures, "is_available", lambda: True)
    data = _saved(Image.new("RGB", (100, 100)), "PNG")[:60]
    assert [told.code for told in read_bytes(data).diagnostics] == ["read.damaged"]


@pytest.mark.slow
@pytest.mark.skipif(not is_available(), reason="needs the ocr extra (pip install 'pilu[ocr]')")
@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_scan_is_recognised_with_lower_confidence(read_bytes, make_pdf, pdf_page, kind):
    """A ruled table of a scan has its cells in place, and none is certain."""
    outcome = read_bytes(_saved(_scan(make_pdf, pdf_page), kind))
    (table,) = [block for block in outcome.value.blocks if isinstance(block, Table)]
    numbers = [cell.text for cell in table.cells if cell.row == 1]
    assert numbers == ["Assets", "1,234.50", "-98.76"]
    assert all(cell.confidence < 1 for cell in table.cells)
    assert "read.recognised" in [told.code for told in outcome.diagnostics]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_more_pictures_than_are_recognised_name_the_limit(read_bytes, monkeypatch, kind):
    """With the extra installed the message speaks of the limit, not of the extra."""
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pictures, "is_available", lambda: True)
    data = _saved(Image.new("RGB", (1654, 2339), "white"), kind)
    (told,) = read_bytes(data, Limits(scans=0)).diagnostics
    assert told.code == "read.too-many-scans"
    assert "ocr" not in told.hint


def test_text_beside_too_many_pictures_is_read(read_bytes, make_pdf, pdf_page, monkeypatch):
    """The pages with text are read, and the pictures left out are told with the limit."""
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    page = pdf_page()
    page.texts.append((60, 60, 12, "Report 2021 of a company"))
    document = pypdfium2.PdfDocument(make_pdf([page]))
    document.import_pages(pypdfium2.PdfDocument(_saved(Image.new("RGB", (1654, 2339), "white"), "PDF")))
    out = io.BytesIO()
    document.save(out)
    outcome = read_bytes(out.getvalue(), Limits(scans=0))
    assert [block.text for block in outcome.value.blocks if hasattr(block, "text")] == [
        "Report 2021 of a company"
    ]
    assert [one.fields for one in outcome.diagnostics if one.code == "read.scans-left"]
