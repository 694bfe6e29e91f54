"""The record: a frozen value with an id, a revision, and a rule for merging each of its fields."""

import os
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

RecordId = str
Facts = Mapping[str, Any]

MERGE = "merge"
INDEXED = "indexed"
GROUP = "group"

R = TypeVar("R", bound="Record")


class Merge(StrEnum):
    """What becomes of two values of one field, written without sight of each other (`sync.md` 3.8)."""

    IDENTITY = "identity"  # written once; a second different value goes to review
    SCALAR = "scalar"  # the accepted value stays, the other goes to review
    LEGAL = "legal"  # money, legal dates, results, signatures: never merged
    TEXT = "text"  # long text: by sentence where the edits do not touch
    CENTER = "center"  # a station's write is a proposal
    STATION = "station"  # the holder's own
    LOW = "low"  # the later one wins, the other is kept in the history


class Reach(StrEnum):
    """Whose business a record is: which stations the center tells of it (`sync.md` 3.20)."""

    CASE = "case"  # the stations that the case concerns
    STATION = "station"  # the one that the record names
    COUNTY = "county"  # everybody


EVERYBODY, NOBODY = "*", ""


def kept(merge: Merge, default: Any = ..., *, indexed: bool = False, group: str = "") -> Any:
    """A record's field, with its merge rule and, where lists ask for it, an index.

    Fields of one group are in conflict together: what was written beside them means nothing without them.
    """
    metadata = {MERGE: merge, INDEXED: indexed, GROUP: group}
    if default is ...:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


def new_id(at: datetime) -> RecordId:
    """A UUIDv7 as 32 hexadecimal digits: ordered by time, unique by its 74 random bits."""
    stamp = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(os.urandom(10), "big")
    high = (stamp << 16) | 0x7000 | ((noise >> 62) & 0x0FFF)
    low = (0b10 << 62) | (noise & ((1 << 62) - 1))
    return f"{high:016x}{low:016x}"


@dataclass(frozen=True, kw_only=True)
class Record:
    """A value that can be kept, compared, journaled and sent; two records with equal fields are equal."""

    table: ClassVar[str]  # of the table, and of the type in a journal line
    travels: ClassVar[bool] = True
    reach: ClassVar[Reach] = Reach.CASE

    id: RecordId = kept(Merge.IDENTITY)
    revision: int = kept(Merge.LOW, 0)  # local: guards only lost updates between two open forms


LOCAL_FIELDS = frozenset(
    {"id", "revision"}
)  # the id is the line's key, the revision never leaves the station


_TYPES: dict[type, dict[str, tuple[type, bool]]] = {}


def column_types(record: type[Record]) -> dict[str, tuple[type, bool]]:
    """Name → (plain type, may be null) of every field of a record, in the order of its definition."""
    if record not in _TYPES:
        hints = typing.get_type_hints(record)
        _TYPES[record] = {item.name: _plain(hints[item.name]) for item in fields(record)}
    return _TYPES[record]


def _plain(hint: Any) -> tuple[type, bool]:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (arg for arg in typing.get_args(hint) if arg is not type(None))
        return _plain(inner)[0], True
    return (origin or hint), False


def merge_rules(record: type[Record]) -> dict[str, Merge]:
    """Name → merge rule of every field that travels."""
    return {item.name: item.metadata[MERGE] for item in fields(record) if item.name not in LOCAL_FIELDS}


def groups(record: type[Record]) -> dict[str, str]:
    """Name → group of the fields that belong to one."""
    return {item.name: found for item in fields(record) if (found := item.metadata.get(GROUP))}


def reach_of(record: type[Record], key: RecordId, found: Mapping[str, Any]) -> str:
    """Whom a row with these fields concerns: a case's id, @ and a station's code, everybody, or nobody."""
    match record.reach:
        case Reach.COUNTY:
            return EVERYBODY
        case Reach.STATION:
            return only(str(found["station"])) if found.get("station") else NOBODY
        case Reach.CASE:
            return key if record.table == "case" else str(found.get("case_id") or NOBODY)


def only(station: str) -> str:
    """The reach of what concerns one station alone."""
    return f"@{station}"


def as_plain(value: Any) -> Any:
    """A field's value as JSON keeps it: dates and times as ISO strings, tuples as lists, enums as text."""
    match value:
        case None | bool() | str():
            return str(value) if isinstance(value, StrEnum) else value
        case int():
            return value if abs(value) < 2**53 else str(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): as_plain(item) for key, item in value.items()}
        case tuple() | list():
            return [as_plain(item) for item in value]
        case _:
            raise TypeError(f"a record does not keep {type(value).__name__}")


def from_plain(kind: type, value: Any) -> Any:
    """The inverse of `as_plain` for a field of the given plain type."""
    if value is None:
        return None
    read = READERS.get(kind)
    if read is not None:
        return read(value)
    return kind(value) if kind not in _PLAIN and issubclass(kind, StrEnum) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


READERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    tuple: lambda value: tuple(_frozen(item) for item in value),
    int: int,
}
_PLAIN = frozenset({str, bool, dict, Mapping})


def flat(record: Record) -> dict[str, Any]:
    """The merge fields of a record as plain values: its columns, and each key of `facts` as `facts.key`.

    A key that is absent from `facts` is absent here.
    """
    found: dict[str, Any] = {}
    for item in fields(record):
        if item.name in LOCAL_FIELDS:
            continue
        value = getattr(record, item.name)
        if item.name == "facts":
            found.update({f"facts.{key}": as_plain(fact) for key, fact in value.items()})
        else:
            found[item.name] = as_plain(value)
    return found


def unflat(record: type[R], record_id: RecordId, found: Mapping[str, Any], *, revision: int = 0) -> R:
    """The record whose `flat` is the given mapping; names the record does not have are left to the caller."""
    kinds = column_types(record)
    values: dict[str, Any] = {
        name: from_plain(kinds[name][0], value) for name, value in found.items() if name in kinds
    }
    if "facts" in kinds:
        values["facts"] = {
            name.removeprefix("facts."): value for name, value in found.items() if name.startswith("facts.")
        }
    return record(id=record_id, revision=revision, **values)
