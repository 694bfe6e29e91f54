"""排期 — what collides with what, when a room is free, when a hearing can be held, and recurring dates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from re import fullmatch

from fuyi_desktop.domain.daycount import DAY
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.sessions import Room, Session, part_of
from fuyi_desktop.domain.workdays import Workdays

STEP = 30  # minutes between the times that are proposed
FAR = 30  # days in which another time is looked for
MOST_DATES = 60  # of one recurring booking
WEEK = timedelta(days=7)
WEEKDAYS = "一二三四五六日"

Slot = tuple[str, str]  # start and end


@dataclass(frozen=True)
class Conflict:
    """One thing that is in the way of a session, as a sentence that names it."""

    kind: str  # room, person, hours, rest, seats
    sentence: str
    session_id: RecordId = ""  # the other one
    person: str = ""

    @property
    def with_another(self) -> bool:
        """Whether two sessions collide; the rest is only unusual."""
        return bool(self.session_id)


def minutes(at: str) -> int:
    """Minutes since midnight of a time written 09:30; BadFact."""
    found = fullmatch(r"(\d{1,2}):(\d{2})", at)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadFact(label="时间", why=f"“{at}”没有看懂，应当像 09:30。")
    return int(found[1]) * 60 + int(found[2])


def clock(at: int) -> str:
    """The time that lies so many minutes after midnight, at the latest 23:59."""
    at = min(max(at, 0), 24 * 60 - 1)
    return f"{at // 60:02}:{at % 60:02}"


def slot_of(start: str, end: str) -> Slot:
    """Start and end in their usual form; BadFact where the end is not after the start."""
    first, last = minutes(start), minutes(end)
    if last <= first:
        raise BadFact(label="结束时间", why=f"{clock(last)}不在{clock(first)}以后，请核对。")
    return clock(first), clock(last)


def shown_day(day: date) -> str:
    """11月20日 周五"""
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def overlap(one: Session, other: Session, between: int = 0) -> bool:
    """Whether two sessions of one day run at the same time, or leave less than so many minutes between."""
    if one.on != other.on:
        return False
    return minutes(one.start) < minutes(other.end) + between and (
        minutes(other.start) < minutes(one.end) + between
    )


def shared(one: Session, other: Session) -> Iterator[str]:
    """Who is expected in both: panel, agents and heads under one name, a party as the party it is."""
    there = {mark for seat in other.who for mark in _marks(seat.role, seat.name, seat.party_id)}
    yield from dict.fromkeys(
        seat.name for seat in one.who if not there.isdisjoint(_marks(seat.role, seat.name, seat.party_id))
    )


def _marks(role: str, name: str, party_id: RecordId) -> frozenset[str]:
    by_name = {f"name:{name}"} if part_of(role).by_name else set()
    return frozenset(by_name | ({f"party:{party_id}"} if party_id else set()))


def conflicts(
    wanted: Session, others: Iterable[Session], room: Room | None, workdays: Workdays
) -> tuple[Conflict, ...]:
    """What is in the way of a session: its room, its people, opening hours, rest days, seats."""
    found: list[Conflict] = []
    for other in others:
        if other.id != wanted.id and other.stands:
            found += _collisions(wanted, other, room)
    if room is not None:
        found += _unusual(wanted, room, workdays)
    return tuple(found)


def colliding(sessions: Sequence[Session], rooms: Iterable[Room]) -> dict[RecordId, tuple[Conflict, ...]]:
    """Id → what collides, of the sessions that collide with another one."""
    between = {room.id: room for room in rooms}
    by_day: dict[date, list[Session]] = {}
    for session in sessions:
        if session.stands:
            by_day.setdefault(session.on, []).append(session)
    found: dict[RecordId, list[Conflict]] = {}
    for one_day in by_day.values():
        for session in one_day:
            for other in one_day:
                if other.id != session.id and (
                    told := _collisions(session, other, between.get(session.room_id))
                ):
                    found.setdefault(session.id, []).extend(told)
    return {key: tuple(told) for key, told in found.items()}


def _collisions(wanted: Session, other: Session, room: Room | None) -> list[Conflict]:
    found = []
    between = room.between if room is not None else 0
    if other.room_id == wanted.room_id and overlap(wanted, other, between):
        why = "" if overlap(wanted, other) else f"，中间应当留 {between} 分钟"
        found.append(Conflict("room", f"{other.place}{other.time}已有“{other.title}”{why}。", other.id))
    if overlap(wanted, other):
        found += [
            Conflict("person", f"{name}{other.time}在{other.place}参加“{other.title}”。", other.id, name)
            for name in shared(wanted, other)
        ]
    return found


def _unusual(wanted: Session, room: Room, workdays: Workdays) -> Iterator[Conflict]:
    day = shown_day(wanted.on)
    if not workdays.is_working(wanted.on):
        holiday = workdays.holiday(wanted.on)
        yield Conflict("rest", f"{day}是{holiday}假期。" if holiday else f"{day}是休息日。")
    if wanted.start < room.opens or wanted.end > room.closes:
        yield Conflict("hours", f"{room.name}{room.opens}–{room.closes}开放，{wanted.time}超出。")
    if 0 < room.seats < len(wanted.people):
        yield Conflict("seats", f"{room.name}{room.seats} 座，参加的有 {len(wanted.people)} 人。")


def free_slots(
    room: Room, day: date, others: Iterable[Session], length: int, step: int = STEP
) -> Iterator[Slot]:
    """The times of a day, from its opening on, at which a room is free for so many minutes."""
    taken = [
        (minutes(one.start) - room.between, minutes(one.end) + room.between)
        for one in others
        if one.room_id == room.id and one.on == day and one.stands
    ]
    for start in range(minutes(room.opens), minutes(room.closes) - length + 1, step):
        end = start + length
        if all(end <= first or start >= last for first, last in taken):
            yield clock(start), clock(end)


def elsewhere(
    wanted: Session, rooms: Sequence[Room], others: Sequence[Session], workdays: Workdays, most: int = 2
) -> list[Session]:
    """The same session at the next times when a room and its people are free: first in its own room.

    Today's own times come before those of later days, and rest days are left out.
    """
    length = minutes(wanted.end) - minutes(wanted.start)
    ordered = sorted(
        (room for room in rooms if not room.retired), key=lambda room: (room.id != wanted.room_id, room.place)
    )
    found: list[Session] = []
    for distance in range(FAR):
        day = wanted.on + timedelta(days=distance)
        if not workdays.is_working(day):
            continue
        for room in ordered:
            for start, end in free_slots(room, day, (one for one in others if one.id != wanted.id), length):
                if distance == 0 and start < wanted.start:
                    continue
                moved = replace(
                    wanted, room_id=room.id, place=room.named, on=day, start=start, end=end
                )  # fmt: skip
                if not conflicts(moved, others, room, workdays):
                    found.append(moved)
                    break  # one proposal for a room and a day
            if len(found) >= most:
                return found
    return found


def first_hearing(notice: Callable[[date], date], works: Callable[[date], bool], today: date) -> date:
    """The first working day for which a notice given today is in time (行政复议法第五十一条第一款)."""
    day = today
    while not works(day) or notice(day) < today:
        day += DAY
    return day


def weekly(first: date, until: date, works: Callable[[date], bool]) -> tuple[date, ...]:
    """The dates of a session that comes back every week on the day of the first; rest days are left out.

    BadFact where the end lies before the first, or there would be too many.
    """
    if until < first:
        raise BadFact(label="重复到", why=f"{until.isoformat()}早于{first.isoformat()}，请核对日期。")
    count = (until - first).days // 7 + 1
    if count > MOST_DATES:
        raise BadFact(label="重复到", why=f"一次最多排 {MOST_DATES} 个日期，现在是 {count} 个，请改近一些。")
    return tuple(day for day in (first + WEEK * week for week in range(count)) if works(day))
