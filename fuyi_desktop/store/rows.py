"""Rows as plain values: looked up, changed and written many at a time, as lines from elsewhere need it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from fuyi_desktop.domain.record import (
    LOCAL_FIELDS,
    Record,
    RecordId,
    column_types,
    flat,
    from_plain,
    unflat,
)
from fuyi_desktop.store.projection import BATCH, batches
from fuyi_desktop.store.schema import RECORDS, TABLES, record_of, sync_unknown, upsert, values_of
from fuyi_desktop.store.work import Work

FACT = "facts."

Key = tuple[str, RecordId]  # table and id
Plain = Mapping[str, Any]  # a row as `flat` gives it


@dataclass
class _Row:
    before: Plain | None
    revision: int
    after: Plain | None


class Rows:
    """The rows of one transaction, as it finds and leaves them; `flush` brings the tables up to it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.cases: set[RecordId] = set()  # whose rows were written
        self._held: dict[Key, _Row] = {}
        self._parked: dict[Key, dict[str, dict[str, Any]]] = {}
        self._aside: set[Key] | None = None  # rows of which something was kept aside before

    def fetch(self, keys: Iterable[Key]) -> None:
        """Look up many rows at once; those of tables that we do not know, or that stay local, are none."""
        wanted: dict[str, set[RecordId]] = {}
        for table, key in keys:
            if (table, key) not in self._held:
                wanted.setdefault(table, set()).add(key)
        for table, ids in wanted.items():
            for key in ids:
                self._held[table, key] = _Row(None, 0, None)
            if not known_kind(table):
                continue
            for batch in batches(sorted(ids), BATCH):
                query = select(TABLES[table]).where(TABLES[table].c.id.in_(batch))
                for row in self.work.connection.execute(query):
                    record = record_of(RECORDS[table], row)
                    found = flat(record)
                    self._held[table, record.id] = _Row(found, record.revision, found)

    def get(self, table: str, key: RecordId) -> Plain | None:
        """The row as it stands in this transaction; None where there is none."""
        if (table, key) not in self._held:
            self.fetch([(table, key)])
        return self._held[table, key].after

    def put(self, table: str, key: RecordId, found: Plain | None) -> None:
        """Set the row, or with None take it away."""
        self.get(table, key)
        self._held[table, key].after = found

    def change(self, table: str, key: RecordId, given: Plain, pos: int) -> None:
        """Set fields of a row; what cannot be used yet is kept aside as it was said."""
        current = self.get(table, key)
        kind = RECORDS[table] if known_kind(table) else None
        if kind is None or current is None:
            self.park(table, key, given, pos)
            return
        usable = readable(kind, given)
        self.park(table, key, {name: value for name, value in given.items() if name not in usable}, pos)
        if usable:
            self.put(table, key, present({**current, **usable}))

    def make(self, table: str, key: RecordId, given: Plain, pos: int, *, whole: bool = False) -> bool:
        """A new row from these fields and those that came before it; False where it cannot be made yet.

        A row that is told whole is as it is told: what had come before it means nothing any more.
        """
        kind = RECORDS[table] if known_kind(table) else None
        if kind is None:
            self.park(table, key, given, pos)
            return False
        early = self._unparked(kind, table, key)
        usable = readable(kind, given if whole else {**given, **early})
        self.park(table, key, {name: value for name, value in given.items() if name not in usable}, pos)
        if not required(kind) <= usable.keys():
            self.park(table, key, usable, pos)
            return False
        self.put(table, key, complete(kind, present(usable)))
        return True

    def park(self, table: str, key: RecordId, given: Plain, pos: int) -> None:
        """Keep what cannot be used yet, as it was said, for the program or the row that will know it."""
        for name, value in given.items():
            self._parked.setdefault((table, key), {})[name] = {
                "tbl": table, "key": key, "field": name, "json": json.dumps(value, ensure_ascii=False),
                "pos": pos,
            }  # fmt: skip

    def flush(self) -> None:
        """Write what was changed, and have the cases it belongs to projected anew."""
        parked = [row for kept in self._parked.values() for row in kept.values()]
        upsert(self.work.connection, sync_unknown, parked, "tbl", "key", "field")
        self._parked.clear()
        self._aside = None
        made: dict[str, list[dict[str, Any]]] = {}
        changed: dict[str, list[dict[str, Any]]] = {}
        gone: dict[str, list[RecordId]] = {}
        for (table, key), row in self._held.items():
            if row.after == row.before:
                continue
            self.work.must_not_hold(table, key)
            self.cases.update(_cases(table, key, row.before) | _cases(table, key, row.after))
            if row.after is None:
                gone.setdefault(table, []).append(key)
            else:
                record = unflat(RECORDS[table], key, row.after, revision=row.revision + 1)
                (made if row.before is None else changed).setdefault(table, []).append(values_of(record))
            row.revision = row.revision + 1 if row.after is not None else 0
            row.before = row.after
        for table, rows in made.items():
            self.work.connection.execute(insert(TABLES[table]), rows)
        for table, rows in changed.items():
            self._update(table, rows)
        for table, ids in gone.items():
            for batch in batches(ids, BATCH):
                self.work.connection.execute(delete(TABLES[table]).where(TABLES[table].c.id.in_(batch)))
        for case_id in self.cases:
            self.work.touch(case_id)
        self.work.changed.update(made, changed, gone)

    def _update(self, table: str, rows: list[dict[str, Any]]) -> None:
        statement = update(TABLES[table]).where(TABLES[table].c.id == bindparam("of"))
        self.work.connection.execute(statement, [{**row, "of": row.pop("id")} for row in rows])

    def _unparked(self, kind: type[Record], table: str, key: RecordId) -> dict[str, Any]:
        """Fields that came before their row did; taken out of what is kept aside."""
        found = readable(kind, self.parked(table, key))
        self.unpark(table, key, found)
        return found

    def unpark(self, table: str, key: RecordId, names: Iterable[str]) -> None:
        """Keep these fields aside no longer."""
        c, gone = sync_unknown.c, list(names)
        for name in gone:
            self._parked.get((table, key), {}).pop(name, None)
        if gone and (table, key) in (self._aside or ()):
            where = (c.tbl == table, c.key == key, c.field.in_(gone))
            self.work.connection.execute(delete(sync_unknown).where(*where))

    def parked(self, table: str, key: RecordId) -> dict[str, Any]:
        """What is kept aside of a row, as it was said."""
        c = sync_unknown.c
        if self._aside is None:
            pairs = self.work.connection.execute(select(c.tbl, c.key).distinct())
            self._aside = {(of, one) for of, one in pairs}
        told = {name: json.loads(row["json"]) for name, row in self._parked.get((table, key), {}).items()}
        if (table, key) in self._aside:
            rows = self.work.connection.execute(select(c.field, c.json).where(c.tbl == table, c.key == key))
            told = {name: json.loads(text) for name, text in rows} | told
        return told


def _cases(table: str, key: RecordId, found: Plain | None) -> set[RecordId]:
    """The case that a row is part of."""
    case_id = key if table == "case" else (found or {}).get("case_id")
    return {case_id} if found and case_id else set()


def known_kind(table: str) -> bool:
    """Whether rows of this table can come from elsewhere: what is local stays local, whoever sends it."""
    kind = RECORDS.get(table)
    return kind is not None and kind.travels


def required(kind: type[Record]) -> set[str]:
    """The fields that a row cannot do without."""
    if kind not in _REQUIRED:
        _REQUIRED[kind] = {
            item.name
            for item in fields(kind)
            if item.default is MISSING and item.default_factory is MISSING and item.name not in LOCAL_FIELDS
        }
    return _REQUIRED[kind]


_REQUIRED: dict[type[Record], set[str]] = {}


def complete(kind: type[Record], found: Plain) -> dict[str, Any]:
    """The row with what its record has by default, so that it equals the row that is read again."""
    return dict(found) if _names(kind) <= found.keys() else flat(unflat(kind, "", found))


def _names(kind: type[Record]) -> frozenset[str]:
    """The columns that a whole row names; facts are there or not."""
    if kind not in _NAMES:
        _NAMES[kind] = frozenset(column_types(kind)) - LOCAL_FIELDS - {"facts"}
    return _NAMES[kind]


_NAMES: dict[type[Record], frozenset[str]] = {}


def present(found: Plain) -> dict[str, Any]:
    """Without the facts that are null: that is how a line says that a fact is gone."""
    return {name: value for name, value in found.items() if value is not None or not name.startswith(FACT)}


def readable(kind: type[Record], found: Plain) -> dict[str, Any]:
    """The fields that this program knows, with values that it can read."""
    kinds = column_types(kind)
    return {
        name: value
        for name, value in found.items()
        if (name in kinds and name not in LOCAL_FIELDS and name != "facts" and _reads(*kinds[name], value))
        or (name.startswith(FACT) and len(name) > len(FACT) and "facts" in kinds)
    }


PLAIN: dict[type, type | tuple[type, ...]] = {bool: bool, int: (int, str), tuple: list}


def _reads(kind: type, null: bool, value: Any) -> bool:  # noqa: FBT001  # a pair of column_types
    if value is None:
        return null
    if kind is str:
        return isinstance(value, str)
    plain = PLAIN.get(kind) or (dict if issubclass(kind, Mapping) else str)
    if not isinstance(value, plain) or (kind is int and isinstance(value, bool)):
        return False
    try:
        found = from_plain(kind, value)
        return found.tzinfo is not None if kind is datetime else True
    except ValueError:
        return False
