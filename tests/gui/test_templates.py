"""The page of templates: a text is changed beside its page, faults are gone to; going back is easy."""

from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.templates.page import TemplatesPage
from fuyi_desktop.gui.window import Window
from tests.gui import county
from tests.gui.conftest import Said
from tests.gui.county import opened, ready, window_on

FORMS = Path(__file__).parents[2] / "resources" / "templates"
SHIPPED = (FORMS / "F06.toml").read_text("utf-8")
HEADING, OURS = "二、其他事项", "二、其他需要说明的事项"
OWN = SHIPPED.replace(HEADING, OURS)
WIDE, NARROW = (1366, 690), (683, 384)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return county.center(tmp_path / "center")


@pytest.fixture
def window(qtbot: QtBot, said: Said, place: Place) -> Window:
    window = window_on(place, said)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def hand(window: Window) -> Hand:
    """At the page of templates, by keys and mouse."""
    hand = opened(window)
    window.resize(*WIDE)
    hand.key("Ctrl+,")
    ready(hand, window)
    hand.click("文书模板")
    ready(hand, window)
    return hand


def page(window: Window) -> TemplatesPage:
    found = window.desk._made["templates"]
    assert isinstance(found, TemplatesPage)
    return found


def settled(hand: Hand, window: Window) -> None:
    """Until the pause in typing is over, and what it has asked for is here."""
    hand.settle()
    hand.wait(lambda: not page(window).editor._pause.isActive(), "the pause in typing")
    ready(hand, window)


def open_form(hand: Hand, window: Window, form: str = "F06") -> None:
    hand.type("查找文书", form)
    hand.key("Enter")
    settled(hand, window)


def change(hand: Hand, window: Window, text: str) -> None:
    """As if everything had been typed anew."""
    page(window).editor.take(text)
    settled(hand, window)


def test_a_text_is_changed_kept_and_given_back(window: Window, hand: Hand, said: Said) -> None:
    assert hand.reads("F06") and hand.reads("随程序")
    open_form(hand, window)
    assert hand.reads("没有问题，可以保存") and page(window).editor.page_pane.pages.images

    change(hand, window, OWN)
    assert hand.reads("有没保存的修改，已存为草稿")
    hand.key("Ctrl+S")
    settled(hand, window)

    templates = window.desk.app.templates
    assert said.heard[-1] == (Level.GOOD, "以后出《行政复议受理通知书》用本单位版本，已经出具的不变")
    assert templates.text("F06").whose is Whose.OWN
    assert hand.reads("现用本单位的第") and not hand.reads("有没保存的修改")
    hand.click("恢复原版")
    settled(hand, window)
    assert templates.text("F06").whose is Whose.SHIPPED
    assert page(window).editor.text == SHIPPED
    undo = said.full[-1].undo
    assert undo is not None
    undo()
    settled(hand, window)
    assert templates.text("F06").text == OWN == page(window).editor.text
    window.close()


def test_a_fault_is_named_with_its_line_and_gone_to(window: Window, hand: Hand) -> None:
    open_form(hand, window)
    wrong = OWN.replace("{{ applicants|names }}", "{{ applicants|namen }}")

    change(hand, window, wrong)
    pane = page(window).editor.text_pane
    QAbstractItemModelTester(pane.list.model_of_rows, QAbstractItemModelTester.FailureReportingMode.Fatal)

    assert hand.reads("1 处要改，改好才能保存") and hand.reads("没有“namen”这个过滤器")
    assert hand.reads("现在排不出版面")
    line = wrong[: wrong.index("|namen")].count("\n") + 1
    for go in (lambda: hand.key("F8"), lambda: hand.key("Ctrl+S"), lambda: hand.click("保存为本单位版本")):
        pane.edit.go_to(1)
        go()
        settled(hand, window)
        assert pane.edit.textCursor().blockNumber() + 1 == line
        assert pane.edit.hasFocus()
    pane.edit.go_to(1)
    pane.list.setFocus()
    hand.key("Enter")
    assert pane.edit.textCursor().blockNumber() + 1 == line
    assert window.desk.app.templates.text("F06").whose is Whose.SHIPPED
    window.close()


def test_what_was_typed_is_there_again_after_the_process_was_killed(
    window: Window, hand: Hand, said: Said, qtbot: QtBot, place: Place
) -> None:
    open_form(hand, window)
    change(hand, window, OWN)
    app = window.desk.app
    window._app = None  # nothing is finished, nothing asked: the store alone is let go of
    window.desk.keep_draft = lambda: None
    window.close()
    app.close()

    again = window_on(place, said)
    qtbot.addWidget(again)
    hand = opened(again)
    again.desk.show_templates()
    ready(hand, again)
    page(again).open("F06")
    settled(hand, again)

    assert page(again).editor.text == OWN
    assert hand.reads("有没保存的修改")
    hand.click("放弃修改")
    settled(hand, again)
    assert page(again).editor.text == SHIPPED
    hand.key("Ctrl+Z")
    assert page(again).editor.text == OWN
    again.close()


def test_a_fact_is_looked_for_by_its_label_and_put_where_the_cursor_is(window: Window, hand: Hand) -> None:
    open_form(hand, window)
    edit = page(window).editor.edit
    assert edit.look_for(HEADING)

    hand.type("查找事实", "被代理人")
    hand.key("Enter")
    settled(hand, window)

    text = page(window).editor.text
    assert 'text = "{% for one in agents %}{{ one.acts_for }}{% endfor %}"' in text
    assert '{ name = "agents[].acts_for", label = "被代理人" },\n]' in text
    assert hand.reads("没有问题，可以保存") and edit.hasFocus()
    hand.key("Ctrl+Z")
    assert page(window).editor.text == SHIPPED
    window.close()


def test_words_are_found_one_after_another_and_the_search_is_left_with_esc(
    window: Window, hand: Hand
) -> None:
    open_form(hand, window)
    edit = page(window).editor.edit

    hand.key("Ctrl+F")
    hand.write("kind")
    hand.key("Enter")
    first = edit.textCursor().blockNumber()
    hand.key("Enter")
    assert edit.textCursor().blockNumber() > first
    hand.key("Shift+Enter")
    assert edit.textCursor().blockNumber() == first
    hand.key("Esc")

    assert edit.hasFocus() and page(window).currentWidget() is page(window).editor
    hand.key("Esc")
    settled(hand, window)
    assert page(window).currentWidget() is page(window).list
    window.close()


def test_the_text_is_compared_with_the_shipped_one(window: Window, hand: Hand) -> None:
    open_form(hand, window)
    change(hand, window, OWN)

    hand.click("与原版对照")
    ready(hand, window)

    assert hand.reads("对照随程序的版本：行政复议受理通知书") and hand.reads("增加 1 行，减少 1 行")
    assert hand.reads(f'－   88  text = "{HEADING}"') or hand.reads(f'text = "{HEADING}"')
    hand.key("Esc")
    assert page(window).editor.text == OWN
    window.close()


def test_a_text_goes_out_to_a_file_and_one_comes_in(
    window: Window, hand: Hand, said: Said, tmp_path: Path
) -> None:
    path = tmp_path / "F06.toml"
    open_form(hand, window)
    said.answers["导出模板"] = str(path)
    page(window).editor.export_asked.emit()
    settled(hand, window)
    assert path.read_text("utf-8") == SHIPPED

    path.write_text(OWN, "utf-8")
    hand.key("Esc")
    settled(hand, window)
    said.answers["选择文书模板"] = str(path)
    hand.click("导入模板文件")
    settled(hand, window)

    assert page(window).editor.text == OWN
    assert hand.reads("有没保存的修改")
    assert window.desk.app.templates.text("F06").whose is Whose.SHIPPED
    window.close()


def test_the_center_sends_a_text_down_and_its_own_stays_until_it_is_looked_at(
    window: Window, hand: Hand, said: Said
) -> None:
    open_form(hand, window)
    change(hand, window, OWN)
    hand.key("Ctrl+S")
    settled(hand, window)
    change(hand, window, SHIPPED.replace(HEADING, "二、全县统一说明的事项"))

    page(window).editor.menu().actions()[-1].trigger()
    ready(hand, window)
    assert hand.reads("下发县的模板：F06 受理通知书")
    hand.click("下发")
    settled(hand, window)

    assert said.heard[-1] == (Level.GOOD, "已作为县的模板，随下一个同步包发给各站")
    assert hand.reads("县里有新版。现在仍用本单位版本")
    assert page(window).editor.text == OWN
    hand.click("看县里的改动")
    ready(hand, window)
    hand.click("仍用本单位版本")
    settled(hand, window)
    assert not hand.reads("县里有新版")
    window.close()


def test_every_pane_can_be_reached_on_a_small_screen(window: Window, hand: Hand) -> None:
    window.resize(*NARROW)
    open_form(hand, window)
    editor = page(window).editor

    seen = []
    for name in ("文字", "事实", "版面"):
        hand.click(name)
        settled(hand, window)
        seen.append((editor.text_pane.isVisible(), editor.facts.isVisible(), editor.page_pane.isVisible()))

    assert seen == [(True, False, False), (False, True, False), (False, False, True)]
    hand.key("F8")
    change(hand, window, OWN.replace("法律援助", "援助"))
    hand.click("保存为本单位版本")
    assert editor.text_pane.isVisible()
    window.close()


def test_every_part_says_what_it_is(window: Window, hand: Hand) -> None:
    open_form(hand, window)

    names = hand.names()

    for name in (
        "模板文字",
        "查找事实",
        "可用的事实",
        "换成另一版的文字",
        "版面上填什么",
        "文书页面",
        "更多",
    ):
        assert name in names
    window.close()
