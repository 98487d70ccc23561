"""Which form a report follows: kind and year from its title, board from the stock code."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pilu.model.document import Document, Paragraph, Table
from pilu.model.extraction import Form
from pilu.taxonomies.grammar import YEARS, Grammar
from pilu.values.text import fold

_CODE = re.compile(r"(?:公司|证券|股票|A股)代码[:：]?(\d{6})(?!\d)")
_BARE_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_FRONT = 60  # blocks looked at for the title


def find_form(document: Document, grammar: Grammar) -> Form | None:
    """The form, or None when no title of a report of a known kind is on the first pages."""
    found = _title(document, grammar)
    if found is None:
        return None
    kind, year = found
    exchange, board, confidence = _board(document, grammar)
    edition = max((e for start, e in grammar.editions if start <= year), default=grammar.editions[0][1])
    return Form(kind, exchange, board, edition, year, confidence)


def _title(document: Document, grammar: Grammar) -> tuple[str, int] | None:
    pieces = [fold(b.text) for b in document.blocks[:_FRONT] if isinstance(b, Paragraph)]
    pieces += ["".join(pair) for pair in pairwise(pieces)]
    for rule in grammar.titles:
        for text in pieces:
            match = rule.pattern.search(text[:200])
            year = int(match["year"].translate(_CHINESE_DIGITS)) if match else 0
            if year in YEARS:
                return rule.kind, year
    return None


_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _board(document: Document, grammar: Grammar) -> tuple[str, str, float]:
    """Exchange and board by the stock code that is printed with its label most often."""
    codes: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            codes.update(_CODE.findall(fold(block.text[:300])))
        elif isinstance(block, Table):
            text = "|".join(fold(cell.text) for cell in block.cells[:80])
            if "代码" in text:
                codes.update(_BARE_CODE.findall(text))
    for code, _ in sorted(codes.items(), key=lambda item: (-item[1], item[0])):
        for rule in grammar.exchanges:
            if rule.code.fullmatch(code):
                return rule.exchange, rule.board, 1.0
    return "", "", 0.5
