"""DOCX through mammoth: content controls, tracked insertions, text boxes and symbol ticks included.

mammoth gives no pages, so a place is the path of an element in the text as converted, such as
``/body/table[2]/tr[3]/td[1]``, with line 0.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.readers.archive import checked_archive
from pilu.readers.html import read_markup
from pilu.readers.limits import Limits
from pilu.readers.reading import Reading

_MOST_MESSAGES = 10
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo)[\s>]")
_STYLE_MESSAGE = re.compile(r"Unrecognised (paragraph|run|table) style")


def read_docx(data: bytes, limits: Limits) -> Reading:
    """Reads a DOCX file."""
    import mammoth

    told = list(checked_archive(data, limits, "DOCX"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _TRACKED.search(archive.read("word/document.xml")):
            told.append(diagnose("read.tracked-changes"))
    result = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(_no_image))
    told.extend(_messages(result.messages))
    markup = f"<html><body>{result.value}</body></html>"
    return read_markup(markup, limits, tuple(told), place_lines=False)


def _no_image(image: Any) -> dict[str, str]:
    """Pictures are kept as marks in the flow; their bytes are never opened."""
    return {"src": ""}


def _messages(messages: Any) -> list[Diagnostic]:
    """What mammoth could not convert; unknown style names change nothing in the text."""
    counted = Counter(message.message for message in messages if not _STYLE_MESSAGE.match(message.message))
    return [
        diagnose("read.conversion", message=message, count=count)
        for message, count in counted.most_common(_MOST_MESSAGES)
    ]
