"""The parts of a page: room, focus, names for a screen reader."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui import buttons, parts, theme
from fuyi_desktop.gui.buttons import BigButton, Button, FocusRing, OptionBox
from fuyi_desktop.gui.flow import Beside, flowing
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.labels import Chip, ElidedLabel, PlainLabel
from fuyi_desktop.gui.notices import ProgressLine
from fuyi_desktop.gui.parts import Card, Got, Material, MaterialRow, ScrollPage
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.gui.tasks import Progress, Tasks
from fuyi_desktop.gui.theme import Scheme


def shown(widget: QWidget, qtbot: QtBot, width: int = 800, height: int = 400) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    QApplication.processEvents()
    return widget


def ring_of(button: QWidget) -> QWidget | None:
    window = button.window()
    rings = [widget for widget in window.findChildren(buttons._Ring) if widget.isVisible()]
    return rings[0] if rings else None


def test_a_name_from_outside_is_never_markup(qtbot: QtBot) -> None:
    label = PlainLabel("<b>阿依古丽</b>&amp;")
    qtbot.addWidget(label)

    assert label.sizeHint().width() > PlainLabel("阿依古丽").sizeHint().width() * 2


def test_a_long_name_gives_way_and_is_whole_in_the_tooltip(qtbot: QtBot) -> None:
    name = "云岭县金穗粮油食品加工有限责任公司"
    label = ElidedLabel(name, bold=True)
    shown(label, qtbot, 120, 30)
    narrow = label.toolTip()

    label.resize(900, 30)

    assert (narrow, label.toolTip()) == (name, "")


def test_the_ring_stands_two_pixels_outside_the_button_with_the_focus(qtbot: QtBot) -> None:
    first, second = Button("登记"), Button("以后再说", "quiet")
    page = QWidget()
    page.setLayout(parts.column(first, second, QLineEdit(), None))
    shown(page, qtbot)

    first.setFocus()
    ring = ring_of(first)
    assert ring is not None
    corner = ring.mapTo(page, QPoint(0, 0))

    assert QRect(corner, ring.size()).adjusted(4, 4, -4, -4) == QRect(
        first.mapTo(page, QPoint(0, 0)), first.size()
    )


def test_the_ring_goes_when_a_field_has_the_focus_and_survives_its_page(qtbot: QtBot) -> None:
    first, line = Button("登记"), QLineEdit()
    page = QWidget()
    page.setLayout(parts.column(first, line, None))
    shown(page, qtbot)
    first.setFocus()

    line.setFocus()
    in_field = ring_of(first)
    first.setFocus()
    page.close()
    page.deleteLater()
    QApplication.processEvents()
    other = Button("收包")
    box = QWidget()
    box.setLayout(parts.column(other))
    shown(box, qtbot)
    other.setFocus()

    assert in_field is None
    assert ring_of(other) is not None


def test_there_is_one_ring_for_the_application(qapp: QApplication) -> None:
    assert len([child for child in qapp.children() if isinstance(child, FocusRing)]) == 1


def test_the_rail_moves_below_where_there_is_no_room(qtbot: QtBot) -> None:
    main, rail = Card("主"), Card("旁")
    both = Beside(main, rail, rail_width=336, room=1200)
    shown(both, qtbot, 1366, 600)
    wide = both.is_below, rail.width()

    both.resize(900, 600)
    QApplication.processEvents()
    narrow = both.is_below, rail.width()
    both.resize(1366, 600)
    QApplication.processEvents()

    assert (wide, narrow, both.is_below) == ((False, 336), (True, 900), False)


def test_chips_break_their_row_and_none_is_lost(qtbot: QtBot) -> None:
    chips = [Chip(word) for word in ("涉企", "重大复杂", "涉众", "容缺", "民生领域", "未成年人")]
    box = flowing(*chips)
    shown(box, qtbot, 160, box.heightForWidth(160))

    assert len({chip.y() for chip in chips}) > 1
    assert all(box.rect().contains(chip.geometry()) for chip in chips)


def test_a_page_scrolls_in_its_own_body_and_squeezes_nothing(qtbot: QtBot) -> None:
    labels = [PlainLabel(f"第 {number} 行") for number in range(60)]
    page = ScrollPage()
    page.add(*labels)
    shown(page, qtbot, 683, 320)

    assert page.verticalScrollBar().maximum() > 0
    assert all(label.height() >= label.sizeHint().height() for label in labels)


@pytest.mark.parametrize("look", ["primary", "secondary", "quiet", "danger"])
def test_buttons_are_32_high_and_small_ones_24(qtbot: QtBot, look: buttons.Look) -> None:
    usual, small = Button("登记", look), Button("登记", look, small=True)
    page = QWidget()
    page.setLayout(parts.row(usual, small, None))
    shown(page, qtbot)

    assert (usual.height(), small.height()) == (32, 24)


def test_painted_and_built_controls_have_names(qtbot: QtBot) -> None:
    made = [
        BigButton("导出到U盘", "316 项", icon="stick"),
        OptionBox("原来", "石桥镇双龙村四组 27 号"),
        MaterialRow(Material("房屋权属证明", Got.TOLERATED, "11月27日前补")),
        buttons.PagerButton("left", "上一周"),
    ]
    for widget in made:
        qtbot.addWidget(widget)

    assert [widget.accessibleName() for widget in made] == [
        "导出到U盘",
        "原来 石桥镇双龙村四组 27 号",
        "房屋权属证明 容缺 11月27日前补",
        "上一周",
    ]


def test_enter_presses_a_button_as_space_does(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = Button("登记", "primary", on=lambda: pressed.append(1))
    page = QWidget()
    page.setLayout(parts.column(button))
    shown(page, qtbot)
    button.setFocus()
    hand = Hand(page)

    hand.key("Enter")
    hand.key("Space")

    assert pressed == [1, 1]


def test_an_open_window_follows_a_change_of_scheme(qtbot: QtBot, qapp: QApplication) -> None:
    button = Button("打印", "secondary", icon="print")
    page = QWidget()
    page.setLayout(parts.column(button, Chip("超期 2 天", "red")))
    shown(page, qtbot)
    light = button.icon().pixmap(16, 16).toImage()

    try:
        theme.apply(qapp, Scheme.DARK)
        QApplication.processEvents()
        dark = button.icon().pixmap(16, 16).toImage()
        chip = page.findChild(QLabel)
        assert isinstance(chip, QLabel)
        ground = chip.grab().toImage().pixelColor(chip.width() // 2, 2).name().upper()
    finally:
        theme.apply(qapp, Scheme.LIGHT)

    assert light != dark
    assert ground == theme.TOKENS["red_t"][1]


def test_a_wide_table_keeps_its_first_column(qtbot: QtBot) -> None:
    columns = [Column("单位", lambda row: row[0], name=True, width=200)]
    columns += [
        Column(f"{month}月", lambda row, month=month: row[month], right=True) for month in range(1, 13)
    ]
    table = Table("月报", columns, keeps_first=True)
    shown(table, qtbot, 683, 300)
    table.show_rows([(f"单位 {number}", *range(12)) for number in range(40)])
    assert table.kept is not None
    before = table.kept.isVisible()

    table.horizontalScrollBar().setValue(400)
    QApplication.processEvents()
    table.verticalScrollBar().setValue(300)

    assert (before, table.kept.isVisible()) == (False, True)
    assert table.kept.verticalScrollBar().value() == 300
    assert table.kept.width() == 200


def test_a_long_job_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot, tasks: Tasks) -> None:
    import threading

    line = ProgressLine(tasks)
    page = QWidget()
    page.setLayout(parts.column(line))
    shown(page, qtbot)
    stopped: list[int] = []

    def job(progress: Progress) -> None:
        for done in range(1000):
            progress(done, 1000, f"第 {done} 件")
            threading.Event().wait(0.01)

    tasks.long("导出", job, lambda _: None, failed=lambda: stopped.append(1))
    hand = Hand(page)
    hand.wait(line.isVisible)
    hand.click("停下")
    qtbot.waitUntil(lambda: stopped == [1])

    assert not line.isVisible()
