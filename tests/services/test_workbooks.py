"""An office fills its own Excel: taken up, tried with a case, filled with what was issued, laid aside."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    CannotRead,
    NoPermission,
    NotFound,
    TemplateUnknown,
    WorkbookWrong,
)
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.workbooks import OwnWorkbook
from fuyi_desktop.services.app import App
from fuyi_desktop.services.papers import sample
from tests.documents.own_workbooks import plain
from tests.services import invented
from tests.services.test_copying import AUGUST, decided

MINE = (
    ("A1", "{{ 复议机关名称 }}"), ("A2", "案号：{{ 案号 }}"), ("A3", "主持人"), ("B3", "{{ 主持人 }}"),
    ("A5", "{{ 听证员 }}"), ("A6", "=COUNTA(A5:A5)"),
)  # fmt: skip
FORM = "F13"  # 听证签到表
HEARING: dict[str, Any] = {
    "step.held_on": "2026-09-10", "step.at": "9时30分", "step.place": "听证室", "step.chair": "何静",
    "step.hearers": ["罗志强", "唐卫东"], "step.recorder": "周晓敏",
}  # fmt: skip


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "签到.xlsx"
    path.write_bytes(plain(*MINE))
    return path


def issued(app: App, name: str = "欧阳慧敏") -> str:
    return app.papers.issue(invented.accepted(app, name), FORM, more=HEARING).paper_id


def values(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


# The program's own table


def test_a_table_is_had_as_excel_with_the_facts_it_was_issued_with(desk: App, tmp_path: Path) -> None:
    paper_id = issued(desk)

    path = desk.print_queue.write(paper_id, tmp_path / "签到表.xlsx")

    told = values(path.read_bytes())
    assert ["云岭县人民政府"] in told
    assert ["主持人", "何静"] in told
    assert ["听证员", "唐卫东"] in told
    assert path.read_bytes() == desk.papers.excel(paper_id)


def test_a_letter_is_had_as_pdf_or_word_only_and_says_so_before_anything_is_written(
    desk: App, tmp_path: Path
) -> None:
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id

    with pytest.raises(BadFact, match=r"这种文书不是表格，不能存成 Excel。文件名应当以 \.pdf 或 \.docx 结尾"):
        desk.print_queue.write(paper_id, tmp_path / "受理.xlsx")
    with pytest.raises(BadFact, match="不能存成 Excel"):
        desk.papers.excel(paper_id)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_sample_of_a_table_is_written_as_excel(desk: App, tmp_path: Path) -> None:
    sample(desk.templates.press(), FORM, desk.office.today, tmp_path / "样张.xlsx")

    assert ["主持人", "〔主持人〕"] in values((tmp_path / "样张.xlsx").read_bytes())


# The office's own


def test_what_was_issued_is_filled_into_the_own_workbook_and_going_back_gives_the_programs_table(
    desk: App, mine: Path
) -> None:
    before = issued(desk)
    programs = desk.papers.excel(before)

    deed = desk.workbooks.use(mine, FORM)

    filled = [
        ["云岭县人民政府"], ["案号：云府复〔2026〕1号"], ["主持人", "何静"], [], ["罗志强"], ["唐卫东"],
        ["=COUNTA(A5:A6)"],
    ]  # fmt: skip
    assert values(desk.papers.excel(before)) == filled
    assert deed.changed >= {"workbook"}
    (held,) = desk.workbooks.rows()
    assert (held.form, held.title, held.name, held.by) == (FORM, "听证签到表", "签到.xlsx", "何静")
    assert held.since == desk.office.now()
    back = desk.workbooks.drop(FORM)
    assert (back.held, desk.workbooks.rows()) == (None, ())
    assert desk.papers.excel(before) == programs


def test_a_form_that_is_no_table_can_be_had_as_excel_once_the_office_has_a_workbook(
    desk: App, tmp_path: Path
) -> None:
    path = tmp_path / "受理.xlsx"
    path.write_bytes(plain(("A1", "{{ case.number }}"), ("A2", "{{ applicants.name、 }}")))
    paper_id = desk.papers.issue(invented.accepted(desk), "F06").paper_id
    assert not desk.papers.as_table("F06")

    desk.workbooks.use(path, "F06")

    assert desk.papers.as_table("F06")
    assert values(desk.papers.excel(paper_id)) == [["云府复〔2026〕1号"], ["欧阳慧敏"]]


def test_a_workbook_is_kept_whatever_holds_and_can_be_taken_up_again_and_written_out(
    desk: App, mine: Path, tmp_path: Path
) -> None:
    first = desk.workbooks.use(mine, FORM).held
    other = tmp_path / "新.xlsx"
    other.write_bytes(plain(("A1", "新式：{{ 案号 }}")))
    second = desk.workbooks.use(other, FORM).held
    assert first is not None
    assert second is not None

    versions = desk.workbooks.versions(FORM)

    assert [(one.version, one.since is not None) for one in versions] == [
        (second.version, True), (first.version, False),
    ]  # fmt: skip
    out = desk.workbooks.export(FORM, tmp_path / "out.xlsx", first.version)
    assert out.read_bytes() == mine.read_bytes()
    desk.workbooks.again(FORM, first.version)
    assert [one.version for one in desk.workbooks.rows()] == [first.version]
    assert desk.workbooks.export(FORM, out).read_bytes() == mine.read_bytes()
    with desk.office.store.work("何静", "查") as work:
        assert len(work.select(OwnWorkbook, form=FORM)) == 2
    assert desk.upkeep.check() == []


def test_a_trial_shows_what_a_case_would_fill_and_keeps_nothing(desk: App, mine: Path) -> None:
    case_id = invented.accepted(desk)

    specimen = {one.cell: one.said for one in desk.workbooks.trial(FORM, mine).cells}
    told = {one.cell: one.said for one in desk.workbooks.trial(FORM, mine, case_id).cells}

    assert specimen["A2"] == "案号：〔案号〕"
    assert (told["A1"], told["A2"], told["B3"]) == ("云岭县人民政府", "案号：云府复〔2026〕1号", "〔主持人〕")
    assert desk.workbooks.rows() == ()
    with pytest.raises(NotFound, match="没有找到本单位的工作簿“F13”"):
        desk.workbooks.trial(FORM)


def test_a_workbook_with_a_fault_is_not_taken_up_and_every_fault_is_named(desk: App, tmp_path: Path) -> None:
    path = tmp_path / "签到.xlsx"
    path.write_bytes(plain(("B2", "{{ 主持 }}"), ("C3", "{{ 电话号码 }}"), ("D4", "{{ 案号 }}")))

    checked = desk.workbooks.check(path, FORM)

    assert [(one.place, one.why) for one in checked.faults] == [
        ("“表”B2", "没有“主持”这项事实，是不是 主持人"), ("“表”C3", "没有“电话号码”这项事实，请核对名称"),
    ]  # fmt: skip
    assert checked.marks == (("表", "D4", "{{ 案号 }}"),)
    with pytest.raises(
        WorkbookWrong, match="“表”B2：没有“主持”这项事实，是不是 主持人；另有 1 处。请改好再试。"
    ):
        desk.workbooks.use(path, FORM)
    assert desk.workbooks.versions(FORM) == ()


def test_every_name_that_is_offered_for_a_form_can_be_written_into_a_mark(desk: App, tmp_path: Path) -> None:
    for form in ("F13", "F30", "G04", "H03"):
        names = desk.workbooks.names(form)
        path = tmp_path / f"{form}.xlsx"
        marks = [one["mark"] for one in names if not one["path"].endswith("[]")]
        path.write_bytes(plain(*((f"A{at}", mark) for at, mark in enumerate(marks, 1))))

        assert desk.workbooks.check(path, form).faults == ()


def test_what_is_not_there_is_said(desk: App, mine: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="文件打不开"):
        desk.workbooks.check(tmp_path / "没有.xlsx", FORM)
    with pytest.raises(TemplateUnknown):
        desk.workbooks.check(mine, "Z99")
    with pytest.raises(NotFound):
        desk.workbooks.drop(FORM)
    with pytest.raises(NotFound):
        desk.workbooks.again(FORM, "0000000000")


def test_who_may_not_change_the_settings_takes_up_no_workbook(desk: App, mine: Path) -> None:
    reader = invented.as_person(desk, PersonRole.READER)

    assert reader.workbooks.check(mine, FORM).faults == ()
    with pytest.raises(NoPermission):
        reader.workbooks.use(mine, FORM)
    assert reader.workbooks.versions(FORM) == ()


def test_the_workbook_does_not_change_the_paper(desk: App, mine: Path) -> None:
    paper_id = issued(desk)
    pdf = desk.papers.pdf(paper_id)

    desk.workbooks.use(mine, FORM)

    assert desk.papers.pdf(paper_id) == pdf
    assert desk.papers.is_as_issued(paper_id)
    assert desk.office.store.get(Paper, paper_id).facts["step"]["chair"] == "何静"


def test_the_copies_of_a_month_go_out_in_the_superiors_own_table(desk: App, tmp_path: Path) -> None:
    for name in ("欧阳慧敏", "陈国栋"):
        decided(desk, name, "uphold")
    path = tmp_path / "市局表样.xlsx"
    path.write_bytes(
        plain(
            ("A1", "{{ 复议机关名称 }}{{ 抄告的期间 }}抄告表"), ("A3", "{{ 序号 }}"),
            ("B3", "{{ 列入的案件.案号 }}"), ("C3", "{{ 列入的案件.决定日期 }}"),
            ("D3", "{{ step.cases.result }}"), ("B4", "=COUNTA(B3:B3)"),
        )
    )  # fmt: skip
    desk.workbooks.use(path, "F30")

    batch = desk.on(date(2026, 9, 1)).copying.batch(*AUGUST, tmp_path / "八月.xlsx")

    assert values((tmp_path / "八月.xlsx").read_bytes()) == [
        ["云岭县人民政府2026年8月抄告表"], [],
        [1, "云府复〔2026〕1号", datetime(2026, 8, 26), "维持"],  # noqa: DTZ001  # as openpyxl reads a day
        [2, "云府复〔2026〕2号", datetime(2026, 8, 26), "维持"],  # noqa: DTZ001
        ["=COUNTA(B3:B4)"],
    ]  # fmt: skip
    (table,) = batch.tables
    desk.workbooks.drop("F30")
    told = values(desk.papers.excel(table.paper_id))
    assert ["合计", "2件：维持2件"] in told
    assert next(row for row in told if row and row[0] == 2)[:2] == [2, "云府复〔2026〕2号"]
