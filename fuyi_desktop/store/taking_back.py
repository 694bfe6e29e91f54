"""Taking back what a stretch of the log brought: compensating writes, at new positions of the same log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.record import RecordId, reach_of
from fuyi_desktop.store.feed import Told
from fuyi_desktop.store.journal import Deed, write_id, write_line
from fuyi_desktop.store.rows import Rows, known_kind
from fuyi_desktop.store.schema import RECORDS, sync_bundle, sync_review, upsert
from fuyi_desktop.store.work import Work


def take_back(work: Work, brought: Sequence[Told], bundle: Any, state: str) -> list[RecordId]:
    """Undo the writes in reverse by one line of our own, and open a review for each; the cases touched."""
    rows, writes = Rows(work), list[Write]()
    reaches: dict[str, str] = {}
    for one in reversed([one for one in brought if one.outcome is Outcome.SET]):
        write = one.write
        if not known_kind(write.table):
            continue
        now = rows.get(write.table, write.key)
        reach = reach_of(RECORDS[write.table], write.key, now or write.fields or write.before)
        back = _back(rows, write, now)
        if back is not None:
            writes.append(back)
            reaches[back.id] = reach
    rows.flush()
    deed = Deed(work.by, work.why, work.clock, work.at)
    if writes:
        write_line(work.connection, deed, writes, rows.cases, lambda write: reaches[write.id])
    reviews = [_review(work, one, rows) for one in brought]
    upsert(work.connection, sync_review, reviews, "id")
    of = sync_bundle.c.digest == bundle.digest
    work.connection.execute(update(sync_bundle).where(of).values(state=state))
    work.changed.update((sync_review.name, sync_bundle.name))
    return sorted(rows.cases)


def _back(rows: Rows, write: Write, now: Any) -> Write | None:
    """The write that undoes another, applied to the rows."""
    match write.kind:
        case "i" if now is not None:
            rows.put(write.table, write.key, None)
            return Write(write_id(), write.table, write.key, "d", {}, dict(now))
        case "d" if now is None:
            rows.make(write.table, write.key, write.before, 0)
            return Write(write_id(), write.table, write.key, "i", dict(write.before), {})
        case "u" if now is not None:
            former = {name: write.before.get(name) for name in write.fields}
            rows.change(write.table, write.key, former, 0)
            before = {name: now.get(name) for name in write.fields}
            return Write(write_id(), write.table, write.key, "u", former, before)
        case _:
            return None


def _review(work: Work, one: Told, rows: Rows) -> dict[str, Any]:
    write = one.write
    now = rows.get(write.table, write.key)
    ours = dict(now) if now is not None else {}
    case_id = write.key if write.table == "case" else str(
        {**write.before, **write.fields, **ours}.get("case_id", "")
    )  # fmt: skip
    return {
        "id": write.id, "tbl": write.table, "key": write.key, "case_id": case_id,
        "fields": tuple(write.fields) or ("",), "base": dict(write.before), "theirs": dict(write.fields),
        "ours": {name: ours.get(name) for name in write.fields}, "author": one.line.by if one.line else "",
        "station": one.station, "line": one.n, "pos": one.pos, "opened": work.at, "state": "open",
        "decision": "", "decided_by": "",
    }  # fmt: skip
