"""Lines of tables found by their number give the messages that comparing all with all gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from pilu import taxonomies
from pilu.engine import EngineOptions, EngineRun, run, warm_engine

_LINES = 40
_COLUMNS = (
    ("SharesHeld", '<{0} decimals="0" unitRef="shares" {1}>{2}</{0}>'),
    ("ShareholdingRatio", '<{0} decimals="4" unitRef="pure" {1}>{2}</{0}>'),
    ("RestrictedSharesHeld", '<{0} decimals="0" unitRef="shares" {1}>{2}</{0}>'),
    ("PledgedMarkedFrozenShares", '<{0} decimals="0" unitRef="shares" {1}>{2}</{0}>'),
)
_HEAD = (
    '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"'
    ' xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:cnl="{namespace}">'
    '<link:schemaRef xlink:type="simple" xlink:href="{entry}"/>'
    '<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
)
_CONTEXT = (
    '<xbrli:context id="c{line}{twin}"><xbrli:entity><xbrli:identifier scheme="{scheme}">600000'
    "</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2021-12-31</xbrli:instant></xbrli:period>"
    '<xbrli:scenario><xbrldi:typedMember dimension="cnl:ShareholderRankAxis"><cnl:{domain}>{zeros}{line}'
    "</cnl:{domain}></xbrldi:typedMember></xbrli:scenario></xbrli:context>"
)


def _instance(*, twins: tuple[int, ...], faulty: tuple[int, ...]) -> str:
    """A table of many lines: the lines ``twins`` are reported twice, under a rank written otherwise;
    those in ``faulty`` have more restricted and pledged shares than shares."""
    taxonomy = taxonomies.load("cn-listed/2021").value
    assert taxonomy is not None
    domain = taxonomy.axes["ShareholderRankAxis"].typed_domain
    assert domain is not None
    parts = [_HEAD.format(namespace=taxonomy.namespace, entry=taxonomy.entry_points["abstract"])]
    for line in range(1, _LINES + 1):
        for twin in ("", "b") if line in twins else ("",):
            parts.append(
                _CONTEXT.format(
                    line=line,
                    twin=twin,
                    zeros="0" if twin else "",
                    scheme=taxonomy.entity_scheme,
                    domain=domain.local,
                )
            )
            held = 10000 - 100 * line
            part = held + 2 if line in faulty else 5
            for (concept, form), value in zip(_COLUMNS, (held, held / 10**6, part, part), strict=True):
                name = f'id="{concept}-{line}{twin}" contextRef="c{line}{twin}"'
                parts.append(form.format(f"cnl:{concept}", name, value))
    return "".join([*parts, "</xbrli:xbrl>"])


def _both(path: Path) -> tuple[EngineRun, EngineRun]:
    options = EngineOptions(packages=(taxonomies.package_folder("cn-listed/2021"),), duplicates="none")
    with warm_engine(options) as engine:
        warm = engine.run(path).value
    fresh = run(path, options).value
    assert warm is not None
    assert fresh is not None
    assert (warm.path, fresh.path) == ("warm", "run")
    return warm, fresh


@pytest.mark.parametrize("twins", [(), (3, 7)], ids=["lines once", "lines twice"])
def test_long_tables_give_the_messages_of_plain_arelle(twins: tuple[int, ...], tmp_path: Path) -> None:
    """Every faulty line of a long table is told, with its own facts, as plain Arelle tells it."""
    path = tmp_path / "long.xbrl"
    path.write_text(_instance(twins=twins, faulty=(2, 7, 39)), encoding="utf-8")
    warm, fresh = _both(path)
    assert warm.messages == fresh.messages
    restricted = [message for message in warm.messages if message.code == "message:A30"]
    lines = {frozenset(ref.id.rpartition("-")[2] for ref in m.refs if ref.is_fact) for m in restricted}
    assert {frozenset({"2"}), frozenset({"39"})} <= lines
    assert {message.code for message in warm.messages} >= {"message:A30", "message:A31"}
