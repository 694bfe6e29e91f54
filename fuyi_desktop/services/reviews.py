"""待裁决 — two values of one field, written without sight of each other: a person at the center decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Material
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.outcome import ROW
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.record import Merge, Record, flat, merge_rules, unflat
from fuyi_desktop.domain.rulings import Decision, Ruling
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.feed import former
from fuyi_desktop.store.peers import decide_review
from fuyi_desktop.store.queries import case_now_of, reviews, station_called
from fuyi_desktop.store.rows import present, readable, required
from fuyi_desktop.store.schema import RECORDS
from fuyi_desktop.store.work import Work


@dataclass(frozen=True)
class Side:
    """One field as it was, as the station has it, as it stood then, and as it stands now."""

    name: str
    base: Any
    theirs: Any
    ours: Any
    now: Any
    legal: bool  # money, dates, results: never merged, and the case is not closed before


@dataclass(frozen=True)
class Waiting:
    """One write that waits for a decision, with everything one needs to decide."""

    id: str
    table: str
    key: str
    case_id: str
    case: str  # as lists show it; empty for what is no part of one
    author: str
    station: str
    station_name: str
    opened: datetime
    sides: tuple[Side, ...]
    whole: bool  # about the row itself: its creation or deletion

    @property
    def legal(self) -> bool:
        return any(side.legal for side in self.sides)

    @property
    def choices(self) -> tuple[Decision, ...]:
        """What can be decided: only texts can stand beside each other."""
        texts = all(isinstance(side.theirs, str) and isinstance(side.now, str) for side in self.sides)
        both = () if self.whole or self.legal or not texts else (Decision.BOTH,)
        edit = () if self.whole else (Decision.EDIT,)
        return (Decision.KEEP, Decision.TAKE, *edit, *both)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id, "table": self.table, "key": self.key, "case_id": self.case_id, "case": self.case,
            "author": self.author, "station": self.station, "opened": self.opened.isoformat(),
            "fields": [vars(side) for side in self.sides], "legal": self.legal, "whole": self.whole,
            "choices": [choice.value for choice in self.choices],
        }  # fmt: skip


class Reviews:
    """The queue, and deciding."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def waiting(self, *, case_id: str = "") -> list[Waiting]:
        """What waits, oldest first; at a station, its own writes that the center has not decided on."""
        store = self.office.store
        with store.reading() as connection:
            return [
                self._waiting(
                    row, row_of(store.find, row.tbl, row.key),
                    getattr(case_now_of(connection, row.case_id), "title", "") if row.case_id else "",
                    station_called(connection, row.station),
                )
                for row in reviews(connection, case_id=case_id)
            ]  # fmt: skip

    def decide(
        self, review_id: str, decision: Decision, *, values: Mapping[str, Any] | None = None, why: str = ""
    ) -> Changed:
        """裁决: set what was decided on, close the review, and tell the station that wrote it.

        NotOpen elsewhere than at the center; BadFact for a decision or a value that cannot be.
        """
        office = self.office
        if office.me.role is not StationRole.CENTER:
            raise NotOpen(step="裁决", why="由县中心裁决，结果会随下一个同步包传来。")
        with office.work(Task.RULE, f"裁决：{decision.value}") as work:
            row = next((row for row in reviews(work.connection) if row.id == review_id), None)
            if row is None:
                raise NotFound(what="待裁决事项", key=review_id)
            current = row_of(work.find, row.tbl, row.key)
            waiting = self._waiting(row, current, "", "")
            if decision not in waiting.choices:
                raise BadFact(label="裁决", why=f"这一项不能“{decision.value}”。")
            if decision is not Decision.KEEP:
                _put(work, waiting, current, _decided(waiting, decision, values or {}))
            work.put(
                Ruling(
                    id=row.id, station=row.station, about=row.tbl, key=row.key, fields=tuple(row.fields),
                    decision=decision, why=why.strip(), by=office.person.name, at=work.at,
                )
            )  # fmt: skip
            decide_review(work, review_id, decision.value)
            if row.case_id:
                work.touch(row.case_id)
        return work.changed

    def decide_all(self, ids: Iterable[str], decision: Decision, *, why: str) -> Changed:
        """The same decision for several: KEEP or TAKE."""
        changed: Changed = set()
        for review_id in ids:
            changed |= self.decide(review_id, decision, why=why)
        return changed

    def cases(self) -> frozenset[str]:
        """The cases of which something waits."""
        return frozenset(row.case_id for row in self.office.ask(reviews) if row.case_id)

    def blocking(self, case_id: str) -> int:
        """How many of a case's open reviews are about money, dates or results: it is not closed before."""
        return sum(one.legal for one in self.waiting(case_id=case_id))

    def _waiting(self, row: Any, current: Record | None, case: str, station: str) -> Waiting:
        now = flat(current) if current is not None else {}
        kind = RECORDS.get(row.tbl)
        rules = merge_rules(kind) if kind is not None else {}
        whole = ROW in row.fields or (current is None and kind is not None)
        names = list(row.theirs or row.base) if whole else list(row.fields)
        sides = tuple(
            Side(
                name, row.base.get(name), row.theirs.get(name), row.ours.get(name), now.get(name),
                rules.get(name.partition(".")[0]) is Merge.LEGAL,
            )
            for name in names
        )  # fmt: skip
        return Waiting(
            row.id, row.tbl, row.key, row.case_id, case, row.author, row.station, station, row.opened, sides,
            whole,
        )  # fmt: skip


def row_of(find: Any, table: str, key: str) -> Record | None:
    """The record of a type and an id, where this program knows the type."""
    kind = RECORDS.get(table)
    found: Record | None = find(kind, key) if kind is not None else None
    return found


def _decided(waiting: Waiting, decision: Decision, values: Mapping[str, Any]) -> dict[str, Any]:
    match decision:
        case Decision.TAKE:
            return {side.name: side.theirs for side in waiting.sides}
        case Decision.BOTH:
            return {side.name: f"{side.now}\n{side.theirs}" for side in waiting.sides}
        case _:
            names = {side.name for side in waiting.sides}
            if not values or not set(values) <= names:
                raise BadFact(label="裁决", why="请填写要写入的内容。")
            return dict(values)


def _put(work: Work, waiting: Waiting, current: Record | None, given: Mapping[str, Any]) -> None:
    kind = RECORDS.get(waiting.table)
    if kind is None:
        raise BadFact(label="裁决", why="这一项来自更新版本的程序，请先升级再裁决。")
    if waiting.whole and current is not None:
        if not isinstance(current, Material):
            raise BadFact(label="裁决", why="这类记录只能作废，不能删除。")
        work.remove(current)
        return
    usable = readable(kind, given)
    if unread := sorted(set(given) - set(usable)):
        raise BadFact(label="、".join(unread), why="内容的格式不对，请核对后重填。")
    if current is None:
        usable = {**former(work.connection, waiting.table, waiting.key), **usable}  # it was deleted meanwhile
        if not required(kind) <= usable.keys():
            raise BadFact(label="裁决", why="来值不完整，不能单独采用；请让对方重新登记。")
        work.put(unflat(kind, waiting.key, usable))
        return
    work.put(unflat(kind, waiting.key, present({**flat(current), **usable}), revision=current.revision))
