"""What passes between the batch and its workers: a plan, jobs, replies; JSON and bytes only.

A worker reads hostile files, so nothing it says is unpickled: a frame is eight bytes of length, a
JSON object of that length, and the blobs whose sizes the object lists under ``blobs``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from pilu.model.output import OutputFile

TASK = "pilu.batch.converting:Converting"
WORKPLACE = "pilu-worker-"  # how the name of a worker's folder for temporary files begins
_HEAD = 8
_HEADER_BYTES = 64 * 2**20
_BLOB_BYTES = 2**30  # of all blobs of a frame


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document: seconds by the clock, bytes of memory; how often a document that
    ended its worker is tried again; after how many documents a worker is replaced."""

    seconds: float = 300.0
    memory_bytes: int = 3 * 2**30
    retries: int = 1
    recycle: int = 500
    start_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How every document of a batch is converted.

    ``basis``: hash of the tool's versions, the taxonomy and the templates, which a worker must
    agree with; ``waivers``: a waiver file, read as of the day ``as_of``; ``reports``: forms in which
    each verdict is written, in ``language``; ``task``: ``module:name`` of what a worker calls with the
    plan to get the function that turns a ``Job`` into a ``Reply``.
    """

    taxonomy: str
    kinds: tuple[str, ...]
    validate: bool = True
    templates: str = ""
    waivers: str = ""
    as_of: str = ""
    reports: tuple[str, ...] = ()
    language: str = "zh"
    basis: str = ""
    limits: Limits = Limits()
    task: str = TASK


@dataclass(frozen=True, slots=True)
class Job:
    """One document: the name that messages call it by, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one document.

    ``status``: one of ``summary.STATUSES``; ``record``: plain JSON values for the summary, the same
    for the same document whoever made it; ``rows``: the document's rows for the fact store, packed,
    or empty; ``cost``: seconds and bytes spent, for measuring, never part of an output.
    """

    status: str
    record: Mapping[str, Any]
    files: tuple[OutputFile, ...] = ()
    rows: bytes = b""
    cost: Mapping[str, float] = field(default_factory=dict)


def write_frame(stream: IO[bytes], header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """One frame; flushes."""
    head = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode("ascii")
    stream.write(len(head).to_bytes(_HEAD, "big") + head)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame, or None at the end of the stream; EOFError inside a frame, ValueError for
    what is none."""
    length = stream.read(_HEAD)
    if not length:
        return None
    size = int.from_bytes(length, "big")
    if len(length) < _HEAD or size > _HEADER_BYTES:
        raise ValueError("not a frame")
    header = json.loads(_exactly(stream, size))
    counts = header.pop("blobs", None) if isinstance(header, dict) else None
    if not isinstance(counts, list) or not all(isinstance(count, int) and count >= 0 for count in counts):
        raise ValueError("not a frame")
    if sum(counts) > _BLOB_BYTES:
        raise ValueError("a frame beyond all bounds")
    return header, [_exactly(stream, count) for count in counts]


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError("the stream ends inside a frame")
    return data


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values."""
    return asdict(plan)


def plan_from_json(data: Mapping[str, Any]) -> Plan:
    """The inverse of ``plan_to_json``."""
    lists = {name: tuple(data[name]) for name in ("kinds", "reports")}
    return Plan(**{**data, **lists, "limits": Limits(**data["limits"])})


def send_reply(stream: IO[bytes], reply: Reply) -> None:
    """A reply as one frame."""
    header = {
        "status": reply.status,
        "record": dict(reply.record),
        "files": [[made.path, made.kind] for made in reply.files],
        "cost": dict(reply.cost),
    }
    write_frame(stream, header, [reply.rows, *(made.data for made in reply.files)])


def reply_of(header: Mapping[str, Any], blobs: Sequence[bytes]) -> Reply:
    """The inverse of ``send_reply``; ValueError, KeyError or TypeError for anything else."""
    if not isinstance(header["record"], dict) or not isinstance(header["cost"], dict):
        raise ValueError("not a reply")
    made = tuple(
        OutputFile(str(path), data, str(kind))
        for (path, kind), data in zip(header["files"], blobs[1:], strict=True)
    )
    return Reply(str(header["status"]), header["record"], made, blobs[0], header["cost"])
