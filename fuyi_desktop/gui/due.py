"""A deadline as the page shows it: plain values, and how each of its states looks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fuyi_desktop.gui import dates
from fuyi_desktop.gui.labels import ChipLook


class Due(StrEnum):
    """The states of a deadline line; the value is the word that stands beside the date."""

    OVERDUE = "超期"
    TODAY = "今日到期"
    NEAR = "临近"
    LATER = "未到"
    PROVISIONAL = "暂定"
    PAUSED = "中止"
    LAPSED = "已过"
    DONE = "已完成"


@dataclass(frozen=True)
class Dress:
    """How a state looks: colour of the date, its icon, whether it is bold, its chip."""

    tone: str
    icon: str
    bold: bool = False
    chip: ChipLook | None = None
    bar: str = ""

    @property
    def icon_tone(self) -> str:
        return "ink2" if self.tone == "ink" else self.tone


DRESSES = {
    Due.OVERDUE: Dress("red", "warn", True, "red", "red"),
    Due.TODAY: Dress("amber", "clock", True, "amber", "amber_m"),
    Due.NEAR: Dress("amber", "clock"),
    Due.LATER: Dress("ink", "clock"),
    Due.PROVISIONAL: Dress("violet", "clock", True, "violet"),
    Due.PAUSED: Dress("ink2", "stop"),
    Due.LAPSED: Dress("ink3", "clock"),
    Due.DONE: Dress("ink3", "tick"),
}


@dataclass(frozen=True)
class Reason:
    """One thing that changed the date: 起算 期间 中止 延期 顺延 暂定, its sentence, its article."""

    kind: str
    sentence: str
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class DeadlineView:
    """A deadline as the page shows it. display is the loud date; due is the one after rolling."""

    duty: str
    state: Due
    display: date
    today: date
    distance: str = ""  # 还有 52 天, 超期 2 天, 10月14日 已完成，提前 5 个工作日
    provisional: bool = False
    due: date | None = None
    start: date | None = None
    start_word: str = "起算"
    nominal: date | None = None  # the former end, where something moved it
    remark: str = ""
    reasons: tuple[Reason, ...] = ()
    rest: frozenset[date] = frozenset()  # days of the period that are not counted

    @property
    def end(self) -> date:
        return max(self.display, self.due or self.display)

    @property
    def hatched_from(self) -> date | None:
        """Where the part begins that was added by extension or is not yet firm."""
        if self.nominal is not None and self.nominal < self.end:
            return self.nominal
        first = date(self.end.year, 1, 1)
        return max(first, self.start or first) if self.provisional else None

    def said(self) -> str:
        word = self.state.value + (" 暂定" if self.provisional and self.state is not Due.PROVISIONAL else "")
        return f"{self.duty} {dates.day(self.display, self.today)} {word} {self.distance}".strip()
