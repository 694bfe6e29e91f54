"""What the steps were told is on the papers, and nobody is asked for it again."""

from datetime import date

from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County, of_role, step

POLICE = {"full_name": "云岭县公安局", "short": "云公", "phone": "0999-2021100", "representative": "白建华"}
HEARD = {"mode": "phone", "content": "坚持复议请求", "place": "13900006208", "recording": "2026-8-14-01"}


def asked(app: App, case_id: str, form: str, **more: object) -> list[str]:
    """The labels of what the paper still has to be told."""
    return [ask.label for ask in app.papers.draft(case_id, form, more=more).missing]


def printed(app: App, case_id: str, form: str, on: str) -> str:
    return text(app.papers.pdf(app.on(date.fromisoformat(on)).papers.issue(case_id, form).paper_id))


def replied(app: App) -> str:
    case_id = invented.accepted(app)
    step(app, case_id, "copy_sent", "2026-08-05", received_on="2026-08-05")
    step(app, case_id, "reply", "2026-08-12", summary="事实清楚")
    return case_id


def test_a_telephone_note_names_number_and_recording_and_who_wrote_it(desk: App) -> None:
    case_id = replied(desk)
    applicant = of_role(desk, case_id, Role.APPLICANT).id
    step(desk, case_id, "hear_opinions", "2026-08-14", party=applicant, **HEARD)

    said = printed(desk, case_id, "F10", "2026-08-14")

    assert "13900006208" in said and "2026-8-14-01" in said
    assert "记录人何静" in said  # who recorded the step: no other was named


def test_who_could_not_be_heard_has_the_reason_on_the_note(desk: App) -> None:
    case_id = replied(desk)
    applicant = of_role(desk, case_id, Role.APPLICANT).id
    step(
        desk, case_id, "hear_opinions", "2026-08-14", party=applicant, mode="impossible",
        cause="三次电话无人接听，住处无人",
    )  # fmt: skip

    assert "三次电话无人接听，住处无人" in printed(desk, case_id, "F10", "2026-08-14")


def test_the_report_has_what_everybody_said_and_the_proposal_of_the_draft(desk: App) -> None:
    case_id = replied(desk)
    step(desk, case_id, "add_third_party", "2026-08-13", name="双龙石料厂", kind="单位", interest="相邻权")
    applicant, third = (of_role(desk, case_id, role) for role in (Role.APPLICANT, Role.THIRD_PARTY))
    step(desk, case_id, "hear_opinions", "2026-08-14", party=applicant.id, **HEARD)
    step(desk, case_id, "hear_opinions", "2026-08-15", party=third.id, **HEARD | {"content": "支持处罚"})
    step(
        desk, case_id, "draft", "2026-08-20", findings="事实", opinion="程序违法", basis="行政复议法第64条",
        proposal="撤销处罚决定",
    )  # fmt: skip

    assert asked(desk, case_id, "F25") == asked(desk, case_id, "F25b") == []
    said = printed(desk, case_id, "F25", "2026-08-20")
    assert "听取意见的情况：坚持复议请求。" in said
    assert "第三人称：支持处罚。" in said
    assert "建议：撤销处罚决定。" in said


def test_a_reply_to_advice_names_the_advice_it_answers(county: County) -> None:
    center = county.center
    center.settings.take({"unit": [POLICE]})
    case_id = invented.registered(
        center, kind="litigation", number="（2026）云0723行初36号", court="云岭县人民法院"
    )
    step(center, case_id, "advice", "2026-07-31", kind="court", number="云司建〔2026〕1号")
    step(
        center, case_id, "advice", "2026-08-03", kind="procurator", number="云检建〔2026〕9号",
        organ="云岭县检察院",
    )  # fmt: skip
    step(center, case_id, "divide", "2026-08-04", handler="何静", staff=["何静"], risk="low")
    step(center, case_id, "advice_reply", "2026-08-05", content="已经整改")
    first = printed(center, case_id, "H17", "2026-08-05")
    step(center, case_id, "advice_reply", "2026-08-06", content="也已经整改")

    second = printed(center, case_id, "H17", "2026-08-06")

    assert "云司建〔2026〕1号《司法建议书》" in first and "云岭县人民法院：" in first
    assert "云检建〔2026〕9号《检察建议书》" in second and "云岭县检察院：" in second


TALKS: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("G05", "assign", "2026-08-03", {"unit": "云岭县公安局", "reason": "由它作出处罚"}),
    ("G06", "accept", "2026-08-04", {"handler": "何静", "team": ["何静", "罗志强"], "willing": True}),
    ("", "notify", "2026-08-05", {}),
    ("G07", "meet", "2026-08-06", {"place": "调解室", "content": "各方陈述", "recorder": "罗志强"}),
    ("G08", "hear", "2026-08-10",
     {"invited": ["lawyer"], "held_on": "2026-08-14", "time": "上午9时", "place": "听证室", "chair": "何静",
      "issues": "处罚轻重"}),
    ("G08b", "heard", "2026-08-14",
     {"time": "9时至11时", "recorder": "罗志强", "present": "律师孙启明", "content": "各方陈述",
      "opinion": "可以从轻", "recording": "光盘1"}),
    ("G13", "fail", "2026-08-20", {"reason": "no_agreement"}),
)  # fmt: skip


def test_a_纾解_case_asks_for_nothing_on_its_papers_that_its_steps_were_told(county: County) -> None:
    center = county.center
    center.settings.take({"unit": [POLICE]})
    case_id = invented.registered(center, kind="mediation", flags=["重大复杂"])
    step(center, case_id, "study", "2026-07-31")

    for form, code, on, facts in TALKS:
        center.on(date.fromisoformat(on)).casework.step(
            case_id, code, date.fromisoformat(on), facts, sure=True
        )
        assert not form or asked(center, case_id, form) == [], form

    assert "云岭县人民政府申请行政复议（云岭县县府路1号，电话0999-2021001）" in printed(
        center, case_id, "G13", "2026-08-20"
    )


def test_reports_go_to_the_center_by_its_name(county: County) -> None:
    window = county.township
    case_id = invented.registered(window, kind="mediation")
    step(window, case_id, "urgent_report", "2026-07-30", content="多人到场", measures="现场劝解")

    said = text(window.papers.draft(case_id, "G03").pdf)

    assert "云岭县行政争议纾解中心：" in said
