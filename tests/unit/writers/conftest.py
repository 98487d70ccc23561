"""An invented report, a small taxonomy for it, and the taxonomy's package for the validator."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pilu.model.document import Block, Cell, Document, Paragraph, Picture, Place, SourceInfo, Table, text_at
from pilu.model.extraction import Form, LedgerEntry, Section
from pilu.model.filing import Filing, Mapped, Missing
from pilu.model.report import (
    Dimension,
    Duration,
    Entity,
    Fact,
    Instant,
    Provenance,
    QName,
    Report,
    TextBlock,
    Unit,
    Value,
)
from pilu.model.span import LineSpan
from pilu.model.taxonomy import Axis, Concept, Member, Taxonomy

NS = "https://taxonomy.example/test/2021"
ENTRY = "https://taxonomy.example/test/2021/entry.xsd"
XBRLI = "http://www.xbrl.org/2003/instance"
CNY = Unit((QName("http://www.xbrl.org/2003/iso4217", "CNY"),))
SHARES = Unit((QName(XBRLI, "shares"),))
PURE = Unit((QName(XBRLI, "pure"),))
PER_SHARE = Unit(CNY.numerators, SHARES.numerators)
YEAR = Duration(date(2021, 1, 1), date(2021, 12, 31))
BEFORE = Duration(date(2020, 1, 1), date(2020, 12, 31))
END = Instant(date(2021, 12, 31))
ENTITY = Entity("https://taxonomy.example/stock-code", "600000")

CONCEPTS = (
    ("Assets", "monetary", "instant", "总资产", "Total assets"),
    ("AssetsChangeRate", "percent", "instant", "总资产增减", "Change of total assets"),
    ("OperatingRevenue", "monetary", "duration", "营业收入", "Operating revenue"),
    ("NetProfit", "monetary", "duration", "净利润", "Net profit"),
    ("BasicEarningsPerShare", "perShare", "duration", "基本每股收益", "Basic earnings per share"),
    ("ReturnOnEquityChangeInPercentagePoints", "percent", "duration", "净资产收益率增减", "Change of ROE"),
    ("SharesHeld", "shares", "instant", "期末持股数量", "Shares held"),
    ("ShareholderName", "string", "instant", "股东名称", "Name of shareholder"),
    ("PledgeStatus", "string", "instant", "股份状态", "Status of shares"),
    ("Unprofitable", "boolean", "duration", "尚未盈利", "Not yet profitable"),
    ("DecisionDate", "date", "duration", "审议日期", "Date of decision"),
    ("Opinion", "enumeration", "duration", "审计意见类型", "Type of audit opinion"),
    ("Notices", "textBlock", "duration", "重要提示", "Notices"),
    ("UnprofitableNote", "textBlock", "duration", "尚未盈利说明", "Note on being unprofitable"),
    ("Shareholders", "textBlock", "duration", "股东情况", "Shareholders"),
)


def name(local: str) -> QName:
    """A name of the test taxonomy."""
    return QName(NS, local)


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The test taxonomy as the loader would give it."""
    concepts = {
        local: Concept(
            name(local), kind, period, "", zh, en, (), "", enumeration="o" if kind == "enumeration" else ""
        )
        for local, kind, period, zh, en in CONCEPTS
    }
    rank = name("RankAxis")
    return Taxonomy(
        "test/2021",
        NS,
        "t",
        {"": ENTRY},
        ENTITY.scheme,
        concepts,
        {
            "RankAxis": Axis(rank, "股东名次", "Rank", "positiveInteger", name("RankDomain")),
            "RestatementAxis": Axis(name("RestatementAxis"), "追溯调整", "Restatement"),
        },
        {"BeforeMember": Member(name("BeforeMember"), name("RestatementAxis"), "调整前", "Before", ())},
    )


@dataclass
class Draft:
    """A report being written down: blocks in order, facts by the text that prints them."""

    blocks: list[Block] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    line: int = 0

    def span(self) -> LineSpan:
        """The next line of an imagined text file."""
        self.line += 1
        return LineSpan(self.line, 1, self.line, 40)

    def text(self, text: str, level: int = 0) -> int:
        """A paragraph; returns the index of its block."""
        self.blocks.append(Paragraph(text, (self.span(),), level))
        return len(self.blocks) - 1

    def table(self, *rows: str, spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> int:
        """A table of rows with ``|`` between cells; ``~`` is a position that another cell covers."""
        cells = []
        for row, line in enumerate(rows):
            span = self.span()
            for column, text in enumerate(line.split("|")):
                if text != "~":
                    down, across = (spans or {}).get((row, column), (1, 1))
                    cells.append(Cell(row, column, text, (span,), down, across))
        width = rows[0].count("|") + 1
        self.blocks.append(Table(tuple(cells), len(rows), width, (cells[0].spans[0],)))
        return len(self.blocks) - 1

    def place(self, block: int, raw: str, at: tuple[int, int] | None = None) -> Place:
        """The place of ``raw`` in a paragraph, or in the cell at grid position ``at``."""
        cell = None
        owner = self.blocks[block]
        if at is not None:
            assert isinstance(owner, Table)
            cell = next(i for i, c in enumerate(owner.cells) if (c.row, c.column) == at)
        start = text_at(self.document(), Place(block, cell, 0, 0)).index(raw)
        return Place(block, cell, start, start + len(raw))

    def fact(
        self,
        concept: str,
        value: Value,
        place: Place,
        *,
        period: Instant | Duration = YEAR,
        unit: Unit | None = None,
        decimals: int | None = None,
        dimensions: tuple[Dimension, ...] = (),
        repeats: tuple[Place, ...] = (),
        confidence: float = 1.0,
    ) -> Fact:
        """A fact with its provenance."""
        raw = text_at(self.document(), place)[place.start : place.end]
        text = isinstance(value, str | TextBlock) or (value is None and unit is None)
        fact = Fact(
            f"f{len(self.facts) + 1}",
            name(concept),
            ENTITY,
            period,
            unit,
            dimensions,
            value,
            decimals,
            "zh-CN" if text else None,
            Provenance(
                place,
                self.span(),
                raw,
                "rule-1",
                confidence=confidence,
                repeats=tuple((one, self.span(), "") for one in repeats),
            ),
        )
        self.facts.append(fact)
        return fact

    def document(self) -> Document:
        """The document so far."""
        return Document(SourceInfo("x.txt", "0" * 64, 1000, "text"), tuple(self.blocks))

    def filing(self, sections: tuple[Section, ...] = (), ledger: tuple[LedgerEntry, ...] = ()) -> Filing:
        """The filing so far."""
        report = Report(ENTITY, YEAR, ENTRY, "zh-CN", (("t", NS), ("iso4217", CNY.numerators[0].namespace)),
                        tuple(self.facts))  # fmt: skip
        mapped = Mapped(report, ledger, (Missing("bonds", "公司债券情况", "Bonds", "bonds"),))
        form = Form("annual-abstract", "sse", "main", 2021, 2021)
        return Filing("x", "示例股份有限公司2021年年度报告摘要", self.document(), form, sections, (), mapped)


def rank(number: int) -> tuple[Dimension, ...]:
    """The typed dimension of a holder's rank."""
    return (Dimension(name("RankAxis"), typed=str(number)),)


def _front(draft: Draft) -> None:
    draft.text("公司代码：600000")
    draft.text("示例股份有限公司\n2021年年度报告摘要")
    draft.text("第一节 重要提示", 1)
    draft.text("1 投资者应当到 <http://www.example.com> 网站仔细阅读年度报告全文 & 附件。")
    opinion = draft.text("2 示例会计师事务所为本公司出具了标准无保留意见的审计报告。")
    head = draft.text("3 公司上市时未盈利且尚未实现盈利")
    tick = draft.text("是 否")
    prose = draft.text("报告期内，公司净利润为-28,278.53 万元，营业收入 42,383.42 万元，较上年减少 1.11%。")
    day = draft.text("以上预案已经公司于 2022年4月28日 召开的董事会审议通过。")
    draft.fact("Opinion", name("StandardUnqualified"), draft.place(opinion, "标准无保留意见"))
    draft.fact("Unprofitable", True, draft.place(tick, "是 否"), confidence=0.9)
    draft.fact("DecisionDate", date(2022, 4, 28), draft.place(day, "2022年4月28日"))
    draft.fact(
        "NetProfit", Decimal("-282785300"), draft.place(prose, "-28,278.53 万元"), unit=CNY, decimals=-2
    )
    draft.fact("Notices", TextBlock(2, day + 1), draft.place(head, "3"))
    draft.fact("UnprofitableNote", TextBlock(head, prose + 1), draft.place(head, "3"))


def _key_table(draft: Draft) -> int:
    draft.text("第二节 主要会计数据", 1)
    draft.text("单位：元 币种：人民币")
    table = draft.table(
        "|2021年|2020年|本年比上年 增减(%)",
        "总资产|922,838,904.88|375,599,595.05|145.70",
        "营业收入|423,834,209.20|428,610,865.29|-1.11",
        "归属于上市公司股东 的净利润|-282,785,337.76|(163,383,527.68)|不适用",
        "基本每股收益(元 /股)|-6.36||",
        "加权平均净资产收 益率(%)|-51.01|-71.02|减少20.01个百分点",
    )

    def cell(concept: str, value: str | None, raw: str, at: tuple[int, int], **more: Any) -> None:
        more = {"unit": CNY, "decimals": None if value is None else 2} | more
        draft.fact(concept, None if value is None else Decimal(value), draft.place(table, raw, at), **more)

    last = Instant(date(2020, 12, 31))
    restated = (Dimension(name("RestatementAxis"), name("BeforeMember")),)
    again = draft.place(7, "42,383.42 万元")
    cell("Assets", "922838904.88", "922,838,904.88", (1, 1), period=END)
    cell("Assets", "375599595.05", "375,599,595.05", (1, 2), period=last)
    cell("AssetsChangeRate", "1.4570", "145.70", (1, 3), period=END, unit=PURE, decimals=4)
    cell("OperatingRevenue", "423834209.20", "423,834,209.20", (2, 1), repeats=(again,))
    cell("OperatingRevenue", "428610865.29", "428,610,865.29", (2, 2), period=BEFORE, dimensions=restated)
    cell("NetProfit", "-163383527.68", "(163,383,527.68)", (3, 2), period=BEFORE)
    cell("BasicEarningsPerShare", "-6.36", "-6.36", (4, 1), unit=PER_SHARE)
    cell("BasicEarningsPerShare", None, "", (4, 2), unit=PER_SHARE, period=BEFORE)
    points = {"unit": PURE, "decimals": 4}
    cell("ReturnOnEquityChangeInPercentagePoints", "-0.2001", "减少20.01个百分点", (5, 3), **points)
    return table


def _holders(draft: Draft) -> tuple[int, int]:
    start = draft.text("第三节 股东情况", 1)
    draft.text("单位：万股")
    table = draft.table(
        "股东名称 （全称）|期末持股 数量|质押、标记或冻结情况|~",
        "~|~|股份 状态|数量",
        "黄某 （境内自然 人）|670.9835|无|0",
        '甲\u200b&乙 <合伙>"企业"|397.8683|不适用|/',
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)},
    )
    odd = '甲\u200b&乙 <合伙>"企业"'
    for number, printed, value, held in (
        (1, "黄某 （境内自然 人）", "黄某（境内自然人）", "670.9835"),
        (2, odd, odd, "397.8683"),
    ):
        own = {"period": END, "dimensions": rank(number)}
        draft.fact("ShareholderName", value, draft.place(table, printed, (number + 1, 0)), **own)
        shares = Decimal(held.replace(".", ""))
        draft.fact(
            "SharesHeld", shares, draft.place(table, held, (number + 1, 1)), unit=SHARES, decimals=0, **own
        )
    draft.fact("PledgeStatus", "无", draft.place(table, "无", (2, 2)), period=END, dimensions=rank(1))
    draft.fact("PledgeStatus", None, draft.place(table, "不适用", (3, 2)), period=END, dimensions=rank(2))
    draft.text("上述股东不存在关联关系；第 1 至 2 名合计持股 1,068.8518 万股，下文同。")
    draft.blocks.append(Picture((draft.span(),), "产权及控制关系方框图"))
    draft.fact("Shareholders", TextBlock(start, len(draft.blocks)), draft.place(start, "第三节"))
    draft.text("(以下无正文)")
    return start, table


@pytest.fixture
def draft() -> Draft:
    """The invented report: figures in tables and prose, nils, ticks, text blocks that nest."""
    made = Draft()
    _front(made)
    _key_table(made)
    _holders(made)
    return made


@pytest.fixture
def empty_draft() -> Draft:
    """A report with nothing in it yet."""
    return Draft()


@pytest.fixture
def filing(draft: Draft) -> Filing:
    """The invented report with its sections and a ledger."""
    heads = [i for i, block in enumerate(draft.blocks) if isinstance(block, Paragraph) and block.level == 1]
    titles = [draft.blocks[i].text for i in heads]  # type: ignore[union-attr]
    sections = tuple(
        Section(f"s{n}", title, 1, start, end)
        for n, (title, start, end) in enumerate(
            zip(titles, heads, [*heads[1:], len(draft.blocks)], strict=True)
        )
    )
    place = Place(heads[1] + 2, 1, 0, 5)
    ledger = (LedgerEntry(place, draft.span(), "key", "", "2021年", "=2021年", "explained", "header"),)
    return draft.filing(sections, ledger)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test taxonomy as an XBRL taxonomy package."""
    source = Path(__file__).with_name("taxonomy-package")
    path = tmp_path_factory.mktemp("taxonomy") / "test-2021.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(source.rglob("*.x*")):
            archive.write(file, f"test/{file.relative_to(source).as_posix()}")
    return path


Arelle = Callable[..., tuple[list[str], dict[str, object]]]


@pytest.fixture(scope="session")
def arelle(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Arelle:
    """Validates a file in a fresh process, offline; gives its messages and its facts as xBRL-JSON."""

    def run(path: Path) -> tuple[list[str], dict[str, object]]:
        out = tmp_path_factory.mktemp("read-back") / "facts.json"
        command = [
            sys.executable, "-m", "arelle.CntlrCmdLine", "--internetConnectivity", "offline",
            "--disablePersistentConfig", "--packages", str(package), "--file", str(path),
            "--validate", "--calc", "c11r",
            "--plugins", "saveLoadableOIM|inlineXbrlDocumentSet", "--saveLoadableOIM", str(out),
            "--logFormat", "%(levelname)s [%(messageCode)s] %(message)s",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        lines = (done.stdout + done.stderr).splitlines()
        messages = [line for line in lines if not line.startswith("INFO") and line.strip()]
        return messages, json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}

    return run
