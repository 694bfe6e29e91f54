"""The page of rules and holidays: a look at what a file moves, then taking it in, all with keys and mouse."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.domain.workdays import YearStatus
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.lawbook.page import LawbookPage
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from tests import lawfiles
from tests.gui import county, invented
from tests.gui.conftest import Said
from tests.gui.county import PASSWORD, opened, ready, window_on

MISSING = "2027 年放假安排还没有导入，涉及 2027 年的期限都是暂定。"
CHOOSE = "选择放假通知或县规则"
DECEMBER = date(2026, 12, 7)


@pytest.fixture
def window(qtbot: QtBot, said: Said, tmp_path: Path) -> Window:
    """A window on 7 December 2026, with a case whose review ends in January."""
    county.township(tmp_path / "T0731")
    station = place(tmp_path / "T0731", today=DECEMBER)
    with station.open(PASSWORD) as app:
        app.intake.register(invented.facts(name="欧阳慧敏甲"))
    window = window_on(station, said)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def hand(window: Window) -> Hand:
    hand = opened(window)
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("期限规则与放假安排")
    ready(hand, window)
    return hand


def page(window: Window) -> LawbookPage:
    found = window.desk._made["lawbook"]
    assert isinstance(found, LawbookPage)
    return found


def take_in(hand: Hand, window: Window, said: Said, folder: Path, text: str) -> None:
    """The button, and the file in the dialog."""
    path = folder / "file.toml"
    path.write_text(text, "utf-8")
    said.answers[CHOOSE] = str(path)
    hand.click("导入放假通知、县规则")
    ready(hand, window)


def test_the_notice_of_the_next_year_is_looked_at_taken_in_and_no_longer_missing(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    """The notice is invented: no test may tell what 2027 will be (N5)."""
    assert [notice.text for notice in window.messages.notices] == [MISSING]
    assert hand.reads("还没有导入通知，按周末和法定节假日推算")

    take_in(hand, window, said, tmp_path, lawfiles.NOTICE_2027)

    app, table = window.desk.app, page(window).preview.table
    QAbstractItemModelTester(table.model_of_rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert hand.reads("导入2027年放假安排")
    assert hand.reads(f"1 个案件的 {len(table.model_of_rows.rows)} 项期限变动，已完成的不变")
    assert any(
        "暂定" in str(table.model_of_rows.index(n, 3).data()) for n in range(table.model_of_rows.rowCount())
    )
    assert not any(
        "暂定" in str(table.model_of_rows.index(n, 4).data()) for n in range(table.model_of_rows.rowCount())
    )
    assert app.office.workdays.status(2027) is YearStatus.FLOOR
    moved = len(table.model_of_rows.rows)
    hand.click("采用")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, f"已导入2027年放假安排，{moved} 项期限已重算")
    assert app.office.workdays.status(2027) is YearStatus.OFFICIAL
    assert window.messages.notices == ()
    assert hand.reads("2027年放假安排（测试虚构）")
    window.close()


def test_what_is_looked_at_and_left_changes_nothing(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    take_in(hand, window, said, tmp_path, lawfiles.NOTICE_2027)
    hand.key("Esc")
    ready(hand, window)

    assert hand.reads("还没有导入过")
    assert window.desk.app.office.workdays.status(2027) is YearStatus.FLOOR
    assert [notice.text for notice in window.messages.notices] == [MISSING]
    window.close()


def test_a_file_with_a_mistake_is_told_with_its_line_until_a_sound_one_comes(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    take_in(hand, window, said, tmp_path, lawfiles.PACK.replace("D01", "A18"))
    assert hand.reads("第 9 行：A18：这是法律、法规规定的期限，县规则不能改动")
    assert hand.reads("还没有导入过")

    take_in(hand, window, said, tmp_path, lawfiles.PACK)

    assert not hand.reads("第 9 行")
    assert hand.reads("导入县规则：云岭县规则")
    window.close()


def test_a_file_that_is_no_text_is_refused_in_words(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    (tmp_path / "notice.toml").write_bytes("年".encode("gbk"))
    said.answers[CHOOSE] = str(tmp_path / "notice.toml")
    hand.click("导入放假通知、县规则")
    ready(hand, window)

    assert "notice.toml：文件打不开，或者不是 UTF-8 文本" in said.heard[-1][1]
    window.close()


def test_a_rule_pack_decides_for_the_station_until_it_is_taken_back(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    take_in(hand, window, said, tmp_path, lawfiles.PACK)
    hand.key("Ctrl+Enter")
    ready(hand, window)
    assert hand.reads("由县规则“云岭县规则”确定。提醒和超期都按自然日。")
    office = window.desk.app.office
    assert office.law.choices.local_days is LocalDays.NATURAL

    take_in(hand, window, said, tmp_path, lawfiles.PACK)
    assert hand.reads("已经导入过，内容相同。")
    hand.click("返回")
    table = page(window).contents.imports.table
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    hand.settle()
    hand.click("收回县规则")
    ready(hand, window)
    hand.click("收回县规则")
    ready(hand, window)

    assert said.heard[-1][1].startswith("已收回县规则“云岭县规则”")
    assert office.law.choices.local_days is LocalDays.WORKING
    assert hand.reads("已收回")
    window.close()


def test_rules_are_found_by_id_by_name_and_by_what_they_rest_on(window: Window, hand: Hand) -> None:
    rules = page(window).contents.rules.table.model_of_rows
    everything = rules.rowCount()

    hand.type("查找规则", "司法确认 法定")
    assert {rule.id for rule in rules.rows} == {"C07", "C08", "C09"}
    hand.type("查找规则", "a18")
    assert [rule.id for rule in rules.rows] == ["A18"]
    hand.type("查找规则", "没有这样的规则")
    assert hand.reads("可以按编号、名称、依据或者“法定”“地方”查找。")
    hand.type("查找规则", "A")

    assert 1 < rules.rowCount() < everything
    window.close()


def test_rules_that_rest_on_a_replaced_text_are_marked(window: Window, hand: Hand) -> None:
    rules = page(window).contents.rules.table.model_of_rows
    marked = {rule.id for n, rule in enumerate(rules.rows) if rules.index(n, 5).data() == "待核对"}

    assert {"A07", "A31"} <= marked
    assert "A18" not in marked
    window.close()


def test_the_sentence_that_a_year_is_missing_leads_to_the_page(window: Window, hand: Hand) -> None:
    hand.key("Ctrl+1")
    ready(hand, window)
    assert not page(window).isVisible()

    hand.click("去导入")
    ready(hand, window)

    assert page(window).contents.take.hasFocus()
    window.close()


def test_before_december_no_year_is_said_to_be_missing(qtbot: QtBot, said: Said, tmp_path: Path) -> None:
    station = county.township(tmp_path / "T0731")
    window = window_on(station, said)
    qtbot.addWidget(window)
    opened(window)

    assert window.messages.notices == ()
    window.close()
