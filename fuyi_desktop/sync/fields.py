"""Values whose fields know their name and form in a file: read strictly, with what is unknown kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from fuyi_desktop.sync.strict_json import MAX_INT

Check = Callable[[Any], bool]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A JSON object as a value; `more` is what a newer program has added, and is written again."""

    more: Mapping[str, Any] = field(default_factory=dict)


S = TypeVar("S", bound=Said)


def said(name: str, check: Check | None = None, *, always: bool = False, **default: Any) -> Any:
    """A field by its name in the file; without a check it is a value of its own, or several.

    One that is `always` there may have a default for the writer, but must be in the file.
    """
    return field(metadata={"name": name, "check": check, "always": always}, **default)


def matching(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def number(least: int = 0, most: int = MAX_INT - 1) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def flag() -> Check:
    return lambda value: isinstance(value, bool)


def mapping() -> Check:
    return lambda value: isinstance(value, dict)


def text(most: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(item) for item in value)


def pair(first: Check, second: Check) -> Check:
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])


HEX128, HEX256, HEX512 = matching("[0-9a-f]{32}"), matching("[0-9a-f]{64}"), matching("[0-9a-f]{128}")
FINGERPRINT, STATION = matching("[0-9]{24}"), matching("[A-Za-z0-9-]{1,32}")
NUMBER, FLAG, OBJECT = number(), flag(), mapping()


@dataclass(frozen=True, kw_only=True)
class Signed(Said):
    """A text exactly as it was signed, and the signature."""

    text: str = said("text", text(16_384))
    signature: str = said("sig", HEX512)


def read(kind: type[S], found: object) -> S:
    """The value that a JSON object says; ValueError where a field is missing or of another form."""
    if not isinstance(found, dict):
        raise ValueError(f"not a {kind.__name__}")
    left = dict(found)
    values: dict[str, Any] = {}
    for item in _items(kind):
        name, check = item.metadata["name"], item.metadata["check"]
        if name not in left:
            if item.metadata["always"]:
                raise ValueError(f"{name} is missing")
        elif check is None:
            values[item.name] = _nested(get_type_hints(kind)[item.name], left.pop(name))
        else:
            values[item.name] = _checked(name, check, left.pop(name))
    try:
        return kind(**values, more=left)
    except TypeError as error:  # a field without a default
        raise ValueError("a field is missing") from error


def plain(value: Said) -> dict[str, Any]:
    """As JSON keeps it; what says nothing is left out."""
    told: dict[str, Any] = {}
    for item in _items(type(value)):
        one = getattr(value, item.name)
        if item.metadata["always"] or one not in (None, ()):
            told[item.metadata["name"]] = _plain(one)
    if told.keys() & value.more.keys():
        raise ValueError("an unknown field with a known name")
    return {**told, **value.more}


def _checked(name: str, check: Check, value: Any) -> Any:
    if not check(value):
        raise ValueError(f"{name} is not as it should be")
    return tuple(value) if isinstance(value, list) else value


def _nested(hint: Any, value: Any) -> Any:
    """A value, or several, of the class that the field's type names."""
    inner = next((arg for arg in get_args(hint) if arg not in (type(None), Ellipsis)), hint)
    if get_origin(hint) is not tuple:
        return read(inner, value)
    if not isinstance(value, list):
        raise ValueError("not several")
    return tuple(read(inner, item) for item in value)


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return plain(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _items(kind: type[Said]) -> list[Any]:
    return [item for item in fields(kind) if "name" in item.metadata]
