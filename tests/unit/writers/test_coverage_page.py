"""What the page of a verdict says of a conversion: gaps beside the answer, doubts and open cells in words."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from lxml import html

from pilu import pipeline, receipts
from pilu.model.document import SourceFile
from pilu.model.output import Verdict
from pilu.writers.verdicts import Coverage, Telling, verdict_file

REPORT = (
    "股票代码：600001　股票简称：甲乙股份\n\n甲乙股份有限公司\n\n2021年年度报告摘要\n\n"
    "第二节 公司基本情况\n\n3 公司主要会计数据和财务指标\n\n3.1 近3年的主要会计数据和财务指标\n\n"
    "\t2021年\t2020年\n营业收入\t1,000\t900\n自创指标\t5.00\t6.00\n总资产\t700.00\t800.00\n\n"
    "第三节 重要事项\n\n公司债券 □适用 √不适用\n\n甲\t乙\n丙\t5.00\n\n"
)


@pytest.fixture(scope="module")
def made() -> pipeline.Conversion:
    """The report above, converted and not validated."""
    done = pipeline.convert(SourceFile("r.txt", REPORT.encode()), pipeline.Options(validate=False))
    assert done.value is not None, done.diagnostics
    return done.value


def page(made: pipeline.Conversion) -> html.HtmlElement:
    """The page of a verdict without findings."""
    coverage = Coverage(
        source=made.document.source,
        mapped=made.mapped,
        sections=made.extraction.sections,
        tables=made.extraction.tables,
        taxonomy=made.taxonomy,
        facts=receipts.fact_counts(made.mapped.report),
        cells=receipts.ledger_counts(made.mapped),
        doubt=0.8,
    )
    verdict = Verdict(valid=True, files=("r.xbrl",), findings=(), engine="Arelle")
    file = verdict_file(Telling("r", verdict, "zh", "0", coverage), "html", "r.html")
    assert file.value is not None, file.diagnostics
    return html.fromstring(file.value.data.decode("utf-8"))


def test_the_gaps_stand_beside_the_answer(made: pipeline.Conversion) -> None:
    """The head of the page does not say valid and nothing else."""
    head = page(made).xpath("//header")[0].text_content()
    missing, required = len(made.mapped.missing), made.mapped.required
    assert f"{missing} of {required} required items missing, doubtful facts: 4" in head
    assert f"格式要求的 {required} 项中缺少 {missing} 项，存疑的事实 4 个" in head


def test_doubts_and_open_cells_are_told_in_both_languages(made: pipeline.Conversion) -> None:
    """Evidence and reasons in words, tables by caption; a heading without its answer."""
    rows = [" ".join(row.text_content().split()) for row in page(made).xpath("//tr")]
    doubtful = next(row for row in rows if "营业收入" in row)
    assert "未注明单位，按元处理" in doubtful
    assert "no unit stated: yuan assumed" in doubtful
    unread = next(row for row in rows if "自创指标" in row)
    assert "3.1 近3年的主要会计数据和财务指标" in unread
    assert "行标签不对应本表任何概念" in unread
    assert any("公司债券" in row and "不适用" not in row for row in rows)


def test_the_sheet_of_facts_has_codes_and_words(made: pipeline.Conversion) -> None:
    """Programs match on the code, people read one of the languages."""
    (sheet,) = (file for file in made.files if file.kind == "facts")
    rows = list(csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig"))))
    row = next(row for row in rows if row["raw"] == "1,000")
    assert row["evidence"].split("; ")[0] == "unit-assumed"
    assert row["evidence_en"].startswith("no unit stated: yuan assumed")
    assert row["evidence_zh"].startswith("未注明单位，按元处理")


def test_a_bare_report_is_called_so(made: pipeline.Conversion) -> None:
    """Where no figure of the form was found, the head of the page says it."""
    bare = replace(made, mapped=replace(made.mapped, bare=True))
    assert "all figures among them" in page(bare).xpath("//header")[0].text_content()
