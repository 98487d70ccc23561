"""Chinese words for Arelle's messages, which are English; assertions bring their own.

A row is a code, or the start of one ending in ``*``, and a sentence. Braces name the message's
arguments, ``{facts}`` the labels of the facts it is about and ``{first}`` the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_ROWS = (
    (
        "calc11e:inconsistentCalculation*",
        "“{first}”的报告值 {reportedSum} 与组成项合计 {computedSum} 不一致；涉及：{facts}",
    ),
    (
        "xbrl.5.2.5.2:calcInconsistency",
        "“{first}”的报告值 {reportedSum} 与组成项合计 {computedSum} 不一致；涉及：{facts}",
    ),
    ("calc11e:*", "计算关系无法校验：{text}"),
    ("xbrldie:*", "“{facts}”的维度不符合分类标准：{text}"),
    ("arelle:duplicateFacts", "“{first}”重复披露且数值不一致"),
    ("oime:disallowedDuplicateFacts", "“{first}”重复披露且数值不一致"),
    ("xbrl.4.6.2:numericUnit", "数值“{facts}”没有有效的计量单位"),
    ("xbrl.4.8.2:*", "“{facts}”的计量单位与数据类型不符：{text}"),
    ("xbrl.4.6.3:*", "“{facts}”的 decimals 属性有误：{text}"),
    ("xbrl.4.6.6:*", "“{facts}”的 decimals 属性有误：{text}"),
    ("xbrl.4.6.1:*", "“{facts}”引用的上下文有误：{text}"),
    ("xbrl.4.7.2:*", "“{facts}”的期间类型与分类标准不符：{text}"),
    ("xmlSchema:valueError", "“{facts}”的值不符合数据类型：{text}"),
    ("xmlSchema:syntax", "文件不是格式良好的 XML：{text}"),
    ("xmlSchema:*", "文件不符合模式定义：{text}"),
    ("lxml.*", "文件不符合 Inline XBRL 模式：{text}"),
    ("ix11.10.1.1:transformValueError", "“{facts}”的显示值无法按格式转换：{text}"),
    ("ix1*", "Inline XBRL 标记有误：{text}"),
    ("xbrlje:*", "xBRL-JSON 结构有误：{text}"),
    ("xbrlce:*", "xBRL-CSV 结构有误：{text}"),
    ("oime:*", "报告不符合开放信息模型：{text}"),
    ("rpe:*", "报告包结构有误：{text}"),
    ("tpe:*", "分类标准包结构有误：{text}"),
    ("utre:*", "“{facts}”的计量单位不在单位登记表中：{text}"),
    ("IOerror", "引用的文件无法打开：{text}"),
    ("FileNotLoadable", "引用的文件无法载入：{text}"),
    ("formula:*Timeout", "校验公式超时：{text}"),
    ("exception:*", "校验程序异常终止，报告未经完整校验：{text}"),
    ("xbrl.*", "不符合 XBRL 2.1 规范：{text}"),
)
_OTHERWISE = "校验程序报告：{text}"


def chinese(code: str, text: str, args: Mapping[str, str], labels: Sequence[str]) -> str:
    """The sentence for a message; Arelle's own ``text`` stands in it where no better is known."""
    words = _Words(args)
    words.update(text=text, facts="、".join(dict.fromkeys(labels)) or "报告", first=(*labels, "报告")[0])
    return _sentence(code).format_map(words)


class _Words(dict[str, str]):
    """Arguments by name; one that Arelle left out shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def _sentence(code: str) -> str:
    for pattern, sentence in _ROWS:
        start, star, end = pattern.partition("*")
        if code == pattern or (star and code.startswith(start) and code.endswith(end)):
            return sentence
    return _OTHERWISE
