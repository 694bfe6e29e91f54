"""调解室 — the rooms of a station, and the board of what is held in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotFound
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rooms import (
    Conflict,
    Slot,
    colliding,
    free_slots,
    slot_of,
)
from fuyi_desktop.domain.session_steps import MINUTES
from fuyi_desktop.domain.sessions import (
    CANCELLED,
    ROOMS,
    Room,
    Session,
)
from fuyi_desktop.services.office import Office
from fuyi_desktop.store.queries import case_files
from fuyi_desktop.store.rooms import rooms_of, sessions_between, sessions_of

ROOM_FIELDS = (
    "name", "site", "kind", "seats", "equipment", "opens", "closes", "between", "place", "retired",
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """The sessions of some days by room: all that the board paints."""

    today: date
    now: str  # 14:30
    days: tuple[date, ...]
    resting: frozenset[date]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    conflicts: Mapping[RecordId, tuple[Conflict, ...]]
    numbers: Mapping[RecordId, str]  # what the cases of the sessions are called
    minutes: Mapping[RecordId, str]  # by session: the form of its 笔录, where its case has one

    def conflict(self, session: Session) -> tuple[Conflict, ...]:
        """What a session collides with, unless a reason for it was written down."""
        return () if session.kept_because else self.conflicts.get(session.id, ())


class Rooms:
    """The rooms of this station and what is held in them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    # rooms

    def rooms(self, *, retired: bool = False) -> tuple[Room, ...]:
        """The station's rooms in the order of its board."""
        found: list[Room] = self.office.ask(rooms_of, self.office.me.station)
        return tuple(room for room in found if retired or not room.retired)

    def room(self, key: str) -> Room:
        """The room of an id or a name; NotFound."""
        known = self.rooms(retired=True)
        found = next((room for room in known if key in (room.id, room.name, room.named)), None)
        if found is None:
            raise NotFound(what="房间", key=key)
        return found

    def keep_room(self, given: Mapping[str, Any], room_id: RecordId = "") -> RecordId:
        """Add a room, or change one; BadFact."""
        before = self.room(room_id) if room_id else None
        facts = {name: value for name, value in given.items() if name in ROOM_FIELDS}
        if unknown := sorted(given.keys() - facts.keys()):
            raise BadFact(label=unknown[0], why="房间没有这一项。")
        facts["equipment"] = tuple(facts.get("equipment", before.equipment if before else ()))
        name = str(facts.get("name", before.name if before else "")).strip()
        if not name:
            raise BadFact(label="房间", why="还没有填写名称。")
        site = facts.get("site", before.site if before else "")
        if any((one.name, one.site) == (name, site) and one is not before for one in self._apart(before)):
            raise BadFact(label="房间", why=f"“{name}”已经登记，请换一个名称。")
        if facts.get("kind", ROOMS[0]) not in ROOMS:
            raise BadFact(label="用途", why=f"应当是 {'、'.join(ROOMS)} 之一。")
        if "opens" in facts or "closes" in facts:
            opens, closes = facts.get("opens", "08:30"), facts.get("closes", "18:00")
            facts["opens"], facts["closes"] = slot_of(opens, closes)
        with self.office.work(Task.SETTINGS, f"房间：{name}") as work:
            facts["name"] = name
            if before is None:
                facts.setdefault("place", len(self.rooms(retired=True)))
                kept = work.put(Room(id=work.new_id(), station=self.office.me.station, **facts))
            else:
                kept = work.put(replace(before, **facts))
        return kept.id

    def _apart(self, room: Room | None) -> tuple[Room, ...]:
        return tuple(one for one in self.rooms(retired=True) if room is None or one.id != room.id)

    # what there is

    def board(self, first: date, days: int = 7) -> Board:
        """The sessions of so many days from one day on."""
        office = self.office
        shown = tuple(first + timedelta(days=number) for number in range(days))
        rooms, sessions = self.rooms(), self.between(shown[0], shown[-1])
        used = {session.room_id for session in sessions}
        rooms = tuple(room for room in self.rooms(retired=True) if not room.retired or room.id in used)
        named = {one.case_id for one in sessions if one.case_id}
        found: list[CaseFile] = office.ask(case_files, sorted(named))
        files = {file.case.id: file for file in found}
        workdays = office.workdays
        return Board(
            today=office.today,
            now=office.now().strftime("%H:%M"),
            days=shown,
            resting=frozenset(day for day in shown if not workdays.is_working(day)),
            rooms=rooms,
            sessions=tuple(sessions),
            conflicts=colliding(sessions, rooms),
            numbers={case_id: file.label for case_id, file in files.items()},
            minutes={
                one.id: form
                for one in sessions
                if one.case_id in files and (form := MINUTES.get((files[one.case_id].case.kind, one.kind)))
            },
        )

    def today(self) -> tuple[Session, ...]:
        """What is held in the station's rooms today, in the order in which it begins."""
        day = self.office.today
        return tuple(one for one in self.between(day, day) if one.disposition != CANCELLED)

    def listed(self, first: date, last: date, room: str = "") -> tuple[Session, ...]:
        """The sessions from one day to another, of one room if it matters."""
        only = self.room(room).id if room else ""
        return tuple(one for one in self.between(first, last) if only in ("", one.room_id))

    def of_case(self, case_id: RecordId) -> tuple[Session, ...]:
        """The sessions that a case has had and will have."""
        return tuple(self.office.ask(sessions_of, case_id=case_id))

    def session(self, session_id: RecordId) -> Session:
        """The session of an id; NotFound."""
        found = self.office.store.find(Session, session_id)
        if found is None:
            raise NotFound(what="会", key=session_id)
        return found

    def free(self, room: str, on: date, length: int = 120) -> tuple[Slot, ...]:
        """The times of a day at which a room is free for so many minutes."""
        return tuple(free_slots(self.room(room), on, self.between(on, on), length))

    def between(self, first: date, last: date) -> list[Session]:
        """The sessions in the station's rooms from one day to another."""
        found: list[Session] = self.office.ask(sessions_between, first, last, self.office.me.station)
        return found


def plain(session: Session, numbers: Mapping[RecordId, str] | None = None) -> dict[str, Any]:
    """A session as plain values, for output."""
    return {
        "id": session.id, "on": session.on.isoformat(), "start": session.start, "end": session.end,
        "kind": session.kind, "title": session.title, "room": session.place,
        "case": (numbers or {}).get(session.case_id, session.case_id) or None,
        "people": [{"role": seat.role, "name": seat.name} for seat in session.who],
        "tentative": session.tentative, "series": session.series or None,
        "disposition": session.disposition or None, "remark": session.remark or None,
        "because": session.kept_because or None,
    }  # fmt: skip


def plain_room(room: Room) -> dict[str, Any]:
    """A room as plain values, for output."""
    return {"id": room.id} | {
        name: list(value) if isinstance(value, tuple) else value
        for name in ROOM_FIELDS
        for value in [getattr(room, name)]
    }


def numbered(office: Office, sessions: Iterable[Session]) -> dict[RecordId, str]:
    """What the cases of the sessions are called."""
    return {one.case_id: office.file(one.case_id).label for one in sessions if one.case_id}
