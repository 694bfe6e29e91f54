"""Service on the page of a case: where each paper stands, what comes next, and the sheets that go with it."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMenu

from fuyi_desktop.domain.service.course import CONFIRMED, DISPATCHED, FAILED, SERVED
from fuyi_desktop.domain.service.matrix import Delivery, Stage
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.hand import Hand, came_about
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.overprint import OverprintPage, millimetres
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests.gui import invented
from tests.gui.conftest import OFFSCREEN, Said
from tests.gui.test_cases import quiet

NAMES = ("欧阳慧敏", "刘桂芳")
POINTS = 72 / 25.4


def step(app: App, case_id: str, code: str, on: str, **facts: Any) -> None:
    about = {"party": NAMES[0]} if code == CONFIRMED else {"paper": "F03", "party": NAMES[0]}
    app.on(date.fromisoformat(on)).casework.step(case_id, code, date.fromisoformat(on), about | facts)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with a case whose two applicants are to have a 补正通知书."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    people = [{"name": name, "phone": "13800006208", "address": "石桥镇双龙村四组27号"} for name in NAMES]
    with invented.office(folder).open(invented.PASSWORD) as app:
        case_id = invented.registered(app, applicants=people)
        invented.step(app, case_id, "review", "2026-11-12", handler="何静")
        invented.step(app, case_id, "request_supplement", "2026-11-13", items="身份证明复印件")
        app.on(date(2026, 11, 13)).papers.issue(case_id, "F03")
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


def pdf_printer(path: Path, name: str) -> QPrinter:
    printer = printing.ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def tab(qapp: object, app: App, tasks: Tasks, said: Said, printed: Path, case_id: str) -> Iterator[CasesTab]:
    tab = CasesTab(app, tasks, said, choose_printer=lambda window, name: pdf_printer(printed, name))
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    assert came_about(tab.isActiveWindow, 10_000)
    quiet(tasks)
    tab.open_case(case_id, at="送达")
    quiet(tasks)
    yield tab
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


def cell(app: App, case_id: str, name: str = NAMES[0]) -> Delivery:
    return next(one for one in app.serving.matrix(case_id).cells if one.party.name == name)


def form_of(tab: CasesTab) -> StepForm:
    assert isinstance(tab.page.open_form, StepForm)
    return tab.page.open_form


def chosen(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_every_recipient_has_a_line_that_says_where_the_paper_stands(hand: Hand) -> None:
    assert hand.reads("2 项未送达")
    assert hand.reads("行政复议申请补正通知书 欧阳慧敏 未送达")
    assert hand.reads("行政复议申请补正通知书 刘桂芳 未送达")


def test_one_press_opens_the_receipt_with_all_that_is_known(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    hand.click("登记送达 行政复议申请补正通知书 刘桂芳")
    quiet(tasks)

    typed = form_of(tab).form.values()
    assert (form_of(tab).offer.kind.code, typed["paper"], typed["method"]) == (SERVED, "F03", "direct")
    assert typed["party"] == cell(app, case_id, "刘桂芳").party.id

    hand.click("登记送达")
    quiet(tasks)

    assert cell(app, case_id, "刘桂芳").stage is Stage.SERVED
    assert hand.reads("1 项未送达")


def test_the_list_of_papers_leads_to_the_same_form(tab: CasesTab, hand: Hand, tasks: Tasks) -> None:
    hand.click("登记送达行政复议申请补正通知书")
    quiet(tasks)

    assert form_of(tab).form.values()["method"] == "direct"


def test_what_was_sent_is_shown_with_its_number_and_its_receipt_knows_it(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    step(app, case_id, DISPATCHED, "2026-11-14", method="post", mail_number="EX999")
    tab.refresh()
    quiet(tasks)
    assert hand.reads("邮寄送达 EX999　11月14日 发出")

    hand.click("登记送达 行政复议申请补正通知书 欧阳慧敏")
    quiet(tasks)

    typed = form_of(tab).form.values()
    assert (typed["method"], typed["mail_number"], typed["posted_on"]) == (
        "post",
        "EX999",
        date(2026, 11, 14),
    )


def test_what_came_back_names_the_next_way(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    step(app, case_id, FAILED, "2026-11-16", method="direct", reason="absent")
    tab.refresh()
    quiet(tasks)

    assert hand.reads("直接送达 11月16日 未送到：上门没有人　接着邮寄送达")
    hand.click("登记交寄 行政复议申请补正通知书 欧阳慧敏")
    quiet(tasks)
    assert (form_of(tab).offer.kind.code, form_of(tab).form.values()["method"]) == (DISPATCHED, "post")


def test_a_public_notice_is_waited_for(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    step(app, case_id, FAILED, "2026-11-14", method="direct", reason="missing")
    step(app, case_id, DISPATCHED, "2026-11-16", method="notice", where="县人民政府网站")
    tab.refresh()
    quiet(tasks)

    assert hand.reads("公告送达　11月16日 发出　12月16日 视为送达")
    assert "登记送达 行政复议申请补正通知书 欧阳慧敏" not in hand.names()


def test_the_fields_of_a_method_are_asked_only_for_that_method(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.click("登记送达 行政复议申请补正通知书 刘桂芳")
    quiet(tasks)
    assert "邮件号（选填）" not in hand.names()

    hand.choose("送达方式", "留置送达")
    quiet(tasks)

    assert {"拒收事由", "怎样留置"} <= set(hand.names())
    assert "见证人" not in hand.names()
    hand.choose("怎样留置", "有见证人")
    assert "见证人" in hand.names()


def test_the_menu_of_a_line_offers_the_other_deeds_and_the_sheets(
    tab: CasesTab, app: App, case_id: str
) -> None:
    menu = tab.page.serving.menu(cell(app, case_id))

    assert words(menu) == [
        "登记交寄", "登记未送到", "印送达回证", "印信封（DL 号）", "印信封（C5 号）", "印邮政特快专递详情单",
    ]  # fmt: skip


def test_a_mail_that_comes_back_is_registered_from_the_menu(
    tab: CasesTab, tasks: Tasks, app: App, case_id: str
) -> None:
    step(app, case_id, DISPATCHED, "2026-11-14", method="post", mail_number="EX999")
    tab.refresh()
    quiet(tasks)

    chosen(tab.page.serving.menu(cell(app, case_id)), "登记未送到")
    quiet(tasks)

    typed = form_of(tab).form.values()
    assert (form_of(tab).offer.kind.code, typed["mail_number"]) == (FAILED, "EX999")


def test_all_proofs_are_given_out_and_printed_in_one_job(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str, printed: Path, said: Said
) -> None:
    hand.click("印全部送达回证")
    quiet(tasks)

    papers = [paper for paper in app.office.file(case_id).papers if paper.form == "F28"]
    assert {paper.to for paper in papers} == {cell(app, case_id, name).party.id for name in NAMES}
    assert len(pypdfium2.PdfDocument(str(printed))) == sum(paper.pages for paper in papers)
    assert (Level.GOOD, "已出送达回证 2 份") in said.heard
    assert [app.papers.times_printed(paper.id) for paper in papers] == [1, 1]


@pytest.mark.qt_log_ignore("^QP", OFFSCREEN, extend=True)  # the painter and the PDF engine say it too
def test_a_proof_that_no_printer_took_is_given_out_all_the_same(
    tab: CasesTab, tasks: Tasks, app: App, case_id: str, printed: Path, said: Said
) -> None:
    printed.mkdir()  # nothing can be written there

    chosen(tab.page.serving.menu(cell(app, case_id)), "印送达回证")
    quiet(tasks)

    (paper,) = (one for one in app.office.file(case_id).papers if one.form == "F28")
    assert app.papers.times_printed(paper.id) == 0
    assert said.heard[-1][0] is Level.ERROR


@pytest.mark.parametrize(
    ("words", "size"), [("印信封（DL 号）", (220, 110)), ("印邮政特快专递详情单", (230, 127))]
)
def test_an_envelope_is_printed_on_a_sheet_of_its_own_size(
    tab: CasesTab, tasks: Tasks, app: App, case_id: str, printed: Path, words: str, size: tuple[int, int]
) -> None:
    chosen(tab.page.serving.menu(cell(app, case_id)), words)
    quiet(tasks)

    page = pypdfium2.PdfDocument(str(printed))[0]
    assert page.get_size() == pytest.approx((size[0] * POINTS, size[1] * POINTS), abs=1.5)


def test_a_case_of_another_station_is_only_looked_at(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, case_id: str
) -> None:
    invented.knows(app, "云岭县行政争议纾解中心")
    app.casework.step(case_id, "hand_over", invented.TODAY, {"to": "T991"})
    tab.refresh()
    quiet(tasks)

    assert hand.reads("行政复议申请补正通知书 欧阳慧敏 未送达")
    assert "登记送达 行政复议申请补正通知书 欧阳慧敏" not in hand.names()
    assert "印全部送达回证" not in hand.names()


# the envelope of a posted filing


def test_a_posted_filing_asks_for_its_envelope_and_no_other_does(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    tab.new_case()
    quiet(tasks)
    assert "信封（附邮戳）已收" not in hand.names()

    hand.choose("渠道", "邮寄")
    assert "信封（附邮戳）已收" in hand.names()
    assert hand.reads("未收 1")

    hand.choose("渠道", "当面")
    assert "信封（附邮戳）已收" not in hand.names()
    assert not hand.reads("未收 1")


# the printers of this PC


@pytest.fixture
def page(app: App, tasks: Tasks, said: Said, printed: Path) -> Iterator[OverprintPage]:
    page = OverprintPage(
        app, tasks, said, lambda window, name: pdf_printer(printed, name), known=lambda: ("激光", "针式")
    )
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    page.start()
    quiet(tasks)
    yield page
    tasks.wait()
    page.deleteLater()


def test_an_offset_is_kept_for_the_printer_that_was_measured(
    page: OverprintPage, tasks: Tasks, app: App
) -> None:
    hand = Hand(page)
    hand.choose("打印机", "针式")
    hand.type("左右偏移（毫米）", "1.5")
    hand.type("上下偏移（毫米）", "-0.8")

    hand.click("保存偏移")
    quiet(tasks)

    assert app.overprint.offsets() == {"针式": (1.5, -0.8)}
    assert hand.reads("针式")
    hand.choose("打印机", "激光")
    hand.choose("打印机", "针式")
    assert page.offset() == (1.5, -0.8)


def test_what_is_no_number_is_said_at_the_field(page: OverprintPage, tasks: Tasks, app: App) -> None:
    hand = Hand(page)
    hand.type("左右偏移（毫米）", "一点五")
    page.save()
    quiet(tasks)

    assert app.overprint.offsets() == {}
    assert hand.reads("“一点五”不是毫米数")


def test_the_test_sheet_is_printed_on_the_chosen_paper(
    page: OverprintPage, tasks: Tasks, printed: Path
) -> None:
    hand = Hand(page)
    hand.choose("纸", "信封（C5 号）")
    hand.click("打测试页")
    quiet(tasks)

    sheet = pypdfium2.PdfDocument(str(printed))[0]
    assert sheet.get_size() == pytest.approx((229 * POINTS, 162 * POINTS), abs=1.5)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("1.5", 1.5), ("－0。8", None), ("－０．８", -0.8), ("2毫米", 2.0), ("nan", None), ("", None)],
)
def test_millimetres_are_read_as_they_are_typed(typed: str, found: float | None) -> None:
    assert millimetres(typed) == found
