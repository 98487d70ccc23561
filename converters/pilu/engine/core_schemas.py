"""The specifications' own schemas, as Arelle ships them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import arelle

SHIPPED = Path(arelle.__file__).parent / "resources" / "cache"
CONFIG = Path(arelle.__file__).parent / "config"

# Without these being what the specifications say, nothing a validator says means anything.
_FOUNDATION = (
    "www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    "www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    "www.xbrl.org/2003/xl-2003-12-31.xsd",
    "www.xbrl.org/2003/xlink-2003-12-31.xsd",
    "www.xbrl.org/2005/xbrldt-2005.xsd",
    "www.xbrl.org/2006/xbrldi-2006.xsd",
    "www.xbrl.org/2013/inlineXBRL/xhtml-inlinexbrl-1_1.xsd",
)


@cache
def shipped_urls() -> tuple[tuple[str, str], ...]:
    """(address, path of the shipped copy) of every shipped file, sorted; http and https alike."""
    found: dict[str, str] = {}
    for scheme in ("http", "https"):
        root = SHIPPED / scheme
        for path in sorted(root.rglob("*")):
            if path.is_file():
                for alias in ("http", "https"):
                    found.setdefault(f"{alias}://{path.relative_to(root).as_posix()}", str(path))
    return tuple(sorted(found.items()))


def foundation_schemas() -> Iterator[tuple[str, bytes]]:
    """(address, text) of the schemas that no package may replace."""
    for url, path in shipped_urls():
        if url.split("://", 1)[1] in _FOUNDATION:
            yield url, Path(path).read_bytes()


def is_shipped(url: str) -> bool:
    """Whether the address is one of the specifications' files that need no package."""
    return url in dict(shipped_urls())
