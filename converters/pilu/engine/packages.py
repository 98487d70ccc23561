"""Taxonomy packages admitted to the engine (Taxonomy Packages 1.0), each behind a gate.

Arelle opens whatever a catalog points at, and a catalog may remap any address. Here a catalog
reaches nothing outside its package, and what it says of the core schemas must be what the
specifications say: Arelle's shipped copies are used in any case.
"""

from __future__ import annotations

import posixpath
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pilu.codes import diagnose
from pilu.engine.archives import archive_refusal, is_package_folder, member, sha256_of, zip_folder
from pilu.engine.core_schemas import foundation_schemas
from pilu.engine.message import Limits
from pilu.model.diagnostic import Diagnostic

_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True)
class Package:
    """A taxonomy package ready for Arelle: a zip file, its hash, what its catalogs map."""

    path: Path
    sha256: str
    prefixes: tuple[str, ...]


def packages_in(sources: Iterable[Path]) -> tuple[Path, ...]:
    """The packages that are given: a folder that is none stands for the zip files in it, in order of name."""
    found: list[Path] = []
    for source in sources:
        zips = () if is_package_folder(source) else sorted(source.glob("*.zip"))
        found += zips or [source]
    return tuple(found)


def admit(source: Path, limits: Limits, into: Path) -> Package | Diagnostic:
    """The package, zipped into the folder ``into`` if it is a folder, or why it is refused."""
    if source.is_dir():
        name = source.resolve().name
        path = into / f"{name}.zip"
        if not is_package_folder(source):
            reason = "no META-INF/taxonomyPackage.xml in it, and no zip files"
            return diagnose("validate.package-invalid", name=name, reason=reason)
        path.write_bytes(zip_folder(source, name))
    elif not source.is_file():
        return diagnose("validate.package-missing", name=source.name)
    elif source.suffix.lower() != ".zip" or "|" in str(source):
        path = into / "package.zip"
        shutil.copyfile(source, path)
    else:
        path = source.absolute()
    refusal = archive_refusal(path, limits)
    if refusal is not None:
        return refusal.at(source.name)
    try:
        return _gated(path, source.name)
    except zipfile.BadZipFile as error:
        return diagnose("validate.archive-damaged", reason=error).at(source.name)


def _gated(path: Path, name: str) -> Package | Diagnostic:
    prefixes: list[str] = []
    with zipfile.ZipFile(path) as archive:
        names = frozenset(archive.namelist())
        metadata = [entry for entry in names if entry.endswith("META-INF/taxonomyPackage.xml")]
        if not metadata:
            return diagnose("validate.package-invalid", name=name, reason="no META-INF/taxonomyPackage.xml")
        for entry in sorted(names):
            if posixpath.basename(entry) != "catalog.xml" or "META-INF" not in entry.split("/"):
                continue
            try:
                rewrites = catalog_rewrites(member(archive, entry), posixpath.dirname(entry))
            except ValueError as error:
                return diagnose("validate.package-catalog", name=name, reason=error)
            replaced = replaced_core_schema(archive, names, rewrites)
            if replaced:
                return diagnose("validate.package-core-schema", name=name, url=replaced)
            prefixes.extend(start for start, _ in rewrites)
    return Package(path, sha256_of(path), tuple(prefixes))


def catalog_rewrites(data: bytes, folder: str) -> list[tuple[str, str]]:
    """The (start of address, place in the archive) pairs of a catalog lying in ``folder``.

    ValueError, with the reason, where it is not XML, holds entities, or leads out of the package.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"catalog.xml is not well formed: {error}") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise ValueError("catalog.xml declares entities")
    rewrites = []
    for tag, attribute in (("rewriteURI", "uriStartString"), ("rewriteSystem", "systemIdStartString")):
        for element in root.iter(_CATALOG + tag):
            start, prefix = element.get(attribute) or "", element.get("rewritePrefix") or ""
            bases = [step.get(_BASE, "") for step in (element, *element.iterancestors())]
            place = folder
            for base in reversed(bases):
                place = _inside(place, base)
            rewrites.append((start, _inside(place, prefix)))
    return rewrites


def _inside(folder: str, reference: str) -> str:
    if not reference:
        return folder
    if ":" in reference or reference.startswith(("/", "\\")) or "\\" in reference or "%" in reference:
        raise ValueError(f"{reference!r} is not a relative path")
    place = posixpath.normpath(posixpath.join(folder, reference))
    if place.startswith(("../", "/")) or place == "..":
        raise ValueError(f"{reference!r} leads out of the package")
    return "" if place == "." else place


def replaced_core_schema(
    archive: zipfile.ZipFile, names: frozenset[str], rewrites: list[tuple[str, str]]
) -> str:
    """The first core schema for which the package has another text than the specification."""
    for url, text in foundation_schemas():
        for start, place in rewrites:
            if not start or not url.startswith(start):
                continue
            rest = url[len(start) :]
            name = posixpath.normpath(posixpath.join(place, rest)) if rest else place
            if name in names and canonical(member(archive, name)) != canonical(text):
                return url
    return ""


def canonical(data: bytes) -> bytes:
    """The document's content, comments and spelling aside; the bytes themselves if not XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        return etree.tostring(root, method="c14n", with_comments=False)
    except etree.LxmlError:
        return data
