"""Characters that a report's fonts draw but Unicode text does not say: symbol fonts and radicals.

Symbol fonts (Wingdings, Wingdings 2, Symbol) put their marks at U+F000 plus the font's own code;
PDF text layers, DOCX and text exported from either carry that code. Every mapping is one character
for one, so that places stay exact.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

# Only marks that mean the same in every symbol font they occur in.
_SYMBOLS = MappingProxyType(
    {
        0xF052: "☑",  # Wingdings 2 R
        0xF053: "☒",
        0xF054: "☒",
        0xF050: "√",  # Wingdings 2 P
        0xF04F: "×",
        0xF06C: "●",
        0xF06E: "■",
        0xF06F: "□",
        0xF071: "□",
        0xF075: "◆",
        0xF076: "❖",
        0xF09F: "•",
        0xF0A3: "□",
        0xF0A7: "▪",
        0xF0A8: "□",
        0xF0B2: "◇",
        0xF0B7: "•",
        0xF0D8: "➢",
        0xF0FB: "☒",
        0xF0FC: "√",
        0xF0FD: "☒",
        0xF0FE: "☑",
    }
)

# Marks of Unicode's symbol blocks for the same boxes, as converters of DOCX write them.
_MARKS = MappingProxyType(
    {0x1F5F5: "☒", 0x1F5F7: "☒", 0x1F5F8: "√", 0x1F5F9: "☑", 0x1F78E: "□", 0x1F78F: "□"}
)

# CJK Radicals Supplement: what browsers write into a PDF for whole characters. NFKC leaves these
# alone, unlike the Kangxi radicals. Each radical stands for the
# character at its place in the second string.
_RADICALS = (
    "⺁⺄⺆⺇⺈⺉⺊⺋⺌⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯"
    "⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗"
    "⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_CHARACTERS = (
    "厂乙冂几刀刂卜卩小兀尢尢巳幺彐彐忄心扌攵旡日月歹母民氵氺灬爪爪牛犭王疋目示礻竹糹"
    "纟网罒网网网羊羊羊老聿聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑钅長長长门阜阜雨"
    "青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟"
)
_KANGXI = range(0x2F00, 0x2FD6)
_MEANT = MappingProxyType(
    {
        **_SYMBOLS,
        **_MARKS,
        **{ord(radical): whole for radical, whole in zip(_RADICALS, _CHARACTERS, strict=True)},
        **{code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI},
    }
)
_DRAWN = re.compile("[⺀-⿕\ue000-\uf8ff\U0001f5f0-\U0001f78f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def meant(text: str) -> str:
    """The text with symbol glyphs and radicals replaced, character for character."""
    return text.translate(_MEANT) if _DRAWN.search(text) else text


def unknown_glyphs(text: str) -> frozenset[str]:
    """The private-use characters in ``text`` that ``meant`` has no meaning for."""
    return frozenset(glyph for glyph in _PRIVATE.findall(text) if ord(glyph) not in _MEANT)
