"""Templates of the user's own, right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pilu.model.filing import Filing
from pilu.model.taxonomy import Taxonomy
from pilu.writers import write


@pytest.mark.parametrize(
    ("template", "text", "line"),
    [
        ("ixbrl/report.xhtml", "<html>\n\n{{ missing }}</html>", "3"),
        ("xbrl/instance.xml", "<x>\n{% for %}\n</x>", "2"),
        ("json/report.json", "\n{{ facts | nosuch }}", "2"),
        ("report/fragment.xhtml", "{{ block.nothing.more }}", "1"),
        ("csv/table.csv", "{{ 1 / 0 }}", "1"),
        ("report/sheet.csv", "{{ ''.__class__.__mro__ }}", "1"),
        ("xbrl/parts.xml", "{% macro context(it) %}\n\n{{ it.idd }}{% endmacro %}", "3"),
    ],
)
def test_a_wrong_template_is_one_diagnostic(
    template: str, text: str, line: str, filing: Filing, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """The message names template and line, and there is no value that could be saved."""
    path = tmp_path / template
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    outcome = write(filing, taxonomy, templates=tmp_path)
    assert outcome.value is None
    (said,) = [one for one in outcome.diagnostics if one.code == "write.template"]
    assert dict(said.fields)["template"] == template
    assert dict(said.fields)["line"] == line


def test_a_template_that_is_no_text_is_one_diagnostic(
    filing: Filing, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Bytes that are not UTF-8 are a fault of the template, not of Pilu."""
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "report.json").write_bytes(b"\xff\xfe")
    outcome = write(filing, taxonomy, kinds=["json"], templates=tmp_path)
    assert outcome.value is None
    assert "write.template" in [one.code for one in outcome.diagnostics]


def test_own_templates_come_first_name_by_name(filing: Filing, taxonomy: Taxonomy, tmp_path: Path) -> None:
    """A folder with one template changes that one and leaves the others."""
    (tmp_path / "ixbrl").mkdir()
    (tmp_path / "ixbrl" / "style.css").write_text("p { color: teal }", encoding="utf-8")
    outcome = write(filing, taxonomy, templates=tmp_path)
    assert outcome.value is not None
    page = next(file.data for file in outcome.value if file.kind == "ixbrl")
    assert b"p { color: teal }" in page
    assert b"<ix:resources>" in page


def test_report_text_cannot_become_markup(filing: Filing, taxonomy: Taxonomy) -> None:
    """What a report prints between angle brackets is text in every XML file."""
    outcome = write(filing, taxonomy)
    assert outcome.value is not None
    for file in outcome.value:
        if file.kind in {"xbrl", "ixbrl"}:
            assert "<合伙>" not in file.data.decode("utf-8")
            assert "&lt;合伙&gt;" in file.data.decode("utf-8")
