"""期限 on the page: the line in its six states, the period bar, the clock in days, the computation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fuyi_desktop.gui import dates, paint, theme
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import Chip, ChipLook, ElidedLabel, PlainLabel
from fuyi_desktop.gui.parts import Frame, Rule, plain_box, row
from fuyi_desktop.gui.theme import Size

DAY_CELLS = 15  # periods no longer than this are shown day by day


class Due(StrEnum):
    """The six states of a deadline line; the value is the word that stands beside the date."""

    OVERDUE = "超期"
    TODAY = "今日到期"
    NEAR = "临近"
    LATER = "未到"
    PROVISIONAL = "暂定"
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


def state_chips(view: DeadlineView) -> list[QWidget]:
    """The word of the state, and 暂定 beside it where red or amber outranks the violet."""
    dress = DRESSES[view.state]
    made: list[QWidget] = []
    word = (
        view.distance if view.state is Due.OVERDUE and view.distance.startswith("超期") else view.state.value
    )
    if dress.chip:
        made.append(Chip(word, dress.chip))
    elif view.state is Due.NEAR:
        made.append(PlainLabel(word, tone="amber", small=True))
    if view.provisional and view.state not in (Due.PROVISIONAL, Due.DONE):
        made.append(Chip("暂定", "violet"))
    return made


class DeadlineLine(QWidget):
    """Icon, duty, date with weekday, chip, and the distance at the right."""

    DUTY = 148  # px, so that dates of lines below one another stand in a column

    def __init__(self, view: DeadlineView, *, right: str = "", rule: bool = False) -> None:
        super().__init__()
        dress = DRESSES[view.state]
        self._bar, self._rule = dress.bar, rule
        self.setMinimumHeight(38)
        self.setAccessibleName(view.said())
        done = view.state is Due.DONE
        duty = ElidedLabel(view.duty, tone="ink3" if done else "ink", bold=not done)
        duty.setFixedWidth(self.DUTY)
        day = PlainLabel(dates.day(view.display, view.today), tone=dress.tone, bold=dress.bold)
        away = right or ("应当立即办理" if view.state is Due.OVERDUE else view.distance)
        tone = {Due.OVERDUE: "red", Due.DONE: "ink3"}.get(view.state, "ink2")
        line = row(IconLabel(dress.icon, dress.icon_tone), duty, day, *state_chips(view), None)
        line.addWidget(ElidedLabel(away, tone=tone, small=True))
        line.setContentsMargins(8, 0, 0, 0)
        self.setLayout(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._bar:
            painter.fillRect(QRectF(0, 5, 3, self.height() - 10), theme.color(self._bar))
        if self._rule:
            paint.rule(painter, 0, self.width(), self.height() - 1)
        painter.end()


class PeriodBar(QWidget):
    """8 high: run, to come, hatched what was added or is not firm; a tick for the former end, today."""

    def __init__(self, view: DeadlineView) -> None:
        super().__init__()
        self._view = view
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{dates.short(view.start or view.today)} 至 {dates.short(view.end)}")

    def sizeHint(self) -> QSize:
        return QSize(320, 42)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 42)

    def paintEvent(self, event: QPaintEvent) -> None:
        view, start = self._view, self._view.start
        if start is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = max(view.end, view.today if view.state is Due.OVERDUE else view.end)
        span = max(1, (last - start).days)
        wide = float(self.width())

        def x(on: date) -> float:
            return min(wide, max(0.0, (on - start).days / span * wide))

        top, high = 8.0, 8.0
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(0, top, wide, high), 4, 4)
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, top, wide, high), theme.color("track"))
        added = view.hatched_from
        if added is not None:
            hatched = QRectF(x(added), top, x(view.end) - x(added), high)
            painter.fillRect(hatched, theme.color("violet_t"))
            painter.fillRect(hatched, QBrush(theme.color("violet"), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(0, top, x(min(view.today, view.end)), high), theme.color("accent"))
        if last > view.end:
            painter.fillRect(QRectF(x(view.end), top, wide - x(view.end), high), theme.color("red"))
        painter.restore()
        if view.nominal is not None and start < view.nominal < view.end:
            painter.fillRect(QRectF(x(view.nominal) - 0.5, top - 4, 1, high + 8), theme.color("ink3"))
        if start <= view.today <= last:
            at = min(max(0.0, x(view.today) - 1), wide - 2)
            painter.fillRect(QRectF(at, top - 6, 2, high + 12), theme.color("ink"))
        self._name_marks(painter, x)
        painter.end()

    def _name_marks(self, painter: QPainter, x: Callable[[date], float]) -> None:
        """Words below the marks; one that would stand on another is left to the computation."""
        view, wide = self._view, float(self.width())
        dress = DRESSES[view.state]
        assert view.start is not None
        taken: list[tuple[float, float]] = []

        def put(said: str, middle: float, tone: str, *, bold: bool = False) -> None:
            room = paint.width(said, Size.SMALL, bold=bold) + 2
            left = min(max(0.0, middle - room / 2), wide - room)
            if all(left + room + 8 <= a or left >= b + 8 for a, b in taken):
                taken.append((left, left + room))
                area = QRectF(left, 23, room, 18)
                paint.words(painter, area, said, tone, Size.SMALL, bold=bold)

        end = dates.plain(view.end, view.start)
        put(
            f"{end} 暂定" if view.provisional else f"{end} 届满",
            wide if view.today <= view.end else x(view.end),
            dress.tone,
        )
        if view.start <= view.today:
            put("今天", x(view.today), "ink", bold=True)
        put(f"{dates.short(view.start)} {view.start_word}", 0, "ink2")
        if view.nominal is not None and view.nominal < view.end:
            put(f"{dates.short(view.nominal)} 原届满", x(view.nominal), "ink2")


class DayCells(QWidget):
    """The clock in days: one cell a day, what is run in accent, the due day edged, days overdue in red."""

    def __init__(self, view: DeadlineView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(view.said())

    def cells(self) -> list[date]:
        first = (self._view.start or self._view.today) + timedelta(days=1)
        last = max(self._view.end, self._view.today)
        return [first + timedelta(days=day) for day in range((last - first).days + 1)]

    def paintEvent(self, event: QPaintEvent) -> None:
        view, cells = self._view, self.cells()
        painter = QPainter(self)
        step = (self.width() + 4) / max(1, len(cells))
        for number, day in enumerate(cells):
            area = QRectF(number * step, 0, step - 4, self.height())
            if day > view.end:
                fill, token, edge = "red_t", "red", "red"
            elif day == view.end:
                fill, token, edge = "amber_t", "amber", "amber_m"
            elif day < view.today:
                fill, token, edge = "accent_fill", "on_accent", ""
            else:
                fill, token, edge = "track", "ink2", "accent" if day == view.today else ""
            paint.box(painter, area, fill, edge, radius=3, pen=2)
            bold = day == view.end
            paint.words(painter, area, str(day.day), token, Size.SMALL, bold=bold, align=paint.CENTRE)
        painter.end()


class Computation(QWidget):
    """One row for each thing that changed the date: kind, sentence, article."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__()
        self.setAccessibleName("怎么算")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 4)
        for number, reason in enumerate(reasons):
            violet = reason.kind == Due.PROVISIONAL
            kind = PlainLabel(reason.kind, tone="violet" if violet else "ink2", small=True)
            sentence = PlainLabel(
                reason.sentence, tone="violet" if violet else "ink", small=True, wrap=True, copyable=True
            )
            article = PlainLabel(reason.article, tone="ink3", small=True, wrap=True)
            kind.setMinimumWidth(28)
            for place, label in enumerate((kind, sentence, article)):
                grid.addWidget(label, number, place, Qt.AlignmentFlag.AlignTop)


class DeadlineCard(Frame):
    """The next deadline of a case, its bar, and how the date came about."""

    print_asked = Signal()

    def __init__(
        self, view: DeadlineView | None = None, *, folded: bool = False, printable: bool = True
    ) -> None:
        super().__init__("card")
        self.setAccessibleName("期限")
        self._printable = printable
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 10)
        self._column.setSpacing(6)
        self._body: QWidget | None = None
        self._toggle: Button | None = None
        self._below: QWidget | None = None
        self.folded = folded
        self.view = view
        if view is not None:
            self.show_view(view)

    def show_view(self, view: DeadlineView) -> None:
        """Show another deadline, folded or not as the last one was."""
        self.view = view
        had_focus = self._toggle is not None and self._toggle.hasFocus()
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self._build(view)
        self._column.addWidget(self._body)
        if had_focus and self._toggle is not None:
            self._toggle.setFocus()

    def _build(self, view: DeadlineView) -> QWidget:
        dress = DRESSES[view.state]
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = row(
            IconLabel(dress.icon, dress.icon_tone, 20),
            ElidedLabel(view.duty, bold=True),
            PlainLabel(dates.day(view.display, view.today), tone=dress.tone, bold=dress.bold),
            *state_chips(view),
            gap=8,
        )
        if view.state is not Due.OVERDUE:
            head.addWidget(PlainLabel(view.distance, tone="ink2"))
        if view.remark:
            head.addWidget(ElidedLabel(view.remark, tone="ink2", small=True))
        head.addStretch(1)
        self._toggle = None
        if self._printable and view.reasons:
            head.addWidget(
                Button("打印计算说明", "quiet", icon="print", small=True, on=self.print_asked.emit)
            )
        if view.reasons:
            self._toggle = Button("", "quiet", small=True, on=self.fold)
            head.addWidget(self._toggle)
        column.addLayout(head)
        if view.start is not None and view.state is not Due.DONE:
            in_days = (view.end - view.start).days <= DAY_CELLS
            column.addWidget(DayCells(view) if in_days else PeriodBar(view))
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(Rule())
        below.addWidget(Computation(view.reasons))
        self._below = plain_box(below)
        column.addWidget(self._below)
        self._say_folded()
        box = plain_box(column)
        box.setAccessibleName(view.said())
        return box

    def fold(self) -> None:
        """收起, or 怎么算."""
        self.folded = not self.folded
        self._say_folded()

    def _say_folded(self) -> None:
        if self._below is not None and self.view is not None:
            self._below.setVisible(bool(self.view.reasons) and not self.folded)
        if self._toggle is not None:
            self._toggle.say("怎么算" if self.folded else "收起", icon="right" if self.folded else "down")
