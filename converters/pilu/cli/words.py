"""Everything the command line itself says, in English and Chinese, and how it says places."""

from __future__ import annotations

import os
from types import MappingProxyType

from pilu.model.diagnostic import Diagnostic, Severity
from pilu.values.places import place

LANGUAGES = ("en", "zh")

WORDS = MappingProxyType({
    "valid": ("VALID", "有效"),
    "invalid": ("INVALID", "无效"),
    "unchecked": ("NOT VALIDATED", "未验证"),
    "facts": ("facts", "事实"),
    "cells": ("cells", "单元格"),
    "count": ("count", "数量"),
    "findings": ("What the validator found", "验证结果"),
    "missing": ("Required by the form, not found", "格式要求但未找到"),
    "doubtful": ("Facts below {threshold} confidence", "置信度低于 {threshold} 的事实，请核对"),
    "tables": ("Tables not recognised: nothing was taken from these", "未识别的表格，未从中提取任何内容"),
    "open": ("Cells that were not understood, those of recognised tables first",
             "未能理解的单元格，已识别表格的在前"),
    "unread": ("Cells of recognised tables that were not understood", "已识别表格中未能理解的单元格"),
    "outputs": ("Outputs in {folder}", "输出文件，位于 {folder}"),
    "words": ("words", "文字"),
    "more": ("… and {count} more [{code}]; --json lists all", "……另有 {count} 条 [{code}]，--json 列出全部"),
    "more-in": ("… and {count} more in {file}", "……另有 {count} 条，见 {file}"),
    "no-figures": ("… and {count} without figures (texts, lists)", "……另有 {count} 张没有数字的表"),
    "figures": ("figures", "数字个数"),
    "untaken": ("in tables not recognised", "在未识别的表格中"),
    "hint": ("hint", "建议"),
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "severity": ("severity", "级别"),
    "code": ("code", "代码"),
    "text": ("what", "说明"),
    "label": ("label", "标签"),
    "concept": ("concept", "概念"),
    "value": ("value", "数值"),
    "unit": ("unit", "单位"),
    "period": ("period", "期间"),
    "dimensions": ("dimensions", "维度"),
    "where": ("where", "位置"),
    "printed": ("as printed", "原文"),
    "rule": ("rule", "规则"),
    "confidence": ("confidence", "置信度"),
    "sure": ("sure", "把握"),
    "evidence": ("evidence", "依据"),
    "section": ("section", "章节"),
    "caption": ("caption", "标题"),
    "table": ("table", "表格"),
    "row": ("row", "行"),
    "column": ("column", "列"),
    "status": ("status", "状态"),
    "reason": ("reason", "原因"),
    "file": ("file", "文件"),
    "files": ("{count} files", "{count} 个文件"),
    "kind": ("kind", "类型"),
    "size": ("size", "大小"),
    "item": ("item", "项目"),
    "id": ("id", "编号"),
    "none-fit": ("None of the {count} facts fits the filter.", "{count} 个事实中没有符合筛选条件的。"),
    "ledger": ("Every cell of every table", "全部表格的单元格"),
    "reports": ("reports", "份报告"),
    "result": ("result", "结果"),
    "fact": ("a fact", "事实"),
    "duplicate": ("repeats a fact", "与事实一致的重复"),
    "explained": ("no fact, with a reason", "非事实，有原因"),
    "unrecognised": ("not understood", "未能理解"),
    "folder": ("folder", "文件夹"),
    "concepts": ("concepts", "概念数"),
    "same": ("the package is what the sheets compile to", "分类标准包与表格一致"),
    "built": ("package written", "已生成分类标准包"),
    "numeric": ("numbers", "数值"),
    "nil": ("nil", "空值"),
    "boolean": ("yes or no", "是否"),
    "date": ("dates", "日期"),
    "enumeration": ("choices", "选项"),
    "textBlock": ("text blocks", "文本块"),
    "stretch": ("(text, parts: {count})", "（文本，{count} 段）"),
    "total": ("in all", "合计"),
    "stage-read": ("reading", "读取"),
    "stage-extract": ("finding tables and figures", "识别表格与数据"),
    "stage-map": ("naming facts", "匹配概念"),
    "stage-write": ("writing", "生成文件"),
    "stage-validate": ("validating", "验证"),
    "stage-save": ("publishing", "发布"),
    "batch-valid": ("valid", "有效"),
    "batch-empty": ("not invalid, but no required figure was found", "未发现错误，但格式要求的数据均未找到"),
    "batch-converted": ("converted, not validated", "已转换，未验证"),
    "batch-invalid": ("invalid", "无效"),
    "batch-unvalidated": ("the validator could not say", "未能验证"),
    "batch-refused": ("unusable", "不可用"),
    "batch-unreadable": ("cannot be opened", "无法打开"),
    "batch-killed": ("stopped at its limits", "超限被终止"),
    "batch-unsaved": ("not saved", "未能保存"),
    "batch-waiting": ("not begun", "未开始"),
    "batch-bug": ("a bug in Pilu", "程序缺陷"),
    "batch-bad": ("{count} with problems", "{count} 份有问题"),
    "batch-odd": ("Reports that need a look", "需要查看的报告"),
    "batch-more": ("… and {count} more", "……另有 {count} 份"),
    "batch-added": ("{count} reports added to the fact store", "已向事实库添加 {count} 份报告"),
    "batch-summary": ("All reports: {path}", "全部结果：{path}"),
    "view": ("view", "视图"),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "difference": ("difference", "差额"),
    "decimals": ("accuracy", "精度"),
    "ratio": ("ratio", "比例"),
    "diff-equal": ("no difference; {same} facts agree", "没有差异；{same} 个事实一致"),
    "diff-counts": ("{counts}; {same} facts agree", "{counts}；{same} 个事实一致"),
    "diff-years": ("filings of two years: what the later one says of the earlier one's periods",
                   "两个年度的报告：比较后者对前者各期间的披露"),
    "diff-beyond": ("{beyond} facts of new periods and {not_repeated} that are not repeated were left out",
                    "未计入：{beyond} 个新期间的事实，{not_repeated} 个不再重复披露的事实"),
    "diff-entities": ("the entity differs: {before} and {after}", "披露主体不同：{before} 与 {after}"),
    "diff-changed": ("changed", "变动"),
    "diff-restated": ("restated", "重述"),
    "diff-added": ("added", "新增"),
    "diff-removed": ("removed", "删除"),
    "diff-rounding": ("within rounding", "在舍入范围内"),
    "diff-disclosed": ("former value stated under {dimensions}", "原值见 {dimensions}"),
})  # fmt: skip


def language_of(environment: os._Environ[str] | dict[str, str]) -> str:
    """``zh`` where the locale says Chinese, else ``en``; ``PILU_LANG`` decides before the locale."""
    for name in ("PILU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def word(key: str, language: str, **fields: object) -> str:
    """A phrase of the list in ``language``, its fields filled in."""
    return WORDS[key][LANGUAGES.index(language)].format(**fields)


def sentence(told: Diagnostic, language: str) -> str:
    """``file:place: severity: text [code]`` of a diagnostic."""
    where = ":".join(part for part in (told.source, place(told.span, language)) if part)
    text = told.text_zh if language == "zh" and told.text_zh else told.text
    start = f"{where}: " if where else ""
    return f"{start}{severity(told.severity, language)}: {text} [{told.code}]"


def hint(told: Diagnostic, language: str) -> str:
    """What to do next, or ""."""
    return told.hint_zh if language == "zh" and told.hint_zh else told.hint


def severity(level: Severity, language: str) -> str:
    """The word for a severity."""
    return word(level.value, language)
