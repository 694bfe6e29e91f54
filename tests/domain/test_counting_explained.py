"""Deadlines: the sentences that explain a date to the handler who puts them into the file."""

import pytest

from tests.domain.asking import compute, day, lines, suspended
from tests.domain.law import rule, rules


def test_the_card_of_the_case_page_reads_as_drawn() -> None:
    found = compute("A18", "2026-10-12", extend=30)

    assert [(reason.kind, reason.text) for reason in found.explanation] == [
        ("起算", "受理行政复议申请 2026年10月12日，次日（10月13日）起算"),
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


def test_the_first_day_counted_is_told_with_its_year_where_that_is_another_one() -> None:
    assert lines(compute("B20", "2025-12-31"), "起算") == [
        "判决书送达 2025年12月31日，次日（2026年1月1日）起算"
    ]


def test_an_extension_says_that_it_goes_on_from_the_day_before_the_roll() -> None:
    """H04: day 60 is Friday 2 October, in the holiday."""
    assert lines(compute("A18", "2026-08-03", extend=30), "延期") == [
        "延长 30 日，从顺延前的 10月2日接续计算，届满 2026年11月1日 周日"
    ]


def test_a_roll_names_every_holiday_it_passes_over() -> None:
    """Of 2028 only the statutory days are known; 中秋节 is 3 October, in the middle of 国庆节."""
    assert lines(compute("B09", "2028-09-16"), "顺延") == [
        "10月1日是国庆节假期（周日），其后遇中秋节、国庆节放假，顺延到 10月4日 周三"
    ]


def test_a_suspension_that_no_text_provides_for_is_to_be_checked() -> None:
    stop = suspended(("2026-10-12", "2026-10-20"))

    assert lines(compute("A14", "2026-10-09", suspensions=stop), "核对") == [
        "本条没有规定中止的期间不计入，能否扣除应当核实"
    ]
    assert lines(compute("A18", "2026-10-09", suspensions=stop), "核对") == []


def test_the_other_reading_of_a_local_day_is_told_with_the_day_of_its_reminder() -> None:
    assert lines(compute("D01", "2026-09-17"), "提醒") == ["按自然日计为 2026年9月28日 周一，届时提醒"]
    assert lines(compute("D01", "2026-12-23"), "提醒") == [
        "按自然日计为 2027年1月4日 周一，提前到 2026年12月31日 周四提醒"
    ]


@pytest.mark.parametrize(
    ("rule_id", "text"),
    [
        ("C10", "每月 28 日前，本次为 2026年6月28日 周日"),
        ("C14", "每半年最后一日前，本次为 2026年6月30日 周二"),
        ("C17", "每年 11 月 30 日前，本次为 2026年11月30日 周一"),
    ],
)
def test_a_date_that_returns_is_told_with_its_day(rule_id: str, text: str) -> None:
    assert lines(compute(rule_id, "2026-06-20"), "期间") == [text]
