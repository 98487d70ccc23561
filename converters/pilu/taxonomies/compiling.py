"""Sheets into the XBRL taxonomy package (Taxonomy Packages 1.0), through the templates."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.output import OutputFile
from pilu.model.taxonomy import Role, Taxonomy
from pilu.taxonomies.loading import load_folder
from pilu.taxonomies.package_links import (
    alias_role,
    calculations,
    dimensions,
    domains,
    labels,
    presentation,
    references,
)
from pilu.taxonomies.package_rules import COMMON, files_of, formula_files, shared_filters
from pilu.taxonomies.package_schema import elements, link_roles, table_role
from pilu.taxonomies.rendering import Renderer
from pilu.taxonomies.rules import FUNCTION_PREFIX, Assertion, Function, load_rules
from pilu.workplaces import Workplace, put_back

_CORE = "core.xsd"
_ARCROLES = ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: packages carry no time stamps


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A linkbase and the kind its reference says (``presentation`` …, "" for any)."""

    path: str
    role: str


def compile(folder: Path) -> Outcome[tuple[OutputFile, ...]]:
    """The files of the package of the taxonomy in ``folder``, sorted by path. Pure; the paths are
    relative to the package's folder."""
    loaded = load_folder(folder)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    taxonomy = loaded.value
    rules = load_rules(folder, taxonomy)
    if rules.value is None:
        return Outcome(None, rules.diagnostics)
    release = tomllib.loads((folder / "taxonomy.toml").read_text("utf-8-sig"))
    shared = {"t": taxonomy, "core": _CORE, "alias_role": alias_role(taxonomy), "arcroles": _ARCROLES}
    renderer = Renderer(shared)
    _metadata(renderer, release)
    _core(renderer, taxonomy, release)
    for role in taxonomy.roles.values():
        _table(renderer, taxonomy, role)
    points = release["entry_points"]
    formulas = formula_files(taxonomy, rules.value.assertions, points)
    for name, assertions in formulas.items():
        _formula(renderer, name, assertions, rules.value.functions if name == COMMON else ())
    for name, point in points.items():
        _entry_point(renderer, taxonomy, name, point, files_of(point, points, formulas))
    files = tuple(sorted(renderer.files, key=lambda file: file.path))
    return Outcome(None if renderer.diagnostics else files, tuple(renderer.diagnostics))


def _metadata(renderer: Renderer, release: dict[str, Any]) -> None:
    renderer.add("META-INF/taxonomyPackage.xml", "taxonomyPackage.xml.j2", release=release)
    renderer.add("META-INF/catalog.xml", "catalog.xml.j2")


def _core(renderer: Renderer, taxonomy: Taxonomy, release: dict[str, Any]) -> None:
    shared = [LinkFile(f"labels-{language}.xml", "label") for language in taxonomy.languages]
    shared += [LinkFile("references.xml", "reference"), LinkFile("domains.xml", "definition")]
    typed = [
        {"name": axis.typed_domain.local, "type": axis.typed}
        for axis in taxonomy.axes.values()
        if axis.typed_domain is not None
    ]
    renderer.add(
        f"taxonomy/{_CORE}",
        "core.xsd.j2",
        shared=shared,
        link_roles=link_roles(taxonomy),
        elements=elements(taxonomy),
        typed_domains=typed,
    )
    for language in taxonomy.languages:
        entries = labels(taxonomy, language)
        aliased = any(label.role == alias_role(taxonomy) for entry in entries for label in entry.labels)
        names = {"entries": entries, "language": language, "aliased": aliased}
        renderer.add(f"taxonomy/labels-{language}.xml", "labels.xml.j2", **names)
    cited = references(taxonomy, release["references"])
    renderer.add("taxonomy/references.xml", "references.xml.j2", entries=cited)
    renderer.add("taxonomy/domains.xml", "definition.xml.j2", links=domains(taxonomy))


def _table(renderer: Renderer, taxonomy: Taxonomy, role: Role) -> None:
    tree = presentation(role, taxonomy)
    names = {"role": table_role(role), "names": tree.names, "arcs": tree.arcs}
    renderer.add(f"taxonomy/presentation-{role.code}.xml", "presentation.xml.j2", **names)
    renderer.add(
        f"taxonomy/definition-{role.code}.xml", "definition.xml.j2", links=(dimensions(role, taxonomy),)
    )
    if role.sums:
        renderer.add(f"taxonomy/calculation-{role.code}.xml", "calculation.xml.j2", link=calculations(role))


def _formula(
    renderer: Renderer, name: str, assertions: tuple[Assertion, ...], functions: tuple[Function, ...]
) -> None:
    renderer.add(
        f"taxonomy/{name}",
        "formula.xml.j2",
        assertions=assertions,
        functions=functions,
        function_prefix=FUNCTION_PREFIX,
        filters=shared_filters(assertions),
    )


def _entry_point(
    renderer: Renderer, taxonomy: Taxonomy, name: str, point: dict[str, Any], formulas: Iterable[str]
) -> None:
    numbers = tuple(point["tables"]) or ("",)
    printed = [
        role
        for role in taxonomy.roles.values()
        if _prints(taxonomy, role, point["board"])
        and taxonomy.prints(role, point["format"])
        and role.number.startswith(numbers)
    ]
    files = [
        LinkFile(f"{kind}-{role.code}.xml", kind)
        for role in printed
        for kind in ("presentation", "definition", *(("calculation",) if role.sums else ()))
    ]
    files += [LinkFile(file, "") for file in formulas]
    renderer.add(f"taxonomy/{point['file']}", "entry.xsd.j2", name=name, title=point, files=files)


def _prints(taxonomy: Taxonomy, role: Role, board: str) -> bool:
    boards = [form for form in role.forms if form in taxonomy.boards]
    return not board or not boards or board in boards


def build(folder: Path, *, check: bool = False) -> Outcome[tuple[str, ...]]:
    """Write the compiled package into ``folder``/package, or with ``check`` only compare.

    The value is the paths that differed (and, unless checking, were written or removed); when
    checking, a difference is the error ``taxonomy.package-stale``.
    """
    compiled = compile(folder)
    if compiled.value is None:
        return Outcome(None, compiled.diagnostics)
    package = folder / "package"
    wanted = {file.path: file.data for file in compiled.value}
    present = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    stale = tuple(sorted(_stale(wanted, present)))
    if check:
        found = (diagnose("taxonomy.package-stale", files=", ".join(stale[:5])),) if stale else ()
        return Outcome(None if stale else (), found)
    if not stale:
        return Outcome(stale, compiled.diagnostics)
    try:
        _replace(package, wanted)
    except OSError as error:
        return Outcome(None, (_unwritable(package, error),))
    return Outcome(stale, compiled.diagnostics)


def _stale(wanted: dict[str, bytes], present: dict[str, Path]) -> Iterable[str]:
    for name, data in wanted.items():
        if name not in present or present[name].read_bytes() != data:
            yield name
    yield from set(present) - set(wanted)


def _replace(package: Path, wanted: dict[str, bytes]) -> None:
    """The new files in place of the old ones: all of them, or on an OSError none."""
    with Workplace(".pilu-", package.parent, put_back) as hidden:
        fresh, aside = hidden / "new", hidden / "old"
        for name, data in wanted.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if package.exists():
            aside.mkdir()
            package.rename(aside / package.name)
        try:
            fresh.rename(package)
        except OSError:
            if (aside / package.name).exists():
                (aside / package.name).rename(package)
            raise


def _unwritable(package: Path, error: OSError) -> Diagnostic:
    return diagnose("taxonomy.not-writable", folder=package.name, problem=error.strerror or str(error))


def zip_package(taxonomy_id: str, files: Iterable[OutputFile]) -> bytes:
    """A taxonomy package zip: one top folder, files in order of path, no time stamps."""
    top = taxonomy_id.replace("/", "-")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(files, key=lambda file: file.path):
            entry = zipfile.ZipInfo(f"{top}/{file.path}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return buffer.getvalue()
