"""xBRL-JSON 1.0."""

from __future__ import annotations

from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.model.report import Fact
from pilu.writers.oim import dimensions, namespaces, value
from pilu.writers.work import Work


def write_json(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.json``: facts by id in the order of the report, names sorted."""
    report = work.basis.report
    data = {
        "namespaces": namespaces(work),
        "entry_point": report.entry_point,
        "facts": tuple((fact.id, _body(work, fact)) for fact in report.facts),
    }
    return work.file(work.path(".json"), "json", "json/report.json", data)


def _body(work: Work, fact: Fact) -> dict[str, object]:
    body: dict[str, object] = {"value": value(work, fact)}
    if fact.unit is not None and fact.value is not None and fact.decimals is not None:
        body["decimals"] = fact.decimals
    body["dimensions"] = dimensions(work, fact)
    return body
