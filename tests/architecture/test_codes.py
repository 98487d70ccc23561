"""The closed lists of codes, reasons and evidence: nothing said outside them, nothing in them unsaid."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from pilu.cli.explaining import codes_and_reasons, reference_page
from pilu.codes import BY_ID, CODES
from pilu.reasons import EVIDENCE, REASONS


def spoken(modules: dict[str, ast.Module]) -> set[str]:
    """Every string of the package outside the list: an id, or the second half of one put together."""
    return {
        node.value
        for name, tree in modules.items()
        if name not in {"pilu.codes", "pilu.reasons"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(("call", "known"), [("diagnose", BY_ID), ("evidence", EVIDENCE)])
def test_every_code_used_is_on_the_list(
    modules: dict[str, ast.Module], call: str, known: Mapping[str, object]
) -> None:
    """A call of ``diagnose`` or ``evidence`` names a code that exists."""
    unknown = [
        f"{name}:{node.lineno}: {node.args[0].value}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == call
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in known
    ]
    assert not unknown


def test_every_code_on_the_list_is_used(modules: dict[str, ast.Module]) -> None:
    """A code nobody says is dead weight in the reference."""
    said = spoken(modules)
    assert not [code.id for code in CODES if code.id not in said and code.id.partition(".")[2] not in said]


def test_every_reason_and_evidence_on_the_list_is_used(modules: dict[str, ast.Module]) -> None:
    """A ledger reason that nobody gives, or evidence that nobody has, is dead weight too."""
    said = spoken(modules)
    assert not [name for name in (*REASONS, *EVIDENCE) if name not in said]


def test_nothing_is_explained_under_two_meanings() -> None:
    """``pilu explain`` takes codes, reasons and evidence alike."""
    names = [*BY_ID, *REASONS, *EVIDENCE]
    assert len(set(names)) == len(names)


def test_ids_are_unique_and_name_their_stage() -> None:
    """Ids are ``stage.what`` and no two are the same."""
    ids = [code.id for code in CODES]
    assert len(set(ids)) == len(ids)
    stages = {
        "call",
        "read",
        "extract",
        "map",
        "write",
        "validate",
        "taxonomy",
        "batch",
        "store",
        "diff",
        "review",
        "waiver",
    }
    assert {code.split(".")[0] for code in ids} <= stages


def test_both_languages_say_the_same_fields() -> None:
    """A message and its hint use the same fields in English and Chinese, and every hint exists."""
    for code in CODES:
        assert _fields(code.en) >= {name.removesuffix("_zh") for name in _fields(code.zh)}, code.id
        assert _fields(code.hint_en) == _fields(code.hint_zh), code.id
        assert code.hint_en, code.id
        assert code.hint_zh, code.id
    for name, (english, chinese) in EVIDENCE.items():
        assert _fields(english) == {field.removesuffix("_zh") for field in _fields(chinese)}, name
        assert any("一" <= character <= "鿿" for character in chinese), name


def test_the_codes_page_is_what_the_list_says(root: Path) -> None:
    """docs/codes.md is generated; `make docs` writes it again."""
    page = (root / "docs" / "codes.md").read_text(encoding="utf-8")
    assert page == reference_page(codes_and_reasons())


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
