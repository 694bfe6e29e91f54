"""Papers of a case in the window: looked at, told what they lack, given out, printed, saved."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.forms import PAUSE
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests.gui import invented
from tests.gui.conftest import Said
from tests.gui.test_cases import quiet


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with one accepted case."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    with invented.office(folder).open(invented.PASSWORD) as app:
        case_id = invented.accepted(app, invented.registered(app, "刘桂芳"))
    return folder, case_id


@pytest.fixture
def case_id(kept: tuple[Path, str]) -> str:
    return kept[1]


@pytest.fixture
def app(kept: tuple[Path, str], tmp_path: Path) -> Iterator[App]:
    shutil.copytree(kept[0], tmp_path / "store")
    with invented.opened(tmp_path / "store") as app:
        yield app


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    return tmp_path / "printed.pdf"


def pdf_printer(path: Path, name: str = "文书") -> QPrinter:
    printer = printing.ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said, printed: Path) -> Iterator[CasesTab]:
    tab = CasesTab(app, tasks, said, choose_printer=lambda window, name: pdf_printer(printed, name))
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    yield tab
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


def drafted(tab: CasesTab, tasks: Tasks, case_id: str, form: str = "F06") -> None:
    tab.open_case(case_id)
    quiet(tasks)
    tab.draft_paper(case_id, form)
    quiet(tasks)


def test_a_paper_is_looked_at_before_it_has_a_number(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    drafted(tab, tasks, case_id)

    assert hand.reads("未出具，可以先看样子")
    assert len(tab.paper.pages.images) >= 1
    assert tab.paper.issue_button.hasFocus()
    assert app.casework.page(case_id).file.papers == ()


def test_giving_a_paper_out_shows_its_number_and_puts_it_on_the_page(
    tab: CasesTab, hand: Hand, tasks: Tasks, case_id: str, said: Said
) -> None:
    drafted(tab, tasks, case_id)

    hand.key("Enter")
    quiet(tasks)

    assert hand.reads("云府复受〔2026〕1号")
    assert tab.paper.print_button.hasFocus()
    hand.key("Esc")
    quiet(tasks)
    assert tab.right.currentWidget() is tab.page
    assert hand.reads("受理通知书 云府复受〔2026〕1号")
    assert hand.reads("未送达")


def test_pressing_twice_gives_one_paper_out(tab: CasesTab, tasks: Tasks, app: App, case_id: str) -> None:
    drafted(tab, tasks, case_id)

    tab.paper.issue()
    tab.paper.issue()
    quiet(tasks)

    assert len(app.casework.page(case_id).file.papers) == 1


def test_a_printed_paper_is_whole_on_its_sheet_and_counted(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str, printed: Path
) -> None:
    drafted(tab, tasks, case_id)
    hand.key("Enter")
    quiet(tasks)

    hand.click("打印")
    quiet(tasks)

    assert hand.reads("已打印 1 次")
    content = printed.read_bytes()
    sheets = app.papers.pages(content, 72, grey=True)
    original = app.papers.pages(app.papers.pdf(tab.paper.paper_id), 72, grey=True)
    assert len(sheets) == len(original)
    assert abs(sheets[0].width - original[0].width) <= 1
    assert abs(sheets[0].height - original[0].height) <= 1
    assert likeness(image(sheets[0]), image(original[0])) > 0.97


def test_the_red_head_of_a_letter_is_printed_in_red(app: App, case_id: str, printed: Path) -> None:
    told = {"result": "撤销", "decision_number": "云府复决〔2026〕1号", "problems": "没有告知陈述权利"}
    days = {"decided_on": "2026-11-18", "effective_on": "2026-11-19"}
    more = {f"step.{name}": said for name, said in (told | days).items()}
    letter = app.papers.issue(case_id, "F29", more=more)

    assert printing.print_paper(app, letter.paper_id, pdf_printer(printed)) == 1
    assert red_spots(image(app.papers.pages(printed.read_bytes(), 72)[0])) > 100


def test_a_paper_says_what_it_lacks_and_shows_itself_once_told(
    tab: CasesTab, hand: Hand, tasks: Tasks, case_id: str
) -> None:
    drafted(tab, tasks, case_id, "F29")
    assert hand.reads("出具前要填的")
    asked = [ask.label for ask in tab.paper._asked]
    assert asked
    assert tab.paper.pages.images == ()

    assert tab.paper.questions is not None
    for field in tab.paper.questions.fields.values():
        field.take_focus()
        hand.write(
            "20261118"
            if field.spec.kind.value == "date"
            else "7"
            if field.spec.kind.value == "integer"
            else "撤销"
        )
    QTest.qWait(PAUSE + 100)
    quiet(tasks)

    assert len(tab.paper.pages.images) >= 1


def test_giving_out_a_paper_that_lacks_something_goes_to_the_gap(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    drafted(tab, tasks, case_id, "F29")

    hand.click("出具")
    quiet(tasks)

    assert hand.reads("还没有填写。")
    assert app.casework.page(case_id).file.papers == ()


@pytest.mark.parametrize(
    ("button", "title", "suffix"), [("另存 PDF", "另存为 PDF", ".pdf"), ("另存 Word", "另存为 Word", ".docx")]
)
def test_an_issued_paper_is_saved_under_the_name_that_was_chosen(
    tab: CasesTab,
    hand: Hand,
    tasks: Tasks,
    said: Said,
    case_id: str,
    tmp_path: Path,
    button: str,
    title: str,
    suffix: str,
) -> None:
    drafted(tab, tasks, case_id)
    hand.key("Enter")
    quiet(tasks)
    said.answers[title] = str(tmp_path / "受理通知书")  # without its ending: it is added

    hand.click(button)
    quiet(tasks)

    assert (tmp_path / f"受理通知书{suffix}").stat().st_size > 1000
    assert (Level.GOOD, f"已存为 受理通知书{suffix}") in said.heard


def test_a_paper_of_long_ago_opens_with_its_own_bytes(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    paper_id = app.papers.issue(case_id, "F06").paper_id
    tab.open_case(case_id)
    quiet(tasks)

    hand.click("行政复议受理通知书 云府复受〔2026〕1号")
    quiet(tasks)

    assert tab.paper.paper_id == paper_id
    assert app.papers.is_as_issued(paper_id)
    assert tab.paper.pages.images[0].width() > 1000


def test_a_paper_whose_original_has_not_come_says_so_above_its_pages(
    tab: CasesTab, tasks: Tasks, app: App, case_id: str
) -> None:
    kept, other = (app.papers.issue(case_id, form).paper_id for form in ("F06", "F28"))
    with app.office.store.work("周晓敏", "试验") as work:
        paper = work.put(replace(work.get(Paper, other), digest="0" * 64))  # of a content that is not here

    tab.open_paper(paper)
    quiet(tasks)
    assert tab.paper.remark.isVisible()
    assert tab.paper.remark.text().startswith("文书原件还没有传到本站")
    assert tab.paper.pages.images[0].width() > 1000

    tab.open_paper(app.office.store.get(Paper, kept))
    quiet(tasks)
    assert not tab.paper.remark.isVisible()


def test_the_printers_answer_no_leaves_everything_as_it_was(
    qapp: QApplication, app: App, tasks: Tasks, said: Said, case_id: str
) -> None:
    tab = CasesTab(app, tasks, said, choose_printer=lambda window, name: None)
    tab.show()
    drafted(tab, tasks, case_id)
    tab.paper.issue()
    quiet(tasks)

    tab.paper.print_paper()
    quiet(tasks)

    assert app.papers.times_printed(tab.paper.paper_id) == 0
    tasks.wait()
    tab.deleteLater()


def test_every_page_goes_on_a_sheet_of_its_own(tmp_path: Path, qapp: QApplication, app: App) -> None:
    pages = [QImage(1240, 1754, QImage.Format.Format_Grayscale8) for _ in range(3)]
    for page in pages:
        page.fill(Qt.GlobalColor.white)

    assert printing.print_pages(pdf_printer(tmp_path / "three.pdf"), pages)

    assert len(app.papers.pages((tmp_path / "three.pdf").read_bytes(), 20, grey=True)) == 3


WIDE, HIGH = 75, 106  # dots to which two pages are brought to be compared


def red_spots(page: QImage) -> int:
    spots = (page.pixelColor(x, y) for x in range(page.width()) for y in range(page.height()))
    return sum(spot.red() > spot.green() + 120 for spot in spots)


def likeness(one: QImage, other: QImage) -> float:
    """How many spots of two pages are about as dark."""
    smooth, whole = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    small = [page.scaled(WIDE, HIGH, whole, smooth) for page in (one, other)]
    near = sum(
        abs(small[0].pixelColor(x, y).lightness() - small[1].pixelColor(x, y).lightness()) < 48
        for x in range(WIDE)
        for y in range(HIGH)
    )
    return near / (WIDE * HIGH)


def test_paper_with_a_printed_head_is_remembered_for_the_kind_of_paper(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str, printed: Path
) -> None:
    app.papers.issue(case_id, "F06")
    tab.open_case(case_id)
    quiet(tasks)
    hand.click("行政复议受理通知书 云府复受〔2026〕1号")
    quiet(tasks)
    assert not tab.paper.bare_button.isChecked()

    hand.click("不印红头")
    hand.click("打印")
    quiet(tasks)
    hand.key("Esc")
    quiet(tasks)
    hand.click("行政复议受理通知书 云府复受〔2026〕1号")
    quiet(tasks)

    assert tab.paper.bare_button.isChecked()
    assert not app.print_queue.way("", "F06").red
    assert red_spots(image(app.papers.pages(printed.read_bytes(), 72)[0])) == 0


def test_a_paper_printed_a_second_time_says_so_on_the_sheet(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str, printed: Path
) -> None:
    drafted(tab, tasks, case_id)
    hand.key("Enter")
    quiet(tasks)
    hand.click("打印")
    quiet(tasks)
    first = image(app.papers.pages(printed.read_bytes(), 72, grey=True)[0])

    hand.click("打印")
    quiet(tasks)

    second = image(app.papers.pages(printed.read_bytes(), 72, grey=True)[0])
    assert hand.reads("已打印 2 次")
    foot = range(first.height() - 40, first.height() - 20)
    dark = [
        sum(page.pixelColor(x, y).lightness() < 160 for y in foot for x in range(260, 340))
        for page in (first, second)
    ]
    assert dark[0] == 0 < dark[1]
