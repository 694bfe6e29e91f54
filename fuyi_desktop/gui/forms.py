"""A form from a tuple of field specs: values, gaps, drafts, and the keys that carry one through it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QScrollArea, QWidget

from fuyi_desktop.gui.choosing import SEGMENTS, ComboField, ManyField, SegmentField, YesNoField
from fuyi_desktop.gui.dayfield import DateField
from fuyi_desktop.gui.fields import (
    DerivedField,
    Field,
    FieldSpec,
    IntegerField,
    Kind,
    LineField,
    LinesField,
    TimeField,
)
from fuyi_desktop.gui.labels import PlainLabel

PAUSE = 600  # ms without a key, then the draft is worth saving
PARTS, GAP = 12, 12
HALF, WHOLE = 520, 360  # px: below these two fields stand in a line, then one

KINDS: Mapping[Kind, type[Field]] = {
    Kind.TEXT: LineField,
    Kind.PASSWORD: LineField,
    Kind.LINES: LinesField,
    Kind.DATE: DateField,
    Kind.TIME: TimeField,
    Kind.INTEGER: IntegerField,
    Kind.MANY: ManyField,
    Kind.YES_NO: YesNoField,
    Kind.DERIVED: DerivedField,
}


@dataclass(frozen=True)
class Heading:
    """A bold line between two groups of fields."""

    text: str


@dataclass(frozen=True)
class Gap:
    """A field that keeps the form from being done, and why."""

    name: str
    label: str
    sentence: str


def make_field(spec: FieldSpec, today: Callable[[], date]) -> Field:
    if spec.kind is Kind.CHOICE:
        return (SegmentField if len(spec.choices) <= SEGMENTS else ComboField)(spec, today)
    return KINDS[spec.kind](spec, today)


class Form(QWidget):
    """Enter and ↓ go on, Shift+Enter and ↑ back; F8 the next gap; Ctrl+Enter the deed; F1 explains."""

    changed = Signal()  # a pause after typing: the draft is worth saving
    edited = Signal(str)  # at once, the field's name
    submitted = Signal()  # Ctrl+Enter, whether or not gaps are left
    help_asked = Signal(str)

    def __init__(self, specs: Sequence[FieldSpec | Heading], *, today: Callable[[], date]) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._composing = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.changed)
        grid = Parts(self)
        for spec in specs:
            if isinstance(spec, Heading):
                grid.place(PlainLabel(spec.text, bold=True), PARTS)
                continue
            field = make_field(spec, today)
            self.fields[spec.name] = field
            grid.place(field, spec.span)
            field.edited.connect(lambda name=spec.name: self._edited(name))
            for stop in field.stops():
                stop.installEventFilter(self)
        self._pause.stop()

    def field(self, name: str) -> Field:
        return self.fields[name]

    def values(self) -> dict[str, object]:
        """What is meant, of the fields that are shown."""
        return {name: field.value() for name, field in self.fields.items() if not field.isHidden()}

    def set_values(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            self.fields[name].set_value(value)
            self.fields[name].show_error("")

    def draft(self) -> dict[str, str]:
        """What was typed, understood or not, so that nothing typed is ever lost."""
        return {name: field.text() for name, field in self.fields.items() if field.text()}

    def set_draft(self, draft: Mapping[str, str]) -> None:
        """Put a draft back; names the form no longer has are left out."""
        for name, text in draft.items():
            if field := self.fields.get(name):
                field.set_text(text)
        self._pause.stop()

    def gaps(self) -> list[Gap]:
        shown = (field for field in self.fields.values() if not field.isHidden())
        return [Gap(field.name, field.spec.label, sentence) for field in shown if (sentence := field.gap())]

    def next_gap(self) -> bool:
        """Go to the first gap after the field with the focus, or round the end; whether there is one."""
        gaps = [gap.name for gap in self.gaps()]
        if not gaps:
            return False
        order = list(self.fields)
        here = self.current()
        place = order.index(here.name) if here else -1
        later = [name for name in gaps if order.index(name) > place]
        self._show_gap((later or gaps)[0])
        return True

    def check(self) -> bool:
        """Whether the form is done; else every gap says so and the first has the focus."""
        gaps = self.gaps()
        for gap in gaps:
            self.fields[gap.name].show_error(gap.sentence)
        if gaps:
            self._show_gap(gaps[0].name)
        return not gaps

    def show_field(self, name: str, *, shown: bool) -> None:
        """Hide what does not apply; its text is kept."""
        self.fields[name].setVisible(shown)

    def start(self) -> None:
        """Put the focus where the work begins: the first empty field."""
        for field in self._walk():
            if field.is_empty() and field.spec.required:
                field.take_focus()
                return
        for field in self._walk():
            field.take_focus()
            return

    def current(self) -> Field | None:
        return next((field for field in self.fields.values() if field.has_focus()), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._composing = False
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._bring(watched)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._composing:
            field = next((one for one in self.fields.values() if watched in one.stops()), None)
            return field is not None and not field.has_popup() and self._key(field, event)
        return False

    # (key, with Ctrl, with Shift): the deed
    KEYS: ClassVar[Mapping[tuple[Qt.Key, bool, bool], str]] = {
        (Qt.Key.Key_Return, False, False): "on",
        (Qt.Key.Key_Down, False, False): "on",
        (Qt.Key.Key_Down, True, False): "on",
        (Qt.Key.Key_Return, False, True): "back",
        (Qt.Key.Key_Up, False, False): "back",
        (Qt.Key.Key_Up, True, False): "back",
        (Qt.Key.Key_Return, True, False): "submit",
        (Qt.Key.Key_F8, False, False): "gap",
        (Qt.Key.Key_F1, False, False): "help",
    }

    def _key(self, field: Field, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        key = Qt.Key.Key_Return if key == Qt.Key.Key_Enter else key
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if isinstance(field, LinesField) and not ctrl and key in WITHIN_LINES:
            return False
        match self.KEYS.get((key, ctrl, shift)):
            case "on":
                self._step(field, 1)
            case "back":
                self._step(field, -1)
            case "submit":
                field.settle()
                self.submitted.emit()
            case "gap":
                field.leave()
                self.next_gap()
            case "help":
                self.help_asked.emit(field.name)
            case _:
                return False
        return True

    def _walk(self) -> list[Field]:
        shown = (field for field in self.fields.values() if not field.isHidden())
        return [field for field in shown if field.spec.kind is not Kind.DERIVED]

    def _step(self, field: Field, by: int) -> None:
        order = [one for one in self.fields.values() if not one.isHidden()]
        place = order.index(field) + by
        while 0 <= place < len(order) and order[place].spec.kind is Kind.DERIVED:
            place += by
        if 0 <= place < len(order):
            order[place].take_focus()
        elif by > 0:
            field.focusNextChild()  # the primary button follows the form

    def _show_gap(self, name: str) -> None:
        field = self.fields[name]
        field.show_error(field.gap())
        field.take_focus()

    def _edited(self, name: str) -> None:
        self.edited.emit(name)
        self._pause.start()

    def _bring(self, widget: QWidget) -> None:
        """Keep the field with the focus in view, with its label and the line below."""
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(widget, 16, 48)


WITHIN_LINES = {Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up}


def spread(span: int, width: int) -> int:
    """How many of the twelve parts a field gets in a form of this width."""
    if width < WHOLE:
        return PARTS
    if width < HALF:
        return PARTS // 2 if span <= PARTS // 2 else PARTS
    return span


class Parts(QLayout):
    """Twelve parts a line; fields that do not fit go to the next, narrow windows give each field more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[tuple[QLayoutItem, int]] = []
        self._next = PARTS
        self.setContentsMargins(0, 0, 0, 0)

    def place(self, widget: QWidget, span: int) -> None:
        self._next = span
        self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append((item, self._next))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index][0] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index)[0] if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item, _ in self._items if not item.isEmpty()), default=0)
        return QSize(min(widest, WHOLE), 0)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        unit = (rect.width() - GAP * (PARTS - 1)) / PARTS
        y, filled, line = rect.y(), 0, 0
        for item, wanted in self._items:
            if item.isEmpty():
                continue
            span = spread(wanted, rect.width())
            if filled + span > PARTS:
                y, filled, line = y + line + 4, 0, 0
            left = round(filled * (unit + GAP))
            width = round((filled + span) * (unit + GAP) - GAP) - left
            high = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            if move:
                item.setGeometry(QRect(QPoint(rect.x() + left, y), QSize(width, high)))
            filled += span
            line = max(line, high)
        return y + line - rect.y()
