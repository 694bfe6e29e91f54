"""The window for all three procedures: doubts, forms from the tables, the menu of steps, the dispute."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from fuyi_desktop.domain.case import Case, CaseKind
from fuyi_desktop.domain.fields import FieldKind
from fuyi_desktop.domain.procedure import Offer, StepKind
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.gui.cases.next_step import grouped
from fuyi_desktop.gui.cases.specs import Known, facts_of, step_specs
from fuyi_desktop.gui.cases.step_form import LOOKING, SEEN, StepForm
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.choosing import ComboField, SegmentField
from fuyi_desktop.gui.fields import Choice
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.views import file_view
from tests import factory
from tests.gui import county, invented
from tests.gui.conftest import TODAY, Said
from tests.gui.test_cases import opened, quiet

SATURDAY = "20261114"
STEPS = [
    pytest.param(kind, step, id=f"{kind}-{step.code}")
    for kind, procedure in PROCEDURES.items()
    for step in procedure.steps
]


@pytest.fixture(scope="module")
def astray(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    return stray_county(tmp_path_factory.mktemp("county"))


def stray_county(folder: Path) -> tuple[Path, str, str]:
    """The center's store, a case it has assigned, and one it took back before the window had heard of it."""
    window, center = county.township(folder / "window"), county.center(folder / "center")
    county.join(window, center, folder / "post")
    with window.open(county.PASSWORD) as app:
        assigned, taken = (invented.registered(app, name) for name in ("刘桂芳", "赵永强"))
        app.casework.step(assigned, "hand_over", date(2026, 11, 13), {"to": "center"})
    county.taken(center, county.sent(window, folder / "one"))
    with center.open(county.PASSWORD) as app:
        app.casework.step(assigned, "assign", date(2026, 11, 16), {"to": "T0731"})
        app.casework.step(taken, "take_back", date(2026, 11, 17), {"reason": "由县中心办理"})
    with window.open(county.PASSWORD) as app:
        app.casework.step(taken, "review", date(2026, 11, 18), {"handler": "周晓敏"})
    county.taken(center, county.sent(window, folder / "two"))
    return folder / "center", assigned, taken


@pytest.fixture
def center(astray: tuple[Path, str, str], tmp_path: Path) -> Iterator[App]:
    shutil.copytree(astray[0], tmp_path / "center")
    with invented.opened(tmp_path / "center") as app:
        yield app


def shown_tab(app: App, tasks: Tasks, said: Said) -> CasesTab:
    tab = CasesTab(app, tasks, said, choose_printer=lambda window, name: None)
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    return tab


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said) -> Iterator[CasesTab]:
    tab = shown_tab(app, tasks, said)
    yield tab
    tab.can_close()
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def desk(qapp: QApplication, center: App, tasks: Tasks, said: Said) -> Iterator[CasesTab]:
    """The tab at the county center."""
    tab = shown_tab(center, tasks, said)
    yield tab
    tab.can_close()
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


def recorded(app: App, case_id: str) -> list[str]:
    return [step.code for step in app.casework.page(case_id).file.steps]


def looked(tasks: Tasks) -> None:
    QTest.qWait(LOOKING + 50)
    quiet(tasks)


# 存疑


def test_a_step_on_a_rest_day_is_questioned_and_recorded_by_the_keys_once_that_was_seen(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, said: Said, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["today"])
    tab.page.begin_step("accept")
    quiet(tasks)
    invented.every_condition(tab)
    hand.type("日期", SATURDAY)

    hand.key("Ctrl+Enter")
    hand.wait(lambda: not tasks.is_busy)
    assert hand.reads("2026年11月14日")
    assert hand.reads("核对无误，照此登记")
    hand.key("Ctrl+Enter")  # too soon for anybody to have read it
    hand.wait(lambda: not tasks.is_busy)
    assert "accept" not in recorded(app, ids["today"])
    assert said.heard == []

    QTest.qWait(SEEN)
    hand.key("Ctrl+Enter")
    quiet(tasks)
    assert recorded(app, ids["today"])[-1] == "accept"


def test_the_button_in_the_banner_records_what_is_questioned(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["today"])
    tab.page.begin_step("accept")
    quiet(tasks)
    invented.every_condition(tab)
    hand.type("日期", SATURDAY)
    hand.click("登记受理")
    quiet(tasks)

    hand.click("核对无误，照此登记")
    quiet(tasks)

    step = app.casework.page(ids["today"]).file.steps[-1]
    assert (step.code, step.on) == ("accept", date(2026, 11, 14))


def test_a_doubt_and_a_refusal_are_told_while_one_types(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["today"])
    tab.page.begin_step("accept")
    quiet(tasks)
    invented.every_condition(tab)
    assert not hand.reads("核对无误，照此登记")

    hand.type("日期", SATURDAY)
    looked(tasks)
    assert hand.reads("核对无误，照此登记")

    hand.type("日期", "20261113")
    looked(tasks)
    assert not hand.reads("核对无误，照此登记")

    hand.choose("属于本机关管辖", "否")
    looked(tasks)
    assert hand.reads("不能登记“受理”：受理条件没有全部符合")


def test_another_date_after_a_doubt_is_questioned_anew(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["today"])
    tab.page.begin_step("accept")
    quiet(tasks)
    invented.every_condition(tab)
    hand.type("日期", SATURDAY)
    hand.key("Ctrl+Enter")
    quiet(tasks)
    QTest.qWait(SEEN)

    hand.type("日期", "20261115")  # a Sunday
    hand.key("Ctrl+Enter")
    quiet(tasks)

    assert "accept" not in recorded(app, ids["today"])
    assert hand.reads("2026年11月15日")


# 表单


@pytest.mark.parametrize(("kind", "step"), STEPS)
def test_the_form_of_every_step_shows_its_words_whole(qapp: QApplication, kind: str, step: StepKind) -> None:
    people = (
        Choice("a", "云岭县金穗粮油食品加工有限责任公司（被申请人）"),
        Choice("b", "欧阳慧敏（申请人）"),
    )
    known = Known(
        people, (Choice("center", "云岭县行政争议纾解中心"), Choice("T1", "青溪乡行政争议纾解窗口"))
    )
    form = Form(step_specs(Offer(step), TODAY, known, {}), today=lambda: TODAY)
    form.resize(948, form.heightForWidth(948))
    form.show()

    cut = []
    for name, field in form.fields.items():
        if field.label.sizeHint().width() > field.width():
            cut.append(name)
        if isinstance(field, SegmentField):
            cut += [one.text() for one in field.buttons if one.geometry().right() > field.width()]
        if isinstance(field, ComboField):
            words = field.fontMetrics()
            longest = max(words.horizontalAdvance(choice.label) for choice in field.spec.choices)
            cut += [name] if longest > field.combo.width() - 44 else []

    assert cut == []
    assert set(form.fields) - {"·on"} <= {field.name for field in step.fields}
    form.deleteLater()


@pytest.mark.parametrize(("kind", "step"), STEPS)
def test_f1_says_something_of_every_field_of_every_step(kind: str, step: StepKind) -> None:
    assert step.help or step.article
    for field in step.fields:
        assert field.label
        assert field.article or step.article


def test_names_in_one_field_are_parted_by_marks_or_lines() -> None:
    field = next(
        field
        for step in PROCEDURES["mediation"].steps
        for field in step.fields
        if field.kind is FieldKind.MANY and not field.choices
    )

    facts = facts_of([field], {field.name: "何静、罗志强\n司马长风， 周晓敏"})

    assert facts == {field.name: ["何静", "罗志强", "司马长风", "周晓敏"]}


def test_the_form_tells_which_dates_a_step_moves_and_which_it_settles(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["liu"])

    tab.page.begin_step("extend")
    looked(tasks)
    assert hand.reads("登记后改期")
    assert hand.reads("原为 2027年1月15日")

    tab.page.begin_step("copy_sent")
    looked(tasks)
    assert hand.reads("登记后了结")
    assert not hand.reads("登记后改期")


def test_a_long_form_scrolls_inside_the_page_and_keeps_the_field_with_the_keys_in_view(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    facts = app.intake.carried(ids["liu"], "litigation") | {"received_on": "2026-11-19"}
    opened(tab, tasks, app.intake.register(facts).case_id)
    tab.page.begin_step("divide")
    quiet(tasks)
    form = tab.page.open_form.form  # type: ignore[union-attr]

    last = list(form.fields.values())[-1]

    for _ in form.fields:  # the keys stand in the first field that waits to be filled
        if not last.has_focus():
            hand.key("Ctrl+Down")

    assert last.has_focus()
    view = tab.page.body.viewport()
    assert view.rect().contains(view.mapFromGlobal(last.editor.mapToGlobal(last.editor.rect().center())))


# 下一步


def popped(hand: Hand) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_what_is_aside_of_the_course_stands_in_a_menu_by_its_kind_and_is_reached_by_keys(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["liu"])
    words = list(grouped(tab.page.bar.aside))
    assert words == ["程序", "送达", "承办", "流转"]

    hand.click("更多步骤")
    labels = [action.text().strip() for action in popped(hand).actions()]
    assert {"程序", "延期", "更换承办人", "接续办理"} <= set(labels)
    while popped(hand).activeAction() is None or popped(hand).activeAction().text().strip() != "延期":
        hand.key("Down")
    hand.key("Enter")
    quiet(tasks)

    assert isinstance(tab.page.open_form, StepForm)
    assert tab.page.open_form.offer.kind.code == "extend"


def test_why_a_step_cannot_be_taken_is_told_when_asked(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["liu"])
    assert not hand.reads("只有县中心能够分流指派")

    hand.click("为什么不能办")
    assert hand.reads("只有县中心能够分流指派")

    hand.click("收起的步骤")
    assert not hand.reads("只有县中心能够分流指派")


def test_the_center_sees_who_holds_a_case_and_since_when_and_can_take_it_back(
    desk: CasesTab, tasks: Tasks, center: App, astray: tuple[Path, str, str]
) -> None:
    hand = Hand(desk)
    opened(desk, tasks, astray[1])
    assert hand.reads("案件11月16日起由石桥镇行政争议纾解窗口办理，本站只能查看。")
    assert hand.reads("督办")

    hand.click("收回")
    quiet(tasks)
    hand.type("收回的理由", "超过期限没有办理")
    hand.click("登记收回")
    quiet(tasks)

    assert center.casework.page(astray[1]).mine
    assert not hand.reads("由石桥镇行政争议纾解窗口办理")


# 待核对


def test_a_step_that_does_not_count_says_why(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    app.casework.step(ids["minh"], "accept", invented.TODAY, factory.met())
    first = next(s for s in app.casework.page(ids["minh"]).file.steps if s.code == "review")
    app.casework.void(ids["minh"], first.id, "登记有误", sure=True)

    opened(tab, tasks, ids["minh"])

    assert hand.reads("1 步待核对，暂不计入")
    assert hand.reads("到这一天案件是“已登记”，不能受理。")


def test_the_center_adopts_what_the_window_recorded_before_it_heard_of_the_taking_back(
    desk: CasesTab, tasks: Tasks, center: App, astray: tuple[Path, str, str]
) -> None:
    hand = Hand(desk)
    opened(desk, tasks, astray[2])
    assert hand.reads("石桥镇行政争议纾解窗口登记这一步时，案件已经不由该站点办理。")
    before = center.casework.page(astray[2]).state

    hand.click("采用分办审查")
    quiet(tasks)
    hand.click("登记采用补记的步骤")
    quiet(tasks)

    page = center.casework.page(astray[2])
    assert page.state != before
    assert page.replay.misfits == ()
    assert not hand.reads("待核对")
    assert desk.page.sheet.passages[0].facts == "分办审查（11月18日）"  # type: ignore[union-attr]


# 登记


def test_a_dispute_is_registered_for_mediation_with_the_words_of_its_table(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    tab.new_case()
    quiet(tasks)
    hand.key("Alt+2")
    quiet(tasks)
    assert tab.intake.kind == "mediation"
    assert hand.reads("涉案单位")

    hand.type("姓名", "阿依古丽·买买提")
    hand.type("涉案单位", "云岭县公安局")
    hand.click("登记行政争议纾解")
    quiet(tasks)

    page = app.casework.page(tab.page.case_id)
    assert page.file.case.kind is CaseKind.MEDIATION
    assert hand.reads("阿依古丽·买买提 与云岭县公安局的行政争议")
    assert [party.name for party in page.file.parties] == ["阿依古丽·买买提", "云岭县公安局"]


def test_a_window_is_proposed_to_hand_over_what_only_the_center_can_study(
    tab: CasesTab, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    facts = app.intake.carried(ids["liu"], "mediation") | {"received_on": "2026-11-19"}

    opened(tab, tasks, app.intake.register(facts).case_id)

    assert tab.page.bar.primary is not None
    assert tab.page.bar.primary.text() == "移交"


def test_a_registration_that_carries_a_case_on_is_kept_half_typed_beside_the_others(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    tab.carry_on(ids["liu"], "litigation")
    quiet(tasks)
    hand.type("法院案号", "（2026）云0723行初88号")
    tab.intake.leave()
    quiet(tasks)
    assert hand.reads("新收案件")  # a plain registration begins empty

    tab.new_case()
    quiet(tasks)
    assert not hand.reads("（2026）云0723行初88号")
    tab.carry_on(ids["liu"], "litigation")
    quiet(tasks)

    assert hand.reads("（2026）云0723行初88号")
    assert tab.intake.earlier == ids["liu"]


def test_a_suit_with_two_defendants_is_registered_and_the_kind_remembered(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    tab.new_case()
    quiet(tasks)
    hand.click("行政应诉")
    quiet(tasks)
    hand.type("姓名", "欧阳慧敏")
    hand.type("被告", "云岭县公安局")
    hand.type("法院案号", "（2026）云0723行初36号")
    hand.click("加其他被告")
    hand.write("云岭县人民政府")
    hand.click("登记行政应诉")
    quiet(tasks)

    case = app.casework.page(tab.page.case_id).file
    assert [party.name for party in case.parties if party.role == "被申请人"] == [
        "云岭县公安局", "云岭县人民政府",
    ]  # fmt: skip
    tab.new_case()
    quiet(tasks)
    assert tab.intake.kind == "litigation"


def test_a_field_that_only_some_cases_have_is_asked_for_in_those(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    tab.new_case()
    quiet(tasks)
    assert not hand.reads("申请履行职责日")

    hand.choose("行为种类", "行政不作为")

    assert hand.reads("申请履行职责日")


def test_what_was_typed_goes_along_when_the_kind_turns_out_to_be_another(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    tab.new_case()
    quiet(tasks)
    hand.type("姓名或名称", "欧阳慧敏")
    hand.type("被申请机关", "云岭县公安局")
    hand.type("作出日", "20261102")

    hand.click("行政争议纾解")
    quiet(tasks)

    form = tab.intake.form
    assert form.people[0].form.field("name").text() == "欧阳慧敏"
    assert form.field_named("respondent").text() == "云岭县公安局"  # type: ignore[union-attr]
    assert form.field_named("act_on").value() == date(2026, 11, 2)  # type: ignore[union-attr]
    assert app.drafts.find("intake:mediation") is not None


def test_each_kind_keeps_its_own_half_typed_case(tab: CasesTab, hand: Hand, tasks: Tasks, app: App) -> None:
    tab.new_case()
    tab.switch_kind("litigation")
    quiet(tasks)
    hand.type("姓名", "刘桂芳")
    tab.intake.leave()
    quiet(tasks)
    assert hand.reads("接着填")

    again = shown_tab(app, tasks, tab.messages)  # type: ignore[arg-type]
    again.new_case()
    quiet(tasks)

    assert again.intake.kind == "litigation"
    assert Hand(again).reads("刘桂芳")
    again.can_close()
    tasks.wait()
    again.deleteLater()


# 接续办理


def test_a_dispute_goes_on_in_court_with_nothing_typed_twice(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    opened(tab, tasks, ids["liu"])
    tab.page.begin_step("carry_on")
    quiet(tasks)

    hand.click("登记行政应诉")
    quiet(tasks)
    assert hand.reads("接续行政复议案件 云府复〔2026〕")
    assert tab.intake.form.people[0].form.field("name").text() == "刘桂芳"
    hand.click("登记行政应诉")
    hand.key("Ctrl+Enter")
    quiet(tasks)

    suit = app.casework.page(tab.page.case_id)
    assert suit.file.case.kind is CaseKind.LITIGATION
    assert suit.file.case.earlier_id == ids["liu"]
    assert "carry_on" in recorded(app, ids["liu"])
    assert [row["kind"] for row in file_view(suit)["chain"]] == ["reconsideration", "litigation"]


def test_the_cases_of_a_dispute_lead_to_one_another(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    first = app.intake.register(app.intake.carried(ids["liu"], "litigation") | {"received_on": "2026-11-19"})
    second = app.intake.register(
        app.intake.carried(first.case_id, "litigation") | {"received_on": "2026-11-20", "instance": "second"}
    )
    opened(tab, tasks, second.case_id)
    number = app.casework.page(ids["liu"]).file.label

    assert [link.case_id for link in tab.page.sheet.chain] == [ids["liu"], first.case_id, second.case_id]  # type: ignore[union-attr]
    hand.click(f"复议 {number}")
    quiet(tasks)

    assert tab.page.case_id == ids["liu"]
    assert hand.reads("同一争议")
    opened(tab, tasks, ids["grain"])
    assert not hand.reads("同一争议")


# 一览


def test_the_list_says_which_line_of_work_a_case_is_and_can_be_narrowed_to_one(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    app.intake.register(app.intake.carried(ids["liu"], "litigation") | {"received_on": "2026-11-19"})
    tab.list.refresh()
    quiet(tasks)
    before = tab.list.count

    hand.click("更多筛选")
    hand.click("应诉")
    quiet(tasks)
    assert tab.list.count == 1
    assert tab.list.feed.row(0).number.startswith("应诉　")  # type: ignore[union-attr]

    hand.click("应诉")
    quiet(tasks)
    assert tab.list.count == before


def test_a_kind_of_case_that_only_a_newer_program_knows_is_a_plain_row_and_a_page_to_look_at(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    with app.office.store.work("周晓敏", "收包") as work:
        found = work.get(Case, ids["village"])
        work.put(replace(found, kind=CaseKind("arbitration")))
    tab.list.refresh()
    quiet(tasks)
    rows = [tab.list.feed.row(number) for number in range(tab.list.count)]
    assert [row.state for row in rows if row.key == ids["village"]] == ["由较新版本的程序登记"]  # type: ignore[union-attr]

    opened(tab, tasks, ids["village"])

    assert hand.reads("这个案件由较新版本的程序登记，更新程序后才能办理。")
    assert not tab.page.bar.isVisible()
    assert hand.reads("青溪乡上坝村第三村民小组")


def test_everything_new_that_takes_the_keys_has_a_name(
    tab: CasesTab, hand: Hand, tasks: Tasks, ids: dict[str, str]
) -> None:
    nameless = []
    opened(tab, tasks, ids["today"])
    hand.click("为什么不能办")
    tab.page.begin_step("accept")
    quiet(tasks)
    hand.type("日期", SATURDAY)
    looked(tasks)
    nameless += unnamed(tab)
    for kind in PROCEDURES:
        tab.new_case()
        tab.switch_kind(kind)
        quiet(tasks)
        nameless += unnamed(tab)

    assert nameless == []


def unnamed(tab: QWidget) -> list[str]:
    return [
        type(one).__name__
        for one in tab.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy().value
        and one.isEnabled()
        and not one.accessibleName()
        and one.focusProxy() is None
        and type(one).__name__ not in ("PlainLabel", "ElidedLabel")  # a label is its own name
    ]
