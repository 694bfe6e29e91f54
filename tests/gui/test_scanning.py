"""A scanned page opens its case at the step it waits for, wherever the scanner happens to type."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.marks import Mark, said
from fuyi_desktop.domain.service.course import SERVED
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.hand import Hand, came_about
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.scanning import PAUSE, Scanner
from fuyi_desktop.gui.window import Window
from tests.gui import county, invented
from tests.gui.conftest import Said

CODE = said(Mark("0123456789abcdef" * 2, 1, 2))


class Part(QWidget):
    """A button, a field, and what a scanner has brought."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[str] = []
        self.pressed = 0
        self.button, self.field = QPushButton("按钮"), QLineEdit()
        self.button.clicked.connect(self._press)
        column = QVBoxLayout(self)
        column.addWidget(self.button)
        column.addWidget(self.field)
        self.scanner = Scanner(self, self.codes.append)

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def part(qapp: QApplication) -> Iterator[Part]:
    part = Part()
    part.show()
    part.activateWindow()
    assert came_about(part.isActiveWindow, 10_000)
    yield part
    part.deleteLater()


def scan(widget: QWidget, code: str = CODE) -> None:
    """As a scanner types: at once, and Enter at the end."""
    QTest.keyClicks(widget, code)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def focused(widget: QWidget) -> QWidget:
    widget.setFocus()
    assert came_about(widget.hasFocus, 10_000)
    return widget


def test_a_code_is_caught_where_nothing_is_typed_and_its_enter_presses_nothing(part: Part) -> None:
    scan(focused(part.button))

    assert (part.codes, part.pressed) == ([CODE], 0)


def test_two_codes_after_one_another_are_two(part: Part) -> None:
    scan(focused(part.button))
    scan(part.button, CODE.replace("1/2", "2/2"))

    assert part.codes == [CODE, CODE.replace("1/2", "2/2")]


def test_what_a_field_is_told_stays_in_the_field(part: Part) -> None:
    scan(focused(part.field))

    assert (part.codes, part.field.text()) == ([], CODE)


def test_enter_is_a_press_where_no_code_came_before(part: Part) -> None:
    QTest.keyClicks(focused(part.button), "FX")
    QTest.keyClick(part.button, Qt.Key.Key_Return)

    assert part.codes == []


def test_a_person_who_types_slowly_is_no_scanner(part: Part) -> None:
    QTest.keyClicks(focused(part.button), "FY1:")
    QTest.qWait(2 * PAUSE)
    scan(part.button, CODE.removeprefix("FY1:"))

    assert part.codes == []


def test_a_part_that_is_hidden_behind_the_lock_hears_nothing(part: Part) -> None:
    other = QWidget()
    other.show()
    part.hide()

    scan(other)

    assert part.codes == []
    other.deleteLater()


# the whole window


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str, str]:
    """A store with a case whose 补正通知书 waits to be served; the case and its 送达回证."""
    where = invented.office(tmp_path_factory.mktemp("scanned") / "store")
    with where.open(invented.PASSWORD) as app:
        case_id = invented.registered(app)
        invented.step(app, case_id, "review", "2026-11-12", handler="何静")
        invented.step(app, case_id, "request_supplement", "2026-11-13", items="身份证明复印件")
        app.on(date(2026, 11, 13)).papers.issue(case_id, "F03")
        invented.registered(app, "刘桂芳")
        made = app.serving.issue_proofs(case_id, app.serving.matrix(case_id).waiting)
    return where, case_id, said(Mark(made.papers[0].paper_id, 1, 1))


@pytest.fixture
def window(office: tuple[Place, str, str], said: Said) -> Iterator[Window]:
    window = county.window_on(office[0], said)
    yield window
    window.close()
    window.deleteLater()


def at_the_service(window: Window, case_id: str) -> bool:
    page = window.desk.page("page.cases").page
    form = page.open_form
    return page.case_id == case_id and isinstance(form, StepForm) and form.offer.kind.code == SERVED


def test_a_proof_scanned_anywhere_opens_the_service_of_its_paper(
    window: Window, office: tuple[Place, str, str]
) -> None:
    hand = county.opened(window)
    focused(window.desk.page("page.cases").list.rows)

    scan(window.desk.page("page.cases").list.rows, office[2])

    hand.wait(lambda: at_the_service(window, office[1]), "the form")
    typed = window.desk.page("page.cases").page.open_form.form.values()
    assert (typed["paper"], typed["method"]) == ("F03", "direct")


def test_a_code_in_the_search_field_opens_its_case_and_leaves_the_field_empty(
    window: Window, office: tuple[Place, str, str]
) -> None:
    hand = county.opened(window)
    search = window.desk.page("page.cases").list.search

    scan(focused(search), office[2].lower())

    hand.wait(lambda: at_the_service(window, office[1]), "the form")
    assert search.text() == ""


def test_a_code_in_the_line_of_commands_opens_its_case(
    window: Window, office: tuple[Place, str, str]
) -> None:
    hand = county.opened(window)
    window.desk.look_up()
    hand.settle()

    scan(window.desk.palette_line.line, office[2])

    hand.wait(lambda: at_the_service(window, office[1]), "the form")
    assert not window.desk.palette_line.isVisible()


def test_a_page_that_is_not_here_is_one_sentence_and_changes_nothing(
    window: Window, said: Said, office: tuple[Place, str, str]
) -> None:
    hand = county.opened(window)
    rows = window.desk.page("page.cases").list.rows

    scan(focused(rows), CODE)
    hand.wait(lambda: any(level is Level.ERROR for level, _ in said.heard), "the sentence")

    (text,) = (text for level, text in said.heard if level is Level.ERROR)
    assert text.startswith("本站没有“FY1:")
    assert window.desk.page("page.cases").page.open_form is None


def test_nothing_is_scanned_behind_the_lock(
    window: Window, office: tuple[Place, str, str], tmp_path: Path
) -> None:
    hand: Hand = county.opened(window)
    window.lock()
    hand.settle()

    scan(window, office[2])
    hand.settle()

    assert window.is_locked
    assert not window.tasks.is_busy
