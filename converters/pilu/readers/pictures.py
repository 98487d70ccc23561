"""PNG, JPEG and TIFF pictures of pages, with the ``ocr`` extra."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pilu.codes import diagnose
from pilu.readers.assembly import assembled
from pilu.readers.limits import Limits
from pilu.readers.pdf_flow import Page
from pilu.readers.reading import Reading, unreadable
from pilu.readers.scans import DPI, is_available, scanned_page

_SHORT_SIDE = 8.27 * DPI  # of an A4 page


def read_picture(data: bytes, limits: Limits) -> Reading:
    """Reads the pages of a picture file; without the extra the error names it."""
    if not is_available():
        raise unreadable("read.picture-only", pages=1)
    pages = list(_pages(data, limits))
    blocks, told = assembled(pages)
    numbers = tuple(page.number for page in pages)
    note = diagnose("read.recognised", pages=", ".join(map(str, numbers)))
    return Reading(blocks, len(pages), (note, *told), numbers)


def _pages(data: bytes, limits: Limits) -> Iterator[Page]:
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(data)) as source:
        if source.width * source.height > limits.picture_pixels:
            raise unreadable("read.too-large", size=len(data), kind="a picture", limit=limits.picture_pixels)
        for number, frame in enumerate(ImageSequence.Iterator(source), start=1):
            if number > limits.scans:
                raise unreadable(
                    "read.too-many-scans", pages=getattr(source, "n_frames", number), limit=limits.scans
                )
            yield scanned_page(number, _normal(frame))


def _normal(frame: Any) -> Any:
    """The frame in RGB at about 200 dpi, taking its shorter side for that of an A4 page."""
    import numpy
    from PIL import Image

    image = frame.convert("RGBA") if "A" in frame.getbands() else frame.convert("RGB")
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    scale = _SHORT_SIDE / min(image.size)
    if abs(scale - 1) > 0.05:
        size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return numpy.asarray(image)
