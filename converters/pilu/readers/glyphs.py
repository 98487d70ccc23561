"""Characters that a report's fonts draw but Unicode text does not say: symbol fonts and radicals.

Symbol fonts (Wingdings, Wingdings 2, Symbol) put their marks at U+F000 plus the font's own code;
PDF text layers, DOCX and text exported from either carry that code. Every mapping is one character
for one, so that places stay exact.
"""

from __future__ import annotations

import re
import unicodedata

# Only marks that mean the same in every symbol font they occur in.
_SYMBOLS = {
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

# CJK Radicals Supplement: what browsers write into a PDF for whole characters. NFKC leaves these
# alone, unlike the Kangxi radicals. Each pair is a radical and the character it stands for.
_RADICALS = (
    "⺁厂 ⺄乙 ⺆冂 ⺇几 ⺈刀 ⺉刂 ⺊卜 ⺋卩 ⺌小 ⺎兀 ⺏尢 ⺐尢 ⺒巳 ⺓幺 ⺔彐 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 "
    "⺝月 ⺞歹 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爪 ⺥爪 ⺧牛 ⺨犭 ⺩王 ⺪疋 ⺫目 ⺬示 ⺭礻 ⺮竹 ⺯糹 ⺰纟 ⺱网 ⺲罒 ⺳网 "
    "⺴网 ⺵网 ⺶羊 ⺷羊 ⺸羊 ⺹老 ⺺聿 ⺻聿 ⺼肉 ⺽臼 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃西 ⻄西 ⻅见 ⻆角 ⻇角 ⻈讠 ⻉贝 "
    "⻊足 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒長 ⻓长 ⻔门 ⻕阜 ⻖阜 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞食 ⻟食 "
    "⻠饣 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫齐 ⻬齐 ⻭齿 ⻮齿 ⻯龙 ⻰龙 ⻱龟 ⻲龟 ⻳龟"
).split()
_KANGXI = range(0x2F00, 0x2FD6)
_MEANT = {
    **_SYMBOLS,
    **{ord(pair[0]): pair[1] for pair in _RADICALS},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI},
}
_DRAWN = re.compile("[⺀-⿕\ue000-\uf8ff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def meant(text: str) -> str:
    """The text with symbol glyphs and radicals replaced, character for character."""
    return text.translate(_MEANT) if _DRAWN.search(text) else text


def unknown_glyphs(text: str) -> frozenset[str]:
    """The private-use characters in ``text`` that ``meant`` has no meaning for."""
    return frozenset(glyph for glyph in _PRIVATE.findall(text) if ord(glyph) not in _MEANT)
