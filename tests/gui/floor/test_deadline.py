"""期限 on the page."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui import theme
from fuyi_desktop.gui.deadline import DeadlineCard, DeadlineLine, DeadlineView, Due, Reason
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.period import DayCells, PeriodBar
from fuyi_desktop.gui.timeline import Passage, Timeline

TODAY = date(2026, 11, 20)
DECIDE = DeadlineView(
    duty="作出行政复议决定",
    state=Due.PROVISIONAL,
    display=date(2027, 1, 10),
    due=date(2027, 1, 11),
    today=TODAY,
    distance="还有 51 天",
    provisional=True,
    start=date(2026, 10, 12),
    nominal=date(2026, 12, 11),
    reasons=(Reason("延期", "11月18日批准延长 30 日", "行政复议法第62条第1款"),),
)
LATE = DeadlineView(
    duty="反馈纾解进展",
    state=Due.OVERDUE,
    display=date(2026, 11, 18),
    today=TODAY,
    distance="超期 2 天",
    provisional=True,
    start=date(2026, 11, 9),
)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def tones(widget: QWidget) -> dict[str, object]:
    return {
        label.text(): label.property("tone") or label.property("chip")
        for label in widget.findChildren(QLabel)
    }


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (Due.OVERDUE, "red"),
        (Due.TODAY, "amber"),
        (Due.NEAR, "amber"),
        (Due.LATER, "ink"),
        (Due.PROVISIONAL, "violet"),
        (Due.DONE, "ink3"),
    ],
)
def test_each_state_has_its_colour_and_only_being_late_is_red(qtbot: QtBot, state: Due, tone: str) -> None:
    line = DeadlineLine(
        DeadlineView(duty="受理", state=state, display=TODAY, today=TODAY, distance="还有 1 天")
    )
    qtbot.addWidget(line)

    found = tones(line)

    assert found["11月20日 周五"] == tone
    assert ("red" in found.values()) == (state is Due.OVERDUE)


def test_overdue_outranks_provisional_but_the_word_stays(qtbot: QtBot) -> None:
    line = DeadlineLine(LATE)
    qtbot.addWidget(line)

    assert tones(line) == tones(line) | {"11月18日 周三": "red", "超期 2 天": "red", "暂定": "violet"}


def test_the_loud_date_is_the_one_before_rolling_and_carries_its_year(qtbot: QtBot) -> None:
    card = DeadlineCard(DECIDE)
    qtbot.addWidget(card)

    assert "2027年1月10日 周日" in words(card)


def test_the_computation_folds_away_and_comes_back(qtbot: QtBot) -> None:
    card = DeadlineCard(DECIDE)
    qtbot.addWidget(card)
    card.resize(900, 300)
    card.show()
    hand = Hand(card)

    hand.click("收起")
    folded = hand.reads("批准延长 30 日")
    hand.click("怎么算")

    assert (folded, hand.reads("批准延长 30 日")) == (False, True)


def test_short_periods_are_shown_day_by_day_and_long_ones_as_a_bar(qtbot: QtBot) -> None:
    long, short = DeadlineCard(DECIDE), DeadlineCard(LATE)
    qtbot.addWidget(long)
    qtbot.addWidget(short)

    assert long.findChild(PeriodBar) and not long.findChild(DayCells)
    assert short.findChild(DayCells) and not short.findChild(PeriodBar)


def test_a_day_off_looks_different_from_a_working_day_that_has_run(qtbot: QtBot) -> None:
    cells = DayCells(replace(LATE, start=date(2026, 11, 12), rest=frozenset({date(2026, 11, 15)})))
    qtbot.addWidget(cells)
    cells.resize(400, 28)
    picture = cells.grab().toImage()
    step = 404 / len(cells.cells())

    grounds = [picture.pixelColor(round(number * step) + 5, 4).name() for number in range(3)]

    assert [day.day for day in cells.cells()[:3]] == [13, 14, 15]
    assert grounds == [theme.color(token).name() for token in ("accent_fill", "accent_fill", "sunken")]


def test_a_narrow_card_keeps_the_date_and_lets_the_rest_go(qtbot: QtBot) -> None:
    card = DeadlineCard(DECIDE)
    qtbot.addWidget(card)
    card.show()
    hand = Hand(card)
    card.resize(900, 300)
    wide = hand.reads("打印计算说明")

    card.resize(480, 300)
    hand.settle()

    assert (wide, hand.reads("打印计算说明"), hand.reads("2027年1月10日 周日")) == (True, False, True)


def test_days_overdue_are_appended_to_the_clock(qtbot: QtBot) -> None:
    cells = DayCells(LATE)
    qtbot.addWidget(cells)

    days = cells.cells()

    assert (days[0], days[-1], len(days)) == (date(2026, 11, 10), TODAY, 11)


def colour_at(bar: PeriodBar, on: date) -> str:
    start, end = date(2026, 10, 12), date(2027, 1, 11)
    picture = bar.grab().toImage()
    x = round((on - start).days / (end - start).days * (bar.width() - 1))
    return picture.pixelColor(x, 12).name().upper()


def test_the_bar_shows_what_has_run_what_is_to_come_and_what_was_added(qtbot: QtBot) -> None:
    bar = PeriodBar(DECIDE)
    qtbot.addWidget(bar)
    bar.resize(910, 42)

    assert colour_at(bar, date(2026, 11, 1)) == theme.now().hex("accent")
    assert colour_at(bar, date(2026, 12, 1)) == theme.now().hex("track")
    hatched = {colour_at(bar, date(2026, 12, day)) for day in range(13, 31)}
    assert hatched & {theme.now().hex("violet"), theme.now().hex("violet_t")}
    assert theme.now().hex("track") not in hatched


def test_the_timeline_is_walked_and_opened_by_key(qtbot: QtBot) -> None:
    line = Timeline(
        (
            Passage("hear", "下一步", "听证", open=True),
            Passage("reply", "10月27日", "收到答复", "答复书、证据 23 页", voided="登记错案件"),
        )
    )
    qtbot.addWidget(line)
    opened: list[str] = []
    line.opened.connect(opened.append)

    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert opened == ["reply"]
    assert line.accessibleDescription() == "10月27日 收到答复 已作废：登记错案件　答复书、证据 23 页"


def test_the_timeline_is_as_high_as_its_longest_remarks_need(qtbot: QtBot) -> None:
    line = Timeline((Passage("a", "10月27日", "收到答复", "答复书、证据 23 页，" * 12),))
    qtbot.addWidget(line)

    assert line.heightForWidth(300) > line.heightForWidth(1200)
