"""The report package (Report Package 1.0): the inline report in a zip."""

from __future__ import annotations

import io
import zipfile

from pilu.model.diagnostic import Outcome
from pilu.model.output import OutputFile
from pilu.writers.inline import write_inline
from pilu.writers.templating import render
from pilu.writers.work import Work

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format's own zero


def write_package(work: Work, written: tuple[OutputFile, ...]) -> Outcome[tuple[OutputFile, ...]]:
    """``x.xbri``: one top folder with ``META-INF/reportPackage.json`` and ``reports/x.xhtml``.

    Entries are stored, not compressed: compressed bytes differ between zlib builds, ours may not.
    """
    made = Outcome(tuple(file for file in written if file.kind == "ixbrl"))
    if not made.value:
        made = write_inline(work, ())
    meta = render(work.templates, "package/reportPackage.json", {})
    if made.value is None or meta.value is None:
        return Outcome(None, made.diagnostics + meta.diagnostics)
    top = work.basis.filing.stem
    entries = [(f"{top}/META-INF/reportPackage.json", meta.value.encode("utf-8"))]
    entries.extend((f"{top}/reports/{file.path}", file.data) for file in made.value)
    return Outcome((OutputFile(work.path(".xbri"), _zipped(entries), "package"),))


def _zipped(entries: list[tuple[str, bytes]]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            file.writestr(entry, data)
    return archive.getvalue()
