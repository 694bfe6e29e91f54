"""Questions and deeds leave the window free and come home in order."""

import logging
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fuyi_desktop.domain.errors import NotFound
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.tasks import BUG, Progress, Report, Tasks
from tests.gui.conftest import Said


def test_a_question_is_asked_away_from_the_window_and_answered_in_it(qtbot: QtBot, tasks: Tasks) -> None:
    threads: list[int] = []
    answers: list[int] = []

    def question() -> int:
        threads.append(threading.get_ident())
        return 38

    def show(answer: int) -> None:
        threads.append(threading.get_ident())
        answers.append(answer)

    tasks.ask(question, show)
    qtbot.waitUntil(lambda: answers == [38])

    assert threads[0] != threads[1] == threading.get_ident()


def test_a_deed_says_so_and_names_the_tables_it_changed(qtbot: QtBot, tasks: Tasks, said: Said) -> None:
    changed: list[set[str]] = []
    tasks.changed.connect(changed.append)

    tasks.do(lambda: {"case", "step"}, "已受理")
    qtbot.waitUntil(lambda: bool(changed))

    assert changed == [{"case", "step"}]
    assert said.heard == [(Level.GOOD, "已受理")]


def test_deeds_are_done_one_after_another_in_the_order_they_were_asked(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[int] = []
    for number in range(20):
        tasks.do(lambda number=number: order.append(number) or set(), "")
    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert order == list(range(20))


def test_a_refusal_reaches_the_user_as_its_own_sentence(qtbot: QtBot, tasks: Tasks, said: Said) -> None:
    def refuse() -> set[str]:
        raise NotFound(what="案件", key="云府复〔2026〕47号")

    undone: list[str] = []
    tasks.do(refuse, "已受理", failed=lambda: undone.append("表单仍在"))
    qtbot.waitUntil(lambda: bool(undone))

    assert said.heard == [(Level.ERROR, "没有找到案件“云府复〔2026〕47号”，请核对后再试。")]
    assert said.full[0].code == NotFound.code


def test_a_bug_is_shown_as_a_bug_and_its_log_names_nobody(
    qtbot: QtBot, tasks: Tasks, said: Said, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble() -> set[str]:
        raise ValueError("欧阳慧敏 51012")

    with caplog.at_level(logging.ERROR):
        tasks.do(stumble, "已受理")
        qtbot.waitUntil(lambda: bool(said.heard))

    assert said.heard == [(Level.ERROR, BUG)]
    assert "ValueError" in caplog.text and "stumble" in caplog.text
    assert "欧阳" not in caplog.text
    assert "欧阳" not in said.full[0].details


def test_of_searches_typed_one_after_another_only_the_last_is_answered(qtbot: QtBot, tasks: Tasks) -> None:
    begin = threading.Event()
    asked: list[str] = []
    shown: list[str] = []
    tasks.ask(lambda: begin.wait(2), lambda _: None)
    for typed in ("o", "oy", "oyh"):
        tasks.ask(lambda typed=typed: asked.append(typed) or typed, shown.append, topic="find")
    begin.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert asked == ["oyh"]
    assert shown == ["oyh"]


def test_an_answer_for_a_page_that_was_closed_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    shown: list[int] = []

    class Page(QObject):
        def show(self, answer: int) -> None:
            shown.append(answer)

    begin = threading.Event()
    page = Page()
    tasks.ask(lambda: begin.wait(2) and 1, page.show)
    page.deleteLater()
    qtbot.wait(10)
    begin.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert shown == []


def test_a_long_job_tells_how_far_it_is(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[Report | None] = []
    tasks.progressed.connect(told.append)

    def job(progress: Progress) -> int:
        for done in range(1, 4):
            progress(done, 3, f"第 {done} 件")
        return 3

    answers: list[int] = []
    tasks.long("导出", job, answers.append)
    qtbot.waitUntil(lambda: answers == [3])

    assert told[-2:] == [Report("导出", 3, 3, "第 3 件"), None]


def test_a_long_job_that_is_stopped_says_that_nothing_was_written(
    qtbot: QtBot, tasks: Tasks, said: Said
) -> None:
    running = threading.Event()
    pressed = threading.Event()

    def job(progress: Progress) -> None:
        progress(0, 2)
        running.set()
        pressed.wait(2)
        progress(1, 2)

    finished: list[object] = []
    progress = tasks.long("导出", job, finished.append)
    running.wait(2)
    progress.stop()
    pressed.set()
    qtbot.waitUntil(lambda: bool(said.heard))

    assert said.heard == [(Level.NOTE, "已停下，没有写入任何内容。")]
    assert finished == []


def test_closing_waits_for_what_is_being_written(said: Said) -> None:
    tasks = Tasks(said)
    written: list[int] = []

    def write() -> set[str]:
        threading.Event().wait(0.1)
        written.append(1)
        return {"case"}

    tasks.do(write, "")

    assert tasks.wait(2000)
    assert written == [1]
