"""重算 — which open deadlines a change of the law moves, from when to when."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.provisions import Recount
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.reading import enforce, to_come
from fuyi_desktop.store.lawbook import case_ids
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.queries import case_files
from fuyi_desktop.store.work import Work

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Answer:
    """What a deadline says of itself."""

    due: date
    display: date
    provisional: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "due": self.due.isoformat(), "display": self.display.isoformat(),
            "status": "provisional" if self.provisional else "certain",
        }  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """One open deadline before and after; None where there is none."""

    case_id: str
    number: str
    title: str
    rule: str
    duty: str
    party: str  # whose own deadline it is, by name
    start: date
    old: Answer | None
    new: Answer | None

    @property
    def shown(self) -> date:
        """The day by which lists put it."""
        answer = self.new or self.old
        return answer.display if answer else self.start

    def as_dict(self) -> dict[str, Any]:
        return {
            "case": self.case_id, "number": self.number, "title": self.title, **self.in_short(),
        }  # fmt: skip

    def in_short(self) -> dict[str, Any]:
        """Without the case: what the journal of the case keeps."""
        return {
            "rule": self.rule, "name": self.duty, "party": self.party, "from": self.start.isoformat(),
            "old": self.old.as_dict() if self.old else None,
            "new": self.new.as_dict() if self.new else None,
        }  # fmt: skip


def recount(
    work: Work, office: Office, why: str, *, provision: str = "", progress: Progress | None = None
) -> tuple[Moved, ...]:
    """Have what this transaction changes of the law take hold; what it moves is in each case's journal."""
    after = to_come(work, office.shipped)
    found = tuple(moved(work, office.law, after, office.today, progress or _unwatched))
    station = office.me.station
    for case_id, rows in _by_case(found).items():
        told = tuple(row.in_short() for row in rows)
        work.put(
            Recount(
                id=work.new_id(), case_id=case_id, provision=provision, station=station, at=work.at, why=why,
                moved=told,
            )
        )  # fmt: skip
    enforce(work, after)
    return tuple(sorted(found, key=lambda one: (one.shown, one.number, one.rule)))


def moved(work: Work, before: Law, after: Law, today: date, progress: Progress) -> Iterator[Moved]:
    """Every open deadline of every case that the two laws answer differently."""
    ids = case_ids(work.connection)
    done = 0
    for batch in batches(ids, BATCH):
        for file in case_files(work.connection, batch):
            yield from _moved(file, _open(before, file, today), _open(after, file, today))
        done += len(batch)
        progress(done, len(ids))


def _open(law: Law, file: CaseFile, today: date) -> list[Clock]:
    return [clock for clock in law.running(file, today) if clock.done_on is None]


def _moved(file: CaseFile, before: list[Clock], after: list[Clock]) -> Iterator[Moved]:
    names = {party.id: party.name for party in file.parties}
    for old, new in _pairs(before, after):
        clock = new or old
        assert clock is not None
        was, now = _answer(old), _answer(new)
        if was != now:
            yield Moved(
                file.case.id, file.label, file.title, clock.rule.id, clock.rule.name,
                names.get(clock.party, ""), clock.due.start, was, now,
            )  # fmt: skip


def _pairs(before: list[Clock], after: list[Clock]) -> Iterator[tuple[Clock | None, Clock | None]]:
    """Each clock with itself under the other law: of the same start, else of the same rule and person."""
    rest = list(after)
    alone = []
    for old in before:
        same = [new for new in rest if _what(new) == _what(old) and new.due.start == old.due.start]
        if same:
            rest.remove(same[0])
            yield old, same[0]
        else:
            alone.append(old)
    for old in alone:
        like = next((new for new in rest if _what(new) == _what(old)), None)
        if like is not None:
            rest.remove(like)
        yield old, like
    for new in rest:
        yield None, new


def _by_case(found: Iterable[Moved]) -> dict[str, list[Moved]]:
    cases: dict[str, list[Moved]] = {}
    for one in found:
        cases.setdefault(one.case_id, []).append(one)
    return cases


def _unwatched(done: int, total: int) -> None:
    """Nobody waits for the progress."""


def _what(clock: Clock) -> tuple[str, str]:
    return clock.rule.id, clock.party


def _answer(clock: Clock | None) -> Answer | None:
    return Answer(clock.due.due, clock.due.display, clock.due.provisional) if clock else None
