"""The one door for writing: a deed is one transaction, one line, and one set of changed tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import BadFact, ChangedMeanwhile, NotFound
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.line import Write, must_be_text
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.record import Record, RecordId, column_types, flat, new_id, reach_of, unflat
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store.head import came_between, lock_head, other_law, snapshots, stand
from fuyi_desktop.store.journal import Deed, write_line, write_of
from fuyi_desktop.store.meta import read_meta, write_meta
from fuyi_desktop.store.projection import Project, batches, project_cases
from fuyi_desktop.store.schema import COUNTED, RECORDS, REMOVABLE, TABLES, case_now, record_of, values_of
from fuyi_desktop.store.scope import follow_cases
from fuyi_desktop.store.sqlcipher import fold_log

R = TypeVar("R", bound=Record)

IN_A_LINE = 4000  # writes: a recount of all a county's cases would not fit into one line


class Store:
    """An opened store: `reading` for questions, `work` for deeds."""

    def __init__(
        self, folder: Path, engine: Engine, clock: Callable[[], datetime], project: Project,
        release: Callable[[], None], key: DatabaseKey,
    ) -> None:  # fmt: skip
        self.folder, self.engine, self.clock, self.project = folder, engine, clock, project
        self.snapshots = snapshots(engine)
        self.law: Law | None = None  # in force here, once it has been put together from what is kept
        self.numbers = count()  # of the ids given since it was opened
        self._release, self._closed = release, False
        self.before_closing: Callable[[], None] = lambda: None
        self.key = key  # for a further slot, and to seal within: a server's database is not encrypted

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store and writes nothing."""
        with self.snapshots.connect() as connection:
            yield connection

    def work(self, by: str, why: str, *, clock: str = "", alone: bool = False) -> "Work":
        """A transaction: leaving the block commits, raising rolls back.

        With `alone`, other desks' deeds wait from its beginning on, not only while it commits: a bundle gives
        positions from its first line on.
        """
        return Work(self, by, why, clock, alone=alone)

    def find(self, kind: type[R], record_id: RecordId) -> R | None:
        """The record of an id, or None."""
        with self.reading() as connection:
            return load(connection, kind, record_id)

    def get(self, kind: type[R], record_id: RecordId) -> R:
        """The record of an id; NotFound."""
        return _there(self.find(kind, record_id), kind, record_id)

    def meta(self, key: str, default: Any = None) -> Any:
        """What the store says of itself under the key: station, incarnation, epoch, seen …"""
        with self.reading() as connection:
            return read_meta(connection, key, default)

    def close(self) -> None:
        """Write the log back into the file and let go of it; once is enough."""
        if self._closed:
            return
        self._closed = True
        self.before_closing()
        if self.engine.dialect.name == "sqlite":
            fold_log(self.engine)
        self.engine.dispose()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass
class _Touched:
    """A record within a transaction: as it was, as it is to be, and as the table has it by now."""

    before: Record | None
    after: Record | None
    written: Record | None = field(default=None)


class Work:
    """One transaction. What it reads includes what it has put."""

    connection: Connection
    at: datetime  # when it began, by the store's clock

    def __init__(self, store: Store, by: str, why: str, clock: str, *, alone: bool = False) -> None:
        self.store, self.by, self.why, self.clock, self._alone = store, by, why, clock, alone
        self.changed: set[str] = set()  # names of tables, readable after the commit too
        self._touched: dict[tuple[str, RecordId], _Touched] = {}
        self._cases: set[RecordId] = set()  # in whose journals the line is entered
        self._moved: set[RecordId] = set()  # those of them that the lists do not show as they are yet
        self._stale: set[RecordId] = set()  # to be projected, though nothing was written to them
        self._project: Project | None = None  # the one to follow from now on
        self._law: Law | None = None

    def __enter__(self) -> Self:
        self.at = self.store.clock()
        self.connection = self.store.engine.connect().execution_options(writing=True)
        self.connection.begin()
        if self._alone:
            lock_head(self.connection)
        self._since = stand(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        kept = False
        try:
            if error is None:
                self._commit()
                kept = True
        finally:
            if not kept:
                self.changed.clear()
            self.connection.close()  # what was not committed is rolled back here

    def new_id(self) -> RecordId:
        """An id after all those given before: records keep the order they were entered in."""
        number = next(self.store.numbers)
        found = new_id(self.at + timedelta(milliseconds=number >> 12))
        return f"{found[:13]}{number & 0xFFF:03x}{found[16:]}"  # RFC 9562 6.2: a counter before the noise

    def find(self, kind: type[R], record_id: RecordId) -> R | None:
        """The record of an id as this transaction sees it, or None."""
        touched = self._touched.get((kind.table, record_id))
        if touched is not None:
            return touched.after if isinstance(touched.after, kind) else None
        found = load(self.connection, kind, record_id, held=True)
        if found is None and kind.table in COUNTED:  # another desk may be beginning it
            lock_head(self.connection)
            found = load(self.connection, kind, record_id, held=True)
        return found

    def get(self, kind: type[R], record_id: RecordId) -> R:
        """The record of an id; NotFound."""
        return _there(self.find(kind, record_id), kind, record_id)

    def select(self, kind: type[R], /, **where: Any) -> list[R]:
        """The records whose columns have the given values, in the order they were entered."""
        self.flush()
        table = TABLES[kind.table]
        query = _rows(kind, held=True).where(*(table.c[name] == value for name, value in where.items()))
        return [record_of(kind, row) for row in self.connection.execute(query.order_by(table.c.id))]

    def put(self, record: R) -> R:
        """Keep a record, new (revision 0) or changed; ChangedMeanwhile where another change came between."""
        key = (record.table, record.id)
        touched = self._touched.get(key)
        if touched is None:
            # a new id is not looked up: the insert finds out
            before = load(self.connection, type(record), record.id) if record.revision else None
            touched = _Touched(before, before, before)
        stands = touched.after
        if record.revision != (stands.revision if stands else 0):
            raise ChangedMeanwhile
        saved = _normal(record)
        if isinstance(stands, type(record)) and saved == stands:
            return stands
        saved = replace(saved, revision=record.revision + 1)
        touched.after = saved
        self._note(key, touched)
        return saved

    def remove(self, record: Record) -> None:
        """Delete a record of a kind that may be deleted; all others are voided, or stay."""
        if record.table not in REMOVABLE:
            raise TypeError(f"a {record.table} is never deleted")
        key = (record.table, record.id)
        touched = self._touched.get(key)
        if touched is None:
            before = load(self.connection, type(record), record.id)
            touched = _Touched(before, before, before)
        if touched.after is None or touched.after.revision != record.revision:
            raise ChangedMeanwhile
        touched.after = None
        self._note(key, touched)

    def accept(self, table: str, record_id: RecordId, before: Record | None, after: Record | None) -> None:
        """Set a record to what a received line made of it; no line of our own says so."""
        self.must_not_hold(table, record_id)
        if not self._alone:
            lock_head(self.connection)
            self._alone = True
        if after == before:
            return
        if before is not None:
            self._replace(table, record_id, before, after)
        elif after is not None:
            self.connection.execute(insert(TABLES[table]).values(values_of(after)))
        self.changed.add(table)

    def must_not_hold(self, table: str, record_id: RecordId) -> None:
        """RuntimeError where the record was put here: it would write over what came from elsewhere."""
        if (table, record_id) in self._touched:
            raise RuntimeError("lines are received before records are put")

    def meta(self, key: str, default: Any = None) -> Any:
        """What the store says of itself, as this transaction sees it."""
        return read_meta(self.connection, key, default)

    @property
    def central(self) -> bool:
        """Whether this is the store of a center, whose log gives every write its place."""
        return bool(self.meta("station")["role"] == StationRole.CENTER)

    def set_meta(self, key: str, value: Any) -> None:
        """Set what the store says of itself."""
        write_meta(self.connection, {key: value})
        self.changed.add("meta")

    def touch(self, case_id: RecordId) -> None:
        """Have a case projected anew before the commit."""
        self._cases.add(case_id)
        self._moved.add(case_id)

    def project(self) -> None:
        """Bring the list rows of the cases touched so far up to what was written."""
        self.flush()
        lock_head(self.connection)  # else two desks that touch one case would each leave out the other's part
        cases, self._moved, self._stale = self._moved | self._stale, set(), set()
        if cases:
            project_cases(self.connection, cases, self._project or self.store.project)
            if self.central:
                follow_cases(self.connection, cases)
            self.changed.add(case_now.name)

    def project_all(self, project: Project) -> None:
        """Have every case projected anew, from now on by this: the rules or their reading have changed."""
        self._stale.update(self.connection.scalars(select(TABLES[Case.table].c.id)))
        self._project = project

    def follow(self, law: Law) -> None:
        """Have this law hold from the commit on, and every case projected by it."""
        self.project_all(law.now)
        self._law = law

    def flush(self) -> None:
        """Bring the tables up to what was put so far."""
        inserts: dict[str, list[dict[str, Any]]] = {}
        for (table, record_id), touched in self._touched.items():
            after, written = touched.after, touched.written
            if after is written:
                continue
            if written is None and after is not None:
                inserts.setdefault(table, []).append(values_of(after))
            elif written is not None:
                self._replace(table, record_id, written, after)
            touched.written = after
        for table, rows in inserts.items():
            try:
                self.connection.execute(insert(TABLES[table]), rows)
            except IntegrityError as error:
                raise ChangedMeanwhile from error  # the id was taken by another form

    def _replace(self, table: str, record_id: RecordId, written: Record, after: Record | None) -> None:
        column = TABLES[table].c
        where = (column.id == record_id, column.revision == written.revision)
        if after is None:
            found = self.connection.execute(delete(TABLES[table]).where(*where))
        else:
            found = self.connection.execute(update(TABLES[table]).where(*where).values(values_of(after)))
        if found.rowcount != 1:
            raise ChangedMeanwhile

    def _note(self, key: tuple[str, RecordId], touched: _Touched) -> None:
        self._touched[key] = touched
        self.changed.add(key[0])
        for record in (touched.before, touched.after):
            case_id = case_of(record)
            if case_id:
                self.touch(case_id)

    def _commit(self) -> None:
        self.flush()
        lock_head(self.connection)
        self._nobody_came_between()
        writes = [
            write
            for (table, key), touched in self._touched.items()
            if RECORDS[table].travels and (write := write_of(table, key, touched.before, touched.after))
        ]
        deed = Deed(self.by, self.why, self.clock, self.at)
        for number, part in enumerate(batches(writes, IN_A_LINE)):
            # where there are several lines, each stands in the journals of its own cases
            cases = self._cases if len(writes) <= IN_A_LINE else self._cases_of(part, first=number == 0)
            write_line(self.connection, deed, part, cases, self._reach)
        self.project()
        self.connection.commit()
        self.store.project = self._project or self.store.project
        self.store.law = self._law or self.store.law

    def _reach(self, write: Write) -> str:
        touched = self._touched[write.table, write.key]
        stands = touched.after or touched.before
        return reach_of(RECORDS[write.table], write.key, flat(stands) if stands else {})

    def _nobody_came_between(self) -> None:
        """ChangedMeanwhile where this deed was decided on what another desk has changed by now."""
        if not self._alone and came_between(self.connection, self._cases, self._since):
            raise ChangedMeanwhile
        law = self.store.law
        if self._cases and self._law is None and other_law(self.connection, law.digest if law else None):
            self.store.law = None  # to be put together anew
            raise ChangedMeanwhile

    def _cases_of(self, writes: Sequence[Write], *, first: bool) -> set[RecordId]:
        """The cases that the writes are part of; what no write is part of goes with the first line."""
        of = {}
        for (table, key), touched in self._touched.items():
            of[table, key] = {found for r in (touched.before, touched.after) if (found := case_of(r))}
        rest = self._cases.difference(*of.values()) if first else set()
        return rest.union(*(of[write.table, write.key] for write in writes))


def load(connection: Connection, kind: type[R], record_id: RecordId, *, held: bool = False) -> R | None:
    """The record of an id as the table has it, or None; with `held`, a counted one is kept from others."""
    found = _rows(kind, held=held).where(TABLES[kind.table].c.id == record_id)
    row = connection.execute(found).one_or_none()
    return record_of(kind, row) if row is not None else None


def _rows(kind: type[Record], *, held: bool) -> Select[Any]:
    query = select(TABLES[kind.table])
    return query.with_for_update() if held and kind.table in COUNTED else query


def case_of(record: Record | None) -> RecordId | None:
    """The case that a record is part of."""
    if isinstance(record, Case):
        return record.id
    return getattr(record, "case_id", None)


def _there(found: R | None, kind: type[R], record_id: RecordId) -> R:
    if found is None:
        raise NotFound(what=WHAT.get(kind.table, "记录"), key=record_id)
    return found


WHAT = {
    "case": "案件",
    "party": "当事人",
    "step": "步骤",
    "unit": "机关单位",
    "paper": "文书",
    "material": "材料",
}


def _normal(record: R) -> R:
    """The record as it will be read again: moments in UTC, facts as JSON keeps them and none of them null."""
    found = {
        name: value
        for name, value in flat(record).items()
        if value is not None or not name.startswith("facts.")
    }
    try:
        must_be_text(found)
    except ValueError as error:
        why = "含有不能保存的字符（空字符或者半个字符），请删去后重新输入。"
        raise BadFact(label="内容", why=why) from error
    saved = unflat(type(record), record.id, found, revision=record.revision)
    moments = {
        name: getattr(saved, name).astimezone(UTC)
        for name, (kind, _) in column_types(type(record)).items()
        if kind is datetime and getattr(saved, name) is not None
    }
    return replace(saved, **moments) if moments else saved
