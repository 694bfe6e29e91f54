"""Rooms: what collides, when a room is free, when a hearing can be held, which dates come back."""

from datetime import date, timedelta

import pytest

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.rooms import (
    colliding,
    conflicts,
    elsewhere,
    first_hearing,
    free_slots,
    slot_of,
    weekly,
)
from fuyi_desktop.domain.session_steps import BOOKED, FOLLOWS, facts_of, follows, spoken
from fuyi_desktop.domain.sessions import DISPOSITIONS, KINDS, Room, Session
from tests import factory

FRIDAY = date(2026, 11, 20)
WORKDAYS = factory.law().workdays


def room(name: str = "第一调解室", **given: object) -> Room:
    return Room(**({"id": name, "station": "T0731", "name": name} | given))  # type: ignore[arg-type]


def session(title: str, start: str = "09:00", end: str = "11:00", **given: object) -> Session:
    values: dict[str, object] = {
        "id": title, "station": "T0731", "kind": "talks", "title": title, "room_id": "第一调解室",
        "place": "第一调解室", "on": FRIDAY, "start": start, "end": end,
    }  # fmt: skip
    return Session(**(values | given))  # type: ignore[arg-type]


def told(wanted: Session, *others: Session, at: Room | None = None) -> list[str]:
    return [one.sentence for one in conflicts(wanted, others, at or room(), WORKDAYS)]


def test_a_room_that_is_taken_says_by_what_and_when() -> None:
    assert told(session("陈国栋征地补偿", "10:30", "12:00"), session("宏达建材")) == [
        "第一调解室09:00–11:00已有“宏达建材”。"
    ]


def test_one_session_may_begin_when_another_ends_unless_the_room_wants_a_break() -> None:
    later, earlier = session("后一次", "11:00", "12:00"), session("前一次")

    assert told(later, earlier) == []
    assert told(later, earlier, at=room(between=15)) == [
        "第一调解室09:00–11:00已有“前一次”，中间应当留 15 分钟。"
    ]


def test_what_was_cancelled_or_put_off_takes_no_room_and_nobody() -> None:
    for code, disposition in DISPOSITIONS.items():
        gone = session("宏达建材", disposition=code)
        assert bool(told(session("陈国栋征地补偿"), gone)) is not disposition.frees


@pytest.mark.parametrize("role", ["chair", "panel", "mediator", "recorder", "agent", "head"])
def test_panel_agents_and_heads_cannot_sit_in_two_rooms(role: str) -> None:
    here = session("补正谈话", room_id="接待室", place="接待室", people=((role, "周晓敏", ""),))
    there = session("陈国栋征地补偿", "10:00", "12:00", people=(("chair", "周晓敏", ""),))

    assert told(there, here) == ["周晓敏09:00–11:00在接待室参加“补正谈话”。"]


def test_parties_of_one_name_in_different_cases_are_not_taken_for_one_person() -> None:
    one = session("甲案", people=(("applicant", "张伟", "a"), ("respondent", "云岭县公安局", "b")))
    other = session(
        "乙案", room_id="接待室", place="接待室",
        people=(("applicant", "张伟", "c"), ("respondent", "云岭县公安局", "d")),
    )  # fmt: skip

    assert told(one, other) == []


def test_the_same_party_of_one_case_is_not_called_to_two_places() -> None:
    one = session("调解", people=(("applicant", "张伟", "a"),))
    other = session("接待", room_id="接待室", place="接待室", people=(("applicant", "张伟", "a"),))

    assert told(one, other) == ["张伟09:00–11:00在接待室参加“接待”。"]


def test_rest_days_hours_and_seats_are_named() -> None:
    crowd = tuple(("invited", f"代表{number}", "") for number in range(9))
    saturday = session("听证", "17:30", "19:00", on=FRIDAY + timedelta(days=1), people=crowd)

    assert told(saturday, at=room(seats=8)) == [
        "11月21日 周六是休息日。",
        "第一调解室08:30–18:00开放，17:30–19:00超出。",
        "第一调解室8 座，参加的有 9 人。",
    ]
    assert told(session("听证", on=date(2026, 10, 1))) == ["10月1日 周四是国庆节假期。"]


def test_both_sides_of_a_collision_are_marked_on_the_board() -> None:
    found = colliding(
        [
            session("甲"), session("乙", "10:00", "12:00"), session("丙", "14:00", "15:00"),
            session("丁", on=FRIDAY + timedelta(days=3)),
        ],
        [room()],
    )  # fmt: skip

    assert set(found) == {"甲", "乙"}


def test_the_free_times_of_a_day_leave_out_what_is_taken() -> None:
    taken = [session("上午", "09:00", "11:00"), session("下午", "14:00", "17:30")]

    assert list(free_slots(room(), FRIDAY, taken, 120)) == [
        ("11:00", "13:00"), ("11:30", "13:30"), ("12:00", "14:00"),
    ]  # fmt: skip
    assert list(free_slots(room(), FRIDAY, taken, 240)) == []


def test_another_time_is_proposed_for_a_session_that_collides_with_room_and_people_free() -> None:
    busy = session("宏达建材", people=(("chair", "周晓敏", ""),))
    wanted = session("陈国栋征地补偿", "10:00", "11:00", people=(("chair", "周晓敏", ""),))

    found = elsewhere(wanted, [room(), room("接待室", place=1)], [busy], WORKDAYS)

    assert [(one.place, one.on, one.start) for one in found] == [
        ("第一调解室", FRIDAY, "11:00"), ("接待室", FRIDAY, "11:00"),
    ]  # fmt: skip


def test_a_weekly_booking_leaves_out_rest_days() -> None:
    dates = weekly(date(2026, 9, 18), date(2026, 10, 16), WORKDAYS.is_working)

    assert dates == (date(2026, 9, 18), date(2026, 10, 9), date(2026, 10, 16))


def test_a_weekly_booking_that_ends_before_it_begins_or_never_ends_is_refused() -> None:
    with pytest.raises(BadFact, match="重复到：2026-11-13早于2026-11-20"):
        weekly(FRIDAY, date(2026, 11, 13), WORKDAYS.is_working)
    with pytest.raises(BadFact, match="一次最多排 60 个日期"):
        weekly(FRIDAY, date(2028, 11, 20), WORKDAYS.is_working)


@pytest.mark.parametrize(("start", "end"), [("11:00", "09:00"), ("9点", "10:00"), ("09:00", "25:00")])
def test_a_time_that_is_none_is_refused(start: str, end: str) -> None:
    with pytest.raises(BadFact):
        slot_of(start, end)


def test_a_hearing_called_today_is_held_when_five_clear_working_days_have_passed() -> None:
    def notice(held_on: date) -> date:  # strict: five clear working days between
        return WORKDAYS.before(held_on, 6)

    first = first_hearing(notice, WORKDAYS.is_working, FRIDAY)

    assert first == date(2026, 11, 30)
    assert notice(first) >= FRIDAY > notice(date(2026, 11, 27))


def test_every_row_of_what_follows_names_a_step_and_facts_that_its_procedure_has() -> None:
    for one in FOLLOWS:
        assert one.session in KINDS
        assert one.disposition in {BOOKED, *DISPOSITIONS}
        if one.step:
            kind = factory.law().procedures[one.case].step(one.step)
            names = {field.name for field in kind.fields}
            assert {*one.given, *one.told} <= names, (one.label, one.step)
        else:
            assert one.again or one.disposition == "held"


def test_a_choice_that_follows_is_one_of_those_the_step_offers() -> None:
    for one in FOLLOWS:
        for name, value in one.given.items():
            field = factory.law().procedures[one.case].step(one.step).field(name)
            assert field is not None
            if field.choices:
                assert value in {choice.code for choice in field.choices}, (one.label, name)


def test_a_hearing_tells_its_notice_where_when_and_before_whom() -> None:
    hearing = session(
        "听证", "14:30", "17:00", kind="hearing", place="县中心听证室", topics="处罚幅度",
        people=(("chair", "何静", ""), ("panel", "罗志强", ""), ("panel", "李素珍", ""),
                ("recorder", "周晓敏", "")),
    )  # fmt: skip
    (call,) = follows(CaseKind.RECONSIDERATION, "hearing", BOOKED)

    assert facts_of(call, hearing) == {
        "held_on": "2026-11-20", "at": "下午2时30分", "place": "县中心听证室", "topics": "处罚幅度",
        "chair": "何静", "hearers": ["罗志强", "李素珍"], "recorder": "周晓敏",
    }  # fmt: skip


def test_times_are_spoken_as_notices_say_them() -> None:
    assert [spoken(at) for at in ("09:00", "09:30", "12:00", "12:15", "14:05")] == [
        "上午9时", "上午9时30分", "中午12时", "中午12时15分", "下午2时5分",
    ]  # fmt: skip


def test_an_applicant_who_stays_away_without_cause_waives_the_hearing() -> None:
    labels = {one.label: one for one in follows(CaseKind.RECONSIDERATION, "hearing", "absent")}

    assert labels["申请人无正当理由未到"].given["applicant"] == "waived"
    assert labels["申请人有正当理由未到"].again
