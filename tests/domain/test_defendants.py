"""Whom a suit after reconsideration is against."""

from typing import Any

import pytest

from fuyi_desktop.domain.defendants import BY_PROCEDURE, defendants
from tests import factory

COUNTY, POLICE = "云岭县人民政府", "云岭县公安局"
BOTH, ALONE = (POLICE, COUNTY), (COUNTY,)


@pytest.mark.parametrize(
    ("code", "facts", "named"),
    [
        ("decide", {"kind": "uphold"}, BOTH),
        ("decide", {"kind": "dismiss_request"}, BOTH),
        ("decide", {"kind": "revoke"}, ALONE),
        ("decide", {"kind": "declare_unlawful", "unlawful": "kept"}, ALONE),
        ("decide", {"kind": "declare_unlawful", "unlawful": BY_PROCEDURE}, BOTH),
        ("refuse", {}, ALONE),
        ("dismiss", {}, ALONE),
        ("terminate", {}, ALONE),
    ],
)
def test_the_defendant_follows_from_how_the_reconsideration_ended(
    code: str, facts: dict[str, Any], named: tuple[str, ...]
) -> None:
    assert defendants(factory.file((code, "2026-08-21", facts))) == named


def test_an_organ_that_has_not_decided_in_time_is_sued_alone() -> None:
    assert defendants(factory.file(("receive", "2026-07-30"))) == ALONE
