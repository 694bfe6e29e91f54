"""One transaction as one line of bytes: rendered once, then stored, chained and sent as those bytes."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MAX_LINE = 8 * 1024 * 1024
MAX_DEPTH = 16
MAX_NUMBER, DIGITS = 2**53, 17  # beyond it, programs disagree on numbers
GENESIS = bytes(32)

_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # an open one runs to the end: no second look
_OTHERS = re.compile(rb"[^\[\]{}]++")

Hash = bytes


@dataclass(frozen=True)
class Write:
    """One record's part in a transaction: which fields it set, and what stood there before."""

    id: str  # of the write, for good: a write that comes again under another number is known by it
    table: str
    key: str
    kind: str  # i, u or d
    fields: dict[str, Any]
    before: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A transaction: number, who, when, why, the center position its author had seen, and its writes."""

    n: int
    txn: str
    salt: str  # stops guessing at the content of an erased line from its hash
    by: str
    at: str  # hybrid logical clock, for display only
    wall: int  # milliseconds, for display only
    seen: tuple[int, int]  # (epoch generation, position)
    why: str
    writes: tuple[Write, ...]
    clock: str = ""  # set where the day was given by hand, or the clock lies behind


def render(line: Line) -> bytes:
    """The line's bytes, without a line end. What has been rendered is never rendered again."""
    found: dict[str, Any] = {
        "n": line.n, "x": line.txn, "s": line.salt, "u": line.by, "h": line.at, "w": line.wall,
        "c": list(line.seen), "why": line.why,
    }  # fmt: skip
    if line.clock:
        found["clock"] = line.clock
    found["ops"] = [
        {"i": w.id, "t": w.table, "k": w.key, "o": w.kind, "f": w.fields, "p": w.before} for w in line.writes
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def parse(raw: bytes) -> Line:
    """The line these bytes say; ValueError where they are none, are too long or too deep."""
    if len(raw) > MAX_LINE:
        raise ValueError("line too long")
    if too_deep(raw):
        raise ValueError("line too deep")
    try:
        found = json.loads(
            raw.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse, parse_int=_number
        )
        if b"\\u" in raw:  # nothing else can say what is no text
            must_be_text(found)
        writes = tuple(_write(op) for op in found["ops"])
        generation, position = found["c"]
        line = Line(
            _int(found["n"]), _text(found["x"]), _text(found["s"]), _text(found["u"]), _text(found["h"]),
            _int(found["w"]), (_int(generation), _int(position)), _text(found["why"]), writes,
            _text(found.get("clock", "")),
        )  # fmt: skip
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a line") from error
    return line


def line_hash(raw: bytes) -> Hash:
    return hashlib.sha256(raw).digest()


def chain(previous: Hash, incarnation: str, n: int, raw_hash: Hash) -> Hash:
    """The next link. It covers the line's hash only: a line can be erased and the chain still holds."""
    return hashlib.sha256(previous + bytes.fromhex(incarnation) + n.to_bytes(8, "big") + raw_hash).digest()


def tip(incarnation: str, lines: Iterable[tuple[int, bytes]], start: Hash = GENESIS) -> Hash:
    """The chain's end after the given (number, bytes)."""
    for n, raw in lines:
        start = chain(start, incarnation, n, line_hash(raw))
    return start


def _write(op: dict[str, Any]) -> Write:
    if op["o"] not in ("i", "u", "d") or not isinstance(op["f"], dict) or not isinstance(op["p"], dict):
        raise ValueError("not a write")
    return Write(_text(op["i"]), _text(op["t"]), _text(op["k"]), op["o"], op["f"], op["p"])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def must_be_text(value: Any) -> None:
    """ValueError where a text in it is none: half a character, or a NUL, which no database keeps."""
    match value:
        case str():
            value.encode("utf-8")  # UnicodeEncodeError is a ValueError
            if "\0" in value:
                raise ValueError("a NUL")
        case Mapping():
            for key, item in value.items():
                must_be_text(key)
                must_be_text(item)
        case list() | tuple():
            for item in value:
                must_be_text(item)


def _number(digits: str) -> int:
    value = int(digits) if len(digits) <= DIGITS else MAX_NUMBER
    if abs(value) >= MAX_NUMBER:
        raise ValueError("a large number is a text")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("not a number")
    return value


def _refuse(said: str) -> None:
    raise ValueError(f"{said} is a text, or nothing at all")


def too_deep(raw: bytes) -> bool:
    """Whether it nests deeper than is allowed; what has few brackets need not be looked at."""
    return raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and depth(raw) > MAX_DEPTH


def depth(raw: bytes) -> int:
    """How deep the brackets nest outside of strings, found without recursion and in one pass."""
    deep = deepest = 0
    for bracket in _OTHERS.sub(b"", _STRING.sub(b"", raw)):
        if bracket in b"[{":
            deep += 1
            deepest = max(deepest, deep)
        else:
            deep -= 1
    return deepest
