"""The tab 案件 with its list, the page of a case and its steps, on a real store."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QAbstractListModel
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases.list import TYPING
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.hand import Hand, came_about
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests import factory
from tests.gui import invented
from tests.gui.conftest import Said

Q = TypeVar("Q", bound=QWidget)


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said) -> Iterator[CasesTab]:
    tab = CasesTab(app, tasks, said, choose_printer=lambda window, name: None)
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    yield tab
    tab.can_close()
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


def quiet(tasks: Tasks) -> None:
    """Until nothing is asked and nothing waits for a pause."""
    for _ in range(3):
        QTest.qWait(20)
        assert came_about(lambda: not tasks.is_busy, 10_000)


def opened(tab: CasesTab, tasks: Tasks, case_id: str) -> None:
    tab.open_case(case_id)
    quiet(tasks)
    assert tab.page.sheet is not None
    assert tab.page.sheet.case_id == case_id


# The list


def test_the_list_shows_the_open_cases_the_most_urgent_first(tab: CasesTab, hand: Hand) -> None:
    names = [tab.list.feed.row(number).name for number in range(tab.list.count)]  # type: ignore[union-attr]

    assert names[0] == "陈国栋等3人"
    assert tab.list.feed.row(0).date == "超期 4 天"  # type: ignore[union-attr]
    assert tab.list.feed.row(0).tone == "red"  # type: ignore[union-attr]
    assert names[-1] == "云岭县金穗粮油食品加工有限责任公司"
    assert hand.reads("在办 6 件，按期限先后排")


def test_the_rows_keep_the_rules_of_a_qt_model(tab: CasesTab, tasks: Tasks) -> None:
    assert isinstance(tab.list.feed, QAbstractListModel)
    QAbstractItemModelTester(tab.list.feed, QAbstractItemModelTester.FailureReportingMode.Fatal)

    tab.list.refresh()
    quiet(tasks)

    assert tab.list.feed.rowCount() == 6


def test_two_characters_or_initials_find_a_case_while_they_are_typed(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.type("查找案件", "桂芳")
    QTest.qWait(TYPING + 50)
    quiet(tasks)
    assert hand.reads("找到 1 件")

    hand.type("查找案件", "zyq")
    QTest.qWait(TYPING + 50)
    quiet(tasks)

    assert tab.list.feed.row(0).name == "赵永强"  # type: ignore[union-attr]
    assert hand.reads("找到 1 件")


def test_a_search_that_finds_nothing_says_what_else_to_try(tab: CasesTab, hand: Hand, tasks: Tasks) -> None:
    hand.type("查找案件", "不存在的人")
    QTest.qWait(TYPING + 50)
    quiet(tasks)

    assert hand.reads("没有找到“不存在的人”")
    assert hand.reads("证件尾号")


def test_filters_narrow_the_list_and_are_taken_back_by_a_second_press(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.click("涉企")
    quiet(tasks)
    assert tab.list.count == 1

    hand.click("涉企")
    quiet(tasks)
    assert tab.list.count == 6

    hand.click("更多筛选")
    hand.click("已办结")
    quiet(tasks)
    assert tab.list.count == 1
    assert hand.reads("已办结 1 件")


def test_arrows_choose_enter_goes_to_the_page_and_escape_comes_back(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    tab.list.take_focus()
    hand.key("Down")
    quiet(tasks)
    assert tab.page.case_id == tab.list.feed.row(1).key  # type: ignore[union-attr]
    assert tab.list.rows.hasFocus()

    hand.key("Enter")
    quiet(tasks)
    assert tab.page.bar.primary is not None
    assert tab.page.bar.primary.hasFocus()

    hand.key("Esc")
    assert tab.list.rows.hasFocus()


def test_the_chosen_case_stays_chosen_when_its_place_in_the_list_changes(
    tab: CasesTab, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    before = tab.list.rows.currentIndex().row()

    tasks.do(lambda: app.casework.step(ids["minh"], "accept", invented.TODAY, factory.met()), "")
    quiet(tasks)

    assert tab.list.rows.currentIndex().row() != before
    assert tab.list.rows.current().key == ids["minh"]  # type: ignore[union-attr]


def test_without_any_case_the_list_says_how_to_begin(
    qapp: QApplication, tmp_path: Path, tasks: Tasks, said: Said
) -> None:
    with invented.office(tmp_path / "empty").open(invented.PASSWORD) as app:
        tab = CasesTab(app, tasks, said)
        tab.resize(1366, 692)
        tab.show()
        quiet(tasks)

        assert Hand(tab).reads("还没有在办的案件")
        Hand(tab).click("新收案件")
        quiet(tasks)
        assert tab.stack.currentWidget() is tab.intake
        tab.can_close()
        tasks.wait()
        tab.deleteLater()


# The page


def test_the_page_shows_the_next_deadline_and_how_it_came_about(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["grain"])

    assert tab.page.deadline.view is not None
    assert tab.page.deadline.view.display == date(2027, 1, 10)
    assert tab.page.deadline.view.nominal == date(2026, 12, 11)
    for words in (
        "延长 30 日",
        "放假安排未公布",
        "行政复议法第62条第1款",
        "云府复〔2026〕1号",
        "审理中",
    ):
        assert hand.reads(words), words


def test_days_off_are_told_apart_where_working_days_are_counted(
    tab: CasesTab, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["many"])
    view = tab.page.deadline.view

    assert view is not None
    assert view.rest == {date(2026, 11, 14), date(2026, 11, 15)}


def test_the_page_masks_numbers_of_people(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["grain"])

    assert hand.reads("139****6208")
    assert not hand.reads("13900006208")
    assert not hand.reads(invented.body_code())


def test_the_first_fresh_open_step_is_the_only_blue_one(
    tab: CasesTab, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["grain"])

    blue = [one for one in shown(tab, Button) if one.property("look") == "primary"]

    assert [button.text() for button in blue] == ["通知听证"]  # a major case, opinions heard


def test_a_closed_step_stays_with_its_reason_in_words(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["many"])  # its five working days are over

    closed = [button for button in shown(tab.page.bar, Button) if not button.isEnabled()]

    assert "受理" in [button.text() for button in closed]
    assert hand.reads("期限已于2026年11月16日届满（行政复议法第30条第1款）")


def test_a_step_done_in_time_is_still_entered_after_the_limit(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["many"])

    hand.click("补登受理")
    quiet(tasks)
    invented.every_condition(tab)
    hand.type("日期", "1113")
    hand.key("Ctrl+Enter")
    quiet(tasks)

    page = app.casework.page(ids["many"])
    assert (page.file.steps[-1].code, page.file.steps[-1].on) == ("accept", date(2026, 11, 13))


def test_what_the_law_makes_of_an_expiry_has_its_only_day(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["many"])

    hand.click("登记视为受理")
    quiet(tasks)
    assert hand.reads("2026年11月16日")
    hand.key("Ctrl+Enter")
    quiet(tasks)

    step = app.casework.page(ids["many"]).file.steps[-1]
    assert (step.code, step.on) == ("deem_accepted", date(2026, 11, 16))


def test_a_step_is_recorded_by_keys_alone_and_its_paper_offered_at_once(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, said: Said, ids: dict[str, str]
) -> None:
    tab.resize(1366, 440)
    opened(tab, tasks, ids["liu"])

    hand.key("Enter")  # the primary has the focus: 发送申请书副本
    quiet(tasks)
    assert hand.reads("登记发送申请书副本")
    hand.write("11-19")
    hand.key("Ctrl+Enter")
    quiet(tasks)

    assert app.casework.page(ids["liu"]).file.steps[-1].on == date(2026, 11, 19)
    assert (Level.GOOD, "已登记发送申请书副本") in said.heard
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "出答复通知书"
    hand.settle()
    assert tab.page.body.verticalScrollBar().value() == 0


def test_the_form_shows_the_dates_it_would_set_running_before_it_is_saved(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    tab.page.begin_step("accept")
    quiet(tasks)

    assert hand.reads("登记后起算")
    assert hand.reads("12月1日 周二")  # seven working days from the 20th of November
    hand.type("日期", "20261118")
    QTest.qWait(300)
    quiet(tasks)

    assert hand.reads("11月27日 周五")


def test_f1_tells_the_field_and_its_article(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    tab.page.begin_step("request_supplement")
    quiet(tasks)

    hand.type("需要补正的内容", "补交身份证明")
    hand.key("F1")

    assert hand.reads("需要补正的内容：应当一次列全，逐项写明。")
    assert hand.reads("行政复议法第31条第1款")


def test_a_field_that_does_not_apply_is_not_asked_for(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    tab.page.begin_step("accept")
    quiet(tasks)
    form = tab.page.open_form
    assert isinstance(form, StepForm)

    def asked() -> bool:
        return not form.form.field("simple_ground").isHidden()

    assert not asked()
    form.form.field("track").set_value("simple")
    form.form.field("track").edited.emit()
    assert asked()
    form.form.field("track").set_value("ordinary")
    form.form.field("track").edited.emit()
    assert not asked()


def test_a_refused_step_keeps_the_form_with_its_text_and_says_why(
    tab: CasesTab, hand: Hand, tasks: Tasks, said: Said, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    tab.page.begin_step("accept")
    quiet(tasks)

    invented.every_condition(tab)
    hand.choose("属于本机关管辖", "否")
    hand.click("登记受理")
    quiet(tasks)

    level, text = said.heard[-1]
    assert level is Level.ERROR
    assert "行政复议法第30条第1款" in text
    assert tab.page.open_form is not None
    assert app.casework.page(ids["minh"]).state == "审查中"


def test_escape_leaves_a_form_and_the_text_is_there_the_next_time(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["minh"])
    tab.page.begin_step("request_supplement")
    quiet(tasks)
    hand.type("需要补正的内容", "补交授权委托书原件")

    hand.key("Esc")
    quiet(tasks)
    assert not hand.reads("补交授权委托书原件")

    tab.page.begin_step("request_supplement")
    quiet(tasks)
    assert hand.reads("补交授权委托书原件")


def test_a_wrong_step_is_voided_with_a_reason_and_stays_struck_through(
    tab: CasesTab, hand: Hand, tasks: Tasks, said: Said, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["liu"])
    said.answers["作废步骤“受理”？"] = "受理日期登记有误"

    tab.page.course.open_step(
        next(s.id for s in app.casework.page(ids["liu"]).file.steps if s.code == "accept")
    )
    hand.click("作废受理")
    quiet(tasks)

    page = app.casework.page(ids["liu"])
    assert page.state == "审查中"
    struck = [one for one in tab.page.sheet.passages if one.voided]  # type: ignore[union-attr]
    assert [(one.step, one.voided) for one in struck] == [("受理", "受理日期登记有误")]


def test_a_missing_paper_that_lies_on_file_is_put_there_and_no_longer_missing(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["grain"])
    assert "F10" in app.casework.page(ids["grain"]).missing

    hand.click("听取意见笔录登记在卷")
    quiet(tasks)
    hand.type("页数", "3")
    hand.click("登记材料")
    quiet(tasks)

    page = app.casework.page(ids["grain"])
    assert "F10" not in page.missing
    assert [(m.name, m.pages, m.form) for m in page.file.materials][-1] == ("听取意见笔录", 3, "F10")


def test_a_case_is_handed_over_to_a_station_and_then_only_looked_at(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["village"])

    hand.click("移交")
    quiet(tasks)
    hand.choose("移交给", "云岭县行政争议纾解中心")
    hand.click("登记移交")
    quiet(tasks)

    assert hand.reads("不在本站")
    assert hand.reads("现由 云岭县行政争议纾解中心 办理")
    assert not tab.page.bar.isVisible()


def test_before_any_other_station_is_known_nothing_can_be_handed_over(
    qapp: QApplication, tmp_path: Path, tasks: Tasks, said: Said
) -> None:
    with invented.office(tmp_path / "alone").open(invented.PASSWORD) as app:
        case_id = invented.reviewed(app, invented.registered(app))
        tab = CasesTab(app, tasks, said)
        tab.resize(1366, 692)
        tab.show()
        opened(tab, tasks, case_id)

        assert not Hand(tab).reads("还没有登记其他站点")
        Hand(tab).click("为什么不能办")
        assert Hand(tab).reads("还没有登记其他站点")
        tab.page.begin_step("hand_over")
        assert tab.page.open_form is None
        tasks.wait()
        tab.deleteLater()


def test_service_of_a_paper_begins_with_the_paper_and_the_party_filled_in(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["grain"])

    hand.click("登记送达行政复议受理通知书")
    quiet(tasks)
    hand.click("登记送达")
    quiet(tasks)

    step = app.casework.page(ids["grain"]).file.steps[-1]
    assert (step.code, step.facts["paper"]) == ("served", "F06")
    assert not any(line.waiting for line in tab.page.sheet.papers)  # type: ignore[union-attr]


def test_a_step_of_another_station_that_does_not_fit_is_shown_for_review(
    tab: CasesTab, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    # two refusals cannot both count: the second came from a form that was open at the same time
    app.casework.step(ids["minh"], "accept", invented.TODAY, factory.met())
    first = next(s for s in app.casework.page(ids["minh"]).file.steps if s.code == "review")
    app.casework.void(ids["minh"], first.id, "登记有误", sure=True)
    opened(tab, tasks, ids["minh"])

    marked = [one.step for one in tab.page.sheet.passages if one.remark == "待核对"]  # type: ignore[union-attr]

    assert marked == ["受理"]


# Room


def test_in_a_narrow_window_list_and_page_show_one_at_a_time(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    tab.resize(683, 316)
    quiet(tasks)
    assert tab.width() == 683
    assert tab.list.isVisible()
    assert not tab.page.isVisible()

    opened(tab, tasks, ids["grain"])
    assert not tab.list.isVisible()
    hand.click("列表")

    assert tab.list.isVisible()
    assert tab.list.rows.hasFocus()


def test_nothing_on_the_page_is_wider_than_the_page(tab: CasesTab, tasks: Tasks, ids: dict[str, str]) -> None:
    for width in (1366, 1100, 900, 683):
        tab.resize(width, 600)
        opened(tab, tasks, ids["grain"])
        body = tab.page.body.widget()

        assert body.width() <= tab.page.body.viewport().width(), width


def test_everything_that_takes_the_keys_has_a_name(tab: CasesTab, tasks: Tasks, ids: dict[str, str]) -> None:
    opened(tab, tasks, ids["grain"])
    tab.page.begin_step("served")
    quiet(tasks)

    nameless = [
        type(one).__name__
        for one in shown(tab, QWidget)
        if one.focusPolicy().value
        and one.isEnabled()
        and not one.accessibleName()
        and one.focusProxy() is None
        and not isinstance(one, QLabel)  # a label is its own name
    ]

    assert nameless == []


def shown(widget: QWidget, kind: type[Q]) -> list[Q]:
    return [one for one in widget.findChildren(kind) if one.isVisible()]
