"""Papers and people: one for each or one for all, dated as the law says, in the name of who writes."""

from datetime import date
from typing import Any

import pytest

from fuyi_desktop.documents.blocks import PageFoot
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import PartyKind, Role
from fuyi_desktop.domain.proofs import addressees
from fuyi_desktop.services.app import App
from fuyi_desktop.services.papers import PaperOffer
from tests.documents.conftest import awkward
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, of_role, step

ENVIRONMENT = "云岭县生态环境局"
HEARING = {
    "held_on": "2026-09-15", "at": "9时30分", "place": "听证室", "topics": "处罚程序", "chair": "何静",
    "hearers": ["李向东", "唐卫东"], "recorder": "罗志强",
}  # fmt: skip
JUDICIAL = {
    "full_name": "云岭县司法局", "short": "云司", "phone": "0999-2021020", "contact": "何静",
}  # fmt: skip


def offer(app: App, case_id: str, form: str) -> PaperOffer:
    return next(one for one in app.papers.offers(case_id) if one.form == form)


def names(app: App, paper_id: str) -> list[str]:
    paper = app.office.store.get(Paper, paper_id)
    return [party.name for party in addressees(app.office.file(paper.case_id), paper)]


def heard(app: App, **given: Any) -> str:
    case_id = invented.accepted(app, **given)
    step(app, case_id, "copy_sent", "2026-08-05", received_on="2026-08-05")
    for respondent in app.casework.page(case_id).file.of(Role.RESPONDENT):
        step(app, case_id, "reply", "2026-08-12", party=respondent.id, summary=f"{respondent.name}认为合法")
    for applicant in app.casework.page(case_id).file.of(Role.APPLICANT):
        step(app, case_id, "hear_opinions", "2026-08-14", party=applicant.id, content="坚持请求")
    return case_id


def decided(app: App, **given: Any) -> str:
    case_id = heard(app, **given)
    step(app, case_id, "draft", "2026-08-20", findings="事实", opinion="合法", basis="行政复议法第六十八条")
    step(app, case_id, "decide", "2026-08-26", kind="uphold", text="维持原处罚决定")
    return case_id


def test_a_decision_is_one_paper_for_all_and_a_hearing_is_announced_to_each(desk: App) -> None:
    case_id = heard(desk)
    step(desk, case_id, "hearing_set", "2026-09-01", **HEARING)
    applicant, police = (of_role(desk, case_id, role) for role in (Role.APPLICANT, Role.RESPONDENT))
    assert offer(desk, case_id, "F11").lacking == (applicant, police)
    assert not offer(desk, case_id, "F11").begun

    issued = desk.on(date(2026, 9, 1)).papers.issue(case_id, "F11", to=police.id)

    assert names(desk, issued.paper_id) == [police.name]
    found = offer(desk, case_id, "F11")
    assert (found.lacking, found.begun, found.held) == ((applicant,), True, False)
    desk.on(date(2026, 9, 1)).papers.issue(case_id, "F11", to=applicant.id)
    assert offer(desk, case_id, "F11").held

    step(desk, case_id, "hearing_called_off", "2026-09-08", reason="主持人生病")
    step(desk, case_id, "hearing_set", "2026-09-09", **HEARING | {"held_on": "2026-09-28"})
    assert offer(desk, case_id, "F11").lacking == (applicant, police)  # the old day does not count


def test_a_decision_reaches_every_party_whoever_is_named_when_it_is_issued(desk: App) -> None:
    case_id = decided(desk)
    police = of_role(desk, case_id, Role.RESPONDENT)

    issued = desk.on(date(2026, 8, 26)).papers.issue(case_id, "F26", to=police.id)

    assert names(desk, issued.paper_id) == ["欧阳慧敏", police.name]
    assert desk.papers.issue(case_id, "F26").paper_id == issued.paper_id
    with pytest.raises(NotFound, match="没有找到当事人“x”"):
        desk.papers.issue(case_id, "F26", to="x")


def test_both_applicants_have_the_one_notice_of_acceptance_on_their_proofs(desk: App) -> None:
    people = [{"name": "欧阳慧敏", "address": "双龙村"}, {"name": "陈国栋", "address": "双龙村"}]
    case_id = invented.accepted(desk, applicants=people)
    desk.papers.issue(case_id, "F06")

    proofs = [
        text(desk.papers.pdf(desk.papers.issue(case_id, "F28", to=party.id).paper_id))
        for party in desk.office.file(case_id).of(Role.APPLICANT)
    ]

    assert all("《行政复议受理通知书》云府复受〔2026〕1号" in proof for proof in proofs)


def test_a_notice_to_one_of_two_respondents_names_that_one(desk: App) -> None:
    case_id = invented.accepted(desk, respondents=[{"name": ENVIRONMENT}])
    step(desk, case_id, "copy_sent", "2026-08-05")
    other = desk.office.file(case_id).of(Role.RESPONDENT)[1]
    to = next(one for one in desk.papers.recipients(case_id, "F07") if one.name == ENVIRONMENT)
    assert other.name in ("云岭县公安局", ENVIRONMENT)

    said = text(desk.papers.pdf(desk.papers.issue(case_id, "F07", to=to.id).paper_id))

    assert f"{ENVIRONMENT}：" in said
    assert "云岭县公安局：" not in said


def test_a_decision_is_dated_the_day_it_was_taken_and_knows_nothing_later(desk: App) -> None:
    case_id = decided(desk)
    step(desk, case_id, "change_handler", "2026-09-02", handler="罗志强")

    issued = desk.on(date(2026, 9, 3)).papers.issue(case_id, "F26")

    assert desk.office.store.get(Paper, issued.paper_id).issued_on == date(2026, 8, 26)
    said = text(desk.papers.pdf(issued.paper_id))
    assert "2026年8月26日" in said
    assert "2026年9月3日" not in said


def test_a_decision_of_the_last_days_of_a_year_has_a_number_of_that_year(desk: App) -> None:
    case_id = heard(desk)
    step(desk, case_id, "extend", "2026-09-01", days=30, reason="复杂", approved_by="李向东")
    step(desk, case_id, "suspend", "2026-09-02", ground="other_case")
    step(desk, case_id, "resume", "2026-12-01")
    step(desk, case_id, "draft", "2026-12-28", findings="事实", opinion="合法", basis="行政复议法第六十八条")
    step(desk, case_id, "decide", "2026-12-31", kind="uphold", text="维持原处罚决定")

    issued = desk.on(date(2027, 1, 4)).papers.issue(case_id, "F26")

    assert issued.number == "云府复决〔2026〕1号"


def test_a_notice_is_dated_the_day_of_issue_but_never_before_its_step(desk: App) -> None:
    case_id = invented.accepted(desk)

    late = desk.on(date(2026, 8, 5)).papers.issue(case_id, "F06").paper_id
    desk.papers.void(late, "换一份")
    early = desk.on(date(2026, 7, 31)).papers.issue(case_id, "F06").paper_id

    found = [desk.office.store.get(Paper, paper).issued_on for paper in (late, early)]
    assert found == [date(2026, 8, 5), date(2026, 8, 3)]


def test_a_third_party_named_in_a_step_becomes_a_party_to_whom_papers_go(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(
        desk, case_id, "add_third_party", "2026-08-04", name="双龙石料厂", kind="单位", address="双龙村1组",
        phone="13900006777", legal_representative="司马长风", interest="处罚涉及相邻权",
    )  # fmt: skip

    third = of_role(desk, case_id, Role.THIRD_PARTY)
    assert (third.kind, third.address, third.legal_representative) == (
        PartyKind.BODY,
        "双龙村1组",
        "司马长风",
    )
    said = text(desk.papers.pdf(desk.papers.issue(case_id, "F08", to=third.id).paper_id))
    assert "双龙石料厂：" in said and "处罚涉及相邻权" in said

    step(desk, case_id, "add_third_party", "2026-08-05", name="双龙石料厂", kind="单位", interest="同上")
    assert len(desk.office.file(case_id).of(Role.THIRD_PARTY)) == 1


def test_two_third_parties_have_their_own_reasons_on_their_own_notices(desk: App) -> None:
    case_id = invented.accepted(desk)
    for name, interest in (("双龙石料厂", "处罚涉及相邻权"), ("柳河水库", "处罚涉及取水")):
        step(desk, case_id, "add_third_party", "2026-08-04", name=name, kind="单位", interest=interest)
    first, second = desk.office.file(case_id).of(Role.THIRD_PARTY)

    said = [
        text(desk.papers.pdf(desk.papers.issue(case_id, "F08", to=one.id).paper_id))
        for one in (first, second)
    ]

    assert "处罚涉及相邻权" in said[0] and "取水" not in said[0]
    assert "处罚涉及取水" in said[1] and "相邻权" not in said[1]


def test_voiding_the_step_takes_the_third_party_out_again(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(desk, case_id, "add_third_party", "2026-08-04", name="双龙石料厂", kind="单位", interest="相邻权")

    desk.casework.void(case_id, invented.last_step(desk, case_id).id, "登记错了")

    assert desk.office.file(case_id).of(Role.THIRD_PARTY) == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "云岭县公安局", "kind": "单位"}, "云岭县公安局：已经是本案的被申请人"),
        ({"name": "陈国栋", "kind": "自然人", "id_number": "999"}, "陈国栋：身份证号应为 18 位"),
    ],
)
def test_who_cannot_join_is_told_why_and_nothing_is_written(
    desk: App, given: dict[str, str], said: str
) -> None:
    case_id = invented.accepted(desk)
    before = invented.content(desk)

    with pytest.raises(BadFact, match=said):
        step(desk, case_id, "add_third_party", "2026-08-04", interest="相邻权", **given)

    assert invented.content(desk) == before


def test_an_error_in_a_served_paper_is_corrected_by_a_notice_to_those_who_have_it(desk: App) -> None:
    case_id = invented.accepted(desk)
    applicant = of_role(desk, case_id, Role.APPLICANT)
    desk.on(date(2026, 8, 3)).papers.issue(case_id, "F06")
    mistake = {"paper": "F06", "wrong": "九月三日", "right": "八月三日", "where": "第一段", "clerical": True}
    with pytest.raises(NotOpen, match="没有送达的文书有差错，作废后重新出具"):
        step(desk, case_id, "correct_paper", "2026-08-04", **mistake)
    step(desk, case_id, "served", "2026-08-05", paper="F06", party=applicant.id, method="direct")
    step(desk, case_id, "correct_paper", "2026-08-06", **mistake)

    issued = desk.on(date(2026, 8, 6)).papers.issue(case_id, "F40")

    said = text(desk.papers.pdf(issued.paper_id))
    assert issued.number == "云府更正〔2026〕1号"
    assert "《行政复议受理通知书》（云府复受〔2026〕1号）" in said
    assert "原文：“九月三日”" in said and "更正为：“八月三日”" in said
    assert names(desk, issued.paper_id) == [applicant.name]
    step(desk, case_id, "served", "2026-08-07", paper="F40", party=applicant.id, method="direct")
    assert desk.casework.page(case_id).replay.counted[-1].facts["paper"] == "F40"


def suit(app: App) -> str:
    """A suit at the center, its hearing set for 23 November."""
    case_id = invented.registered(
        app, kind="litigation", received_on="2026-07-30", number="（2026）云0723行初36号",
        court="云岭县人民法院",
    )  # fmt: skip
    step(app, case_id, "divide", "2026-07-31", handler="何静", staff=["何静"], risk="low")
    step(app, case_id, "hearing_set", "2026-08-03", held_on="2026-08-24", at="9时30分", place="第一法庭")
    return case_id


def test_the_letter_on_appearing_in_court_goes_out_in_the_name_and_series_of_the_county_s_unit(
    county: County,
) -> None:
    center = county.center
    case_id = suit(center)
    step(center, case_id, "letter", "2026-08-04", reply_by="2026-08-14")
    with pytest.raises(BadFact, match="设置的机关单位中还没有云岭县司法局"):
        center.papers.issue(case_id, "H06", more={"step.contact": "何静", "step.phone": "0999-2021020"})

    center.settings.take({"unit": [JUDICIAL]})
    issued = center.on(date(2026, 8, 4)).papers.issue(case_id, "H06")

    said = text(center.papers.pdf(issued.paper_id))
    assert issued.number == "云司诉告〔2026〕1号"
    assert "联系人何静，电话0999-2021020" in said
    assert "第一法庭" in said and "2026年8月14日" in said


def test_a_window_is_neither_offered_that_letter_nor_can_it_give_it_out(county: County) -> None:
    window = county.township
    case_id = suit(window)

    assert "H06" not in {one.form for one in window.papers.offers(case_id)}
    with pytest.raises(NotOpen, match="这份文书由县中心出具"):
        window.papers.issue(case_id, "H06")


def test_a_decision_on_damages_says_the_sum_and_each_respondent_s_answer(desk: App) -> None:
    case_id = heard(desk, respondents=[{"name": ENVIRONMENT}], damages_claim="请求赔偿停业损失二万元")
    step(desk, case_id, "draft", "2026-08-20", findings="事实", opinion="违法", basis="行政复议法第六十四条")
    step(
        desk, case_id, "decide", "2026-08-26", kind="revoke", text="撤销处罚决定", damages="paid",
        amount=12000, perform_by="2026-09-30",
    )  # fmt: skip

    said = text(desk.papers.pdf(desk.on(date(2026, 8, 26)).papers.issue(case_id, "F26").paper_id))

    assert "一并提出的赔偿请求：请求赔偿停业损失二万元。" in said
    assert "一、撤销处罚决定。" in said
    assert "二、根据《中华人民共和国行政复议法》第七十二条第一款的规定，被申请人赔偿申请人12000元。" in said
    assert f"{ENVIRONMENT}答复称：{ENVIRONMENT}认为合法。" in said
    assert "云岭县公安局答复称：云岭县公安局认为合法。" in said


def test_a_unit_brings_its_head_into_the_papers_of_its_cases(desk: App) -> None:
    desk.settings.take({"unit": [{"full_name": "云岭县公安局", "representative": "白建华"}]})
    case_id = decided(desk)

    said = text(desk.papers.pdf(desk.on(date(2026, 8, 26)).papers.issue(case_id, "F26").paper_id))

    assert "被申请人：云岭县公安局，住所地云岭县平安路6号，负责人白建华。" in said


def test_who_still_has_no_paper_of_their_own_is_named_with_the_one_given_out(desk: App) -> None:
    case_id = heard(desk)
    step(desk, case_id, "hearing_set", "2026-09-01", **HEARING)
    applicant, police = (of_role(desk, case_id, role) for role in (Role.APPLICANT, Role.RESPONDENT))

    first = desk.papers.issue(case_id, "F11")
    last = desk.papers.issue(case_id, "F11", to=police.id)

    assert names(desk, first.paper_id) == [applicant.name]
    assert [note for note in first.notes if "请指明受送达人" in note] == [
        f"这种文书每个受送达人一份，还没有给{police.name}出，请指明受送达人分别出具。"
    ]
    assert not any("请指明受送达人" in note for note in last.notes)
    assert not any("请指明受送达人" in note for note in desk.papers.issue(case_id, "F11").notes)


@pytest.mark.parametrize(
    ("closed", "reason"), [("state", "国家秘密"), ("business", "商业秘密"), ("privacy", "个人隐私")]
)
def test_a_hearing_that_touches_a_secret_is_announced_as_closed(desk: App, closed: str, reason: str) -> None:
    case_id = heard(desk)
    step(desk, case_id, "hearing_set", "2026-09-01", **HEARING, closed=closed)

    said = text(desk.papers.pdf(desk.papers.issue(case_id, "F12").paper_id))

    assert f"本案涉及{reason}，听证不公开举行" in said
    assert "公开举行听证" not in said.replace("不公开举行", "")
    assert "请在听证开始以前" not in said and "五、不得携带" in said


def test_who_wants_to_attend_a_hearing_is_told_where_and_until_when_to_register(desk: App) -> None:
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "address": "县府路1号"}]})
    case_id = heard(desk)
    step(desk, case_id, "hearing_set", "2026-09-01", **HEARING, join_by="2026-09-11")

    said = text(desk.papers.pdf(desk.papers.issue(case_id, "F12").paper_id))

    assert "定于下列时间、地点公开举行听证" in said
    assert "2026年9月11日以前持本人身份证件到县府路1号登记" in said


@pytest.mark.parametrize(("form", "recorder"), [("F14", "记录员："), ("F16", "记录人：")])
def test_the_recorder_signs_every_page_of_the_minutes_though_there_is_no_third_party(
    desk: App, form: str, recorder: str
) -> None:
    template = desk.templates.press().templates.get(form)
    known = awkward(template) | {"third_parties": []}

    feet = [block.labels for block in template.fill(known) if isinstance(block, PageFoot)]

    assert feet == [("申请人：", "被申请人：", recorder)]
