"""The page of numbers: what became of each, lending, the year's end, and the way there from a paper."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from fuyi_desktop.bootstrap import Place
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.window import Window
from tests.gui import county, invented, numbered
from tests.gui.conftest import Said
from tests.gui.county import opened, ready, window_on
from tests.gui.numbered import KEY

Open = Callable[[Place], tuple[Window, Hand]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two stations, to be copied: a password is dear to set."""
    folder = tmp_path_factory.mktemp("numbered")
    numbered.center_with_numbers(folder)
    return folder


@pytest.fixture
def places(kept: Path, tmp_path: Path) -> tuple[Place, Place]:
    for name in ("center", "T0731"):
        shutil.copytree(kept / name, tmp_path / name)
    return numbered.at(tmp_path / "center"), numbered.at(tmp_path / "T0731")


@pytest.fixture
def at_desk(qtbot: QtBot, said: Said) -> Open:
    """A window at the page of numbers of a station."""

    def stand(where: Place) -> tuple[Window, Hand]:
        window = window_on(where, said)
        qtbot.addWidget(window)
        hand = opened(window)
        hand.key("Ctrl+,")
        ready(hand, window)
        hand.click("文号和年终清理")
        ready(hand, window)
        return window, hand

    return stand


def open_series(window: Window, hand: Hand, words: str = "复受") -> None:
    hand.row("系列", words)
    hand.key("Enter")
    ready(hand, window)


def rows(table: Any) -> list[tuple[str, ...]]:
    model = table.model_of_rows
    return [
        tuple(str(model.index(n, column).data()) for column in range(model.columnCount()))
        for n in range(model.rowCount())
    ]


def test_the_series_of_a_year_stand_with_their_next_number_and_what_wants_doing(
    places: tuple[Place, Place], at_desk: Open
) -> None:
    window, hand = at_desk(places[0])
    page = numbered.page(window)
    QAbstractItemModelTester(
        page.series.table.model_of_rows, QAbstractItemModelTester.FailureReportingMode.Fatal
    )

    assert hand.reads("3 个系列，已用 7 个号，2 个空号")
    assert page.series.table.hasFocus()
    assert rows(page.series.table)[2] == (
        "云府复受〔2026〕", "云府复受〔2026〕26号", "1", "1", "0", "1", "2", "20", "2 个空号",
    )  # fmt: skip
    window.close()


def test_a_gap_is_explained_from_the_list_of_numbers(
    places: tuple[Place, Place], at_desk: Open, said: Said
) -> None:
    window, hand = at_desk(places[0])
    open_series(window, hand)
    hand.row("号的去向", "云府复受〔2026〕3号")
    hand.key("Enter")
    hand.write("发文登记簿写错")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "号的去向已记下")
    assert (3, "发文登记簿写错") in window.desk.app.numbers.account(KEY).void
    assert ("云府复受〔2026〕3号", "作废", "发文登记簿写错") in rows(numbered.page(window).detail.table)
    window.close()


def test_a_pattern_shows_the_next_number_while_it_is_typed_and_says_what_is_wrong_with_it(
    places: tuple[Place, Place], at_desk: Open
) -> None:
    window, hand = at_desk(places[0])
    open_series(window, hand)
    hand.click("改样式")

    hand.type("样式", "{short}〔{year}〕号")
    assert hand.reads("样式里应当有 {serial}，否则每个号都一样。")
    hand.type("样式", "{short}（{kind}）字〔{year}〕{serial}号")
    assert hand.reads("下一个号写成 云府（复受）字〔2026〕26号")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert window.desk.app.numbers.account(KEY).next_told == "云府（复受）字〔2026〕26号"
    window.close()


def test_numbers_are_lent_and_a_block_is_ended_after_a_question(
    places: tuple[Place, Place], at_desk: Open, said: Said
) -> None:
    window, hand = at_desk(places[0])
    open_series(window, hand)
    hand.click("借出号段")
    hand.type("几个号", "5")
    hand.key("Ctrl+Enter")
    ready(hand, window)
    assert said.heard[-1] == (Level.GOOD, "已借出 云府复受〔2026〕26–30号，下次发给该站的包带去")

    said.answers["收回云府复受〔2026〕26–30号"] = True
    hand.row("号段", "26–30")
    hand.key("Enter")
    hand.write("该窗口已撤并")
    hand.click("收回号段")
    ready(hand, window)

    account = window.desk.app.numbers.account(KEY)
    assert [serial for serial, why in account.void if why == "该窗口已撤并"] == [26, 27, 28, 29, 30]
    assert account.next == 31
    window.close()


def test_a_station_sees_what_it_borrows_and_gives_back_what_is_left(
    places: tuple[Place, Place], at_desk: Open, said: Said
) -> None:
    case_id = numbered.accepted_at(places[1], "陈国栋")
    window, hand = at_desk(places[1])
    app = window.desk.app
    assert app.casework.page(case_id).file.label == "云府复〔2026〕101号"
    assert not hand.reads("添加系列借")
    open_series(window, hand, "云府复〔")
    assert not hand.reads("借出号段")
    assert not hand.reads("改样式")

    hand.row("号段", "101–120")
    hand.key("Enter")
    hand.write("年底用不完")
    hand.click("退回没有用的")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "云府复〔2026〕101–120号没有用的已退回，下次导出时报县中心")
    assert [serial for serial, _ in app.numbers.account("云府/复").returned] == list(range(102, 121))
    assert hand.reads("没有可用的号段")
    window.close()


def test_at_the_years_end_one_reason_is_given_for_all_and_every_number_is_accounted_for(
    places: tuple[Place, Place], at_desk: Open, said: Said
) -> None:
    window, hand = at_desk(numbered.in_january(places[0]))
    hand.click("上一年")
    ready(hand, window)
    app = window.desk.app
    assert hand.reads("43 个号没有着落")

    hand.row("年终清理", "云府复受〔2026〕2号")
    hand.key("Enter")
    hand.choose("去向", "已用")
    hand.type("理由", "手写的通知已经寄出")
    hand.click("清理")
    ready(hand, window)
    assert app.numbers.account(KEY).used == ((2, "手写的通知已经寄出"),)

    said.answers["年终清理 2026 年的 42 个号"] = True
    hand.choose("哪些号", "全部")
    hand.choose("去向", "作废")
    hand.type("理由", "年终没有使用")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert said.heard[-1] == (Level.GOOD, "已清理 42 个号")
    assert app.numbers.loose(2026) == []
    assert hand.reads("每个号都有着落")
    window.close()


def test_what_is_not_agreed_to_changes_nothing(
    places: tuple[Place, Place], at_desk: Open, said: Said
) -> None:
    window, hand = at_desk(numbered.in_january(places[0]))
    hand.click("上一年")
    ready(hand, window)

    said.answers["年终清理 2026 年的 43 个号"] = False
    hand.type("理由", "年终没有使用")
    hand.click("清理")
    ready(hand, window)

    assert len(window.desk.app.numbers.loose(2026)) == 43
    window.close()


def test_the_register_is_saved_as_pdf_and_as_excel(
    places: tuple[Place, Place], at_desk: Open, said: Said, tmp_path: Path
) -> None:
    window, hand = at_desk(places[0])
    for kind, suffix, head in (("PDF", ".pdf", b"%PDF"), ("Excel", ".xlsx", b"PK")):
        said.answers[f"发文登记簿另存为 {kind}"] = str(tmp_path / "登记簿")
        hand.click(f"登记簿 {kind}")
        ready(hand, window)

        assert (tmp_path / f"登记簿{suffix}").read_bytes().startswith(head)
    window.close()


def test_an_office_that_goes_on_from_its_own_book_adds_the_series_and_tells_the_next_number(
    qtbot: QtBot, at_desk: Open, tmp_path: Path
) -> None:
    window, hand = at_desk(county.township(tmp_path / "T0732"))
    assert hand.reads("这一年还没有编过号")
    assert numbered.page(window).add_series.hasFocus()

    hand.key("Enter")
    hand.type("机关代字", "云府")
    hand.type("文书类别", "复受")
    hand.click("继续")
    hand.type("下一个号", "118")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert window.desk.app.numbers.account(KEY).next_told == "云府复受〔2026〕118号"
    assert hand.reads("下一个号 云府复受〔2026〕118号")
    window.close()


def test_esc_closes_the_form_and_then_the_page(places: tuple[Place, Place], at_desk: Open) -> None:
    window, hand = at_desk(places[0])
    open_series(window, hand)
    hand.click("留用一个号")
    assert hand.reads("不做了")

    hand.key("Esc")
    assert not hand.reads("不做了")
    hand.key("Esc")
    ready(hand, window)

    assert hand.reads("外观和锁定")
    window.close()


def restored(where: Place, tmp_path: Path) -> tuple[Place, str]:
    """The store put back from a backup, with a case that waits for a paper with something to be told."""
    with where.open(county.PASSWORD) as app:
        case_id = invented.accepted(app, invented.registered(app, "赵永强"))
        app.papers.issue(case_id, "F06")
        invented.step(app, case_id, "suspend", "2026-11-20", ground="other_case")
        saved = app.upkeep.backup(tmp_path / "backups")
    again = numbered.at(tmp_path / "again")
    again.restore(saved, county.PASSWORD)
    return again, case_id


def test_a_paper_whose_number_is_not_sure_leads_to_the_page_and_back(
    qtbot: QtBot, said: Said, tmp_path: Path
) -> None:
    where, case_id = restored(county.township(tmp_path / "T0731"), tmp_path)
    window = window_on(where, said)
    qtbot.addWidget(window)
    hand = opened(window)
    tab = window.desk.page("page.cases")
    tab.open_case(case_id)
    tab.draft_paper(case_id, "F19")
    ready(hand, window)

    hand.click("出具")
    ready(hand, window)
    assert hand.reads("云府复中〔2026〕的下一个号要先对照发文登记簿核对。")
    hand.click("核对下一个号")
    ready(hand, window)
    assert hand.reads("写明下一个号")
    hand.type("下一个号", "7")
    hand.key("Ctrl+Enter")
    ready(hand, window)

    assert tab.isVisible()
    assert (tab.paper.case_id, tab.paper.form_id) == (case_id, "F19")
    hand.click("出具")
    ready(hand, window)
    assert hand.reads("云府复中〔2026〕7号")
    window.close()


def test_a_number_is_typed_by_hand_with_a_reason_beside_the_paper(
    places: tuple[Place, Place], qtbot: QtBot, said: Said
) -> None:
    case_id = numbered.accepted_at(places[1], "陈国栋")
    window = window_on(places[1], said)
    qtbot.addWidget(window)
    hand = opened(window)
    tab = window.desk.page("page.cases")
    tab.open_case(case_id)
    tab.draft_paper(case_id, "F06")
    ready(hand, window)
    hand.click("手填文号")
    hand.type("文号", "云府复受〔2026〕40号")
    hand.click("出具")
    ready(hand, window)
    assert tab.paper.paper_id == ""  # the reason is missing

    hand.type("手填的理由", "县中心电话给号")
    hand.click("出具")
    ready(hand, window)

    assert hand.reads("云府复受〔2026〕40号")
    assert window.desk.app.numbers.account(KEY).out == tuple(range(6, 26))
    window.close()


def test_a_paper_without_a_number_of_its_own_offers_none(
    places: tuple[Place, Place], qtbot: QtBot, said: Said
) -> None:
    case_id = numbered.accepted_at(places[1], "陈国栋")
    window = window_on(places[1], said)
    qtbot.addWidget(window)
    hand = opened(window)
    tab = window.desk.page("page.cases")
    tab.open_case(case_id)
    tab.draft_paper(case_id, "F01")
    ready(hand, window)

    assert not hand.reads("手填文号")
    window.close()


def test_a_station_that_has_used_its_numbers_up_is_told_to_ask_and_what_it_may_do(
    places: tuple[Place, Place], qtbot: QtBot, said: Said
) -> None:
    case_id = numbered.accepted_at(places[1], "陈国栋")
    with places[1].open(county.PASSWORD) as app:
        app.numbers.mark(KEY, range(6, 26), Mark.RETURNED, "没有使用")
    window = window_on(places[1], said)
    qtbot.addWidget(window)
    hand = opened(window)
    tab = window.desk.page("page.cases")
    tab.open_case(case_id)
    tab.draft_paper(case_id, "F06")
    ready(hand, window)

    hand.click("出具")
    ready(hand, window)

    assert "请向县中心要号；急用的可以手填文号，写明理由。" in said.heard[-1][1]
    assert hand.reads("手填文号")
    window.close()
