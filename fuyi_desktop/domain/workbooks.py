"""本单位的工作簿 — an office's own .xlsx for a form, to be filled cell by cell; each one is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fuyi_desktop.domain.record import Merge, Record, RecordId, kept


@dataclass(frozen=True, kw_only=True)
class OwnWorkbook(Record):
    """One workbook; its content lies among the store's files. Local to the station."""

    table: ClassVar[str] = "workbook"
    travels: ClassVar[bool] = False

    form: str = kept(Merge.STATION, indexed=True)
    name: str = kept(Merge.STATION)  # of the file, as the office calls it
    digest: str = kept(Merge.STATION)
    size: int = kept(Merge.STATION)  # bytes
    kept_at: datetime = kept(Merge.STATION)
    by: str = kept(Merge.STATION)  # who has taken it up or laid it aside last
    since: datetime | None = kept(
        Merge.STATION, None
    )  # since when papers are filled into it; None: laid aside

    @property
    def version(self) -> str:
        return self.digest[:VERSION]


VERSION = 10  # characters of a digest that tell workbooks of one form apart


def workbook_id(form: str, digest: str) -> RecordId:
    """Under which a form's workbook of a content is kept."""
    return f"{form}:{digest[:VERSION]}"


def in_use(found: Iterable[OwnWorkbook]) -> dict[str, OwnWorkbook]:
    """Of each form the workbook that its papers are filled into; of several the one taken up last."""
    taken = sorted((one for one in found if one.since is not None), key=lambda one: (one.since, one.id))
    return {one.form: one for one in taken}
