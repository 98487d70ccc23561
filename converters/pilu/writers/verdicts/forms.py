"""The forms of a verdict by name, and the endings of their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import MappingProxyType

from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.model.output import OutputFile
from pilu.plain import to_json
from pilu.writers.templating import environment, render
from pilu.writers.verdicts.arelle_log import log_entries, log_json
from pilu.writers.verdicts.page import page_data
from pilu.writers.verdicts.sarif import sarif
from pilu.writers.verdicts.telling import Telling
from pilu.writers.verdicts.text import text_lines

Form = Callable[[Telling, Path | None], Outcome[str]]


def _html(told: Telling, own: Path | None) -> Outcome[str]:
    return render(environment(own), "findings/report.html", page_data(told))


def _arelle_xml(told: Telling, own: Path | None) -> Outcome[str]:
    return render(environment(own), "findings/log.xml", {"entries": log_entries(told)})


def _text(told: Telling, own: Path | None) -> Outcome[str]:
    return Outcome("".join(f"{line.text}\n" for line in text_lines(told)))


def _json(told: Telling, own: Path | None) -> Outcome[str]:
    return Outcome(to_json(told.verdict))


_FORMS: MappingProxyType[str, tuple[str, Form]] = MappingProxyType({
    "html": (".html", _html),
    "sarif": (".sarif", lambda told, own: Outcome(sarif(told))),
    "arelle-xml": (".log.xml", _arelle_xml),
    "arelle-json": (".log.json", lambda told, own: Outcome(log_json(told))),
    "json": (".json", _json),
    "text": (".txt", _text),
})  # fmt: skip
FORMS = tuple(_FORMS)
_LOOSE = MappingProxyType({".xml": "arelle-xml", ".sarif.json": "sarif", ".htm": "html", ".log": "text"})


def form_of(path: Path) -> str | None:
    """The form that a file's name asks for by its ending, or None."""
    name = path.name.lower()
    endings = {**{ending: form for form, (ending, _) in _FORMS.items()}, **_LOOSE}
    fitting = [ending for ending in endings if name.endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None


def verdict_file(told: Telling, form: str, path: str, templates: Path | None = None) -> Outcome[OutputFile]:
    """One file of a verdict; no value where a template of the user is wrong."""
    text = _FORMS[form][1](told, templates)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    return Outcome(OutputFile(path, text.value.encode("utf-8", "replace"), "findings", primary=False))


def verdict_files(
    told: Telling, forms: Sequence[str], templates: Path | None = None
) -> Outcome[tuple[OutputFile, ...]]:
    """A verdict in each of the forms, ``x.findings.html`` and so on; what cannot be made is told."""
    files: list[OutputFile] = []
    diagnostics: list[Diagnostic] = []
    for form in forms:
        made = verdict_file(told, form, f"{told.name}.findings{_FORMS[form][0]}", templates)
        diagnostics += made.diagnostics
        if made.value is not None:
            files.append(made.value)
    return Outcome(tuple(files), tuple(diagnostics))
