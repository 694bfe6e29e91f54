"""Steps of a case at the desk: who may take which, on which day, and what they would bring."""

from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole, Task
from fuyi_desktop.domain.errors import (
    Ambiguous,
    BadFact,
    FuyiError,
    NoPermission,
    NotFound,
    NotHolder,
    NotOpen,
)
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.services.app import App
from tests.services import invented
from tests.services.invented import County, as_person, due, last_step, of_role, step


def state(app: App, case_id: str) -> str:
    return app.casework.page(case_id).replay.state


def offers(app: App, case_id: str) -> dict[str, str]:
    return {offer.kind.code: offer.why for offer in app.casework.page(case_id).offers}


def refused_unchanged(app: App, error: type[FuyiError], words: str, *args: Any) -> None:
    """A step that is refused with these words, nothing being written."""
    before = invented.content(app)
    with pytest.raises(error, match=words):
        app.casework.step(*args)
    assert invented.content(app) == before


def test_the_township_cannot_act_on_a_case_it_has_handed_over(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "review", "2026-07-30", handler="何静")
    step(county.township, case_id, "hand_over", "2026-07-30", to="云岭县行政争议纾解中心")
    held = "案件现由云岭县行政争议纾解中心办理，本站不能"

    refused_unchanged(
        county.township, NotHolder, f"{held}通知补正", case_id, "request_supplement", date(2026, 7, 30), {}
    )
    with pytest.raises(NotHolder, match=f"{held}登记材料"):
        county.township.intake.add_material(case_id, {"name": "身份证明"})
    with pytest.raises(NotHolder, match=f"{held}出行政复议材料接收回执"):
        county.township.papers.issue(case_id, "F01")
    with pytest.raises(NotHolder, match=f"{held}作废步骤"):
        county.township.casework.void(case_id, last_step(county.township, case_id).id, "移交错了")


def test_the_center_hands_a_case_back_and_only_then_the_township_acts_again(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    county.carry()

    refused_unchanged(
        county.center,
        BadFact,
        "没有登记“T0999”这个站点",
        case_id,
        "hand_over",
        date(2026, 7, 30),
        {"to": "T0999"},
    )
    refused_unchanged(
        county.center,
        BadFact,
        "没有登记“center”这个站点",
        case_id,
        "hand_over",
        date(2026, 7, 30),
        {"to": "center"},
    )
    step(county.center, case_id, "hand_over", "2026-07-30", to="T0731", reason="不属本机关管辖")

    assert county.center.casework.page(case_id).holder_name == "石桥镇行政争议纾解窗口"
    with pytest.raises(NotHolder):
        step(county.center, case_id, "review", "2026-07-30", handler="何静")


def test_a_voided_step_stays_with_its_reason_and_takes_its_consequences_with_it(window: App) -> None:
    case_id = invented.registered(window)
    step(window, case_id, "review", "2026-07-30", handler="何静")
    wrong = last_step(window, case_id)

    window.casework.void(case_id, wrong.id, " 录错案件 ")

    kept = last_step(window, case_id)
    assert state(window, case_id) == "R00"
    assert (kept.void_reason, kept.voided_by, kept.on) == ("录错案件", "周晓敏", wrong.on)
    assert offers(window, case_id)["review"] == ""
    with pytest.raises(NotOpen, match="不能作废：这一步已经作废"):
        window.casework.void(case_id, wrong.id, "再来一次")
    assert [row.why for row in window.casework.journal(case_id)] == ["作废分办审查", "分办审查", "收到申请"]


def test_voiding_needs_a_reason_and_a_step(window: App) -> None:
    case_id = invented.registered(window)

    with pytest.raises(BadFact, match="作废理由：还没有填写"):
        window.casework.void(case_id, last_step(window, case_id).id, "  ")
    with pytest.raises(NotFound, match="没有找到步骤“x”"):
        window.casework.void(case_id, "x", "录错案件")


def test_the_number_of_a_case_is_given_once_even_if_the_acceptance_is_done_again(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(desk, invented.registered(desk, "陈国栋"), "review", "2026-07-31", handler="何静")

    desk.casework.void(case_id, last_step(desk, case_id).id, "日期录错")
    step(desk, case_id, "accept", "2026-08-04")

    assert desk.casework.page(case_id).file.label == "云府复〔2026〕1号"
    assert desk.casework.find("云府复〔2026〕1号").case.id == case_id
    second = invented.accepted(desk, "赵永强")
    assert desk.casework.page(second).file.label == "云府复〔2026〕2号"


def test_a_case_is_found_by_id_by_number_and_by_receipt(desk: App) -> None:
    case_id = invented.accepted(desk)

    assert {desk.casework.find(key).case.id for key in (case_id, "收2026-1", "云府复〔2026〕1号")} == {
        case_id
    }
    for key in ("", "云府复〔2026〕9号"):
        with pytest.raises(NotFound, match="没有找到案件"):
            desk.casework.find(key)


def test_two_windows_with_the_same_receipt_number_are_told_apart_by_id(county: County) -> None:
    case_id = invented.registered(county.township)
    county.carry()
    with county.center.office.work(Task.REGISTER, "录入") as work:
        case = county.center.casework.find(case_id).case
        work.put(type(case)(**{**vars(case), "id": work.new_id(), "revision": 0}))

    with pytest.raises(Ambiguous, match="“代收2026-1”对应不止一个案件"):
        county.center.casework.find("代收2026-1")


def test_a_step_is_not_dated_before_the_one_it_builds_on(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(desk, case_id, "copy_sent", "2026-08-10")
    said = "发送申请书副本是2026年8月10日，“收到答复”不能记在2026年8月6日。请核对日期"

    refused_unchanged(desk, BadFact, said, case_id, "reply", date(2026, 8, 6), {})
    step(desk, case_id, "reply", "2026-08-10")
    assert state(desk, case_id) == "R12"


def test_a_step_typed_late_that_disturbs_nothing_is_taken(desk: App) -> None:
    case_id = invented.accepted(desk)
    step(desk, case_id, "copy_sent", "2026-08-10")

    step(desk, case_id, "extend", "2026-08-05", days=20, reason="复杂", approved_by="李向东")

    page = desk.casework.page(case_id)
    assert page.replay.state == "R11"
    assert not page.replay.misfits


def test_what_was_typed_wrong_is_named_by_its_label(desk: App) -> None:
    case_id = invented.registered(desk)
    step(desk, case_id, "review", "2026-07-31", handler="何静")
    day = date(2026, 8, 3)

    for code, typed, words in (
        ("refuse", {"reason": "超期"}, "不符合的条件：还没有填写"),
        ("refuse", {"fails": "C9", "reason": "超期"}, "不符合的条件：没有“C9”这一项，可以是申请人不明确"),
        ("refuse", {"fails": "N05", "reason": "超期", "colour": "红"}, "colour：“不予受理”没有这一项"),
        ("request_supplement", {"items": 3}, "需要补正的内容：应当是文字"),
        (
            "request_supplement",
            {"items": "委托书", "received_on": "八月三日"},
            "申请人收到日：“八月三日”不是日期",
        ),
        ("accept", {"C1": "大概"}, "有明确的申请人和合格的被申请人：应当是“是”或“否”"),
        ("served", {"paper": "F06", "party": "无名氏"}, "受送达人：本案当事人中没有“无名氏”"),
        ("extend", {"days": "三十"}, "不能登记“延期”：案件现在是“审查中”"),
    ):
        error = NotOpen if code == "extend" else BadFact
        refused_unchanged(desk, error, words, case_id, code, day, typed)
    with pytest.raises(NotFound, match="没有找到步骤“conclude”"):
        desk.casework.step(case_id, "conclude", day, {})


def test_the_form_shows_the_clocks_that_the_step_would_start(desk: App) -> None:
    case_id = invented.registered(desk)
    step(desk, case_id, "review", "2026-07-31", handler="何静")
    before = invented.content(desk)

    coming = desk.casework.preview(case_id, "accept", date(2026, 8, 3), {"track": "ordinary"})

    assert {c.rule.id: c.due.due for c in coming.begins}["A13"] == date(2026, 8, 12)
    assert {c.rule.id: c.due.due for c in coming.begins}["A18"] == date(2026, 10, 8)
    assert invented.content(desk) == before


def test_the_form_of_an_extension_shows_where_the_running_clock_would_move(desk: App) -> None:
    case_id = invented.accepted(desk)

    coming = desk.casework.preview(case_id, "extend", date(2026, 9, 1), {"days": 30})

    assert [(new.rule.id, new.due.due) for _, new in coming.moves] == [
        ("A18", date(2026, 11, 2)),
        ("A28", date(2026, 11, 17)),  # who sues for want of a decision waits as long
    ]
    assert coming.begins == coming.ends == ()


def test_half_typed_values_do_not_disturb_the_preview(desk: App) -> None:
    case_id = invented.accepted(desk)

    assert desk.casework.preview(case_id, "extend", date(2026, 9, 1), {"days": "三"}).moves == ()
    copied = desk.casework.preview(case_id, "copy_sent", date(2026, 9, 1), {"received_on": "2026-09-"})
    assert [(clock.rule.id, clock.due.start) for clock in copied.begins] == [("A14", date(2026, 9, 1))]
    served = desk.casework.preview(case_id, "served", date(2026, 9, 1), {"paper": "F06", "party": ""})
    assert served.begins == ()


def test_the_form_says_what_a_step_would_end_what_stands_against_it_and_what_to_look_at_again(
    desk: App,
) -> None:
    case_id = invented.accepted(desk)

    met = desk.casework.preview(case_id, "copy_sent", date(2026, 8, 4), {})
    early = desk.casework.preview(case_id, "copy_sent", date(2026, 7, 1), {})
    saturday = desk.casework.preview(case_id, "decide", date(2026, 8, 8), {"kind": "revoke", "text": "撤销"})

    assert [clock.rule.id for clock in met.ends] == ["A13"]
    assert met.refused == ""
    assert "请核对日期" in early.refused
    assert saturday.refused


def test_the_party_of_a_service_is_given_by_name_or_id(desk: App) -> None:
    case_id = invented.accepted(desk)

    step(desk, case_id, "served", "2026-08-04", paper="受理通知书", party="欧阳慧敏", method="邮寄送达")

    assert last_step(desk, case_id).facts == {
        "paper": "F06", "party": of_role(desk, case_id, Role.APPLICANT).id, "method": "post",
    }  # fmt: skip


DEEDS = {
    Task.REGISTER: lambda app, case_id: app.intake.register(invented.facts("陈国栋")),
    Task.STEP: lambda app, case_id: step(app, case_id, "review", "2026-07-31", handler="何静"),
    Task.VOID: lambda app, case_id: app.casework.void(case_id, last_step(app, case_id).id, "录错案件"),
    Task.DECIDE: lambda app, case_id: step(app, case_id, "decide", "2026-07-31", kind="uphold"),
    Task.ISSUE: lambda app, case_id: app.papers.issue(case_id, "F01"),
    Task.EXCHANGE: lambda app, case_id: app.exchange.export("T0731", app.office.store.folder.parent),
    Task.ENROL: lambda app, case_id: app.enrolment.card(app.office.store.folder.parent / "card.fuyi"),
    Task.SETTINGS: lambda app, case_id: app.settings.take({"unit": [dict(invented.UNITS[0])]}),
    Task.RULE: lambda app, case_id: app.reviews.decide("nothing", Decision.KEEP),
    Task.UPKEEP: lambda app, case_id: app.upkeep.backup(app.office.store.folder.parent),
}
MAY = {
    PersonRole.ADMIN: set(Task),
    PersonRole.HANDLER: set(Task) - {Task.ENROL, Task.SETTINGS, Task.UPKEEP, Task.RULE},
    PersonRole.APPROVER: set(Task) - {Task.ENROL, Task.SETTINGS, Task.UPKEEP},
    PersonRole.RECORDER: {Task.REGISTER, Task.STEP, Task.ISSUE},
    PersonRole.READER: set(),
    PersonRole.LEFT: set(),
}


@pytest.mark.parametrize("role", PersonRole)
def test_each_role_does_what_its_row_of_the_table_grants_and_nothing_else(
    desk: App, role: PersonRole
) -> None:
    assert set(DEEDS) == set(Task)

    for task, deed in DEEDS.items():
        case_id = invented.registered(desk)
        someone = as_person(desk, role)
        before = invented.content(desk)
        try:
            deed(someone, case_id)
        except NoPermission as refusal:
            assert task not in MAY[role]
            assert str(refusal) == f"罗志强没有“{task.value}”的权限，请由有权限的人员办理。"
            assert invented.content(desk) == before
        except NotOpen:
            assert task is Task.DECIDE and task in MAY[role]
        except NotFound:
            assert task is Task.RULE and task in MAY[role]
        else:
            assert task in MAY[role]


def test_the_journal_names_who_did_it_and_the_day_that_was_taken_as_today(desk: App) -> None:
    from fuyi_desktop.domain.line import parse
    from fuyi_desktop.store.queries import lines

    case_id = invented.registered(desk)
    as_person(desk, PersonRole.HANDLER, "罗志强").on(date(2026, 8, 3)).casework.step(
        case_id, "review", date(2026, 7, 31), {"handler": "何静"}
    )

    with desk.office.store.reading() as connection:
        last = [parse(raw) for _, raw in lines(connection, desk.office.store.meta("incarnation"))][-1]
    assert (last.by, last.why, last.clock) == ("罗志强", "分办审查", "day:2026-08-03")


def test_lists_are_narrowed_by_what_was_typed_and_put_the_nearest_day_first(desk: App) -> None:
    later = invented.accepted(desk, "陈国栋", flags=["涉企"])
    sooner = invented.registered(desk, "赵永强")

    assert [row.case_id for row in desk.casework.rows()] == [sooner, later]
    assert [row.case_id for row in desk.casework.rows("陈国")] == [later]
    assert [row.case_id for row in desk.casework.rows("cgd")] == [later]
    assert [row.case_id for row in desk.casework.rows(flag="涉企")] == [later]
    assert (desk.casework.count(), desk.casework.count("无此人"), desk.casework.count(ended=True)) == (
        2,
        0,
        0,
    )
    assert [row.case_id for row in desk.board.rows(date(2026, 8, 6))] == [sooner]
    assert due(desk, sooner, "A08") == "2026-08-06"
