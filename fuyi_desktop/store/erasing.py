"""Erasing a case: its rows go, the content of its lines goes, and the chains can still be recomputed.

A chain covers the hashes of lines only (FORMAT.md §8), so a line's bytes can be dropped and the chain holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update

from fuyi_desktop.domain.line import Write, parse
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.record import Reach, RecordId
from fuyi_desktop.store import files
from fuyi_desktop.store.journal import Deed, write_id, write_line
from fuyi_desktop.store.queries import peer
from fuyi_desktop.store.rows import Rows
from fuyi_desktop.store.schema import (
    RECORDS,
    TABLES,
    journal,
    journal_case,
    sync_chain,
    sync_review,
    sync_shadow,
    sync_unknown,
)
from fuyi_desktop.store.work import Work

entry, own, c = journal_case.c, journal.c, sync_chain.c


@dataclass(frozen=True)
class Erased:
    """What was let go of."""

    rows: int
    lines: int
    contents: int


def erase_case(work: Work, case_id: RecordId) -> Erased:
    """Delete every row of a case by one line that says nothing of them, and drop what was said before."""
    rows, writes = Rows(work), list[Write]()
    parts = _parts(work, case_id)
    for table, key in parts:
        rows.put(table, key, None)
        writes.append(Write(write_id(), table, key, "d", {}, {}))
    lines, digests = forget_lines(work, case_id)
    rows.flush()
    if writes:
        deed = Deed(work.by, work.why, work.clock, work.at)
        write_line(work.connection, deed, writes, [case_id], lambda write: case_id)
    return Erased(len(parts), lines, forget_contents(work, digests))


def forget_case(work: Work, case_id: RecordId) -> None:
    """Let go of what a station still has of a case that the center has erased."""
    rows = Rows(work)
    for table, key in _parts(work, case_id):
        rows.put(table, key, None)
    rows.flush()
    _, digests = forget_lines(work, case_id)
    forget_contents(work, digests)


def forget_lines(work: Work, case_id: RecordId) -> tuple[int, set[str]]:
    """Drop the content of the lines that are about this case alone: how many, and the contents they named.

    A line of ours that has still to be sent keeps its content.
    """
    connection = work.connection
    places = connection.execute(select(entry.incarnation, entry.n).where(entry.case_id == case_id)).all()
    lines = [
        (table, at, row.incarnation, row.n, raw)
        for row in dict.fromkeys(places)
        for table, at in ((journal, own), (sync_chain, c))
        for raw in connection.scalars(
            select(at.raw).where(at.incarnation == row.incarnation, at.n == row.n, at.raw.is_not(None))
        )
    ]
    keys = {case_id, *(key for *_, raw in lines for key in _named(raw, case_id))}
    dropped, digests = 0, set(_contents(work, case_id))
    for table, at, incarnation, n, raw in lines:
        if table is journal and _to_be_sent(work, incarnation, n):
            continue
        writes = parse(raw).writes
        digests |= {str(w.fields["digest"]) for w in writes if w.key in keys and "digest" in w.fields}
        if all(write.key in keys for write in writes):
            where = (at.incarnation == incarnation, at.n == n, at.raw == raw)
            dropped += connection.execute(update(table).where(*where).values(raw=None)).rowcount
    nothing: dict[str, Any] = {}
    reviewed = update(sync_review).where(sync_review.c.case_id == case_id)
    connection.execute(reviewed.values(base=nothing, theirs=nothing, ours=nothing))
    connection.execute(delete(sync_shadow).where(sync_shadow.c.key.in_(keys)))
    connection.execute(delete(sync_unknown).where(sync_unknown.c.key.in_(keys)))
    work.changed.add(journal.name)
    return dropped, digests


def _to_be_sent(work: Work, incarnation: str, n: int) -> bool:
    """Whether the center has not confirmed a line of this station's present history."""
    if work.central or incarnation != work.meta("incarnation"):
        return False
    other = peer(work.connection, CENTER)
    return other is None or other.acked_incarnation != incarnation or other.acked_n < n


def forget_contents(work: Work, digests: Iterable[str]) -> int:
    """Let go of contents that no attachment names any more; how many."""
    file = TABLES["attachment"].c.digest
    gone = 0
    for digest in digests:
        if work.connection.scalar(select(file).where(file == digest).limit(1)) is None:
            files.forget(work, digest)
            gone += 1
    return gone


def _named(raw: bytes, case_id: RecordId) -> set[RecordId]:
    """The rows of a line that say they are part of the case."""
    return {
        write.key
        for write in parse(raw).writes
        if case_id in (write.key, write.fields.get("case_id"), write.before.get("case_id"))
    }


def _parts(work: Work, case_id: RecordId) -> list[tuple[str, RecordId]]:
    found = []
    for name, kind in RECORDS.items():
        if kind.travels and kind.reach is Reach.CASE:
            column = TABLES[name].c.id if name == "case" else TABLES[name].c.case_id
            ids = work.connection.scalars(select(TABLES[name].c.id).where(column == case_id))
            found += [(name, key) for key in ids]
    return found


def _contents(work: Work, case_id: RecordId) -> list[str]:
    file = TABLES["attachment"].c
    return list(work.connection.scalars(select(file.digest).where(file.case_id == case_id).distinct()))
