"""What a validator's codes mean: the rows of engine_codes.csv, and the sentences made from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pilu.resources import data_root
from pilu.taxonomies.sheets import SheetReader

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\.\d+")


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code, or the start and end of many around a ``*``.

    ``zh``, ``en``: what it means; ``check_zh``, ``check_en``: what to look at; the messages have the
    engine's arguments in braces; ``reported`` and ``computed`` name those that are compared.
    """

    code: str
    waivable: bool
    zh: str
    en: str
    message_zh: str
    message_en: str
    check_zh: str
    check_en: str
    reported: str
    computed: str

    def fits(self, code: str) -> bool:
        """Whether the entry is about that code."""
        start, star, end = self.code.partition("*")
        return code == self.code or (bool(star) and code.startswith(start) and code.endswith(end))


@dataclass(frozen=True, slots=True)
class Codebook:
    """The entries in the order of the sheet; the first that fits counts."""

    entries: tuple[CodeEntry, ...]

    def entry(self, code: str) -> CodeEntry:
        """The entry of a code; the last of the sheet fits all."""
        return next(entry for entry in self.entries if entry.fits(code))


def codebook() -> Codebook:
    """The shipped sheet."""
    reader = SheetReader(data_root("taxonomy") / "engine")
    rows = reader.csv("engine_codes", "code")
    if reader.diagnostics:
        raise RuntimeError(f"the installation is damaged: {reader.diagnostics[0].text}")
    return Codebook(
        tuple(CodeEntry(**{**row.cells, "waivable": row["waivable"] == "yes"}) for row in rows)  # type: ignore[arg-type]
    )


def worded(template: str, text: str, args: Mapping[str, str], labels: Iterable[str]) -> str:
    """The sentence of a template; the engine's own ``text`` where there is none."""
    named = list(dict.fromkeys(labels))
    words = _Words(args)
    words.update(text=text, facts=", ".join(named) or "—", first=(*named, "—")[0])
    return template.format_map(words) if template else text


@dataclass(frozen=True, slots=True)
class Compared:
    """What a check compares: the numbers, or the middles of intervals, whose halves are the tolerance."""

    reported: Decimal
    computed: Decimal
    tolerance: Decimal

    @property
    def difference(self) -> Decimal:
        """How much too large the reported number is."""
        return self.reported - self.computed


def compared(entry: CodeEntry, args: Mapping[str, str]) -> Compared | None:
    """The numbers that a message compares, or None where it has no two."""
    reported, computed = (_interval(args.get(name, "")) for name in (entry.reported, entry.computed))
    if reported is None or computed is None:
        return None
    tolerance = (reported[1] - reported[0] + computed[1] - computed[0]) / 2
    return Compared(_middle(reported), _middle(computed), tolerance)


def _middle(interval: tuple[Decimal, Decimal]) -> Decimal:
    """Without the digit that only halving has brought."""
    middle = (interval[0] + interval[1]) / 2
    rounded = middle.quantize(Decimal("0.01"))
    return rounded if rounded == middle else middle.normalize()


class _Words(dict[str, str]):
    """Arguments by name; one that Arelle left out shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def _interval(text: str) -> tuple[Decimal, Decimal] | None:
    ends = [number(part) for part in text.strip("[]()").split(", ")]
    if len(ends) not in (1, 2) or None in ends:
        return None
    known = [end for end in ends if end is not None]
    return min(known), max(known)


def number(text: str) -> Decimal | None:
    """The number that a text is, or None."""
    try:
        return Decimal(text.strip().replace(",", "")) if _NUMBER.fullmatch(text.strip()) else None
    except InvalidOperation:
        return None
