"""The Inline report as people open it: in a browser, and in the interactive viewer."""

from __future__ import annotations

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
