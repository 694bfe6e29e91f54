"""文书模板 — the texts of templates as a station keeps them: its own, and all that ever made a paper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from fuyi_desktop.domain.record import Merge, Record, RecordId, kept


class Whose(StrEnum):
    """Who wrote the text that holds; the later one goes before the earlier."""

    SHIPPED = "shipped"
    COUNTY = "county"
    OWN = "own"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Whose.SHIPPED: "随程序", Whose.COUNTY: "县里下发", Whose.OWN: "本单位"}


@dataclass(frozen=True, kw_only=True)
class TemplateText(Record):
    """One text of a template, kept for ever. Local to the station; its id follows from form and version."""

    table: ClassVar[str] = "template"
    travels: ClassVar[bool] = False

    form: str = kept(Merge.STATION, indexed=True)
    version: str = kept(Merge.STATION)  # 1-7c3e9a0142: its number and what it says
    title: str = kept(Merge.STATION)
    text: str = kept(Merge.STATION)
    over: str = kept(Merge.STATION, "")  # the version it stood over when somebody last looked at both
    turns: tuple[Any, ...] = kept(Merge.STATION, ())  # (moment, person): taken up, laid aside, taken up …
    kept_at: datetime = kept(Merge.STATION)

    @property
    def holds(self) -> bool:
        """Whether the station has taken it up as its own and not laid it aside."""
        return len(self.turns) % 2 == 1

    @property
    def since(self) -> datetime | None:
        """Since when it has held, or has not; None of a text that has only made papers."""
        return datetime.fromisoformat(self.turns[-1][0]) if self.turns else None

    @property
    def by(self) -> str:
        """Who has taken it up or laid it aside last."""
        return str(self.turns[-1][1]) if self.turns else ""

    def turned(self, at: datetime, by: str) -> "TemplateText":
        """Taken up where it was not, laid aside where it was."""
        return replace(self, turns=(*self.turns, (at.isoformat(), by)))


def text_id(form: str, version: str) -> RecordId:
    """Under which the text of a version is kept."""
    return f"{form}:{version}"


def holding(found: Iterable[TemplateText]) -> dict[str, TemplateText]:
    """Of each form the station's own text that holds; of several the one taken up last."""
    own = sorted((one for one in found if one.holds), key=lambda one: one.turns[-1])
    return {one.form: one for one in own}
