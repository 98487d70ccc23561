"""What passes between a batch and its workers."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilu.batch.jobs import (
    Limits,
    Plan,
    Reply,
    plan_from_json,
    plan_to_json,
    read_frame,
    reply_of,
    send_reply,
    write_frame,
)
from pilu.model.output import OutputFile

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(st.dictionaries(TEXTS, TEXTS), st.lists(st.binary(max_size=50), max_size=4))
def test_a_frame_comes_back_as_it_went(header: dict[str, str], blobs: list[bytes]) -> None:
    """Any header and any bytes, and the end of the stream after them."""
    header.pop("blobs", None)
    stream = io.BytesIO()
    write_frame(stream, header, blobs)
    stream.seek(0)
    assert read_frame(stream) == (header, blobs)
    assert read_frame(stream) is None


@given(st.binary(max_size=200))
def test_noise_is_refused_or_ends(data: bytes) -> None:
    """Whatever a broken worker sends raises nothing but what its supervisor expects."""
    stream = io.BytesIO(data)
    try:
        while read_frame(stream) is not None:
            pass
    except (EOFError, ValueError, RecursionError):
        pass


@pytest.mark.parametrize(
    "header", [[], "text", {"blobs": 3}, {"blobs": [-1]}, {"blobs": [2**40]}, {"blobs": ["1"]}, {}]
)
def test_a_frame_that_lies_is_refused(header: object) -> None:
    """Sizes are checked before a byte of a blob is read."""
    data = json.dumps(header).encode()
    with pytest.raises(ValueError, match="frame"):
        read_frame(io.BytesIO(len(data).to_bytes(8, "big") + data))


def test_plans_and_replies_come_back() -> None:
    """The inverse functions are inverse."""
    plan = Plan("t", ("xbrl", "json"), limits=Limits(seconds=1.5), basis="b", reports=("html",))
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan
    reply = Reply("valid", {"facts": 1}, (OutputFile("a.xbrl", b"x", "xbrl"),), b"r", {"seconds": 1.0})
    stream = io.BytesIO()
    send_reply(stream, reply)
    stream.seek(0)
    frame = read_frame(stream)
    assert frame is not None
    assert reply_of(*frame) == reply
