"""The 笔录 editor with its keys: one hand on the keyboard, every word kept, corrections in the open."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuyi_desktop.domain.minutes import Change, Said, Turn
from fuyi_desktop.domain.phrases import Phrase
from fuyi_desktop.gui import ime
from fuyi_desktop.gui.hand import Hand, combination
from fuyi_desktop.gui.minutes.keys import DEEDS
from fuyi_desktop.gui.minutes.page import MinutesPage
from fuyi_desktop.gui.minutes.paper import marked
from fuyi_desktop.gui.minutes.phrases import found
from fuyi_desktop.gui.minutes.scribe import Scribe
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.window import Window
from fuyi_desktop.services.app import App
from tests import recording
from tests.gui import invented
from tests.gui.conftest import Said as Heard
from tests.gui.county import opened, ready, window_on
from tests.services.test_minutes import sound


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed office with a case whose hearing is announced, made once."""
    folder = tmp_path_factory.mktemp("minutes") / "store"
    invented.office(folder)
    with recording.opened(folder) as app:
        return folder, recording.to_be_heard(app)


@pytest.fixture
def case_id(kept: tuple[Path, str]) -> str:
    return kept[1]


@pytest.fixture
def app(kept: tuple[Path, str], tmp_path: Path) -> Iterator[App]:
    with recording.opened(shutil.copytree(kept[0], tmp_path / "store")) as app:
        yield app


@pytest.fixture
def page(qtbot: QtBot, app: App, tasks: Tasks, said: Heard, case_id: str) -> Iterator[MinutesPage]:
    """The editor with new minutes of the hearing."""
    page = MinutesPage(app, tasks, said)
    qtbot.addWidget(page)
    page.resize(1366, 620)
    page.show()
    page.show_minutes(app.minutes.open(case_id, "F14"))
    yield page
    page.saver.stop()
    page.aloud.close()


def key(page: MinutesPage, keys: str) -> None:
    """Strike a key where the keys are."""
    pressed = combination(keys)
    target = QApplication.focusWidget() or page.paper.writing
    QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())


def write(page: MinutesPage, words: str) -> None:
    """As an input method commits what was chosen."""
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(page.paper.writing, event)


def talk(page: MinutesPage) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.reads) for turn in page.talk.turns]


def saved(qtbot: QtBot, page: MinutesPage) -> list[tuple[str, str]]:
    """What is on the disk once the page says that all of it is."""
    page.saver.save()
    qtbot.waitUntil(lambda: page.saver.is_saved)
    assert page.opened is not None
    return [(turn.speaker, turn.reads) for turn in page.app.minutes.turns(page.opened.draft.id)]


# Speakers


def test_one_key_lets_somebody_speak_and_the_same_key_again_changes_nothing(page: MinutesPage) -> None:
    write(page, "请申请人陈述。")
    key(page, "F5")
    write(page, "请求撤销。")
    key(page, "F5")
    write(page, "并赔偿。")
    key(page, "Alt+5")
    write(page, "不同意。")

    assert talk(page) == [
        ("主持人", "请申请人陈述。"), ("申请人", "请求撤销。并赔偿。"), ("被申请人", "不同意。"),
    ]  # fmt: skip


def test_a_turn_in_which_nothing_was_said_becomes_the_next_speakers(page: MinutesPage) -> None:
    key(page, "F5")
    key(page, "F6")
    write(page, "到场。")

    assert talk(page) == [("被申请人", "到场。")]


def test_enter_goes_on_with_the_same_speaker_on_a_new_line(page: MinutesPage) -> None:
    write(page, "第一点。")
    key(page, "Enter")
    write(page, "第二点。")

    assert talk(page) == [("主持人", "第一点。\n第二点。")]


def test_tab_goes_to_and_fro_between_whoever_asks_and_whoever_answers(page: MinutesPage) -> None:
    write(page, "是否到场？")
    key(page, "Tab")
    write(page, "到场。")
    key(page, "Tab")
    write(page, "请陈述。")
    key(page, "F6")
    write(page, "我方补充。")
    key(page, "Tab")
    write(page, "请讲。")
    key(page, "Tab")

    assert [speaker for speaker, _ in talk(page)] == [
        "主持人", "申请人", "主持人", "被申请人", "主持人", "被申请人",
    ]  # fmt: skip
    assert page.talk.turns[1].kind is Said.ANSWER


def test_the_strip_shows_every_key_and_who_speaks(page: MinutesPage) -> None:
    key(page, "F5")

    names = [one.accessibleName() for one in page.strip.keys]
    assert names[0] == "主持人 王建军 F2" and names[-1].startswith("记录")
    assert [one.speaker.label for one in page.strip.keys if one.isChecked()] == ["申请人"]
    QTest.mouseClick(page.strip.keys[4], Qt.MouseButton.LeftButton)
    assert talk(page)[-1][0] == "被申请人"
    assert page.paper.writing.hasFocus()


def test_a_speaker_who_comes_later_is_added_with_a_key(page: MinutesPage, qtbot: QtBot, app: App) -> None:
    hand = Hand(page)
    hand.click("改名单")
    hand.type("另加一种人", "鉴定人")
    hand.type("另加的人的姓名", "唐卫东")
    hand.click("照此记录")

    assert [one.speaker.label for one in page.strip.keys][-2:] == ["鉴定人", "记录"]
    assert page.opened is not None
    draft_id = page.opened.draft.id
    qtbot.waitUntil(lambda: not page.tasks.is_busy)
    again = app.minutes.open(page.opened.draft.of_case, "F14")
    assert again.draft.id == draft_id
    assert [(one.label, one.name) for one in again.people][-2] == ("鉴定人", "唐卫东")


# Keys and the input method


@pytest.mark.parametrize("keys", ["F5", "Alt+5", "Tab", "Esc", "Ctrl+D", "F10"])
def test_no_key_is_taken_while_the_input_method_composes(
    page: MinutesPage, qapp: QApplication, keys: str
) -> None:
    waiting = ime.KeysWait(qapp)
    write(page, "请")
    QApplication.sendEvent(page.paper.writing, ime.composing("chenshu", 7))

    key(page, keys)

    assert [speaker for speaker, _ in talk(page)] == ["主持人"]
    assert page.paper.writing.hasFocus()
    waiting.deleteLater()


def test_what_is_being_composed_is_not_recorded_yet(page: MinutesPage) -> None:
    QApplication.sendEvent(page.paper.writing, ime.composing("nihao", 5))
    assert talk(page) == [("主持人", "")]

    write(page, "你好")

    assert talk(page) == [("主持人", "你好")]


def test_every_key_of_the_table_has_its_deed() -> None:
    assert [
        deed for deed in DEEDS.values() if not hasattr(MinutesPage, deed) and not hasattr(Scribe, deed)
    ] == []


# Taking back, going about, finding


def test_everything_is_taken_back_in_turn(page: MinutesPage) -> None:
    write(page, "请陈述。")
    key(page, "F5")
    write(page, "撤销。")
    key(page, "Ctrl+D")
    assert talk(page) == [("主持人", "请陈述。")]

    key(page, "Ctrl+Z")
    assert talk(page)[-1] == ("申请人", "撤销。")
    key(page, "Ctrl+Z")
    assert talk(page)[-1] == ("申请人", "")
    key(page, "Ctrl+Z")
    key(page, "Ctrl+Z")
    assert talk(page) == [("主持人", "")]
    for _ in range(4):
        key(page, "Ctrl+Y")

    assert talk(page) == [("主持人", "请陈述。")]


def test_up_and_down_lead_from_turn_to_turn_and_backspace_takes_an_empty_one_away(page: MinutesPage) -> None:
    write(page, "甲")
    key(page, "F5")
    write(page, "乙")
    key(page, "F6")
    key(page, "Up")
    write(page, "丙")
    key(page, "Down")
    key(page, "Backspace")

    assert talk(page) == [("主持人", "甲"), ("申请人", "乙丙")]
    assert page.talk.here == 1


def test_find_goes_to_the_turn_and_back_to_writing(page: MinutesPage) -> None:
    for keys, words in (("F5", "撤销决定。"), ("F6", "程序合法。"), ("F5", "没有催告。")):
        key(page, keys)
        write(page, words)
    key(page, "Ctrl+F")
    QTest.keyClicks(page.find_line.line, "")
    page.find_line.line.setText("程序")
    key(page, "Enter")

    assert page.talk.turn is not None and page.talk.turn.reads == "程序合法。"
    key(page, "Esc")
    assert page.find_line.isHidden() and page.paper.writing.hasFocus()


# Phrases, questions, marks


def test_phrases_are_found_by_initials_or_characters_and_put_at_the_caret(page: MinutesPage) -> None:
    write(page, "各方，")
    key(page, "Ctrl+Space")
    for letter in "hdbl":
        key(page, letter)
    key(page, "Enter")

    assert talk(page)[0][1].startswith("各方，请核对笔录")
    assert page.paper.writing.hasFocus()
    key(page, "Ctrl+Z")
    assert talk(page)[0][1] == "各方，"


def test_the_turn_that_is_written_becomes_a_phrase_of_the_office(
    page: MinutesPage, qtbot: QtBot, said: Heard
) -> None:
    write(page, "请听证参加人关闭手机。")
    key(page, "Ctrl+J")
    key(page, "Ctrl+Enter")

    def own() -> list[str]:
        assert page.opened is not None
        return [one.text for one in page.opened.bank.phrases if one.own]

    qtbot.waitUntil(lambda: own() == ["请听证参加人关闭手机。"])
    assert "已存为常用语" in said.heard[-1][1]


def test_initials_come_before_words_inside() -> None:
    phrases = (Phrase("休会", "现在核对"), Phrase("核对笔录", "请核对", initials=("hdbl", "heduibilu")))

    assert [one.title for one in found(phrases, "hd")] == ["核对笔录"]
    assert [one.title for one in found(phrases, "核对")] == ["核对笔录", "休会"]


def test_a_question_of_the_pack_is_asked_and_waits_for_the_answer(page: MinutesPage) -> None:
    key(page, "F10")
    write(page, "本人欧阳慧敏。")
    key(page, "Ctrl+G")
    key(page, "2")
    write(page, "法制科唐卫东。")

    assert [speaker for speaker, _ in talk(page)] == ["主持人", "申请人", "主持人", "被申请人"]
    assert page.talk.turns[0].kind is Said.QUESTION
    assert page.packs.lines[2].isChecked() and not page.packs.lines[1].isChecked()


def test_a_mark_is_the_time_since_the_recording_was_started(
    page: MinutesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(page)
    hand.click("录音开始，从零计时")
    start = page.scribe.tape_at
    assert start is not None
    page.scribe.now = lambda: start + timedelta(minutes=12, seconds=31)

    key(page, "Ctrl+M")

    assert talk(page) == [("主持人", "[00:12:31]")]
    assert page.tape.count.text() == "0 个文件，1 处时间"


def test_a_recording_is_listed_with_its_length_and_hash(
    page: MinutesPage, said: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "听证.wav").write_bytes(sound(751))
    said.answers["加入录音录像"] = tmp_path / "听证.wav"

    Hand(page).click("加入文件")

    qtbot.waitUntil(lambda: len(page.recordings) == 1)
    hand = Hand(page)
    hand.wait_for("听证.wav")
    hand.wait_for(f"00:12:31　从 00:00:00 起　{page.recordings[0].digest[:16]}")


# Saving


def test_a_change_of_speaker_saves_what_was_said(page: MinutesPage, qtbot: QtBot) -> None:
    write(page, "请陈述。")
    key(page, "F5")

    qtbot.waitUntil(lambda: page.saver.is_saved)
    assert saved(qtbot, page) == [("主持人", "请陈述。"), ("申请人", "")]
    assert "已保存" in page.state.text()


def test_what_is_typed_is_saved_by_the_clock_every_three_seconds(page: MinutesPage, qtbot: QtBot) -> None:
    timer = page.saver._timer
    write(page, "一直在说，没有换人。")

    timer.timeout.emit()

    qtbot.waitUntil(lambda: page.saver.is_saved)
    assert timer.isActive() and timer.interval() <= 3000
    assert saved(qtbot, page) == [("主持人", "一直在说，没有换人。")]


def test_what_cannot_be_saved_stays_in_the_window_and_is_saved_later(
    page: MinutesPage, qtbot: QtBot, said: Heard, app: App, case_id: str
) -> None:
    assert page.opened is not None
    count = len(saved(qtbot, page))
    elsewhere = Change(count, 0, (Turn("主持人", "别处先写。"),))
    app.minutes.save(page.opened.draft.id, page.app.minutes.open(case_id, "F14").saved, elsewhere)
    write(page, "两处同时在写。")
    page.saver.save()
    qtbot.waitUntil(lambda: "没有存上" in page.state.text())

    assert talk(page) == [("主持人", "两处同时在写。")]
    assert said.heard


# Correcting


def test_after_reading_changes_show_as_corrections(page: MinutesPage, qtbot: QtBot) -> None:
    write(page, "七月十二日送达。")
    key(page, "F5")
    write(page, "收到。")
    page.correct_button.click()
    key(page, "Up")
    page.paper.writing.selectAll()
    write(page, "七月二十一日送达。")
    key(page, "Down")

    turn = page.talk.turns[0]
    assert (turn.text, turn.reads) == ("七月十二日送达。", "七月二十一日送达。")
    words, formats = marked(turn)
    assert words == "七月十二二十一日送达。"
    drawn = [(words[f.start : f.start + f.length], f.format.fontStrikeOut()) for f in formats]
    assert drawn == [("十二", True), ("二十一", False)]
    assert isinstance(formats[0], QTextLayout.FormatRange)
    qtbot.waitUntil(lambda: not page.tasks.is_busy)
    assert page.opened is not None and page.opened.draft.correcting


# The second window


def test_the_second_window_follows_the_last_turn_in_large_type(page: MinutesPage) -> None:
    write(page, "请陈述。")
    key(page, "F11")
    page.scribe.speak(3)
    write(page, "撤销决定。")

    second = page.aloud
    assert second.isVisible() and second.accessibleDescription() == "申请人：撤销决定。"
    before = second.size_at
    QTest.keyClick(second, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert second.size_at == before + 1
    page.read_along()
    assert second.isFullScreen()
    QTest.keyClick(second, Qt.Key.Key_PageUp)
    assert second.accessibleDescription() == "主持人：请陈述。"
    QTest.keyClick(second, Qt.Key.Key_F11)
    QTest.keyClick(second, Qt.Key.Key_Escape)
    assert not second.isVisible()


def test_a_locked_window_leaves_nothing_for_others_to_read(page: MinutesPage, qtbot: QtBot) -> None:
    page.read_along()
    write(page, "秘密。")

    page.keep_draft()

    assert not page.aloud.isVisible()
    qtbot.waitUntil(lambda: page.saver.is_saved)


# Many turns


def test_three_hours_of_talk_are_laid_out_only_where_they_are_seen(
    page: MinutesPage, app: App, case_id: str
) -> None:
    many = [Turn("申请人" if at % 2 else "主持人", f"第{at}句话，" * (1 + at % 30)) for at in range(2000)]
    assert page.opened is not None
    page.talk.turns[:] = many
    page.talk.go(1999)
    page.paper.show_talk(page.talk, page.paper.askers)
    page.grab()

    assert len(page.paper._laid) < 60
    key(page, "Ctrl+Home")
    page.grab()
    assert page.paper.verticalScrollBar().value() == 0
    key(page, "Ctrl+End")
    page.grab()
    bar = page.paper.verticalScrollBar()
    assert bar.value() + page.paper.viewport().height() >= bar.maximum()
    here = page.paper.writing.geometry()
    assert page.paper.viewport().rect().contains(here.bottomLeft())


# Finishing, and the ways there


@pytest.fixture
def window(qtbot: QtBot, said: Heard, kept: tuple[Path, str], tmp_path: Path) -> Iterator[Window]:
    folder = shutil.copytree(kept[0], tmp_path / "window")
    from fuyi_desktop.bootstrap import place

    window = window_on(place(folder, today=invented.TODAY), said)
    qtbot.addWidget(window)
    opened(window)
    yield window
    window.close()


def test_minutes_are_begun_on_the_case_left_gone_on_with_and_finished(
    window: Window, case_id: str, qtbot: QtBot
) -> None:
    hand, desk = Hand(window), window.desk
    desk.open_case(case_id)
    ready(hand, window)
    hand.click("记听证笔录")
    hand.wait_for("结束笔录")
    page = desk.minutes.page
    write(page, "现在开始听证。")
    hand.click("返回")
    ready(hand, window)
    assert desk.pages.currentWidget().accessibleName() == "案件"

    desk.page("page.cases").page.refresh()
    ready(hand, window)
    hand.click("接着记听证笔录")
    ready(hand, window)
    assert talk(page) == [("主持人", "现在开始听证。")]
    hand.click("结束笔录")
    ready(hand, window)
    hand.click("结束并出笔录")
    ready(hand, window)

    assert hand.reads("行政复议听证笔录")
    (line,) = desk.app.minutes.listed(case_id)
    assert (line.version, line.turns, bool(line.paper_id)) == (1, 1, True)
    assert desk.page("page.cases").paper.paper_id == line.paper_id


def test_what_the_paper_lacks_is_asked_before_it_is_given_out(window: Window, case_id: str) -> None:
    hand, desk = Hand(window), window.desk
    recording.recorded(desk.app, case_id, "F10", ("申请人", "程序违法。", Said.ANSWER))
    desk.minutes.open(case_id, "F10")
    ready(hand, window)
    hand.click("结束笔录")
    ready(hand, window)
    hand.type("听取日期", "20261120")
    hand.choose("听取方式", "当面")
    hand.type("被听取意见的人", "欧阳慧敏")
    hand.click("看样子")
    ready(hand, window)
    if hand.reads("还有几处要填"):
        hand.type("地点或者号码", "接待室")
    hand.click("结束并出笔录")
    ready(hand, window)

    (line,) = desk.app.minutes.listed(case_id)
    assert (line.form, line.version) == ("F10", 1)


def test_finished_minutes_are_signed_or_put_right_from_the_case(window: Window, case_id: str) -> None:
    hand, desk = Hand(window), window.desk
    desk.app.minutes.finish(recording.recorded(desk.app, case_id))
    desk.open_case(case_id)
    ready(hand, window)
    hand.click("登记听证笔录已签名")
    ready(hand, window)
    assert desk.app.minutes.listed(case_id)[0].signed == invented.TODAY.isoformat()

    hand.click("重新打开更正听证笔录")
    ready(hand, window)

    assert desk.minutes.page.talk.correcting
    assert "第 2 版" in desk.minutes.page.sub.text()


def test_minutes_are_found_by_ctrl_k(window: Window, case_id: str) -> None:
    hand, desk = Hand(window), window.desk
    recording.recorded(desk.app, case_id)
    desk.open_case(case_id)
    ready(hand, window)
    hand.key("Ctrl+K")
    hand.write("jbl")
    hand.wait_for("记笔录")
    hand.key("Enter")
    ready(hand, window)

    assert len(desk.minutes.page.talk) == len(recording.SAID)
