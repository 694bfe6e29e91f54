"""删除个人信息 — that a case was erased for good: which, why, by whom; and nothing of what it said."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fuyi_desktop.domain.record import Merge, Reach, Record, RecordId, kept


@dataclass(frozen=True, kw_only=True)
class Erasure(Record):
    """One erased case. Every station is told, and lets go of what it still has of it."""

    table: ClassVar[str] = "erasure"
    reach: ClassVar[Reach] = Reach.COUNTY

    erased: RecordId = kept(Merge.CENTER, indexed=True)  # the case
    why: str = kept(Merge.CENTER)  # the ground, not the content
    by: str = kept(Merge.CENTER)
    at: datetime = kept(Merge.CENTER)
    rows: int = kept(Merge.CENTER)
    lines: int = kept(Merge.CENTER)  # whose content was dropped; their hashes stay in the chain
    contents: int = kept(Merge.CENTER)
