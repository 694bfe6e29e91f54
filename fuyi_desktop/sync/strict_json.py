"""JSON as FORMAT.md §6 allows it; whatever else a parser might take is refused with ValueError."""

import json
from typing import Any

from fuyi_desktop.domain.line import must_be_text, too_deep

MAX_INT = 2**53


def load(raw: bytes, *, most: int) -> dict[str, Any]:
    """The object these bytes say."""
    if len(raw) > most:
        raise ValueError("too long")
    if too_deep(raw):
        raise ValueError("too deep")
    found = json.loads(
        raw.decode("utf-8"),
        object_pairs_hook=_object,
        parse_constant=_refuse,
        parse_float=_refuse,
        parse_int=_int,
    )
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def dump(found: dict[str, Any]) -> bytes:
    """Its bytes, which `load` reads back; ValueError for what must not be written."""
    raw = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
    load(raw, most=len(raw))
    return raw


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    for key, value in pairs:
        _speakable(key)
        _speakable(value)
    return found


def _speakable(value: object) -> None:
    """Half a character is no text, and no database keeps a NUL; UnicodeEncodeError is a ValueError."""
    if isinstance(value, str):
        must_be_text(value)
    elif isinstance(value, list):
        for item in value:
            _speakable(item)


def _int(digits: str) -> int:
    value = int(digits) if len(digits) <= 17 else MAX_INT
    if abs(value) >= MAX_INT:
        raise ValueError("a large number is a text")
    return value


def _refuse(digits: str) -> None:
    raise ValueError("a fraction is a text")
