"""What a worker says of one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pilu import pipeline
from pilu.batch.converting import Converting, basis_of, options_of
from pilu.batch.jobs import Job, Plan
from pilu.batch.summary import STATUSES, Entry

TITLE = "甲乙股份有限公司\n\n2021年年度报告摘要\n\n"
TEXT = "第三节 重要事项\n\n某事。\n\n"
KEY = (
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n单位：元\n\n"
    "\t2021年\t2020年\n营业收入\t100.00\t90.00\n总资产\t700.00\t800.00\n\n"
)


@pytest.fixture(scope="module")
def convert() -> Iterator[Converting]:
    """A worker that writes xBRL-JSON and does not validate."""
    plan = Plan("cn-listed/2021", ("json",), validate=False)
    ground = pipeline.prepare(options_of(plan)).value
    assert ground is not None
    worker = Converting(replace(plan, basis=basis_of(plan, ground, options_of(plan))))
    yield worker
    worker._engine.close()


@pytest.mark.parametrize(("figures", "status"), [("", "empty"), (KEY, "converted")])
def test_a_report_without_the_figures_of_the_form_needs_a_look(
    convert: Converting, figures: str, status: str
) -> None:
    """It is converted, and counts as something wrong, with its reason."""
    reply = convert(Job("r.txt", (TITLE + figures + TEXT).encode()))
    assert reply.status == status
    assert reply.files
    assert reply.record["required"] >= len(reply.record["missing"])
    detail = Entry("r.txt", reply.status, record=reply.record).detail
    assert ("[map.no-figures]" in detail) == (status == "empty") == (STATUSES[status] == 1)
