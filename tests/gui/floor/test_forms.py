"""A form is filled without a mouse, loses nothing that was typed, and says what is to be put right."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.choosing import ComboField, SegmentField
from fuyi_desktop.gui.dayfield import DateField
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.forms import Form, Heading
from fuyi_desktop.gui.hand import Hand, NotSeen

TODAY = date(2026, 11, 20)


def eighteen(text: str) -> str | None:
    return None if len(text) == 18 else f"身份证号应为 18 位，现在是 {len(text)} 位。"


SPECS = (
    Heading("1 来件"),
    FieldSpec(name="name", label="姓名", span=4),
    FieldSpec(name="id", label="居民身份证号", check=eighteen, span=8),
    FieldSpec(name="on", label="收到日", kind=Kind.DATE, help="窗口收到申请书的那天"),
    FieldSpec(name="told", label="告知过权利", kind=Kind.CHOICE, choices=choices("是", "否", "不清楚")),
    FieldSpec(
        name="act",
        label="行为种类",
        kind=Kind.CHOICE,
        choices=choices("罚款", "拘留", "许可", "确认", "强制拆除"),
    ),
    FieldSpec(name="plea", label="请求和理由", kind=Kind.LINES, span=12),
    FieldSpec(name="limit", label="申请期限", kind=Kind.DERIVED),
    FieldSpec(name="flags", label="标记", kind=Kind.MANY, choices=choices("涉企", "涉众"), required=False),
    FieldSpec(name="count", label="户数", kind=Kind.INTEGER, required=False),
    FieldSpec(name="at", label="开始", kind=Kind.TIME, required=False),
    FieldSpec(name="heard", label="听取意见", kind=Kind.YES_NO, required=False),
)
FILLED = {
    "name": "欧阳慧敏",
    "id": "999001198804120342",
    "on": date(2026, 11, 20),
    "told": "是",
    "act": "强制拆除",
    "plea": "请求撤销强制拆除决定。",
}


class Desk(QWidget):
    """A form with its primary button below, in a window."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form(SPECS, today=lambda: TODAY)
        self.button = Button("登记", "primary")
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        column.addWidget(self.button)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.resize(1000, 760)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    desk.form.start()
    return desk


def at(desk: Desk) -> str:
    field = desk.form.current()
    return field.name if field else ""


def test_a_visitor_is_registered_from_the_keyboard_alone(desk: Desk) -> None:
    hand = Hand(desk)

    hand.write("欧阳慧敏")
    hand.key("Enter")
    hand.write("999001198804120342")
    hand.key("Enter")
    hand.write("今天")
    hand.key("Enter")
    hand.key("Space")
    hand.key("Enter")
    hand.write("拆")
    hand.key("Enter")
    hand.key("Enter")
    hand.write("请求撤销强制拆除决定。")
    hand.key("Ctrl+Down")

    assert {name: desk.form.values()[name] for name in FILLED} == FILLED
    assert at(desk) == "flags"


def test_shift_enter_and_up_go_back_over_what_is_derived(desk: Desk) -> None:
    hand = Hand(desk)
    desk.form.field("flags").take_focus()

    hand.key("Up")
    before = at(desk)
    hand.key("Ctrl+Up")

    assert (before, at(desk)) == ("plea", "act")


def test_after_the_last_field_enter_reaches_the_primary_button(desk: Desk) -> None:
    desk.form.field("heard").take_focus()

    Hand(desk).key("Down")
    while not desk.button.hasFocus() and at(desk) == "heard":
        Hand(desk).key("Tab")

    assert desk.button.hasFocus()


def test_enter_breaks_the_line_where_several_lines_are_written(desk: Desk) -> None:
    hand = Hand(desk)
    desk.form.field("plea").take_focus()

    hand.write("请求撤销。")
    hand.key("Enter")
    hand.write("理由如下。")

    assert desk.form.field("plea").text() == "请求撤销。\n理由如下。"
    assert at(desk) == "plea"


def test_no_key_acts_while_an_input_method_composes(desk: Desk) -> None:
    hand = Hand(desk)
    field = desk.form.field("name")
    QApplication.sendEvent(field.anchor(), QInputMethodEvent("ouyang", []))

    hand.key("Enter")
    hand.key("F8")
    composing = at(desk)
    done = QInputMethodEvent()
    done.setCommitString("欧阳")
    QApplication.sendEvent(field.anchor(), done)
    hand.key("Enter")

    assert (composing, at(desk)) == ("name", "id")
    assert field.text() == "欧阳"


def test_escape_never_loses_text(desk: Desk) -> None:
    hand = Hand(desk)
    for name, value in FILLED.items():
        desk.form.set_values({name: value})
        desk.form.field(name).take_focus()
        hand.key("Esc")

    assert {name: desk.form.values()[name] for name in FILLED} == FILLED


def test_an_error_appears_on_leaving_and_vanishes_when_it_is_put_right(desk: Desk) -> None:
    hand = Hand(desk)
    field = desk.form.field("id")
    field.take_focus()
    hand.write("99900119880412034")
    while_typing = field.error

    hand.key("Enter")
    after_leaving = field.error
    field.anchor().setFocus()
    hand.key("End")
    hand.write("2")

    assert (while_typing, after_leaving, field.error) == ("", "身份证号应为 18 位，现在是 17 位。", "")


def test_nothing_jumps_when_an_error_takes_the_place_of_the_help(desk: Desk) -> None:
    field, below = desk.form.field("on"), desk.form.field("act")
    before = below.y(), field.anchor().geometry()

    field.set_text("下周")
    field.leave()
    QApplication.processEvents()

    assert field.error
    assert (below.y(), field.anchor().geometry()) == before


def test_pressing_the_primary_goes_to_the_first_gap_and_says_why(desk: Desk) -> None:
    desk.form.set_values(FILLED | {"id": "", "told": ""})

    done = desk.form.check()

    assert not done
    assert [gap.name for gap in desk.form.gaps()] == ["id", "told"]
    assert at(desk) == "id"
    assert desk.form.field("told").error == "还没有填写。"


def test_f8_goes_from_gap_to_gap_and_round(desk: Desk) -> None:
    hand = Hand(desk)
    desk.form.set_values(FILLED | {"name": "", "act": ""})
    desk.form.field("id").take_focus()
    seen = []

    for _ in range(3):
        hand.key("F8")
        seen.append(at(desk))

    assert seen == ["act", "name", "act"]


def test_f1_asks_about_the_field_and_ctrl_enter_does_the_deed(desk: Desk) -> None:
    hand = Hand(desk)
    heard: list[str] = []
    desk.form.help_asked.connect(heard.append)
    desk.form.submitted.connect(lambda: heard.append("登记"))
    desk.form.field("on").take_focus()

    hand.key("F1")
    hand.key("Ctrl+Enter")

    assert heard == ["on", "登记"]


def test_a_draft_keeps_even_what_was_not_understood(desk: Desk) -> None:
    typed = {"name": "欧阳", "on": "下周三", "act": "拆", "flags": "涉众", "count": "十几", "told": "否"}
    desk.form.set_draft(typed)
    draft = desk.form.draft()
    other = Form(SPECS, today=lambda: TODAY)

    other.set_draft(draft)

    assert draft == other.draft() == typed | {"act": "拆"}


def test_the_draft_is_announced_once_after_a_pause(qtbot: QtBot, desk: Desk) -> None:
    times: list[int] = []
    desk.form.changed.connect(lambda: times.append(1))

    Hand(desk).write("OUYANG")
    qtbot.waitUntil(lambda: bool(times))
    qtbot.wait(50)

    assert times == [1]


def test_a_date_is_shown_in_full_once_it_is_left(desk: Desk) -> None:
    hand = Hand(desk)
    for typed in ("1120", "11-20", "+0", "20261120"):
        hand.type("收到日", typed)
        hand.key("Enter")

        assert desk.form.field("on").text() == "2026年11月20日", typed


def test_a_date_is_picked_from_the_calendar_without_a_mouse(desk: Desk) -> None:
    field = desk.form.field("on")
    assert isinstance(field, DateField)
    field.take_focus()
    hand = Hand(desk)
    hand.key("F4")
    calendar = QApplication.activePopupWidget()

    hand_in_popup = calendar.findChild(QWidget, "qt_calendar_calendarview")
    from PySide6.QtTest import QTest

    QTest.keyClick(hand_in_popup, Qt.Key.Key_Right)
    QTest.keyClick(hand_in_popup, Qt.Key.Key_Return)

    assert field.value() == date(2026, 11, 21)
    assert not calendar.isVisible()


def test_a_combo_takes_the_only_choice_that_has_what_was_typed(desk: Desk) -> None:
    field = desk.form.field("act")
    assert isinstance(field, ComboField)

    field.set_text("拆")
    field.leave()

    assert (field.text(), field.value(), field.error) == ("强制拆除", "强制拆除", "")


def test_a_combo_names_what_it_does_not_know(desk: Desk) -> None:
    field = desk.form.field("act")

    field.set_text("查封")
    field.leave()

    assert field.error == "没有“查封”这一项，请从列表中选择。"
    assert field.value() == ""


def test_arrows_move_among_segments_and_space_takes(desk: Desk) -> None:
    hand = Hand(desk)
    field = desk.form.field("told")
    assert isinstance(field, SegmentField)
    field.take_focus()

    hand.key("Right")
    hand.key("Space")

    assert field.value() == "否"


def test_an_optional_yes_or_no_can_be_taken_back(desk: Desk) -> None:
    hand = Hand(desk)

    hand.choose("听取意见", "是")
    chosen = desk.form.values()["heard"]
    hand.choose("听取意见", "是")

    assert (chosen, desk.form.values()["heard"]) == (True, None)


def test_each_kind_gives_its_own_value(desk: Desk) -> None:
    desk.form.set_draft({"count": "17", "at": "930", "heard": "否", "flags": "涉企、涉众"})

    values = desk.form.values()

    assert values["count"] == 17
    assert values["at"] == time(9, 30)
    assert values["heard"] is False
    assert values["flags"] == ("涉企", "涉众")


def test_a_hidden_field_is_no_gap_and_keeps_its_text(desk: Desk) -> None:
    desk.form.set_values(FILLED | {"id": "12"})

    desk.form.show_field("id", shown=False)
    hidden = desk.form.gaps()
    desk.form.show_field("id", shown=True)

    assert hidden == []
    assert desk.form.field("id").text() == "12"


@pytest.mark.parametrize("width", [340, 480, 620, 1000, 1040])
def test_fields_never_overlap_nor_leave_the_form(qtbot: QtBot, width: int) -> None:
    form = Form(SPECS, today=lambda: TODAY)
    qtbot.addWidget(form)
    form.resize(width, form.layout().heightForWidth(width))
    form.show()
    areas = [field.geometry() for field in form.fields.values()]

    assert all(form.rect().contains(area) for area in areas)
    assert not any(one.intersects(other) for place, one in enumerate(areas) for other in areas[place + 1 :])


def test_every_control_of_a_form_has_a_name(desk: Desk) -> None:
    for field in desk.form.fields.values():
        for stop in field.stops():
            assert stop.accessibleName(), field.name


def test_the_hand_says_what_it_saw_when_it_finds_nothing(desk: Desk) -> None:
    with pytest.raises(NotSeen, match="登记"):
        Hand(desk).click("导出到U盘")


def test_the_hand_chooses_as_a_person_does(desk: Desk) -> None:
    hand = Hand(desk)

    hand.type("姓名", "阿依古丽·买买提")
    hand.choose("告知过权利", "不清楚")
    hand.choose("行为种类", "许可")
    hand.choose("标记", "涉众")

    values = desk.form.values()
    assert (values["name"], values["told"], values["act"], values["flags"]) == (
        "阿依古丽·买买提",
        "不清楚",
        "许可",
        ("涉众",),
    )
