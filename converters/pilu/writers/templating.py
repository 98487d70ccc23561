"""The templates: where they lie, how they are filled in, and what is said when one is wrong."""

from __future__ import annotations

import csv
import io
import json
import traceback
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePath

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic, Outcome
from pilu.resources import data_root


def environment(own: Path | None = None) -> Environment:
    """The templates shipped with Pilu; those in the folder ``own`` come before them, name by name.

    A missing name is an error, XML kinds are escaped, and templates cannot reach beyond their data.
    """
    return _shipped() if own is None else _made_of(own, data_root("templates"))


@cache
def _shipped() -> Environment:
    """Compiled once for all reports; a user's folder may get new templates while the process runs."""
    return _made_of(data_root("templates"))


def _made_of(*folders: Path) -> Environment:
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith((".xml", ".xhtml", ".html")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["json"] = _json
    made.filters["csvrow"] = _csv_row
    made.filters["xmltext"] = _xml_text
    made.filters["csstext"] = _css_text
    return made


def render(templates: Environment, name: str, data: Mapping[str, object]) -> Outcome[str]:
    """The template filled in, or one ``write.template`` that names the template and its line."""
    try:
        return Outcome(templates.get_template(name).render(data))
    except Exception as error:  # a template is a program of its user: anything may come out of it
        return Outcome(None, (template_fault(name, error),))


def template_fault(name: str, error: Exception) -> Diagnostic:
    """What went wrong in a template, in one diagnostic. A fault outside templates is raised again."""
    if isinstance(error, TemplateNotFound):
        return diagnose("write.template", template=error.name or name, line=0, reason="not found")
    if isinstance(error, TemplateSyntaxError):
        return diagnose(
            "write.template", template=error.name or name, line=error.lineno, reason=error.message or ""
        )
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = PurePath(frame.filename)
        if path.suffix in {".xml", ".xhtml", ".html", ".json", ".csv"}:
            where = "/".join(path.parts[-2:])
            return diagnose("write.template", template=where, line=frame.lineno or 0, reason=str(error))
    if isinstance(error, TemplateError | UnicodeDecodeError):
        return diagnose("write.template", template=name, line=0, reason=str(error))
    raise error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _csv_row(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(list(cells))
    return line.getvalue()


def _xml_text(text: str) -> Markup:
    """Escaped as an XML serialiser writes text content: quotes stay, so that an escaped fragment
    (Inline XBRL 1.1, 13.1) reads back letter by letter. A newline is a line break."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(escaped.replace("\n", "<br/>"))  # noqa: S704 - escaped just above


def _css_text(text: str) -> str:
    """The text as the inside of a CSS string."""
    return "".join(char if char.isalnum() or char in " /.:()-" else f"\\{ord(char):x} " for char in text)
