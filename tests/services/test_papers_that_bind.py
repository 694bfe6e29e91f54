"""What papers say of rights, days and courts: nothing that is not proved, and nothing twice."""

from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.errors import BadFact, Doubtful, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import of_role, step

HEARING: dict[str, Any] = {
    "held_on": "2026-09-15", "at": "9时30分", "place": "听证室", "topics": "处罚程序", "chair": "何静",
    "hearers": ["李向东", "唐卫东"], "recorder": "罗志强",
}  # fmt: skip


def asked(app: App, case_id: str, form: str) -> list[str]:
    return [ask.label for ask in app.papers.draft(case_id, form).missing]


def printed(app: App, case_id: str, form: str, on: str, **more: object) -> str:
    return text(app.papers.pdf(app.on(date.fromisoformat(on)).papers.issue(case_id, form, **more).paper_id))


def heard(app: App, **given: Any) -> str:
    case_id = invented.accepted(app, **given)
    step(app, case_id, "copy_sent", "2026-08-05", received_on="2026-08-05")
    step(app, case_id, "reply", "2026-08-12", summary="事实清楚")
    applicant = of_role(app, case_id, Role.APPLICANT)
    step(app, case_id, "hear_opinions", "2026-08-14", party=applicant.id, content="坚持请求")
    return case_id


def drafted(app: App, article: str) -> str:
    case_id = heard(app)
    step(
        app, case_id, "draft", "2026-08-20", findings="事实", opinion="程序违法", basis=f"行政复议法{article}"
    )
    return case_id


def revoked(app: App, **given: Any) -> str:
    case_id = drafted(app, "第六十四条")
    step(app, case_id, "decide", "2026-08-26", kind="revoke", text="撤销处罚决定", **given)
    return case_id


def supplement(app: App, **given: Any) -> str:
    case_id = invented.registered(app)
    step(app, case_id, "review", "2026-07-31", handler="何静")
    step(app, case_id, "request_supplement", "2026-08-03", items="补交身份证明", **given)
    return case_id


def test_a_notice_that_nobody_has_received_says_the_period_and_no_day(desk: App) -> None:
    said = printed(desk, supplement(desk), "F03", "2026-08-03")

    assert "自收到本通知书之日起十个工作日内" in said and "期限至" not in said


def test_a_notice_that_was_handed_over_says_the_last_day(desk: App) -> None:
    assert "期限至2026年8月17日" in printed(
        desk, supplement(desk, received_on="2026-08-03"), "F03", "2026-08-03"
    )


def test_a_copy_sent_by_post_names_no_last_day_for_the_reply(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(desk, case_id, "copy_sent", "2026-08-05")

    assert "期限至" not in printed(desk, case_id, "F07", "2026-08-05")


def test_a_service_that_moves_the_printed_day_is_asked_about(desk: App) -> None:
    case_id = supplement(desk, received_on="2026-08-03")
    printed(desk, case_id, "F03", "2026-08-03")
    applicant = of_role(desk, case_id, Role.APPLICANT).id

    with pytest.raises(Doubtful, match="文书写的是2026年8月17日，按送达日计算是2026年8月20日"):
        step(desk, case_id, "served", "2026-08-06", paper="F03", party=applicant, method="direct")
    step(desk, case_id, "served", "2026-08-03", paper="F03", party=applicant, method="direct")


def test_a_decision_that_was_not_taken_is_not_given_out(desk: App) -> None:
    case_id = drafted(desk, "第六十四条")

    with pytest.raises(NotOpen, match="案件还没有登记“作出决定”"):
        desk.papers.issue(case_id, "F26", more={"step.decision": "撤销处罚决定"})


def test_a_second_decision_waits_until_the_first_is_void(desk: App) -> None:
    case_id = revoked(desk)
    first = desk.on(date(2026, 8, 26)).papers.issue(case_id, "F26")

    with pytest.raises(NotOpen, match=f"行政复议决定书{first.number}已经出具"):
        desk.papers.issue(case_id, "F26", more={"step.decision": "维持处罚决定"})
    desk.papers.void(first.paper_id, "写错了")
    assert desk.papers.issue(case_id, "F26", more={"step.decision": "撤销该处罚决定"}).number != first.number


def test_a_decision_that_changes_the_act_asks_for_the_intermediate_court(desk: App) -> None:
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "court_above": ""}]})
    case_id = revoked(desk)

    assert asked(desk, case_id, "F26") == ["管辖法院"]
    said = printed(desk, case_id, "F26", "2026-08-26", more={"organ.court": "云州市中级人民法院"})
    assert "向云州市中级人民法院提起行政诉讼" in said


def test_an_order_to_act_anew_is_part_of_the_decision(desk: App) -> None:
    said = printed(desk, revoked(desk, redo="statutory"), "F26", "2026-08-26")

    assert "一、撤销处罚决定。" in said
    assert (
        "二、根据《中华人民共和国行政复议法》第六十四条的规定，责令被申请人自收到本决定书之日起六十日内重新作出行政行为"
        in said
    )


def test_an_order_to_act_anew_by_a_day_says_the_day(desk: App) -> None:
    said = printed(desk, revoked(desk, redo="set", perform_by="2026-10-30"), "F26", "2026-08-26")

    assert "责令被申请人在2026年10月30日以前重新作出行政行为" in said


def test_a_decision_on_another_article_than_the_draft_s_is_asked_about(desk: App) -> None:
    case_id = drafted(desk, "第六十八条")

    with pytest.raises(Doubtful, match=r"拟稿所依据的条款与决定种类不符.*撤销是行政复议法第六十四条"):
        step(desk, case_id, "decide", "2026-08-26", kind="revoke", text="撤销处罚决定")


def served(app: App, **given: Any) -> str:
    """A revocation that everybody has."""
    case_id = revoked(app, **given)
    app.on(date(2026, 8, 26)).papers.issue(case_id, "F26")
    for role in (Role.APPLICANT, Role.RESPONDENT):
        party = of_role(app, case_id, role).id
        step(app, case_id, "served", "2026-08-28", paper="F26", party=party, proof="receipt")
    return case_id


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("撤销处罚决定", "维持处罚决定"), ("十五日内", "三十日内"), ("云州市中级人民法院", "云岭县人民法院")],
)
def test_what_was_decided_is_not_corrected_as_a_slip(desk: App, wrong: str, right: str) -> None:
    case_id = served(desk)

    with pytest.raises(NotOpen, match="不是笔误；应当依法撤销"):
        step(
            desk, case_id, "correct_paper", "2026-08-31", paper="F26", wrong=wrong, right=right, clerical=True
        )


def test_a_name_that_was_misspelt_is_corrected(desk: App) -> None:
    case_id = served(desk)

    step(
        desk, case_id, "correct_paper", "2026-08-31", paper="F26", wrong="欧阳惠敏", right="欧阳慧敏",
        clerical=True,
    )  # fmt: skip

    assert desk.casework.page(case_id).replay.has("correct_paper")


def test_an_order_to_perform_names_the_decision_and_the_day_it_took_effect(desk: App) -> None:
    case_id = served(desk, redo="set", perform_by="2026-09-15")
    with pytest.raises(BadFact, match="早于责令限期履行的2026-09-20"):
        step(desk, case_id, "order_performance_now", "2026-09-20", until="2026-09-18", reason="没有重作")
    step(desk, case_id, "order_performance_now", "2026-09-20", until="2026-09-30", reason="没有重作")

    issued = desk.on(date(2026, 9, 21)).papers.issue(case_id, "F33")

    said = text(desk.papers.pdf(issued.paper_id))
    assert "作出行政复议决定（云府复决〔2026〕1号），已于2026年8月28日发生法律效力" in said
    desk.papers.void(issued.paper_id, "没有寄出")
    with pytest.raises(BadFact, match="早于文书的成文日期2026-10-05"):
        desk.on(date(2026, 10, 5)).papers.issue(case_id, "F33")


def test_an_opinion_that_nobody_answered_is_ordered_as_an_opinion(desk: App) -> None:
    case_id = heard(desk)
    step(
        desk, case_id, "opinion", "2026-08-20", organ="云岭县公安局", problems="送达不规范",
        advice="规范送达", received_on="2026-08-20", basis="行政处罚法第六十一条",
    )  # fmt: skip
    desk.on(date(2026, 8, 20)).papers.issue(case_id, "F31")
    step(desk, case_id, "draft", "2026-08-20", findings="事实", opinion="合法", basis="行政复议法第六十八条")
    step(desk, case_id, "decide", "2026-08-26", kind="uphold", text="维持处罚决定")
    for role in (Role.APPLICANT, Role.RESPONDENT):
        party = of_role(desk, case_id, role).id
        step(
            desk, case_id, "served", "2026-08-28", paper="F26", party=party, method="direct", proof="receipt"
        )
    step(
        desk, case_id, "order_performance_now", "2026-10-26", about="opinion", until="2026-11-10",
        reason="没有反馈",
    )  # fmt: skip

    said = printed(desk, case_id, "F33", "2026-10-26")

    assert "责令履行行政复议意见书通知书" in said
    assert "2026年8月20日制发行政复议意见书（云府复意〔2026〕1号）" in said and "规范送达" in said
    assert "发生法律效力" not in said


def test_a_notice_of_hearing_that_comes_too_late_is_asked_about(desk: App) -> None:
    case_id = heard(desk)
    step(desk, case_id, "hearing_set", "2026-09-01", **HEARING)
    applicant = of_role(desk, case_id, Role.APPLICANT).id

    with pytest.raises(Doubtful, match="没有隔足五个工作日"):
        step(desk, case_id, "served", "2026-09-10", paper="F11", party=applicant, method="direct")
    step(desk, case_id, "served", "2026-09-02", paper="F11", party=applicant, method="direct")


def test_a_hearing_on_a_rest_day_is_asked_about(desk: App) -> None:
    with pytest.raises(Doubtful, match="听证定在休息日"):
        step(desk, heard(desk), "hearing_set", "2026-09-01", **HEARING | {"held_on": "2026-09-13"})


def test_a_letter_on_the_local_rule_does_not_cite_the_statute(desk: App) -> None:
    case_id = served(desk)
    step(
        desk, case_id, "copied", "2026-08-31", to="云州市人民政府行政复议机构", basis="local",
        problems="程序违法",
    )  # fmt: skip

    assert "第七十九条第二款" not in printed(desk, case_id, "F29", "2026-08-31")


def test_a_case_against_the_government_itself_is_taken_with_a_question(desk: App) -> None:
    found = desk.intake.register(invented.facts(respondent="云岭县人民政府"))

    assert any("第二十四条" in said for said in found.doubts)
    step(desk, found.case_id, "review", "2026-07-31", handler="何静")
    with pytest.raises(Doubtful, match="由上一级人民政府管辖"):
        step(desk, found.case_id, "accept", "2026-08-03")


def test_who_complains_of_the_county_is_sent_one_level_up(desk: App) -> None:
    case_id = invented.registered(desk, kind="mediation", respondent="云岭县人民政府")
    known = desk.papers._facts(desk.office.file(case_id), "G13", None, {}, "")

    assert known["remedy"] == {
        "organ": "云州市人民政府", "address": "", "phone": "", "court": "云州市中级人民法院",
    }  # fmt: skip


def test_a_right_that_ends_in_an_unannounced_year_is_told_in_words(desk: App) -> None:
    case_id = invented.registered(
        desk, kind="mediation", received_on="2026-07-30", act_on="2026-07-01", known_on="2026-07-29"
    )
    known = desk.papers._facts(desk.office.file(case_id), "G13", None, {}, "")

    court = next(right for right in known["rights"] if right["organ"] == "人民法院")
    assert court["provisional"] and court["period"] == "6个月"
