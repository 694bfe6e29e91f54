"""程序节点 — a dated fact of a case. Never edited: voided with a reason, and done again."""

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
    recorded_at: datetime = kept(Merge.IDENTITY)
    void_reason: str = kept(Merge.LEGAL, "")
    voided_by: str = kept(Merge.LEGAL, "")

    @property
    def voided(self) -> bool:
        return bool(self.void_reason)
