"""The outputs of a bank, a broker and an insurer, as the engine sees them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["bank.md", "broker.html", "insurer.txt"])
def test_outputs_are_valid(verdict_of, text, name: str) -> None:
    """Every assertion and every calculation holds in every output."""
    verdict = verdict_of(name, text(name))
    assert verdict.valid
    assert verdict.findings == ()


def test_the_engine_finds_what_does_not_add_up(verdict_of, text) -> None:
    """A digit changed in one figure of each statement fails the sum it stands in, and no check of general
    enterprises."""
    changed = (
        text("broker.html")
        .replace("<td>融出资金</td><td>189", "<td>融出资金</td><td>188", 1)
        .replace("<td>业务及管理费</td><td>24", "<td>业务及管理费</td><td>25", 1)
        .replace(
            "<td>三、营业利润（亏损以“－”号填列）</td><td>",
            "<td>三、营业利润（亏损以“－”号填列）</td><td>1",
            1,
        )
        .replace("<td>其中：客户备付金</td><td>51", "<td>其中：客户备付金</td><td>91", 1)
    )
    verdict = verdict_of("broker.html", changed)
    assert not verdict.valid
    involved = [{fact.concept for fact in finding.involved} for finding in verdict.findings]
    assert any({"Assets", "MarginLoans"} <= concepts for concepts in involved)
    assert any(
        {"OperatingExpenditure", "BusinessAndAdministrativeExpenses"} <= concepts for concepts in involved
    )
    codes = {finding.code.removeprefix("message:") for finding in verdict.findings}
    assert {"F20b", "F22b"} <= codes
    assert not codes & {"I03", "C09", "B10"}
