"""Registering at the window: what is taken, what is refused and why, and what is kept while typing."""

from typing import Any

import pytest

from fuyi_desktop.domain.case import MaterialStatus
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.party import PartyKind, Role
from fuyi_desktop.services.app import App
from tests.services import invented
from tests.services.invented import body_code, facts, id_number


def person(**given: Any) -> dict[str, Any]:
    return {"applicants": [{"name": "欧阳慧敏"} | given]}


GOOD = id_number()
WRONG_DIGIT = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nobody applies": ({"applicants": []}, "申请人：还没有填写"),
    "an applicant without a name": (person(name="  "), "申请人姓名或名称：还没有填写"),
    "a third party without a name": ({"third_parties": [{"phone": "1"}]}, "第三人姓名或名称：还没有填写"),
    "a short identity number": (
        person(id_number="99972319680412"), "欧阳慧敏：身份证号应为 18 位，现在是 14 位"),
    "a wrong check digit": (person(id_number=WRONG_DIGIT), f"末位校验不符，应为 {GOOD[-1]}"),
    "letters in an identity number": (person(id_number="99972A196804120021"), "前 17 位应为数字"),
    "a birth that is no day": (person(id_number=id_number("19680231")), "“19680231”不是日期"),
    "a birth in the future": (person(id_number=id_number("20990101")), "2099-01-01不在合理范围"),
    "a wrong code of a body": (
        person(kind="单位", id_number=body_code()[:-1] + "0"), "统一社会信用代码末位校验不符"),
    "a letter that codes do not use": (person(kind="单位", id_number="I1999723MA6AAAA7K0"), "不用字符 I"),
    "a kind that there is not": (person(kind="公司"), "类别：没有“公司”这一项，可以是自然人、单位"),
    "an unknown fact of a person": (person(colour="红"), "colour：“申请人”没有这一项"),
    "a number that is no text": (person(phone=13900006208), "联系电话：应当是文字"),
    "a consent that is neither yes nor no": (person(e_service="也许"), "同意电子送达：应当是“是”或“否”"),
    "people that are no list": ({"applicants": {"name": "欧阳慧敏"}}, "applicants：应当是一个列表"),
    "people that are yes": ({"applicants": True}, "applicants：应当是一个列表"),
    "people that are names": ({"applicants": ["欧阳慧敏"]}, "applicants：应当是一个列表"),
    "no respondent": ({"respondent": ""}, "被申请机关：还没有填写"),
    "a respondent without a name": ({"respondent": {"phone": "1"}}, "被申请机关：还没有填写"),
    "no day of receipt": ({"received_on": None}, "收到日：还没有填写"),
    "a day that is none": ({"received_on": "七月三十日"}, "收到日：“七月三十日”不是日期"),
    "a day to come": ({"received_on": "2026-07-31"}, "收到日：2026-07-31还没有到"),
    "known before it was made": ({"known_on": "2026-06-30"}, "知道日：2026-06-30早于行为作出的2026-07-01"),
    "made after it was complained of": (
        {"act_on": "2026-07-31", "known_on": None}, "作出日：2026-07-31晚于收到申请的"),
    "known after the application": ({"known_on": "2026-07-31"}, "知道日：2026-07-31晚于收到申请的2026-07-30"),
    "posted after it arrived": ({"posted_on": "2026-07-31"}, "交邮日：2026-07-31晚于收到申请的2026-07-30"),
    "an organ nobody knows": ({"organ": "云岭县财政局"}, "复议机关：设置中还没有这个复议机关"),
    "told or not told": ({"informed": "好像"}, "是否告知权利和期限：没有“好像”这一项，可以是是、否、不清楚"),
    "marks that are no list": ({"flags": "涉企"}, "标记：应当是一组选项"),
    "a key with a slip": ({"recieved_on": "2026-07-30"}, "recieved_on：“登记案件”没有这一项"),
    "a material without a name": ({"materials": [{"pages": 2}]}, "材料名称：还没有填写"),
    "pages that are no number": ({"materials": [{"name": "申请书", "pages": "两"}]}, "页数：“两”不是整数"),
    "a material neither here nor missing": (
        {"materials": [{"name": "申请书", "status": "丢了"}]}, "材料状态：没有“丢了”这一项"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "words"), REFUSED.values(), ids=REFUSED)
def test_a_registration_with_a_fault_is_refused_with_its_place_and_leaves_nothing(
    window: App, given: dict[str, Any], words: str
) -> None:
    before = invented.content(window)

    with pytest.raises(BadFact, match=words):
        window.intake.register(facts() | given)

    assert invented.content(window) == before


def test_a_registration_keeps_everything_that_later_papers_need(window: App) -> None:
    number = f" {GOOD[:6]} {GOOD[6:].lower()} "
    typed = facts(
        applicants=[
            {"name": " 欧阳慧敏 ", "id_number": number, "phone": "13900006208", "e_service": "是"},
            {"name": "陈国栋"},
        ],
        agents=[{"name": "罗志强", "acts_for": "欧阳慧敏"}],
        posted_on="2026-07-28", channel="邮寄", flags=["涉企", "民生领域"],
        materials=[
            {"name": "行政复议申请书", "form": "X01", "pages": "4"},
            {"name": "授权委托书", "status": "容缺", "until": "2026-08-06"},
        ],
    )  # fmt: skip

    done = window.intake.register(typed)

    file = window.casework.page(done.case_id).file
    first, second = file.of(Role.APPLICANT)
    respondent = file.of(Role.RESPONDENT)[0]
    assert (first.name, first.id_number, first.e_service) == ("欧阳慧敏", GOOD, True)
    assert (second.kind, file.title) == (PartyKind.PERSON, "欧阳慧敏等2人")
    assert file.of(Role.AGENT)[0].acts_for == first.id
    assert respondent.address == "云岭县平安路6号"
    assert respondent.unit_id == next(u.id for u in window.intake.units() if u.full_name == respondent.name)
    assert (file.case.matter, file.case.flags) == ("不服云岭县公安局行政处罚", ("涉企", "民生领域"))
    assert file.steps[0].facts == {"posted_on": "2026-07-28", "channel": "邮寄"}
    assert [(m.name, m.pages, m.status) for m in file.materials] == [
        ("行政复议申请书", 4, MaterialStatus.RECEIVED), ("授权委托书", 0, MaterialStatus.TOLERATED),
    ]  # fmt: skip
    assert {"case", "party", "step", "material", "case_now", "series"} <= done.changed


def test_an_organ_from_outside_the_county_is_taken_as_typed(window: App) -> None:
    case_id = invented.registered(window, respondent={"name": "云州市税务局", "address": "云州市税务路2号"})

    respondent = window.casework.page(case_id).file.of(Role.RESPONDENT)[0]
    assert (respondent.address, respondent.unit_id, respondent.kind) == (
        "云州市税务路2号",
        None,
        PartyKind.BODY,
    )


def test_where_two_organs_decide_one_must_be_named(window: App) -> None:
    window.settings.take({"unit": [{"full_name": "云州市人民政府", "short": "州府", "reconsiders": True}]})

    with pytest.raises(BadFact, match="请指明由哪个复议机关办理"):
        window.intake.register(facts())
    for name in ("州府", "云州市人民政府"):
        case_id = invented.registered(window, organ=name)
        assert window.casework.page(case_id).file.organ.full_name == "云州市人民政府"


def test_receipts_are_numbered_by_year_without_gaps_and_a_refusal_takes_no_number(window: App) -> None:
    numbers = []
    for given in (
        {},
        {"respondent": ""},
        {},
        {"received_on": "2025-12-31", "act_on": "", "known_on": ""},
        {},
    ):
        try:
            numbers.append(window.intake.register(facts() | given).number)
        except BadFact:
            numbers.append("")

    assert numbers == ["代收2026-1", "", "代收2026-2", "代收2025-1", "代收2026-3"]


def test_a_draft_outlives_the_program_and_goes_with_the_registration(tmp_path: Any) -> None:
    at = invented.clock()
    invented.found(tmp_path / "window", at)
    with invented.opened(tmp_path / "window", at) as app:
        invented.with_units(app).drafts.keep("intake", {"people": [{"said": {"name": "欧阳"}}]})
        app.drafts.keep("intake", {"people": [{"said": {"name": "欧阳慧敏"}}]})
        app.drafts.keep("other", {"x": 1})

    with invented.opened(tmp_path / "window", at) as app:
        found = app.drafts.find("intake")
        assert found is not None and found.content == {"people": [{"said": {"name": "欧阳慧敏"}}]}
        with pytest.raises(BadFact):
            app.intake.register(facts(respondent=""), draft="intake")
        assert app.drafts.find("intake") == found

        app.intake.register(facts(), draft="intake")

        assert app.drafts.find("intake") is None
        assert app.drafts.find("other") is not None
        app.drafts.drop("other")
        app.drafts.drop("other")
        assert app.drafts.find("other") is None


def test_a_draft_is_no_part_of_what_is_sent(window: App) -> None:
    window.drafts.keep("intake", {"name": "欧阳慧敏"})

    assert invented.content(window)["journal"] == []


def test_the_same_dispute_is_hinted_at_while_it_is_typed(window: App) -> None:
    case_id = window.intake.register(facts(**person(id_number=GOOD, phone="13900006208"))).case_id

    def why(**given: Any) -> list[str]:
        return [hint.why for hint in window.intake.hints(given)]

    assert why(applicants=[{"name": "欧阳慧敏"}]) == ["姓名相同"]
    assert why(applicants=[{"name": "他人", "id_number": f"{GOOD[:10]} {GOOD[10:]}"}]) == ["证件号码相同"]
    assert why(act_number="云公罚字〔2026〕207号") == ["文号相同"]
    assert why(applicants=[{"phone": "139 0000 6208"}]) == ["电话相同"]
    assert why(**person(id_number=GOOD), act_number="云公罚字〔2026〕207号") == [
        "证件号码相同、文号相同、姓名相同"
    ]
    assert why(applicants=[{"name": ""}], act_number="") == why() == []
    hint = window.intake.hints({"act_number": "云公罚字〔2026〕207号"})[0]
    assert (hint.case_id, hint.title, hint.number) == (case_id, "欧阳慧敏", "代收2026-1")


def test_papers_on_file_are_taken_with_the_form_they_stand_for(window: App) -> None:
    case_id = invented.registered(window, materials=[])
    assert window.casework.page(case_id).missing == ("X01",)

    window.intake.add_material(
        case_id, {"name": "复议申请书原件", "form": "X01", "pages": 3, "on": "2026-07-29"}
    )

    assert window.casework.page(case_id).missing == ()
    with pytest.raises(BadFact, match="材料名称：还没有填写"):
        window.intake.add_material(case_id, {"form": "F10"})
    with pytest.raises(BadFact, match="日期：“昨天”不是日期"):
        window.intake.add_material(case_id, {"name": "笔录", "on": "昨天"})


def test_what_is_tolerated_as_missing_is_missing_from_the_file(window: App) -> None:
    case_id = invented.registered(
        window, materials=[{"name": "行政复议申请书", "form": "X01", "status": "容缺"}]
    )

    assert window.casework.page(case_id).missing == ("X01",)


def test_marks_that_nobody_sees_are_dropped_and_rare_characters_kept(desk: App) -> None:
    facts = invented.facts("欧阳\u202e慧\x07敏𬱖\ue123")

    case_id = desk.intake.register(facts).case_id

    assert desk.office.file(case_id).of(Role.APPLICANT)[0].name == "欧阳慧敏𬱖\ue123"
