"""Booking rooms: what collides is named, hearings are called in time, and what became of a session."""

from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, Doubtful, NoPermission, NotFound, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from fuyi_desktop.services.bookings import Wanted
from fuyi_desktop.services.sheets import OF_SESSION
from tests.services import invented
from tests.services.invented import County, of_role, step

DAY = date(2026, 9, 10)  # a Thursday
ROOM, OTHER = "第一调解室", "接待室"
PANEL = {"chair": ["何静"], "panel": ["罗志强", "唐卫东"], "recorder": ["周晓敏"]}


@pytest.fixture
def office(county: County) -> App:
    """The center on 1 September 2026 with two rooms."""
    county.clock.on("2026-09-01")
    app = county.center
    app.rooms.keep_room({"name": ROOM, "seats": 12, "equipment": ["录音录像"]})
    app.rooms.keep_room({"name": OTHER, "kind": "接待室"})
    return app


def wanted(title: str = "宏达建材", start: str = "09:00", **given: Any) -> Wanted:
    values: dict[str, Any] = {"kind": "talks", "room": ROOM, "on": DAY, "start": start, "title": title}
    return Wanted(**(values | given))


def booked(app: App, *given: Any, **more: Any) -> str:
    (session_id,) = app.bookings.book(wanted(*given, **more)).ids
    return session_id


def on_trial(app: App) -> str:
    """A case with the reply in, ready for a hearing."""
    case_id = invented.accepted(app)
    step(app, case_id, "copy_sent", "2026-08-05")
    step(app, case_id, "reply", "2026-08-12", summary="程序合法")
    return case_id


def hearing(app: App, case_id: str, **given: Any) -> str:
    values = {"kind": "hearing", "case": case_id, "people": PANEL, "topics": "处罚幅度", "title": ""} | given
    return booked(app, **values)


def codes(app: App, case_id: str) -> list[str]:
    return [one.code for one in app.casework.page(case_id).file.steps if not one.voided]


# rooms


def test_a_room_is_known_by_its_name_and_two_do_not_share_one(office: App) -> None:
    assert [room.name for room in office.rooms.rooms()] == [ROOM, OTHER]
    assert office.rooms.room(ROOM).equipment == ("录音录像",)
    with pytest.raises(BadFact, match="“第一调解室”已经登记"):
        office.rooms.keep_room({"name": ROOM})
    with pytest.raises(BadFact, match="用途：应当是"):
        office.rooms.keep_room({"name": "仓库", "kind": "仓库"})
    with pytest.raises(NotFound):
        office.rooms.room("第九调解室")


def test_a_room_out_of_use_is_not_booked_any_more_and_what_was_held_there_stays(office: App) -> None:
    booked(office)
    office.rooms.keep_room({"retired": True}, office.rooms.room(ROOM).id)

    assert [room.name for room in office.rooms.rooms()] == [OTHER]
    assert [room.name for room in office.rooms.board(date(2026, 9, 7)).rooms] == [OTHER, ROOM]
    with pytest.raises(NotOpen, match="第一调解室已经停用"):
        booked(office, start="14:00")


def test_changing_one_thing_of_a_room_leaves_the_others(office: App) -> None:
    office.rooms.keep_room({"seats": 20}, office.rooms.room(OTHER).id)

    assert (office.rooms.room(OTHER).seats, office.rooms.room(OTHER).kind) == (20, "接待室")


# booking


def test_a_session_lasts_as_long_as_its_kind_usually_does(office: App) -> None:
    session = office.rooms.session(booked(office))

    assert (session.start, session.end, session.place) == ("09:00", "11:00", ROOM)


def test_a_collision_names_the_other_session_and_is_kept_only_with_a_reason(office: App) -> None:
    booked(office, people={"chair": ["周晓敏"]})
    again = wanted("欧阳慧敏补正", "10:00", room=OTHER, people={"panel": ["周晓敏"]})

    with pytest.raises(NotOpen, match="周晓敏09:00–11:00在第一调解室参加“宏达建材”。"):
        office.bookings.book(again, sure=True)
    (kept,) = office.bookings.book(again, because="只谈十分钟").ids

    board = office.rooms.board(DAY, 1)
    assert office.rooms.session(kept).kept_because == "只谈十分钟"
    assert {len(board.conflict(one)) for one in board.sessions} == {0, 1}


def test_a_rest_day_is_asked_about_once(office: App) -> None:
    with pytest.raises(Doubtful, match="9月12日 周六是休息日"):
        booked(office, on=date(2026, 9, 12))
    assert office.bookings.book(wanted(on=date(2026, 9, 12)), sure=True).ids


def test_a_look_at_a_booking_writes_nothing_and_proposes_other_times(office: App) -> None:
    booked(office)
    before = invented.content(office)

    look = office.bookings.look(wanted("陈国栋征地补偿", "10:00"))

    assert [one.kind for one in look.conflicts] == ["room"]
    assert [(one.place, one.start) for one in look.instead] == [(ROOM, "11:00"), (OTHER, "10:00")]
    assert invented.content(office) == before
    assert "第九调解室" in office.bookings.look(wanted(room="第九调解室")).refused


def test_a_weekly_booking_is_one_session_for_each_date_of_one_series(office: App) -> None:
    ids = office.bookings.book(wanted("开放接待日", kind="reception", until=date(2026, 10, 15))).ids
    found = [office.rooms.session(one) for one in ids]

    assert [one.on.isoformat() for one in found] == [
        "2026-09-10", "2026-09-17", "2026-09-24", "2026-10-08", "2026-10-15",
    ]  # fmt: skip
    assert len({one.series for one in found}) == 1
    assert found[0].series


def test_a_weekly_booking_with_one_date_taken_books_none(office: App) -> None:
    booked(office, "宏达建材", on=date(2026, 9, 17))

    with pytest.raises(NotOpen):
        office.bookings.book(wanted("开放接待日", until=date(2026, 9, 24)))

    assert len(office.rooms.listed(DAY, date(2026, 9, 30))) == 1


def test_the_parties_of_a_case_take_part_without_being_typed(office: App) -> None:
    case_id = on_trial(office)
    session = office.rooms.session(hearing(office, case_id))

    assert session.title == "欧阳慧敏 行政处罚"
    assert session.names("applicant", "respondent") == ("欧阳慧敏", "云岭县公安局")
    assert session.who[-1].party_id == of_role(office, case_id, Role.RESPONDENT).id
    assert office.rooms.of_case(case_id) == (session,)


def test_a_hearing_is_refused_where_its_notice_would_be_late_and_the_first_day_is_named(office: App) -> None:
    case_id = on_trial(office)

    with pytest.raises(BadFact, match=r"9月4日 周五举行的.*今天发通知，最早定在9月9日 周三"):
        hearing(office, case_id, on=date(2026, 9, 4))
    assert (
        "最早定在" in office.bookings.look(wanted(kind="hearing", case=case_id, on=date(2026, 9, 4))).refused
    )


def test_a_hearing_whose_notice_is_on_record_may_be_entered_late(office: App) -> None:
    case_id = on_trial(office)
    step(
        office, case_id, "hearing_set", "2026-08-20", held_on="2026-09-02", at="09:30", place=ROOM,
        topics="处罚幅度", chair="何静", hearers=["罗志强", "唐卫东"], recorder="周晓敏", ground="needed",
    )  # fmt: skip

    assert hearing(office, case_id, on=date(2026, 9, 2))


def test_who_may_only_read_books_nothing(office: App) -> None:
    with pytest.raises(NoPermission):
        booked(invented.as_person(office, PersonRole.READER))


def test_a_session_is_moved_as_long_as_it_was_and_put_back(office: App) -> None:
    session_id = booked(office)
    before = office.rooms.session(session_id)

    office.bookings.move(session_id, on=date(2026, 9, 11), start="14:30", room=OTHER)

    moved = office.rooms.session(session_id)
    assert (moved.on, moved.start, moved.end, moved.place) == (date(2026, 9, 11), "14:30", "16:30", OTHER)
    office.bookings.put_back(before)
    assert office.rooms.session(session_id).time == before.time


def test_a_session_is_not_moved_onto_another(office: App) -> None:
    booked(office)
    later = booked(office, "陈国栋征地补偿", "14:00")

    with pytest.raises(NotOpen, match="已有“宏达建材”"):
        office.bookings.move(later, start="10:30")


def test_a_cancelled_session_frees_its_room_and_can_be_put_back(office: App) -> None:
    session_id = booked(office)
    before = office.rooms.session(session_id)

    office.bookings.cancel(session_id, "当事人出差")

    assert office.rooms.free(ROOM, DAY, 120)[1] == ("09:00", "11:00")
    with pytest.raises(NotOpen, match="结果已经登记"):
        office.bookings.move(session_id, start="15:00")
    office.bookings.put_back(before)
    assert office.rooms.session(session_id).disposition == ""


def test_a_tentative_booking_takes_its_room_until_it_is_confirmed(office: App) -> None:
    session_id = booked(office, tentative=True)

    with pytest.raises(NotOpen):
        booked(office, "陈国栋征地补偿", "10:00")
    office.bookings.confirm(session_id)

    assert not office.rooms.session(session_id).tentative


def test_today_lists_what_is_held_today_in_its_order(office: App) -> None:
    booked(office, "下午的", "14:00")
    booked(office, "上午的", "09:00")
    gone = booked(office, "取消的", "16:00")
    office.bookings.cancel(gone)

    assert [one.title for one in office.on(DAY).rooms.today()] == ["上午的", "下午的"]


# what became of it


def test_calling_a_hearing_records_its_notice_in_the_case_with_everything_the_booking_says(
    office: App,
) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id, tentative=True)

    ended = office.sittings.call(session_id)

    called = invented.last_step(office, case_id)
    assert (ended.step, called.code) == ("hearing_set", "hearing_set")
    assert called.facts["held_on"] == DAY.isoformat()
    assert (called.facts["chair"], called.facts["hearers"]) == ("何静", ["罗志强", "唐卫东"])
    assert not office.rooms.session(session_id).tentative


def test_a_hearing_that_was_held_becomes_a_step_of_its_case_in_the_same_deed(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)
    then = office.on(DAY)

    (option,) = then.sittings.options(session_id, "held")
    ended = then.sittings.dispose(session_id, "held", remark="双方陈述完毕", follow=option.follow.label)

    session, recorded = office.rooms.session(session_id), invented.last_step(office, case_id)
    assert option.ready
    assert option.papers[0] == "听证签到表"
    assert (session.disposition, session.step_id) == ("held", recorded.id)
    assert (recorded.code, recorded.on, recorded.facts["applicant"]) == ("hearing_held", DAY, "came")
    assert {"session", "step"} <= ended.changed


def test_a_step_that_is_refused_leaves_the_session_as_it_was(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)  # never called: the case is not in a hearing

    (option,) = office.on(DAY).sittings.options(session_id, "held")
    with pytest.raises(NotOpen):
        office.on(DAY).sittings.dispose(session_id, "held", follow=option.follow.label)

    assert not option.ready
    assert office.rooms.session(session_id).disposition == ""
    assert "hearing_held" not in codes(office, case_id)


def test_an_applicant_who_stays_away_is_recorded_with_what_the_law_makes_of_it(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)

    options = office.on(DAY).sittings.options(session_id, "absent")
    office.on(DAY).sittings.dispose(session_id, "absent", follow="申请人无正当理由未到")

    assert options[0].follow.article == "行政复议法第五十一条第二款"
    assert invented.last_step(office, case_id).facts["applicant"] == "waived"


def test_a_hearing_that_was_called_is_not_moved_behind_the_back_of_its_notice(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.bookings.move(session_id, on=date(2026, 9, 11))
    office.sittings.call(session_id)

    with pytest.raises(NotOpen, match="9月11日 周五的听证已经通知。改期应当重新通知"):
        office.bookings.move(session_id, on=date(2026, 9, 18))

    assert office.rooms.session(session_id).on == date(2026, 9, 11)


def test_a_hearing_that_was_called_is_cancelled_together_with_its_step(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)

    with pytest.raises(NotOpen, match="同时登记取消听证"):
        office.bookings.cancel(session_id)
    next_day = office.on(date(2026, 9, 2))
    next_day.sittings.dispose(session_id, "cancelled", remark="被申请人改变行政行为", follow="取消听证")

    assert invented.last_step(office, case_id).code == "hearing_called_off"
    assert invented.last_step(office, case_id).facts["reason"] == "被申请人改变行政行为"
    assert office.rooms.session(session_id).disposition == "cancelled"


def test_a_hearing_is_not_called_anew_without_a_new_date(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)

    (option,) = office.sittings.options(session_id, "postponed")
    assert option.lacking == "改到哪一天还没有填写。"
    with pytest.raises(BadFact, match="改到哪一天：还没有填写。"):
        office.sittings.dispose(session_id, "postponed", follow="改期重新通知")


def test_changing_a_booking_keeps_those_whom_the_form_does_not_ask_for(office: App) -> None:
    session_id = booked(office, people={"chair": ["何静"], "applicant": ["陈国栋"]})

    office.bookings.change(session_id, wanted("宏达建材二次", people={"chair": ["罗志强"]}))

    session = office.rooms.session(session_id)
    assert session.title == "宏达建材二次"
    assert (session.names("chair"), session.names("applicant")) == (("罗志强",), ("陈国栋",))


def test_a_hearing_that_is_put_off_is_booked_anew_and_called_anew(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)
    to = Wanted("hearing", ROOM, date(2026, 9, 18), "14:00")

    ended = office.sittings.dispose(
        session_id, "postponed", remark="申请人住院", follow="改期重新通知", to=to
    )

    later, before = office.rooms.session(ended.next_id), office.rooms.session(session_id)
    assert (later.on, later.time, later.disposition) == (date(2026, 9, 18), "14:00–17:00", "")
    assert (before.disposition, before.remark) == ("postponed", "申请人住院")
    assert later.people == before.people
    assert invented.last_step(office, case_id).facts["held_on"] == "2026-09-18"


def test_a_hearing_is_not_put_off_to_a_day_that_its_notice_cannot_reach(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)

    with pytest.raises(BadFact, match="最早定在"):
        office.sittings.dispose(
            session_id, "postponed", to=Wanted("hearing", ROOM, date(2026, 9, 3), "14:00")
        )
    assert office.rooms.session(session_id).disposition == ""


def test_a_session_of_no_case_ends_without_a_step(office: App) -> None:
    session_id = booked(office)

    assert office.sittings.options(session_id, "held") == ()
    for too_early in ("held", "absent"):
        with pytest.raises(NotOpen, match="还没有到举行的日期"):
            office.sittings.dispose(session_id, too_early)
    office.on(DAY).sittings.dispose(session_id, "held", remark="谈好了")

    assert office.rooms.session(session_id).disposition == "held"
    with pytest.raises(NotFound, match="会后的步骤"):
        office.sittings.dispose(booked(office, start="14:00"), "withdrawn", follow="举行听证")


# what travels, and what is printed


def test_the_session_of_a_case_travels_with_it_and_names_its_room_in_words(county: County) -> None:
    township = county.township
    township.rooms.keep_room({"name": ROOM})
    case_id = invented.registered(township)
    booked(township, kind="reception", case=case_id)
    alone = booked(township, "开放接待日", "14:00", kind="reception")

    county.carry()

    (arrived,) = county.center.rooms.of_case(case_id)
    assert (arrived.place, arrived.station) == (ROOM, "T0731")
    assert county.center.rooms.session(alone).title == "开放接待日"
    assert county.center.rooms.board(DAY).sessions == ()  # the center's own board
    with pytest.raises(NotOpen, match="另一个站点的房间"):
        county.center.bookings.cancel(arrived.id)


def test_one_press_prints_notices_and_sheets_of_a_session(office: App) -> None:
    case_id = on_trial(office)
    session_id = hearing(office, case_id)
    office.sittings.call(session_id)
    talks = booked(office, start="14:00", people={"chair": ["周晓敏"], "applicant": ["陈国栋"]})

    of_hearing = {line.form for line in office.batches.of_session(session_id).lines}
    of_talks = office.batches.of_session(talks).lines

    assert {"F11", "F12", "F12b", "F13", "K01"} <= of_hearing
    assert {"K02", "K03", "K04"}.isdisjoint(of_hearing)
    assert [line.form for line in of_talks] == list(OF_SESSION)
    assert [line.pages for line in of_talks] == [1, 1, 2, 1]
    assert all(line.ready for line in of_talks)


def test_sheets_go_through_the_printing_queue_and_into_one_file(office: App, tmp_path: Any) -> None:
    from fuyi_desktop.domain.printing import Way
    from fuyi_desktop.services.printing import Wanted as ToPrint

    talks = booked(office, people={"chair": ["周晓敏"], "applicant": ["陈国栋"]})
    lines = office.batches.of_session(talks).lines

    queued = office.print_queue.add("宏达建材", "P1", [ToPrint(line, Way()) for line in lines])
    now = office.print_queue.job(queued.job_id)

    assert queued.sheets == 5
    assert all(office.print_queue.pages_of(now, copy).startswith(b"%PDF") for copy in now.copies)
    assert office.print_queue.write_together(lines, tmp_path / "会.pdf") == 5
