"""The kind of a file is decided by its bytes."""

import pytest

from pilu.model.document import SourceFile
from pilu.readers import READERS, read
from pilu.readers.sniff import kind_of


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\n junk first \n%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n123", "picture"),
        (b"<html><p>x</p>", "html"),
        (b"  <!-- c --><!DOCTYPE html><html>", "html"),
        (b"<h>x</h><br/><p>y</p>", "html"),
        ("# 标题\n正文".encode(), "markdown"),
        (b"a | b\n--|--\n1 | 2\n", "markdown"),
        (b"<!-- page: 1 -->\n# Page 1\n", "markdown"),
        ("公司\t1\n".encode("gbk"), "text"),
        ("公司\t1\n".encode("utf-16"), "text"),
        (b"BMW annual report", "text"),
    ],
)
def test_kind_by_content(data, kind):
    """Signatures and structure decide, in that order."""
    assert kind_of(data) == kind
    assert kind in READERS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1 x}", "Rich Text Format"),
        (b'{"page": 1}', "JSON data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 64, "an old Office file (DOC or XLS)"),
        (b"\x1f\x8b123", "a gzip archive"),
    ],
)
def test_other_kinds_are_named(data, words):
    """A file of a kind that is not read is told what it is."""
    outcome = read(SourceFile("x", data))
    (told,) = outcome.diagnostics
    assert told.code == "read.unsupported"
    assert dict(told.fields)["kind"] == words


def test_encrypted_office_file_is_told_as_such(read_bytes):
    """An encrypted DOCX or XLSX hides in a compound file."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 64 + "EncryptedPackage".encode("utf-16-le")
    assert [told.code for told in read_bytes(data).diagnostics] == ["read.encrypted"]


def test_source_is_recorded_for_the_receipt(read_bytes):
    """Name, hash, size and reader of the bytes that were read."""
    source = read_bytes(b"abc\n").value.source
    assert source.sha256 == "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb"
    assert (source.name, source.size, source.reader) == ("report", 4, "text")
