"""另存 Excel in the window: offered for tables and for what the office has a workbook of its own for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests.documents.own_workbooks import plain
from tests.gui import invented
from tests.gui.conftest import Said
from tests.gui.test_cases import quiet

TABLE, NOTICE = "F01", "F06"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with invented.office(tmp_path / "store").open(invented.PASSWORD) as app:
        yield app


@pytest.fixture
def case_id(app: App) -> str:
    return invented.accepted(app, invented.registered(app, "刘桂芳"))


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said) -> Iterator[CasesTab]:
    tab = CasesTab(app, tasks, said)
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    yield tab
    tasks.wait()
    tab.deleteLater()


def shown(tab: CasesTab, tasks: Tasks, app: App, case_id: str, form: str) -> None:
    """Issue a paper and open it."""
    paper_id = app.papers.issue(case_id, form).paper_id
    tab.open_case(case_id)
    quiet(tasks)
    tab.paper.show_issued(app.papers.paper(paper_id))
    tab.right.setCurrentWidget(tab.paper)
    quiet(tasks)


def test_a_table_is_saved_as_excel_under_the_name_that_was_chosen(
    tab: CasesTab, tasks: Tasks, said: Said, app: App, case_id: str, tmp_path: Path
) -> None:
    shown(tab, tasks, app, case_id, TABLE)
    said.answers["另存为 Excel"] = str(tmp_path / "申请书")  # without its ending: it is added

    Hand(tab).click("另存 Excel")
    quiet(tasks)

    assert (Level.GOOD, "已存为 申请书.xlsx") in said.heard
    sheet = load_workbook(tmp_path / "申请书.xlsx").active
    assert sheet is not None
    assert "刘桂芳" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_notice_is_offered_as_excel_once_the_office_has_a_workbook_for_it(
    tab: CasesTab, tasks: Tasks, app: App, case_id: str, tmp_path: Path
) -> None:
    shown(tab, tasks, app, case_id, NOTICE)
    before = tab.paper.excel_button.isVisible()
    (tmp_path / "受理.xlsx").write_bytes(plain(("A1", "{{ case.number }}")))

    app.workbooks.use(tmp_path / "受理.xlsx", NOTICE)
    tab.paper.show_issued(app.papers.paper(tab.paper.paper_id))
    quiet(tasks)

    assert (before, tab.paper.excel_button.isVisible()) == (False, True)
    assert tab.paper.excel_button.accessibleName() == "另存 Excel"
