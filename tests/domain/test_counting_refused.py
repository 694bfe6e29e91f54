"""Deadlines: extensions and suspensions as the rules allow them, and what is refused."""

import pytest

from fuyi_desktop.domain.counting import LocalDays, Suspension
from fuyi_desktop.domain.errors import BadFact, RuleWithoutLength, SuspensionOutside
from fuyi_desktop.services.dates import Dates
from tests.domain.asking import COUNTED, DAY, compute, day, lines, suspended
from tests.domain.law import rule, rules, workdays

LENGTHLESS = (
    "A32", "A33", "A35", "B14", "B15", "B16", "B32", "B33", "C11", "C13", "C18", "C19", "D03", "D04", "D08",
    "D09", "D21",
)  # fmt: skip

# --- what the rule allows -------------------------------------------------------------------------------


def test_an_extension_beyond_the_limit_is_refused_with_the_figure() -> None:
    assert compute("A18", "2026-08-03", extend=30).due
    with pytest.raises(
        BadFact, match="A18 审理期限（普通）最多延长 30 日（行政复议法第六十二条第一款），不能延长 31 日"
    ):
        compute("A18", "2026-08-03", extend=31)
    with pytest.raises(BadFact, match="最多延长 30 个工作日"):
        compute("C04", "2026-08-03", extend=31)


def test_the_simple_track_is_not_extended() -> None:
    with pytest.raises(BadFact, match="A20 审理期限（简易）没有延长的规定"):
        compute("A20", "2026-08-03", extend=1)


def test_a_negative_extension_is_refused() -> None:
    for days in (-1, 100_000):
        with pytest.raises(BadFact, match="延长的天数应当在 0 至"):
            compute("A10", "2026-08-03", extend=days)


def test_an_extension_without_a_limit_is_the_organ_s_to_set() -> None:
    assert compute("A10", "2026-08-03", extend=20).due == workdays().after(day("2026-08-03"), 30)


def test_an_extension_in_months_is_added_to_the_end() -> None:
    assert compute("B17", "2025-08-31", extend=3).due == day("2026-05-28")


@pytest.mark.parametrize("rule_id", LENGTHLESS)
def test_a_rule_that_names_no_length_has_no_date(rule_id: str) -> None:
    asked = rule(rule_id)
    with pytest.raises(RuleWithoutLength) as refusal:
        compute(rule_id, "2026-08-03")

    assert str(refusal.value) == f"{rule_id} {asked.name}没有规定天数，不能推算日期；依据：{asked.article}。"
    assert refusal.value.code == 22


def test_no_other_rule_is_without_a_date() -> None:
    assert sorted(set(rules()) - set(COUNTED)) == sorted(LENGTHLESS)


def test_a_rule_without_a_length_is_refused_in_its_line_and_the_others_are_answered() -> None:
    asked = [line for rule_id in LENGTHLESS for line in (f"{rule_id}\t2026-08-03", "A18\t2026-08-03")]

    answered = list(Dates(rules(), workdays()).batch(asked))

    assert answered[::2] == [f"{rule_id}\t2026-08-03\t-\trefused" for rule_id in LENGTHLESS]
    assert set(answered[1::2]) == {"A18\t2026-08-03\t2026-10-08\tcertain"}


def test_a_day_out_of_reach_is_refused() -> None:
    far = Suspension(day("2026-08-04"), day("9999-12-31"))
    for start, facts in (("1989-12-31", {}), ("2101-01-01", {}), ("2026-08-03", {"suspensions": [far]})):
        with pytest.raises(BadFact, match="只能推算"):
            compute("A18", start, **facts)
    with pytest.raises(BadFact, match="只能推算"):
        compute("B17", "2026-08-03", extend=1200)  # months


# --- suspension -----------------------------------------------------------------------------------------


def test_suspensions_that_overlap_or_touch_are_one() -> None:
    apart = suspended(
        ("2026-03-10", "2026-03-20"), ("2026-03-15", "2026-03-25"), ("2026-03-25", "2026-03-30")
    )
    whole = suspended(("2026-03-10", "2026-03-30"))

    assert compute("A18", "2026-03-02", suspensions=apart) == compute("A18", "2026-03-02", suspensions=whole)
    assert len(lines(compute("A18", "2026-03-02", suspensions=apart), "中止")) == 1


def test_a_second_suspension_may_lie_where_only_the_first_has_carried_the_period() -> None:
    found = compute(
        "A18", "2026-03-02", suspensions=suspended(("2026-05-15", "2026-05-25"), ("2026-03-20", "2026-04-20"))
    )

    assert found.nominal == day("2026-05-01") + 41 * DAY


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-03-01", "2026-03-20"),
        ("2026-05-07", "2026-05-20"),
    ],  # before it began; after it had rolled to 6 May
)
def test_a_suspension_outside_the_period_is_refused(first: str, last: str) -> None:
    with pytest.raises(SuspensionOutside, match="不在A18 审理期限（普通）的期限内，不能扣除"):
        compute("A18", "2026-03-02", suspensions=suspended((first, last)))


def test_a_suspension_on_the_rolled_last_day_still_counts() -> None:
    found = compute("A18", "2026-03-02", suspensions=suspended(("2026-05-06", "2026-05-16")))

    assert found.nominal == day("2026-05-11")


def test_working_days_in_a_suspension_are_passed_over() -> None:
    plain = compute("A14", "2026-09-17")
    found = compute("A14", "2026-09-17", suspensions=suspended(("2026-09-20", "2026-10-09")))

    assert plain.due == day("2026-10-08")
    assert found.due == day("2026-10-20")  # 18 September, then from 9 October on
    assert lines(found, "调休") == ["10月10日 周六调休上班，计入"]  # the make-up Sunday lay in the suspension
    assert lines(found, "放假") == []


def test_a_suspension_resumed_on_its_own_day_changes_nothing() -> None:
    found = compute("A18", "2026-03-02", suspensions=suspended(("2026-03-20", "2026-03-20")))

    assert found.as_dict() == compute("A18", "2026-03-02").as_dict()
    assert lines(found, "中止") == []


def test_a_case_resumed_before_it_was_suspended_is_refused() -> None:
    with pytest.raises(BadFact, match="恢复日2026年3月19日早于中止日2026年3月20日"):
        compute("A18", "2026-03-02", suspensions=suspended(("2026-03-20", "2026-03-19")))


@pytest.mark.parametrize("rule_id", ["A17", "C10"])
def test_what_does_not_run_cannot_be_suspended(rule_id: str) -> None:
    with pytest.raises(BadFact, match="不适用中止"):
        compute(rule_id, "2026-10-12", suspensions=suspended(("2026-10-01", "2026-10-02")))


def test_a_day_that_was_never_counted_cannot_be_taken_from_a_count_of_working_days() -> None:
    """The clock stops on the day of receipt, Thursday 17 September; by Friday nothing is lost."""
    at_once = compute("A14", "2026-09-17", suspensions=suspended(("2026-09-17", "2026-09-18")))
    a_day = compute("A14", "2026-09-17", suspensions=suspended(("2026-09-17", "2026-09-20")))

    assert at_once.due == compute("A14", "2026-09-17").due
    assert lines(at_once, "中止") == []
    assert a_day.due == workdays().after(at_once.due, 1)
    assert lines(a_day, "中止")[0].endswith("扣除 1 个工作日，届满 2026年10月9日 周五")


def test_a_late_suspension_of_a_local_period_leaves_its_reminder_alone() -> None:
    """D01 from 17 September: by calendar days over on the 28th, by working days on 8 October."""
    late = suspended(("2026-09-29", "2026-10-09"))

    found = compute("D01", "2026-09-17", suspensions=late)

    assert found.due == workdays().after(day("2026-09-17"), 10 + 3)  # 29, 30 September and 8 October
    assert found.remind_by == day("2026-09-28")
    with pytest.raises(SuspensionOutside):
        compute("D01", "2026-09-17", suspensions=late, local_days=LocalDays.NATURAL)
