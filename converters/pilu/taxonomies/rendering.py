"""The Jinja2 environment of the taxonomy templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from pilu.codes import diagnose
from pilu.model.diagnostic import Diagnostic
from pilu.model.output import OutputFile
from pilu.resources import data_root


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(data_root("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


@dataclass(slots=True)
class Renderer:
    """Renders the files of one package and collects them, or what went wrong.

    ``shared``: the names every template knows.
    """

    shared: Mapping[str, Any]
    templates: Environment = field(default_factory=_environment)
    files: list[OutputFile] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, path: str, template: str, **names: Any) -> None:
        """Render ``template`` of templates/taxonomy to ``path`` of the package."""
        try:
            text = self.templates.get_template(f"taxonomy/{template}").render(**self.shared, **names)
        except TemplateError as error:
            line = error.lineno if isinstance(error, TemplateSyntaxError) else "-"
            said = diagnose("taxonomy.template", template=template, line=line, problem=str(error))
            if said not in self.diagnostics:
                self.diagnostics.append(said)
            return
        self.files.append(OutputFile(path, text.encode("utf-8"), "taxonomy", primary=False))
