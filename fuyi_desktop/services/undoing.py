"""撤销导入 — taking back what a bundle brought, by writes at new positions: nothing is unwritten."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import NotFound, NotOpen
from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import ROW, Outcome
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.wording import record_label
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.feed import Told, told
from fuyi_desktop.store.positions import versions
from fuyi_desktop.store.queries import bundle_called, case_now_of, peers, station_called
from fuyi_desktop.store.rows import known_kind
from fuyi_desktop.store.schema import RECORDS
from fuyi_desktop.store.taking_back import take_back
from fuyi_desktop.store.work import Work

UNDONE = "已撤销"
NAMED = 5  # what is in the way, at most


@dataclass(frozen=True)
class Undone:
    """What taking an import back has done."""

    writes: int  # taken back; each waits for a decision
    cases: tuple[str, ...]
    changed: Changed


@dataclass(frozen=True)
class Back:
    """One case, or what belongs to none, as undoing an import would leave it."""

    case_id: str  # empty for what is no part of a case
    number: str
    title: str
    writes: int  # that were accepted, and go
    waits: int  # that were not, and wait as they did
    goes: bool  # the case itself came with the bundle, and goes with it


class _Undone(Exception):
    """Ends a preview: everything it did is rolled back."""


class Undoing:
    """Undoing the import of one bundle at the center."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def undo(self, digest: str, why: str = "") -> Undone:
        """Set what a bundle brought back to what stood before, and put its writes to review.

        `digest` is that of the bundle, or its beginning. Receipts stay: the lines are here. NotOpen where a
        field was changed since, or where a bundle that tells of it has left for a station, and which.
        """
        return self._undo(digest, why)[0]

    def preview(self, digest: str) -> tuple[Back, ...]:
        """What undoing would take back, case by case: it is done, and undone. NotOpen as `undo` has it."""
        return self._undo(digest, "", dry=True)[1]

    def _undo(self, digest: str, why: str, *, dry: bool = False) -> tuple[Undone, tuple[Back, ...]]:
        office, undone, back = self.office, Undone(0, (), set()), tuple[Back, ...]()
        if office.me.role is not StationRole.CENTER:
            raise NotOpen(step="撤销导入", why="只有县中心能撤销导入；本站的内容以县中心为准。")
        with suppress(_Undone), office.work(Task.RULE, f"撤销导入{why and '：' + why}") as work:
            row = bundle_called(work.connection, digest)
            if row is None or row.direction != "in":
                raise NotFound(what="导入的同步包", key=digest)
            if row.state == UNDONE or not row.pos_last:
                raise NotOpen(step="撤销导入", why="这份包已经撤销过，或者没有带来新的内容。")
            brought = list(told(work.connection, row.pos_first, row.pos_last))
            _must_be_free(work, brought, row)
            taken = [one for one in brought if one.outcome in (Outcome.SET, Outcome.REVIEW)]
            back = tuple(_by_case(work, taken))
            cases = take_back(work, taken, row, UNDONE)
            undone = Undone(len(taken), tuple(cases), work.changed)
            if dry:
                raise _Undone
        return undone, back


def _must_be_free(work: Work, brought: Sequence[Told], row: Any) -> None:
    """NotOpen where another station was told of what was brought, or where it was changed since."""
    left = [
        station_called(work.connection, other.station)
        for other in peers(work.connection)
        if other.station != row.station and int(other.facts.get("left", 0)) >= row.pos_first
        and any(one.pos <= int(other.facts["left"]) for one in brought)
    ]  # fmt: skip
    if left:
        why = f"发给{'、'.join(left[:NAMED])}的同步包已经带走了这些内容，请用裁决或者更正处理。"
        raise NotOpen(step="撤销导入", why=why)
    changed = [_called(work, one.write) for one in brought if _changed(work.connection, one, row)]
    if changed:
        why = f"{'、'.join(list(dict.fromkeys(changed))[:NAMED])}在导入以后又改动过，请用裁决或者更正处理。"
        raise NotOpen(step="撤销导入", why=why)


def _called(work: Work, write: Write) -> str:
    """The number of the case, or what kind of record it is."""
    case_id = _owner(work, write)
    now = case_now_of(work.connection, case_id) if case_id else None
    return now.number if now is not None else record_label(write.table)


def _owner(work: Work, write: Write) -> str:
    """The case that a write is about; empty for what is part of none."""
    if write.table == "case":
        return write.key
    if named := (write.before | write.fields).get("case_id"):
        return str(named)
    found = work.find(RECORDS[write.table], write.key) if known_kind(write.table) else None
    return str(getattr(found, "case_id", ""))


def _by_case(work: Work, taken: Sequence[Told]) -> Iterator[Back]:
    """The writes that would be taken back, by their case, as the cases stand now."""
    found: dict[str, list[Told]] = {}
    for one in taken:
        found.setdefault(_owner(work, one.write), []).append(one)
    for case_id, some in found.items():
        now = case_now_of(work.connection, case_id) if case_id else None
        goes = any(one.write.table == "case" and one.write.kind == "i" for one in some)
        number, title = (now.number, now.title) if now is not None else ("", "")
        accepted = sum(one.outcome is Outcome.SET for one in some)
        waits = len(some) - accepted
        yield Back(case_id, number, title, accepted, waits, goes and now is not None)


def _changed(connection: Any, one: Told, row: Any) -> bool:
    """Whether something later stands where this write was accepted."""
    if one.outcome is not Outcome.SET or not known_kind(one.write.table):
        return False
    found = versions(connection, one.write.table, one.write.key)
    names = [ROW] if one.write.kind != "u" else list(one.write.fields)
    newest = [version.pos for name in names if (version := found.of(name)) is not None]
    if one.write.kind != "u":
        newest += [version.pos for version in found.fields.values()]
    return any(pos > row.pos_last for pos in newest)
