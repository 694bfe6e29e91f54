"""A hand on keyboard and mouse: finds what is seen by its name and uses it as a person would."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QDeadlineTimer,
    QKeyCombination,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from fuyi_desktop.gui.choosing import ComboField, SegmentField
from fuyi_desktop.gui.fields import Field

LEFT = Qt.MouseButton.LeftButton


class NotSeen(Exception):
    """Nothing of that name is on the screen; carries what is."""

    def __init__(self, name: str, seen: list[str]) -> None:
        super().__init__(f"“{name}” is not to be seen; seen are: {'、'.join(seen)}")


class TooLate(Exception):
    """What was waited for did not come about."""


class Hand:
    """Drives a real window with key and mouse events; calls nothing of the window's own."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, name: str) -> QWidget:
        """The enabled widget that is seen and has this name, else this text, else begins with it."""
        seen = list(self.seen())
        tests: tuple[Callable[[QWidget], bool], ...] = (
            lambda widget: widget.accessibleName() == name and widget.isEnabled(),
            lambda widget: words_of(widget) == name and widget.isEnabled(),
            lambda widget: words_of(widget).startswith(name) and widget.isEnabled(),
        )
        for test in tests:
            found = [widget for widget in seen if test(widget)]
            if found:
                return min(found, key=lambda widget: widget.focusPolicy() is Qt.FocusPolicy.NoFocus)
        raise NotSeen(name, self.names())

    def names(self) -> list[str]:
        """Everything on the screen that has a name or text."""
        told = (widget.accessibleName() or words_of(widget) for widget in self.seen())
        return list(dict.fromkeys(name for name in told if name))

    def reads(self, words: str) -> bool:
        """Whether these words are on the screen, in a label, a field, a button or a row."""
        return any(words in text for widget in self.seen() for text in texts_in(widget))

    def click(self, name: str, *, dialog: Callable[[], None] | None = None) -> None:
        """Press; dialog is done inside the dialog that the press opens."""
        widget = self.find(name)
        self._bring(widget)
        if dialog is not None:
            QTimer.singleShot(0, lambda: self._inside(dialog))
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Replace what stands in a field."""
        widget = self._editor(self.find(name))
        self._bring(widget)
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(12, widget.height() // 2))
        self.key("Ctrl+A")
        self.key("Del")
        self.write(text)

    def write(self, text: str) -> None:
        """Type where the focus is: keys for what is on a keyboard, an input method's commit for the rest."""
        for run, typed in runs(text):
            target = self._focused()
            if typed:
                QTest.keyClicks(target, run)
            else:
                event = QInputMethodEvent()
                event.setCommitString(run)
                QApplication.sendEvent(target, event)
        self.settle()

    def key(self, sequence: str, times: int = 1) -> None:
        """Press keys such as Ctrl+Enter where the focus is."""
        for _ in range(times):
            pressed = combination(sequence)
            QTest.keyClick(self._focused(), pressed.key(), pressed.keyboardModifiers())
            self.settle()

    def choose(self, name: str, value: str) -> None:
        """Take a value in a segment, a combo, among chips, or a row in a list or table."""
        widget = self.find(name)
        field = field_of(widget)
        if isinstance(field, SegmentField):
            button = next((one for one in field.buttons if one.text() == value), None)
            if button is None:
                raise NotSeen(value, [one.text() for one in field.buttons])
            self._bring(button)
            QTest.mouseClick(button, LEFT)
        elif isinstance(field, ComboField) or isinstance(widget, QComboBox):
            self._choose_in_combo(widget, value)
        elif isinstance(widget, QAbstractItemView):
            self.row(name, value)
        else:
            raise NotSeen(value, self.names())
        self.settle()

    def row(self, name: str, words: str, *, double: bool = False) -> None:
        """Click the first row of a list or table that has these words."""
        view = self.find(name)
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        for number in range(model.rowCount()):
            for column in range(columns_of(model)):
                index = model.index(number, column)
                if words in str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or ""):
                    view.scrollTo(index)
                    self.settle()
                    press = QTest.mouseDClick if double else QTest.mouseClick
                    point = view.visualRect(index).center()
                    press(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)
                    view.setFocus(Qt.FocusReason.MouseFocusReason)
                    self.settle()
                    return
        raise NotSeen(
            words, [str(model.index(number, 0).data()) for number in range(min(50, model.rowCount()))]
        )

    def wait(self, until: Callable[[], bool], what: str = "", *, milliseconds: int = 10_000) -> None:
        """Let the window work until something is so."""
        if not came_about(until, milliseconds):
            raise TooLate(what or "waited in vain")
        self.settle()

    def wait_for(self, words: str, *, milliseconds: int = 10_000) -> None:
        """Let the window work until these words are on the screen."""
        if not came_about(lambda: self.reads(words), milliseconds):
            raise NotSeen(words, self.names())

    def shot(self, path: Path) -> None:
        """A picture of the window as it is now."""
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._front().grab().save(str(path)):
            raise TooLate(f"no picture at {path}")

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(3):
            QApplication.processEvents()

    def seen(self) -> Iterator[QWidget]:
        """What is on the screen, the topmost window first; below a dialog nothing can be used."""
        tops = [*self._popups(), self._front()]
        for top in tops:
            yield top
            yield from (
                widget
                for widget in top.findChildren(QWidget)
                if widget.isVisibleTo(top) and widget.isVisible()
            )

    def _popups(self) -> list[QWidget]:
        popup = QApplication.activePopupWidget()
        return [popup] if popup is not None else []

    def _front(self) -> QWidget:
        return QApplication.activeModalWidget() or self.window

    def _focused(self) -> QWidget:
        """Where Qt would send a key: into a popup first, there to what has the focus in it."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self._front()

    def _inside(self, dialog: Callable[[], None]) -> None:
        if QApplication.activeModalWidget() is None:
            QTimer.singleShot(10, lambda: self._inside(dialog))
        else:
            dialog()

    @staticmethod
    def _editor(widget: QWidget) -> QWidget:
        if isinstance(widget, QLabel) and widget.buddy() is not None:
            return widget.buddy()
        return widget

    def _bring(self, widget: QWidget) -> None:
        """Scroll as a person would, so that the pointer can reach it."""
        parent = widget.parentWidget()
        while parent is not None:
            bring = getattr(parent, "ensureWidgetVisible", None)
            if bring is not None:
                bring(widget, 16, 48)
            parent = parent.parentWidget()
        self.settle()

    def _choose_in_combo(self, widget: QWidget, value: str) -> None:
        combo = widget if isinstance(widget, QComboBox) else widget.parentWidget()
        assert isinstance(combo, QComboBox)
        if combo.findText(value) < 0:
            raise NotSeen(value, [combo.itemText(number) for number in range(combo.count())])
        self._bring(combo)
        QTest.mouseClick(
            combo, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(combo.width() - 14, combo.height() // 2)
        )
        self.settle()
        view = combo.view()
        index = combo.model().index(combo.findText(value), 0)
        view.scrollTo(index)
        QTest.mouseClick(
            view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, view.visualRect(index).center()
        )
        self.settle()
        if combo.currentText() != value:  # the list has taken Enter for a pointer that came too soon
            view.setCurrentIndex(index)
            QTest.keyClick(view, Qt.Key.Key_Return)


def came_about(so: Callable[[], bool], milliseconds: int) -> bool:
    """Let the window work until something is so, or the time is over."""
    left = QDeadlineTimer(milliseconds)
    while not so():
        if left.hasExpired():
            return False
        QTest.qWait(5)
    return True


def words_of(widget: QWidget) -> str:
    """The words a widget shows of itself."""
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return widget.text()
    return ""


def texts_in(widget: QWidget) -> Iterator[str]:
    yield words_of(widget)
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for number in range(min(200, model.rowCount())):
            for column in range(columns_of(model)):
                index = model.index(number, column)
                yield str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def columns_of(model: QAbstractItemModel) -> int:
    """A list has one column; Qt does not let it be asked."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def field_of(widget: QWidget) -> Field | None:
    """The field of a form that this widget is a part of."""
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, Field):
            return at
        at = at.parentWidget()
    return None


def combination(sequence: str) -> QKeyCombination:
    """The one key, with what is held, that a sequence such as Shift+Enter names."""
    pressed = QKeySequence(sequence.replace("Enter", "Return"))[0]  # type: ignore[index]
    assert isinstance(pressed, QKeyCombination)
    return pressed


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text where it changes between what has a key and what has not."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or (text[place] < "\x7f") != (text[start] < "\x7f"):
            yield text[start:place], text[start] < "\x7f"
            start = place
