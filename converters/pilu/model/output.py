"""Files to be written, and what the validator says of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pilu.model.diagnostic import Severity
from pilu.model.span import Span
from pilu.model.waiver import Override, Waiver, WaiverAccount


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of the output, ``path`` relative to the output folder with forward slashes.

    ``kind``: the writer's name (``xbrl``, ``ixbrl``, ``json``, ``csv``, ``package``, ``facts``,
    ``ledger``, ``receipt``); ``primary``: the file a validator opens (the csv folder has several).
    """

    path: str
    data: bytes
    kind: str
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Involved:
    """A fact that a finding is about, told for people.

    ``concept`` is a local name, the labels are the taxonomy's; ``period`` has days as a report writes
    them; ``dimensions`` are (axis, member or typed value) local names, ``dimensions_zh`` and
    ``dimensions_en`` the same in words; ``line``: in the validated file. Where it was read is known of
    facts that Pilu itself read: ``span``, the row and column as printed, and the characters.
    """

    id: str
    concept: str
    label_zh: str
    label_en: str
    value: str = ""
    unit: str = ""
    decimals: str = ""
    period: str = ""
    entity: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()
    dimensions_zh: str = ""
    dimensions_en: str = ""
    line: int = 0
    span: Span | None = None
    row: str = ""
    column: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One validator message, resolved.

    ``text``, ``text_zh``: what is wrong; ``said``: the engine's own words, and ``level`` its level;
    ``title``: what is checked; ``table``: the statement or table of the taxonomy that the facts stand
    in; ``hint``: what to look at. ``difference`` is compared with ``tolerance`` where the check is of
    numbers. ``files``: every file of the filing that has it, ``file`` being the first. ``line`` is of the
    file, or of the document ``within``: a report in a package, a schema. ``waivable``: a
    waiver may excuse it though it is an error; ``waiver``: the one that does; ``override``: what gave
    it another severity than its own, which is ``stated``.
    """

    code: str
    severity: Severity
    text: str
    text_zh: str
    file: str
    line: int
    involved: tuple[Involved, ...] = ()
    files: tuple[str, ...] = ()
    said: str = ""
    level: str = ""
    title: str = ""
    title_zh: str = ""
    table: str = ""
    table_zh: str = ""
    hint: str = ""
    hint_zh: str = ""
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    waivable: bool = False
    waiver: Waiver | None = None
    override: Override | None = None
    stated: Severity | None = None
    within: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of its facts."""
        return tuple(fact.id for fact in self.involved)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its facts were read, as far as that is known."""
        return tuple(fact.span for fact in self.involved if fact.span is not None)

    @property
    def policy(self) -> str:
        """``error``, ``waivable-error``, ``warning`` or ``info``."""
        return "waivable-error" if self.severity is Severity.ERROR and self.waivable else self.severity.value


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the validator says of a set of files. ``valid``: no finding is an error that is not waived,
    and the engine ran to its end on every file. ``waivers`` is None where no waiver file was given."""

    valid: bool
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    engine: str
    waivers: WaiverAccount | None = None

    def count(self, severity: Severity) -> int:
        """How many findings of that severity are not waived."""
        return sum(1 for item in self.findings if item.severity is severity and item.waiver is None)

    @property
    def waived(self) -> int:
        """How many findings are waived."""
        return sum(1 for item in self.findings if item.waiver is not None)
