"""The closed list of diagnostic codes and ledger reasons.

One entry per thing Pilu can say; the reference page docs/codes.md and ``pilu explain`` are made
from it. A code's id is ``stage.what``; people and programs match on the id, never on the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.diagnostic import Diagnostic, Severity
from pilu.model.span import Span

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its words. ``en``/``zh`` take the diagnostic's fields by ``str.format``;
    ``hint_en``/``hint_zh`` say what to do next."""

    id: str
    severity: Severity
    en: str
    zh: str
    hint_en: str
    hint_zh: str


CODES: tuple[Code, ...] = (
    # --- call: the command line and the API
    Code("call.no-such-file", _E, "{path} does not exist or is not a file",
         "{path} 不存在或不是文件", "Check the path.", "请检查路径。"),
    # --- read
    Code("read.empty", _E, "the file is empty", "文件为空",
         "Give a report with text in it.", "请提供有内容的报告。"),
    # --- extract
    # --- map
    # --- write
    # --- validate
    # --- taxonomy
)

BY_ID = MappingProxyType({code.id: code for code in CODES})

# Why a cell of a recognised table is no fact: id -> (English, Chinese).
REASONS = MappingProxyType({
    "header": ("a header or label cell", "表头或标签"),
})


def diagnose(code_id: str, *, span: Span | None = None, source: str = "", **fields: object) -> Diagnostic:
    """A diagnostic of the closed list; an unknown id or a missing field is a bug and raises."""
    code = BY_ID[code_id]
    words = {name: str(value) for name, value in fields.items()}
    return Diagnostic(
        code=code.id,
        severity=code.severity,
        text=code.en.format(**words),
        text_zh=code.zh.format(**words),
        hint=code.hint_en.format(**words),
        hint_zh=code.hint_zh.format(**words),
        source=source,
        span=span,
        fields=tuple(sorted(words.items())),
    )
