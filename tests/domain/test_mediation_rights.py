"""权利期限 beside a mediation: shown always, counted for the papers, and in the way of an extension (G1)."""

from datetime import date

import pytest

from fuyi_desktop.domain.case import Informed
from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.domain.rights import RIGHTS, Remedy, Right, binding, rights
from tests import factory
from tests.domain.mediating import (
    EXTENSION,
    TALKING,
    all_clocks,
    checked,
    dues,
    offers,
    registered,
    taken,
)

KNOWN = {"known_on": date(2026, 9, 25)}


@pytest.mark.parametrize("days", [1, 5, 30])
@pytest.mark.parametrize("on", ["2026-10-14", "2026-11-10", "2026-11-20"])
def test_no_extension_that_eats_the_right_to_apply_passes_without_the_party_s_signature(
    days: int, on: str
) -> None:
    """H37 of the domain reference, over a case: A01 ends on 24 November, C04 on the 20th."""
    file = taken(registered(**KNOWN), *TALKING)
    assert dues(file, on, "A01", "C04") == {"A01": "2026-11-24", "C04": "2026-11-20"}

    with pytest.raises(NotOpen, match="向行政复议机关提出的期限2026年11月24日届满（行政复议法第二十条"):
        checked(file, "extend", on, **EXTENSION | {"days": days})

    signed = checked(file, "extend", on, **EXTENSION | {"days": days, "rights_signed": True})
    assert signed.facts["rights_signed"] is True
    applied = taken(file, ("filed", on))
    assert checked(applied, "extend", on, **EXTENSION | {"days": days}).facts["days"] == days


def test_an_extension_passes_where_more_than_ten_days_are_left_after_it() -> None:
    file = taken(registered(known_on=date(2026, 10, 9)), *TALKING)  # A01 until 8 December

    assert checked(file, "extend", "2026-10-20", **EXTENSION | {"days": 5}).doubts == ()
    with pytest.raises(NotOpen, match="2026年12月8日届满"):
        checked(file, "extend", "2026-10-20", **EXTENSION | {"days": 6})


def test_a_right_that_is_lost_already_does_not_stop_an_extension_but_the_next_one_does() -> None:
    late = taken(registered(known_on=date(2026, 6, 8)), *TALKING)  # A01 until 7 August, B01 until 8 December

    with pytest.raises(NotOpen, match="向人民法院提出的期限2026年12月8日届满"):
        checked(late, "extend", "2026-11-19", **EXTENSION)
    assert checked(late, "extend", "2026-11-10", **EXTENSION | {"days": 2}).doubts == ()


def test_without_the_day_of_knowledge_the_extension_is_questioned() -> None:
    file = taken(registered(), *TALKING)

    assert "没有登记知道日" in "".join(checked(file, "extend", "2026-11-10", **EXTENSION).doubts)


def test_a_period_of_its_own_runs_for_who_was_not_told_of_the_rights() -> None:
    facts = {"rights_known_on": "2026-10-08"}
    file = taken(registered(**KNOWN, informed=Informed.NO, facts=facts), ("report", "2026-10-09"))

    assert dues(file, "2026-10-09", "A01", "A02", "A03", "B01", "B03a", "B03b") == {
        "A02": "2026-12-07", "A03": "2027-09-27", "B03a": "2027-04-08", "B03b": "2027-09-27",
    }  # fmt: skip


def test_the_rights_clock_is_shown_always_and_ends_when_the_citizen_uses_it() -> None:
    file = taken(registered(**KNOWN, act_on=date(2026, 9, 20)), ("report", "2026-09-28"))

    assert dues(file, "2026-09-28", *RIGHTS) == {
        "A01": "2026-11-24", "A05": "2031-09-20", "B01": "2027-03-25", "B02b": "2031-09-20",
    }  # fmt: skip

    filed = taken(file, ("filed", "2026-10-20", {"to": "reconsideration"}))

    found = [clock for clock in all_clocks(filed, "2026-10-21") if clock.rule.id in RIGHTS]
    assert {clock.done_on for clock in found} == {date(2026, 10, 20)}
    assert rights(found, date(2026, 10, 21)) == ()


def test_a_case_registered_at_the_reconsideration_organ_from_here_has_used_the_right() -> None:
    file = taken(registered(**KNOWN), *TALKING, ("withdraw", "2026-10-20"))

    gone_on = taken(file, ("carry_on", "2026-10-20", {"to": "reconsideration"}))

    assert rights(all_clocks(gone_on, "2026-10-21"), date(2026, 10, 21)) == ()
    assert offers(file, "2026-10-21")["close_report"] != ""
    assert offers(gone_on, "2026-10-21")["close_report"] == ""


def test_real_estate_has_its_twenty_years() -> None:
    file = taken(registered(flags=("不动产",), act_on=date(2026, 9, 20)), ("report", "2026-09-28"))

    assert dues(file, "2026-09-28", *RIGHTS) == {"A04": "2046-09-20", "B02a": "2046-09-20"}


def test_inaction_by_a_day_can_be_challenged_from_that_day_on() -> None:
    file = taken(
        registered(act_kind="行政不作为", facts={"duty_due": "2026-09-10"}, known_on=date(2026, 9, 11)),
        ("report", "2026-09-28"),
    )

    assert dues(file, "2026-09-28", *RIGHTS) == {"A06": "2026-11-09", "B05": "2027-03-10"}


def test_inaction_without_a_day_can_be_sued_over_after_two_months() -> None:
    file = taken(
        registered(act_kind="行政不作为", facts={"applied_on": "2026-07-06"}), ("report", "2026-07-20")
    )

    assert dues(file, "2026-09-07", "B04", "B05") == {"B04": "2026-09-07"}  # 6 September is a Sunday
    assert dues(file, "2026-09-08", "B04", "B05") == {"B04": "2026-09-07", "B05": "2027-03-08"}


def test_a_paper_is_told_what_is_left_of_every_right_on_its_day() -> None:
    file = taken(registered(**KNOWN, act_on=date(2026, 9, 20)), *TALKING)

    found = rights(all_clocks(file, "2026-11-18"), date(2026, 11, 18))

    assert [(right.rule, right.left, right.organ.value) for right in found] == [
        ("A01", 6, "行政复议机关"), ("B01", 127, "人民法院"),
        ("A05", 1767, "行政复议机关"), ("B02b", 1767, "人民法院"),
    ]  # fmt: skip
    assert [(right.rule, right.near, right.provisional) for right in binding(found)] == [
        ("A01", True, False), ("B01", False, True),
    ]  # fmt: skip


def test_a_right_that_is_over_is_told_as_over() -> None:
    file = taken(registered(**KNOWN), *TALKING)

    first, second = binding(rights(all_clocks(file, "2026-11-25"), date(2026, 11, 25)))

    assert (first.rule, first.left, first.open) == ("A01", -1, False)
    assert (second.rule, second.open) == ("B01", True)


def test_every_right_is_a_rule_that_runs_in_a_mediation_and_that_filing_ends() -> None:
    for rule_id in RIGHTS:
        rule = factory.law().rules.on(rule_id, date(2026, 11, 20))
        assert "mediation" in rule.cases, rule_id
        assert {"filed", "carry_on"} <= set(rule.ends), rule_id
        assert rule.starts, rule_id


def test_the_longest_period_never_stands_for_a_right_that_is_over() -> None:
    over = Right("A01", "复议申请期限", "", Remedy.RECONSIDERATION, date(2026, 3, 6), -220)
    cap = Right("A05", "最长期限（其他）", "", Remedy.RECONSIDERATION, date(2031, 1, 4), 1545)
    suit = Right("B01", "直接起诉期限", "", Remedy.COURT, date(2026, 12, 1), 50)

    assert [right.rule for right in binding([cap, over, suit]) if right.open] == ["B01"]
    assert binding([cap]) == ()
