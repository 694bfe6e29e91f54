"""What stays to be done once 行政复议 has decided: serving, copying, performing, and the court."""

from dataclasses import replace
from typing import Any

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.defendants import BY_PROCEDURE
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests import factory
from tests.domain.reconsidering import (
    HEARING,
    Story,
    decided,
    drafted,
    effective,
    heard,
    replied,
    reviewed,
)

COPY = {"to": "云州市公安局"}
LETTER = {"organ": "云岭县公安局", "problems": "没有告知权利", "advice": "限期整改"}


def joined(told: Story, role: Role, name: str, **given: Any) -> Story:
    """The same case with one more person in it."""
    return Story(
        replace(told.file, parties=(*told.file.parties, factory.party(told.file.case, role, name, **given)))
    )


def of(told: Story, name: str) -> str:
    return next(party.id for party in told.file.parties if party.name == name)


def owing() -> Story:
    """A new act is due by 20 October; everything else is on file."""
    told = effective("revoke", redo="set", perform_by="2026-10-20").step("copied", "2026-09-21", **COPY)
    return told.step("performing", "2026-09-22")


def test_a_decision_that_nobody_has_performed_is_not_archived() -> None:
    told = owing().step("report", "2026-10-12").step("visited", "2026-10-13", fulfilled=True).papers_on_file()

    with pytest.raises(NotOpen, match="还没有登记履行完毕（行政复议法第七十七条）"):
        told.check("archive", "2026-10-21")

    assert told.step("performed", "2026-10-20").step("archive", "2026-10-21").state == "R40"


def test_a_visit_that_finds_nothing_performed_leads_to_an_order_and_not_to_the_archive() -> None:
    told = owing().step("performed", "2026-10-19").step("report", "2026-10-20")
    told.step("visited", "2026-10-22", fulfilled=False).papers_on_file()

    said = "回访记明没有履行，应当责令限期履行（行政复议法第七十七条第二款）。"
    assert told.offers("2026-10-23")["archive"] == said
    told.step("order_performance_now", "2026-10-23", until="2026-11-06", reason="没有重新作出")
    assert told.step("visited", "2026-10-30", fulfilled=False).state == "R26"
    assert told.offers("2026-10-30")["order_performance_now"].startswith("上一次责令的期限还没有届满")
    told.step("order_performance_now", "2026-11-09", until="2026-11-20", reason="仍未重新作出")
    assert told.offers("2026-11-10")["order_performance_now"].startswith("上一次责令的期限还没有届满")
    told.step("performed", "2026-11-16").papers_on_file()

    assert told.step("archive", "2026-11-17").state == "R40"


def test_a_judgment_can_take_the_duty_away_where_somebody_has_sued() -> None:
    told = owing().papers_on_file()
    with pytest.raises(NotOpen, match="还没有登记履行完毕"):
        told.check("archive", "2026-12-21", ruling="（2026）云9901行终7号")

    told.step("sued", "2026-09-29", party="申请人", defendant="organ")
    with pytest.raises(NotOpen, match="还没有登记履行完毕"):
        told.check("archive", "2026-12-21")

    assert told.offers("2026-12-21")["archive"] == ""
    assert told.step("archive", "2026-12-21", ruling="（2026）云9901行终7号").state == "R40"


def test_the_copy_goes_out_as_soon_as_the_respondent_has_the_decision() -> None:
    told = decided().serve("F26", "2026-09-17", "被申请人")

    assert told.state == "R22"
    assert told.step("copied", "2026-09-17", **COPY).state == "R22"
    assert decided().serve("F26", "2026-09-17", "申请人").offers("2026-09-17")["copied"].startswith(
        "被申请人还没有收到"
    )  # fmt: skip


def test_an_opinion_letter_to_a_department_is_copied_like_the_decision() -> None:
    told = effective().step("copied", "2026-09-20", **COPY).step("opinion", "2026-09-21", **LETTER)
    told.step("opinion_answered", "2026-10-12", content="已经整改").papers_on_file()

    assert told.offers("2026-10-20")["archive"].startswith("决定书、意见书还没有抄告")
    assert told.step("copied", "2026-10-12", **COPY).papers_on_file().offers("2026-10-20")["archive"] == ""


def test_a_copy_by_the_local_rule_does_not_stand_for_the_statute_s() -> None:
    told = (
        effective("revoke").step("copied", "2026-09-20", to="云州市人民政府", basis="local").papers_on_file()
    )

    assert told.offers("2026-10-20")["archive"].startswith("决定书、意见书还没有抄告")


def test_a_suit_may_come_after_the_file_is_closed() -> None:
    told = effective().step("copied", "2026-09-20", **COPY).papers_on_file()

    (doubt,) = told.check("archive", "2026-09-25").doubts
    assert "起诉期限到2026年10月8日（行政诉讼法第四十五条）" in doubt
    told.step("archive", "2026-10-09")

    assert told.step("sued", "2026-10-12", party="申请人").state == "R40"


def test_without_a_day_for_performance_nothing_is_late() -> None:
    told = effective("compensate", amount=800).step("performing", "2026-09-21")

    assert told.offers("2027-03-01")["order_performance_now"].startswith("履行期限还没有届满")
    assert told.offers("2027-03-01")["admonish"].startswith("履行期限还没有届满")


def test_an_act_declared_unlawful_says_in_which_of_the_cases_of_the_law() -> None:
    given = {"kind": "declare_unlawful", "text": "确认违法。"}

    with pytest.raises(BadFact, match="确认违法的情形：还没有填写"):
        drafted().check("decide", "2026-09-16", **given)

    assert drafted().check("decide", "2026-09-16", **given, unlawful=BY_PROCEDURE).doubts == ()
    (field,) = (f for f in RECONSIDERATION.step("decide").fields if f.name == "unlawful")
    (choice,) = (choice for choice in field.choices if choice.code == BY_PROCEDURE)
    assert choice.article == "行政复议法第六十五条第一款第二项"


def test_a_new_act_within_a_time_of_the_decision_s_own_has_its_last_day() -> None:
    with pytest.raises(NotOpen, match="应当写明履行期限"):
        drafted().check("decide", "2026-09-16", kind="revoke", text="撤销。", redo="set")

    drafted().check("decide", "2026-09-16", kind="revoke", text="撤销。", redo="statutory")


@pytest.mark.parametrize(("damages", "owed"), [("none", False), ("dismissed", False), ("returned", True)])
def test_damages_beside_a_correction_are_performed(damages: str, owed: bool) -> None:
    told = effective("revoke", damages=damages)

    assert (told.offers("2026-09-21")["performing"] == "") is owed


def test_every_applicant_is_heard_or_whoever_stands_in_for_him() -> None:
    told = joined(joined(replied(), Role.APPLICANT, "陈国栋"), Role.APPLICANT, "杨秀英")
    told = joined(told, Role.AGENT, "司马长风", acts_for=of(told, "杨秀英"))
    told.step("hear_opinions", "2026-08-25", party=of(told, "欧阳慧敏"), content="坚持")

    assert told.offers("2026-08-26")["draft"] == "还没有听取意见：陈国栋、杨秀英（行政复议法第四十九条）。"
    told.step("hear_opinions", "2026-08-26", party=of(told, "司马长风"), content="坚持")
    assert told.offers("2026-08-26")["draft"] == "还没有听取意见：陈国栋（行政复议法第四十九条）。"
    told.step("hear_opinions", "2026-08-26", party=of(told, "陈国栋"), mode="impossible")
    assert told.offers("2026-08-26")["draft"] == ""


def test_a_representative_is_heard_for_all_applicants() -> None:
    told = joined(joined(replied(), Role.APPLICANT, "陈国栋"), Role.REPRESENTATIVE, "杨秀英")

    told.step("hear_opinions", "2026-08-25", party=of(told, "杨秀英"), content="坚持")

    assert told.offers("2026-08-26")["draft"] == ""


def test_an_opinion_is_noted_unless_the_party_could_not_be_heard() -> None:
    with pytest.raises(BadFact, match="意见要点：还没有填写"):
        replied().check("hear_opinions", "2026-08-25", party="申请人", mode="face")
    with pytest.raises(BadFact, match="听取谁的意见：还没有填写"):
        replied().check("hear_opinions", "2026-08-25", content="坚持")


def test_a_case_is_major_however_the_office_has_said_so() -> None:
    consulted = heard().step("consult", "2026-08-26", ground="major", questions="证据是否充分")
    consulted.step("consulted", "2026-08-28", opinion="不足")
    announced = heard().step("hearing_set", "2026-09-01", **HEARING, ground="major")
    announced.step("hearing_held", "2026-09-15")

    assert consulted.offers("2026-08-31")["draft"].startswith("重大、疑难、复杂的案件应当组织听证")
    assert announced.offers("2026-09-16")["draft"].startswith("应当提请行政复议委员会")
    with pytest.raises(NotOpen, match="应当组织听证"):
        heard().check("draft", "2026-08-31", committee="major")


def test_a_hearing_missed_for_good_cause_is_held_again_in_a_major_case() -> None:
    told = heard().step("hearing_set", "2026-09-01", **HEARING, ground="major")
    facts = told.check("hearing_held", "2026-09-15", applicant="excused").facts
    missed = factory.step(told.file.case, "hearing_held", "2026-09-15", **facts)
    told = Story(replace(told.file, steps=(*told.file.steps, missed)))

    assert told.offers("2026-09-16")["draft"].startswith("重大、疑难、复杂的案件应当组织听证")
    told.step("hearing_set", "2026-09-16", **HEARING | {"held_on": "2026-09-28"}).step(
        "hearing_held", "2026-09-28"
    )
    assert told.offers("2026-09-29")["draft"].startswith("应当提请行政复议委员会")


def test_the_opinion_of_another_organ_on_a_document_is_told_only_where_it_has_come() -> None:
    told = heard().step("review_norm", "2026-08-25", document="某规", clause="第九条", maker="某机关")
    told.step("suspend", "2026-08-25", ground="norm_forward").step(
        "forward_norm", "2026-08-26", organ="某机关"
    )
    answered = Story(told.file).step("norm_answered", "2026-08-31", organ="某机关", opinion="不合法")
    given = {"kind": "revoke", "text": "撤销。", "norm_result": "forwarded"}

    with pytest.raises(NotOpen, match="附带审查的处理结果与办理的经过不一致"):
        heard().step("draft", "2026-09-10").check("decide", "2026-09-16", **given)
    answered.step("resume", "2026-09-01").step("draft", "2026-09-10")

    assert answered.check("decide", "2026-09-16", **given).doubts == ()


@pytest.mark.parametrize("code", ["refuse", "extend", "convert", "decide", "dismiss", "terminate"])
def test_who_may_only_record_takes_no_step_that_needs_an_approval(code: str) -> None:
    assert RECONSIDERATION.step(code).task is Task.DECIDE


def test_the_agent_s_receipt_is_recorded_for_the_party_he_acts_for() -> None:
    told = decided()
    told = joined(told, Role.AGENT, "司马长风", acts_for=of(told, "欧阳慧敏"))

    with pytest.raises(NotOpen, match="受送达人应当选：欧阳慧敏（民事诉讼法第八十八条）"):
        told.check("served", "2026-09-17", paper="F26", party=of(told, "司马长风"))


def test_a_refusal_is_served_on_every_applicant() -> None:
    told = joined(reviewed(), Role.APPLICANT, "陈国栋")
    told.step("refuse", "2026-08-03", fails="N03", reason="没有利害关系")
    proven = {"paper": "F04", "proof": "receipt"}
    told.step("served", "2026-08-04", party=of(told, "欧阳慧敏"), **proven).papers_on_file()

    assert told.offers("2026-09-14")["archive"].startswith("不予受理决定书还没有送达")
    told.step("served", "2026-08-05", party=of(told, "陈国栋"), **proven).papers_on_file()
    assert told.step("archive", "2026-09-14").state == "R40"


def test_an_opinion_letter_that_nobody_answers_is_enforced_as_well() -> None:
    told = effective().step("copied", "2026-09-20", **COPY)
    told.step("opinion", "2026-09-21", **LETTER, received_on="2026-09-21")
    assert told.due("A30", "2026-09-21") == "2026-11-20"
    assert told.offers("2026-11-20")["order_performance_now"].startswith("履行期限还没有届满")

    told.step(
        "order_performance_now", "2026-11-23", about="opinion", until="2026-12-07", reason="没有报送纠正情况"
    )

    assert told.state == "R27"
    told.step("opinion_answered", "2026-12-04", content="已经整改").step("copied", "2026-12-04", **COPY)
    assert told.papers_on_file().step("archive", "2026-12-08").state == "R40"


def test_a_state_reached_by_withdrawal_is_not_called_information_only() -> None:
    told = reviewed().step("withdraw", "2026-08-03")

    assert RECONSIDERATION.state_named(told.state).label == "已告知、转送或者撤回"
