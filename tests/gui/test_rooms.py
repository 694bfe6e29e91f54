"""The board of rooms: worked with keys and mouse, with what collides said before it is kept."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.rooms import plan as plans
from fuyi_desktop.gui.rooms.booking import BookingForm
from fuyi_desktop.gui.rooms.plan import HEAD
from fuyi_desktop.gui.rooms.session import EndForm
from fuyi_desktop.gui.rooms.tab import RoomsTab
from fuyi_desktop.gui.window import Window
from tests.gui import invented, roomed
from tests.gui.conftest import Said
from tests.gui.county import opened, ready, window_on

TODAY = invented.TODAY
CLASH, OTHER = "陈国栋等 17 户征地补偿", "欧阳慧敏补正谈话"

Stand = Callable[[], tuple[Window, Hand, RoomsTab]]


@pytest.fixture(scope="module")
def kept_rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a week of sessions, to be copied."""
    folder = tmp_path_factory.mktemp("rooms") / "store"
    roomed.office(folder)
    return folder


@pytest.fixture
def stand(kept_rooms: Path, tmp_path: Path, qtbot: QtBot, said: Said) -> Stand:
    """The window at the board of this week."""

    def go() -> tuple[Window, Hand, RoomsTab]:
        shutil.copytree(kept_rooms, tmp_path / "store")
        window = window_on(place(tmp_path / "store", today=TODAY), said)
        qtbot.addWidget(window)
        window.resize(1366, 690)
        hand = opened(window)
        window.desk.show_tab("page.rooms")
        ready(hand, window)
        return window, hand, window.desk.page("page.rooms")

    return go


def on_board(tab: RoomsTab, title: str) -> Session:
    assert tab.board is not None
    return next(one for one in tab.board.sessions if one.title == title)


def centre(tab: RoomsTab, title: str) -> QPoint:
    placed = tab.view.plan.place_of(on_board(tab, title).id)
    assert placed is not None
    down = tab.view.verticalScrollBar().value()
    return placed.area.center().toPoint() + QPoint(0, HEAD - down)


def test_the_board_says_what_the_week_holds_and_stands_on_what_comes_next(stand: Stand) -> None:
    window, hand, tab = stand()

    assert hand.reads("第 47 周　11月16日 – 11月22日")
    assert hand.reads("13 次会　2 次冲突")
    assert tab.view.hasFocus()
    assert tab.view.cell is not None
    assert tab.view.cell.on == TODAY
    window.close()


def test_every_session_is_reached_with_the_arrow_keys_and_read_out(stand: Stand) -> None:
    window, hand, tab = stand()
    hand.key("Home")
    reached = set()
    for _ in range(len(tab.view.plan.columns)):
        hand.key("Up", 20)
        for _ in range(len(tab.view.plan.cells) + 4):
            if tab.view.session is not None:
                reached.add(tab.view.session.title)
                assert tab.view.session.title in tab.view.accessibleDescription()
            hand.key("Down")
        hand.key("Right")

    assert tab.board is not None
    assert reached == {one.title for one in tab.board.sessions}
    window.close()


def test_two_sessions_of_one_cell_are_one_below_the_other(stand: Stand) -> None:
    window, hand, tab = stand()
    tab.view.choose(on_board(tab, "赵永强").id)

    hand.key("Down")

    assert tab.view.session == on_board(tab, "杨秀英")
    first, second = (tab.view.plan.place_of(on_board(tab, name).id) for name in ("赵永强", "杨秀英"))
    assert first is not None
    assert second is not None
    assert not first.area.intersects(second.area)
    window.close()


def test_a_collision_is_told_in_the_rail_on_both_sides(stand: Stand) -> None:
    window, hand, tab = stand()
    for title, other in ((CLASH, OTHER), (OTHER, CLASH)):
        tab.view.choose(on_board(tab, title).id)
        ready(hand, window)
        assert any(f"“{other}”" in words for words in texts(tab))
    window.close()


def texts(tab: RoomsTab) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in tab.findChildren(QLabel)]


def test_a_free_time_is_booked_with_the_keyboard_alone(stand: Stand, said: Said) -> None:
    window, hand, tab = stand()
    tab.view.choose(on_board(tab, "马文斌信息公开").id)
    hand.key("Left")
    hand.key("Enter")
    ready(hand, window)
    form = tab.rail.form
    assert isinstance(form, BookingForm)
    hand.type("事项", "云岭石业采矿补偿")
    hand.type("主持人", "王建军")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    booked = on_board(tab, "云岭石业采矿补偿")
    assert (booked.on, booked.time, booked.place) == (date(2026, 11, 18), "09:00–11:00", "第一调解室")
    assert said.heard[-1] == (Level.GOOD, "已预约")
    assert tab.view.session == booked
    assert tab.view.hasFocus()
    window.close()


def test_what_a_booking_would_meet_is_said_while_it_is_typed_and_another_time_is_taken_at_a_press(
    stand: Stand,
) -> None:
    window, hand, tab = stand()
    tab.rail.book(None, room=tab.board.rooms[0].id, on=TODAY, start="15:00")  # type: ignore[union-attr]
    ready(hand, window)

    assert any(f"第一调解室14:30–16:00已有“{CLASH}”" in words for words in texts(tab))
    form = tab.rail.form
    assert isinstance(form, BookingForm)
    assert not form.form.field("because").isHidden()
    hand.click("改到 16:00–18:00 第一调解室")
    ready(hand, window)
    assert form.look.conflicts == ()
    assert form.form.field("because").isHidden()
    window.close()


def test_what_was_typed_into_a_booking_is_there_again_when_it_was_left(stand: Stand) -> None:
    window, hand, tab = stand()
    hand.key("N")
    ready(hand, window)
    hand.type("事项", "云岭石业采矿补偿")
    hand.key("Esc")
    ready(hand, window)
    assert tab.rail.form is None
    assert tab.view.hasFocus()

    hand.key("Left")
    hand.key("N")
    ready(hand, window)

    form = tab.rail.form
    assert isinstance(form, BookingForm)
    assert form.form.field("title").text() == "云岭石业采矿补偿"
    assert form.form.field("on").value() == date(2026, 11, 19)
    window.close()


def test_a_booking_that_collides_is_refused_until_a_reason_is_written(stand: Stand, said: Said) -> None:
    window, hand, tab = stand()
    tab.rail.book(None, room=tab.board.rooms[0].id, on=TODAY, start="15:00", end="16:00")  # type: ignore[union-attr]
    ready(hand, window)
    hand.type("事项", "云岭石业采矿补偿")
    hand.key("Ctrl+Enter")
    ready(hand, window)
    assert said.heard[-1][0] is Level.ERROR
    hand.type("仍要保留的理由", "同一当事人，先后谈")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert on_board(tab, "云岭石业采矿补偿").kept_because == "同一当事人，先后谈"
    window.close()


def test_m_carries_a_session_to_another_cell_and_it_can_be_put_back(stand: Stand, said: Said) -> None:
    window, hand, tab = stand()
    before = on_board(tab, "宏达建材与县生态环境局排污许可")
    tab.view.choose(before.id)
    hand.key("M")
    hand.key("Left", 3)
    hand.key("Enter")
    ready(hand, window)

    moved = on_board(tab, before.title)
    assert (moved.on, moved.start, moved.end) == (date(2026, 11, 17), "08:40", "11:30")
    undo = said.full[-1].undo
    assert undo is not None
    undo()
    ready(hand, window)
    assert on_board(tab, before.title).on == TODAY
    window.close()


def test_escape_lets_go_of_a_session_that_is_carried(stand: Stand) -> None:
    window, hand, tab = stand()
    before = on_board(tab, CLASH)
    tab.view.choose(before.id)
    hand.key("M")
    hand.key("Left")
    hand.key("Esc")
    hand.key("Enter")
    ready(hand, window)

    assert tab.view.carried is None
    assert on_board(tab, CLASH) == before
    window.close()


def test_delete_cancels_and_undo_brings_it_back(stand: Stand, said: Said) -> None:
    window, hand, tab = stand()
    tab.view.choose(on_board(tab, CLASH).id)
    hand.key("Delete")
    ready(hand, window)
    assert on_board(tab, CLASH).disposition == "cancelled"
    assert tab.view.plan.place_of(on_board(tab, CLASH).id) is None
    assert tab.board is not None
    assert tab.board.conflicts == {}

    undo = said.full[-1].undo
    assert undo is not None
    undo()
    ready(hand, window)
    assert on_board(tab, CLASH).disposition == ""
    window.close()


def test_a_card_is_dragged_to_another_day_and_a_press_on_free_time_books(stand: Stand) -> None:
    window, hand, tab = stand()
    view, title = tab.view, "宏达建材与县生态环境局排污许可"
    start = centre(tab, title)
    target = next(c for c in view.plan.cells[0] if c.on == date(2026, 11, 17)).area.center().toPoint()
    target += QPoint(0, HEAD)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view.viewport(), left, pos=start)
    QTest.mouseMove(view.viewport(), QPoint((start.x() + target.x()) // 2, start.y()))
    QTest.mouseMove(view.viewport(), target)
    QTest.mouseRelease(view.viewport(), left, pos=target)
    ready(hand, window)
    assert on_board(tab, title).on == date(2026, 11, 17)

    free = next(c for c in view.plan.cells[0] if c.on == date(2026, 11, 18)).area.center().toPoint()
    QTest.mouseClick(view.viewport(), left, pos=free + QPoint(0, HEAD))
    ready(hand, window)
    form = tab.rail.form
    assert isinstance(form, BookingForm)
    wanted = form.wanted()
    assert wanted is not None
    assert (wanted.on, wanted.start) == (date(2026, 11, 18), "09:00")
    window.close()


def test_the_day_shows_the_same_sessions_by_the_hour(stand: Stand) -> None:
    window, hand, tab = stand()
    tab.view.choose(on_board(tab, CLASH).id)
    hand.key("D")
    ready(hand, window)

    assert hand.reads("11月20日 周五")
    assert tab.view.plan.hours
    assert tab.view.session is not None
    assert tab.view.session.title == CLASH
    early, late = (
        tab.view.plan.place_of(on_board(tab, name).id) for name in ("宏达建材与县生态环境局排污许可", CLASH)
    )
    assert early is not None
    assert late is not None
    assert early.area.right() < late.area.left()
    hand.key("Left")
    assert tab.view.session is None  # one press leaves the session, however long
    window.close()


def test_the_result_of_a_session_is_recorded_from_the_rail(stand: Stand) -> None:
    window, hand, tab = stand()
    tab.view.choose(on_board(tab, CLASH).id)
    ready(hand, window)
    hand.click("登记结果")
    ready(hand, window)
    assert isinstance(tab.rail.form, EndForm)
    hand.type("情况或理由", "双方同意再谈一次")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    ended = on_board(tab, CLASH)
    assert (ended.disposition, ended.remark) == ("held", "双方同意再谈一次")
    window.close()


def test_a_hearing_is_called_from_the_rail_and_leads_to_the_form_of_its_step_where_something_lacks(
    stand: Stand, said: Said
) -> None:
    window, hand, tab = stand()
    app = window.desk.app
    case_id = next(row.case_id for row in app.casework.rows("金穗") if row)
    session_id = roomed.hearing_for(app, case_id)
    tab.show_session(app.rooms.session(session_id))
    ready(hand, window)
    hand.click("登记通知听证")
    ready(hand, window)

    codes = [one.code for one in app.casework.page(case_id).file.steps]
    assert "hearing_set" in codes
    assert said.heard[-1] == (Level.GOOD, "已登记通知听证，可以打印通知书")
    hand.click("打印")
    ready(hand, window)
    forms = {line.form for line in window.desk.printing.page.batch.lines}
    assert {"F11", "F12", "F12b", "F13", "K01"} <= forms
    window.close()


def test_enter_on_a_session_of_a_case_opens_the_case(stand: Stand) -> None:
    window, hand, tab = stand()
    app = window.desk.app
    case_id = next(row.case_id for row in app.casework.rows("金穗") if row)
    tab.show_session(app.rooms.session(roomed.hearing_for(app, case_id)))
    ready(hand, window)
    tab.view.setFocus()
    hand.key("Enter")
    ready(hand, window)

    assert window.desk.page("page.cases").page.sheet.case_id == case_id
    window.close()


def test_weeks_are_turned_and_today_is_one_key_away(stand: Stand) -> None:
    window, hand, tab = stand()
    hand.key("Ctrl+Right")
    ready(hand, window)
    assert hand.reads("第 48 周　11月23日 – 11月29日")
    hand.key("T")
    ready(hand, window)
    assert tab.board is not None
    assert TODAY in tab.board.days
    window.close()


def test_on_a_small_screen_the_board_shows_one_day_and_a_form_stands_alone(stand: Stand) -> None:
    window, hand, tab = stand()
    window.resize(683, 384)
    hand.settle()
    ready(hand, window)
    assert tab.view.plan.hours
    hand.key("N")
    ready(hand, window)
    form = tab.rail.form
    assert isinstance(form, BookingForm)
    assert not tab.view.isVisible()
    assert form.verb.isVisible()

    hand.key("Esc")
    ready(hand, window)
    assert tab.view.isVisible()
    assert tab.view.hasFocus()
    window.close()


def test_an_office_without_rooms_is_told_how_to_begin(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    window = window_on(invented.office(tmp_path / "none"), said)
    qtbot.addWidget(window)
    hand = opened(window)
    window.desk.show_tab("page.rooms")
    ready(hand, window)
    assert hand.reads("还没有登记房间")

    hand.click("登记房间")
    hand.type("名称", "第一调解室")
    hand.type("设备", "录音录像、投影")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    (room,) = window.desk.app.rooms.rooms()
    assert (room.name, room.equipment) == ("第一调解室", ("录音录像", "投影"))
    window.close()


def test_no_two_cards_of_a_crowded_week_cover_each_other(stand: Stand) -> None:
    window, _, tab = stand()
    assert tab.board is not None
    for by_day in (False, True):
        board: Any = tab.board
        if by_day:
            from dataclasses import replace

            same = tuple(one for one in board.sessions if one.on == TODAY)
            board = replace(board, days=(TODAY,), sessions=same)
        plan = plans.day(board, 1000) if by_day else plans.week(board, 1000, 1366)
        areas = [one.area for one in plan.placed]
        assert len(areas) == len(board.sessions)
        assert not any(a.intersects(b) for n, a in enumerate(areas) for b in areas[n + 1 :])
    window.close()
