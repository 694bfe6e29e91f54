"""打印 — what lies in the queue of a printer: jobs, their copies, and the sheets that have left it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.record import Merge, Record, RecordId, kept

MOST_COPIES = 99


class Duplex(StrEnum):
    """Which sides of a sheet are printed."""

    ONE = "单面"
    LONG = "双面，长边翻页"
    SHORT = "双面，短边翻页"

    @property
    def sides(self) -> int:
        """Pages on a sheet."""
        return 1 if self is Duplex.ONE else 2


class Tray(StrEnum):
    """Where the printer takes the paper from."""

    AUTO = "自动"
    UPPER = "上纸盒"
    MIDDLE = "中纸盒"
    LOWER = "下纸盒"
    MANUAL = "手送纸"
    ENVELOPE = "信封"


class PaperSize(StrEnum):
    """On what the page is printed; it grows or shrinks with the paper."""

    OWN = "按文书"
    A4 = "A4"
    A5 = "A5"

    @property
    def points(self) -> tuple[float, float] | None:
        """Width and height upright; None for the page's own size."""
        return {PaperSize.A4: (595.28, 841.89), PaperSize.A5: (419.53, 595.28)}.get(self)


@dataclass(frozen=True)
class Way:
    """How a kind of paper is printed on a printer; remembered for both."""

    copies: int = 1
    duplex: Duplex = Duplex.ONE
    tray: Tray = Tray.AUTO
    size: PaperSize = PaperSize.OWN
    red: bool = True  # False for paper that has its red head already

    def __post_init__(self) -> None:
        if not 1 <= self.copies <= MOST_COPIES:
            raise BadFact(label="份数", why=f"应当是 1 到 {MOST_COPIES}。")


class JobState(StrEnum):
    """What becomes of a job next."""

    PRINTING = "打印中"
    STOPPED = "停着"  # by a person, by the printer, or because the program ended
    DONE = "已打完"
    CANCELLED = "已取消"

    @property
    def open(self) -> bool:
        """Whether it still wants something from somebody."""
        return self in (JobState.PRINTING, JobState.STOPPED)


@dataclass(frozen=True, kw_only=True)
class PrintJob(Record):
    """打印任务: what was sent to one printer together, in its order. It stays on this PC."""

    table: ClassVar[str] = "print_job"
    travels: ClassVar[bool] = False

    name: str = kept(Merge.STATION)
    desk: str = kept(Merge.STATION)  # the PC that the printer belongs to
    printer: str = kept(Merge.STATION)
    at: datetime = kept(Merge.STATION)
    by: str = kept(Merge.STATION)
    state: JobState = kept(Merge.STATION, JobState.PRINTING)
    alone: int = kept(Merge.STATION, 0)  # the one sheet that is to be printed again, then it stops
    why: str = kept(Merge.STATION, "")  # it stopped


@dataclass(frozen=True, kw_only=True)
class PrintCopy(Record):
    """一份: one copy of a paper within a job, for one recipient."""

    table: ClassVar[str] = "print_copy"
    travels: ClassVar[bool] = False

    job_id: RecordId = kept(Merge.STATION, indexed=True)
    place: int = kept(Merge.STATION)  # in the job, from 0
    paper_id: RecordId = kept(Merge.STATION)  # empty for an envelope, of which nothing is kept
    about: RecordId = kept(Merge.STATION, "")  # the case of an envelope
    party_id: RecordId = kept(Merge.STATION, "")  # to whom an envelope goes
    form: str = kept(Merge.STATION)
    title: str = kept(Merge.STATION)  # with the number
    recipient: str = kept(Merge.STATION, "")  # empty: for the file
    pages: int = kept(Merge.STATION, 1)
    duplex: Duplex = kept(Merge.STATION, Duplex.ONE)
    tray: Tray = kept(Merge.STATION, Tray.AUTO)
    size: PaperSize = kept(Merge.STATION, PaperSize.OWN)
    red: bool = kept(Merge.STATION, True)
    left: int = kept(Merge.STATION, 0)  # its first so many sheets have left the printer
    nth: int = kept(Merge.STATION, 0)  # which copy of the paper it is; 0 until it has left whole

    @property
    def sheets(self) -> int:
        return -(-self.pages // self.duplex.sides)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a job: its number there, the copy it is part of, and its pages, all from 1."""

    number: int
    copy: PrintCopy
    first: int
    last: int

    @property
    def has_left(self) -> bool:
        return (self.first - 1) // self.copy.duplex.sides < self.copy.left


def sheets(copies: Iterable[PrintCopy]) -> Iterator[Sheet]:
    """The sheets of a job in their order."""
    number = 0
    for copy in copies:
        sides = copy.duplex.sides
        for first in range(1, copy.pages + 1, sides):
            number += 1
            yield Sheet(number, copy, first, min(first + sides - 1, copy.pages))


def total(copies: Iterable[PrintCopy]) -> int:
    """How many sheets a job has."""
    return sum(copy.sheets for copy in copies)


def left(copies: Iterable[PrintCopy]) -> int:
    """How many of them have left the printer."""
    return sum(copy.left for copy in copies)


def from_sheet(copies: Sequence[PrintCopy], number: int) -> tuple[PrintCopy, ...]:
    """The copies as they stand where printing goes on from a sheet: all before it count as printed.

    BadFact for a sheet that the job does not have.
    """
    must_have(copies, number)
    found, before = [], 0
    for copy in copies:
        found.append(replace(copy, left=max(0, min(copy.sheets, number - 1 - before))))
        before += copy.sheets
    return tuple(found)


def must_have(copies: Sequence[PrintCopy], number: int) -> None:
    """Raise BadFact where a job has no sheet of this number."""
    if not 1 <= number <= total(copies):
        raise BadFact(label="张数", why=f"应当是 1 到 {total(copies)}，现在是 {number}。")


def reprint_note(nth: int) -> str:
    """What stands in the foot of a page that has been printed before."""
    return f"第{nth}次打印"
