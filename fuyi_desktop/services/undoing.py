"""撤销导入 — taking back what a bundle brought, by writes at new positions: nothing is unwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import NotFound, NotOpen
from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import ROW, Outcome
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.feed import Told, told
from fuyi_desktop.store.positions import versions
from fuyi_desktop.store.queries import bundle_called, case_now_of, peers
from fuyi_desktop.store.rows import known_kind
from fuyi_desktop.store.taking_back import take_back

UNDONE = "已撤销"
NAMED = 5  # what is in the way, at most


@dataclass(frozen=True)
class Undone:
    """What taking an import back has done."""

    writes: int  # taken back; each waits for a decision
    cases: tuple[str, ...]
    changed: Changed


class Undoing:
    """Undoing the import of one bundle at the center."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def undo(self, digest: str, why: str = "") -> Undone:
        """Set what a bundle brought back to what stood before, and put its writes to review.

        `digest` is that of the bundle, or its beginning. Receipts stay: the lines are here. NotOpen where a
        field was changed since, or where a bundle that tells of it has left for a station, and which.
        """
        office = self.office
        if office.me.role is not StationRole.CENTER:
            raise NotOpen(step="撤销导入", why="只有县中心能撤销导入；本站的内容以县中心为准。")
        with office.work(Task.RULE, f"撤销导入{why and '：' + why}") as work:
            row = bundle_called(work.connection, digest)
            if row is None or row.direction != "in":
                raise NotFound(what="导入的同步包", key=digest)
            if row.state == UNDONE or not row.pos_last:
                raise NotOpen(step="撤销导入", why="这份包已经撤销过，或者没有带来新的内容。")
            brought = list(told(work.connection, row.pos_first, row.pos_last))
            self._must_be_free(work.connection, brought, row)
            taken = [one for one in brought if one.outcome in (Outcome.SET, Outcome.REVIEW)]
            cases = take_back(work, taken, row, UNDONE)
        return Undone(len(taken), tuple(cases), work.changed)

    def _must_be_free(self, connection: Any, brought: Sequence[Told], row: Any) -> None:
        left = [
            other.station
            for other in peers(connection)
            if other.station != row.station and int(other.facts.get("left", 0)) >= row.pos_first
            and any(one.pos <= int(other.facts["left"]) for one in brought)
        ]  # fmt: skip
        if left:
            why = f"发给{'、'.join(left[:NAMED])}的同步包已经带走了这些内容，请用裁决或者更正处理。"
            raise NotOpen(step="撤销导入", why=why)
        changed = [self._called(connection, one.write) for one in brought if _changed(connection, one, row)]
        if changed:
            why = f"{'、'.join(dict.fromkeys(changed[:NAMED]))}在导入以后又改动过，请用裁决或者更正处理。"
            raise NotOpen(step="撤销导入", why=why)

    def _called(self, connection: Any, write: Write) -> str:
        case_id = write.key if write.table == "case" else str(write.fields.get("case_id", ""))
        now = case_now_of(connection, case_id) if case_id else None
        return now.number if now is not None else write.key[:8]


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
