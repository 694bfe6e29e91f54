"""The period of a deadline, painted: as a bar, or day by day where it is short."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fuyi_desktop.gui import dates, paint, theme
from fuyi_desktop.gui.due import DRESSES, DeadlineView, Due
from fuyi_desktop.gui.theme import Size

DAY_CELLS = 15  # periods no longer than this are shown day by day


def period_of(view: DeadlineView) -> QWidget | None:
    """The clock in days, or the bar; None where nothing runs."""
    if view.start is None or view.state is Due.DONE:
        return None
    return DayCells(view) if (view.end - view.start).days <= DAY_CELLS else PeriodBar(view)


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

        end = dates.plain(view.display, view.start)
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
    """The clock in days: one cell a day, what is run in accent, the due day edged, days overdue in red.

    Days that are not counted stay sunken, whether they have passed or not.
    """

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
            elif day in view.rest:
                fill, token, edge = "sunken", "ink3", "accent" if day == view.today else ""
            elif day < view.today:
                fill, token, edge = "accent_fill", "on_accent", ""
            else:
                fill, token, edge = "track", "ink2", "accent" if day == view.today else ""
            paint.box(painter, area, fill, edge, radius=3, pen=2)
            bold = day == view.end
            paint.words(painter, area, str(day.day), token, Size.SMALL, bold=bold, align=paint.CENTRE)
        painter.end()
