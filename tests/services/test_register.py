"""发文登记簿: every number of the year once, in its order, on paper and in Excel."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuyi_desktop.domain.errors import BadFact, CannotWrite
from fuyi_desktop.domain.party import Role
from fuyi_desktop.services.app import App
from tests.documents.reading import text
from tests.services import invented
from tests.services.invented import County
from tests.services.lent import lent, noticed
from tests.services.test_year_end import KEY, jumbled


def test_every_number_stands_in_the_register_with_its_paper_or_its_fate(desk: App) -> None:
    jumbled(desk)

    lines = [line for line in desk.register.lines(2026) if line.series == "云府复受〔2026〕"]

    assert [(line.number, line.fate, line.remark) for line in lines] == [
        ("云府复受〔2026〕1号", "已出", ""),
        ("云府复受〔2026〕2号", "留用", "手写的补充通知"),
        ("云府复受〔2026〕3号", "空号", "还没有说明"),
        ("云府复受〔2026〕4号", "空号", "还没有说明"),
        ("云府复受〔2026〕5号", "作废", "打错"),
        ("云府复受〔2026〕6号", "退回", "没有使用"),
    ]
    first = lines[0]
    assert (first.on, first.title, first.case, first.party, first.by) == (
        date(2026, 8, 4), "行政复议受理通知书", "云府复〔2026〕1号", "欧阳慧敏", "何静",
    )  # fmt: skip


def test_the_register_says_to_whom_a_paper_went(desk: App) -> None:
    case_id = invented.accepted(desk)
    police = invented.of_role(desk, case_id, Role.RESPONDENT)
    desk.papers.issue(case_id, "F06", to=invented.of_role(desk, case_id, Role.APPLICANT).id)
    invented.step(desk, case_id, "copy_sent", "2026-08-04")
    desk.papers.issue(case_id, "F07", to=police.id)

    told = {line.title: line.recipient for line in desk.register.lines(2026) if line.recipient}

    assert told == {"行政复议受理通知书": "欧阳慧敏", "行政复议答复通知书": "云岭县公安局"}


def test_numbers_typed_in_no_series_stand_at_the_end_and_receipts_nowhere(desk: App) -> None:
    noticed(desk, "欧阳慧敏", number="云政复办函2026-07", reason="沿用原来的编号")

    lines = desk.register.lines(2026)

    assert [(line.series, line.number) for line in lines] == [
        ("云府复〔2026〕", "云府复〔2026〕1号"), ("不在系列内", "云政复办函2026-07"),
    ]  # fmt: skip


def test_numbers_that_lie_with_a_station_are_one_line(county: County) -> None:
    lent(county, count=4)
    noticed(county.township, "欧阳慧敏")
    county.carry()

    lines = [one for one in county.center.register.lines(2026) if "复受" in one.series]

    assert [(one.number, one.fate, one.remark) for one in lines] == [
        ("云府复受〔2026〕1号", "已出", ""), ("云府复受〔2026〕2号至4号", "未用", "借给T0731"),
    ]  # fmt: skip


def test_the_register_is_printed_and_taken_to_excel(desk: App, tmp_path: Path) -> None:
    jumbled(desk)

    told = text(desk.register.write(2026, tmp_path / "book.pdf").read_bytes())
    book = load_workbook(BytesIO(desk.register.write(2026, tmp_path / "book.xlsx").read_bytes()))

    for words in (
        "发文登记簿",
        "2026年度",
        "8个号：已出3，留用1，空号2，作废1，退回1",
        "云府复受〔2026〕5号",
        "作废：打错",
        "行政复议受理通知书",
    ):
        assert words in told
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "云岭县司法局　2026 年度发文登记簿"
    assert rows[1][:4] == ("序号", "系列", "文号", "日期")
    issued = next(row for row in rows if row[2] == "云府复受〔2026〕1号")
    assert issued[3].date() == date(2026, 8, 4)  # type: ignore[union-attr]
    assert len(rows) == 2 + len(desk.register.lines(2026))
    assert sheet.freeze_panes == "A3"


def test_a_reason_that_looks_like_a_formula_stays_text_in_excel(desk: App, tmp_path: Path) -> None:
    desk.numbers.set_aside(KEY, "=1+1")

    sheet = load_workbook(BytesIO(desk.register.xlsx(2026))).active

    assert sheet is not None
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_a_year_without_numbers_is_an_empty_book(desk: App) -> None:
    assert desk.register.lines(2031) == []
    assert "这一年没有编过文号" in text(desk.register.pdf(2031))


def test_a_register_is_written_as_pdf_or_excel_into_a_folder_that_is_there(desk: App, tmp_path: Path) -> None:
    with pytest.raises(BadFact, match=r"应当以 \.pdf 或 \.xlsx 结尾"):
        desk.register.write(2026, tmp_path / "book.doc")
    with pytest.raises(CannotWrite):
        desk.register.write(2026, tmp_path / "nowhere" / "book.pdf")
