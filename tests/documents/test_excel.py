"""The program's own .xlsx: values as what they are, papers as tables, pages ready to print."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from fuyi_desktop.documents.blocks import Cell, Grid, GridRow, Title
from fuyi_desktop.documents.excel import CHINESE_DAY, Box, Line, Table, Value, render, ruled
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.ink import Setter
from fuyi_desktop.documents.paper_table import is_table, paper_table
from fuyi_desktop.documents.press import Press
from fuyi_desktop.documents.template import Template, Templates
from fuyi_desktop.domain.errors import BadFact
from tests.documents import calc
from tests.documents.conftest import TEMPLATES, awkward
from tests.documents.reading import text
from tests.documents.samples import ledger

AS_READ = datetime(2026, 8, 3)  # noqa: DTZ001  # a day as openpyxl reads it
ID_NUMBER = "999701196804120029"
FORMS = sorted(path.stem for path in TEMPLATES.glob("*.toml"))


def sheet_of(content: bytes) -> Any:
    found = load_workbook(BytesIO(content)).active
    assert found is not None
    return found


def cell_of(value: Value) -> Any:
    return sheet_of(ruled("表", ("项目",), [(value,)]))["A2"]


def values(content: bytes) -> list[Any]:
    return [cell.value for row in sheet_of(content).iter_rows() for cell in row if cell.value is not None]


# Values


@pytest.mark.parametrize("said", [ID_NUMBER, "0999-2021001", "13800000000", "007", "999901", "2026-1", "1E5"])
def test_numbers_of_people_and_telephones_stay_text_digit_by_digit(said: str) -> None:
    cell = cell_of(said)

    assert (cell.value, cell.data_type, cell.number_format) == (said, "s", "@")


@pytest.mark.parametrize(
    "said", ["=1+1", "+86", "-3号", "@甲", '=HYPERLINK("http://x","看")', "=cmd|' /C calc'!A0"]
)
def test_what_begins_like_a_formula_is_text_and_stays_it_when_edited(said: str) -> None:
    cell = cell_of(said)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (said, "s", True)


def test_days_are_days_and_counts_are_counts() -> None:
    day = cell_of(date(2026, 8, 3))
    moment = cell_of(datetime(2026, 8, 3, 9, 5, 7, 99, tzinfo=UTC))

    assert (day.value, day.number_format) == (AS_READ, "yyyy-mm-dd")
    assert (moment.value, moment.number_format) == (
        AS_READ.replace(hour=9, minute=5, second=7),
        "yyyy-mm-dd hh:mm",
    )
    assert [cell_of(one).value for one in (0, 12, Decimal("2.50"), 0.5)] == [0, 12, 2.5, 0.5]
    assert cell_of(12).alignment.horizontal == "right"
    assert [cell_of(one).value for one in (True, False, None)] == ["是", "否", None]


def test_what_excel_would_change_is_written_as_text() -> None:
    assert cell_of(10**15).value == str(10**15)
    assert cell_of(Decimal("12345678901234567.25")).value == "12345678901234567.25"
    assert cell_of(date(1899, 12, 31)).value == "1899-12-31"
    assert cell_of(float("nan")).value == "nan"


def test_characters_that_a_workbook_cannot_hold_are_replaced_and_a_line_says_so() -> None:
    sheet = sheet_of(
        ruled("表", ("姓名", "备注"), [("欧阳\x01慧敏", "一\ufffe二\ud800"), ("甲\r\n乙\r丙", "好")])
    )

    assert [cell.value for cell in sheet[2]] == ["欧阳�慧敏", "一�二�"]
    assert sheet["A3"].value == "甲\n乙\n丙"
    assert sheet["A4"].value == "有 2 格含有 Excel 不能保存的控制字符，已用“�”代替。"
    assert "A4:B4" in sheet.merged_cells


def test_a_text_longer_than_a_cell_is_cut_and_a_line_says_so() -> None:
    sheet = sheet_of(ruled("表", ("事由",), [("长" * 40_000,)]))

    assert len(sheet["A2"].value) == 32_767
    assert "有 1 格超过 Excel 一格能放的 32767 个字" in sheet["A3"].value


def test_a_text_that_excel_would_read_as_a_code_keeps_its_letters() -> None:
    with ZipFile(BytesIO(ruled("表", ("甲",), [("附_x0041_件",)]))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")

    assert b"_x005F_x0041_" in sheet


# The sheet


def test_the_same_table_gives_the_same_bytes_without_the_day_it_was_made() -> None:
    def made() -> bytes:
        return ruled("归档目录", ("甲", "乙"), [("x", date(2026, 8, 3))], title="目录", totals=("合计", 1))

    first = made()

    assert first == made()
    with ZipFile(BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml"))) == {b"1980-01-01T"}


def test_a_list_is_ready_to_be_printed_with_its_head_on_every_page() -> None:
    content = ruled(
        "台账",
        ("案号", "日期"),
        [("甲", None)],
        title="年度台账",
        totals=("合计", 1),
        notes=("注：口径见后。",),
    )

    sheet = sheet_of(content)
    assert [cell.value for cell in sheet["A"]] == ["年度台账", "案号", "甲", "合计", "注：口径见后。"]
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$2", "A3")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in sheet.oddFooter.right.text
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:B1", "A5:B5"}


def test_a_head_of_two_lines_is_merged_down_and_across_and_repeats() -> None:
    head = (
        Line(boxes=(Box(value="单位", high=2, label=True), Box(value="结案", wide=2, label=True))),
        Line(boxes=(Box(value="维持", label=True), Box(value="撤销", label=True))),
    )
    body = Line(boxes=(Box(value="公安局"), Box(value=3), Box(value=1)))

    sheet = sheet_of(
        render(Table(name="月报", lines=(*head, body), widths=(20, 8, 8), head=(1, 2), keep_head=True))
    )

    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1"}
    assert [cell.value for cell in sheet[2]] == [None, "维持", "撤销"]
    assert [cell.value for cell in sheet[3]] == ["公安局", 3, 1]
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "A3")
    assert sheet.column_dimensions["A"].width == 20


@pytest.mark.parametrize("name", ["一/二:三?[四]*", "长" * 60, "'", ""])
def test_any_title_makes_a_name_that_a_sheet_may_have(name: str) -> None:
    title = sheet_of(ruled(name, ("甲",), [])).title

    assert 1 <= len(title) <= 31
    assert not set(title) & set("[]:*?/\\")


# Papers as tables


def tables(templates: Templates) -> Iterator[Template]:
    return (template for template in templates if is_table(part.kind for part in template.parts))


def test_the_forms_that_are_sent_as_tables_can_be_had_as_a_sheet(templates: Templates) -> None:
    found = {template.id for template in tables(templates)}

    assert {"F13", "F30", "G01", "G04", "G07", "H03", "H10", "R01"} <= found
    assert not found & {"F06", "F26", "F16", "F39", "E01"}  # notices, decisions, 笔录, covers, envelopes


@pytest.mark.parametrize("form", FORMS)
def test_every_table_says_in_excel_what_its_paper_says(form: str, templates: Templates, fonts: Fonts) -> None:
    template = templates.get(form)
    if not is_table(part.kind for part in template.parts):
        return
    blocks = template.fill(awkward(template, text="某某<&>“𬱖𫖯䶮”{label}"))

    sheet = sheet_of(render(paper_table(blocks, Setter(fonts, template.sheet), title=template.title)))

    said = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for block in blocks:
        for row in getattr(block, "rows", ()):
            for cell in row.cells:
                plain = re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", cell.text) is None
                assert cell.text in said or not plain
    titles = [line for block in blocks if isinstance(block, Title) for line in block.text.split("\n")]
    assert [line for line in titles if line not in said] == []
    assert all(row.height is None or row.height <= 409 for row in sheet.row_dimensions.values())
    wide = sum(sheet.column_dimensions[letter].width for letter in sheet.column_dimensions)
    assert wide == pytest.approx(template.sheet.width / 5.25, rel=0.02)


def test_a_ledger_in_a_paper_has_days_and_counts_and_keeps_case_numbers_as_text(fonts: Fonts) -> None:
    blocks = (ledger(2),)

    sheet = sheet_of(render(paper_table(blocks, Setter(fonts), title="台账")))

    assert [cell.value for cell in sheet[2]][:2] == [1, "云府复〔2026〕1号"]
    assert (sheet["F2"].value, sheet["F2"].number_format) == (AS_READ, CHINESE_DAY)
    assert (sheet.print_title_rows, sheet["A4"].value) == ("$1:$1", "合计")
    assert "A4:B4" in sheet.merged_cells


def test_two_tables_of_one_paper_share_the_lines_where_their_columns_end(press: Press) -> None:
    sheet = sheet_of(press.excel_specimen("H03", date(2026, 11, 20)))

    assert sheet.print_title_rows is None  # the head of the first would stand above the second
    heads = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"证据名称", "名称和文号", "证明对象", "适用的条款"} <= heads


def test_a_telephone_among_the_facts_never_becomes_a_number_and_an_amount_does(fonts: Fonts) -> None:
    grid = Grid(
        widths=(1, 1, 1, 1),
        rows=(GridRow(cells=tuple(Cell(text=one) for one in ("62021001", "128000.50", "12", "0012"))),),
    )

    sheet = sheet_of(
        render(paper_table((grid,), Setter(fonts), title="表", numbers=frozenset({"128000.50"})))
    )

    assert [cell.value for cell in sheet[1]] == ["62021001", 128000.5, 12, "0012"]
    assert sheet["A1"].number_format == "@"


def test_a_notice_is_no_table(press: Press) -> None:
    with pytest.raises(BadFact, match="这种文书不是表格，不能存成 Excel"):
        press.excel_specimen("F06", date(2026, 11, 20))


@pytest.mark.skipif(not calc.present(), reason=calc.ABSENT)
def test_libreoffice_prints_a_long_table_with_its_head_on_every_page(fonts: Fonts, tmp_path: Path) -> None:
    content = render(paper_table((ledger(90),), Setter(fonts), title="台账"))

    told = text(calc.converted(content, tmp_path / "office", "pdf"))

    assert told.count("被申请人") >= 2
    assert told.count("第1页，共") == 1
    assert "云府复〔2026〕90号" in told
    assert "2026年8月3日" in told
