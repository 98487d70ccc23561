"""What is refused before Arelle sees it."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pilu.engine import EngineOptions, Limits, run

ENTRY = "https://taxonomy.pilu.example/small/2021/entry.xsd"


def refusal(path: Path, options: EngineOptions) -> str:
    """The code of the one refusal of the file."""
    outcome = run(path, options)
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.text_zh
    assert found.hint
    assert found.source
    return found.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            ("<xbrli:xbrl ", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xbrli:xbrl '),
            "validate.doctype",
        ),
        (("<xbrli:xbrl ", '<!DOCTYPE x [<!ENTITY e "lol">]><xbrli:xbrl '), "validate.doctype"),
        (("<xbrli:xbrl ", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xbrli:xbrl '), "validate.doctype"),
        (("<xbrli:xbrl ", '<!DOCTYPE x SYSTEM "x.dtd"><xbrli:xbrl '), "validate.doctype"),
        ((ENTRY, "http://127.0.0.1:9/entry.xsd"), "validate.taxonomy-unknown"),
        ((ENTRY, "file:///etc/passwd"), "validate.reference-outside"),
        ((ENTRY, "/etc/passwd"), "validate.reference-outside"),
        ((ENTRY, "../../entry.xsd"), "validate.reference-outside"),
        ((ENTRY, "%2e%2e/entry.xsd"), "validate.reference-outside"),
        ((ENTRY, "C:\\entry.xsd"), "validate.reference-outside"),
        ((ENTRY, "entry%00.xsd"), "validate.reference-outside"),
        (("</xbrli:xbrl>", "<a>" * 3000 + "</a>" * 3000 + "</xbrli:xbrl>"), "validate.not-a-report"),
    ],
)
def test_instance_refused(
    change: tuple[str, str], code: str, spoiled: Callable[..., Path], options: EngineOptions
) -> None:
    """Entities and references that lead elsewhere are refused, each with its own code."""
    assert refusal(spoiled("clean.xbrl", change), options) == code


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such files and names")
def test_a_pipe_beside_a_report_is_not_waited_for(
    spoiled: Callable[..., Path], options: EngineOptions
) -> None:
    """A schema that is a named pipe is one that cannot be loaded; nobody waits for a writer."""
    path = spoiled("clean.xbrl", (ENTRY, "pipe.xsd"))
    os.mkfifo(path.parent / "pipe.xsd")
    outcome = run(path, options)
    assert outcome.value is not None
    assert any("pipe.xsd" in message.text for message in outcome.value.messages)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text(small: Path, tmp_path: Path, options: EngineOptions) -> None:
    """A valid report under a name that Arelle cannot spell is refused, never called invalid."""
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.xbrl"))
    named.write_bytes((small / "clean.xbrl").read_bytes())
    assert refusal(named, options) == "validate.unreadable"


@pytest.mark.parametrize("names", [(), ("notes.txt",), ("inner.zip",)])
def test_an_archive_without_a_report(names: tuple[str, ...], tmp_path: Path, options: EngineOptions) -> None:
    """An archive that holds neither a report nor a taxonomy is no report, rather than an invalid one."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    assert refusal(tmp_path / "x.zip", options) == "validate.not-a-report"


@pytest.mark.parametrize("root", ["testcase", "testcases", "rss", "registry"])
def test_test_drivers_refused(root: str, tmp_path: Path, options: EngineOptions) -> None:
    """A file that would make Arelle load others by itself is no report."""
    path = tmp_path / "x.xml"
    path.write_text(f"<{root}/>", encoding="utf-8")
    assert refusal(path, options) == "validate.not-a-report"


def test_bare_html_doctype_is_harmless(spoiled: Callable[..., Path], options: EngineOptions) -> None:
    """A DOCTYPE that declares nothing passes unless the text uses an entity it would have declared."""
    change = ("<html ", "<!DOCTYPE html>\n<html ")
    outcome = run(spoiled("clean.xhtml", change), options)
    assert outcome.value is not None
    known = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    )
    assert run(spoiled("clean.xhtml", ("<html ", f"{known}<html ")), options).value is not None
    used = spoiled("clean.xhtml", change, ("<h1>", "<h1>&nbsp;"))
    assert refusal(used, options) == "validate.doctype"


def test_transitive_reference_outside_is_not_opened(
    small: Path, tmp_path: Path, options: EngineOptions
) -> None:
    """A schema beside the report may not include one from outside the report's folder."""
    secret = tmp_path / "secret.xsd"
    secret.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', encoding="utf-8")
    folder = tmp_path / "filing"
    folder.mkdir()
    for place, loads in ((secret.name, True), ("../secret.xsd", False)):
        (folder / "secret.xsd").write_bytes(secret.read_bytes())
        (folder / "own.xsd").write_text(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:own">'
            f'<xs:include schemaLocation="{place}"/></xs:schema>',
            encoding="utf-8",
        )
        text = (small / "clean.xbrl").read_text(encoding="utf-8").replace(ENTRY, "own.xsd")
        path = folder / "report.xbrl"
        path.write_text(text, encoding="utf-8")
        outcome = run(path, options)
        assert outcome.value is not None
        blocked = [message for message in outcome.value.messages if message.code == "FileNotLoadable"]
        assert bool(blocked) is not loads


def test_size_limit(small: Path, options: EngineOptions) -> None:
    """A file above the limit is refused by its size alone."""
    tight = replace(options, limits=Limits(file_bytes=100))
    assert refusal(small / "clean.xbrl", tight) == "validate.too-large"


@pytest.mark.parametrize(
    ("names", "limits", "code"),
    [
        (["../x"], Limits(), "validate.archive-path"),
        (["/x"], Limits(), "validate.archive-path"),
        (["a\\..\\x"], Limits(), "validate.archive-path"),
        (["a", "b", "c"], Limits(archive_entries=2), "validate.archive-too-large"),
        (["a"], Limits(entry_bytes=5), "validate.archive-too-large"),
        (["a", "b"], Limits(archive_bytes=15), "validate.archive-too-large"),
    ],
)
def test_archive_limits(
    names: list[str], limits: Limits, code: str, tmp_path: Path, options: EngineOptions
) -> None:
    """Archives are refused for names that lead out, and for what they would unpack to."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "0123456789")
    assert refusal(path, replace(options, limits=limits)) == code


def test_a_package_may_not_replace_core_schemas_for_itself(
    small: Path, tmp_path: Path, options: EngineOptions
) -> None:
    """A report or taxonomy package given as the file is held to the rules of packages that are given
    beside it: its catalog may not put another schema in the place of a core one."""
    catalog = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<rewriteURI uriStartString="http://www.xbrl.org/2003/" rewritePrefix="../own/"/></catalog>'
    )
    for name, refused in (("own/xbrl-instance-2003-12-31.xsd", True), ("own/other.xsd", False)):
        path = tmp_path / "report.xbri"
        with zipfile.ZipFile(path, "w") as archive:
            info = '{"documentInfo":{"documentType":"https://xbrl.org/report-package/2023/xbri"}}'
            archive.writestr("p/META-INF/reportPackage.json", info)
            archive.writestr("p/META-INF/catalog.xml", catalog)
            archive.writestr(f"p/{name}", '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
            archive.write(small / "clean.xhtml", "p/reports/clean.xhtml")
        if refused:
            assert refusal(path, options) == "validate.package-core-schema"
        else:
            assert run(path, options).value is not None


def test_a_report_in_a_plain_archive_is_looked_at(
    small: Path, tmp_path: Path, options: EngineOptions
) -> None:
    """A report in a zip file that is no report package is refused for what it would be refused alone."""
    text = (small / "clean.xbrl").read_text(encoding="utf-8")
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("filing/clean.xbrl", text.replace(ENTRY, "http://127.0.0.1:9/entry.xsd"))
    assert refusal(path, options) == "validate.taxonomy-unknown"


def test_zip_bomb(tmp_path: Path, options: EngineOptions) -> None:
    """An entry packed beyond the ratio is refused without unpacking it."""
    path = tmp_path / "x.xbri"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 50_000_000)
    assert refusal(path, options) == "validate.archive-too-large"


def test_csv_table_outside(tmp_path: Path, options: EngineOptions) -> None:
    """A CSV report whose metadata names a table outside its folder is refused."""
    path = tmp_path / "x.json"
    path.write_text(
        '{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-csv", "taxonomy": ["' + ENTRY + '"]},'
        '"tables": {"t": {"url": "../../etc/passwd"}}}',
        encoding="utf-8",
    )
    assert refusal(path, options) == "validate.reference-outside"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<a><b>1</b></a>", "validate.not-a-report"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'><body><p>1</p></body></html>", "validate.not-a-report"),
        ("<xbrl xmlns='http://www.xbrl.org/2003/instance'/>", "validate.no-schema-ref"),
        (
            "<xbrl xmlns='http://www.xbrl.org/2003/instance' xmlns:xlink='http://www.w3.org/1999/xlink'>"
            "<schemaRef xlink:type='simple' xlink:href='x.xsd'/><Profit contextRef='c'>1</Profit></xbrl>",
            "validate.no-schema-ref",
        ),
    ],
)
def test_what_arelle_says_nothing_of(text: str, code: str, tmp_path: Path, options: EngineOptions) -> None:
    """Markup of another kind, and a report whose schemaRef and facts are none (all is in the namespace of
    instances), are refused: Arelle finds no error in them, and nobody may read that as valid."""
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    assert refusal(path, options) == code


def damaged(path: Path, how: str) -> None:
    """A package whose one report is encrypted, packed in an unknown way, or has a wrong checksum."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("report/META-INF/catalog.xml", "<catalog/>")
        archive.writestr("report/reports/x.xhtml", "<html/>" * 100)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    match how:
        case "encrypted":
            data[entry + 8] |= 1
        case "unknown":
            data[entry + 10] = 99
        case "checksum":
            data[data.find(b"<html/>")] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("how", ["encrypted", "unknown", "checksum"])
def test_archives_that_cannot_be_unpacked(how: str, tmp_path: Path, options: EngineOptions) -> None:
    """An entry that zipfile cannot read is a damaged archive, as a report and as a taxonomy package."""
    damaged(tmp_path / "x.zip", how)
    assert refusal(tmp_path / "x.zip", options) == "validate.archive-damaged"


@pytest.mark.parametrize("how", ["encrypted", "unknown", "checksum"])
def test_packages_that_cannot_be_unpacked(
    how: str, small: Path, tmp_path: Path, options: EngineOptions
) -> None:
    """The same of a package given as a taxonomy."""
    path = tmp_path / "taxonomy.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/META-INF/taxonomyPackage.xml", "<a/>")
        archive.writestr("x/META-INF/catalog.xml", "<html/>")
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    if how == "checksum":
        data[data.find(b"<html/>")] ^= 1
    else:
        data[entry + (8 if how == "encrypted" else 10)] = 1 if how == "encrypted" else 99
    path.write_bytes(data)
    assert refusal(small / "clean.xbrl", replace(options, packages=(path,))) == "validate.archive-damaged"
