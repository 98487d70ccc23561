"""The line a report walks: read, extract, map, write, validate. Only this module knows the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import ParamSpec, TypeVar

from pilu import extraction as extracting
from pilu import mapping, readers, receipts, taxonomies, validation, writers
from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.document import Document, Paragraph, SourceFile
from pilu.model.extraction import Extraction
from pilu.model.filing import Filing, Mapped
from pilu.model.output import OutputFile, Verdict
from pilu.model.taxonomy import Taxonomy
from pilu.model.waiver import Waivers
from pilu.taxonomies.grammar import Grammar
from pilu.taxonomies.grammar_sheets import load_grammar
from pilu.taxonomies.rules import Rules, load_rules
from pilu.values.text import fold, tidy
from pilu.workplaces import Workplace
from pilu.writers import disk
from pilu.writers.verdicts import Coverage, Telling, verdict_files

T = TypeVar("T")
P = ParamSpec("P")
Progress = Callable[[str], None]

DEFAULT_TAXONOMY = "cn-listed/2021"
DOUBT = 0.8  # a fact whose confidence is below this is doubtful
VALIDATED = frozenset({"xbrl", "ixbrl", "json", "csv", "package"})
STAGES = ("read", "extract", "map", "write", "validate", "save")
_STEM_BYTES = 200  # file systems end at 255, and outputs have endings
_FRONT = 60  # blocks in which a report's title stands


@dataclass(frozen=True, slots=True)
class Reports:
    """In which forms (``writers.verdicts.FORMS``) a verdict is written beside the outputs, in which
    language those speak that speak one, and below which confidence a fact is listed as doubtful."""

    forms: tuple[str, ...] = ()
    language: str = "zh"
    doubt: float = DOUBT


@dataclass(frozen=True, slots=True)
class Options:
    """How to convert: the taxonomy (an installed id or a folder), output kinds, the user's own
    templates (they come before Pilu's, name by name), whether to validate, what to waive, and the
    reports to write of the verdict."""

    taxonomy: str | Path = DEFAULT_TAXONOMY
    kinds: tuple[str, ...] = writers.KINDS
    validate: bool = True
    templates: Path | None = None
    waivers: Waivers | None = None
    reports: Reports = Reports()


@dataclass(frozen=True, slots=True)
class Ground:
    """A taxonomy loaded once for any number of reports: with its grammar, cross-checks and package."""

    taxonomy: Taxonomy
    grammar: Grammar
    rules: Rules
    package: Path
    basis: receipts.Basis


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything one conversion made. ``verdict`` is None where validation was not asked for or
    could not run; ``files`` are the outputs, the receipt last; ``saved``: where they lie."""

    stem: str
    document: Document
    extraction: Extraction
    mapped: Mapped
    taxonomy: Taxonomy
    files: tuple[OutputFile, ...]
    verdict: Verdict | None
    receipt: str
    saved: tuple[Path, ...] = ()


def prepare(options: Options) -> Outcome[Ground]:
    """The taxonomy and grammar that ``options`` name, or why they cannot be used."""
    if options.templates is not None and not options.templates.is_dir():
        return Outcome(None, (diagnose("call.no-such-folder", path=options.templates),))
    loaded = taxonomies.load(options.taxonomy)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    folder = taxonomies.package_folder(options.taxonomy)
    grammar = load_grammar(folder.parent, loaded.value)
    rules = load_rules(folder.parent, loaded.value)
    if grammar.value is None or rules.value is None:
        return Outcome(None, tuple(dict.fromkeys(grammar.diagnostics + rules.diagnostics)))
    basis = receipts.Basis(
        taxonomy=loaded.value.id,
        taxonomy_sha256=receipts.folder_sha256(folder.parent),
        templates_sha256=receipts.folder_sha256(options.templates) if options.templates else "",
    )
    ground = Ground(loaded.value, grammar.value, rules.value, folder, basis)
    return Outcome(ground, loaded.diagnostics + grammar.diagnostics)


def ready(options: Options) -> Outcome[Ground]:
    """What ``prepare`` gives, for a conversion: the package that a folder of sheets is validated with must be
    what the sheets compile to, or the verdict would be on another taxonomy than the report is written in."""
    ground = prepare(options)
    if ground.value is None or not options.validate or str(options.taxonomy) in taxonomies.list_installed():
        return ground
    stale = taxonomies.build(ground.value.package.parent, check=True)
    return ground if stale.value is not None else Outcome(None, stale.diagnostics)


def convert(
    source: Path | SourceFile,
    options: Options | None = None,
    *,
    out: Path | None = None,
    ground: Ground | None = None,
    progress: Progress | None = None,
    engine: validation.Runner | None = None,
) -> Outcome[Conversion]:
    """One report through the whole line; with ``out`` the files are published there.

    Files are validated in a temporary folder first and published whole afterwards; an invalid
    result is still published (the verdict says so), an unusable input publishes nothing.
    ``ground``: what ``ready(options)`` gave, to share it among reports. ``progress`` is called
    with the name of each stage of ``STAGES`` as it begins. ``engine``: the ``run`` method of an
    engine that is kept open for many reports of the same taxonomy.
    """
    options = options or Options()
    line = _Line(progress)
    ground = ground or line.take("", ready, options)
    if ground is None:
        return line.failed()
    document = line.take("read", read, source)
    if document is None:
        return line.failed()
    extraction = line.take("extract", extracting.extract, document, ground.grammar)
    if extraction is None:
        return line.failed()
    mapped = line.take("map", mapping.map_facts, document, extraction, ground.taxonomy, ground.grammar)
    if mapped is None:
        return line.failed()
    filing = _filing(document, extraction, mapped, ground)
    files = line.take("write", _written, filing, ground.taxonomy, options)
    if files is None:
        return line.failed()
    about = validation.About(mapped, ground.taxonomy, ground.rules, options.waivers)
    verdict = None
    if options.validate:
        verdict = line.take("validate", _validated, files, about, ground.package, engine)
    if verdict is not None and options.reports.forms:
        files += line.take("", _reported, verdict, filing, ground, options) or ()
    receipt = receipts.make_receipt(
        document.source,
        basis=ground.basis,
        extraction=extraction,
        mapped=mapped,
        files=files,
        verdict=verdict,
    )
    files += (OutputFile(f"{filing.stem}.receipt.json", receipt.encode("utf-8"), "receipt"),)
    saved = line.take("save", _published, files, out, source) if out is not None else ()
    if saved is None:
        return line.failed()
    made = Conversion(
        filing.stem, document, extraction, mapped, ground.taxonomy, files, verdict, receipt, saved
    )
    return Outcome(made, line.told)


def _published(
    files: tuple[OutputFile, ...], out: Path, source: Path | SourceFile
) -> Outcome[tuple[Path, ...]]:
    """The files in their folder, unless one would take the place of the report itself."""
    if isinstance(source, Path):
        places = ((file.path, out / file.path) for file in files)
        own = next((path for path, place in places if place.exists() and place.samefile(source)), None)
        if own is not None:
            return Outcome(None, (diagnose("write.over-source", path=own),))
    return disk.save(files, out)


def read(source: Path | SourceFile) -> Outcome[Document]:
    """The first stage, from a path or from bytes in memory."""
    loaded = load(source) if isinstance(source, Path) else Outcome(source)
    return Outcome(None, loaded.diagnostics) if loaded.value is None else readers.read(loaded.value)


def extract(source: Path | SourceFile, ground: Ground) -> Outcome[tuple[Document, Extraction]]:
    """The first two stages."""
    document = read(source)
    if document.value is None:
        return Outcome(None, document.diagnostics)
    extraction = extracting.extract(document.value, ground.grammar)
    told = document.diagnostics + extraction.diagnostics
    return Outcome(None if extraction.value is None else (document.value, extraction.value), told)


def map_facts(source: Path | SourceFile, ground: Ground) -> Outcome[tuple[Document, Extraction, Mapped]]:
    """The first three stages: facts, the ledger and what is missing."""
    found = extract(source, ground)
    if found.value is None:
        return Outcome(None, found.diagnostics)
    document, extraction = found.value
    mapped = mapping.map_facts(document, extraction, ground.taxonomy, ground.grammar)
    told = found.diagnostics + mapped.diagnostics
    return Outcome(None if mapped.value is None else (document, extraction, mapped.value), told)


def load(path: Path) -> Outcome[SourceFile]:
    """The bytes of a file, called by its bare name; a file beyond the readers' limit stays closed."""
    try:
        if not path.is_file():
            return Outcome(None, (diagnose("call.no-such-file", path=path),))
        size = path.stat().st_size
        limit = readers.Limits().file_bytes
        if size > limit:
            told = diagnose("read.too-large", source=path.name, size=size, kind="any file", limit=limit)
            return Outcome(None, (told,))
        return Outcome(SourceFile(path.name, path.read_bytes()))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Outcome(None, (diagnose("call.unreadable-file", path=path, reason=reason),))


def stem_of(name: str) -> str:
    """What the output files of a report called ``name`` are called: ``x`` for ``x.pdf``. Characters that
    some system's file names cannot hold become ``_``, and what is too long for a name is cut."""
    stem = disk.safe_name(PurePath(PurePath(name).name).stem)
    return stem.encode("utf-8")[:_STEM_BYTES].decode("utf-8", "ignore").strip() or "report"


def package_of(options: Options) -> Outcome[Path]:
    """The taxonomy package folder a validator needs for the taxonomy of ``options``."""
    loaded = taxonomies.load(options.taxonomy)
    return Outcome(None if loaded.failed else taxonomies.package_folder(options.taxonomy), loaded.diagnostics)


def about_of(options: Options) -> Outcome[validation.About]:
    """What a validator of other people's files may know of concepts and checks, and is to waive."""
    loaded = taxonomies.load(options.taxonomy)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    rules = load_rules(taxonomies.package_folder(options.taxonomy).parent, loaded.value)
    about = validation.About(taxonomy=loaded.value, rules=rules.value, waivers=options.waivers)
    return Outcome(about, loaded.diagnostics + rules.diagnostics)


class _Line:
    """Calls the stages one by one and collects what they say."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.told: tuple[Diagnostic, ...] = ()

    def take(self, stage: str, work: Callable[P, Outcome[T]], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The value of a stage; ``stage`` is announced unless it is empty."""
        if self._progress is not None and stage:
            self._progress(stage)
        outcome = work(*args, **kwargs)
        self.told += outcome.diagnostics
        return outcome.value

    def failed(self) -> Outcome[Conversion]:
        """The end of the line for a report that could not be used."""
        return Outcome(None, self.told)


def _filing(document: Document, extraction: Extraction, mapped: Mapped, ground: Ground) -> Filing:
    return Filing(
        stem=stem_of(document.source.name),
        title=_title(document, ground.grammar) or stem_of(document.source.name),
        document=document,
        form=extraction.form,
        sections=extraction.sections,
        tables=extraction.tables,
        mapped=mapped,
    )


def _title(document: Document, grammar: Grammar) -> str:
    """The report's title as printed on its first pages, or ""."""
    front = [block.text for block in document.blocks[:_FRONT] if isinstance(block, Paragraph)]
    for rule in grammar.titles:
        for text in front:
            if rule.pattern.search(fold(text)[:200]):
                return tidy(text)[:200]
    return ""


def _written(filing: Filing, taxonomy: Taxonomy, options: Options) -> Outcome[tuple[OutputFile, ...]]:
    return writers.write(filing, taxonomy, kinds=options.kinds, templates=options.templates)


def _reported(
    verdict: Verdict, filing: Filing, ground: Ground, options: Options
) -> Outcome[tuple[OutputFile, ...]]:
    """The verdict in the forms asked for, with what was and was not read."""
    coverage = Coverage(
        source=filing.document.source,
        mapped=filing.mapped,
        sections=filing.sections,
        tables=filing.tables,
        taxonomy=ground.taxonomy,
        facts=receipts.fact_counts(filing.mapped.report),
        cells=receipts.ledger_counts(filing.mapped),
        doubt=options.reports.doubt,
    )
    version = receipts.versions()["pilu"]
    told = Telling(filing.stem, verdict, options.reports.language, version, coverage)
    return verdict_files(told, options.reports.forms, options.templates)


def _validated(
    files: tuple[OutputFile, ...], about: validation.About, package: Path, engine: validation.Runner | None
) -> Outcome[Verdict]:
    """The verdict on ``files``, laid out in a folder that exists for this only."""
    with Workplace("pilu-") as folder:
        laid = disk.lay_out(files, folder)
        if laid.value is None:
            return Outcome(None, laid.diagnostics)
        paths = [folder / file.path for file in files if file.primary and file.kind in VALIDATED]
        return validation.validate(paths, packages=[package], about=about, engine=engine or "auto")
