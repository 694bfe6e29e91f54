"""What the window says: the banner above the content, the line after a deed, the progress of a long job."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.icons import IconLabel
from fuyi_desktop.gui.labels import ElidedLabel
from fuyi_desktop.gui.messages import Level, Messages, Notice, Said, Tone
from fuyi_desktop.gui.parts import Banner, clear, plain_box
from fuyi_desktop.gui.tasks import Report, Tasks

STAYS = 8_000  # ms
WEIGHT = (Tone.RED, Tone.AMBER, Tone.VIOLET, Tone.ACCENT)
REFUSAL = "refusal"


class Banners(QWidget):
    """At most one, the weightiest; the others are a count that opens them."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        messages.noticed.connect(self._show)
        messages.said.connect(self._hear)
        self._show()

    def _hear(self, said: Said) -> None:
        """A refusal stays until something is put right or the next deed is done."""
        if said.level is Level.GOOD:
            self._messages.settle(REFUSAL)
        if said.level is not Level.ERROR:
            return
        details = f"编号 {said.code}　{said.details}".strip() if said.code else said.details
        self._messages.stand(
            Notice(REFUSAL, Tone.AMBER, said.text, "知道了", lambda: self._messages.settle(REFUSAL), details)
        )

    def _show(self) -> None:
        clear(self._column)
        notices = sorted(
            self._messages.notices, key=lambda notice: (notice.key != REFUSAL, WEIGHT.index(notice.tone))
        )
        shown = notices if self._open else notices[:1]
        for notice in shown:
            self._column.addWidget(self._banner(notice))
        self._open = self._open and len(notices) > 1
        if len(notices) > 1:
            more = "收起" if self._open else f"还有 {len(notices) - 1} 条"
            self._column.addWidget(_right(Button(more, "quiet", small=True, on=self._toggle)))
        self.setVisible(bool(notices))

    def _banner(self, notice: Notice) -> QWidget:
        banner = Banner(notice.tone, notice.text, notice.action, notice.act)
        if not notice.details:
            return banner
        details = ElidedLabel(notice.details, tone="ink3", small=True)
        details.hide()
        layout = banner.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(2, details)
        button = Button("详情", "quiet", small=True)
        button.clicked.connect(lambda: details.setVisible(details.isHidden()))
        layout.insertWidget(3, button)
        return banner

    def _toggle(self) -> None:
        self._open = not self._open
        self._show()


class SaidLine(QWidget):
    """The last deed, for eight seconds, with 撤销 where it can be taken back."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._icon = IconLabel("tick", "ink2")
        self._text = ElidedLabel("", tone="ink2", small=True)
        self._undo = Button("撤销", "quiet", small=True, on=self._take_back)
        self._said: Said | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self._icon)
        line.addWidget(self._text)
        line.addWidget(self._undo)
        line.addStretch(1)
        self._timer = QTimer(self, singleShot=True, interval=STAYS)
        self._timer.timeout.connect(self.hide)
        messages.said.connect(self._hear)
        self.hide()

    def _hear(self, said: Said) -> None:
        if said.level is Level.ERROR:
            self.hide()
            return
        self._said = said
        self._icon.show_icon("tick" if said.level is Level.GOOD else "info", "ink2")
        self._text.setText(said.text)
        self.setAccessibleName(said.text)
        self._undo.setVisible(said.undo is not None)
        self.show()
        self._timer.start()

    def _take_back(self) -> None:
        if self._said is not None and self._said.undo is not None:
            self.hide()
            self._said.undo()


class ProgressLine(QWidget):
    """How far a long job is, with the button that ends it; hidden when none runs."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._title = ElidedLabel("", tone="ink2", small=True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setProperty("part", "progress")
        self._bar.setAccessibleName("进度")
        self._bar.setFixedSize(160, 8)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._title)
        line.addWidget(self._bar)
        line.addWidget(Button("停下", "quiet", small=True, on=tasks.stop))
        line.addStretch(1)
        tasks.progressed.connect(self._hear)
        self.hide()

    def _hear(self, report: Report | None) -> None:
        self.setVisible(report is not None)
        if report is not None:
            self._bar.setRange(0, report.total)  # a total of 0 is Qt's sign for "nobody knows"
            self._bar.setValue(report.done)
            self._title.setText("　".join(part for part in (report.title, report.text) if part))


def _right(button: Button) -> QWidget:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(button)
    return plain_box(line)
