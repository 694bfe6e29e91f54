"""裁决 — the center's word on a write that met another value: it travels back to the one who wrote it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.record import Merge, Reach, Record, RecordId, kept


class Decision(StrEnum):
    """What a person at the center makes of two values."""

    KEEP = "保留现值"
    TAKE = "采用来值"
    EDIT = "另行填写"
    BOTH = "两者并存"  # of texts


@dataclass(frozen=True, kw_only=True)
class Ruling(Record):
    """One decision; its id is that of the write it is about, and it concerns the station that wrote it."""

    table: ClassVar[str] = "ruling"
    reach: ClassVar[Reach] = Reach.STATION

    station: str = kept(Merge.CENTER)
    about: str = kept(Merge.CENTER)  # the record type
    key: RecordId = kept(Merge.CENTER)
    fields: tuple[str, ...] = kept(Merge.CENTER, ())
    decision: Decision = kept(Merge.CENTER)
    why: str = kept(Merge.CENTER, "")
    by: str = kept(Merge.CENTER)
    at: datetime = kept(Merge.CENTER)
