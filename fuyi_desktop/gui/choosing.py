"""Fields to choose in: segments up to four, a combo that filters above, chips for many."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QStyledItemDelegate, QWidget

from fuyi_desktop.gui import icons
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.dayfield import opens
from fuyi_desktop.gui.fields import HEIGHT, Choice, Field
from fuyi_desktop.gui.flow import flowing

SEGMENTS = 4
YES, NO = Choice("是", "是"), Choice("否", "否")


class SegmentField(Field):
    """Up to four choices side by side; ← → move, Space takes."""

    buttons: list[Button]

    def options(self) -> tuple[Choice, ...]:
        return self.spec.choices

    def make_editor(self) -> QWidget:
        self.buttons = []
        for choice in self.options():
            button = Button(choice.label, "segment", checkable=True)
            button.clicked.connect(lambda checked, button=button: self._clicked(button))
            self.buttons.append(button)
        self._values = [choice.value for choice in self.options()]
        box = flowing(*self.buttons, gap=4)
        box.setMinimumHeight(HEIGHT)
        return box

    def anchor(self) -> QWidget:
        return next((button for button in self.buttons if button.isChecked()), self.buttons[0])

    def stops(self) -> list[QWidget]:
        return list(self.buttons)

    def text(self) -> str:
        chosen = (
            value for value, button in zip(self._values, self.buttons, strict=True) if button.isChecked()
        )
        return next(chosen, "")

    def set_text(self, text: str) -> None:
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(value == text)
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, Button)
        ):
            moved = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if moved:
                self._move(watched, moved)
                return True
        return super().eventFilter(watched, event)

    def _move(self, at: Button, by: int) -> None:
        self.buttons[(self.buttons.index(at) + by) % len(self.buttons)].setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _clicked(self, pressed: Button) -> None:
        """One at most; a second press takes an optional choice back."""
        for button in self.buttons:
            if button is not pressed:
                button.setChecked(False)
        if self.spec.required and not pressed.isChecked():
            pressed.setChecked(True)
        self.edited.emit()


class YesNoField(SegmentField):
    """是 or 否; nothing chosen is None, not 否."""

    def options(self) -> tuple[Choice, ...]:
        return (YES, NO)

    def value(self) -> object:
        return {"是": True, "否": False}.get(self.text())

    def set_value(self, value: object) -> None:
        self.set_text(
            {True: "是", False: "否"}.get(value, "") if isinstance(value, bool) else str(value or "")
        )


class ManyField(SegmentField):
    """Any number of chips; ← → move, Space takes or leaves."""

    def make_editor(self) -> QWidget:
        self.buttons = []
        for choice in self.options():
            button = Button(choice.label, "filter", checkable=True)
            button.clicked.connect(lambda: self.edited.emit())
            self.buttons.append(button)
        self._values = [choice.value for choice in self.options()]
        return flowing(*self.buttons, gap=8)

    def anchor(self) -> QWidget:
        return self.buttons[0]

    def text(self) -> str:
        return "、".join(self._chosen())

    def set_text(self, text: str) -> None:
        self._choose(text.split("、"))

    def value(self) -> object:
        return self._chosen()

    def set_value(self, value: object) -> None:
        self._choose(
            list(value) if isinstance(value, tuple | list | set | frozenset) else str(value or "").split("、")
        )

    def _chosen(self) -> tuple[str, ...]:
        pairs = zip(self._values, self.buttons, strict=True)
        return tuple(value for value, button in pairs if button.isChecked())

    def _choose(self, values: list[str]) -> None:
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(value in values)
        self.edited.emit()


class Combo(QComboBox):
    """Filters as one types; the wheel scrolls the page, never the value."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(labels)
        self.setCurrentIndex(-1)
        self.setFixedHeight(HEIGHT)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        listed = QListView()
        listed.setProperty("popup", "true")
        self.setView(listed)
        self.setItemDelegate(QStyledItemDelegate(self))  # the combo's own does not heed the style sheet
        line = self.lineEdit()
        assert line is not None
        line.setProperty("inside", "true")
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.popup().setProperty("popup", "true")
        self.setCompleter(completer)
        self._likely = completer.popup()
        self._likely.setItemDelegate(QStyledItemDelegate(self))

    def is_open(self) -> bool:
        return self.view().isVisible() or self._likely.isVisible()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "down", self.width() - 26, (self.height() - 16) / 2, "ink2")
        painter.end()


class ComboField(Field):
    """More than four choices: type a part of the word, or F4 for the list."""

    combo: Combo

    def make_editor(self) -> QWidget:
        self.combo = Combo([choice.label for choice in self.spec.choices])
        line = self.line()
        line.setPlaceholderText(self.spec.example)
        self.combo.editTextChanged.connect(lambda: self.edited.emit())
        line.setAccessibleName(self.spec.label)
        return self.combo

    def line(self) -> QLineEdit:
        line = self.combo.lineEdit()
        assert line is not None
        return line

    def stops(self) -> list[QWidget]:
        return [self.combo]

    def text(self) -> str:
        return self.combo.currentText()

    def set_text(self, text: str) -> None:
        """A value, or a label: a draft holds what was typed."""
        for number, choice in enumerate(self.spec.choices):
            if text in (choice.value, choice.label):
                self.combo.setCurrentIndex(number)
                self.line().setCursorPosition(0)
                return
        self.combo.setCurrentIndex(-1)
        self.combo.setEditText(text)

    def value(self) -> object:
        meant = self._meant()
        return meant.value if meant else ""

    def wrong(self, text: str) -> str:
        return "" if self._meant() else f"没有“{text}”这一项，请从列表中选择。"

    def settle(self) -> None:
        if (meant := self._meant()) is not None and self.text() != meant.label:
            self.set_text(meant.value)

    def has_popup(self) -> bool:
        return self.combo.is_open()

    def take_focus(self) -> None:
        self.combo.setFocus(Qt.FocusReason.TabFocusReason)
        self.line().selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and opens(event):
            self.combo.showPopup()
            return True
        return super().eventFilter(watched, event)

    def _meant(self) -> Choice | None:
        """The choice of that word, else the only one that has the typed part in it."""
        typed = self.text().strip()
        if not typed:
            return None
        for choice in self.spec.choices:
            if typed in (choice.label, choice.value):
                return choice
        like = [choice for choice in self.spec.choices if typed.lower() in choice.label.lower()]
        return like[0] if len(like) == 1 else None
