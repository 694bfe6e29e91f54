"""新收案件: typed, checked, kept as a draft, registered."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fuyi_desktop.domain.case import MaterialStatus
from fuyi_desktop.domain.party import Role
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.intake import KEY, LOOKING
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.forms import PAUSE
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from tests.gui import invented
from tests.gui.conftest import Said
from tests.gui.test_cases import quiet


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that knows its units and one case."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    with invented.office(folder).open(invented.PASSWORD) as app:
        invented.registered(app, "欧阳慧敏")
    return folder


@pytest.fixture
def app(kept: Path, tmp_path: Path) -> Iterator[App]:
    shutil.copytree(kept, tmp_path / "store")
    with invented.opened(tmp_path / "store") as app:
        yield app


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    return tmp_path / "printed.pdf"


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said, printed: Path) -> Iterator[CasesTab]:
    def paper_printer(window: QWidget, name: str) -> QPrinter:
        printer = printing.ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(printed))
        return printer

    tab = CasesTab(app, tasks, said, choose_printer=paper_printer)
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    tab.new_case()
    quiet(tasks)
    yield tab
    tab.can_close()
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


def fill(hand: Hand) -> None:
    """The least that a registration needs."""
    hand.type("被申请机关", "云岭县公安局")
    hand.type("姓名或名称", "阿依古丽·买买提")


def cases(app: App) -> int:
    return app.casework.count()


def test_the_page_opens_on_the_first_thing_to_type_with_today_filled_in(tab: CasesTab, hand: Hand) -> None:
    assert tab.intake.form.source.field("received_on").value() == invented.TODAY
    focused = tab.intake.form.current()

    assert focused is not None
    assert focused[1].name == "name"
    assert hand.reads("还差 2 处才能登记")


def test_enter_goes_on_through_all_sections_and_ends_at_the_button(tab: CasesTab, hand: Hand) -> None:
    tab.intake.form.source.field("received_on").take_focus()
    walked = []
    for _ in range(30):
        here = tab.intake.form.current()
        if here is None:
            break
        walked.append(here[1].name)
        hand.key("Ctrl+Down" if here[1].name in ("requests", "reasons") else "Enter")

    assert walked == [
        "received_on", "channel", "kind", "name", "id_number", "phone", "e_service", "address",
        "respondent", "act_number", "act_kind", "act_on", "known_on", "informed", "requests", "reasons",
        "flags",
    ]  # fmt: skip
    assert tab.intake.save_button.hasFocus()


def test_an_identity_number_is_checked_and_tells_sex_and_birth(tab: CasesTab, hand: Hand) -> None:
    number = invented.id_number("19880412")

    hand.type("证件号码", number[:17])
    hand.key("Enter")
    assert hand.reads("身份证号应为 18 位，现在是 17 位。")

    hand.type("证件号码", number)
    hand.key("Enter")

    form = tab.intake.form.people[0].form
    assert not hand.reads("身份证号应为")
    assert (form.field("sex").text(), form.field("born").text()) == ("女", "1988年4月12日")


def test_a_body_is_asked_for_its_code_and_who_speaks_for_it(tab: CasesTab, hand: Hand) -> None:
    hand.choose("类别", "单位")

    assert hand.reads("统一社会信用代码（选填）")
    assert hand.reads("法定代表人或负责人（选填）")
    assert not tab.intake.form.people[0].form.field("sex").isVisible()
    hand.type("证件号码", invented.body_code()[:17] + "I")
    hand.key("Enter")
    assert hand.reads("统一社会信用代码不用字符 I。")


def test_the_time_limit_follows_the_day_of_knowing_while_it_is_typed(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.type("知道日", "20261105")
    QTest.qWait(LOOKING + 50)
    quiet(tasks)

    limit = tab.intake.form.act.field("limit")
    assert limit.text() == "2027年1月4日 周一"  # sixty days after the 5th of November
    assert limit.note.text() == "暂定"


def test_a_limit_that_had_passed_when_the_application_came_says_so(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.type("知道日", "20260701")
    QTest.qWait(LOOKING + 50)
    quiet(tasks)

    assert tab.intake.form.act.field("limit").note.text() == "已过期限"


def test_days_that_cannot_be_are_told_at_their_field(tab: CasesTab, hand: Hand) -> None:
    hand.type("作出日", "20261110")
    hand.type("知道日", "20261105")
    hand.key("Enter")
    assert hand.reads("2026年11月5日早于作出日2026年11月10日，请核对日期。")

    hand.type("收到日", "20261201")
    hand.key("Enter")
    assert hand.reads("2026年12月1日还没有到，请核对日期。")


def test_a_case_with_the_same_name_and_act_is_shown_while_typing(
    tab: CasesTab, hand: Hand, tasks: Tasks
) -> None:
    hand.type("姓名或名称", "欧阳慧敏")
    hand.type("文号", "云执拆决字〔2026〕第19号")
    QTest.qWait(LOOKING + 50)
    quiet(tasks)

    assert hand.reads("可能是同一件争议")
    assert hand.reads("文号相同、姓名相同")

    hand.click("不是同一件")
    assert not hand.reads("可能是同一件争议")


def test_looking_at_the_other_case_keeps_what_was_typed(tab: CasesTab, hand: Hand, tasks: Tasks) -> None:
    hand.type("姓名或名称", "欧阳慧敏")
    hand.type("联系电话", "13900001234")
    QTest.qWait(LOOKING + 50)
    quiet(tasks)

    hand.click("对照查看欧阳慧敏")
    quiet(tasks)
    assert tab.right.currentWidget() is tab.page
    hand.click("接着填")
    quiet(tasks)

    assert tab.intake.form.people[0].form.field("phone").text() == "13900001234"


def test_a_pause_keeps_the_draft_and_a_killed_program_gives_it_back(
    tab: CasesTab, hand: Hand, tasks: Tasks, tmp_path: Path, app: App, said: Said
) -> None:
    fill(hand)
    hand.type("作出日", "二〇二六")  # not understood, and still not lost
    hand.click("行政复议申请书已收")
    hand.click("加第三人")
    QTest.qWait(PAUSE + 200)
    quiet(tasks)
    shutil.copytree(tmp_path / "store", tmp_path / "after", ignore=shutil.ignore_patterns("*.lock", "lock"))

    with invented.opened(tmp_path / "after") as again:
        other = CasesTab(again, tasks, said)
        other.show()
        other.new_case()
        quiet(tasks)
        form = other.intake.form

        assert [person.role for person in form.people] == ["applicants", "third_parties"]
        assert form.people[0].form.field("name").text() == "阿依古丽·买买提"
        assert form.act.field("act_on").text() == "二〇二六"
        assert other.intake.materials.lines[0].status() is MaterialStatus.RECEIVED
        assert "草稿" in other.intake.head.line.text()
        tasks.wait()
        other.deleteLater()
    assert cases(app) == 1


def test_leaving_keeps_the_draft_and_the_list_says_go_on(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    fill(hand)

    hand.key("Esc")
    quiet(tasks)

    assert hand.reads("接着填")
    draft = app.drafts.find(KEY)
    assert draft is not None
    assert draft.content["people"][0]["said"]["name"] == "阿依古丽·买买提"


def test_registering_with_a_gap_goes_to_the_gap_and_writes_nothing(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    hand.type("姓名或名称", "阿依古丽·买买提")

    hand.key("Ctrl+Enter")
    quiet(tasks)

    focused = tab.intake.form.current()
    assert focused is not None
    assert focused[1].name == "respondent"
    assert hand.reads("还差 1 处才能登记")
    assert hand.reads("被申请机关还没有填写。")
    assert cases(app) == 1


def test_registering_without_printing_opens_the_case_and_the_draft_is_gone(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    fill(hand)
    hand.type("作出日", "1102")
    hand.type("知道日", "1105")
    hand.choose("行为种类", "行政处罚")
    hand.click("涉外")
    hand.click("行政复议申请书已收")
    hand.type("行政复议申请书页数", "2")
    hand.click("证据材料容缺")
    hand.type("证据材料补交日", "+7")

    hand.click("登记，不打印")
    quiet(tasks)

    sheet = tab.page.sheet
    assert sheet is not None
    assert tab.right.currentWidget() is tab.page
    case = sheet.file.case
    assert (case.act_on, case.known_on, case.flags) == (date(2026, 11, 2), date(2026, 11, 5), ("涉外",))
    assert [(m.name, m.pages, m.status, m.until) for m in sheet.file.materials] == [
        ("行政复议申请书", 2, MaterialStatus.RECEIVED, None),
        ("证据材料", 0, MaterialStatus.TOLERATED, date(2026, 11, 27)),
    ]
    assert app.drafts.find(KEY) is None
    assert cases(app) == 2


def test_registering_and_printing_gives_the_receipt_out_and_sends_it_to_the_printer(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App, printed: Path
) -> None:
    fill(hand)
    hand.type("作出日", "1102")
    hand.type("知道日", "1105")
    hand.click("行政复议申请书已收")
    hand.type("行政复议申请书页数", "2")

    hand.key("Ctrl+Enter")
    hand.wait(
        lambda: printed.exists() and printed.stat().st_size > 0 and not tasks.is_busy, milliseconds=20_000
    )
    quiet(tasks)

    file = app.casework.page(tab.page.case_id).file
    assert [paper.form for paper in file.papers] == ["F01"]
    assert printed.read_bytes().startswith(b"%PDF")
    assert app.papers.times_printed(file.papers[0].id) == 1
    assert tab.right.currentWidget() is tab.paper


def test_several_applicants_and_an_agent_are_registered_each_in_their_part(
    tab: CasesTab, hand: Hand, tasks: Tasks, app: App
) -> None:
    fill(hand)
    hand.click("加申请人")
    hand.write("陈国栋")
    hand.click("加代理人")
    hand.write("孙律师")
    hand.click("加申请人")  # left empty: no gap, and nobody
    assert hand.reads("申请人 3")

    hand.click("登记，不打印")
    quiet(tasks)

    file = app.casework.page(tab.page.case_id).file
    assert [party.name for party in file.of(Role.APPLICANT)] == ["阿依古丽·买买提", "陈国栋"]
    assert [party.name for party in file.of(Role.AGENT)] == ["孙律师"]


def test_a_person_added_by_mistake_is_taken_away(tab: CasesTab, hand: Hand) -> None:
    hand.click("加申请人")
    hand.click("移除申请人 2")

    assert len(tab.intake.form.people) == 1
    assert not hand.reads("申请人 1")


def test_a_posted_application_is_asked_for_its_postmark(tab: CasesTab, hand: Hand) -> None:
    assert not hand.reads("交邮日")

    hand.choose("渠道", "邮寄")

    assert hand.reads("交邮日")


def test_a_box_of_pages_says_its_unit_and_gives_way_to_the_day_it_is_due(tab: CasesTab, hand: Hand) -> None:
    line = tab.intake.materials.lines[0]
    before = line.unit.isVisible()
    line.buttons[MaterialStatus.TOLERATED].click()

    assert before
    assert not line.unit.isVisible()
    assert line.note.placeholderText() == "补交日"


def test_f8_walks_over_what_is_still_to_be_filled(tab: CasesTab, hand: Hand) -> None:
    hand.key("F8")
    first = tab.intake.form.current()
    hand.key("F8")
    second = tab.intake.form.current()

    assert first is not None
    assert second is not None
    assert (first[1].name, second[1].name) == ("respondent", "name")
