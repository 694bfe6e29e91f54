"""The one dialog: a question with its object, what follows, perhaps one line to type, and the two verbs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.labels import PlainLabel
from fuyi_desktop.gui.theme import dress

LEAST, MOST = 400, 520  # px wide


class Ask(QDialog):
    """Focus is in the line, or on the button that does no harm."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        body: str,
        *,
        do: str,
        leave: str,
        label: str = "",
        example: str = "",
        danger: bool = False,
        secret: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "dialog")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(LEAST)
        self.setMaximumWidth(MOST)
        self._line: QLineEdit | None = None

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, bold=True, wrap=True))
        if body:
            column.addWidget(PlainLabel(body, tone="ink2", wrap=True))
        if label:
            column.addSpacing(4)
            column.addWidget(PlainLabel(label, tone="ink2", small=True))
            self._line = QLineEdit()
            self._line.setProperty("field", "true")
            self._line.setFixedHeight(32)
            self._line.setAccessibleName(label)
            self._line.setPlaceholderText(example)
            if secret:
                self._line.setEchoMode(QLineEdit.EchoMode.Password)
            column.addWidget(self._line)
            self._line.textChanged.connect(self._open_way)
            self._line.returnPressed.connect(self._done)

        self._leave = Button(leave, "secondary", on=self.reject)
        self._do = Button(do, "danger" if danger else "primary", on=self._done)
        for button in (self._leave, self._do):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self._leave)
        row.addWidget(self._do)
        column.addSpacing(8)
        column.addLayout(row)
        (self._line or self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> object:
        """Wait for it: True or the typed line, False or "" when left alone."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        if self._line is None:
            return agreed
        return self._line.text() if agreed else ""

    def _done(self) -> None:
        """An empty line is no answer: go back to it instead of going on."""
        if self._line is not None and not self._line.text().strip():
            dress(self._line, state="error")
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()

    def _open_way(self) -> None:
        if self._line is not None:
            dress(self._line, state="")
