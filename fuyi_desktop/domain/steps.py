"""程序节点 — a dated fact of a case. Never edited: voided with a reason, and done again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Record, RecordId, kept


@dataclass(frozen=True, kw_only=True)
class Step(Record):
    """What was done in a case, on which day, with which facts, and who recorded it where and when."""

    table: ClassVar[str] = "step"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    code: str = kept(Merge.IDENTITY)
    on: date = kept(Merge.LEGAL)
    facts: Facts = kept(Merge.LEGAL, {})
    by: str = kept(Merge.IDENTITY)
    station: str = kept(Merge.IDENTITY)
    under: RecordId | None = kept(Merge.IDENTITY, None)  # the tenure it was recorded under, "" for the first
    recorded_at: datetime = kept(Merge.IDENTITY)
    void_reason: str = kept(Merge.LEGAL, "")
    voided_by: str = kept(Merge.LEGAL, "")

    @property
    def voided(self) -> bool:
        return bool(self.void_reason)


ORDINARY, SIMPLE = "ordinary", "simple"
TRACKS = {ORDINARY: "普通程序", SIMPLE: "简易程序"}


def track(counted: Iterable[Step]) -> str:
    """Code of the 审理程序: the last one named, since 简易程序 may turn into 普通程序 (第五十五条)."""
    return _last_named(counted, "track") or ORDINARY


def handler(counted: Iterable[Step]) -> str:
    """承办人: whom the last step that names one has put in charge; empty before that."""
    return _last_named(counted, "handler")


def _last_named(counted: Iterable[Step], fact: str) -> str:
    named = [str(step.facts[fact]) for step in counted if step.facts.get(fact)]
    return named[-1] if named else ""
