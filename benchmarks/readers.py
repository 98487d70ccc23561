"""Speed and memory of the readers, as ratios to plain text extraction by the same library family.

    python benchmarks/readers.py [FILE ...]

Without files it reads the PDF and Markdown reports of the collection beside the checkout
(``../shared`` or PILU_SHARED). One process per file, so that the peak memory is that file's own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pilu.model.document import SourceFile
from pilu.readers import read
from pilu.readers.sniff import kind_of

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[2] / "shared"))
ROUNDS = 3
CHARACTERS_OF_A_PAGE = 900


# Processor time: both sides of a ratio run on one thread, and other work on the machine does not count.
def _best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def _plain_pdf(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    length = 0
    for page in document:
        text = page.get_textpage()
        length += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return length


def _plain_text(data: bytes) -> int:
    return sum(len(line) for line in data.decode("utf-8", errors="replace").splitlines())


def _plain_html(data: bytes) -> int:
    from lxml import html

    return len(html.fromstring(data).text_content())


def _plain_docx(data: bytes) -> int:
    import io

    import mammoth

    return len(mammoth.extract_raw_text(io.BytesIO(data)).value)


def _plain_xlsx(data: bytes) -> int:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return sum(
        len(str(value)) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )


FLOORS = {
    "pdf": _plain_pdf,
    "text": _plain_text,
    "markdown": _plain_text,
    "html": _plain_html,
    "docx": _plain_docx,
    "xlsx": _plain_xlsx,
}


def measure(path: Path) -> None:
    """Measures one file and prints a line of JSON."""
    data = path.read_bytes()
    kind = kind_of(data)
    source = SourceFile(path.name, data)
    outcome = read(source)
    if outcome.value is None:
        print(json.dumps({"file": path.name, "kind": kind, "error": outcome.diagnostics[0].code}))
        return
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    characters = FLOORS[kind](data)
    pages = outcome.value.page_count or max(characters // CHARACTERS_OF_A_PAGE, 1)
    floor, own = _best(lambda: FLOORS[kind](data)), _best(lambda: read(source))
    line = {"file": path.name, "kind": kind, "pages": pages, "floor": floor, "own": own, "peak": peak}
    print(json.dumps(line))


def main(arguments: list[str]) -> int:
    """Measures every file in a process of its own and prints the table."""
    if arguments[:1] == ["--one"]:
        measure(Path(arguments[1]))
        return 0
    reports = SHARED / "corpus" / "reports"
    found = [*sorted(reports.glob("*.pdf")), *sorted(reports.glob("*-abstract.md"))[:10]]
    paths = [Path(name) for name in arguments] or [*found, *sorted(reports.glob("*.html"))]
    print(f"{'file':44} {'reader':9} {'pages':>5} {'pages/s':>8} {'floor/s':>8} {'ratio':>6} {'peak MB':>8}")
    for path in paths:
        command = [sys.executable, __file__, "--one", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        line = json.loads(done.stdout.splitlines()[-1])
        if "error" in line:
            print(f"{line['file'][:44]:44} {line['kind'][:9]:9} {line['error']}")
            continue
        own, floor, pages = line["own"], line["floor"], line["pages"]
        print(
            f"{line['file'][:44]:44} {line['kind']:9} {pages:5} {pages / own:8.0f} {pages / floor:8.0f}"
            f" {own / floor:6.2f} {line['peak']:8.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
