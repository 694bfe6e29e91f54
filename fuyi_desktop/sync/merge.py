"""Judging a write that came from another station: a pure question about two versions of one field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.line import Write
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome, Version, Versions
from fuyi_desktop.domain.record import Merge
from fuyi_desktop.sync.sentences import together


@dataclass(frozen=True)
class Author:
    """What the author of a line could know: the center's log up to a position, and what it wrote before.

    `lineage` names the branches of its own history and, of each, the first line that is not part of it.
    """

    seen: int
    lineage: Mapping[str, int] = field(default_factory=dict)

    def knew(self, version: Version) -> bool:
        """Whether the author had seen the value: accepted by then, or its own in the same history."""
        return version.pos <= self.seen or self.wrote(version)

    def wrote(self, version: Version) -> bool:
        """Whether the value is an earlier write of the author's own."""
        return version.n < self.lineage.get(version.branch, 0)


@dataclass(frozen=True)
class Rules:
    """How the fields of one record merge: a rule for each, and those that are in conflict together."""

    kinds: Mapping[str, Merge] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> Merge:
        return self.kinds.get(name.partition(".")[0], Merge.SCALAR)


def seen_here(seen: tuple[int, int], epochs: Sequence[tuple[int, int]]) -> int:
    """The position an author had seen, as far as it means anything in the epochs (generation, start).

    What lies after the start of a later epoch was lost with the epoch before it.
    """
    generation, position = seen
    known = [found for found, _ in epochs]
    if generation not in known:
        return 0  # this center was restored to before that epoch began
    later = epochs[known.index(generation) + 1 :]
    return min([position, *(start for _, start in later)])


def judge(
    write: Write, author: Author, versions: Versions, current: Mapping[str, Any], rules: Rules, *, known: bool
) -> Judgement:
    """Each field its author could know the value of is set; every other one waits for a person.

    `current` are the row's present values. Two equal values are never in conflict; neither are a station's
    own writes, one after another.
    """
    if known:
        return Judgement(dup=True)
    if write.kind == "d":
        newest = max(versions.fields.values(), key=lambda version: version.pos, default=None)
        return Judgement({ROW: _outcome(newest is None or author.knew(newest))})
    if write.kind == "u" and not current and versions.of(ROW) is not None:
        return Judgement(dict.fromkeys(write.fields, Outcome.REVIEW))  # the row is gone: a person decides
    if not versions.fields:
        return Judgement(dict.fromkeys(write.fields, Outcome.SET))  # nothing was accepted that it could meet
    fields: dict[str, Outcome] = {}
    merged: dict[str, Any] = {}
    for name, value in write.fields.items():
        goes = _goes(name, value, author, versions, current, rules)
        if not goes and rules.of(name) is Merge.TEXT:
            text = together(write.before.get(name), value, current.get(name))
            if text is not None:
                merged[name], goes = text, True
        fields[name] = _outcome(goes)
    torn = {rules.groups.get(name) for name, outcome in fields.items() if outcome is Outcome.REVIEW} - {None}
    for name in fields:
        if rules.groups.get(name) in torn:
            fields[name] = Outcome.REVIEW
    return Judgement(fields, merged=merged)


def _goes(
    name: str, value: Any, author: Author, versions: Versions, current: Mapping[str, Any], rules: Rules
) -> bool:
    version = versions.of(name)
    if version is None or (name in current and current[name] == value):
        return True
    match rules.of(name):
        case Merge.CENTER:
            return False  # a station's word on what the center owns is a proposal
        case Merge.IDENTITY:
            return author.wrote(version)
        case Merge.LOW:
            return True
        case _:
            return author.knew(version)


def _outcome(goes: bool) -> Outcome:  # noqa: FBT001  # a private word for one expression
    return Outcome.SET if goes else Outcome.REVIEW
