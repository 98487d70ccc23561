"""The list of Pilu's own taxonomies that Arelle validated in full and of which it said nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from arelle.Version import __version__ as arelle_version

from pilu import taxonomies
from pilu.engine import EngineOptions, digests, warm_engine
from pilu.engine.message import Limits
from pilu.engine.packages import Package, admit
from pilu.resources import data_root

EMPTY = (
    '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance"'
    ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<link:schemaRef xlink:type="simple" xlink:href={}/></xbrli:xbrl>'
)


def test_taxonomies_that_came_validated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accepting: bool
) -> None:
    """Each entry point, validated anew, has no message; the list has just these, and is believed."""
    monkeypatch.setenv("PILU_CACHE", "off")
    silent: dict[str, str] = {}
    for name in taxonomies.list_installed():
        options = EngineOptions(packages=(taxonomies.package_folder(name),))
        package = admit(options.packages[0], Limits(), tmp_path)
        taxonomy = taxonomies.load(name).value
        assert isinstance(package, Package)
        assert taxonomy is not None
        for number, url in enumerate(sorted(taxonomy.entry_points.values())):
            entry = tmp_path / f"empty-{number}.xbrl"
            entry.write_text(EMPTY.format(quoteattr(url)), encoding="utf-8")
            with warm_engine(options) as engine:
                said = engine.run(entry).value
            assert said is not None
            assert (said.path, said.messages) == ("warm", ())
            silent[digests.mark_of((package,), (url,), options)] = url
    told = json.dumps({"engine": arelle_version, "silent": silent}, indent=1, sort_keys=True) + "\n"
    path = data_root("taxonomy") / digests.LIST
    if accepting:
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told, "`make golden` accepts the taxonomy as it is"


def test_what_is_listed_is_not_validated_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listed taxonomy leaves nothing in the cache; with one option changed it is validated, and does."""
    monkeypatch.setenv("PILU_CACHE", str(tmp_path / "cache"))
    name = taxonomies.list_installed()[0]
    taxonomy = taxonomies.load(name).value
    assert taxonomy is not None
    entry = tmp_path / "empty.xbrl"
    entry.write_text(EMPTY.format(quoteattr(min(taxonomy.entry_points.values()))), encoding="utf-8")
    options = EngineOptions(packages=(taxonomies.package_folder(name),))
    kept: Callable[[], int] = lambda: len(list(tmp_path.glob("cache/**/*.json")))  # noqa: E731
    for calculation, expected in (("1.1", 0), ("1.0", 1)):
        with warm_engine(EngineOptions(options.packages, calculation)) as engine:  # type: ignore[arg-type]
            assert engine.run(entry).value is not None
        assert kept() == expected
