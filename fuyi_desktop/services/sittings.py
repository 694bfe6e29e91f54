"""会后 — how a session ended, and the step of its case that follows from it, in one deed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.session_steps import BOOKED, Follow, facts_of, follows
from fuyi_desktop.domain.sessions import DISPOSITIONS, POSTPONED, Session
from fuyi_desktop.services.bookings import Bookings, Wanted, copied
from fuyi_desktop.services.casework import Casework
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.work import Work

UNSET = "改到哪一天还没有填写。"


@dataclass(frozen=True)
class Option:
    """One thing a session can lead to now: the step, its letters, and what stands against it."""

    follow: Follow
    on: date
    facts: dict[str, Any]
    papers: tuple[str, ...] = ()  # titles of what the step offers
    doubts: tuple[str, ...] = ()  # what to look at again before it is recorded
    lacking: str = ""  # what is still to be filled in: the step is recorded on the page of the case
    refused: str = ""  # why the step is not open

    @property
    def ready(self) -> bool:
        """Whether it can be recorded as it stands."""
        return not self.lacking and not self.refused

    def as_dict(self) -> dict[str, Any]:
        return {
            "label": self.follow.label, "step": self.follow.step or None, "on": self.on.isoformat(),
            "facts": self.facts, "papers": list(self.papers), "doubts": list(self.doubts),
            "lacking": self.lacking or None,
            "refused": self.refused or None, "again": self.follow.again, "note": self.follow.note or None,
            "article": self.follow.article or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """What was recorded of a session."""

    step: str  # the code of the step that was recorded with it, or empty
    next_id: RecordId  # the session it was put off to, or empty
    changed: Changed


class Sittings:
    """What became of sessions."""

    def __init__(self, office: Office, casework: Casework, bookings: Bookings) -> None:
        self.office, self.casework, self.bookings = office, casework, bookings
        self.rooms = bookings.rooms

    def options(
        self, session_id: RecordId, disposition: str = BOOKED, remark: str = "", to: Wanted | None = None
    ) -> tuple[Option, ...]:
        """What the session leads to in its case by what became of it; none for a session of no case."""
        session = replace(self.rooms.session(session_id), remark=remark.strip(), disposition=disposition)
        if to is not None:
            session = self.bookings.in_slot(session, to)
        if not session.case_id:
            return ()
        file = self.office.file(session.case_id)
        found = follows(file.case.kind, session.kind, disposition)
        return tuple(self._option(file, session, one, put_off=to is not None) for one in found)

    def dispose(
        self, session_id: RecordId, disposition: str, *, remark: str = "", follow: str = "",
        to: Wanted | None = None, because: str = "", sure: bool = False,
    ) -> Ended:  # fmt: skip
        """Record how a session ended; with `follow`, the label of an option, the step of its case too.

        With `to` it is put off to another time: the new session is booked in the same deed, and the step
        speaks of it. BadFact, NotOpen, Doubtful; then nothing is written.
        """
        if disposition not in DISPOSITIONS:
            raise BadFact(label="结果", why=f"应当是 {'、'.join(DISPOSITIONS)} 之一。")
        if to is not None and disposition != POSTPONED:
            raise BadFact(label="结果", why="只有延期的可以另定时间。")
        session = replace(
            self.bookings.open_now(session_id, "登记结果"), disposition=disposition, remark=remark.strip()
        )
        if not DISPOSITIONS[disposition].frees and session.on > self.office.today:
            raise NotOpen(step="登记结果", why="还没有到举行的日期。")
        later = self.bookings.fitting(session, to, because=because, sure=sure) if to else None
        made: list[RecordId] = []

        def written(work: Work, step_id: RecordId = "") -> None:
            work.put(replace(session, step_id=step_id))
            if later is not None:
                made.append(copied(work, session, later).id)

        if not follow:
            with self.office.work(
                Task.REGISTER, f"登记{DISPOSITIONS[disposition].label}：{session.title}"
            ) as w:
                written(w)
            return Ended("", made[0] if made else "", w.changed)
        changed, code = self._step(
            replace(later, id=session.id) if later else session, follow, written, sure=sure,
            put_off=later is not None,
        )  # fmt: skip
        return Ended(code, made[0] if made else "", changed)

    def call(self, session_id: RecordId, *, sure: bool = False) -> Ended:
        """Record the step by which the people of a session are called (通知听证), as far as there is one."""
        session = self.bookings.open_now(session_id, "通知")
        options = self.options(session_id)
        if not options:
            raise NotOpen(step="通知", why="这种会没有要登记的通知步骤。")

        def written(work: Work, step_id: RecordId) -> None:
            work.put(replace(session, tentative=False))

        changed, code = self._step(session, options[0].follow.label, written, sure=sure)
        return Ended(code, "", changed)

    def _step(
        self, session: Session, label: str, written: Any, *, sure: bool, put_off: bool = False
    ) -> tuple[Changed, str]:
        file = self.office.file(session.case_id) if session.case_id else None
        found = follows(file.case.kind, session.kind, session.disposition) if file else ()
        follow = next((one for one in found if one.step and label in (one.label, one.step)), None)
        if follow is None or file is None:
            raise NotFound(what="会后的步骤", key=label)
        option = self._option(file, session, follow, put_off=put_off)
        if option.lacking == UNSET:
            raise BadFact(label="改到哪一天", why="还没有填写。")
        changed = self.casework.step(
            session.case_id, follow.step, option.on, option.facts, sure=sure, beside=written
        )
        return changed, follow.step

    def _option(self, file: CaseFile, session: Session, follow: Follow, *, put_off: bool = False) -> Option:
        on = session.on if follow.on_the_day else self.office.today
        if not follow.step:
            return Option(follow, on, {})
        procedure = self.office.procedure(file)
        kind = procedure.step(follow.step)
        asked = {one.name for one in kind.fields}
        facts = {name: value for name, value in facts_of(follow, session).items() if name in asked}
        papers = tuple(form_of(form).title for form in kind.papers)
        if follow.again and "on" in follow.told.values() and session.disposition == POSTPONED and not put_off:
            return Option(follow, on, facts, papers, lacking=UNSET)
        try:
            checked = procedure.check(file, follow.step, on, facts, self.casework.moment())
        except BadFact as gap:
            return Option(follow, on, facts, papers, lacking=str(gap))
        except NotOpen as refusal:
            return Option(follow, on, facts, papers, refused=str(refusal))
        return Option(follow, on, facts, papers, checked.doubts)
