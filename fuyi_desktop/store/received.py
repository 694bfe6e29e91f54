"""Lines from elsewhere: their chain, their positions, the fields that stand, and those put to review."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from fuyi_desktop.domain.errors import NotFound
from fuyi_desktop.domain.line import GENESIS, Hash, Line, Write, chain, line_hash
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome
from fuyi_desktop.domain.record import (
    LOCAL_FIELDS,
    Record,
    RecordId,
    column_types,
    flat,
    from_plain,
    new_id,
    unflat,
)
from fuyi_desktop.store.journal import note_cases
from fuyi_desktop.store.positions import Entry, known_write, last_position, log, set_fields, versions
from fuyi_desktop.store.schema import (
    RECORDS,
    sync_bundle,
    sync_chain,
    sync_peer,
    sync_review,
    sync_unknown,
    upsert,
)
from fuyi_desktop.store.work import Work, case_of, load

__all__ = [
    "acknowledge", "chain_tip", "decide_review", "known_line", "known_write", "note_bundle", "put_peer",
    "receive", "versions",
]  # fmt: skip

FACT = "facts."


@dataclass(frozen=True)
class Tip:
    """The end of a station's chain as far as it has been received."""

    n: int
    h: Hash


def chain_tip(connection: Connection, station: str, incarnation: str) -> Tip:
    """The longest run received of a station's incarnation; (0, genesis) where there is none."""
    c = sync_chain.c
    query = select(c.n, c.h).where(c.station == station, c.incarnation == incarnation)
    row = connection.execute(query.order_by(c.n.desc(), c.branch).limit(1)).one_or_none()
    return Tip(*row) if row is not None else Tip(0, GENESIS)


def known_line(connection: Connection, h: Hash) -> bool:
    """Whether the line that ends in this link has been received, on whatever branch."""
    return connection.scalar(select(sync_chain.c.n).where(sync_chain.c.h == h)) is not None


def receive(
    work: Work, raw: bytes, line: Line, station: str, incarnation: str, judgements: Mapping[str, Judgement],
    *, parent: Hash | None = None, branch: str = "", start: int | None = None,
) -> bool:  # fmt: skip
    """Take in one line with the judgement of each of its writes; False where it had been received before.

    The line follows the chain's tip unless another parent is named; its writes get the next positions unless
    the feed has given them some. No line of our own is made.
    """
    hashed = line_hash(raw)
    before = chain_tip(work.connection, station, incarnation).h if parent is None else parent
    h = chain(before, incarnation, line.n, hashed)
    if known_line(work.connection, h):
        return False
    work.connection.execute(
        insert(sync_chain).values(
            h=h, parent=before, station=station, incarnation=incarnation, n=line.n, branch=branch,
            line_hash=hashed, raw=raw,
        )
    )  # fmt: skip
    first = last_position(work.connection) + 1 if start is None else start
    entries: list[Entry] = []
    cases: set[RecordId] = set()
    for pos, write in enumerate(line.writes, first):
        judged = judgements[write.id]
        found: set[RecordId] = set() if judged.dup else _take(work, write, judged, line, station, pos)
        cases |= found
        stands = () if judged.dup else _stands(write, judged)
        entries.append(Entry(write.id, write.table, write.key, judged.outcome, judged.reviewed, stands))
    log(work.connection, entries, station, incarnation, line.n, branch=branch, start=first)
    claimed = datetime.fromtimestamp(max(0, min(line.wall, int(work.at.timestamp() * 1000))) / 1000, UTC)
    note_cases(work.connection, line, cases, station, incarnation, claimed)
    for case_id in cases:
        work.touch(case_id)
    work.changed.add("sync_log")
    return True


def decide_review(work: Work, review_id: str, decision: str) -> None:
    """裁决: close a review; the value decided on is put by the same deed."""
    c = sync_review.c
    found = work.connection.execute(
        update(sync_review)
        .where(c.id == review_id, c.state == "open")
        .values(state="decided", decision=decision, decided_by=work.by)
    )
    if found.rowcount != 1:
        raise NotFound(what="待裁决事项", key=review_id)
    work.changed.add(sync_review.name)


def put_peer(work: Work, station: str, **values: Any) -> None:
    """Keep what we know of a station we exchange with; what is not named stays."""
    row = work.connection.execute(select(sync_peer).where(sync_peer.c.station == station)).one_or_none()
    empty = {
        "keys": {}, "certificate": {}, "acked_incarnation": "", "acked_n": 0, "acked_tip": "",
        "acked_at": None, "last_seen": None, "facts": {},
    }  # fmt: skip
    known = dict(row._mapping) if row is not None else empty
    upsert(work.connection, sync_peer, [{**known, **values, "station": station}], "station")
    work.changed.add(sync_peer.name)


def acknowledge(work: Work, station: str, incarnation: str, n: int, tip: Hash) -> None:
    """县中心已收到: another station has our lines of an incarnation up to a number."""
    put_peer(
        work, station,
        acked_incarnation=incarnation, acked_n=n, acked_tip=tip.hex(), acked_at=work.at, last_seen=work.at,
    )  # fmt: skip


def note_bundle(
    work: Work,
    digest: str,
    *,
    direction: str,
    station: str,
    kind: str,
    first: int,
    last: int,
    state: str,
    name: str,
) -> None:
    """Record that a bundle went out or came in; the digest of its file knows it again."""
    row = {
        "digest": digest, "direction": direction, "station": station, "kind": kind, "first": first,
        "last": last, "at": work.at, "state": state, "name": name,
    }  # fmt: skip
    upsert(work.connection, sync_bundle, [row], "digest")
    work.changed.add(sync_bundle.name)


def _stands(write: Write, judged: Judgement) -> tuple[str, ...]:
    """The fields whose version this write now is."""
    names = tuple(name for name, outcome in judged.fields.items() if outcome is Outcome.SET)
    return set_fields(write.kind, names) if names else ()


def _take(work: Work, write: Write, judged: Judgement, line: Line, station: str, pos: int) -> set[RecordId]:
    """Apply what stands of a write, and put the rest to review; the cases it touches."""
    kind = RECORDS.get(write.table)
    if kind is None or not kind.travels:  # what is local stays local, whoever sends it
        _park(work, write.table, write.key, write.fields, pos)
        return set()
    current = load(work.connection, kind, write.key)
    reviewed = judged.reviewed
    after = current
    if write.kind == "d":
        after = None if ROW not in reviewed else current
    else:
        standing = {name: value for name, value in write.fields.items() if name not in reviewed}
        if current is None and write.kind == "u":
            _park(work, write.table, write.key, standing, pos)
        elif current is None:
            after = _made(work, kind, write, standing, pos)
        else:
            after = _changed(work, kind, write.table, current, standing, pos)
    work.accept(write.table, write.key, current, after)
    cases = {case_id for record in (current, after) if (case_id := case_of(record))}
    if reviewed:
        _review(work, write, reviewed, current, line, station, pos, next(iter(cases), ""))
    return cases


def _made(
    work: Work, kind: type[Record], write: Write, standing: Mapping[str, Any], pos: int
) -> Record | None:
    """A new row, from the fields that stand; one under review only where the row cannot do without."""
    required = {
        item.name
        for item in fields(kind)
        if item.default is MISSING and item.default_factory is MISSING and item.name not in LOCAL_FIELDS
    }
    given = {name: value for name, value in write.fields.items() if name in standing or name in required}
    readable = _readable(kind, given | _parked(work, write.table, write.key, kind))
    _park(work, write.table, write.key, {n: v for n, v in given.items() if n not in readable}, pos)
    if not required <= readable.keys():
        _park(work, write.table, write.key, readable, pos)
        return None
    return unflat(kind, write.key, _present(readable), revision=1)


def _changed(
    work: Work, kind: type[Record], table: str, current: Record, standing: Mapping[str, Any], pos: int
) -> Record:
    readable = _readable(kind, standing)
    _park(work, table, current.id, {n: v for n, v in standing.items() if n not in readable}, pos)
    return unflat(kind, current.id, _present(flat(current) | readable), revision=current.revision + 1)


def _present(found: Mapping[str, Any]) -> dict[str, Any]:
    """Without the facts that are null: that is how a line says that a fact is gone."""
    return {name: value for name, value in found.items() if value is not None or not name.startswith(FACT)}


def _readable(kind: type[Record], found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that this program knows, with values that it can read."""
    kinds = column_types(kind)
    return {
        name: value
        for name, value in found.items()
        if (name.startswith(FACT) and len(name) > len(FACT) and "facts" in kinds)
        or (name in kinds and name not in LOCAL_FIELDS and name != "facts" and _reads(*kinds[name], value))
    }


PLAIN: dict[type, type | tuple[type, ...]] = {bool: bool, int: (int, str), tuple: list}


def _reads(kind: type, null: bool, value: Any) -> bool:  # noqa: FBT001  # a pair of column_types
    if value is None:
        return null
    plain = PLAIN.get(kind) or (dict if issubclass(kind, Mapping) else str)
    if not isinstance(value, plain) or (kind is int and isinstance(value, bool)):
        return False
    try:
        found = from_plain(kind, value)
        return found.tzinfo is not None if kind is datetime else True
    except ValueError:
        return False


def _park(work: Work, table: str, key: str, found: Mapping[str, Any], pos: int) -> None:
    """Keep what cannot be used yet, as it was said, for the program or the row that will know it."""
    rows = [
        {"tbl": table, "key": key, "field": name, "json": json.dumps(value, ensure_ascii=False), "pos": pos}
        for name, value in found.items()
    ]
    upsert(work.connection, sync_unknown, rows, "tbl", "key", "field")


def _parked(work: Work, table: str, key: str, kind: type[Record]) -> dict[str, Any]:
    """Fields that came before their row did; taken out of what is kept aside."""
    c = sync_unknown.c
    rows = work.connection.execute(select(c.field, c.json).where(c.tbl == table, c.key == key))
    found = _readable(kind, {name: json.loads(text) for name, text in rows})
    work.connection.execute(delete(sync_unknown).where(c.tbl == table, c.key == key, c.field.in_(found)))
    return found


def _review(
    work: Work, write: Write, names: Iterable[str], current: Record | None, line: Line, station: str,
    pos: int, case_id: str,
) -> None:  # fmt: skip
    names = tuple(names)
    ours = flat(current) if current else {}
    if ROW in names:
        base, theirs, here = dict(write.before), dict(write.fields), ours
    else:
        base = {name: write.before[name] for name in names if name in write.before}
        theirs = {name: write.fields.get(name) for name in names}
        here = {name: ours[name] for name in names if name in ours}
    work.connection.execute(
        insert(sync_review).values(
            id=new_id(work.at), tbl=write.table, key=write.key, case_id=case_id, fields=names, base=base,
            theirs=theirs, ours=here, author=line.by, station=station, line=line.n, pos=pos, opened=work.at,
            state="open", decision="", decided_by="",
        )
    )  # fmt: skip
    work.changed.add(sync_review.name)
