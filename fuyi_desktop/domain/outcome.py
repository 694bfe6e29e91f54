"""What becomes of a write that came from elsewhere, and where the value it met came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ROW = ""  # in place of a field's name: the row as a whole, for its creation and its deletion


class Outcome(StrEnum):
    """The center's answer to a write, or to one field of it."""

    SET = "set"
    REVIEW = "review"  # 待裁决: kept beside the current value until a person decides
    DUP = "dup"  # has come before, under this or another number
    IN = "in"  # a case that a station is told of from here on
    LEAVE = "leave"  # a case that a station is not told of any more


@dataclass(frozen=True)
class Version:
    """Where a value was accepted: the center's position, and the branch and number of the line."""

    pos: int
    branch: str = ""  # none: the center's own
    n: int = 0


@dataclass(frozen=True)
class Versions:
    """The versions of one row: that of its creation or deletion, and those of the fields set since."""

    fields: Mapping[str, Version] = field(default_factory=dict)

    def of(self, name: str) -> Version | None:
        """The version of a field's current value; None where there is none yet."""
        found = [version for key in (name, ROW) if (version := self.fields.get(key))]
        return max(found, key=lambda version: version.pos, default=None)


@dataclass(frozen=True)
class Judgement:
    """One write judged: each field (or ROW, for a deletion) set or put to review; or all of it dup."""

    fields: Mapping[str, Outcome] = field(default_factory=dict)
    dup: bool = False
    merged: Mapping[str, Any] = field(default_factory=dict)  # long texts that were put together

    @property
    def outcome(self) -> Outcome:
        """The write's outcome in the log: review as soon as one field is."""
        if self.dup:
            return Outcome.DUP
        return Outcome.REVIEW if Outcome.REVIEW in self.fields.values() else Outcome.SET

    @property
    def reviewed(self) -> tuple[str, ...]:
        return tuple(name for name, outcome in self.fields.items() if outcome is Outcome.REVIEW)
