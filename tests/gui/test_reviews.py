"""待裁决: two values of one field side by side, decided by key, one after another or several at once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.gui.exchange.differences import MarkedText, parted
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from fuyi_desktop.store.queries import reviews
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import opened, ready, window_on
from tests.gui.torn import told, torn

OURS, THEIRS = "申请人八月三日知道处罚。请求撤销罚款。", "申请人八月五日知道处罚。请求撤销罚款。"
MATTERS = ({"matter": "不服治安管理处罚"}, {"matter": "不服罚款五百元"})
DATES = ({"known_on": date(2026, 11, 3)}, {"known_on": date(2026, 11, 6)})


@pytest.fixture
def station(tmp_path: Path) -> Place:
    return county.township(tmp_path / "T0731", cases=3)


@pytest.fixture
def center(tmp_path: Path, station: Place) -> Place:
    found = county.center(tmp_path / "center")
    county.join(station, found, tmp_path / "post")
    return found


def at_reviews(qtbot: QtBot, said: Said, where: Place) -> tuple[Hand, Window, Any]:
    window = window_on(where, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)
    tab = window.desk.page("page.exchange")
    tab.open_reviews()
    ready(hand, window)
    return hand, window, tab.reviews


def matter_of(where: Place, number: int) -> str:
    return str(told(where, lambda app: app.casework.find(app.casework.rows()[number].case_id).case.matter))


def decisions(where: Place) -> list[str]:
    return [row.decision for row in told(where, lambda app: app.office.ask(reviews, state="decided"))]


def test_what_waits_is_told_on_the_page_on_the_tab_and_on_the_case(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *DATES), (1, *MATTERS))
    case_id = told(center, lambda app: app.casework.rows()[0].case_id)
    window = window_on(center, said)
    qtbot.addWidget(window)
    hand = opened(window)
    hand.key("Ctrl+2")
    ready(hand, window)

    assert hand.reads("数据交换 2")
    assert hand.find("数据交换，2 处待裁决").isVisible()
    assert hand.reads("2 处待裁决，其中 1 处涉及金额、日期、结果。")
    window.desk.open_case(case_id)
    ready(hand, window)
    assert hand.reads("本案 1 处待裁决：知道日，裁决以前不能办结。")
    feed = window.desk.page("page.cases").list.feed
    told_rows = [feed.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(feed.rowCount())]
    assert ["待裁决" in text for text in told_rows].count(True) == 2
    hand.click("去裁决")
    ready(hand, window)
    assert hand.reads("第 1 项，共 2 项")
    assert hand.reads("2026年11月3日")
    assert hand.reads("2026年11月6日")
    window.close()


def test_a_number_chooses_and_enter_decides_and_goes_on_to_the_next(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *MATTERS), (1, *MATTERS))
    hand, window, page = at_reviews(qtbot, said, center)
    assert QApplication.focusWidget() is page.queue.table
    hand.key("Enter")

    assert hand.reads("石桥镇行政争议纾解窗口填写")
    hand.key("Enter")
    assert hand.reads("先选一种裁决：按 1–4")
    hand.key("2")
    assert page.sheet.chosen is Decision.TAKE
    hand.type("裁决理由", "与处罚决定书核对过 2 遍")
    assert page.sheet.chosen is Decision.TAKE
    hand.key("Enter")
    ready(hand, window)
    assert said.heard[-1] == (Level.GOOD, "已裁决：采用来值")
    assert hand.reads("第 1 项，共 1 项")
    assert page.sheet.chosen is None
    hand.key("1")
    hand.key("Enter")
    ready(hand, window)

    assert hand.reads("没有待裁决的事项")
    window.close()
    assert (matter_of(center, 0), matter_of(center, 1)) == ("不服罚款五百元", "不服治安管理处罚")
    assert sorted(decisions(center)) == ["保留现值", "采用来值"]


def test_another_value_can_be_filled_in_and_both_texts_can_stand_beside_each_other(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *MATTERS), (1, {"channel": "邮寄"}, {"channel": "网上"}))
    hand, window, _ = at_reviews(qtbot, said, center)
    hand.key("Enter")
    hand.key("3")
    hand.key("Ctrl+Enter")
    assert hand.reads("另行填写的和现值一样，请改好再裁决")
    hand.type("案由", "不服罚款")
    hand.key("Ctrl+Enter")
    ready(hand, window)
    hand.key("4")
    hand.key("Enter")
    ready(hand, window)
    window.close()

    assert matter_of(center, 0) == "不服罚款"
    other = told(center, lambda app: app.casework.find(app.casework.rows()[1].case_id).case.channel)
    assert other == "邮寄\n网上"


def test_a_legal_date_is_marked_and_its_two_values_cannot_both_stand(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *DATES))
    hand, window, page = at_reviews(qtbot, said, center)
    assert hand.reads("1 项涉及金额、日期、结果，裁决以前案件不能办结")
    hand.key("Enter")

    assert hand.reads("金额、日期、结果")
    assert not page.sheet.options[Decision.BOTH].isEnabled()
    assert page.sheet.options[Decision.BOTH].accessibleDescription() == "只有一般文字可以并存"
    hand.key("4")
    assert page.sheet.chosen is None
    hand.key("3")
    hand.type("知道日", "20261104")
    hand.key("Ctrl+Enter")
    ready(hand, window)
    window.close()
    case = told(center, lambda app: app.casework.find(app.casework.rows()[0].case_id).case)
    assert case.known_on == date(2026, 11, 4)


def test_several_of_one_field_are_decided_together_after_a_look_and_with_a_reason(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *MATTERS), (1, *MATTERS), (2, *DATES))
    hand, window, page = at_reviews(qtbot, said, center)
    assert not page.queue.take.isVisible()
    page.queue.field.combo.setCurrentIndex(page.queue.field.combo.findText("知道日"))
    assert not page.queue.take.isVisible()
    page.queue.field.combo.setCurrentIndex(page.queue.field.combo.findText("案由"))
    hand.click("2 项都采用来值")

    rows = page.many.table.model_of_rows
    shown = [rows.index(at, 4).data() for at in range(rows.rowCount())]
    assert shown == ["不服罚款五百元", "不服罚款五百元"]
    hand.key("Enter")
    ready(hand, window)
    assert len(page.queue.waiting) == 3
    assert hand.reads("还没有填写。")
    hand.write("与窗口核对过")
    hand.key("Enter")
    ready(hand, window)
    assert said.heard[-1] == (Level.GOOD, "已裁决 2 项：采用来值")
    assert len(page.queue.waiting) == 1
    window.close()
    assert (matter_of(center, 0), matter_of(center, 1)) == ("不服罚款五百元", "不服罚款五百元")
    assert decisions(center) == ["采用来值", "采用来值"]


def test_a_station_sees_what_of_its_own_waits_and_that_the_county_decides(
    qtbot: QtBot, said: Said, station: Place, center: Place, tmp_path: Path
) -> None:
    torn(tmp_path, station, center, (0, *MATTERS))
    county.taken(station, county.sent(center, tmp_path / "fro", "T0731"))
    hand, window, page = at_reviews(qtbot, said, station)
    assert hand.reads("等县中心裁决")
    hand.key("Enter")

    assert hand.reads("由县中心裁决，结果会随县中心的下一个同步包传来")
    assert hand.reads("本站填写")
    hand.key("2")
    hand.key("Enter")
    ready(hand, window)
    assert not page.sheet.act.isVisible()
    hand.key("Esc")
    assert len(page.queue.waiting) == 1
    hand.key("Esc")
    ready(hand, window)
    assert hand.reads("1 处等县中心裁决。")
    window.close()
    assert decisions(station) == []


def test_without_anything_that_waits_the_page_says_so(qtbot: QtBot, said: Said, center: Place) -> None:
    hand, window, _ = at_reviews(qtbot, said, center)

    assert hand.reads("没有待裁决的事项")
    assert not hand.reads("成批裁决")
    assert not hand.reads("数据交换 0")
    window.close()


@pytest.mark.parametrize(
    ("text", "other", "differing"),
    [
        (OURS, THEIRS, ["三"]),
        ("电话 0999-2021003", "电话 0999-2021005", ["3"]),
        ("一样", "一样", []),
        ("前面。后面。", "前面。", ["后面。"]),
        ("原来", "", ["原来"]),
    ],
)
def test_what_only_one_text_says_is_marked_in_it(text: str, other: str, differing: list[str]) -> None:
    runs = list(parted(text, other))

    assert "".join(run for run, _ in runs) == text
    assert [run for run, differs in runs if differs] == differing


def test_a_text_is_shown_as_it_was_written_never_as_markup(qapp: QApplication) -> None:
    shown = MarkedText("<b>罚款</b> & 500 元", "罚款 500 元")

    assert shown.plain == "<b>罚款</b> & 500 元"
    assert "&lt;b&gt;" in shown.text()
    assert "<b>" not in shown.text()
    assert shown.accessibleDescription().startswith("不同的是：")
