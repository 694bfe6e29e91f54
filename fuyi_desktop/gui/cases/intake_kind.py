"""The words at the top of a registration: which kind of case it is; Alt+1 to Alt+3, or ← → and Space."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.parts import row

MOVES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class KindSwitch(QWidget):
    """One word for each procedure; the one that is chosen stays chosen."""

    asked = Signal(str)  # another kind

    def __init__(self, procedures: Mapping[str, Procedure], chosen: str) -> None:
        super().__init__()
        self.setProperty("part", "body")
        self.setAccessibleName("案件种类")
        self.buttons: dict[str, Button] = {}
        for number, kind in enumerate((kind for kind in CaseKind if kind.value in procedures), 1):
            keys = f"Alt+{number}"
            button = Button(
                kind.label, "segment", checkable=True, tip=keys, on=partial(self._pressed, kind.value)
            )
            button.setChecked(kind.value == chosen)
            button.installEventFilter(self)
            self.buttons[kind.value] = button
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(partial(self._pressed, kind.value))
        self._chosen = chosen
        self.setLayout(row(*self.buttons.values(), None, gap=4))
        if len(self.buttons) < 2:  # shown before it has a parent, it would be a window of its own
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            moved = MOVES.get(Qt.Key(event.key()), 0)
            order = list(self.buttons.values())
            if moved and watched in order:
                order[(order.index(watched) + moved) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _pressed(self, kind: str) -> None:
        for other, button in self.buttons.items():
            button.setChecked(other == self._chosen)
        if kind != self._chosen:
            self.asked.emit(kind)
