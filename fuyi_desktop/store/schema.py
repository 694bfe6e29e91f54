"""The tables: those of the records follow from the records, the others stand here on one screen."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from fuyi_desktop.domain.blocks import BlockNote, NumberBlock
from fuyi_desktop.domain.case import Attachment, Case, Material
from fuyi_desktop.domain.casefile import Binding
from fuyi_desktop.domain.erasures import Erasure
from fuyi_desktop.domain.local import Draft, Setting
from fuyi_desktop.domain.minutes import Minutes, MinutesDraft, MinutesEntry
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.papers import Paper, Printing, Series
from fuyi_desktop.domain.party import Party, Person, Station, Unit
from fuyi_desktop.domain.printing import PrintCopy, PrintJob
from fuyi_desktop.domain.provisions import Provision, Recount
from fuyi_desktop.domain.record import INDEXED, Record, as_plain, column_types, from_plain
from fuyi_desktop.domain.rulings import Ruling
from fuyi_desktop.domain.sessions import Room, Session
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.templates import TemplateText
from fuyi_desktop.domain.workbooks import OwnWorkbook

R = TypeVar("R", bound=Record)

RECORDS: dict[str, type[Record]] = {
    record.table: record
    for record in (
        Case, Party, Unit, Station, Person, Step, Material, Attachment, Paper, Printing, Series, Setting,
        Binding, Draft, Provision, Recount, TemplateText, OwnWorkbook, PrintJob, PrintCopy,
        NumberBlock, BlockNote, Ruling, Erasure,
        Room, Session, Minutes, MinutesDraft, MinutesEntry,
    )
}  # fmt: skip
REMOVABLE = frozenset(
    {"draft", "setting", "material", "series", "print_job", "print_copy", "minutes_draft", "minutes_entry"}
)  # everything else is voided, or stays

COUNTED = frozenset({"series"})  # what a deed reads of these no other deed reads until it has ended


class Plain(TypeDecorator[Any]):
    """Facts, tuples and other JSON values as text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type = dict) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(as_plain(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return from_plain(self.kind, json.loads(value)) if value is not None else None


class Choice(TypeDecorator[StrEnum]):
    """A StrEnum as its text, so that the tables stay readable without us."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum] = StrEnum) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


PLAIN_COLUMNS: dict[type, type[TypeEngine[Any]]] = {
    str: Text, int: BigInteger, bool: Boolean, date: Date, datetime: Moment,
}  # fmt: skip


def column_type(kind: type) -> TypeEngine[Any]:
    """How a value of the given plain type is kept."""
    if kind in PLAIN_COLUMNS:
        return PLAIN_COLUMNS[kind]()
    return Choice(kind) if issubclass(kind, StrEnum) else Plain(kind)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def record_table(record: type[Record], of: MetaData) -> Table:
    """The table of a record."""
    # no foreign keys: what arrives in bundles may name rows that have not arrived yet
    indexed = {name for name, item in record.__dataclass_fields__.items() if item.metadata.get(INDEXED)}
    return Table(
        record.table,
        of,
        *(
            Column(name, column_type(kind), primary_key=name == "id", nullable=null, index=name in indexed)
            for name, (kind, null) in column_types(record).items()
        ),
    )


TABLES: dict[str, Table] = {name: record_table(record, metadata) for name, record in RECORDS.items()}

NOW_COLUMNS: dict[str, tuple[type, bool]] = column_types(CaseNow)  # type: ignore[arg-type]  # reads only fields
case_now = Table(
    CaseNow.table,
    metadata,
    Column("row", Integer, primary_key=True),  # of the search index, which knows rows by number only
    Column("rank", Integer, nullable=False),  # the order of lists: by due day, then without one, then ended
    *(
        Column(name, column_type(kind), nullable=null, unique=name == "case_id")
        for name, (kind, null) in NOW_COLUMNS.items()
    ),
    Index(None, "rank", "case_id"),
    Index(None, "holder", "rank"),
    Index(None, "handler", "rank"),
    Index(None, "kind", "rank"),
    Index(None, "state", "rank"),
    Index(None, "number"),
    Index(None, "receipt_number"),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("incarnation", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("txn", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("raw", LargeBinary),  # null once erased: the chain still holds
    Column("hash", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    UniqueConstraint("incarnation", "n"),
)
journal_case = Table(
    "journal_case",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("station", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Plain, nullable=False))
files = Table(
    "files",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the plain content
    Column("key", LargeBinary, nullable=False),  # gone with the row: so a content is erased for good
    Column("size", BigInteger, nullable=False),
)

sync_log = Table(
    "sync_log",
    metadata,
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("outcome", Text, nullable=False),
    Column("reviewed", Plain(tuple), nullable=False),  # the fields that went to review
    Column("merged", Plain, nullable=False),  # fields whose value is neither the author's nor the former one
    Column("station", Text, nullable=False, index=True),
    Column("incarnation", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("line", LargeBinary, nullable=False),  # the chain's link after the line; empty for in and leave
    Column("write_id", Text, nullable=False, index=True),
    Column("tbl", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("reach", Text, nullable=False, index=True),  # whom it concerns: domain.record.reach_of
    Column("link", LargeBinary, nullable=False),  # of the log's own chain, which checkpoints sign
)
sync_scope = Table(
    "sync_scope",
    metadata,
    Column("station", Text, primary_key=True),
    Column("case_id", Text, primary_key=True, index=True),
    Column("since", BigInteger, primary_key=True),  # position
    Column("until", BigInteger),  # position; null as long as the case concerns the station
)
sync_version = Table(
    "sync_version",
    metadata,
    Column("tbl", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # empty: of the row, for fields not set since it came
    Column("pos", BigInteger, nullable=False),
    Column("branch", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
)
sync_chain = Table(
    "sync_chain",
    metadata,
    Column("h", LargeBinary, primary_key=True),
    Column("parent", LargeBinary, nullable=False, index=True),
    Column("station", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("branch", Text, nullable=False),
    Column("line_hash", LargeBinary, nullable=False),
    Column("raw", LargeBinary),  # null once erased: the chain still holds
    Index(None, "station", "incarnation", "n"),
)
sync_branch = Table(
    "sync_branch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("station", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("parent", Text, nullable=False),  # empty: it has no history that is known here
    Column("after", BigInteger, nullable=False),  # the last line of the parent that is part of its history
)
sync_held = Table(
    "sync_held",
    metadata,
    Column("run", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True),
    Column("station", Text, nullable=False, index=True),
    Column("incarnation", Text, nullable=False),
    Column("prev", LargeBinary, nullable=False),  # what the run's first line follows
    Column("raw", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
sync_write = Table(
    "sync_write",  # our own, elsewhere than at the center
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("incarnation", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("tbl", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("pos", BigInteger),  # null: tentative, the center has not said what became of it
    Index(None, "tbl", "key"),
    Index(None, "pos", "seq"),
)
sync_shadow = Table(
    "sync_shadow",  # what the center has accepted of a field that a tentative write of ours hides
    metadata,
    Column("tbl", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Plain, nullable=False),
)
sync_review = Table(
    "sync_review",
    metadata,
    Column("id", Text, primary_key=True),  # of the write
    Column("tbl", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("case_id", Text, nullable=False, index=True),
    Column("fields", Plain(tuple), nullable=False),
    Column("base", Plain, nullable=False),
    Column("theirs", Plain, nullable=False),
    Column("ours", Plain, nullable=False),
    Column("author", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("line", BigInteger, nullable=False),
    Column("pos", BigInteger, nullable=False),
    Column("opened", Moment, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
)
sync_peer = Table(
    "sync_peer",
    metadata,
    Column("station", Text, primary_key=True),
    Column("keys", Plain, nullable=False),
    Column("certificate", Plain, nullable=False),
    Column("acked_incarnation", Text, nullable=False),
    Column("acked_n", BigInteger, nullable=False),
    Column("acked_tip", Text, nullable=False),
    Column("acked_at", Moment),
    Column("last_seen", Moment),
    Column("facts", Plain, nullable=False),
)
sync_bundle = Table(
    "sync_bundle",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("direction", Text, nullable=False),  # out or in
    Column("station", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("pos_first", BigInteger, nullable=False),  # what its lines were given here; 0 where nothing was
    Column("pos_last", BigInteger, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("told", Plain, nullable=False),  # what the import said of it: numbers and sentences
)
sync_chunk = Table(
    "sync_chunk",  # of contents that have not come whole yet
    metadata,
    Column("digest", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True),
    Column("of", BigInteger, nullable=False),
    Column("part", Text, nullable=False),  # digest of the chunk, under which it is kept
)
sync_unknown = Table(
    "sync_unknown",
    metadata,
    Column("tbl", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("json", Text, nullable=False),
    Column("pos", BigInteger, nullable=False),
)


def values_of(record: Record) -> dict[str, Any]:
    """A record's columns."""
    return {name: getattr(record, name) for name in column_types(type(record))}


def record_of(kind: type[R], row: Row[Any]) -> R:
    """The record that a row of its table holds."""
    return kind(**row._mapping)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *keys: str) -> None:
    """Insert the rows, or set what the rows with the same keys hold: the one place that knows dialects."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, tuple(rows[0]), keys), list(rows))


@cache  # made anew, it costs more than running it
def _upsert(dialect: str, table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # here: loading it costs every other start 20 ms

        statement: Any = postgresql.insert(table)
    else:
        statement = sqlite.insert(table)
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)
