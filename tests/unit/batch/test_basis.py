"""What decides whether a document is converted again: everything that decides the bytes of its outputs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pilu import pipeline
from pilu.batch import Plan
from pilu.batch.converting import PlanMismatch, basis_of, options_of

WAIVER = "[[waiver]]\ncode = 'A01'\nreason = 'r'\nexpires = {}\n"


def test_waivers_their_day_and_reports_are_part_of_the_basis(tmp_path: Path) -> None:
    """Another file, another day, other reports: another basis; the same of all: the same."""
    paths = []
    for name, day in (("one", "2030-01-01"), ("same", "2030-01-01"), ("other", "2031-01-01")):
        paths.append(str(tmp_path / f"{name}.toml"))
        Path(paths[-1]).write_text(WAIVER.format(day), encoding="utf-8")
    plain = Plan("cn-listed/2021", ("xbrl",))
    one = replace(plain, waivers=paths[0], as_of="2029-01-01")
    ground = pipeline.prepare(options_of(plain)).value
    assert ground is not None
    plans = (
        plain,
        one,
        replace(one, as_of="2029-01-02"),
        replace(one, waivers=paths[2]),
        replace(plain, reports=("html",)),
        replace(plain, reports=("html",), language="en"),
    )
    found = [basis_of(plan, ground, options_of(plan)) for plan in plans]
    assert len(set(found)) == len(plans)
    same = replace(one, waivers=paths[1])
    assert basis_of(same, ground, options_of(same)) == found[1]


def test_a_worker_without_the_waiver_file_does_not_convert(tmp_path: Path) -> None:
    """A waiver file that is gone is no reason to convert without it."""
    plan = Plan("cn-listed/2021", ("xbrl",), waivers=str(tmp_path / "gone.toml"), as_of="2029-01-01")
    with pytest.raises(PlanMismatch):
        options_of(plan)
