"""各单位收发: who sent what, who lacks what, what an import said, taking it back, what the county ruled."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.gui.exchange import board
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from fuyi_desktop.services.stations import StationRow
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import opened, ready, window_on
from tests.gui.torn import edit, meet, told
from tests.lawfiles import NOTICE_2027


@pytest.fixture
def station(tmp_path: Path) -> Place:
    return county.township(tmp_path / "T0731", cases=2)


@pytest.fixture
def center(tmp_path: Path, station: Place) -> Place:
    found = county.center(tmp_path / "center")
    county.join(station, found, tmp_path / "post")
    return found


def on_exchange(qtbot: QtBot, said: Said, where: Place) -> tuple[Hand, Window, Any]:
    window = window_on(where, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    return hand, window, window.desk.page("page.exchange")


def row(**given: Any) -> StationRow:
    usual: dict[str, Any] = {"silent": 0, "last_received": 3, "receipt_sent": 3, "app": "0.1.0"}
    return StationRow("T0731", "石桥镇", last_at=None, **{**usual, **given})


def test_a_lost_part_is_named_on_the_board_and_on_the_page_of_its_station(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    other = county.township(tmp_path / "T0732", "柳河镇行政争议纾解窗口")
    county.join(other, center, tmp_path / "post", "T0732")
    files = told(station, lambda app: app.exchange.export("center", tmp_path, part_size=66_000).files)
    for file in (files[0], files[-1]):
        county.taken(center, file)
    hand, window, tab = on_exchange(qtbot, said, center)

    assert hand.reads("缺包，暂存 1 项")
    hand.click("缺包 1")
    assert [one.station for one in tab.home.board.table.model_of_rows.rows] == ["T0731"]
    tab.home.board.table.setFocus()
    hand.key("Enter")
    ready(hand, window)
    assert hand.reads("缺第 2 项，暂存第 3 项。请对方重新导出一份，缺的到了会自动接上。")
    assert hand.reads(files[-1].name)
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("收发记录")
    window.close()


def test_a_station_that_is_owed_a_receipt_gets_it_from_its_page(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    county.taken(center, county.sent(station, tmp_path / "to"))
    hand, window, tab = on_exchange(qtbot, said, center)
    assert hand.reads("1 个单位待发回执")
    tab.home.station_asked.emit("T0731")
    ready(hand, window)

    assert hand.reads("回执还没有发。")
    hand.click("给它导出")
    ready(hand, window)
    assert tab.sending.isVisible()
    window.close()


@pytest.mark.parametrize(
    ("given", "state", "tone"),
    [
        ({}, "正常", ""),
        ({"silent": None, "last_received": 0, "receipt_sent": 0}, "还没有来过包", ""),
        ({"silent": 13}, "正常", ""),
        ({"silent": 14}, "正常", "amber"),
        ({"silent": 30}, "正常", "red"),
        ({"last_received": 4}, "待发回执", ""),
        ({"histories": 2, "wants_seed": True}, "2 段记录　要全部数据", ""),
        ({"clock": timedelta(hours=3)}, "时钟快 3 小时", ""),
        ({"clock": -timedelta(days=2)}, "时钟慢 2 天", ""),
    ],
)
def test_the_state_of_a_station_is_said_in_a_word_and_silence_colours_its_days(
    given: dict[str, Any], state: str, tone: str
) -> None:
    assert board.state(row(**given)) == state
    assert board.silence_tone(row(**given)) == tone


def test_an_import_is_taken_back_after_a_look_at_what_goes_and_the_list_says_so(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    county.taken(center, county.sent(station, tmp_path / "to"))
    hand, window, tab = on_exchange(qtbot, said, center)
    tab.home.history.table.setFocus()
    hand.key("Enter")
    assert hand.reads("第 1–")
    hand.click("撤销导入")
    ready(hand, window)

    assert hand.reads("2 个案件")
    assert hand.reads("案件移出")
    hand.key("Enter")
    assert hand.reads("还没有填写。")
    hand.write("导错了文件")
    hand.key("Enter")
    ready(hand, window)
    assert said.heard[-1][0] is Level.GOOD
    assert said.heard[-1][1].startswith("已撤销导入，")
    assert hand.reads("已撤销")
    rows = tab.home.history.table.model_of_rows.rows
    assert [one.state for one in rows] == ["已撤销"]
    assert not rows[0].undoable
    window.close()
    assert told(center, lambda app: app.casework.count()) == 0


def test_an_import_that_was_worked_on_says_why_it_cannot_be_taken_back(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    county.taken(center, county.sent(station, tmp_path / "to"))
    edit(center, 0, matter="又改过")
    hand, window, tab = on_exchange(qtbot, said, center)
    tab.home.history.table.setFocus()
    hand.key("Enter")
    hand.click("撤销导入")
    ready(hand, window)

    assert hand.reads("不能撤销导入：")
    assert hand.reads("在导入以后又改动过，请用裁决或者更正处理。")
    assert not tab.bundle.act.isVisible()
    hand.key("Esc")
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("已导入")
    window.close()


def test_a_station_reads_what_was_sent_what_the_county_has_and_what_is_unsent(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    meet(tmp_path, station, center)
    edit(station, 0, matter="改过")
    hand, window, tab = on_exchange(qtbot, said, station)

    assert hand.reads("本站与县中心")
    assert hand.reads("1 项")
    assert hand.reads("县中心还没有告知")
    acked = next(one for one in hand.names() if one.startswith("县中心已收到 第"))
    assert "及以前" in acked
    assert tab.home.export.hasFocus()
    assert not hand.reads("重新对齐")
    window.close()


def test_a_station_that_has_to_be_aligned_is_told_what_to_do(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    from fuyi_desktop.store.peers import tell

    meet(tmp_path, station, center)
    with station.open(county.PASSWORD) as app, app.office.store.work("", "") as work:
        tell(work, "center", seed=True)
    hand, window, _ = on_exchange(qtbot, said, station)

    assert hand.reads("本站与县中心的记录需要重新对齐：请按 Ctrl+E 导出一份包交给县中心")
    window.close()


def test_holidays_that_come_down_are_told_before_and_after_and_lead_to_their_page(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    meet(tmp_path, station, center)
    told(center, lambda app: app.lawbook.take(NOTICE_2027, "2027.toml"))
    sent = county.sent(center, tmp_path / "fro", "T0731")
    said.answers["选择要收的包"] = [str(sent)]
    hand, window, tab = on_exchange(qtbot, said, station)
    hand.key("Ctrl+I")
    ready(hand, window)

    assert hand.reads("放假安排：2027年放假安排　新增，2027年1月1日起")
    assert window.messages.notices == ()
    hand.key("Enter")
    ready(hand, window)
    assert hand.reads("县里下发：2027年放假安排　新增，2027年1月1日起。")
    hand.key("Esc")
    ready(hand, window)
    tab.home.history.table.setFocus()
    hand.key("Enter")
    assert hand.reads("收包时的说明")
    hand.click("去看")
    ready(hand, window)
    assert hand.reads("期限规则与放假安排")
    assert window.messages.notices == ()
    window.close()


def test_what_has_no_bundle_yet_says_how_to_begin(qtbot: QtBot, said: Said, center: Place) -> None:
    hand, window, tab = on_exchange(qtbot, said, center)

    assert hand.reads("还没有收发过数据包")
    assert hand.reads("还没有来过包")
    tab.home.station_asked.emit("T0731")
    ready(hand, window)
    assert hand.reads("还没有来往过包")
    window.close()
