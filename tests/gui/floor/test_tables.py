"""Lists and tables: the real models under Qt's own examiner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui.lists import Arrive, Feed, ListRow, RowList
from fuyi_desktop.gui.tables import Column, Rows, Table

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Duty:
    name: str
    due: date | None
    count: int | None = None


DUTIES = (
    Duty("甲", date(2026, 1, 1), 0),
    Duty("乙", None, None),
    Duty("丙", date(2025, 1, 3), 12),
    Duty("丁", date(2025, 10, 9), 3),
)
COLUMNS = (
    Column[Duty]("事项", lambda duty: duty.name, name=True, grows=True),
    Column[Duty]("到期日", lambda duty: duty.due),
    Column[Duty]("件数", lambda duty: duty.count, right=True),
)


def examined(model: Rows[Duty] | Feed) -> QObject:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)


def column(rows: Rows[Duty], number: int) -> list[str]:
    return [str(rows.index(row, number).data()) for row in range(rows.rowCount())]


@pytest.mark.parametrize(("order", "expected"), [(UP, "丙丁甲乙"), (DOWN, "甲丁丙乙")])
def test_dates_sort_as_dates_and_blanks_stand_last(
    qapp: QApplication, order: Qt.SortOrder, expected: str
) -> None:
    rows: Rows[Duty] = Rows(COLUMNS)
    examined(rows)
    rows.show(DUTIES)

    rows.sort(1, order)

    assert "".join(column(rows, 0)) == expected


def test_zero_is_shown_and_only_nothing_is_blank(qapp: QApplication) -> None:
    rows: Rows[Duty] = Rows(COLUMNS)
    rows.show(DUTIES)

    assert column(rows, 2) == ["0", "", "12", "3"]


def test_the_order_the_user_chose_is_kept_when_the_rows_are_read_again(qapp: QApplication) -> None:
    rows: Rows[Duty] = Rows(COLUMNS)
    rows.show(DUTIES)
    rows.sort(1, UP)

    rows.show(DUTIES[::-1])

    assert "".join(column(rows, 0)) == "丙丁甲乙"


def test_the_current_row_stays_current_while_the_table_is_sorted_and_read_again(qtbot: QtBot) -> None:
    table = Table("待办", COLUMNS, key=lambda duty: duty.name)
    qtbot.addWidget(table)
    examined(table.model_of_rows)
    table.show_rows(DUTIES)
    table.choose("丁")

    table.model_of_rows.sort(1, DOWN)
    before = table.currentIndex().data(Qt.ItemDataRole.UserRole)
    table.show_rows(DUTIES[1:])
    after = table.currentIndex().data(Qt.ItemDataRole.UserRole)

    assert before == after == DUTIES[3]


def test_enter_opens_the_row_and_space_explains_it(qtbot: QtBot) -> None:
    table = Table("待办", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows(DUTIES)
    table.choose(DUTIES[2])
    heard: list[tuple[str, object]] = []
    table.opened.connect(lambda row: heard.append(("open", row)))
    table.explained.connect(lambda row: heard.append(("explain", row)))

    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Space)

    assert heard == [("open", DUTIES[2]), ("explain", DUTIES[2])]


def test_home_and_end_go_to_the_first_and_last_row(qtbot: QtBot) -> None:
    table = Table("待办", COLUMNS)
    qtbot.addWidget(table)
    table.show_rows(DUTIES)
    feed = Feed(lambda first, many, arrive: None)
    listed = RowList("案件", feed)
    qtbot.addWidget(listed)
    feed.show([ListRow(name, name) for name in "甲乙丙"])

    qtbot.keyClick(table, Qt.Key.Key_End)
    qtbot.keyClick(listed, Qt.Key.Key_End)
    last = table.currentIndex().row(), listed.currentIndex().row()
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(listed, Qt.Key.Key_Home)

    assert last == (3, 2)
    assert (table.currentIndex().row(), listed.currentIndex().row()) == (0, 0)


class Store:
    """A hundred thousand cases of which only what is asked for is made."""

    def __init__(self) -> None:
        self.made = 0

    def fetch(self, first: int, many: int, arrive: Arrive) -> None:
        self.made += many
        arrive([ListRow(str(number), f"案件 {number}") for number in range(first, first + many)])


def test_a_hundred_thousand_cases_are_listed_without_making_them(qtbot: QtBot) -> None:
    store = Store()
    feed = Feed(store.fetch)
    listed = RowList("案件", feed)
    qtbot.addWidget(listed)
    listed.resize(344, 600)
    listed.show()
    feed.restart(100_000)

    listed.choose(99_999)
    listed.grab()

    assert listed.current() == ListRow("99999", "案件 99999")
    assert store.made <= 1000


def test_a_row_chosen_before_it_arrived_is_opened_when_it_arrives(qtbot: QtBot) -> None:
    waiting: list[tuple[int, int, Arrive]] = []
    feed = Feed(lambda first, many, arrive: waiting.append((first, many, arrive)))
    examined(feed)
    listed = RowList("案件", feed)
    qtbot.addWidget(listed)
    chosen: list[ListRow] = []
    listed.chosen.connect(chosen.append)
    feed.restart(2)
    listed.choose(1)

    first, _, arrive = waiting[0]
    arrive([ListRow("a", "甲"), ListRow("b", "乙")][first:])

    assert chosen == [ListRow("b", "乙")]


def test_what_arrives_for_an_older_search_is_not_shown(qapp: QApplication) -> None:
    waiting: list[Arrive] = []

    def fetch(first: int, many: int, arrive: Arrive) -> None:
        waiting.append(arrive)

    feed = Feed(fetch)
    feed.restart(1)
    feed.row(0)
    feed.restart(1)

    waiting[0]([ListRow("old", "旧")])

    assert feed.row(0) is None


def test_a_row_reads_itself_out(qapp: QApplication) -> None:
    feed = Feed(lambda first, many, arrive: None)
    rows: Sequence[ListRow] = [
        ListRow(
            "1", "陈国栋等 17 户", "超期 2 天", "red", "征地补偿公告", ("涉众",), "石纾〔2026〕61号", "纾解中"
        )
    ]
    feed.show(rows)

    said = feed.index(0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said == "陈国栋等 17 户 超期 2 天 征地补偿公告 涉众 石纾〔2026〕61号 纾解中"
