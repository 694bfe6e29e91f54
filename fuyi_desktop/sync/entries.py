"""What a center's bundle says, line by line: entries of its log, or the rows of a seed (FORMAT.md §8)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.sync import strict_json

MODULUS = 1 << 256


@dataclass(frozen=True)
class Entry:
    """One write and its fate, at a position of the center's log."""

    pos: int
    outcome: Outcome
    write: Write
    station: str = ""
    incarnation: str = ""
    n: int = 0
    by: str = ""
    why: str = ""
    wall: int = 0
    at: str = ""  # hybrid clock, for display only
    line_hash: str = ""
    held: tuple[str, ...] = ()  # the fields that went to review


@dataclass(frozen=True)
class Head:
    """The first line of a seed: the center's epochs (generation, start, id), and where the seed stands."""

    epochs: tuple[tuple[int, int, str], ...]
    at: int


@dataclass(frozen=True)
class Row:
    """One row of a seed, with all its fields."""

    table: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Mine:
    """Writes of the addressee that the center's log holds, as far as the addressee may doubt it."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """The last line of a seed: how many rows there were."""

    rows: int


SeedLine = Head | Row | Mine | End


def render(entry: Entry) -> bytes:
    """The entry's bytes, without a line end."""
    w = entry.write
    found: dict[str, Any] = {"pos": entry.pos, "out": entry.outcome.value}
    told = {
        "st": entry.station, "inc": entry.incarnation, "n": entry.n, "lh": entry.line_hash, "u": entry.by,
        "h": entry.at, "w": entry.wall, "why": entry.why, "held": list(entry.held),
    }  # fmt: skip
    found |= {name: value for name, value in told.items() if value}
    found["op"] = {"i": w.id, "t": w.table, "k": w.key, "o": w.kind, "f": w.fields, "p": w.before}
    return _bytes(found)


def parse(raw: bytes) -> Entry:
    """The entry these bytes say; ValueError where they say none."""
    found = strict_json.load(raw, most=len(raw))
    try:
        op = found["op"]
        write = Write(
            _text(op["i"]), _text(op["t"]), _text(op["k"]), _text(op["o"]), _mapping(op["f"]),
            _mapping(op["p"]),
        )  # fmt: skip
        if write.kind not in ("i", "u", "d"):
            raise ValueError("not a write")
        return Entry(
            pos=_number(found["pos"]), outcome=Outcome(found["out"]), write=write,
            station=_text(found.get("st", "")), incarnation=_text(found.get("inc", "")),
            n=_number(found.get("n", 0)), by=_text(found.get("u", "")), why=_text(found.get("why", "")),
            wall=_number(found.get("w", 0)), at=_text(found.get("h", "")),
            line_hash=_text(found.get("lh", "")), held=tuple(map(_text, found.get("held", ()))),
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise ValueError("not an entry") from error


def render_seed(line: SeedLine) -> bytes:
    """The bytes of a line of a seed."""
    match line:
        case Head(epochs, at):
            return _bytes({"part": "head", "epochs": [list(one) for one in epochs], "at": at})
        case Row(table, key, fields):
            return _bytes({"part": "row", "t": table, "k": key, "f": fields})
        case Mine(ids):
            return _bytes({"part": "mine", "ids": list(ids)})
        case End(rows):
            return _bytes({"part": "end", "rows": rows})


def parse_seed(raw: bytes) -> SeedLine | None:
    """The line of a seed these bytes say, None for a part of a newer program; ValueError."""
    found = strict_json.load(raw, most=len(raw))
    try:
        match found["part"]:
            case "head":
                epochs = tuple((_number(g), _number(s), _text(i)) for g, s, i in found["epochs"])
                return Head(epochs, _number(found["at"]))
            case "row":
                return Row(_text(found["t"]), _text(found["k"]), _mapping(found["f"]))
            case "mine":
                return Mine(tuple(map(_text, found["ids"])))
            case "end":
                return End(_number(found["rows"]))
            case _:
                return None
    except (KeyError, TypeError) as error:
        raise ValueError("not a line of a seed") from error


@dataclass(frozen=True)
class Sum:
    """The digest of a state: the number of rows, and the sum of their hashes, in whatever order."""

    rows: int
    total: int

    @property
    def hex(self) -> str:
        return f"{self.total:064x}"


def digest(rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Sum:
    """The digest over (record type, id, fields) of every row (FORMAT.md §9)."""
    count = total = 0
    for table, key, fields in rows:
        raw = json.dumps(
            [table, key, dict(sorted(fields.items()))], ensure_ascii=False, separators=(",", ":")
        ).encode("utf-8")
        count, total = count + 1, (total + int.from_bytes(hashlib.sha256(raw).digest())) % MODULUS
    return Sum(count, total)


def _bytes(found: Mapping[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a number")
    return value


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not a table")
    return value
