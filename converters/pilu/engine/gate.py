"""The look at a file before Arelle is given it: size, kind, entities, and what it points at.

Arelle drops entities without a word, runs a test case it is handed, and opens any local file a
reference names; so such files are refused here with a reason of their own.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pilu.codes import diagnose
from pilu.engine.archives import archive_refusal, leads_out, member
from pilu.engine.core_schemas import is_shipped
from pilu.engine.leaving import (
    EXTENDS,
    MISPLACED,
    NO_TAXONOMY,
    OWN_DOCUMENTS,
    PACKAGE_REPORTS,
    PACKAGE_TAXONOMY,
    Reason,
)
from pilu.engine.message import Limits
from pilu.engine.packages import catalog_rewrites, replaced_core_schema
from pilu.model.diagnostic import Diagnostic

_DRIVERS = frozenset({
    "testcase", "testcases", "testSuite", "testSet", "test-suite", "registry", "registries",
    "documentation", "rss", "ptvl", "facts",
})  # fmt: skip
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)[A-Za-z_][\w.-]*;")
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_LINK = "{http://www.xbrl.org/2003/linkbase}"
_INSTANCE = "{http://www.xbrl.org/2003/instance}xbrl"
_TAXONOMY_ROOTS = frozenset({"{http://www.w3.org/2001/XMLSchema}schema", _LINK + "linkbase"})
_INLINE = frozenset({"http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL"})
_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_XHTML = ("http://www.w3.org/", "https://www.w3.org/")
_DEEPEST = 1000  # Arelle climbs up and down by recursion
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (_DEEPEST + 1) + ")")
_MARKUP = frozenset({".xbrl", ".xml", ".xhtml", ".html", ".htm"})
_PACKED = frozenset({".zip", ".xbri", ".xbr"})
_REPORT_PACKAGE = frozenset({"reportPackage.json"})
_TAXONOMY = frozenset({"taxonomyPackage.xml", ".taxonomyPackage.xml", "catalog.xml"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a file.

    ``schemas``: the addresses it names as its taxonomy, where these are all that it loads; empty
    where it loads anything else, and then ``odd`` says what.
    """

    schemas: tuple[str, ...] = ()
    odd: Reason = NO_TAXONOMY


def look(entry: Path, prefixes: Sequence[str], limits: Limits) -> Seen | Diagnostic:
    """What the file is, or why it is not validated. ``prefixes``: addresses packages provide."""
    try:
        found = _look(entry, prefixes, limits)
    except OSError as error:
        found = diagnose("validate.unreadable", reason=error.strerror or error)
    except RecursionError:
        found = diagnose("validate.not-a-report", reason="it is nested too deeply")
    except zipfile.BadZipFile as error:
        found = diagnose("validate.archive-damaged", reason=error)
    return found.at(entry.name) if isinstance(found, Diagnostic) else found


def _look(entry: Path, prefixes: Sequence[str], limits: Limits) -> Seen | Diagnostic:
    if not entry.is_file():
        return diagnose("validate.no-such-file", path=entry.name)
    if not _is_text(str(entry.absolute())):
        return diagnose("validate.unreadable", reason="its name or folder is no UTF-8 text; rename it")
    size = entry.stat().st_size
    if size == 0:
        return diagnose("validate.empty")
    if size > limits.file_bytes:
        return diagnose("validate.too-large", size=size, limit=limits.file_bytes)
    if entry.suffix.lower() in _PACKED or zipfile.is_zipfile(entry):
        return _look_into(entry, prefixes, limits)
    return _look_at(entry.read_bytes(), entry.suffix.lower(), prefixes)


def _look_into(entry: Path, prefixes: Sequence[str], limits: Limits) -> Seen | Diagnostic:
    refused = archive_refusal(entry, limits)
    if refused is not None:
        return refused
    with zipfile.ZipFile(entry) as archive:
        names = archive.namelist()
        own: list[str] = []
        for name in names:
            if name.endswith("META-INF/catalog.xml"):
                try:
                    rewrites = catalog_rewrites(member(archive, name), name.rpartition("/")[0])
                except ValueError as error:
                    return diagnose("validate.package-catalog", name=entry.name, reason=error)
                replaced = replaced_core_schema(archive, frozenset(names), rewrites)
                if replaced:
                    return diagnose("validate.package-core-schema", name=entry.name, url=replaced)
                own.extend(start for start, _ in rewrites)
        taxonomy = any(PurePosixPath(name).name in _TAXONOMY for name in names)
        found: list[Seen] = []
        for name in _reports_in(names, taxonomy=taxonomy):
            suffix = Path(name).suffix.lower()
            seen = _look_at(member(archive, name), suffix, (*prefixes, *own), inside=True)
            if isinstance(seen, Diagnostic):
                return seen
            found.append(seen)
    if taxonomy:
        return Seen(odd=PACKAGE_TAXONOMY)
    if not (found or any(PurePosixPath(name).name in _REPORT_PACKAGE for name in names)):
        return diagnose("validate.not-a-report", reason="the archive holds no report and no taxonomy")
    return found[0] if len(found) == 1 else Seen(odd=PACKAGE_REPORTS)


def _reports_in(names: Sequence[str], *, taxonomy: bool) -> list[str]:
    """What may be a report in an archive: in its reports folder, or anywhere where it has none and is
    no taxonomy package."""
    reports = [name for name in names if "/reports/" in name]
    wanted = _MARKUP | {".json"} if reports else _MARKUP
    if taxonomy or reports:
        return [name for name in reports if Path(name).suffix.lower() in wanted]
    return [name for name in names if Path(name).suffix.lower() in wanted]


def _look_at(data: bytes, suffix: str, prefixes: Sequence[str], *, inside: bool = False) -> Seen | Diagnostic:
    if suffix == ".json":
        return _look_at_json(data, prefixes)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return diagnose("validate.not-a-report", reason=error)
    if root is None:
        return diagnose("validate.not-a-report", reason="it is neither XML nor JSON")
    if _TOO_DEEP(root):
        return diagnose("validate.not-a-report", reason="it is nested too deeply")
    name = etree.QName(root).localname
    if name in _DRIVERS or not (inside or _is_report(root)):
        return diagnose("validate.not-a-report", reason=f"its root element is {name}")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in (*dtd.iterentities(), *dtd.iterelements())):
        return diagnose("validate.doctype")
    if dtd is not None and (_ENTITY.search(data) or _is_elsewhere(dtd)):
        return diagnose("validate.doctype")
    # What an instance names to be loaded; addresses in roleRefs and locators are the DTS's own.
    schemas = [element.get(_XLINK_HREF) or "" for element in root.iter(_LINK + "schemaRef")]
    others = [element.get(_XLINK_HREF) or "" for element in root.iter(_LINK + "linkbaseRef")]
    located = (root.get(_LOCATION) or "").split()[1::2]
    if root.tag == _INSTANCE and not (schemas or others or _has_facts(root)):
        return diagnose("validate.no-schema-ref")
    refused = _first_refused([*schemas, *others, *located], prefixes, up=1 if inside else 0)
    if refused is not None:
        return refused
    if root.tag == _INSTANCE and len(schemas) > len(root.findall(_LINK + "schemaRef")):
        return Seen(odd=MISPLACED)
    return Seen(odd=OWN_DOCUMENTS) if others or located else Seen(_addresses(schemas))


def _is_report(root: Any) -> bool:
    """Whether it is an instance, a document with tags of Inline XBRL, or part of a taxonomy; of anything
    else Arelle says nothing at all, which is no proof that it is valid."""
    if root.tag == _INSTANCE or root.tag in _TAXONOMY_ROOTS:
        return True
    tags = root.iter(*(f"{{{namespace}}}*" for namespace in _INLINE))
    return not _INLINE.isdisjoint(root.nsmap.values()) or any(True for _ in tags)


def _has_facts(root: Any) -> bool:
    """Whether an instance has what Arelle takes for facts, whose concepts it then misses."""
    own = (_INSTANCE.removesuffix("xbrl"), _LINK)
    return any(isinstance(child.tag, str) and not child.tag.startswith(own) for child in root)


def _is_elsewhere(dtd: Any) -> bool:
    """Whether a document type lies in a file that nobody knows; those of XHTML are known."""
    return bool(dtd.system_url) and not dtd.system_url.startswith(_XHTML)


def _addresses(schemas: Sequence[str]) -> tuple[str, ...]:
    """The addresses, if every one of them is absolute: a taxonomy that other reports use too."""
    return tuple(schemas) if all(url.startswith(("http://", "https://")) for url in schemas) else ()


def _look_at_json(data: bytes, prefixes: Sequence[str]) -> Seen | Diagnostic:
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
    schemas = _addresses(_strings(info.get("taxonomy")))
    seen = Seen(odd=EXTENDS) if "extends" in info else Seen(schemas)
    return _first_refused(named, prefixes, up=0) or seen


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
    if "\0" in path:  # the name of no file
        return True
    return leads_out(path) if not up else path.startswith(("/", "\\", "file:"))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
