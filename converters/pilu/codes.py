"""The closed list of diagnostic codes and ledger reasons.

One entry per thing Pilu can say; the reference page docs/codes.md and ``pilu explain`` are made
from it. A code's id is ``stage.what``; people and programs match on the id, never on the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from pilu.model.diagnostic import Diagnostic, Severity
from pilu.model.span import Span

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its words. ``en``/``zh`` take the diagnostic's fields by ``str.format``;
    ``hint_en``/``hint_zh`` say what to do next."""

    id: str
    severity: Severity
    en: str
    zh: str
    hint_en: str
    hint_zh: str


CODES: tuple[Code, ...] = (
    # --- call: the command line and the API
    Code("call.no-such-file", _E, "{path} does not exist or is not a file",
         "{path} 不存在或不是文件", "Check the path.", "请检查路径。"),
    Code("call.no-such-folder", _E, "{path} is not a folder", "{path} 不是文件夹",
         "Check the path of the folder.", "请检查文件夹路径。"),
    Code("call.unreadable-file", _E, "{path} cannot be read: {reason}", "无法读取 {path}：{reason}",
         "Check the file's permissions.", "请检查文件权限。"),
    Code("call.usage", _E, "{message}", "命令用法有误：{message}",
         "{command} --help shows the options.", "{command} --help 可查看用法。"),
    Code("call.unknown-format", _E, "there is no output format {given}", "没有输出格式 {given}",
         "Choose from: {valid}.", "可选：{valid}。"),
    Code("call.unknown-code", _E, "there is no code {given}", "没有代码 {given}",
         "Did you mean: {near}? pilu explain lists every code.",
         "是否想查：{near}？pilu explain 列出全部代码。"),
    Code("call.same-stem", _E, "{first} and {second} would both be written as {stem}",
         "{first} 和 {second} 的输出文件同名：{stem}",
         "Convert them into different folders, or rename one.", "请分别输出到不同文件夹，或改名。"),
    Code("call.bad-filter", _E, "{given} is not a filter", "筛选条件 {given} 无法理解",
         "Write NAME=TEXT with NAME one of: {valid}.", "写法为 名称=文本，名称可选：{valid}。"),
    Code("call.no-facts", _E, "{path} is no xBRL-JSON report: {reason}", "{path} 不是 xBRL-JSON 报告：{reason}",
         "Give a report, or the .json that pilu convert wrote.",
         "请给出报告，或 pilu convert 写出的 .json 文件。"),
    Code("call.bug", _E, "unexpected {error}; this is a bug in Pilu", "意外错误 {error}；这是 Pilu 的缺陷",
         "Run again with --debug and report what it prints, with the report if you may share it.",
         "请加 --debug 再运行一次，并把输出（如可公开，连同报告）反馈给我们。"),
    Code("call.interrupted", _E, "stopped at your request; nothing half-written was left behind",
         "已按要求停止，没有留下写了一半的文件", "Run the command again.", "需要时请重新运行。"),
    # --- read
    Code("read.empty", _E, "the file is empty", "文件为空",
         "Give a report with text in it.", "请提供有内容的报告。"),
    Code("read.blank", _E, "the file holds nothing but white space", "文件只有空白字符",
         "Give a report with text in it.", "请提供有内容的报告。"),
    Code("read.too-large", _E, "the file has {size} bytes; {kind} is read up to {limit}",
         "文件有 {size} 字节，{kind} 最多读取 {limit} 字节",
         "Split the file, or raise the limit if it really is one report.",
         "请拆分文件；如确为一份报告，请提高上限。"),
    Code("read.line-too-long", _E, "line {line} has {length} characters; lines are read up to {limit}",
         "第 {line} 行有 {length} 个字符，每行最多读取 {limit} 个",
         "Check that the file is text with line breaks.", "请检查文件是否为有换行的文本。"),
    Code("read.binary", _E, "the file is binary data of no kind that Pilu reads",
         "文件是无法识别的二进制数据",
         "Give a PDF, DOCX, HTML, XLSX, Markdown or text file.",
         "请提供 PDF、DOCX、HTML、XLSX、Markdown 或文本文件。"),
    Code("read.unsupported", _E, "the file is {kind}, a kind that Pilu does not read",
         "文件类型为 {kind}，Pilu 不读取这种类型",
         "Save it as PDF, DOCX, HTML, XLSX, Markdown or text.",
         "请另存为 PDF、DOCX、HTML、XLSX、Markdown 或文本。"),
    Code("read.encoding-unknown", _E,
         "the text is neither UTF-8, UTF-16 with a mark, nor GB18030 (first bad byte at {offset})",
         "文本既不是 UTF-8、带标记的 UTF-16，也不是 GB18030（首个错误字节位于 {offset}）",
         "Save the text as UTF-8.", "请将文本另存为 UTF-8。"),
    Code("read.control-character", _E,
         "line {line}, column {column} holds the character {character}, which no report can carry",
         "第 {line} 行第 {column} 列有字符 {character}，报告中不能出现",
         "Remove the character, or export the text again.", "请删除该字符，或重新导出文本。"),
    Code("read.encoding", _I, "the text was read as {encoding}", "文本按 {encoding} 读取",
         "Check a few words of the report if the text looks odd.", "如文字异常，请核对几处内容。"),
    Code("read.table-joined", _I, "a table cut into {pieces} pieces was joined",
         "被分页切成 {pieces} 段的表格已合并", "Nothing to do.", "无需处理。"),
    Code("read.header-repeated", _I, "a header of {rows} row(s) repeated in a continued table was left out",
         "续表中重复的 {rows} 行表头已略去", "Nothing to do.", "无需处理。"),
    Code("read.too-many-cells", _E, "the tables have more than {limit} cells", "表格单元格超过 {limit} 个",
         "Check that the file is one report.", "请检查文件是否为一份报告。"),
    Code("read.damaged", _E, "the file cannot be read as {kind}: {reason}", "文件无法按 {kind} 读取：{reason}",
         "Open the file in its own program and save it again.", "请用原程序打开并重新保存。"),
    Code("read.encrypted", _E, "the file is encrypted and opens only with a password",
         "文件已加密，需要密码才能打开", "Give a copy without a password.", "请提供未加密的副本。"),
    Code("read.no-pages", _E, "the PDF has no pages", "PDF 没有页面",
         "Export the report again.", "请重新导出报告。"),
    Code("read.too-many-pages", _E, "the file has {pages} pages; {limit} are read at most",
         "文件有 {pages} 页，最多读取 {limit} 页",
         "Split the file, or raise the limit if it really is one report.",
         "请拆分文件；如确为一份报告，请提高上限。"),
    Code("read.page-too-dense", _E, "page {page} holds {count} characters; {limit} are read at most",
         "第 {page} 页有 {count} 个字符，最多读取 {limit} 个",
         "Check that the file is a report.", "请检查文件是否为报告。"),
    Code("read.picture-only", _E, "the file holds only pictures of pages ({pages}); reading them needs the ocr extra",
         "文件只有页面图片（{pages} 页），识别需要安装 ocr 组件",
         "Run: pip install 'pilu[ocr]', or give a PDF with a text layer.",
         "请运行 pip install 'pilu[ocr]'，或提供带文字层的 PDF。"),
    Code("read.picture-pages", _W, "pages that are only pictures were not read: {pages}",
         "以下页面只有图片，未读取：{pages}",
         "Check them by eye; pip install 'pilu[ocr]' reads such pages.",
         "请人工核对；安装 pip install 'pilu[ocr]' 后可识别。"),
    Code("read.running-lines", _I, "{lines} running headers, footers and page numbers on {pages} pages were left out",
         "{pages} 页上的 {lines} 行页眉、页脚和页码已略去", "Nothing to do.", "无需处理。"),
    Code("read.glyph-unknown", _W, "characters of symbol fonts with no known meaning: {glyphs}",
         "含义未知的符号字体字符：{glyphs}", "Check the marks in the report by eye.",
         "请人工核对报告中的符号。"),
    # --- extract
    # --- map
    # --- write
    Code("write.template", _E, "template {template}, line {line}: {reason}",
         "模板 {template} 第 {line} 行有误：{reason}",
         "Correct the template, or leave out your own template folder.",
         "请修正该模板，或不使用自定义模板文件夹。"),
    Code("write.illegal-characters", _W,
         "{count} characters that no XML file can carry are written as U+FFFD",
         "有 {count} 个 XML 不允许的字符，已写作 U+FFFD",
         "Look for the replacement character in the outputs and compare with the report.",
         "请在输出中查找替换字符，并与原报告核对。"),
    Code("write.unprinted", _W, "{label}: the print {raw!r} does not say the value by itself; "
         "the fact {fact} is in the hidden part of the inline report",
         "{label}：原文“{raw}”本身不能得出该值，事实 {fact} 置于内联报告的隐藏部分",
         "Compare the fact's value with the print.", "请核对该事实的值与原文。"),
    Code("write.overlap", _I, "{label}: another tag takes the print {raw!r}; "
         "the fact {fact} is in the hidden part of the inline report",
         "{label}：原文“{raw}”已被其他标记占用，事实 {fact} 置于内联报告的隐藏部分",
         "Nothing to do: the value is filed.", "无需处理：该值已申报。"),
    Code("write.no-place", _I, "{label}: the report has no text at the place of the fact {fact}; "
         "it is in the hidden part of the inline report",
         "{label}：报告中没有事实 {fact} 对应的文字，已置于内联报告的隐藏部分",
         "Nothing to do: the value is filed.", "无需处理：该值已申报。"),
    Code("write.outside", _E, "the output {path} would lie outside the folder",
         "输出文件 {path} 会落在文件夹之外",
         "Rename the report: its name makes the names of the outputs.",
         "请更改报告文件名：输出文件按它命名。"),
    Code("write.blocked", _E, "{path} is in the way: it is not an earlier output",
         "{path} 已存在且不是以前的输出", "Move it away, or choose another folder.",
         "请移走它，或选择其他文件夹。"),
    Code("write.unwritable", _E, "{folder} cannot be written: {reason}; nothing was changed in it",
         "无法写入 {folder}：{reason}；其中内容未作任何改动",
         "Check permissions and free space, or choose another folder.",
         "请检查权限和剩余空间，或选择其他文件夹。"),
    # --- validate
    Code("validate.no-such-file", _E, "{path} does not exist or is not a file",
         "{path} 不存在或不是文件", "Check the path.", "请检查路径。"),
    Code("validate.unreadable", _E, "the file cannot be read: {reason}", "文件无法读取：{reason}",
         "Check the file and its permissions.", "请检查文件及其权限。"),
    Code("validate.empty", _E, "the file is empty", "文件为空",
         "Give an XBRL, Inline XBRL, xBRL-JSON or xBRL-CSV report.",
         "请提供 XBRL、Inline XBRL、xBRL-JSON 或 xBRL-CSV 报告。"),
    Code("validate.too-large", _E, "the file has {size} bytes; up to {limit} are validated",
         "文件有 {size} 字节，最多校验 {limit} 字节",
         "Check that it is a report; raise the limit if it is.", "请确认它是一份报告；如是，请提高上限。"),
    Code("validate.not-a-report", _E, "the file is no report: {reason}", "文件不是报告：{reason}",
         "Give an XBRL, Inline XBRL, xBRL-JSON or xBRL-CSV report.",
         "请提供 XBRL、Inline XBRL、xBRL-JSON 或 xBRL-CSV 报告。"),
    Code("validate.doctype", _E, "the file declares or uses entities, which a validator silently drops",
         "文件声明或使用了实体，校验程序会不加提示地丢弃实体",
         "Replace entities by the characters they stand for, and remove the DOCTYPE.",
         "请将实体替换为其代表的字符，并删除 DOCTYPE。"),
    Code("validate.taxonomy-unknown", _E, "the report uses {url}, which no taxonomy package given provides",
         "报告使用的 {url} 不在所给的任何分类标准包中",
         "Give the taxonomy's package with the option for packages.",
         "请用分类标准包选项提供该分类标准的包。"),
    Code("validate.reference-outside", _E, "the report refers to {url}, outside its own folder",
         "报告引用了所在文件夹之外的 {url}",
         "Put the taxonomy beside the report, or give it as a package.",
         "请将分类标准放在报告旁边，或以包的形式提供。"),
    Code("validate.archive-damaged", _E, "the archive cannot be opened: {reason}", "压缩包无法打开：{reason}",
         "Pack it again.", "请重新打包。"),
    Code("validate.archive-too-large", _E, "the archive is refused for its size: {what}, limit {limit}",
         "压缩包因过大被拒绝：{what}，上限 {limit}",
         "Check where the archive comes from.", "请检查压缩包的来源。"),
    Code("validate.archive-path", _E, "the archive holds {name}, a name that leads out of it",
         "压缩包中的 {name} 指向包外", "Check where the archive comes from.", "请检查压缩包的来源。"),
    Code("validate.package-missing", _E, "the taxonomy package {name} does not exist",
         "分类标准包 {name} 不存在", "Check the path.", "请检查路径。"),
    Code("validate.package-invalid", _E, "{name} is no taxonomy package: {reason}",
         "{name} 不是分类标准包：{reason}",
         "Give a zip file or a folder with META-INF/taxonomyPackage.xml.",
         "请提供含 META-INF/taxonomyPackage.xml 的 zip 文件或文件夹。"),
    Code("validate.package-catalog", _E, "the catalog of {name} is refused: {reason}",
         "{name} 的目录文件被拒绝：{reason}",
         "A catalog may only point into its own package.", "目录文件只能指向其所在的包内。"),
    Code("validate.package-core-schema", _E, "the package {name} replaces the core schema {url}",
         "分类标准包 {name} 替换了核心模式文件 {url}",
         "Take that schema out of the package.", "请从包中删除该模式文件。"),
    Code("validate.engine-stopped", _E, "the validator stopped before its end: {reason}",
         "校验程序未能完成：{reason}",
         "The report is not validated. Check the file; the messages so far are listed.",
         "报告未经校验。请检查文件；已有的消息已列出。"),
    Code("validate.timeout", _E, "the validator was stopped after {seconds} seconds",
         "校验程序运行 {seconds} 秒后被终止",
         "Raise the time limit if the report really is that large.", "如报告确实很大，请提高时间上限。"),
    # --- taxonomy
    Code("taxonomy.unknown", _E, "there is no taxonomy {given}", "没有分类标准 {given}",
         "Choose from: {valid}; or give the folder of a taxonomy.",
         "可选：{valid}；或给出分类标准所在的文件夹。"),
    Code("taxonomy.sheet-unreadable", _E, "the sheet {sheet} cannot be read: {problem}",
         "无法读取表单 {sheet}：{problem}",
         "Restore the sheet, or save it as UTF-8.", "请恢复该表单，或以 UTF-8 保存。"),
    Code("taxonomy.sheet-cell", _E, "sheet {sheet}, row {row}, column {column}: {problem}",
         "表单 {sheet} 第 {row} 行 {column} 列：{problem_zh}",
         "Correct the cell; taxonomy/schema says what each column may hold.",
         "请更正该单元格；taxonomy/schema 说明各列可填内容。"),
    Code("taxonomy.sheet-row", _E, "sheet {sheet}, {row}: {problem}", "表单 {sheet} {row}：{problem}",
         "Correct the row; docs/taxonomy.md describes the sheets.", "请更正该行；各表单说明见 docs/taxonomy.md。"),
    Code("taxonomy.template", _E, "the template {template}, line {line}: {problem}",
         "模板 {template} 第 {line} 行：{problem}",
         "Correct the template, or reinstall Pilu.", "请更正模板，或重新安装 Pilu。"),
    Code("taxonomy.package-stale", _E, "the compiled package differs from the sheets: {files}",
         "已编译的分类标准包与表单不一致：{files}",
         "Run 'pilu taxonomy build' and commit the result.", "请运行 pilu taxonomy build 并提交结果。"),
    Code("taxonomy.not-writable", _E, "the package cannot be written to {folder}: {problem}",
         "无法将分类标准包写入 {folder}：{problem}",
         "Choose a folder that can be written.", "请选择可写的文件夹。"),
)

BY_ID = MappingProxyType({code.id: code for code in CODES})

# Why a cell of a recognised table is no fact: id -> (English, Chinese).
REASONS = MappingProxyType({
    "header": ("a header or label cell", "表头或标签"),
})


def diagnose(code_id: str, *, span: Span | None = None, source: str = "", **fields: object) -> Diagnostic:
    """A diagnostic of the closed list; an unknown id or a missing field is a bug and raises."""
    code = BY_ID[code_id]
    words = {name: str(value) for name, value in fields.items()}
    return Diagnostic(
        code=code.id,
        severity=code.severity,
        text=code.en.format(**words),
        text_zh=code.zh.format(**words),
        hint=code.hint_en.format(**words),
        hint_zh=code.hint_zh.format(**words),
        source=source,
        span=span,
        fields=tuple(sorted(words.items())),
    )
