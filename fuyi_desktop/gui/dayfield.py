"""The field for a date: typed in any of the office's ways, shown in one, or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFont, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget

from fuyi_desktop.gui import dates, icons, theme
from fuyi_desktop.gui.fields import LineField
from fuyi_desktop.gui.parts import Frame


class DateField(LineField):
    """20261120, 11-20, 1120, 今天 and +5 are understood; F4 opens the calendar."""

    def make_editor(self) -> QWidget:
        super().make_editor()
        self._open = QAction(icons.icon("calendar", "ink2"), "打开日历", self.line)
        self._open.triggered.connect(self.open_calendar)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self._popup: CalendarPopup | None = None
        return self.line

    def wrong(self, text: str) -> str:
        return "" if self._read(text) else "日期没有看懂，可以写 20261120、11-20、今天或 +5。"

    def value(self) -> object:
        return self._read(self.text())

    def set_value(self, value: object) -> None:
        self.set_text(dates.long(value) if isinstance(value, date) else str(value or ""))

    def settle(self) -> None:
        if (on := self._read(self.text())) is not None and self.text() != dates.long(on):
            self.set_text(dates.long(on))

    def has_popup(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def open_calendar(self) -> None:
        if self._popup is None:
            self._popup = CalendarPopup(self)
        self._popup.open_below(self.line, self._read(self.text()) or self.today())

    def take(self, on: date) -> None:
        """A day was picked."""
        self.set_value(on)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and opens(event):
            self.open_calendar()
            return True
        if event.type() == QEvent.Type.StyleChange:
            self._open.setIcon(icons.icon("calendar", "ink2"))
        return super().eventFilter(watched, event)

    def _read(self, text: str) -> date | None:
        try:
            return dates.read_day(text, self.today())
        except ValueError:
            return None


class CalendarPopup(Frame):
    """A month below the field; Enter takes the day, Esc leaves the text as it was."""

    def __init__(self, field: DateField) -> None:
        super().__init__("popup")
        self.setParent(field, Qt.WindowType.Popup)
        self._field = field
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("日历")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setMinimumSize(296, 232)
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)

    def open_below(self, line: QWidget, on: date) -> None:
        self._dress(self._field.today())
        self.calendar.setSelectedDate(QDate(on.year, on.month, on.day))
        self.adjustSize()
        self.move(line.mapToGlobal(QPoint(0, line.height() + 4)))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _dress(self, today: date) -> None:
        """In the theme's colours: weekends are not late, so they are not red; today is framed by weight."""
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            quiet = QTextCharFormat()
            quiet.setForeground(theme.color("ink3"))
            self.calendar.setWeekdayTextFormat(day, quiet)
        strong = QTextCharFormat()
        strong.setForeground(theme.color("accent"))
        strong.setFontWeight(QFont.Weight.Bold)
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())
        self.calendar.setDateTextFormat(QDate(today.year, today.month, today.day), strong)
        for name, icon, said in (("prevmonth", "left", "上个月"), ("nextmonth", "right", "下个月")):
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setIcon(icons.icon(icon, "ink2"))
                button.setAccessibleName(said)
                button.setToolTip(said)

    def _take(self, picked: QDate) -> None:
        if self.isVisible():
            self.hide()
            self._field.take(date(picked.year(), picked.month(), picked.day()))


def opens(event: QKeyEvent) -> bool:
    """F4, or Alt+↓: the keys that open what hangs below a field."""
    down = event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return event.key() == Qt.Key.Key_F4 or down
