"""Code lists as data: what is offered, what became of older codes, and what a file of them must not be."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.codes import CodeBook, CodeList, codes_from
from fuyi_desktop.domain.decisions import BREAKS, CONDITIONS, DECISIONS, REDIRECTS, REFUSALS
from fuyi_desktop.domain.errors import CodeFileWrong, CodeUnknown
from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.litigation import choices
from fuyi_desktop.domain.mediation.front import SOURCES
from fuyi_desktop.domain.mediation.guards import REASONS, SETTLED, UNSETTLED
from fuyi_desktop.domain.reconsideration.grounds import REVIEW_FIRST

FOLDER = Path(__file__).parents[2] / "resources" / "codes"
FILES = sorted(FOLDER.glob("*.toml"))
BEFORE, NOW = date(2017, 6, 30), date(2026, 11, 20)


@cache
def book(name: str) -> CodeBook:
    return codes_from(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")), name)


def reconsideration(name: str) -> CodeList:
    return book("reconsideration")[name]


EVERY = [(path.stem, name) for path in FILES for name in book(path.stem)]


def test_the_lists_of_every_line_of_work_are_there() -> None:
    assert {path.stem: set(book(path.stem)) for path in FILES} == {
        "fields": {"fields"},
        "reconsideration": {
            "channels", "online_channels", "flags", "livelihood", "acts", "levels", "organ_levels",
            "materials", "applicants", "enterprises", "representation", "requests", "inaction", "methods",
            "closings", "refusals", "redirects", "review_first",
        },
        "mediation": {"sources", "results", "ends"},
        "litigation": {"closings", "causes", "absences", "speech", "posts"},
    }  # fmt: skip


@pytest.mark.parametrize(("file", "name"), EVERY)
def test_every_older_code_arrives_in_the_list_of_today_or_says_why_not(file: str, name: str) -> None:
    found = book(file)[name]
    offered = {code.code for code in found.offered(NOW)}

    for generation in found.generations:
        for code in generation.codes:
            if code.code not in generation.headings and not code.gone:
                assert found.became(code.code, NOW), code.code
                assert set(found.became(code.code, NOW)) <= offered, code.code


def test_a_table_of_2017_and_one_of_2026_can_be_set_side_by_side() -> None:
    fields = book("fields")["fields"]

    assert fields.became("rural_land", NOW) == ("resources_land",)
    assert fields.became("rural_land", BEFORE) == ("rural_land",)
    assert fields.became("labour", NOW) == ("human_resources", "medical_insurance")
    assert fields.became("security_reeducation", NOW) == ("police",)
    assert fields.became("justice", NOW) == ("justice",)
    assert reconsideration("closings").became("dismiss", NOW) == ("dismiss_application", "dismiss_request")


def test_the_year_of_the_reform_of_organs_is_counted_by_the_present_ones() -> None:
    fields = book("fields")["fields"]

    assert "工交商事（工商）" in [code.label for code in fields.on(date(2018, 12, 31))]
    assert "市场监管（含知识产权）" in [code.label for code in fields.on(date(2019, 1, 1))]


def test_a_code_of_a_later_list_is_unknown_to_an_earlier_one() -> None:
    with pytest.raises(CodeUnknown, match="“行政管理类别”里没有“medical_insurance”"):
        book("fields")["fields"].became("medical_insurance", BEFORE)


def test_what_has_gone_out_of_use_is_still_read_but_no_longer_offered() -> None:
    fields = book("fields")["fields"]

    assert fields.label("culture_family_planning") == "教科文卫（计划生育）"
    assert "culture_family_planning" in [code.code for code in fields.on(BEFORE)]
    assert "culture_family_planning" not in [code.code for code in fields.offered(BEFORE)]


def test_headings_are_counted_under_but_not_chosen() -> None:
    fields = book("fields")["fields"]

    assert fields.code("resources_land").parent == "resources"
    assert fields.label("resources") == "自然资源和规划"
    assert "resources" not in [code.code for code in fields.offered(NOW)]


def test_a_field_takes_a_list_as_its_choices() -> None:
    acts = reconsideration("acts").choices(NOW)

    assert [choice.label for choice in acts] == [
        "行政处罚", "行政强制", "行政征收", "行政许可", "行政确权",
        "行政确认", "信息公开", "举报投诉处理", "行政不作为", "其他",
    ]  # fmt: skip
    assert acts[0] == Choice("penalty", "行政处罚")


def test_what_older_cases_wrote_in_words_is_found_by_them() -> None:
    assert reconsideration("acts").find("信息公开").code == "disclosure"
    assert reconsideration("acts").find("disclosure").label == "信息公开"
    assert reconsideration("closings").find("驳回").code == "dismiss"
    with pytest.raises(CodeUnknown, match="“申请复议事项”里没有“行政指导”"):
        reconsideration("acts").find("行政指导")


def test_the_entry_form_is_given_the_labels_of_the_day() -> None:
    labels = book("reconsideration").labels(NOW)

    assert labels["channels"][0] == "当面"
    assert labels["flags"] == ("涉企", "重大复杂", "涉众", "涉外", "民生领域", "未成年人", "行动不便")
    assert "确认无效" in labels["requests"]
    assert "确认无效" not in book("reconsideration").labels(BEFORE)["requests"]
    assert labels["materials"][0] == {"name": "行政复议申请书", "form": "X01"}


def test_thirteen_reasons_break_down_the_seven_conditions_of_acceptance() -> None:
    refusals = reconsideration("refusals")
    reasons = refusals.offered(NOW)

    assert [code.code for code in reasons] == [f"N{number:02}" for number in range(1, 14)]
    assert all(code.article.startswith("行政复议法第") for code in reasons)
    assert list(dict.fromkeys(code.parent for code in reasons)) == [choice.code for choice in CONDITIONS]


def test_six_reasons_send_a_matter_elsewhere_and_say_where() -> None:
    redirects = reconsideration("redirects").offered(NOW)

    assert len(redirects) == 6
    assert all(code.path for code in redirects)


WHOLE: dict[tuple[str, str], tuple[Choice, ...]] = {
    ("reconsideration", "refusals"): REFUSALS,
    ("reconsideration", "redirects"): REDIRECTS,
    ("reconsideration", "review_first"): REVIEW_FIRST,
    ("mediation", "sources"): SOURCES,
    ("mediation", "ends"): tuple(REASONS),
    ("litigation", "causes"): choices.CAUSES,
    ("litigation", "absences"): choices.ABSENCES,
    ("litigation", "speech"): choices.SPEECH,
    ("litigation", "posts"): choices.POSTS,
}
PART: dict[tuple[str, str], tuple[Choice, ...]] = {
    ("reconsideration", "closings"): DECISIONS,
    ("mediation", "results"): (*SETTLED, *UNSETTLED),
    ("litigation", "closings"): (*choices.RESULTS, *choices.WITHDRAWALS, *choices.ENDINGS),
}


@pytest.mark.parametrize(("file", "name"), WHOLE)
def test_a_list_is_that_of_the_steps(file: str, name: str) -> None:
    assert book(file)[name].choices(NOW) == WHOLE[file, name]


@pytest.mark.parametrize(("file", "name"), PART)
def test_what_a_step_can_say_is_in_its_list_in_the_same_words(file: str, name: str) -> None:
    listed = book(file)[name].choices(NOW)

    assert [choice for choice in PART[file, name] if choice not in listed] == []


def test_the_headings_of_the_lists_are_what_the_steps_go_by() -> None:
    refusals = reconsideration("refusals")
    heads = [refusals.code(choice.code) for choice in CONDITIONS]
    closings = book("litigation")["closings"]

    assert tuple(Choice(head.code, head.label, head.article) for head in heads) == CONDITIONS
    assert {code.code: code.parent for code in refusals.offered(NOW)}.items() <= BREAKS.items()
    assert {code.code for code in closings.offered(NOW) if code.parent == "lost"} == choices.LOSSES


def test_an_absent_head_has_four_grounds_and_a_loss_has_its_article() -> None:
    causes = book("litigation")["causes"].offered(NOW)

    assert len(book("litigation")["absences"].offered(NOW)) == 4
    assert {code.code for code in causes if not code.article} == {"other"}


A, B, OTHER = (
    {"code": "a", "label": "甲"},
    {"code": "b", "label": "乙"},
    {"code": "other", "label": "其他"},
)
FIRST, LAST = date(2023, 12, 31), date(2024, 1, 1)


def two(
    older: list[dict[str, Any]], newer: list[dict[str, Any]], to: date = FIRST, since: date = LAST
) -> dict[str, Any]:
    """A file of one list in two generations."""
    generations = [{"effective_to": to, "codes": older}, {"effective_from": since, "codes": newer}]
    return {"acts": {"title": "事项", "generation": generations}}


def one(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"acts": {"title": "事项", "generation": [{"codes": list(entries)}]} | more}


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no table": ({"acts": ["甲"]}, "“acts”有误：写法不对"),
    "no title": ({"acts": {"generation": [{"codes": [A]}]}}, "“acts”有误：缺少“title”"),
    "no generation": ({"acts": {"title": "事项", "generation": []}}, "“acts”有误：缺少“generation”"),
    "no codes": (one(), "“acts”有误：缺少“codes”"),
    "an unknown entry of the list": (one(A, colour="红"), "“acts”有误：有不认识的项目“colour”"),
    "an unknown entry of a code": (one(A | {"rank": 1}), "“acts”中的“a”有误：有不认识的项目“rank”"),
    "a code without a label": (one({"code": "a"}), "“acts”中的“a”有误：缺少“label”"),
    "a label without a code": (one({"label": "甲"}), "“acts”中的没有代码的条目有误：缺少“code”"),
    "yes for true": (one(A | {"obsolete": "yes"}), "“acts”中的“a”有误：“obsolete”的写法不对"),
    "a successor that is no text": (one(A | {"became": [1]}), "“a”有误：“became”应当是一组代码"),
    "a code in Chinese": (one({"code": "甲", "label": "甲"}), "“甲”有误：代码应当由字母"),
    "a code twice": (one(A, B | {"code": "a"}), "“a”有误：同一代里有两个相同的代码"),
    "a label twice": (one(A, B | {"label": "甲"}), "“甲”有误：同一代里有两个相同的名称"),
    "no such heading": (one(A | {"parent": "b"}), "“a”有误：没有上级“b”"),
    "a heading under a heading": (
        one(A | {"parent": "b"}, B | {"parent": "other"}, OTHER),
        "“a”有误：只能有一级上级",
    ),
    "out of force before in force": (
        {
            "acts": {
                "title": "事项",
                "generation": [{"effective_from": LAST, "effective_to": FIRST, "codes": [A]}],
            }
        },
        "“acts”有误：施行日期应当早于失效日期",
    ),
    "two generations on one day": (two([A], [A], since=FIRST), "既不重叠也不留空档"),
    "a gap between generations": (two([A], [A], since=date(2024, 2, 1)), "既不重叠也不留空档"),
    "a code that is lost": (two([A, B], [A]), "“acts”中的“b”有误：后一代没有这个代码，应当写明去向"),
    "a successor that does not exist": (
        two([A, B | {"became": ["c"]}], [A]),
        "“acts”中的“b”有误：后一代没有“c”",
    ),
    "a successor that is a heading": (
        two([A | {"became": ["b"]}], [B, OTHER | {"parent": "b"}]),
        "“a”有误：后一代的“b”下面还分细项",
    ),
    "a code that goes on and goes elsewhere": (
        two([A | {"became": ["b"]}], [A, B]),
        "“a”有误：后一代仍有这个代码",
    ),
    "a code that is gone and goes elsewhere": (
        two([A | {"became": ["b"], "gone": "撤销"}], [B]),
        "“a”有误：became 和 gone 只能填一项",
    ),
    "a successor of the newest": (one(A | {"became": ["b"]}, B), "“a”有误：最新一代的代码还没有去向"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_list_is_refused_with_the_whole_file(fault: str) -> None:
    wrong, sentence = FAULTS[fault]

    with pytest.raises(CodeFileWrong) as refusal:
        codes_from({"flags": one(A)["acts"]} | wrong, "县代码.toml")

    assert "代码表文件县代码.toml的" in str(refusal.value)
    assert sentence in str(refusal.value)


def test_a_code_may_end_without_a_successor_if_it_says_why() -> None:
    found = codes_from(two([A, B | {"gone": "制度已废止"}], [A]), "县代码.toml")["acts"]

    assert found.became("b", NOW) == ()
    assert found.code("b").gone == "制度已废止"


def test_a_code_is_followed_through_every_generation() -> None:
    table = two([A | {"became": ["b"]}], [B | {"became": ["other", "c"]}])
    table["acts"]["generation"][1]["effective_to"] = date(2025, 12, 31)
    table["acts"]["generation"].append(
        {"effective_from": date(2026, 1, 1), "codes": [OTHER, {"code": "c", "label": "丙"}]}
    )
    found = codes_from(table, "县代码.toml")["acts"]

    assert found.became("a", BEFORE) == ("a",)
    assert found.became("a", date(2025, 6, 1)) == ("b",)
    assert found.became("a", NOW) == ("other", "c")


def test_a_list_that_is_not_in_the_file_is_not_in_the_book() -> None:
    assert "colours" not in book("reconsideration")
    assert len(book("reconsideration")) == len(list(book("reconsideration")))
