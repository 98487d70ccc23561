"""Why a report is not validated by attaching it to a taxonomy in memory, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The reason in English and in Chinese, each the rest of a sentence."""

    en: str
    zh: str


NO_TAXONOMY = Reason("it names no taxonomy by an absolute address", "报告未以绝对地址指明分类标准")
OWN_DOCUMENTS = Reason("it loads documents besides its taxonomy", "报告在分类标准之外还载入其他文件")
MISPLACED = Reason("it names its taxonomy inside a fact", "报告在事实之内指明分类标准")
EXTENDS = Reason("its metadata extend another file's", "报告的元数据扩展自其他文件")
PACKAGE_TAXONOMY = Reason("the package brings a taxonomy along", "报告包自带分类标准")
PACKAGE_REPORTS = Reason("the archive is no package of one report", "压缩包不是只含一份报告的报告包")
CHANGED = Reason("it changes what its taxonomy consists of", "报告改变了分类标准的组成")
NOT_LOADED = Reason("its taxonomy does not load", "其分类标准无法载入")
CYCLES = Reason("its taxonomy has cycles", "其分类标准存在循环关系")
FAULTY_RULES = Reason("its taxonomy's assertions have errors", "其分类标准的断言有错误")
HIDDEN = Reason("its taxonomy declares concepts inside annotations", "其分类标准在注释中声明概念")
NOT_CLEAN = Reason("an empty report of its taxonomy is not clean", "其分类标准的空报告校验不净")
FILING_RULES = Reason("the filing rules change how reports are loaded", "所选申报规则会改变报告的载入方式")
SEED = Reason(
    "messages of filing rules list names in the order of this process's hashes; PYTHONHASHSEED=0 fixes it",
    "申报规则的消息按本进程的哈希次序列出名称；设置 PYTHONHASHSEED=0 可固定次序",
)
UNSTEADY = Reason("its taxonomy says more the second time", "其分类标准再次校验时消息增多")


def stopped(what: str) -> Reason:
    """The validator ended with an exception called ``what``."""
    return Reason(f"the validator stopped with {what}", f"校验程序因 {what} 中止")


class LeavingError(Exception):
    """Raised where the warm way cannot be certain to say what a fresh process says; ``untouched``:
    the taxonomy in memory has not met the report."""

    def __init__(self, reason: Reason, *, untouched: bool = False) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.untouched = untouched
