"""The rules as data: every row of the law and of the county, and what a rule file must not be."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.errors import RuleFileWrong, RuleUnknown
from fuyi_desktop.domain.rules import Roll, Rules, Unit, rules_from
from tests.domain.law import RULES, rule, rules, toml

SPLIT = {"A34", "B02", "B03", "B22", "B25", "B31", "D02"}  # rows of two lengths: a and b
ROWS = {"A": 35, "B": 33, "C": 20, "D": 21}


def test_every_row_of_the_deadline_tables_is_there() -> None:
    rows = {f"{letter}{number:02}" for letter, last in ROWS.items() for number in range(1, last + 1)}
    expected = (
        (rows - SPLIT) | {row + half for row in SPLIT for half in "ab"} | {"A07a", "A29b", "B10b", "B28b"}
    )

    assert set(rules()) == expected


def test_every_rule_names_its_article_in_the_words_of_a_paper() -> None:
    for rule_id in rules():
        found = rule(rule_id)
        assert re.search(
            "第[一二三四五六七八九十百零]+[条项]|“[一二三四五]是”|规定$|、二（四）$", found.article
        ), rule_id
        assert not re.search(r"第\d|复议法\d|\(\d\)", found.article), rule_id


LENGTHS = {
    "A01": (60, Unit.DAY), "A03": (1, Unit.YEAR), "A04": (20, Unit.YEAR), "A08": (5, Unit.WORKING_DAY),
    "A10": (10, Unit.WORKING_DAY), "A13": (7, Unit.WORKING_DAY), "A14": (10, Unit.WORKING_DAY),
    "A15": (3, Unit.WORKING_DAY), "A16": (5, Unit.WORKING_DAY), "A17": (5, Unit.WORKING_DAY),
    "A18": (60, Unit.DAY), "A19": (30, Unit.DAY), "A20": (30, Unit.DAY), "A27": (15, Unit.DAY),
    "B01": (6, Unit.MONTH), "B09": (15, Unit.DAY), "B13": (3, Unit.DAY), "B18": (45, Unit.DAY),
    "B20": (15, Unit.DAY), "B21": (10, Unit.DAY), "B28": (2, Unit.YEAR), "B30": (10, Unit.WORKING_DAY),
    "B31b": (2, Unit.MONTH), "C01": (3, Unit.WORKING_DAY), "C04": (30, Unit.WORKING_DAY),
    "C06": (30, Unit.WORKING_DAY), "C07": (30, Unit.DAY), "D05": (10, Unit.WORKING_DAY),
    "D06": (30, Unit.DAY), "D10": (1, Unit.MONTH),
}  # fmt: skip


@pytest.mark.parametrize("rule_id", LENGTHS)
def test_the_length_is_that_of_the_statute(rule_id: str) -> None:
    assert (rule(rule_id).length, rule(rule_id).unit) == LENGTHS[rule_id]


def test_three_five_seven_and_ten_days_of_the_reconsideration_law_are_working_days() -> None:
    """第八十八条第二款, and nothing else in that law."""
    for found in rules().in_force(date(2026, 11, 20), "reconsideration"):
        if (
            found.article.startswith("行政复议法第")
            and found.length
            and found.unit in (Unit.DAY, Unit.WORKING_DAY)
        ):
            assert (found.unit is Unit.WORKING_DAY) == (found.length in (3, 5, 7, 10)), found.id


def test_the_litigation_law_counts_calendar_days_save_for_the_demand_before_enforcement() -> None:
    in_working_days = {
        found.id
        for found in rules().in_force(date(2026, 11, 20), "litigation")
        if found.unit is Unit.WORKING_DAY
    }

    assert in_working_days == {"B30"}


def test_only_the_two_local_rules_that_say_no_more_than_ri_can_be_read_both_ways() -> None:
    assert {rule_id for rule_id in rules() if rule(rule_id).local_day} == {"D01", "D02b"}


def test_the_rules_of_the_replaced_regulation_are_to_be_rechecked() -> None:
    rechecked = {rule_id for rule_id in rules() if rule(rule_id).recheck}

    assert rechecked == {"A06", "A07", "A07a", "A31", "A34a", "A34b", "A35"}
    assert {rule(rule_id).recheck_from for rule_id in rechecked} == {date(2026, 7, 1)}


def test_local_texts_are_not_called_statutory() -> None:
    for rule_id in rules():
        assert rule(rule_id).statutory == (rule(rule_id).confidence == "V"), rule_id


def test_the_clock_of_the_review_ends_with_every_way_out_of_it() -> None:
    assert rule("A08").starts == ("receive",)
    assert set(rule("A08").ends) == set(rule("A11").ends)
    assert {"accept", "refuse", "redirect", "request_supplement", "withdraw", "deem_accepted"} == set(
        rule("A08").ends
    )


def test_both_tracks_have_their_own_clocks() -> None:
    for ordinary, simple in (("A13", "A15"), ("A14", "A16"), ("A18", "A20")):
        assert (rule(ordinary).track, rule(simple).track) == ("ordinary", "simple")
        assert rule(ordinary).starts == rule(simple).starts
        assert rule(ordinary).ends == rule(simple).ends


def test_the_rules_of_a_procedure_can_be_asked_for_alone() -> None:
    found = rules().in_force(date(2026, 11, 20), "mediation")

    assert {item.id[0] for item in found} == {"C"}
    assert len(found) == ROWS["C"]


def test_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RuleUnknown, match="没有编号为“A99”的期限规则"):
        rules().on("A99", date(2026, 1, 1))


def test_a_case_keeps_the_rule_of_its_time() -> None:
    old = replace(rule("A08"), length=7, effective_from=None, effective_to=date(2023, 12, 31))
    both = Rules((rule("A08"), old))

    assert both.on("A08", date(2023, 12, 31)).length == 7
    assert both.on("A08", date(2024, 1, 1)).length == 5
    assert [version.length for version in both["A08"]] == [7, 5]


def test_two_versions_for_one_day_are_refused() -> None:
    old = replace(rule("A08"), length=7, effective_from=None, effective_to=date(2024, 1, 1))

    with pytest.raises(RuleFileWrong, match="同一编号的两个版本施行时间重叠"):
        Rules((rule("A08"), old))
    with pytest.raises(RuleFileWrong):
        Rules((rule("A08"), rule("A08")))


def row(**changes: Any) -> dict[str, Any]:
    """A08 as a file writes it, with changes; None takes an entry out."""
    written = {
        "id": "A08", "name": "受理审查", "trigger": "收到行政复议申请", "length": 5, "unit": "WD",
        "roll": "none", "debtor": "行政复议机关", "article": "行政复议法第三十条", "confidence": "V",
        "statutory": True,
    }  # fmt: skip
    return {key: value for key, value in (written | changes).items() if value is not None}


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "an id of another form": ({"id": "A8"}, "编号应当是一个大写字母"),
    "no article": ({"article": None}, "缺少“article”"),
    "an empty article": ({"article": ""}, "依据都应当填写"),
    "an unknown entry": ({"days": 5}, "有不认识的项目“days”"),
    "an unknown unit": ({"unit": "工作日"}, "“unit”应当是 WD、D、M、Y 之一"),
    "a length as text": ({"length": "5"}, "“length”的写法不对"),
    "a length of nothing": ({"length": 0}, "“length”的写法不对"),
    "a length without a unit": ({"unit": None}, "length 和 unit 应当一起填写"),
    "yes for true": ({"statutory": "yes"}, "“statutory”的写法不对"),
    "working days that roll": ({"roll": "R"}, "工作日期间不会在休息日届满"),
    "months counted back": ({"unit": "M", "roll": "B"}, "倒推的期间只能是日或工作日"),
    "a fixed date with a length": ({"roll": "F"}, "定日的规则不填 length"),
    "a fixed date that rolls": (
        {"length": None, "unit": None, "fixed": {"every": "month"}},
        "fixed 只用于 roll 为 F 的规则",
    ),
    "a fourth month of the quarter": (
        {"length": None, "unit": None, "roll": "F", "fixed": {"every": "quarter", "month": 4}},
        "fixed 的月或日不在周期内",
    ),
    "an extension in another unit": (
        {"extension": {"max": 5, "unit": "D", "article": "某法第一条"}},
        "延长的单位应当与期限一致",
    ),
    "an extension without an article": ({"extension": {"max": 5, "unit": "WD"}}, "缺少“article”"),
    "an extension as a number": ({"extension": 5}, "extension的写法不对"),
    "out of force before in force": (
        {"effective_from": date(2024, 1, 1), "effective_to": date(2023, 1, 1)},
        "施行日期应当早于失效日期",
    ),
    "ends without a beginning": ({"ends": ["accept"]}, "没有起算的步骤"),
    "a suspension without an end": (
        {"starts": ["accept"], "suspended_by": "suspend"},
        "中止和恢复的步骤应当一起填写",
    ),
    "a step that is no list": ({"starts": "accept"}, "“starts”应当是一组代码"),
    "an unknown degree of certainty": ({"confidence": "A"}, "confidence 应当是"),
    "local days of a working-day rule": ({"local_day": True}, "local_day 只用于按日计算的规则"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_row_is_refused_with_the_whole_file(fault: str) -> None:
    changes, sentence = FAULTS[fault]

    with pytest.raises(RuleFileWrong) as refusal:
        rules_from({"procedure": "reconsideration", "rule": [row(), row(**changes)]}, "县规则.toml")

    assert "期限规则文件县规则.toml的" in str(refusal.value)
    assert sentence in str(refusal.value)


HEADS: tuple[dict[str, Any], ...] = (
    {"rule": [row()]},
    {"procedure": "arbitration", "rule": [row()]},
    {"procedure": "mediation"},
    {"procedure": "mediation", "rule": "A08"},
    {"procedure": "mediation", "rule": [row()], "version": 2},
)


@pytest.mark.parametrize("file", HEADS)
def test_a_file_that_is_no_rule_file_is_refused(file: dict[str, Any]) -> None:
    with pytest.raises(RuleFileWrong, match="期限规则文件县规则的开头有误"):
        rules_from(file, "县规则")


def test_a_row_well_written_is_taken() -> None:
    (taken,) = rules_from({"procedure": "mediation", "rule": [row(id="X01a")]}, "县规则.toml")

    assert (taken.id, taken.length, taken.unit, taken.roll) == ("X01a", 5, Unit.WORKING_DAY, Roll.NONE)
    assert taken.procedure == "mediation"


def test_every_file_holds_one_procedure() -> None:
    for path in RULES:
        assert toml(path)["procedure"] == path.stem
