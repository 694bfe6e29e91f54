"""Printing together in the window: chosen, ticked, issued, queued; a jam mended; a real printer once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from fuyi_desktop.domain.errors import PrinterRefused
from fuyi_desktop.domain.printing import Duplex, JobState, PaperSize, Tray, Way
from fuyi_desktop.gui.cases.preview import image
from fuyi_desktop.gui.cases.printing import layout_of
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.printing.lines import CANNOT, TICKED
from fuyi_desktop.gui.printing.page import PrintPage
from fuyi_desktop.gui.printing.printers import DUPLEX, TRAYS, PagePrinter, QtPrinters
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.print_run import Run
from fuyi_desktop.services.printing import Wanted
from tests.gui import invented
from tests.gui.conftest import Said
from tests.gui.test_cases import quiet
from tests.gui.test_cases_papers import likeness
from tests.services import printers
from tests.services.printers import finish

FRONT = "前台"


class OnePrinter:
    """The printers of a PC that has one, which is a fake."""

    def __init__(self) -> None:
        self.tray = printers.Tray()
        self.there = (FRONT,)

    def names(self) -> tuple[str, ...]:
        return self.there

    def open(self, name: str) -> Any:
        return self.tray


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A store with two cases, whose receipts were issued today and not printed."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    with invented.office(folder).open(invented.PASSWORD) as app:
        ids = {}
        for key, name in (("liu", "刘桂芳"), ("zhao", "赵永强")):
            ids[key] = invented.registered(app, name)
            app.papers.issue(ids[key], "F01")
    return folder, ids


@pytest.fixture
def app(kept: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[App]:
    shutil.copytree(kept[0], tmp_path / "store")
    with invented.opened(tmp_path / "store") as app:
        yield app


@pytest.fixture
def front() -> OnePrinter:
    return OnePrinter()


@pytest.fixture
def page(qapp: QApplication, app: App, tasks: Tasks, said: Said, front: OnePrinter) -> Iterator[PrintPage]:
    page = PrintPage(app, tasks, said, front)
    page.resize(1366, 614)
    page.show()
    page.activateWindow()
    page.start()
    quiet(tasks)
    yield page
    page.halt()
    tasks.wait()
    page.close()
    page.deleteLater()


@pytest.fixture
def hand(page: PrintPage) -> Hand:
    return Hand(page)


def at_rest(page: PrintPage, tasks: Tasks, hand: Hand) -> None:
    hand.wait(lambda: not page.runner.busy and not tasks.is_busy, "the queue", milliseconds=30_000)
    quiet(tasks)


def ticks(page: PrintPage) -> list[str]:
    model = page.table.model_of_rows
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def times(app: App, ids: dict[str, str]) -> list[int]:
    return [app.batches.of_case(case_id).lines[0].times for case_id in ids.values()]


def test_the_papers_of_today_are_printed_by_recipient_and_counted(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str], front: OnePrinter
) -> None:
    page.show_day()
    quiet(tasks)
    assert hand.reads("选中 2 份文书，2 个收件人")

    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)

    assert [len(document.pages) for document in front.tray.out] == [1, 1]
    assert times(app, ids) == [1, 1]
    assert hand.reads("已打完")
    assert page.table.lines() == []  # nothing of today is left to print


def test_space_leaves_a_paper_out(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    page.show_day()
    quiet(tasks)
    page.table.setFocus()
    hand.key("Home")

    hand.key("Space")
    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)

    assert times(app, ids) == [0, 1]


def test_what_lacks_something_cannot_be_ticked_and_says_what(
    page: PrintPage, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    page.chooser.choose("form", {"form": "F06"})
    hand.click("列出文书")
    quiet(tasks)

    assert ticks(page) == [CANNOT, CANNOT]
    assert hand.reads("受理日期")
    hand.click("全选")
    assert ticks(page) == [CANNOT, CANNOT]
    hand.key("Ctrl+Enter")
    quiet(tasks)
    assert hand.reads("2 份还缺内容")


def test_what_is_not_issued_yet_is_issued_when_it_is_printed(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str], front: OnePrinter
) -> None:
    page.show_intake(ids["liu"], "代收2026-1")
    quiet(tasks)
    assert ticks(page) == [TICKED, TICKED]
    assert hand.reads("打印时出具")
    assert page.print_button.hasFocus()

    hand.click("出具并打印")
    at_rest(page, tasks, hand)

    assert [paper.form for paper in app.casework.page(ids["liu"]).file.papers] == ["F01", "F01b"]
    assert len(front.tray.out) == 2


def test_a_copy_that_cannot_be_issued_is_named_and_the_rest_is_printed(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str], said: Said, front: OnePrinter
) -> None:
    page.show_intake(ids["liu"], "代收2026-1")
    quiet(tasks)
    party = app.casework.page(ids["liu"]).file.parties[0]
    with app.office.store.work("周晓敏", "改名") as work:
        work.put(replace(party, name="刘桂芳\ue123"))

    hand.click("出具并打印")
    at_rest(page, tasks, hand)

    assert len(front.tray.out) == 1
    assert any("1 份没有出成" in text for _, text in said.heard)
    assert hand.reads("没有能显示")


def test_how_a_form_is_printed_is_remembered(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, front: OnePrinter
) -> None:
    page.show_day()
    quiet(tasks)
    hand.type("份数", "2")
    hand.choose("纸张", "A5")
    hand.choose("单双面", "双面长边")

    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)

    assert app.print_queue.way(FRONT, "F01") == Way(2, Duplex.LONG, Tray.AUTO, PaperSize.A5)
    assert [document.way.size for document in front.tray.out] == [PaperSize.A5] * 4


def test_a_jam_is_mended_from_the_queue(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str], front: OnePrinter
) -> None:
    front.tray.paper = 1
    page.show_day()
    quiet(tasks)
    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)
    assert hand.reads("没有纸了")
    assert page.queue.form.values()["sheet"] == 2
    front.tray.paper = 10

    hand.click("从这张接着打")
    at_rest(page, tasks, hand)

    assert times(app, ids) == [1, 1]
    assert hand.reads("已送出 2／2 张")
    hand.click("补打")
    hand.type("从第几张（共 2 张）", "1")
    hand.click("只补打这一张")
    at_rest(page, tasks, hand)
    assert len(front.tray.out) == 3
    assert times(app, ids) == [1, 1]


def test_a_sheet_that_is_not_there_is_refused_at_the_field(
    page: PrintPage, hand: Hand, tasks: Tasks, said: Said
) -> None:
    page.show_day()
    quiet(tasks)
    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)

    hand.click("补打")
    hand.type("从第几张（共 2 张）", "7")
    hand.click("从这张接着打")
    at_rest(page, tasks, hand)

    assert (Level.ERROR, "张数：应当是 1 到 2，现在是 7。") in said.heard


def test_a_job_is_stopped_and_cancelled_while_it_prints(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, front: OnePrinter
) -> None:
    page.show_day()
    quiet(tasks)
    hand.type("份数", "40")
    hand.key("Ctrl+Enter")
    hand.wait(lambda: len(front.tray.out) > 1, "the first copies")

    hand.click("停一下")
    at_rest(page, tasks, hand)
    (stopped,) = app.print_queue.jobs()
    hand.click("取消任务")
    at_rest(page, tasks, hand)

    (cancelled,) = app.print_queue.jobs()
    assert (stopped.job.state, cancelled.job.state) == (JobState.STOPPED, JobState.CANCELLED)
    assert 0 < cancelled.left == len(front.tray.out) < 40


def test_other_questions_are_answered_while_it_prints(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, front: OnePrinter
) -> None:
    page.show_day()
    quiet(tasks)
    hand.type("份数", "20")
    hand.key("Ctrl+Enter")
    hand.wait(lambda: bool(front.tray.out), "the first copy")
    answered: list[int] = []

    tasks.ask(app.casework.count, answered.append)
    hand.wait(lambda: bool(answered), "the answer")

    assert len(front.tray.out) < 40
    page._cancel(app.print_queue.jobs()[0].job.id)
    at_rest(page, tasks, hand)


def test_without_a_printer_it_says_so_and_saves_a_file(
    page: PrintPage, hand: Hand, tasks: Tasks, app: App, said: Said, front: OnePrinter, tmp_path: Path
) -> None:
    front.there = ()
    page.refresh()
    page.show_day()
    quiet(tasks)

    hand.key("Ctrl+Enter")
    quiet(tasks)
    said.answers["存为 PDF"] = str(tmp_path / "今天")
    hand.click("存为 PDF")
    quiet(tasks)

    assert any("没有找到打印机" in text for _, text in said.heard)
    assert len(app.papers.pages((tmp_path / "今天.pdf").read_bytes(), 20)) == 2
    assert app.print_queue.jobs() == ()


def test_an_empty_list_says_what_to_do(page: PrintPage, hand: Hand, tasks: Tasks, said: Said) -> None:
    assert hand.reads("还没有列出文书")

    hand.click("打印")
    quiet(tasks)

    assert any("没有选中文书" in text for _, text in said.heard)


def test_envelopes_follow_the_papers_of_each_recipient(
    page: PrintPage, hand: Hand, tasks: Tasks, front: OnePrinter
) -> None:
    page.show_day()
    quiet(tasks)

    hand.click("附信封")
    quiet(tasks)

    assert [line.form for line in page.table.lines()] == ["F01", "E01", "F01", "E01"]
    hand.key("Ctrl+Enter")
    at_rest(page, tasks, hand)
    wide = [document.size[0] > document.size[1] for document in front.tray.out]
    assert wide == [False, True, False, True]


def test_a_page_lies_on_its_paper_as_it_was_made() -> None:
    a4, letter = layout_of(Way(), (595.28, 841.89)), layout_of(Way(), (841.89, 595.28))
    small = layout_of(Way(size=PaperSize.A5), (595.28, 841.89))
    envelope = layout_of(Way(), (623.6, 311.8))

    assert a4.pageSize().name() == "A4" and a4.orientation() is QPageLayout.Orientation.Portrait
    assert letter.pageSize().name() == "A4" and letter.orientation() is QPageLayout.Orientation.Landscape
    assert small.pageSize().name() == "A5"
    assert envelope.orientation() is QPageLayout.Orientation.Landscape
    assert envelope.fullRectPoints().width() == pytest.approx(624, abs=1)


def test_every_way_to_print_has_its_word_for_the_printer() -> None:
    assert set(DUPLEX) == set(Duplex)
    assert set(TRAYS) == set(Tray)


def queued(app: App) -> str:
    (line, _) = app.batches.of_day(invented.TODAY).lines
    return app.print_queue.add("当天文书", FRONT, [Wanted(line, Way(2))]).job_id


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_real_printer_gets_the_page_as_it_was_kept(qapp: QApplication, app: App, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    job = queued(app)

    finish(Run(app.print_queue, job, PagePrinter(FRONT, lambda: to_file(out))))

    now = app.print_queue.job(job)
    assert now.job.state is JobState.DONE and now.left == 2
    kept = app.papers.pages(app.papers.pdf(now.copies[0].paper_id), 72, grey=True)
    sheets = app.papers.pages(out.read_bytes(), 72, grey=True)
    assert len(sheets) == len(kept)
    assert abs(sheets[0].width - kept[0].width) <= 1 and abs(sheets[0].height - kept[0].height) <= 1
    assert likeness(image(sheets[0]), image(kept[0])) > 0.97


@pytest.mark.qt_log_ignore("QPainter::begin|QPdf|open", extend=True)
def test_a_printer_that_cannot_write_is_a_refusal(qapp: QApplication, app: App, tmp_path: Path) -> None:
    job = queued(app)
    nowhere = tmp_path / "no such folder" / "out.pdf"

    finish(Run(app.print_queue, job, PagePrinter(FRONT, lambda: to_file(nowhere))))

    now = app.print_queue.job(job)
    assert now.job.state is JobState.STOPPED
    assert "没有接收" in now.job.why
    assert now.left == 0


def test_a_printer_that_was_pulled_out_is_named() -> None:
    with pytest.raises(PrinterRefused, match="找不到"):
        QtPrinters().open("没有这台打印机").begin("文书", Way(), (595.0, 842.0))


@pytest.mark.skipif(
    "PDF" not in QPrinterInfo.availablePrinterNames(), reason="no cups-pdf queue named PDF runs here"
)
def test_a_real_queue_takes_a_job(qapp: QApplication, app: App, tmp_path: Path) -> None:
    job = queued(app)

    finish(Run(app.print_queue, job, QtPrinters().open("PDF")))

    assert app.print_queue.job(job).job.state is JobState.DONE


def test_everything_on_the_page_has_a_name(page: PrintPage, hand: Hand, tasks: Tasks) -> None:
    page.show_day()
    quiet(tasks)

    nameless = [
        type(widget).__name__
        for widget in hand.seen()
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not widget.accessibleName()
        and widget.isEnabled() and not widget.objectName().startswith("qt_")
    ]  # fmt: skip

    assert nameless == []
