"""The queue of a printer: copies counted, jams mended, a killed program taken up, reprints that say so."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from fuyi_desktop.documents import overlay
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, NoPermission, NotFound, NotOpen
from fuyi_desktop.domain.forms import RECEIPT
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.printing import Duplex, JobState, PaperSize, Tray, Way, sheets
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import Batch, Line
from fuyi_desktop.services.print_run import Run
from fuyi_desktop.services.printing import CUT_OFF, JobNow, PrintQueue, Queued, Wanted
from tests.documents.reading import seen, text
from tests.gui import invented as offices
from tests.services import invented, printers
from tests.services.invented import County
from tests.services.printers import finish

PRINTER = "前台"


def issued(app: App, name: str = "欧阳慧敏") -> Line:
    """A receipt that lies ready."""
    case_id = invented.registered(app, name)
    app.papers.issue(case_id, RECEIPT)
    return next(line for line in app.batches.of_case(case_id).lines if line.form == RECEIPT)


def queued(app: App, *lines: Line, **how: object) -> Queued:
    way = Way(**how)  # type: ignore[arg-type]
    return app.print_queue.add("当天文书", PRINTER, [Wanted(line, way) for line in lines])


def now(app: App, job: Queued) -> JobNow:
    return app.print_queue.job(job.job_id)


def printed(app: App, job: Queued, printer: printers.Tray | None = None) -> printers.Tray:
    printer = printer or printers.Tray()
    finish(Run(app.print_queue, job.job_id, printer))
    return printer


def another_pc(app: App) -> PrintQueue:
    return PrintQueue(app.office, app.papers, app.press, "另一台电脑")


def times(app: App, line: Line) -> int:
    return app.papers.times_printed(line.paper_id)


def test_every_copy_that_left_is_one_printing(desk: App) -> None:
    line = issued(desk)
    job = queued(desk, line, copies=3)

    printer = printed(desk, job)

    assert times(desk, line) == 3
    assert [len(document.pages) for document in printer.out] == [line.pages] * 3
    assert now(desk, job).job.state is JobState.DONE
    assert now(desk, job).left == job.sheets == 3 * line.pages


def test_a_job_that_waits_has_printed_nothing(desk: App) -> None:
    line = issued(desk)

    job = queued(desk, line)

    assert times(desk, line) == 0
    assert (now(desk, job).left, now(desk, job).job.state) == (0, JobState.PRINTING)


def test_sheets_are_counted_by_the_sides_that_are_printed(desk: App) -> None:
    line = replace(issued(desk), pages=5)

    one = now(desk, queued(desk, line, copies=2))
    both = now(desk, queued(desk, line, copies=2, duplex=Duplex.LONG))

    assert (one.total, both.total) == (10, 6)
    assert [(s.number, s.first, s.last) for s in sheets(both.copies)] == [
        (1, 1, 2), (2, 3, 4), (3, 5, 5), (4, 1, 2), (5, 3, 4), (6, 5, 5),
    ]  # fmt: skip


def test_the_printer_is_told_how_and_the_page_keeps_its_size(desk: App) -> None:
    line = issued(desk)
    how = {"duplex": Duplex.LONG, "tray": Tray.LOWER, "size": PaperSize.A5}

    (document,) = printed(desk, queued(desk, line, **how)).out

    assert (document.way.duplex, document.way.tray, document.way.size) == tuple(how.values())
    assert document.size == pytest.approx((595.28, 841.89), abs=0.1)
    assert (document.pages[0].width, document.pages[0].height) == (2481, 3508)  # A4 at 300 dpi
    assert document.title == line.named


def test_what_was_chosen_is_remembered_for_the_form_and_the_printer(desk: App) -> None:
    line = issued(desk)
    chosen = Way(2, Duplex.LONG, Tray.MANUAL, PaperSize.A4, red=False)

    desk.print_queue.add("当天文书", PRINTER, [Wanted(line, chosen)])

    assert desk.print_queue.way(PRINTER, RECEIPT) == chosen
    assert desk.print_queue.way("别的打印机", RECEIPT) == Way()
    assert desk.print_queue.way(PRINTER, "F06") == Way()
    assert another_pc(desk).way(PRINTER, RECEIPT) == Way()


def test_a_printer_without_paper_stops_the_job_and_its_rest_goes_on_later(desk: App) -> None:
    first, second, third = (issued(desk, name=name) for name in ("赵永强", "刘桂芳", "陈国栋"))
    job = queued(desk, first, second, third)
    printer = printed(desk, job, printers.Tray(paper=1))

    assert now(desk, job).job.state is JobState.STOPPED
    assert "没有纸了" in now(desk, job).job.why
    assert [times(desk, line) for line in (first, second, third)] == [1, 0, 0]

    printer.paper = 10
    desk.print_queue.go_on(job.job_id)
    printed(desk, job, printer)

    assert [document.title for document in printer.out] == [first.named, second.named, third.named]
    assert [times(desk, line) for line in (first, second, third)] == [1, 1, 1]


def test_after_a_jam_printing_goes_on_from_the_sheet_that_a_person_names(desk: App) -> None:
    lines = [issued(desk, name=name) for name in ("赵永强", "刘桂芳", "陈国栋")]
    job = queued(desk, *lines)
    printer = printed(desk, job)
    number = lines[0].pages + 1  # the first sheet of the second paper

    desk.print_queue.go_on(job.job_id, number)
    printed(desk, job, printer)

    assert [document.title for document in printer.out[3:]] == [line.named for line in lines[1:]]
    assert [times(desk, line) for line in lines] == [1, 1, 1]  # still one copy of each


def test_going_on_within_a_copy_prints_its_last_sheets_alone(desk: App) -> None:
    many = [{"name": f"证据{number}", "pages": 1} for number in range(60)]
    case_id = invented.registered(desk, materials=many)
    desk.papers.issue(case_id, RECEIPT)
    (line, _) = desk.batches.at_intake(case_id).lines
    job = queued(desk, line, copies=2)
    printer = printed(desk, job)

    desk.print_queue.go_on(job.job_id, line.pages + 2)
    printed(desk, job, printer)

    assert line.pages > 2
    assert [len(document.pages) for document in printer.out] == [line.pages, line.pages, line.pages - 1]
    assert times(desk, line) == 2


def test_from_the_beginning_prints_the_same_copies_once_more(desk: App) -> None:
    line = issued(desk)
    job = queued(desk, line, copies=2)
    printer = printed(desk, job)

    desk.print_queue.go_on(job.job_id, 1)
    printed(desk, job, printer)

    assert len(printer.out) == 4
    assert times(desk, line) == 2


def test_one_sheet_alone_is_printed_and_the_job_is_where_it_was(desk: App) -> None:
    first, second = issued(desk, name="赵永强"), issued(desk, name="刘桂芳")
    job = queued(desk, first, second)
    printer = printed(desk, job, printers.Tray(paper=1))
    printer.paper = 10

    desk.print_queue.again(job.job_id, 1)
    printed(desk, job, printer)

    assert printer.out[-1].title == first.named
    assert len(printer.out[-1].pages) == 1
    assert (now(desk, job).job.state, now(desk, job).left) == (JobState.STOPPED, first.pages)
    assert times(desk, first) == 1


@pytest.mark.parametrize("sheet", [0, 99])
def test_a_sheet_that_the_job_does_not_have_is_refused(desk: App, sheet: int) -> None:
    job = queued(desk, issued(desk))
    printed(desk, job)
    before = invented.content(desk)

    with pytest.raises(BadFact, match="张数：应当是 1 到"):
        desk.print_queue.again(job.job_id, sheet)
    with pytest.raises(BadFact, match="张数：应当是 1 到"):
        desk.print_queue.go_on(job.job_id, sheet)  # 0: where it stopped, and nothing is left of it

    assert invented.content(desk) == before


def test_what_is_printing_has_to_be_stopped_before_it_is_told_another_sheet(desk: App) -> None:
    job = queued(desk, issued(desk))

    with pytest.raises(NotOpen, match="正在打印，要先停下"):
        desk.print_queue.go_on(job.job_id, 1)
    with pytest.raises(NotOpen, match="正在打印，要先停下"):
        desk.print_queue.again(job.job_id, 1)


def test_stopping_within_a_copy_prints_nothing_of_it(desk: App) -> None:
    line = issued(desk)
    job = queued(desk, line, copies=2)
    printer = printers.Tray()
    run = Run(desk.print_queue, job.job_id, printer)
    assert run.step().page == 1

    desk.print_queue.stop(job.job_id)
    assert not run.step().going

    assert (printer.out, printer.dropped) == ([], 1)
    assert times(desk, line) == 0
    assert now(desk, job).job.state is JobState.STOPPED


def test_a_cancelled_job_prints_nothing_more_and_keeps_what_it_has_printed(desk: App) -> None:
    first, second = issued(desk, name="赵永强"), issued(desk, name="刘桂芳")
    job = queued(desk, first, second)
    printer = printers.Tray()
    run = Run(desk.print_queue, job.job_id, printer)
    while not printer.out:
        run.step()

    desk.print_queue.cancel(job.job_id)
    finish(run)

    assert [document.title for document in printer.out] == [first.named]
    assert (times(desk, first), times(desk, second)) == (1, 0)
    assert now(desk, job).job.state is JobState.CANCELLED


def test_a_killed_program_finds_its_job_stopped_and_goes_on(county: County) -> None:
    first, second = issued(county.center, name="赵永强"), issued(county.center, name="刘桂芳")
    job = queued(county.center, first, second)
    run = Run(county.center.print_queue, job.job_id, printers.Tray())
    for _ in range(first.pages + 2):  # the first copy has left, the second is half drawn
        run.step()
    county.center.close()
    again = invented.opened(county.folder / "center", county.clock, county.center.press)

    again.print_queue.recover()

    (found,) = again.print_queue.jobs()
    assert (found.job.state, found.job.why, found.left) == (JobState.STOPPED, CUT_OFF, first.pages)
    printer = printers.Tray()
    again.print_queue.go_on(job.job_id)
    finish(Run(again.print_queue, job.job_id, printer))
    assert [document.title for document in printer.out] == [second.named]
    assert (times(again, first), times(again, second)) == (1, 1)
    again.close()


def test_a_copy_that_left_before_the_program_could_note_it_is_counted_when_a_person_says_so(
    desk: App,
) -> None:
    first, second = issued(desk, name="赵永强"), issued(desk, name="刘桂芳")
    job = queued(desk, first, second)
    desk.print_queue.recover()

    desk.print_queue.go_on(job.job_id, first.pages + 1)
    printed(desk, job)

    assert (times(desk, first), times(desk, second)) == (1, 1)


def test_the_jobs_of_another_pc_are_left_alone(desk: App) -> None:
    job = queued(desk, issued(desk))
    other = another_pc(desk)

    assert other.jobs() == ()
    assert other.recover() == set()
    assert now(desk, job).job.state is JobState.PRINTING


def test_a_reprint_says_which_copy_it_is_and_a_first_run_says_nothing(desk: App) -> None:
    line = issued(desk)
    first = queued(desk, line, copies=2)

    assert [desk.print_queue.reprint(now(desk, first), copy) for copy in now(desk, first).copies] == [0, 0]
    printed(desk, first)
    second = queued(desk, line, copies=2)

    assert desk.print_queue.reprint(now(desk, second), now(desk, second).copies[0]) == 3
    printed(desk, second)
    assert [copy.nth for copy in now(desk, second).copies] == [3, 4]
    assert times(desk, line) == 4


def test_the_note_stands_in_the_foot_of_every_page_and_the_kept_paper_has_none(desk: App) -> None:
    line = issued(desk)
    original = desk.papers.pdf(line.paper_id)

    noted = desk.print_queue.content(line.paper_id, nth=2)

    assert text(noted) != text(original)
    assert text(noted).count("第2次打印") == len(overlay.sizes(original)) == line.pages
    assert desk.papers.pdf(line.paper_id) == original
    assert desk.papers.is_as_issued(line.paper_id)


def test_a_saved_copy_says_it_too_once_the_paper_was_printed(desk: App, tmp_path: Path) -> None:
    line = issued(desk)
    first, second = tmp_path / "一.pdf", tmp_path / "二.pdf"

    desk.print_queue.write(line.paper_id, first)
    desk.print_queue.printed(line.paper_id)
    desk.print_queue.write(line.paper_id, second)

    assert first.read_bytes() == desk.papers.pdf(line.paper_id)
    assert "第2次打印" in text(second.read_bytes())


def test_paper_with_a_printed_head_gets_no_red(desk: App) -> None:
    case_id = invented.accepted(desk)
    told = {"result": "撤销", "decision_number": "云府复决〔2026〕1号", "problems": "没有告知陈述权利"}
    days = {"decided_on": "2026-08-18", "effective_on": "2026-08-19"}
    letter = desk.papers.issue(case_id, "F29", more={f"step.{k}": v for k, v in (told | days).items()})

    whole, bare = (desk.print_queue.content(letter.paper_id, red=red) for red in (True, False))

    assert "云岭县人民政府" in text(whole)
    assert text(whole).count("云岭县人民政府") == text(bare).count("云岭县人民政府") + 1
    assert letter.number in text(bare)
    assert desk.office.store.get(Paper, letter.paper_id).pages == len(overlay.sizes(bare))


def test_an_envelope_is_moved_by_what_its_printer_is_off_and_counts_as_no_paper(desk: App) -> None:
    line = issued(desk)
    batch = desk.batches.with_envelopes(Batch("信封", (line,)))
    job = desk.print_queue.add("信封", PRINTER, [Wanted(batch.lines[1], Way())])
    (copy,) = now(desk, job).copies
    straight = seen(desk.print_queue.pages_of(now(desk, job), copy))[0]

    desk.print_queue.overprint.measure(PRINTER, 3.0, -2.0)
    moved = seen(desk.print_queue.pages_of(now(desk, job), copy))[0]
    printed(desk, job)

    millimetre = 72 / 25.4
    assert "欧阳慧敏" in "".join(char.char for char in moved)
    assert {round((b.x - a.x) / millimetre, 2) for a, b in zip(straight, moved, strict=True)} == {3.0}
    assert {round((b.y - a.y) / millimetre, 2) for a, b in zip(straight, moved, strict=True)} == {2.0}
    assert now(desk, job).job.state is JobState.DONE
    assert times(desk, line) == 0


def test_papers_are_joined_in_their_order(desk: App, tmp_path: Path) -> None:
    lines = [issued(desk, name=name) for name in ("赵永强", "刘桂芳")]
    out = tmp_path / "合.pdf"

    pages = desk.print_queue.write_together(lines, out)

    found = text(out.read_bytes())
    assert pages == sum(line.pages for line in lines)
    assert found.index("赵永强") < found.index("刘桂芳")
    with pytest.raises(BadFact, match="没有要打印的文书"):
        desk.print_queue.write_together([], out)
    with pytest.raises(BadFact, match=r"只能写成 \.pdf"):
        desk.print_queue.write_together(lines, tmp_path / "合.docx")


def test_only_who_may_give_papers_out_may_print_them(desk: App) -> None:
    line = issued(desk)
    reader = invented.as_person(desk, PersonRole.READER)

    with pytest.raises(NoPermission):
        queued(reader, line)

    assert desk.print_queue.jobs() == ()


def test_nothing_goes_into_the_queue_that_cannot_be_printed(desk: App) -> None:
    with pytest.raises(BadFact, match="没有选中要打印的文书"):
        desk.print_queue.add("空", PRINTER, [])
    with pytest.raises(BadFact, match="还没有出具"):
        queued(desk, replace(issued(desk), paper_id=""))
    with pytest.raises(BadFact, match="应当是 1 到 99"):
        Way(copies=100)
    with pytest.raises(NotFound, match="打印任务"):
        desk.print_queue.job("f" * 32)


def test_jobs_that_were_finished_long_ago_are_let_go(county: County) -> None:
    app = county.center
    line = issued(app)
    old = queued(app, line)
    printed(app, old)
    waiting = queued(app, line)
    county.clock.on("2026-12-30")

    new = queued(app, line)

    assert {found.job.id for found in app.print_queue.jobs()} == {waiting.job_id, new.job_id}
    with pytest.raises(NotFound):
        app.print_queue.job(old.job_id)


def test_what_lies_in_the_queue_never_leaves_the_station(county: County) -> None:
    line = issued(county.center)
    before = county.center.office.ask(
        lambda connection: connection.exec_driver_sql("SELECT n FROM journal").all()
    )

    queued(county.center, line)

    after = county.center.office.ask(
        lambda connection: connection.exec_driver_sql("SELECT n FROM journal").all()
    )
    assert after == before


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.gui import invented
from tests.services.printers import Tray
from fuyi_desktop.services.print_run import Run

app = invented.opened(Path(sys.argv[1]))
printer = Tray()
run = Run(app.print_queue, sys.argv[2], printer)
while not printer.out:
    run.step()
run.step()
print(len(printer.out), flush=True)
os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, "SIGKILL") else os._exit(9)
"""


def test_a_process_that_is_killed_while_it_prints_loses_no_copy_and_counts_none_twice(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with offices.office(folder).open(offices.PASSWORD) as app:
        app.papers.issue(offices.registered(app, "刘桂芳"), RECEIPT)
        (line,) = app.batches.of_day(offices.TODAY).lines
        job = app.print_queue.add("当天文书", PRINTER, [Wanted(line, Way(3))])

    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), job.job_id],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert (run.stdout, run.returncode != 0) == ("1\n", True), run.stderr
    with offices.opened(folder) as app:
        assert app.print_queue.waiting() == 1
        assert (app.print_queue.job(job.job_id).left, times(app, line)) == (line.pages, 1)
        app.print_queue.go_on(job.job_id)
        printer = printed(app, job)
        assert (len(printer.out), times(app, line)) == (2, 3)
        assert app.upkeep.check() == []
