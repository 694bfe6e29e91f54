"""What a station keeps for itself: its settings, and what was half typed. Never sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Record, kept


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """One value that this station has set; its id is the key."""

    table: ClassVar[str] = "setting"
    travels: ClassVar[bool] = False

    value: Any = kept(Merge.STATION, None)  # whatever JSON can say


@dataclass(frozen=True, kw_only=True)
class Draft(Record):
    """草稿: a form as it stood at the last pause in typing; its id is the form's key."""

    table: ClassVar[str] = "draft"
    travels: ClassVar[bool] = False

    content: Facts = kept(Merge.STATION, {})
    at: datetime = kept(Merge.STATION)
