"""What every test of the window needs: the dressed application, the listener, the worker."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import messages
from fuyi_desktop.gui.messages import Level, Messages, Question
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests.gui import invented

FONTS = sorted((Path(__file__).parents[2] / ".fonts").glob("*.ttf"))
TODAY = date(2026, 11, 20)  # a Friday


# said by Qt's offscreen platform about itself, of no meaning on a screen
OFFSCREEN = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every other line that Qt logs fails the test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


class Said(Messages):
    """Hears everything that is said, and answers what it was told to answer; any other question fails."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[Level, str]] = []
        self.full: list[messages.Said] = []
        self.asked: list[Question] = []
        self.answers: dict[str, object] = {}
        self.said.connect(self._hear)

    def answer(self, question: Question) -> object:
        self.asked.append(question)
        return self.answers.pop(question.title)  # an unexpected question fails the test

    def _hear(self, said: messages.Said) -> None:
        self.full.append(said)
        self.heard.append((said.level, said.text))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as a user has it: Chinese, our theme, our font where there is one."""
    floor.furnish(qapp, fonts=FONTS)
    return qapp


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def said(qapp: QApplication) -> Said:
    return Said()


@pytest.fixture
def tasks(said: Said) -> Iterator[Tasks]:
    tasks = Tasks(said)
    yield tasks
    assert tasks.wait(2000), "a task outlived its test"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A store with cases in many states, to be copied."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    with invented.office(folder).open(invented.PASSWORD) as app:
        ids = invented.several(app)
        invented.knows(app, "云岭县行政争议纾解中心", "青溪乡行政争议纾解窗口")
    return folder, ids


@pytest.fixture
def ids(kept: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return kept[1]


@pytest.fixture
def app(kept: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[App]:
    shutil.copytree(kept[0], tmp_path / "store")
    with invented.opened(tmp_path / "store") as app:
        yield app
