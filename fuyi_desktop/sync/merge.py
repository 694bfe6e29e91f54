"""Judging a write that came from another station: a pure question about two versions of one field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome, Version, Versions
from fuyi_desktop.domain.record import Merge


@dataclass(frozen=True)
class Author:
    """The line a write came in: whose it is, its number, and the position its author had seen here."""

    station: str
    incarnation: str
    n: int
    seen: int
    branch: str = ""


def seen_here(seen: tuple[int, int], generation: int) -> int:
    """The position an author had seen, as far as it means anything in this epoch."""
    return seen[1] if seen[0] == generation else 0


def judge(
    write: Write,
    author: Author,
    versions: Versions,
    current: Mapping[str, Any],
    rules: Mapping[str, Merge],
    *,
    known: bool,
) -> Judgement:
    """Each field its author could know the value of is set; every other one waits for a person.

    `current` are the row's present values. Two equal values are never in conflict; neither are a station's
    own writes, one after another.
    """
    if known:
        return Judgement(dup=True)
    if write.kind == "d":
        newest = max(versions.fields.values(), key=lambda version: version.pos, default=None)
        return Judgement({ROW: _outcome(newest is None or _knew(newest, author))})
    if write.kind == "u" and not current and versions.of(ROW) is not None:
        return Judgement(dict.fromkeys(write.fields, Outcome.REVIEW))  # the row is gone: a person decides
    fields = {
        name: _outcome(_goes(name, value, author, versions, current, rules))
        for name, value in write.fields.items()
    }
    return Judgement(fields)


def _goes(
    name: str,
    value: Any,
    author: Author,
    versions: Versions,
    current: Mapping[str, Any],
    rules: Mapping[str, Merge],
) -> bool:
    version = versions.of(name)
    if version is None or (name in current and current[name] == value):
        return True
    match rules.get(name.partition(".")[0], Merge.SCALAR):
        case Merge.CENTER:
            return False  # a station's word on what the center owns is a proposal
        case Merge.IDENTITY:
            return _own(version, author)
        case Merge.LOW:
            return True
        case _:
            return _knew(version, author)


def _knew(version: Version, author: Author) -> bool:
    """Whether the author had seen the value it replaces: accepted by then, or its own in the same history."""
    return version.pos <= author.seen or _own(version, author)


def _own(version: Version, author: Author) -> bool:
    """Whether the value is an earlier write of the author's own."""
    same = (version.station, version.incarnation) == (author.station, author.incarnation)
    return same and version.n < author.n


def _outcome(goes: bool) -> Outcome:  # noqa: FBT001  # a private word for one expression
    return Outcome.SET if goes else Outcome.REVIEW
