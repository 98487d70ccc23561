"""Waiver files, and what they do to a verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pilu.model.diagnostic import Severity
from pilu.model.output import Finding, Involved, Verdict
from pilu.model.waiver import Override, Scope, Waiver, Waivers
from pilu.validation import read_waivers
from pilu.validation.waiving import waive

TODAY = date(2024, 5, 1)
LATER = date(2024, 12, 31)


def found(code: str, severity: Severity = Severity.ERROR, *, waivable: bool = True) -> Finding:
    """A finding about one fact."""
    fact = Involved(
        "f1",
        "Assets",
        "资产总计",
        "Total assets",
        period="2023-01-01/2023-12-31",
        entity="600000",
        dimensions=(("ScopeAxis", "ParentMember"),),
    )
    return Finding(code, severity, "t", "t", "out/x.xbrl", 3, (fact,), ("out/x.xbrl",), waivable=waivable)


def verdict(*findings: Finding) -> Verdict:
    """A verdict of those findings."""
    return Verdict(not findings, ("out/x.xbrl",), findings, "engine")


def waiver(code: str, *, expires: date = LATER, scope: Scope | None = None) -> Waiver:
    """A waiver with a reason."""
    return Waiver(code, "why", expires, scope=scope or Scope(), line=2)


def waivers(*entries: Waiver | Override) -> Waivers:
    """A file of those entries, as of the first of May."""
    return Waivers(
        "w.toml",
        "0",
        TODAY,
        tuple(entry for entry in entries if isinstance(entry, Waiver)),
        tuple(entry for entry in entries if isinstance(entry, Override)),
    )


def test_a_waived_error_stays_visible_and_does_not_count() -> None:
    """The verdict is valid, the finding is there with its waiver and comes last."""
    judged = waive(
        verdict(found("message:A01"), found("message:A02", Severity.WARNING)), waivers(waiver("A01"))
    )
    assert judged.valid
    assert judged.count(Severity.ERROR) == 0
    assert judged.waived == 1
    assert [item.code for item in judged.findings] == ["message:A02", "message:A01"]
    last = judged.findings[-1].waiver
    assert last is not None
    assert (last.reason, last.expires) == ("why", LATER)
    assert judged.waivers is not None
    assert [(use.state, use.count) for use in judged.waivers.uses] == [("applied", 1)]


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    """A waiver holds through its day of expiry; afterwards it is a warning and the error counts."""
    assert waive(verdict(found("c")), waivers(waiver("c", expires=TODAY))).valid
    late = waive(verdict(found("c")), waivers(waiver("c", expires=date(2024, 4, 30))))
    assert not late.valid
    assert [(item.code, item.severity) for item in late.findings] == [
        ("c", Severity.ERROR),
        ("waiver.expired", Severity.WARNING),
    ]
    assert (late.findings[1].file, late.findings[1].line) == ("w.toml", 2)


def test_technical_errors_cannot_be_waived_nor_lowered() -> None:
    """An error whose rule does not allow it stays one, and the attempt is a warning."""
    technical = found("xmlSchema:syntax", waivable=False)
    lower = Override("xmlSchema:syntax", Severity.INFO, "why", line=1)
    judged = waive(verdict(technical), waivers(waiver("xmlSchema:syntax"), lower))
    assert not judged.valid
    assert [item.code for item in judged.findings] == [
        "xmlSchema:syntax",
        "waiver.not-waivable",
        "waiver.not-waivable",
    ]


def test_a_waiver_that_fits_nothing_is_told() -> None:
    """An information names the entry; the verdict is what it was."""
    judged = waive(verdict(), waivers(waiver("A99")))
    assert judged.valid
    assert [(item.code, item.severity) for item in judged.findings] == [("waiver.unmatched", Severity.INFO)]


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        (Scope(entity="600000", concept="Assets", fact="f1"), True),
        (Scope(entity="600001"), False),
        (Scope(concept="Equity"), False),
        (Scope(fact="f2"), False),
        (Scope(period="2023"), True),
        (Scope(period="2023-12"), True),
        (Scope(period="2023-01-01/2023-12-31"), True),
        (Scope(period="202"), False),
        (Scope(period="2022"), False),
        (Scope(dimension="ScopeAxis"), True),
        (Scope(dimension="ScopeAxis=ParentMember"), True),
        (Scope(dimension="ScopeAxis=OtherMember"), False),
        (Scope(file="x.xbrl"), True),
        (Scope(file="out/x.xbrl"), True),
        (Scope(file="y.xbrl"), False),
    ],
)
def test_scope(scope: Scope, fits: bool) -> None:
    """Every part of a scope narrows it; one fact has to have all of them."""
    assert waive(verdict(found("c")), waivers(waiver("c", scope=scope))).valid is fits


def test_severities_can_be_set_anew() -> None:
    """A cross-check becomes a warning, a warning an error; both keep what their rule says."""
    lower = Override("A01", Severity.WARNING, "why")
    higher = Override("A02", Severity.ERROR, "why")
    judged = waive(
        verdict(found("message:A01"), found("message:A02", Severity.WARNING)), waivers(lower, higher)
    )
    assert not judged.valid
    assert [(item.code, item.severity, item.stated) for item in judged.findings] == [
        ("message:A02", Severity.ERROR, Severity.WARNING),
        ("message:A01", Severity.WARNING, Severity.ERROR),
    ]


def test_toml_and_sheet_say_the_same(tmp_path: Path) -> None:
    """Both kinds of file give the same entries, with the lines on which they stand."""
    toml = tmp_path / "w.toml"
    toml.write_text(
        '# first\n[[waiver]]\ncode = "A01"\nentity = "600000"\nreason = "原因"\nby = "x"\n'
        'expires = 2024-12-31\n\n[[severity]]\ncode = "A02"\nseverity = "warning"\nreason = "r"\n',
        encoding="utf-8",
    )
    sheet = tmp_path / "w.csv"
    sheet.write_text(
        "code,entity,reason,by,expires,severity\nA01,600000,原因,x,2024/12/31,\n\nA02,,r,,,warning\n",
        encoding="utf-8-sig",
    )
    first, second = (read_waivers(path, TODAY).value for path in (toml, sheet))
    assert first is not None
    assert second is not None
    assert first.waivers == (Waiver("A01", "原因", LATER, "x", Scope(entity="600000"), 2),)
    assert first.overrides == (Override("A02", Severity.WARNING, "r", line=9),)
    assert [(one.code, one.reason) for one in second.waivers + second.overrides] == [
        ("A01", "原因"),
        ("A02", "r"),
    ]
    assert [one.line for one in second.waivers + second.overrides] == [2, 4]
    assert second.waivers[0].expires == LATER
    assert first.as_of == TODAY


@pytest.mark.parametrize(
    ("name", "text", "row", "problem"),
    [
        ("w.toml", '[[waiver]]\ncode = "A"\nexpires = 2024-01-01\n', "1", "reason is missing"),
        ("w.toml", '\n[[waiver]]\ncode = "A"\nreason = "r"\n', "2", "expires is missing"),
        (
            "w.toml",
            '[[waiver]]\ncode = "A"\nreason = "r"\nexpires = "soon"\n',
            "1",
            "expires is no date: soon",
        ),
        ("w.toml", '[[waiver]]\ncode = 1\nreason = "r"\nexpires = 2024-01-01\n', "1", "code is no text"),
        ("w.toml", '[[severity]]\ncode = "A"\nseverity = "bad"\nreason = "r"\n', "1", "severity is none of"),
        ("w.csv", "code,reason,expires,concpet\nA,r,2024-01-01,x\n", "2", "nothing is called 'concpet' here"),
        ("w.csv", "code,reason,expires\nA,r,2024-02-30\n", "2", "expires is no date: 2024-02-30"),
        ("w.csv", "code,reason,expires\nA,r,2024-02-01,x\n", "2", "it has more cells than the heading"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, name: str, text: str, row: str, problem: str) -> None:
    """File, row and problem are told, and nothing of the file is used."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    outcome = read_waivers(path, TODAY)
    assert outcome.value is None
    fields = dict(outcome.diagnostics[0].fields)
    assert outcome.diagnostics[0].code == "waiver.row"
    assert (fields["file"], fields["row"]) == (name, row)
    assert fields["problem"].startswith(problem)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[[waiver]", b"[other]\n", b"waiver = 3\n", b"[[[[[["])
def test_what_is_no_waiver_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """Anything else gives one diagnostic and raises nothing."""
    path = tmp_path / "w.toml"
    path.write_bytes(data)
    outcome = read_waivers(path, TODAY)
    assert outcome.value is None
    assert [told.code for told in outcome.diagnostics] == ["waiver.unreadable"]
    assert read_waivers(tmp_path / "absent.toml", TODAY).value is None


def test_a_sheet_in_another_encoding_is_told_by_its_line(tmp_path: Path) -> None:
    """A sheet as a spreadsheet program saves it in China: the line is named, no byte of it."""
    path = tmp_path / "w.csv"
    path.write_bytes("code,reason,expires\nA01,重述,2099-01-01\n".encode("gb18030"))
    (told,) = read_waivers(path, TODAY).diagnostics
    assert told.text.endswith("is no waiver file: line 2 is not UTF-8")


def test_a_sheet_with_a_heading_twice_is_refused(tmp_path: Path) -> None:
    """Of two columns of one name neither can be taken without guessing."""
    path = tmp_path / "w.csv"
    path.write_text("code,reason,expires,code\nA01,x,2099-01-01,A02\n", encoding="utf-8")
    refused = read_waivers(path, TODAY)
    assert refused.value is None
    assert [told.code for told in refused.diagnostics] == ["waiver.unreadable"]
    assert "'code' more than once" in refused.diagnostics[0].text
