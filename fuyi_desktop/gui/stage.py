"""A stage: real windows driven by a hand; only file dialogs and the printer are answered for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.gui.app import make_app
from fuyi_desktop.gui.cases.printing import ready
from fuyi_desktop.gui.exchange.sticks import Stick
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.memory import Memory
from fuyi_desktop.gui.messages import Level, Messages, Question, Said
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.window import Window

SIZE = (1366, 690)
PATIENCE = 30_000  # milliseconds


class Refused(Exception):
    """The window said a sentence that the script did not expect."""


class Answers(Messages):
    """Answers the system's dialogs by their titles; an unexpected one fails."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, object] = {}
        self.heard: list[Said] = []
        self.said.connect(self.heard.append)

    def answer(self, question: Question) -> object:
        if question.title not in self.given:
            raise Refused(f"{question.kind}: {question.title} {question.body}")
        return self.given[question.title]


class Actor(Hand):
    """A hand at one window, and what lies around the PC: a stick, a printer, the files one would choose."""

    def __init__(self, window: Window, answers: Answers, printed: Path) -> None:
        super().__init__(window)
        self.desk_window, self.answers, self.printed = window, answers, printed

    def idle(self) -> None:
        """Until nothing runs any more; what the window refused meanwhile ends the tour."""
        tasks = self.desk_window.tasks
        self.wait(lambda: not tasks.is_busy, "the worker", milliseconds=PATIENCE)
        refused = [said.text for said in self.answers.heard if said.level is Level.ERROR]
        if refused:
            raise Refused("　".join(refused))

    def will_choose(self, title: str, answer: object) -> None:
        """Which file the person will choose when the dialog of this title opens."""
        self.answers.given[title] = answer


class OneStick:
    """A folder in the place of the drives of the PC; it can always be let go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self) -> tuple[Stick, ...]:
        return (Stick(self._folder, "FUYI (E:)", 11_200_000_000),) if self._folder.is_dir() else ()

    def let_go(self, stick: Stick) -> bool:
        return stick.root == self._folder


class Stage:
    """The one application on which windows of several stations are opened, one after another."""

    def __init__(self, fonts: list[Path]) -> None:
        made = QApplication.instance()
        self.app = made if isinstance(made, QApplication) else make_app(["fuyi"], fonts=fonts)

    @contextmanager
    def window(
        self, place: Place, *, stick: Path, printed: Path, password: str | None = None
    ) -> Iterator[Actor]:
        """The main window on a place, as `fuyi` opens it."""
        answers = Answers()

        def printer(window: QWidget, name: str) -> QPrinter:
            path = printed / f"{len(list(printed.glob('*.pdf'))) + 1:02d}-{name}.pdf"
            made = ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
            made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            made.setOutputFileName(str(path))
            return made

        window = Window(
            place, Tasks(answers), answers, Memory(place.state), sticks=OneStick(stick),
            choose_printer=printer,
        )  # fmt: skip
        window.begin(password)
        window.resize(*SIZE)
        window.show()
        QWidget.activateWindow(window)
        actor = Actor(window, answers, printed)
        try:
            actor.idle()
            yield actor
        finally:
            window.close()
            window.tasks.wait()
            actor.settle()


def stage(fonts: list[Path]) -> Any:
    """The stage of this process."""
    return Stage(fonts)
