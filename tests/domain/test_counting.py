"""Deadlines: the cases computed by hand, the published mistakes, and what must hold for every date."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fuyi_desktop.domain.counting import Due, LocalDays, Reading, Suspension, due
from fuyi_desktop.domain.errors import BadFact, RuleWithoutLength, SuspensionOutside
from fuyi_desktop.domain.festivals import statutory
from fuyi_desktop.domain.rules import Roll, Rule, Unit
from fuyi_desktop.domain.workdays import Workdays
from tests.domain.law import rule, rules, workdays

DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def compute(rule_id: str, start: str | date, **facts: Any) -> Due:
    start = day(start) if isinstance(start, str) else start
    return due(rule(rule_id, start), start, workdays(), **facts)


def lines(found: Due, kind: str) -> list[str]:
    return [reason.text for reason in found.explanation if reason.kind == kind]


# --- domain.md 8.3 --------------------------------------------------------------------------------------

BY_HAND = {
    "H01": ("A08", "2026-02-12", "2026-02-26", "2026-02-26"),
    "H02": ("A18", "2026-08-03", "2026-10-02", "2026-10-08"),
    "H03": ("A20", "2026-08-26", "2026-09-25", "2026-09-28"),
    "H04 from the nominal end": ("A19", "2026-10-02", "2026-11-01", "2026-11-02"),
    "H05": ("A14", "2026-09-17", "2026-10-08", "2026-10-08"),
    "H06": ("A16", "2026-04-30", "2026-05-11", "2026-05-11"),
    "H07": ("A17", "2026-10-12", "2026-09-28", "2026-09-28"),
    "H08": ("A27", "2026-09-18", "2026-10-03", "2026-10-08"),
    "H09": ("B20", "2026-01-30", "2026-02-14", "2026-02-14"),
    "H10": ("B21", "2026-04-24", "2026-05-04", "2026-05-06"),
    "H16": ("C04", "2026-10-10", "2026-11-20", "2026-11-20"),
    "H26": ("A08", "2026-10-09", "2026-10-15", "2026-10-15"),
    "H26 deemed": ("A18", "2026-10-15", "2026-12-14", "2026-12-14"),
    "H37": ("A01", "2026-09-25", "2026-11-24", "2026-11-24"),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_a_date_computed_by_hand(case: str) -> None:
    rule_id, start, nominal, end = BY_HAND[case]

    found = compute(rule_id, start)

    assert (found.nominal, found.due) == (day(nominal), day(end))
    assert (found.status, found.display, found.remind_by) == ("certain", day(end), day(end))


def test_an_extension_is_added_to_the_end_as_it_was_before_any_roll() -> None:
    """H04: day 90 is Sunday 1 November; from the rolled 8 October it would have been 9 November."""
    found = compute("A18", "2026-08-03", extend=30)

    assert (found.nominal, found.due) == (day("2026-11-01"), day("2026-11-02"))


def test_the_hearing_is_notified_five_clear_working_days_before_it() -> None:
    """H07."""
    assert compute("A17", "2026-10-12").loose == day("2026-09-29")
    assert compute("A17", "2026-10-12", reading=Reading.LOOSE).due == day("2026-09-29")
    assert compute("A18", "2026-08-03").loose is None


@pytest.mark.parametrize(
    ("rule_id", "start", "extend"), [("C05", "2026-11-20", 0), ("C04", "2026-10-10", 30)]
)
def test_a_period_that_reaches_an_unannounced_year_is_provisional(
    rule_id: str, start: str, extend: int
) -> None:
    """H16b: 2027 has no notice; 1 January is statutory, Saturday the 2nd may become a working day."""
    found = compute(rule_id, start, extend=extend)

    assert (found.due, found.status) == (day("2027-01-04"), "provisional")
    assert (found.display, found.remind_by) == (day("2027-01-02"), day("2026-12-31"))


def test_thirty_working_days_of_mediation_are_forty_one_calendar_days() -> None:
    """H16."""
    found = compute("C04", "2026-10-10")

    assert (found.due - found.start).days == 41


def test_a_suspension_lengthens_the_period_by_its_calendar_days() -> None:
    """H24."""
    found = compute("A18", "2026-03-02", suspensions=[Suspension(day("2026-03-20"), day("2026-04-20"))])

    assert found.due == day("2026-06-01")
    assert lines(found, "中止") == [
        "2026年3月20日中止，2026年4月20日恢复，扣除 31 日，届满 2026年6月1日 周一"
    ]


def test_a_full_extension_of_mediation_would_outlast_the_right_to_apply() -> None:
    """H37."""
    right, mediation = compute("A01", "2026-09-25"), compute("C04", "2026-10-10")

    assert (right.due - mediation.due).days == 4
    assert compute("C05", mediation.due).display > right.due


# --- domain.md 8.2: published, and wrong ----------------------------------------------------------------


def test_a_last_day_on_a_saturday_moves_forward_never_back() -> None:
    """N1."""
    found = compute("A27", "2026-08-07")

    assert found.nominal == day("2026-08-22")  # a Saturday
    assert found.due == day("2026-08-24")


def test_a_judgment_received_on_a_friday_counts_from_saturday() -> None:
    """N2."""
    assert compute("B20", "2026-07-10").due == day("2026-07-27")  # day 15 is Saturday the 25th
    assert compute("B21", "2026-07-10").due == day("2026-07-20")  # from Monday it would have been the 22nd


def test_ten_working_days_from_the_first_of_october_pass_over_the_holiday() -> None:
    """N3: in 2018, 1 October was a Monday; the claim was the 8th."""
    assert compute("A14", "2018-10-01").due == day("2018-10-19")


def test_the_fifteen_days_for_going_to_court_are_calendar_days() -> None:
    """N4."""
    assert rule("A27").unit is Unit.DAY
    assert compute("A27", "2026-09-18").due < workdays().after(day("2026-09-18"), 15)


# --- months, years and fixed dates ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule_id", "start", "nominal"),
    [
        ("B01", "2025-08-31", "2026-02-28"),  # CR-4: no 31 February
        ("B01", "2023-08-31", "2024-02-29"),
        ("B04", "2025-12-31", "2026-02-28"),
        ("B31a", "2024-02-29", "2026-02-28"),
        ("A03", "2024-02-29", "2025-02-28"),
        ("B01", "2025-11-15", "2026-05-15"),
        ("A04", "2006-05-01", "2026-05-01"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(rule_id: str, start: str, nominal: str) -> None:
    assert compute(rule_id, start).nominal == day(nominal)


def test_a_month_without_the_corresponding_day_says_so() -> None:
    assert "当月没有对应日，以月末日为准" in lines(compute("B01", "2025-08-31"), "期间")[0]
    assert "对应日" not in lines(compute("B01", "2025-11-15"), "期间")[0]


@pytest.mark.parametrize(
    ("rule_id", "start", "end", "remind_by"),
    [
        ("C10", "2026-11-20", "2026-11-28", "2026-11-27"),  # a Saturday
        ("C10", "2026-11-28", "2026-11-28", "2026-11-27"),
        ("C10", "2026-11-29", "2026-12-28", "2026-12-28"),
        ("C10", "2026-02-10", "2026-02-28", "2026-02-28"),  # a make-up Saturday
        ("C10", "2026-12-29", "2027-01-28", "2027-01-28"),
        ("C14", "2026-02-01", "2026-06-30", "2026-06-30"),
        ("C14", "2026-07-01", "2026-12-31", "2026-12-31"),
        ("C15", "2026-05-31", "2026-06-30", "2026-06-30"),
        ("C17", "2026-12-01", "2027-11-30", "2027-11-30"),
        ("D19", "2026-02-01", "2026-02-28", "2026-02-28"),
    ],
)
def test_a_fixed_date_stays_and_the_reminder_moves(
    rule_id: str, start: str, end: str, remind_by: str
) -> None:
    found = compute(rule_id, start)

    assert (found.due, found.display, found.remind_by) == (day(end), day(end), day(remind_by))
    assert found.status == "certain"


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


@pytest.mark.parametrize("rule_id", ["A32", "A33", "A35", "B14", "B33", "C11", "C18", "D04", "D21"])
def test_a_rule_that_names_no_length_has_no_date(rule_id: str) -> None:
    with pytest.raises(RuleWithoutLength, match=f"{rule_id} .*没有规定天数，不能推算日期；依据："):
        compute(rule_id, "2026-08-03")


def test_a_day_out_of_reach_is_refused() -> None:
    far = Suspension(day("2026-08-04"), day("9999-12-31"))
    for start, facts in (("1989-12-31", {}), ("2101-01-01", {}), ("2026-08-03", {"suspensions": [far]})):
        with pytest.raises(BadFact, match="只能推算"):
            compute("A18", start, **facts)


# --- suspension -----------------------------------------------------------------------------------------


def suspended(*spans: tuple[str, str]) -> list[Suspension]:
    return [Suspension(day(first), day(last)) for first, last in spans]


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

    assert found == compute("A18", "2026-03-02")
    assert lines(found, "中止") == []


def test_a_case_resumed_before_it_was_suspended_is_refused() -> None:
    with pytest.raises(BadFact, match="恢复日2026年3月19日早于中止日2026年3月20日"):
        compute("A18", "2026-03-02", suspensions=suspended(("2026-03-20", "2026-03-19")))


@pytest.mark.parametrize("rule_id", ["A17", "C10"])
def test_what_does_not_run_cannot_be_suspended(rule_id: str) -> None:
    with pytest.raises(BadFact, match="不适用中止"):
        compute(rule_id, "2026-10-12", suspensions=suspended(("2026-10-01", "2026-10-02")))


# --- readings -------------------------------------------------------------------------------------------


def test_three_days_before_the_hearing_move_away_from_it_not_towards_it() -> None:
    found = compute("B13", "2026-10-09", reading=Reading.LOOSE)

    assert found.nominal == day("2026-10-06")
    assert found.due == found.loose == day("2026-09-30")
    assert lines(found, "提前") == ["10月6日是国庆节假期（周二），提前到 9月30日 周三"]


def test_the_other_reading_is_told_only_where_it_differs() -> None:
    assert lines(compute("B13", "2026-09-28"), "另读") == []  # 25 and 24 September: the 25th is a holiday
    assert lines(compute("B13", "2026-10-15"), "另读") == ["不要求隔足的，最迟 2026年10月12日 周一"]
    assert lines(compute("B13", "2026-10-15", reading=Reading.LOOSE), "另读") == []


def test_a_local_text_that_says_days_reminds_early_and_is_overdue_late() -> None:
    """`domain.md` 1.6: D01 and D02b."""
    found = compute("D01", "2026-09-17")

    assert found.due == compute("A14", "2026-09-17").due == day("2026-10-08")
    assert found.remind_by == day("2026-09-28")  # day 10 is Sunday 27 September
    assert found.remind_by == compute("D01", "2026-09-17", local_days=LocalDays.NATURAL).due


def test_a_local_text_may_be_read_in_calendar_days() -> None:
    found = compute("D02b", "2026-09-28", local_days=LocalDays.NATURAL)

    assert (found.nominal, found.due, found.remind_by) == (
        day("2026-10-03"),
        day("2026-10-08"),
        day("2026-10-08"),
    )


def test_the_reading_of_local_days_does_not_touch_other_rules() -> None:
    for rule_id in ("D02a", "A18", "A14"):
        natural = compute(rule_id, "2026-09-17", local_days=LocalDays.NATURAL)
        assert natural == compute(rule_id, "2026-09-17", local_days=LocalDays.WORKING)


def test_a_longest_period_is_not_rolled_and_says_so() -> None:
    found = compute("A04", "2006-11-21")

    assert found.nominal == found.due == day("2026-11-21")  # a Saturday
    assert found.remind_by == day("2026-11-20")
    assert lines(found, "顺延") == ["11月21日是周六，是否顺延没有明文，从严不顺延"]


def test_a_trial_limit_does_not_roll() -> None:
    found = compute("B17", "2026-02-15")

    assert found.due == day("2026-08-15")  # a Saturday
    assert lines(found, "顺延") == []


# --- unannounced years ----------------------------------------------------------------------------------


def test_a_natural_period_shows_its_last_day_unrolled_until_the_notice_is_out() -> None:
    found = compute("A18", "2026-10-12", extend=30)

    assert (found.nominal, found.due) == (day("2027-01-10"), day("2027-01-11"))
    assert (found.status, found.display, found.remind_by) == (
        "provisional",
        day("2027-01-10"),
        day("2027-01-08"),
    )


def test_the_days_of_an_announced_year_are_exact_even_so() -> None:
    """A period that ends on a Saturday 31 December cannot end before the first day of the next year."""
    until_2016 = Workdays(tuple(year for year in workdays().years if year.year <= 2016))

    found = due(rule("A27"), day("2016-12-16"), until_2016)

    assert found.nominal == day("2016-12-31")
    assert (found.due, found.status) == (day("2017-01-02"), "provisional")
    assert found.display == day("2017-01-01")
    assert found.remind_by == day("2016-12-30")
    assert due(rule("A27"), day("2016-12-16"), workdays()).due == day("2017-01-03")


def test_a_hearing_early_in_an_unannounced_year_is_notified_well_before() -> None:
    found = compute("A17", "2027-01-11")

    assert (found.due, found.status) == (day("2026-12-31"), "provisional")
    assert found.display == day("2026-12-28")  # 4 to 6 January may be given off
    assert found.remind_by == day("2026-12-28")


def test_importing_the_notice_makes_the_date_certain() -> None:
    start = day("2025-11-20")
    before = Workdays(tuple(year for year in workdays().years if year.year < 2026))

    provisional, certain = (due(rule("C05", start), start, known) for known in (before, workdays()))

    assert provisional.status == "provisional"
    assert certain.status == "certain"
    assert provisional.display <= certain.due == day("2026-01-04")


@given(
    st.sampled_from(["A01", "A08", "A14", "A18", "A27", "B01", "B17", "C04", "D01", "A17", "B12"]),
    st.dates(date(2012, 1, 1), date(2026, 6, 1)),
    st.integers(-1, 1),
)
def test_no_date_is_shown_that_is_later_than_what_the_notice_then_gave(
    rule_id: str, start: date, shift: int
) -> None:
    """Years of one-off holidays left out; the Decembers that were amended count as certain (6.5)."""
    known = Workdays(tuple(year for year in workdays().years if year.year <= start.year + shift))
    found, actual = due(rule(rule_id), start, known), due(rule(rule_id), start, workdays())
    touched = {start.year, start.year + 1, actual.due.year, found.display.year}
    assume(not touched & {2011, 2015, 2018, 2020} and actual.status == "certain")

    assert found.display <= actual.due
    if found.status == "certain":
        assert found.due == actual.due


# --- the explanation ------------------------------------------------------------------------------------


def test_the_card_of_the_case_page_reads_as_drawn() -> None:
    found = compute("A18", "2026-10-12", extend=30)

    assert [(reason.kind, reason.text) for reason in found.explanation] == [
        ("起算", "受理行政复议申请 2026年10月12日，次日起算"),
        ("期间", "60 日（自然日），届满 2026年12月11日 周五"),
        ("延期", "延长 30 日，届满 2027年1月10日 周日"),
        ("顺延", "1月10日是周日，顺延到 1月11日 周一"),
        ("暂定", "2027 年放假安排未公布，公布后自动重算；公布前按 2027年1月10日 周日 掌握"),
    ]
    assert [reason.article for reason in found.explanation] == [
        "行政复议法第六十二条第一款",
        "行政复议法第六十二条第一款",
        "行政复议法第六十二条第一款",
        "民事诉讼法第八十五条第三款",
        "国务院办公厅年度通知",
    ]


def test_working_days_name_every_holiday_and_every_make_up_day_on_their_way() -> None:
    found = compute("A14", "2026-09-17")

    assert [reason.text for reason in found.explanation[2:]] == [
        "9月20日 周日调休上班，计入",
        "中秋节 9月25日至27日放假，不计",
        "国庆节 10月1日至7日放假，不计",
    ]
    assert found.explanation[2].article == "国务院办公厅关于2026年部分节假日安排的通知"


def test_a_holiday_over_new_year_names_the_notice_that_gave_it() -> None:
    found = compute("A14", "2018-12-20")

    assert lines(found, "放假") == ["元旦 12月30日至1月1日放假，不计"]
    assert [reason.article for reason in found.explanation if reason.kind in ("放假", "调休")] == [
        "国务院办公厅关于2019年部分节假日安排的通知"
    ] * 2


def test_a_last_day_on_a_make_up_saturday_says_why_it_does_not_roll() -> None:
    assert lines(compute("B20", "2026-01-30"), "调休") == ["2月14日是周六，调休上班，当日届满，不顺延"]


def test_what_changed_nothing_is_left_out() -> None:
    assert [reason.kind for reason in compute("A18", "2026-10-15").explanation] == ["起算", "期间"]


def test_the_time_for_going_to_court_rolls_by_the_law_of_the_court() -> None:
    rolled = [reason for reason in compute("A27", "2026-09-18").explanation if reason.kind == "顺延"]

    assert rolled[0].article == "行政诉讼法司法解释（法释〔2018〕1号）第四十八条第三款"


def test_a_rule_of_the_replaced_regulation_computes_and_asks_to_be_rechecked() -> None:
    before, after = compute("A31", "2026-06-30"), compute("A31", "2026-07-01")

    assert (before.recheck, after.recheck) == (False, True)
    assert (before.status, after.status) == ("certain", "certain")
    assert after.due == day("2026-08-31")  # day 60 is Sunday 30 August
    assert lines(before, "核对") == []
    assert len(lines(after, "核对")) == 1


def test_an_event_before_the_text_was_in_force_computes_and_says_so() -> None:
    found = compute("A18", "2015-03-02")

    assert found.due == day("2015-05-04")
    assert lines(found, "核对") == ["起算日早于本条的施行日期2024年1月1日，应当核对当时的规定"]
    assert not found.recheck


def test_no_line_of_an_explanation_addresses_anybody_or_shouts() -> None:
    for rule_id in rules():
        if rule(rule_id).counts:
            for reason in compute(rule_id, "2026-12-01").explanation:
                assert not set(reason.text + reason.article) & set("您你！!")
                assert reason.kind and reason.text and reason.article


def test_the_answer_is_plain_json() -> None:
    answer = compute("C05", "2026-11-20").as_dict()

    assert answer["explanation"][-1] == {
        "kind": "暂定",
        "text": "2027 年放假安排未公布，公布后自动重算；公布前按 2027年1月2日 周六 掌握",
        "article": "国务院办公厅年度通知",
    }
    assert {key: value for key, value in answer.items() if key != "explanation"} == {
        "rule": "C05",
        "name": "纾解延长",
        "article": "县行政争议纾解工作实施方案二（三）“二是”",
        "from": "2026-11-20",
        "nominal": "2027-01-04",
        "due": "2027-01-04",
        "loose": None,
        "status": "provisional",
        "display": "2027-01-02",
        "remind_by": "2026-12-31",
        "recheck": False,
    }
    assert compute("A17", "2026-10-12").as_dict()["loose"] == "2026-09-29"


# --- for every date -------------------------------------------------------------------------------------

COUNTED = [rule_id for rule_id in rules() if rule(rule_id).counts]
FORWARD = [rule_id for rule_id in COUNTED if rule(rule_id).roll not in (Roll.BACKWARD, Roll.FIXED)]
STARTS = st.dates(date(2011, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(COUNTED), STARTS, STARTS)
def test_a_later_start_never_gives_an_earlier_end(rule_id: str, one: date, other: date) -> None:
    early, late = (compute(rule_id, start) for start in sorted((one, other)))

    assert early.due <= late.due
    assert early.nominal <= late.nominal


@given(st.sampled_from(COUNTED), STARTS)
def test_computing_twice_gives_the_same(rule_id: str, start: date) -> None:
    assert compute(rule_id, start).as_dict() == compute(rule_id, start).as_dict()


@given(st.sampled_from(COUNTED), STARTS, st.sampled_from(list(Reading)), st.sampled_from(list(LocalDays)))
def test_the_reminder_is_never_late(
    rule_id: str, start: date, reading: Reading, local_days: LocalDays
) -> None:
    found = compute(rule_id, start, reading=reading, local_days=local_days)

    assert found.remind_by <= found.display <= found.due
    assert workdays().is_working(found.remind_by)
    if found.status == "certain":
        assert found.display == found.due


LONGEST_HOLIDAY = 10  # 24 January to 2 February 2020


@given(st.sampled_from(FORWARD), STARTS)
def test_a_period_ends_no_later_than_the_longest_holiday_after_its_nominal_end(
    rule_id: str, start: date
) -> None:
    found = compute(rule_id, start, local_days=LocalDays.NATURAL)

    assert timedelta(0) <= found.due - found.nominal <= LONGEST_HOLIDAY * DAY
    if rule(rule_id).roll is Roll.FORWARD or rule(rule_id).unit is Unit.WORKING_DAY:
        assert workdays().is_working(found.due)
    else:
        assert found.due == found.nominal


@given(STARTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=4), st.integers(0, 30))
def test_suspensions_lengthen_a_period_by_the_days_they_cover(
    start: date, spans: list[tuple[int, int]], extend: int
) -> None:
    suspensions = [Suspension(start + first * DAY, start + (first + days) * DAY) for first, days in spans]
    covered = {start + n * DAY for first, days in spans for n in range(first, first + days)}
    try:
        found = compute("A18", start, extend=extend, suspensions=suspensions)
    except SuspensionOutside:
        assume(False)

    assert found.nominal == start + (60 + extend + len(covered)) * DAY


# --- against a count made day by day --------------------------------------------------------------------


def walk(rule: Rule, start: date, suspensions: Sequence[Suspension], resting: Callable[[date], bool]) -> date:
    """What a clerk does with a wall calendar: cross out one day after the other."""
    if rule.unit in (Unit.MONTH, Unit.YEAR):
        months = (rule.length or 0) * (12 if rule.unit is Unit.YEAR else 1)
        month, number = start.replace(day=1), start.day
        for _ in range(months):
            month = (month + 31 * DAY).replace(day=1)
        last = (month + 31 * DAY).replace(day=1) - DAY
        end = month.replace(day=min(number, last.day))
        for suspension in suspensions:
            end += suspension.end - suspension.start
    else:
        end, left = start, rule.length or 0
        while left:
            end += DAY
            if any(suspension.start <= end < suspension.end for suspension in suspensions):
                continue
            left -= not (rule.unit is Unit.WORKING_DAY and resting(end))
    while rule.roll is Roll.FORWARD and resting(end):
        end += DAY
    return end


def resting(day: date) -> bool:
    """From the files alone, without the tables that the count is made with."""
    year = workdays().year(day.year)
    following = workdays().year(day.year + 1)
    if day in year.work | following.work:
        return False
    return day.weekday() >= 5 or day in year.off | following.off


def samples(size: int) -> list[tuple[str, date, list[Suspension]]]:
    chance = random.Random(20261120)
    found = []
    for _ in range(size):
        start = date(2011, 1, 1) + chance.randrange(6200) * DAY
        spans: list[Suspension] = []
        if chance.random() < 0.3:
            first = start + chance.randrange(1, 3) * DAY
            spans.append(Suspension(first, first + chance.randrange(60) * DAY))
        found.append((chance.choice(FORWARD), start, spans))
    return found


def test_the_dates_are_those_of_a_count_made_day_by_day() -> None:
    for rule_id, start, suspensions in samples(3000):
        asked = rule(rule_id, start)
        found = compute(rule_id, start, suspensions=suspensions, local_days=LocalDays.NATURAL)

        assert found.due == walk(asked, start, suspensions, resting), (rule_id, start, suspensions)


def test_working_days_counted_back_are_those_of_a_count_made_day_by_day() -> None:
    chance = random.Random(7)
    for _ in range(1000):
        start = date(2011, 3, 1) + chance.randrange(6100) * DAY
        end, left = start, 6
        while left:
            end -= DAY
            left -= not resting(end)

        assert compute("A17", start).due == end
        assert end < compute("A17", start, reading=Reading.LOOSE).due < start


def test_the_early_reading_is_the_policy_to_the_letter() -> None:
    """6.5: weekend days within fourteen days of a statutory day count, statutory days never do."""
    holidays = [day for year in range(2026, 2030) for day in statutory(year)]

    def counts(day: date) -> bool:
        if workdays().is_official(day):
            return not resting(day)
        near = any(abs((day - other).days) <= 14 for other in holidays)
        return day not in holidays and (day.weekday() < 5 or near)

    for start in (date(2026, 11, 1) + n * DAY for n in range(400)):
        end, left = start, 30
        while left:
            end += DAY
            left -= counts(end)
        found = compute("C04", start)
        if found.status == "provisional":
            assert found.display == end
        else:
            assert found.due.year == 2026


def test_the_tables_of_the_tests_are_in_order() -> None:
    """The years as shipped are without a gap, so that every sample above is covered by its notice."""
    years = sorted(year.year for year in workdays().years)

    assert years[0] == 2011
    assert all(later == earlier + 1 for earlier, later in pairwise(years))
