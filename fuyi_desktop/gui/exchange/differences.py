"""Two texts beside one another: what only one of them says is underlined on a tint."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from fuyi_desktop.gui import theme

JOINED = 1  # characters in common between two differences that are not worth a break
MOST = 4_000  # characters: longer texts are shown whole and unmarked


def parted(text: str, other: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, each with whether the other lacks it."""
    if text == other or not other or max(len(text), len(other)) > MOST:
        yield text, text != other and not other
        return
    matcher = SequenceMatcher(None, other, text, autojunk=False)
    common = [(block.b, block.b + block.size) for block in matcher.get_matching_blocks()]
    kept = [(start, end) for start, end in common if end - start > JOINED or end == len(text) or not start]
    at = 0
    for start, end in kept:
        if start > at:
            yield text[at:start], True
        if end > start:
            yield text[start:end], False
        at = max(at, end)
    if at < len(text):
        yield text[at:], True


class MarkedText(QLabel):
    """A text with its differences from another; said in words to those who do not see them."""

    def __init__(self, text: str, other: str | None = None, *, tone: str = "ink") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setProperty("tone", tone)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.plain = text
        self._runs = list(parted(text, other)) if other is not None else [(text, False)]
        self.setAccessibleName(text)
        if differing := "、".join(run.strip() for run, differs in self._runs if differs and run.strip()):
            self.setAccessibleDescription(f"不同的是：{differing}")
        self._draw()

    @property
    def differing(self) -> list[str]:
        return [run for run, differs in self._runs if differs]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_runs"):
            self._draw()

    def _draw(self) -> None:
        ground = theme.color("amber_t").name()
        mark = f'<span style="background-color:{ground}; text-decoration:underline">'
        said = "".join(
            f"{mark}{_written(run)}</span>" if differs else _written(run) for run, differs in self._runs
        )
        if self.text() != said:  # else the change of style that this brings would come round again
            self.setText(said)


def _written(run: str) -> str:
    """As it stands, with its line breaks: never as markup."""
    return escape(run).replace("\n", "<br>")
