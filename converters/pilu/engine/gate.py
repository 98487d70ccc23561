"""The look at a file before Arelle is given it: size, kind, entities, and what it points at.

Arelle drops entities without a word, runs a test case it is handed, and opens any local file a
reference names; so such files are refused here with a reason of their own.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from pilu.codes import diagnose
from pilu.engine.archives import archive_refusal, leads_out
from pilu.engine.core_schemas import is_shipped
from pilu.engine.message import Limits
from pilu.engine.packages import catalog_rewrites
from pilu.model.diagnostic import Diagnostic

_DRIVERS = frozenset({
    "testcase", "testcases", "testSuite", "testSet", "test-suite", "registry", "registries",
    "documentation", "rss", "ptvl", "facts",
})  # fmt: skip
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z_][\w.-]*;")
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_LINK = "{http://www.xbrl.org/2003/linkbase}"
_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_MARKUP = frozenset({".xbrl", ".xml", ".xhtml", ".html", ".htm"})
_PACKED = frozenset({".zip", ".xbri", ".xbr"})


def refusal(entry: Path, prefixes: Sequence[str], limits: Limits) -> Diagnostic | None:
    """Why the file is not validated, or None. ``prefixes``: addresses that packages provide."""
    try:
        if not entry.is_file():
            return diagnose("validate.no-such-file", path=entry.name).at(entry.name)
        size = entry.stat().st_size
        if size == 0:
            return diagnose("validate.empty").at(entry.name)
        if size > limits.file_bytes:
            return diagnose("validate.too-large", size=size, limit=limits.file_bytes).at(entry.name)
        if entry.suffix.lower() in _PACKED or zipfile.is_zipfile(entry):
            found = _archive_refusal(entry, prefixes, limits)
        else:
            found = _bytes_refusal(entry.read_bytes(), entry.suffix.lower(), prefixes)
    except OSError as error:
        found = diagnose("validate.unreadable", reason=error.strerror or error)
    except RecursionError:
        found = diagnose("validate.not-a-report", reason="it is nested too deeply")
    return None if found is None else found.at(entry.name)


def _archive_refusal(entry: Path, prefixes: Sequence[str], limits: Limits) -> Diagnostic | None:
    refused = archive_refusal(entry, limits)
    if refused is not None:
        return refused
    with zipfile.ZipFile(entry) as archive:
        names = archive.namelist()
        own: list[str] = []
        for name in names:
            if name.endswith("META-INF/catalog.xml"):
                try:
                    rewrites = catalog_rewrites(archive.read(name), name.rpartition("/")[0])
                except ValueError as error:
                    return diagnose("validate.package-catalog", name=entry.name, reason=error)
                own.extend(start for start, _ in rewrites)
        for name in names:
            suffix = Path(name).suffix.lower()
            if "/reports/" in name and suffix in _MARKUP | {".json"}:
                refused = _bytes_refusal(archive.read(name), suffix, (*prefixes, *own), inside=True)
                if refused is not None:
                    return refused
    return None


def _bytes_refusal(
    data: bytes, suffix: str, prefixes: Sequence[str], *, inside: bool = False
) -> Diagnostic | None:
    if suffix == ".json":
        return _json_refusal(data, prefixes)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return diagnose("validate.not-a-report", reason=error)
    if root is None:
        return diagnose("validate.not-a-report", reason="it is neither XML nor JSON")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in (*dtd.iterentities(), *dtd.iterelements())):
        return diagnose("validate.doctype")
    if dtd is not None and _ENTITY.search(data):
        return diagnose("validate.doctype")
    if etree.QName(root).localname in _DRIVERS:
        return diagnose("validate.not-a-report", reason=f"its root element is {etree.QName(root).localname}")
    return _first_refused(_references(root), prefixes, up=1 if inside else 0)


def _references(root: etree._Element) -> Iterable[str]:
    """What an instance names to be loaded; addresses in roleRefs and locators are the DTS's own."""
    for tag in ("schemaRef", "linkbaseRef"):
        for element in root.iter(_LINK + tag):
            yield element.get(_XLINK_HREF) or ""
    yield from (root.get(_LOCATION) or "").split()[1::2]


def _json_refusal(data: bytes, prefixes: Sequence[str]) -> Diagnostic | None:
    try:
        report = json.loads(data)
    except (ValueError, UnicodeDecodeError) as error:
        return diagnose("validate.not-a-report", reason=error)
    info = report.get("documentInfo") if isinstance(report, dict) else None
    if not isinstance(info, dict):
        return diagnose("validate.not-a-report", reason="it is JSON without a documentInfo object")
    named = [*_strings(info.get("taxonomy")), *_strings(info.get("extends"))]
    tables = report.get("tables")
    for table in tables.values() if isinstance(tables, dict) else ():
        if isinstance(table, dict):
            named.extend(_strings([table.get("url")]))
    return _first_refused(named, prefixes, up=0)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _first_refused(references: Iterable[str], prefixes: Sequence[str], *, up: int) -> Diagnostic | None:
    """The first reference that is neither in a package, nor a core schema, nor below the file."""
    for reference in references:
        address = reference.partition("#")[0].strip()
        if address.startswith(("http://", "https://")):
            if not is_shipped(address) and not any(p and address.startswith(p) for p in prefixes):
                return diagnose("validate.taxonomy-unknown", url=address)
        elif address and _escapes(unquote(address), up):
            return diagnose("validate.reference-outside", url=reference)
    return None


def _escapes(path: str, up: int) -> bool:
    """Whether a relative path leads out; inside a package it may climb ``up`` levels and more,
    since the archive itself is the boundary."""
    return leads_out(path) if not up else path.startswith(("/", "\\", "file:"))
