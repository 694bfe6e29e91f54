"""Deadlines: the cases computed by hand, the published mistakes, fixed dates, readings, unannounced years."""

import pytest

from fuyi_desktop.domain.counting import LocalDays, Reading, due
from fuyi_desktop.domain.rules import Unit
from fuyi_desktop.domain.workdays import Workdays
from tests.domain import naive
from tests.domain.asking import compute, day, lines, suspended
from tests.domain.law import rule, workdays

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


@pytest.mark.parametrize("case", BY_HAND)
def test_the_naive_counter_finds_what_was_computed_by_hand(case: str) -> None:
    rule_id, start, nominal, end = BY_HAND[case]

    found = naive.answer(rule(rule_id, day(start)), day(start), naive.wall())

    assert (found.nominal, found.due) == (day(nominal), day(end))


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
    found = compute("A18", "2026-03-02", suspensions=suspended(("2026-03-20", "2026-04-20")))

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


def test_a_period_that_ends_in_an_unannounced_year_is_provisional_though_the_next_one_is_known() -> None:
    """The notice of 2023 alone gives Saturday 31 December 2022 off and with it the two days after."""
    only_2023 = Workdays(tuple(year for year in workdays().years if year.year == 2023))

    found = due(rule("B09"), day("2022-12-16"), only_2023)

    assert (found.nominal, found.due) == (day("2022-12-31"), day("2023-01-03"))
    assert (found.status, found.display) == ("provisional", day("2022-12-31"))
    assert found.remind_by == day("2022-12-30")


def test_a_suspension_after_the_earliest_end_leaves_the_safe_day_where_it_is() -> None:
    """C01 from Thursday 31 December 2026: Saturday to Monday may all be worked, so the 4th may be the end."""
    stop = suspended(("2027-01-05", "2027-01-12"))

    found = compute("C01", "2026-12-31", suspensions=stop)

    assert found.due == day("2027-01-13")  # the 4th, then from the 12th on
    assert found.display == day("2027-01-04")


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
