"""预约 — booking a room, with what collides named first; moving, confirming, cancelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile, CaseKind
from fuyi_desktop.domain.errors import BadFact, Doubtful, NotFound, NotOpen
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rooms import (
    FAR,
    Conflict,
    clock,
    conflicts,
    elsewhere,
    first_hearing,
    minutes,
    shown_day,
    slot_of,
    weekly,
)
from fuyi_desktop.domain.session_steps import titled
from fuyi_desktop.domain.sessions import CANCELLED, KINDS, Kind, Session, kind_of, seats_from, seats_of
from fuyi_desktop.services.casework import Casework
from fuyi_desktop.services.dates import Dates
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.rooms import Rooms
from fuyi_desktop.store.work import Work

NOTICE = "A17"  # the rule of the notice of a hearing


@dataclass(frozen=True)
class Wanted:
    """A session as somebody asks for it; people by role, beside the parties of the case."""

    kind: str
    room: str  # id or name
    on: date
    start: str
    end: str = ""  # empty: as long as such a session usually is
    title: str = ""
    case: str = ""  # id or number
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    topics: str = ""
    tentative: bool = False
    until: date | None = None  # every week up to this day


@dataclass(frozen=True)
class Look:
    """What a booking would meet, for the form to show while it is typed; writes nothing."""

    conflicts: tuple[Conflict, ...] = ()
    refused: str = ""
    instead: tuple[Session, ...] = ()  # the same at the next times that are free
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Booked:
    """Sessions that were just written."""

    ids: tuple[RecordId, ...]
    changed: Changed


class Bookings:
    """Taking rooms and people for sessions."""

    def __init__(self, office: Office, casework: Casework, rooms: Rooms) -> None:
        self.office, self.casework, self.rooms = office, casework, rooms

    def look(self, wanted: Wanted, session_id: RecordId = "") -> Look:
        """What a booking would meet, or the move of a session; refuses nothing."""
        try:
            before = self.rooms.session(session_id) if session_id else None
            session = self._session(wanted, before)
            dates = self._dates(wanted, session)
            self._must_be_told(session)
        except (BadFact, NotFound, NotOpen) as refusal:
            return Look(refused=str(refusal))
        met = self._met(session)
        near = self.rooms.between(session.on, session.on + timedelta(days=FAR)) if met else []
        instead = elsewhere(session, self.rooms.rooms(), near, self.office.workdays) if met else []
        return Look(met, "", tuple(instead), dates)

    def book(self, wanted: Wanted, *, because: str = "", sure: bool = False) -> Booked:
        """Book a session, or one for every date of a recurring one; BadFact, NotFound.

        NotOpen where it collides with another session and no reason is given; Doubtful where it is only
        unusual (a rest day, the hours, the seats), unless the person is sure.
        """
        first = self._session(wanted)
        self._must_be_told(first)
        sessions = [replace(first, on=day) for day in self._dates(wanted, first)]
        for session in sessions:
            self._must_fit(session, because, sure=sure)
        label = kind_of(first.kind).label
        with self.office.work(Task.REGISTER, f"预约{label}：{shown_day(first.on)}{first.time}") as work:
            series = work.new_id() if len(sessions) > 1 else ""
            kept = [
                work.put(replace(one, id=work.new_id(), series=series, kept_because=because.strip()))
                for one in sessions
            ]
        return Booked(tuple(one.id for one in kept), work.changed)

    def change(
        self, session_id: RecordId, wanted: Wanted, *, because: str = "", sure: bool = False
    ) -> Changed:
        """Change what a session is: its people, its title, its time; as `book`."""
        before = self.open_now(session_id, "修改")
        session = self._session(replace(wanted, until=None), before)
        return self._put(before, session, because, sure=sure, why="修改预约")

    def move(
        self, session_id: RecordId, *, on: date | None = None, start: str = "", end: str = "",
        room: str = "", because: str = "", sure: bool = False,
    ) -> Changed:  # fmt: skip
        """Move a session to another time or room; without an end it stays as long as it was. As `book`."""
        before = self.open_now(session_id, "改时间")
        length = minutes(before.end) - minutes(before.start)
        start = start or before.start
        start, end = slot_of(start, end or clock(minutes(start) + length))
        there = self.rooms.room(room or before.room_id)
        moved = replace(
            before, on=on or before.on, start=start, end=end, room_id=there.id, place=there.named,
            kept_because="",
        )  # fmt: skip
        return self._put(before, moved, because, sure=sure, why="改时间")

    def put_back(self, session: Session) -> Changed:
        """撤销: a session as it was before it was moved or cancelled."""
        with self.office.work(Task.REGISTER, f"撤销：{session.title}") as work:
            work.put(replace(session, revision=work.get(Session, session.id).revision))
        return work.changed

    def confirm(self, session_id: RecordId) -> Changed:
        """A tentative booking is firm."""
        before = self.open_now(session_id, "确认")
        with self.office.work(Task.REGISTER, f"确认预约：{before.title}") as work:
            work.put(replace(work.get(Session, session_id), tentative=False))
        return work.changed

    def cancel(self, session_id: RecordId, reason: str = "") -> Changed:
        """取消: the room is free again; the session stays on record."""
        before = self.open_now(session_id, "取消")
        if self._is_called(before):
            why = f"{shown_day(before.on)}的听证已经通知。登记结果时选“取消”，同时登记取消听证，写明理由。"
            raise NotOpen(step="取消", why=why)
        with self.office.work(Task.REGISTER, f"取消{kind_of(before.kind).label}：{before.title}") as work:
            found = work.get(Session, session_id)
            work.put(replace(found, disposition=CANCELLED, remark=reason.strip()))
        return work.changed

    def in_slot(self, session: Session, to: Wanted) -> Session:
        """The same session at another time and in another room, whatever is there; BadFact, NotFound."""
        length = minutes(session.end) - minutes(session.start)
        start, end = slot_of(to.start, to.end or clock(minutes(to.start) + length))
        room = self.rooms.room(to.room or session.room_id)
        return replace(
            session, on=to.on, start=start, end=end, room_id=room.id, place=room.named,
            tentative=to.tentative,
        )  # fmt: skip

    def fitting(self, session: Session, to: Wanted, *, because: str, sure: bool) -> Session:
        """The same session in the slot that is asked for; NotOpen, Doubtful, BadFact as `book`."""
        later = replace(self.in_slot(session, to), kept_because=because.strip())
        if later.on < self.office.today:
            raise BadFact(label="日期", why=f"{shown_day(later.on)}已经过去，请改一个日期。")
        self._must_be_told(later)
        self._must_fit(later, because, sure=sure)
        return later

    def _session(self, wanted: Wanted, before: Session | None = None) -> Session:
        """What was asked for as a record that is not written yet."""
        kind = KINDS.get(wanted.kind)
        if kind is None:
            words = "、".join(one.code for one in KINDS.values())
            raise BadFact(label="种类", why=f"没有“{wanted.kind}”，有 {words}。")
        if not wanted.room:
            raise BadFact(label="房间", why="还没有选择房间。")
        room = self.rooms.room(wanted.room)
        if room.retired:
            raise NotOpen(step="预约", why=f"{room.name}已经停用。")
        end = wanted.end or clock(minutes(wanted.start) + kind.minutes)
        start, end = slot_of(wanted.start, end)
        file = self.casework.find(wanted.case) if wanted.case else None
        title = wanted.title.strip() or self._title(kind, file)
        return Session(
            id=before.id if before else "",
            revision=before.revision if before else 0,
            case_id=before.case_id if before else file.case.id if file else "",
            station=self.office.me.station,
            kind=kind.code, title=title, room_id=room.id, place=room.named, on=wanted.on, start=start,
            end=end, people=self._people(wanted, file, before),
            topics=wanted.topics.strip(), tentative=wanted.tentative,
            series=before.series if before else "",
            booked_by=before.booked_by if before else self.office.person.name,
        )  # fmt: skip

    def _title(self, kind: Kind, file: CaseFile | None) -> str:
        return titled(kind.code, file.title, file.case.act_kind) if file else kind.label

    @staticmethod
    def _people(
        wanted: Wanted, file: CaseFile | None, before: Session | None
    ) -> tuple[tuple[str, str, RecordId], ...]:
        """Those who are named, the parties of the case, and who came in a role that nobody was asked for."""
        typed = tuple(seats_from(wanted.people))
        of_case = tuple(seats_of(file)) if file else ()
        if before is not None and file is None:
            of_case = tuple(seat for seat in before.who if seat.role not in wanted.people)
        return tuple(dict.fromkeys((*map(tuple, typed), *map(tuple, of_case))))  # type: ignore[arg-type]

    def _dates(self, wanted: Wanted, session: Session) -> tuple[date, ...]:
        if wanted.until is None:
            return (session.on,)
        return weekly(session.on, wanted.until, self.office.workdays.is_working)

    def _met(self, session: Session) -> tuple[Conflict, ...]:
        room = self.rooms.room(session.room_id)
        return conflicts(session, self.rooms.between(session.on, session.on), room, self.office.workdays)

    def _must_fit(self, session: Session, because: str, *, sure: bool) -> None:
        met = self._met(session)
        against = [one.sentence for one in met if one.with_another]
        if against and not because.strip():
            why = f"{''.join(against)}请换时间、房间或者人员；确要保留的，写明理由。"
            raise NotOpen(step="预约", why=why)
        if met and not against and not (sure or because.strip()):
            raise Doubtful(doubts="".join(one.sentence for one in met))

    def _must_be_told(self, session: Session) -> None:
        """BadFact where the notice of a hearing to come would be late whoever sends it today."""
        if session.kind != "hearing" or not session.case_id or session.on < self.office.today:
            return
        file = self.office.file(session.case_id)
        if file.case.kind is not CaseKind.RECONSIDERATION or _told_of(file, session.on):
            return
        last, today = self._last_notice(session.on), self.office.today
        if last >= today:
            return
        first = first_hearing(self._last_notice, self.office.workdays.is_working, today)
        raise BadFact(
            label="听证日期",
            why=f"{shown_day(session.on)}举行的，应当在{shown_day(last)}以前发出通知（行政复议法第五十一条"
            f"第一款）。今天发通知，最早定在{shown_day(first)}。",
        )

    def _must_not_be_called(self, before: Session, after: Session) -> None:
        """NotOpen where a notice has told the people of another time or place."""
        slots = [(one.on, one.start, one.room_id) for one in (before, after)]
        if slots[0] != slots[1] and self._is_called(before):
            why = f"{shown_day(before.on)}的听证已经通知。改期应当重新通知：登记结果选“延期”，写明新的时间。"
            raise NotOpen(step="改时间", why=why)

    def _is_called(self, session: Session) -> bool:
        """Whether the people of a hearing were told of its day."""
        if session.kind != "hearing" or not session.case_id:
            return False
        return _told_of(self.office.file(session.case_id), session.on)

    def _last_notice(self, held_on: date) -> date:
        """The last day on which the notice of a hearing is in time, as the county reads it."""
        law = self.office.law
        return Dates(law.rules, law.workdays, law.choices).due(NOTICE, held_on).due

    def open_now(self, session_id: RecordId, deed: str) -> Session:
        """The session, where it is this station's and still to come."""
        session = self.rooms.session(session_id)
        if session.station != self.office.me.station:
            raise NotOpen(step=deed, why="这次会在另一个站点的房间，由该站点安排。")
        if session.disposition:
            raise NotOpen(step=deed, why="这次会的结果已经登记。")
        return session

    def _put(self, before: Session, after: Session, because: str, *, sure: bool, why: str) -> Changed:
        moved = (before.on, before.start, before.end, before.room_id, before.people) != (
            after.on, after.start, after.end, after.room_id, after.people,
        )  # fmt: skip
        if moved:
            self._must_not_be_called(before, after)
            self._must_be_told(after)
            self._must_fit(after, because, sure=sure)
        kept = replace(after, kept_because=because.strip() or ("" if moved else before.kept_because))
        with self.office.work(Task.REGISTER, f"{why}：{before.title}") as work:
            work.put(kept)
        return work.changed


def _told_of(file: CaseFile, on: date) -> bool:
    """Whether the notice of a hearing on this day is on record, and the hearing was not called off since."""
    told = False
    for step in sorted(file.steps, key=lambda step: step.id):
        if step.voided:
            continue
        if step.code == "hearing_set":
            told = step.facts.get("held_on") == on.isoformat()
        elif step.code == "hearing_called_off":
            told = False
    return told


def copied(work: Work, session: Session, slot: Session) -> Session:
    """The same session in another slot, still to come; written."""
    again = replace(
        session, id=work.new_id(), revision=0, on=slot.on, start=slot.start, end=slot.end,
        room_id=slot.room_id, place=slot.place, disposition="", remark="", step_id="", minutes_id="",
        kept_because=slot.kept_because, tentative=slot.tentative,
    )  # fmt: skip
    return work.put(again)
