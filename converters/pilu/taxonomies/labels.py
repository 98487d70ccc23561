"""Printed labels to concepts: exact after folding, never by similarity alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.taxonomy import Taxonomy
from pilu.values.text import fold

_PREFIX = re.compile(
    r"^(?:(?:其中|加|减|其他说明)[:：]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}(?:\)|[.、](?!\d)))+"
)
_NOTE = re.compile(r"\((?P<note>[^()]*)\)$")
# "(losses are entered with -)" behind a statement row, also where a page break cut it short.
_SIGN_NOTE = re.compile(r"\((?:净?(?:损失|亏损|减少|增加|收益|支出)|亏损总额)以.*$")
_FREE_NOTE = re.compile(r"如有|全称|(?:参见)?注\d*|含税|若有|[A-Z]股|人民币|单位.*")
_BARE_UNIT = re.compile(r"(?:人民币)?[百千万亿]?元(?:/股)?$|%$")

# The mark of a footnote: behind a unit in brackets, and behind a label, where it may be part of a name.
_MARK = re.compile(r"(?<=\))(?:\[附?注?\d{0,2}\]|[*※#]+|\(\d{1,2}\)|附?注?\d{1,2}|附?注)$")
_PERHAPS_MARK = re.compile(
    r"(?:\[附?注?\d{0,2}\]|[*※#]+|\((?:\d{1,2}|[A-Z]{2,6})\)|附?注\d{0,2}|(?<=[^\W\dA-Za-z])\d)$"
)
# The English behind (or before) the Chinese of a bilingual report; a few letters may be part of a name.
_WORDS = r"(?:\d{1,2}(?=[A-Z]))?[A-Za-z][A-Za-z'’&(),./:;%-]{3,}(?:\d{4})?"
_TRANSLATION = re.compile(rf"(?<=[\u4e00-\u9fff)%])/?{_WORDS}$|^{_WORDS}(?=[\u4e00-\u9fff])")
_BARE_ORDINAL = re.compile(r"^\d(?=[^\d.])")

_SHORTEST_CUT = 6  # characters that still tell labels apart
_MOST_CUT = 4  # characters that a break takes from the end
_MOST_LOST = 1  # characters that are lost at the beginning
LONGEST_LABEL = 200  # characters; longer text is no label of a form


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label taken apart: the key to look up, and the bracketed notes behind it."""

    key: str
    notes: tuple[str, ...]


def take_apart(label: str, unit_words: Iterable[str] = ()) -> PrintedLabel:
    """Fold a label, drop list prefixes, and split trailing bracketed notes off, and the marks behind them.

    A note is split off when it is a unit word or one of the form's own remarks; other brackets
    belong to the label.
    """
    if len(label) > LONGEST_LABEL:
        return PrintedLabel(fold(label), ())
    words = frozenset(unit_words)
    text = _SIGN_NOTE.sub("", _PREFIX.sub("", fold(label))).rstrip(":")
    notes: list[str] = []
    if "%(" in text:  # the unit before the remark
        text = text.replace("%(", "(")
        notes.append("%")
    while match := _NOTE.search(_MARK.sub("", text)):
        note = match["note"]
        bare = note.removeprefix("人民币").removeprefix("单位:")
        if not (note in words or bare in words or _FREE_NOTE.fullmatch(note)):
            break
        notes.insert(0, bare if bare in words else note)
        text = text[: match.start()].rstrip(":")
    if (match := _BARE_UNIT.search(text)) and match.start() > 1 and match[0].removeprefix("人民币") in words:
        notes.append(match[0].removeprefix("人民币"))
        text = text[: match.start()]
    return PrintedLabel(text, tuple(notes))


def without_translation(folded: str) -> str:
    """A folded text of a bilingual report without its English."""
    return _TRANSLATION.sub("", folded)


def forms_of(key: str) -> Iterator[str]:
    """A folded label; without its English; without a number before it; without the marks of footnotes
    behind it."""
    yield key
    if len(key) <= LONGEST_LABEL and (bare := without_translation(key)) != key:
        key = take_apart(bare).key
        yield key
    key = _BARE_ORDINAL.sub("", key)
    yield key
    while match := _PERHAPS_MARK.search(key):
        key = key[: match.start()]
        yield key


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Folded labels and aliases of every concept; a label may belong to several. ``unit_words``: what counts
    as a unit note behind one; ``apart``: concepts that only statements of an unusual format have."""

    names: Mapping[str, tuple[str, ...]]
    longest: int
    unit_words: frozenset[str]
    apart: frozenset[str] = frozenset()

    def find_printed(self, key: str, allowed: frozenset[str] | None = None) -> str | None:
        """The one concept that ``key``, or a plainer form of it, names."""
        return next((found for form in forms_of(key) if (found := self.find(form, allowed))), None)

    def find(self, key: str, allowed: frozenset[str] | None = None) -> str | None:
        """The one concept that ``key`` names among ``allowed`` (when None, all but those ``apart``)."""
        names = self.names.get(key, ())
        hits = [name for name in names if (name not in self.apart if allowed is None else name in allowed)]
        return hits[0] if len(hits) == 1 else None

    def find_suffix(self, text: str, allowed: frozenset[str] | None = None) -> tuple[str, int] | None:
        """The concept whose label is the longest suffix of ``text``, and where it starts."""
        for start in range(max(0, len(text) - self.longest), len(text) - 1):
            found = self.find(text[start:], allowed)
            if found:
                return found, start
        return None

    def find_cut(self, key: str, allowed: frozenset[str]) -> str | None:
        """The one concept among ``allowed`` whose label is ``key`` with a few characters lost at one
        end, as a line break or a misread first character leaves it."""
        if len(key) < _SHORTEST_CUT:
            return None
        hits = {
            name
            for label, names in self.names.items()
            if 0 < len(label) - len(key) <= _MOST_CUT
            and (label.startswith(key) or (len(label) - len(key) <= _MOST_LOST and label.endswith(key)))
            for name in names
            if name in allowed
        }
        return hits.pop() if len(hits) == 1 else None


def label_index(taxonomy: Taxonomy, unit_words: frozenset[str]) -> LabelIndex:
    """The index of all labels of a taxonomy; ``unit_words``: what counts as a unit note behind one."""
    names: dict[str, list[str]] = {}
    for name, concept in sorted(taxonomy.concepts.items()):
        for label in dict.fromkeys((concept.zh, *concept.aliases)):
            key = take_apart(label, unit_words).key
            if key and name not in names.setdefault(key, []):
                names[key].append(name)
    frozen = {key: tuple(found) for key, found in names.items()}
    apart = frozenset(name for name in taxonomy.concepts if not taxonomy.usual(name))
    return LabelIndex(MappingProxyType(frozen), max(map(len, frozen), default=0), unit_words, apart)


def says(pattern: re.Pattern[str] | None, label: str) -> bool:
    """Whether a folded label is what a kind of table calls one of its rows."""
    return pattern is not None and any(pattern.fullmatch(form) for form in forms_of(label))
