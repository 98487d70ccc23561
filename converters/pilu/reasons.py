"""The closed lists of why a cell is no fact, and of what a fact was inferred from.

The ledger gives the reasons, facts carry the evidence; the reference page docs/codes.md and ``pilu explain``
are made from both. People and programs match on the id, never on the words.
"""

from __future__ import annotations

from types import MappingProxyType

from pilu.model.evidence import Evidence

# Why a cell of a recognised table is no fact: id -> (English, Chinese).
REASONS = MappingProxyType({
    "header": ("a column header", "表头"),
    "label": ("a row label", "行标签"),
    "title": ("a title or remark across the table", "表内标题或备注"),
    "blank": ("an empty cell where no value belongs", "无需填值的空单元格"),
    "nil-mark": ("a mark that says there is no figure", "表示无数字的符号"),
    "text": ("words, no figure", "文字，非数字"),
    "total-row": ("a total or filler row of a list", "合计行或占位行"),
    "column-other": ("a column that carries no fact", "不对应事实的列"),
    "row-short": (
        "a row whose cells are not those of its header: figures may stand in the wrong columns",
        "单元格与表头不符的行，数字可能错列",
    ),
    "column-unknown": ("a figure that may belong to one of several columns", "无法判断属于哪一列的数字"),
    "year-unknown": ("a figure of which nothing says the year", "无法判断属于哪一年的数字"),
    "not-in-statement": (
        "a figure of a note that is no line of the statement: the statement's own lines make up its total",
        "附注中的数字不是报表项目：报表自身各行之和已等于合计"),
    "row-unknown": ("a row whose label names no concept of this table", "行标签不对应本表任何概念"),
    "outside-region": ("a figure outside every recognised part of the table", "不在表内任何可识别区域的数字"),
    "table-unknown": ("a cell of a table that the form does not know", "准则格式未规定的表格"),
    "not-tied": ("a table whose total is not the statement's figure", "合计与报表所列数字不同的表"),
    "no-cube": ("the taxonomy has no table with these dimensions", "分类标准中没有含这些维度的表"),
    "other-format": (
        "statements of this format count it otherwise: an item of the other one, perhaps of the other sign",
        "本报表格式不用该项目：含义或符号与另一格式不同"),
    "no-concept": ("the taxonomy has no concept for it", "分类标准中无对应概念"),
    "not-a-number": ("no number could be read where one is expected", "应为数字而无法读出"),
    "out-of-range": ("a number far too large for its column", "数值远超出该列的合理范围"),
    "not-a-date": ("no date could be read where one is expected", "应为日期而无法读出"),
    "not-a-choice": ("words that are none of the form's choices", "不属于规定选项的文字"),
    "not-understood": ("the answer could not be understood", "无法理解的答案"),
    "unit-unstated": ("a whole amount where no unit is stated: it may be in ten thousands",
                      "未注明单位的整数金额，可能以万元计"),
    "unit-not-understood": ("an amount of a table over which a unit is printed that is not understood",
                            "表格上方注明的单位无法识别的金额"),
    "unit-unknown": ("a number with an unknown unit", "单位未知的数字"),
    "unit-mismatch": ("a number whose unit does not fit the concept", "单位与概念不符的数字"),
    "repeated": ("the same fact printed again", "同一事实的重复披露"),
    "prose-only": ("an amount in a sentence that no table states", "仅在文字中出现、表格未列示的金额"),
})

# What a fact was inferred from, and what there is to doubt about it: id -> (English, Chinese), which take
# the evidence's fields by ``str.format``. What begins with ``fault-`` would explain a check that fails.
EVIDENCE = MappingProxyType({
    "note": ("explained in note {note}", "见附注{note}"),
    # tick boxes
    "box-ticked": ("ticked box", "已勾选"),
    "boxes-both-ticked": ("both boxes are ticked", "两个选项均已勾选"),
    "boxes-both-empty": ("both boxes are empty", "两个选项均未勾选"),
    "tick-lost-second": ("only the first box is printed empty: the tick of the other was lost",
                         "仅第一个选项印为空框，另一选项的勾已丢失"),
    "tick-lost-first": ("only the second box is printed empty: the tick of the other was lost",
                        "仅第二个选项印为空框，另一选项的勾已丢失"),
    "boxes-lost-gap": ("boxes lost; the gap that follows looks like a dropped picture",
                       "选项框已丢失，其后的空白疑为丢失的图片"),
    "boxes-lost-picture": ("boxes lost; a picture follows", "选项框已丢失，其后为图片"),
    "boxes-lost-table": ("boxes lost; a table follows", "选项框已丢失，其后为表格"),
    "boxes-lost-text": ("boxes lost; text follows", "选项框已丢失，其后为文字"),
    "boxes-lost-heading": ("boxes lost; the next heading follows at once", "选项框已丢失，其后即为下一标题"),
    "boxes-lost-end": ("boxes lost; the report ends here", "选项框已丢失，报告到此结束"),
    "boxes-lost-undecided": ("boxes lost; nothing near decides", "选项框已丢失，附近内容无法判断"),
    # rows and columns of tables
    "row-cells-short": ("cells missing from the row: {count}", "该行缺少 {count} 个单元格"),
    "row-too-long": ("the row has more figures than the header has columns", "该行的数字多于表头的列"),
    "row-shifted-misfit": ("the row may be shifted: {raw!r} in the same row does not fit its column",
                           "该行可能错列：同行的“{raw}”与所在列不符"),
    "row-shifted-blank": ("the row may be shifted: the current year is empty and the other columns are not",
                          "该行可能错列：本年为空而其他列不为空"),
    "label-cut": ("characters of the row's label are missing", "行标签缺字"),
    "label-repeated": ("the label stands more than once in the table", "同一标签在表内出现多次"),
    "lines-miscounted": ("this line of the list, or one before it, has a name and nothing else: lines may be"
                         " counted wrongly", "列表中该行或其前某行仅有名称，行的序号可能有误"),
    "line-nameless": ("the line of the list has no name", "列表中该行没有名称"),
    "columns-alike": ("two columns of the header say the same", "表头有两列相同"),
    "year-unsaid": ("nothing says which year the columns are of; this one is assumed",
                    "未注明各列所属年度，按本年处理"),
    "periods-assumed": ("the columns do not say their periods; those of the form are assumed",
                        "各列未注明期间，按准则格式的期间处理"),
    "years-unlikely": ("no column of the table is of the fiscal year, or one is of a year after it",
                       "该表没有报告年度的列，或有列的年度晚于报告年度"),
    "header-continued": ("continues the table above, whose header is not repeated", "接续上表，表头未重复"),
    "placed-by-statement": ("the column is proved by the statement's own sums and by other statements",
                            "所属列由报表自身的合计及其他报表推出"),
    "columns-not-summed": ("the columns of the row do not make its total: a figure stands in another column, or"
                           " is misread", "本行各列之和不等于合计：数字可能错列或误读"),
    "period-against-turn": ("the words above say a year that the statement has printed before; the turn of the"
                            " rows is followed", "上方文字所称年度在前文已列示，按行的先后判断年度"),
    "columns-lost": ("the table goes on with a statement and has lost a column of it",
                     "本表接续报表而缺少其中的列"),
    "year-by-other-figures": ("the year of the column is told by figures that other tables print again, and by sums",
                              "列所属年度由其他表格重复的数字及合计推出"),
    "period-of-turn": ("only the order of the rows says the year: the statement prints one under the other",
                       "仅凭行的先后判断年度：报表将两年上下排列"),
    "column-beneath": ("the column stands beneath the others; the rows of its figures are assumed",
                       "该列印在其他各列之下，其数字所属的行为推定"),
    "label-above": ("the row has no label; the one above it, which has no figures, is taken for its own",
                    "该行无标签，取其上无数字的一行的标签"),
    "row-slipped": (
        "the same amount stands in the next row of the other scope's statement, and that row is blank here",
        "另一范围报表的相邻行印有相同金额，而本表该行为空"),
    "placed-by-sums": ("its column is lost; the sums of check {check} place it",
                       "所属列已丢失，由校验 {check} 的合计关系确定"),
    # values and units
    "number-torn": ("white space inside the number: it may be two", "数字中有空白，可能是两个数字"),
    "number-in-brackets": ("brackets around a short number: negative, or the mark of an item",
                           "短数字带括号：可能为负数，也可能是项目编号"),
    "change-in-points": ("the difference of the years, not their rate", "为两年之差（百分点），而非变动率"),
    "change-of-neither": ("neither the rate nor the difference of the years", "既非两年的变动率，也非两年之差"),
    "fraction-counted": ("a fraction where whole numbers are counted", "应为整数而印有小数"),
    "percent-unsigned": ("percentage without a percent sign", "百分比未印百分号"),
    "unit-assumed": ("no unit stated: yuan assumed", "未注明单位，按元处理"),
    "unit-of-table": ("other amounts of its table are proved to be of yuan", "同表其他金额已证实单位为元"),
    "unit-of-form": ("no unit stated: the form's own assumed", "未注明单位，按准则格式的单位处理"),
    "unit-inherited": ("unit inherited from an earlier table", "单位沿用前一张表"),
    "deduction-in-brackets": (
        "a deduction printed in brackets: the amount deducted, by the sums of the statement",
        "括号内为扣减项，按报表加总关系取扣减金额",
    ),
    "reversal-beside-brackets": (
        "an amount without brackets among deductions in brackets: one taken back, by the sums of the statement",
        "扣减项均列于括号内而本项未加括号：按报表加总关系为转回",
    ),
    "unit-unlikely": (
        "in the unit stated, profit over earnings per share is far from the number of shares",
        "按所注单位计，净利润除以每股收益所得股数与股东持股数及比例所示相差悬殊",
    ),
    "unit-too-large": (
        "in the unit stated, an amount of the table is far above all amounts of the financial statements",
        "按所注单位，表中有金额远超财务报表的全部金额"),
    "count-with-words": ("more words follow the count in the cell", "单元格内数量之后还有其他文字"),
    "words-unknown": ("not one of the form's words", "不是准则格式规定的用语"),
    "year-end-of-title": ("derived from the year in the title", "由标题中的年份推出"),
    "printed-decrease": ("printed as a decrease", "原文表述为减少"),
    "reader-unsure": ("the reader is not sure of the characters or columns", "读取程序对字符或列的把握不足"),
    "in-sentence": ("read in running text", "取自文字叙述"),
    "recognised": ("recognised from a picture of the page", "由页面图片识别"),
    "perhaps-dash": ("一 may be a dash", "“一”可能是横线"),
    # other prints, and tables that must agree
    "contradicted": ("printed differently elsewhere: {raw}", "别处所印不同：{raw}"),
    "untied": ("no total row ties the table to a statement", "没有合计行可将该表与报表核对"),
    "tied-to-note": ("the total is what another table of the note says", "合计与附注中另一张表一致"),
    "tied-to-line": ("the total ties the table to the line {line}", "合计与“{line_zh}”一行一致"),
    "total-other-sign": ("the total of the column stands elsewhere with the other sign",
                         "该列合计在别处的符号相反"),
    # checks
    "confirmed": ("confirmed by check {check}", "经校验 {check} 证实"),
    "check-failed": ("check {check} fails", "校验 {check} 不成立"),
    "check-failed-by": ("check {check} fails: {repair}", "校验 {check} 不成立：{repair_zh}"),
    "fault-none": ("no single fault explains it", "无法归因于单一错误"),
    "fault-unit": ("the unit of one side may be wrong by 10^{power}", "一方的单位可能相差 10 的 {power} 次方"),
    "fault-unit-year": ("the unit of one year may be wrong by 10^{power}",
                        "其中一年的单位可能相差 10 的 {power} 次方"),
    "fault-sign-term": ("the sign of term {position} may be lost", "第 {position} 个加项可能丢失负号"),
    "fault-sign-total": ("the sign of the total may be lost", "合计可能丢失负号"),
    "fault-sign-rate": ("the sign of the rate may be lost", "变动比例可能丢失负号"),
    "fault-sign-change": ("the sign of the change may be lost", "变动值可能丢失负号"),
    "fault-sign-current": ("the sign of the current year may be lost", "本年数可能丢失负号"),
    "fault-sign-prior": ("the sign of the prior year may be lost", "上年数可能丢失负号"),
    "fault-years-swapped": ("the two years may be swapped", "两年的数字可能互换"),
    "fault-percent-sign": ("the percent sign of the rate may be misread", "变动比例的百分号可能误读"),
    "fault-digit": ("one digit may be misread", "可能有一位数字误读"),
    "fault-points": ("it is the change of the share in percentage points", "所印为比重的百分点变动"),
    "fault-holding-column": ("the holding or its ratio may be in the wrong column", "持股数或持股比例可能错列"),
    "fault-closing-column": ("the closing balance stands in another column", "期末余额位于另一列"),
})  # fmt: skip


def evidence(code_id: str, **fields: object) -> Evidence:
    """Evidence of the closed list; an unknown id or a missing field is a bug and raises."""
    english, chinese = EVIDENCE[code_id]
    words = {name: str(value) for name, value in fields.items()}
    return Evidence(code_id, english.format(**words), chinese.format(**words), tuple(sorted(words.items())))
