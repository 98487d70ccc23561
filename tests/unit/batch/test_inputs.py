"""What a call names: files, folders, patterns, lists, object stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest

from pilu.batch import find_inputs
from pilu.batch.inputs import Input, load

Write = Callable[..., Path]


def names(*given: str, **options: Path) -> list[str]:
    """The names of what is found."""
    found = find_inputs(given, **options)
    return [wanted.name for wanted in found.value or ()]


def test_folders_patterns_and_files_in_order_and_once(documents: Write) -> None:
    """A file named twice comes once, where it was named first."""
    place = documents({"b.txt": "", "a.pdf": "", "sub/c.docx": "", "note.log": "", ".hidden.txt": ""})
    assert names(str(place)) == ["a.pdf", "b.txt", "c.docx"]
    assert names(str(place / "b.txt"), str(place / "*.*")) == ["b.txt", "a.pdf", "note.log"]
    assert names(str(place / "**" / "*.docx")) == ["c.docx"]
    told = find_inputs([str(place)]).diagnostics
    assert [item.code for item in told] == ["batch.skipped"]


def test_earlier_outputs_are_no_inputs(documents: Write) -> None:
    """An output folder inside the input folder is left out."""
    place = documents({"a.txt": "", "out/x/x.xhtml": "", "out2/b.txt": ""})
    assert names(str(place), out=place / "out") == ["a.txt", "b.txt"]


def test_a_list_is_relative_to_itself(documents: Write) -> None:
    """A manifest's paths, patterns and comments."""
    place = documents(
        {"reports/a.txt": "", "reports/b.txt": "", "list.txt": "# season\n\nreports/b*\nnowhere.pdf\n"}
    )
    assert names(manifest=place / "list.txt") == ["b.txt", "nowhere.pdf"]
    absent = find_inputs([], manifest=place / "absent")
    assert [told.code for told in absent.diagnostics] == ["batch.list-unreadable"]


def test_a_list_that_is_no_text(tmp_path: Path) -> None:
    """A list in another encoding is named, with what a list has to be."""
    (tmp_path / "list.txt").write_bytes(b"\xff\xfea\0")
    found = find_inputs([], manifest=tmp_path / "list.txt")
    assert [told.code for told in found.diagnostics] == ["batch.list-unreadable"]


@pytest.mark.parametrize("given", [[], ["nowhere/*.pdf"]])
def test_nothing_at_all_is_said(given: list[str]) -> None:
    """A call that names nothing has no value and ends with an error, which ``--quiet`` shows too."""
    found = find_inputs(given)
    assert found.value is None
    assert found.diagnostics[-1].code == "batch.no-inputs"


def test_object_stores() -> None:
    """Files, folders and patterns of a store that fsspec knows, and their bytes."""
    store = fsspec.filesystem("memory")
    store.pipe({"/season/a.txt": b"first", "/season/deep/b.pdf": b"second", "/season/c.log": b"no report"})
    assert names("memory://season") == ["a.txt", "b.pdf"]
    assert names("memory://season/*.log") == ["c.log"]
    found = find_inputs(["memory://season/a.txt"]).value
    assert found is not None
    read = load(found[0])
    assert read.value is not None
    assert read.value.data == b"first"
    assert load(Input("memory://season/none.txt")).value is None


def test_an_unknown_store_is_refused() -> None:
    """A scheme that nothing serves is one message."""
    found = find_inputs(["nosuch://bucket/*"])
    assert [told.code for told in found.diagnostics] == ["batch.unreachable"]
