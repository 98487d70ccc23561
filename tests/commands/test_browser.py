"""The Inline report as people open it: in a browser, and in the interactive viewer."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

SHARED = Path(os.environ.get("PILU_SHARED", Path(__file__).parents[3] / "shared"))
SCROLLS = """<html><body><iframe id="frame" src="report.xhtml" style="width:1200px;height:800px"></iframe>
<script>
document.getElementById("frame").onload = function () {
  const view = this.contentWindow, page = view.document, seen = [];
  const shown = element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < view.innerHeight;
  };
  const figures = page.getElementsByTagName("ix:nonFraction");
  const anchors = page.getElementsByClassName("anchor");
  const places = [...anchors].map(anchor => anchor.getBoundingClientRect().top);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    view.scrollTo(0, share * page.documentElement.scrollHeight);
    seen.push([...figures].some(shown) || page.elementFromPoint(400, 400).textContent.trim().length > 0);
  }
  const end = view.scrollY + view.innerHeight;
  const last = anchors[anchors.length - 1];
  const told = {
    height: page.documentElement.scrollHeight, end: end, seen: seen,
    ordered: places.every((y, i) => !i || y >= places[i - 1]),
    links: [...page.querySelectorAll(".contents a")].every(a => page.getElementById(a.hash.slice(1))),
    anchors: anchors.length, wide: page.documentElement.scrollWidth, figures: figures.length,
  };
  last.scrollIntoView();
  told.last = last.getBoundingClientRect().top >= -1 && last.getBoundingClientRect().top < view.innerHeight;
  figures[figures.length - 1].scrollIntoView();
  told.figure = shown(figures[figures.length - 1]);
  document.body.textContent = JSON.stringify(told);
};
</script></body></html>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser, or a reason to skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    return found


def browse(chromium: str, profile: Path, *arguments: str) -> str:
    """One headless run with a new, empty profile; what it printed."""
    call = [chromium, *QUIET, f"--user-data-dir={profile}", *arguments]
    done = subprocess.run(
        call, capture_output=True, encoding="utf-8", errors="replace", timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_report_is_readable_in_a_browser(chromium: str, converted: Any, tmp_path: Path) -> None:
    """The rendered page shows title, headings, labels and figures as printed, each figure once tagged."""
    page = browse(chromium, tmp_path / "profile", "--dump-dom", (converted[0] / "report.xhtml").as_uri())
    text = re.sub(
        r"\s+", "", re.sub(r"<style.*?</style>|<ix:header.*?</ix:header>|<[^>]+>", "", page, flags=re.S)
    )
    for wanted in (
        "2021年年度报告摘要",
        "主要会计数据和财务指标",
        "归属于上市公司股东的净资产",
        "922,838,904.88",
        "黄允松",
    ):
        assert wanted in text
    assert re.search(r"<ix:nonfraction[^>]*>87,518,081\.40<", page, re.I)


def test_the_report_is_not_a_blank_page(chromium: str, converted: Any, tmp_path: Path) -> None:
    """A screenshot has ink on it: many rows of pixels that are not the background."""
    shot = tmp_path / "shot.png"
    page = (converted[0] / "report.xhtml").as_uri()
    browse(chromium, tmp_path / "profile", f"--screenshot={shot}", "--window-size=600,800", page)
    width, height, rows = pixels(shot.read_bytes())
    assert (width, height) == (600, 800)
    inked = sum(1 for row in rows if len(set(zip(*[iter(row)] * 3, strict=False))) > 3)
    assert inked > height / 10


@pytest.fixture(scope="module")
def longest() -> Path:
    """The report with most pages of the collection beside the checkout."""
    manifest = SHARED / "corpus" / "MANIFEST.csv"
    if not manifest.is_file():
        pytest.skip("the collection of real reports is not beside the checkout (../shared)")
    with manifest.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["format"] == "pdf"]
    chosen = max(rows, key=lambda row: int(row["pages"]))
    assert int(chosen["pages"]) >= 250
    return SHARED / "corpus" / "reports" / chosen["file"]


@pytest.mark.corpus
@pytest.mark.slow
def test_a_long_report_opens_and_scrolls(chromium: str, longest: Path, pilu: Any, tmp_path: Path) -> None:
    """A report of 250 pages loads whole and scrolls to its end: text everywhere, sections in order, every
    line of the contents leading to one, the last section and the last tagged figure shown, nothing
    wider than the window."""
    ran = pilu("convert", longest, "-o", "out", "--formats", "ixbrl", "--no-validate")
    (report,) = (tmp_path / "out").glob("*.xhtml")
    shutil.copy(report, tmp_path / "report.xhtml")
    (tmp_path / "scrolls.html").write_text(SCROLLS, encoding="utf-8")
    arguments = ("--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom")
    page = browse(chromium, tmp_path / "profile", *arguments, (tmp_path / "scrolls.html").as_uri())
    assert "{" in page, ran
    told = json.loads(page[page.index("{") : page.rindex("}") + 1])
    assert told["height"] > 100_000
    assert told["end"] >= told["height"] - 1
    assert told["seen"] == [True] * 5
    assert told["anchors"] > 250
    assert told["figures"] > 1000
    assert told["wide"] <= 1200
    assert told["ordered"]
    assert told["links"]
    assert told["last"]
    assert told["figure"]


def test_the_report_opens_in_the_interactive_viewer(converted: Any, tmp_path: Path) -> None:
    """Arelle's ixbrl-viewer plug-in makes a viewer of the report and knows its facts and labels."""
    pytest.importorskip("iXBRLViewerPlugin", reason="ixbrl-viewer is not installed (it is in the dev extra)")
    from pilu import pipeline

    package = pipeline.package_of(pipeline.Options()).value
    assert package is not None
    zipped = shutil.make_archive(str(tmp_path / "taxonomy"), "zip", package.parent, package.name)
    out = tmp_path / "viewer.html"
    call = [sys.executable, "-m", "arelle.CntlrCmdLine", "--internetConnectivity=offline"]
    call += ["--disablePersistentConfig", "--packages", zipped, "--plugins", "ixbrl-viewer"]
    call += ["-f", str(converted[0] / "report.xhtml"), "--save-viewer", str(out)]
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        call, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", timeout=180, check=False
    )
    assert out.is_file(), done.stdout + done.stderr
    viewer = out.read_text(encoding="utf-8")
    assert '"facts"' in viewer
    assert "Operating revenue" in viewer


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and RGB rows of an 8-bit RGB or RGBA PNG (PNG 1.2, 9: filters by line)."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    channels = {2: 3, 6: 4}[colour]
    assert depth == 8
    data, position = b"", 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            data += png[position + 8 : position + 8 + length]
        position += length + 12
    raw, stride = zlib.decompress(data), width * channels
    rows, before = [], bytearray(stride)
    for number in range(height):
        start = number * (stride + 1)
        row = unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, channels)
        rows.append(bytes(row) if channels == 3 else bytes(v for i, v in enumerate(row) if i % 4 != 3))
        before = row
    return width, height, rows


def unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """One PNG line with its filter undone."""
    if kind == 0:
        return row
    for index in range(len(row)):
        left = row[index - step] if index >= step else 0
        up, corner = above[index], above[index - step] if index >= step else 0
        guess = (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]
        row[index] = (row[index] + guess) & 255
    return row


def paeth(left: int, up: int, corner: int) -> int:
    """The neighbour nearest to left + up - corner."""
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))
