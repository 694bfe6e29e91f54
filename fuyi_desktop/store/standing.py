"""What stands at a station: the center's entries beneath, its own tentative writes on top (`sync.md` 3.7).

The tables hold the view. Of a field that a tentative write hides, the value accepted by the center is kept
beside it (`sync_shadow`), or stands in the earliest tentative write as what was there before.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from fuyi_desktop.domain.line import Write, parse
from fuyi_desktop.domain.outcome import ROW
from fuyi_desktop.domain.record import Reach, RecordId, flat
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.rows import Key, Plain, Rows, complete, present
from fuyi_desktop.store.schema import (
    RECORDS,
    TABLES,
    journal,
    record_of,
    sync_review,
    sync_shadow,
    sync_write,
    upsert,
)
from fuyi_desktop.store.work import Work

ABSENT = "absent"  # in a shadow: the center has no such row
own, shadow = sync_write.c, sync_shadow.c


@dataclass(frozen=True)
class Tentative:
    """A write of ours that the center has not answered yet."""

    write: Write
    by: str
    n: int

    def touches(self, name: str) -> bool:
        return self.write.kind != "u" or name in self.write.fields


class Standing:
    """The view and what lies beneath it, as one transaction finds and leaves them."""

    def __init__(self, work: Work, writes: Sequence[Write], rows: Rows | None = None) -> None:
        self.work = work
        self.rows = rows or Rows(work)
        self._own = _own_writes(work.connection, [write.id for write in writes])
        self._waiting: dict[Key, list[Tentative]] = {}
        self._shadows: dict[Key, dict[str, Any]] = {}
        self._met: set[Key] = set()
        self._meet({(write.table, write.key) for write in writes})
        self._changed: set[Key] = set()
        self._fates: dict[str, int] = {}
        self._reviews: list[dict[str, Any]] = []

    def is_own(self, write_id: str) -> bool:
        """Whether the write is one of ours that still waits for its fate."""
        return write_id in self._own and self._own[write_id] is None and write_id not in self._fates

    def was_own(self, write_id: str) -> bool:
        """Whether the write is one of ours, whatever became of it."""
        return write_id in self._own

    def foreign(self, write: Write, held: Iterable[str], pos: int) -> None:
        """A write from elsewhere, as far as the center has accepted it."""
        key = (write.table, write.key)
        given = {name: value for name, value in write.fields.items() if name not in held}
        if write.kind == "d":
            if ROW not in held:
                self._gone(key)
            return
        if self.rows.get(*key) is None and not self._waiting.get(key):
            if write.kind == "i":
                self.rows.make(*key, given, pos)
            else:
                self.rows.park(*key, given, pos)
            return
        self._accept(key, given, pos)

    def whole(self, table: str, key: RecordId, found: Plain, pos: int) -> None:
        """A row as the center has it: in a seed, or of a case that concerns us from now on."""
        place = (table, key)
        now = self.rows.get(table, key)
        if not self._waiting.get(place):
            self.rows.put(table, key, None)
            if not self.rows.make(table, key, found, pos, whole=True) and now is not None:
                self.rows.put(table, key, now)
            return
        gone = {name: None for name in now or {} if name.startswith("facts.") and name not in found}
        self._unshade(place, [ROW])
        self._accept(place, {**found, **gone}, pos)

    def case_only(self, case_id: RecordId, keys: Collection[Key]) -> None:
        """Of a case that was told whole, these rows: what else is here of it the center has no more.

        But for rows that we have made ourselves, as long as they have not been answered.
        """
        others = [key for key in rows_here(self.work.connection, case_id) if key not in keys]
        self._meet(others)
        for key in others:
            if not any(one.write.kind == "i" for one in self._waiting.get(key, [])):
                self._gone(key)

    def fate(self, write: Write, held: Sequence[str], merged: Plain, by: str, n: int, pos: int) -> None:
        """What became of a write of our own."""
        key = (write.table, write.key)
        rest = [one for one in self._waiting.get(key, []) if one.write.id != write.id]
        self._waiting[key] = rest
        self._fates[write.id] = pos
        ours = dict(self.rows.get(*key) or {})
        match write.kind:
            case "i":
                self._made(key, write, set(held), merged, rest, pos)
            case "u":
                self._set(key, write, set(held), merged, rest, pos)
            case _:
                self._deleted(key, write, ROW in held, rest)
        if held:
            self._reviews.append(self._review(write, tuple(held), ours, by, n, pos))

    def flush(self) -> None:
        """Write the view, the shadows and the fates."""
        connection = self.work.connection
        self.rows.flush()
        for table, key in self._changed:
            connection.execute(delete(sync_shadow).where(shadow.tbl == table, shadow.key == key))
            kept = self._shadows.get((table, key), {})
            rows = [{"tbl": table, "key": key, "field": name, "value": value} for name, value in kept.items()]
            if rows:
                connection.execute(insert(sync_shadow), rows)
        self._changed.clear()
        for write_id, pos in self._fates.items():
            connection.execute(update(sync_write).where(own.id == write_id).values(pos=pos))
            self._own[write_id] = pos
        self._fates.clear()
        upsert(connection, sync_review, self._reviews, "id")
        self._reviews = []
        self.work.changed.update((sync_write.name, sync_review.name))

    def lay_bare(self, key: Key) -> None:
        """Begin a row anew from what the center has of it: its tentative writes are laid on top again."""
        place = self.rows.get(*key)
        waiting = self._waiting.get(key, [])
        self._unshade(key, list(self._shadows.get(key, {})))
        beneath = dict(place) if place is not None else None
        for one in waiting:
            self._lay(key, one.write, beneath)

    def _lay(self, key: Key, write: Write, beneath: Plain | None) -> None:
        now = self.rows.get(*key)
        if write.kind == "d":
            self._shade(key, beneath or {ROW: ABSENT})
            self.rows.put(*key, None)
            return
        if beneath is None:
            self._shade(key, {ROW: ABSENT})
        else:
            self._shade(key, {name: beneath.get(name) for name in write.fields}, over=False)
        if now is None and write.kind == "i":
            self.rows.make(*key, write.fields, 0)
        elif now is not None:
            self.rows.change(*key, write.fields, 0)

    def _meet(self, keys: Iterable[Key]) -> None:
        """Look up what is here of these rows."""
        new = set(keys) - self._met
        if new:
            self._met |= new
            self.rows.fetch(new)
            self._waiting |= tentative(self.work.connection, new)
            self._shadows |= _shadows(self.work.connection, new)

    def _gone(self, key: Key) -> None:
        """The center has the row no more; one that a write of ours hides stays until it is answered."""
        if self._waiting.get(key):
            self._shade(key, {ROW: ABSENT})
        else:
            self.rows.put(*key, None)
            self.rows.unpark(*key, self.rows.parked(*key))

    def _accept(self, key: Key, given: Plain, pos: int) -> None:
        """Fields that the center has set: shown, but for those that a tentative write of ours hides."""
        waiting = self._waiting.get(key, [])
        hidden = {name: value for name, value in given.items() if any(one.touches(name) for one in waiting)}
        open_ = {name: value for name, value in given.items() if name not in hidden}
        self._shade(key, hidden)
        if open_:
            self.rows.change(*key, open_, pos)

    def _made(
        self, key: Key, write: Write, held: set[str], merged: Plain, rest: Sequence[Tentative], pos: int
    ) -> None:
        if not held or held != set(write.fields):
            self._unshade(key, [ROW])
            self._set(key, write, held, merged, rest, pos)
        elif RECORDS[write.table].reach is Reach.COUNTY:
            pass  # our own word on what is the county's holds here until the center says otherwise
        elif rest:
            self._shade(key, {ROW: ABSENT})
        else:
            self._unshade(key, list(self._shadows.get(key, {})))
            self.rows.put(*key, None)

    def _set(
        self, key: Key, write: Write, held: set[str], merged: Plain, rest: Sequence[Tentative], pos: int
    ) -> None:
        beneath = self._shadows.get(key, {})
        shown: dict[str, Any] = {}
        for name, value in write.fields.items():
            stands = merged.get(name, value)
            if name in held:
                stands = beneath[name] if name in beneath else write.before.get(name)
            if any(one.touches(name) for one in rest):
                self._shade(key, {name: stands})
            else:
                self._unshade(key, [name])
                shown[name] = stands
        for name in sorted(beneath.keys() - write.fields.keys() - {ROW}):
            if not any(one.touches(name) for one in rest):  # a row of our own making hid what it did not name
                shown[name] = beneath[name]
                self._unshade(key, [name])
        now = self.rows.get(*key)
        if now is not None:
            differing = {name: value for name, value in shown.items() if now.get(name) != value}
            if differing:
                self.rows.change(*key, differing, pos)
        if beneath.get(ROW) == ABSENT and not rest:
            self._unshade(key, list(beneath))
            self.rows.put(*key, None)

    def _deleted(self, key: Key, write: Write, held: bool, rest: Sequence[Tentative]) -> None:  # noqa: FBT001
        beneath = self._shadows.get(key, {})
        if not held:
            self._unshade(key, list(beneath))
            self.rows.put(*key, None)
        elif not rest:
            found = {**write.before, **{name: value for name, value in beneath.items() if name != ROW}}
            self._unshade(key, list(beneath))
            if beneath.get(ROW) != ABSENT:
                self.rows.put(*key, complete(RECORDS[write.table], present(found)))

    def _shade(self, key: Key, values: Mapping[str, Any], *, over: bool = True) -> None:
        if values:
            kept = self._shadows.setdefault(key, {})
            kept.update({name: value for name, value in values.items() if over or name not in kept})
            self._changed.add(key)

    def _unshade(self, key: Key, names: Iterable[str]) -> None:
        kept = self._shadows.get(key, {})
        for name in list(names):
            if name in kept:
                del kept[name]
                self._changed.add(key)

    def _review(
        self, write: Write, held: tuple[str, ...], ours: Plain, by: str, n: int, pos: int
    ) -> dict[str, Any]:
        case_id = write.key if write.table == "case" else str(
            ours.get("case_id") or write.fields.get("case_id") or write.before.get("case_id") or ""
        )  # fmt: skip
        return {
            "id": write.id, "tbl": write.table, "key": write.key, "case_id": case_id, "fields": held,
            "base": {name: write.before[name] for name in held if name in write.before},
            "theirs": {name: write.fields.get(name) for name in held if name != ROW},
            "ours": {name: (self.rows.get(write.table, write.key) or {}).get(name) for name in held},
            "author": by, "station": self.work.meta("station")["station"], "line": n, "pos": pos,
            "opened": self.work.at, "state": "open", "decision": "", "decided_by": "",
        }  # fmt: skip


def tentative(connection: Connection, keys: Iterable[Key] | None = None) -> dict[Key, list[Tentative]]:
    """Our writes that the center has not answered, in the order they were made; of all rows, or of these."""
    c = journal.c
    query = (
        select(own.id, own.tbl, own.key, own.n, c.raw, c.by)
        .join(journal, (c.incarnation == own.incarnation) & (c.n == own.n))
        .where(own.pos.is_(None))
        .order_by(own.seq)
    )
    wanted = None if keys is None else set(keys)
    if wanted is not None and len(wanted) <= BATCH:
        query = query.where(own.key.in_({key for _, key in wanted}))
    found: dict[Key, list[Tentative]] = {}
    raw, writes = b"", dict[str, Write]()
    for row in connection.execute(query):
        if wanted is not None and (row.tbl, row.key) not in wanted:
            continue
        if row.raw is not raw:
            raw, writes = row.raw, {write.id: write for write in parse(row.raw).writes}
        found.setdefault((row.tbl, row.key), []).append(Tentative(writes[row.id], row.by, row.n))
    return found


def committed(connection: Connection) -> Iterator[tuple[str, RecordId, Plain]]:
    """The rows of cases as the center has accepted them, without our tentative writes on top."""
    waiting, beneath = tentative(connection), _shadows(connection, None)
    shown: set[Key] = set()
    for name, kind in RECORDS.items():
        if not (kind.travels and kind.reach is Reach.CASE):
            continue
        for row in connection.execute(select(TABLES[name]).order_by(TABLES[name].c.id)):
            record = record_of(kind, row)
            key = (name, record.id)
            shown.add(key)
            found = _beneath(flat(record), waiting.get(key, []), beneath.get(key, {}))
            if found is not None:
                yield name, record.id, found
    for key, ones in waiting.items():
        gone = ones[-1].write.kind == "d" and key not in shown
        if gone and RECORDS[key[0]].reach is Reach.CASE:
            found = _beneath(dict(ones[-1].write.before), ones[:-1], beneath.get(key, {}))
            if found is not None:
                yield (*key, found)


def _beneath(view: Plain, waiting: Sequence[Tentative], shadows: Plain) -> dict[str, Any] | None:
    if shadows.get(ROW) == ABSENT or any(one.write.kind == "i" for one in waiting):
        return None
    found = dict(view)
    for one in reversed(waiting):
        if one.write.kind == "u":
            found |= {name: one.write.before.get(name) for name in one.write.fields}
    return present({**found, **shadows})


def drop_case(rows: Rows, connection: Connection, case_id: RecordId) -> None:
    """Let go of a case that does not concern this station any more, with everything that is part of it."""
    found = list(rows_here(connection, case_id))
    rows.fetch(found)
    for key in found:
        rows.put(*key, None)
        rows.unpark(*key, rows.parked(*key))


def rows_here(connection: Connection, case_id: RecordId) -> Iterator[Key]:
    """The rows of a case and its parts that are here."""
    for name, kind in RECORDS.items():
        if not (kind.travels and kind.reach is Reach.CASE):
            continue
        column = TABLES[name].c.id if name == "case" else TABLES[name].c.case_id
        for key in connection.scalars(select(TABLES[name].c.id).where(column == case_id)):
            yield name, key


def waits(connection: Connection, case_id: RecordId) -> bool:
    """Whether a write of ours to the case or a part of it is still unanswered."""
    return any(
        write.write.key == case_id
        or case_id in (write.write.fields.get("case_id"), write.write.before.get("case_id"))
        or _is_part(connection, table, key, case_id)
        for (table, key), ones in tentative(connection).items()
        for write in ones
    )


def cases_worked_on(connection: Connection) -> set[RecordId]:
    """The cases of others that writes of ours, made to them and not answered yet, name."""
    begun, found = set[RecordId](), set[RecordId]()
    for (table, key), ones in tentative(connection).items():
        for one in ones:
            if table == "case":
                (begun if one.write.kind == "i" else found).add(key)
            elif case_id := one.write.fields.get("case_id") or one.write.before.get("case_id"):
                found.add(str(case_id))
    return found - begun


def _is_part(connection: Connection, table: str, key: RecordId, case_id: RecordId) -> bool:
    column = TABLES[table].c.get("case_id")
    if column is None:
        return False
    return connection.scalar(select(column).where(TABLES[table].c.id == key)) == case_id


def _own_writes(connection: Connection, ids: Iterable[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for batch in batches(ids, BATCH):
        query = select(own.id, own.pos).where(own.id.in_(batch))
        found |= {row.id: row.pos for row in connection.execute(query)}
    return found


def _shadows(connection: Connection, keys: Iterable[Key] | None) -> dict[Key, dict[str, Any]]:
    found: dict[Key, dict[str, Any]] = {}
    wanted = None if keys is None else set(keys)
    for row in connection.execute(select(sync_shadow)):
        if wanted is None or (row.tbl, row.key) in wanted:
            found.setdefault((row.tbl, row.key), {})[row.field] = row.value
    return found
