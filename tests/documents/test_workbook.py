"""The office's own workbook: filled cell by cell, longer by the rows of a list, and else as it was."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from fuyi_desktop.documents.workbook import Filled, fill, look
from fuyi_desktop.domain.errors import BadFact, WorkbookWrong
from tests.documents import calc
from tests.documents.own_workbooks import (
    NAMES,
    as_excel_saves,
    book,
    bytes_of,
    known,
    part,
    plain,
    report,
    rewritten,
    rows,
)
from tests.documents.reading import text

DAY = datetime(2026, 8, 1)  # noqa: DTZ001  # a day as openpyxl reads it


def filled(content: bytes, facts: dict[str, Any] | None = None) -> Filled:
    return fill(content, "月报.xlsx", NAMES, known() if facts is None else facts)


def cell(value: str, facts: dict[str, Any] | None = None, address: str = "B2") -> Any:
    """How one cell is filled."""
    return book(filled(plain((address, value)), facts).content)["表"][address]


def faults(content: bytes) -> list[tuple[str, str]]:
    return [(one.place, one.why) for one in look(content, "月报.xlsx", NAMES).faults]


# Filling


@pytest.mark.parametrize("saved", [bytes, as_excel_saves], ids=["by openpyxl", "as Excel saves it"])
def test_a_report_is_filled_with_a_row_for_each_case_and_what_lies_below_moves_down(saved: Any) -> None:
    made = filled(saved(bytes_of(report()))).content

    assert rows(made) == [
        ["云岭县司法局集中抄告表", None, None, None, None, None],
        ["期间：2026年第三季度（共3件）", None, None, None, None, None],
        [None] * 6,
        ["序号", "案号", "决定日期", "天数", "折算", "累计"],
        [1, "云府复〔2026〕1号", DAY, 1, "=D5*$D$11", "=SUM($D$5:D5)"],
        [2, "云府复〔2026〕2号", DAY.replace(day=2), 2, "=D6*$D$11", "=SUM($D$5:D6)"],
        [3, "云府复〔2026〕3号", DAY.replace(day=3), 3, "=D7*$D$11", "=SUM($D$5:D7)"],
        ["合计", None, None, "=SUM(D5:D7)", "=SUM(E5:E7)", "=D5"],
        [None] * 6,
        [None] * 6,
        ["系数", None, None, 2, None, None],
    ]
    assert [row[0] for row in rows(made, "汇总 表")] == ["=月报!D8", "=SUM(月报!D5:D8)", "='月报'!D11*2"]
    assert b"{{" not in part(made, "xl/worksheets/sheet1.xml")


def test_what_a_sheet_says_of_its_areas_moves_with_them() -> None:
    sheet = book(filled(as_excel_saves(bytes_of(report()))).content)["月报"]

    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:F1", "A8:C8"}
    assert sheet.print_area == "'月报'!$A$1:$F$11"
    assert sheet.print_title_rows == "$4:$4"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["G5:G8"]
    ((area, (rule,)),) = sheet.conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rule.formula) == ("D5:D8", ["$D$11"])
    assert sheet["A8"].comment.text == "核对"
    assert sheet["A11"].hyperlink.ref == "A11"
    assert [sheet.row_dimensions[at].height for at in (5, 6, 7)] == [30, 30, 30]
    assert sheet.column_dimensions["B"].width == 24


def test_cells_keep_their_look_and_days_the_format_that_the_office_gave_them() -> None:
    sheet = book(filled(as_excel_saves(bytes_of(report()))).content)["月报"]

    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("SimHei", 18)
    assert {sheet[f"C{at}"].number_format for at in (5, 6, 7)} == {"yyyy/mm/dd"}


def test_a_list_of_one_leaves_every_row_where_it_is_and_an_empty_one_leaves_its_row_empty() -> None:
    one = rows(filled(bytes_of(report()), known(1)).content)
    none = rows(filled(bytes_of(report()), known(0)).content)

    assert one[4][:2] == [1, "云府复〔2026〕1号"]
    assert none[4][:4] == [None, None, None, None]
    assert none[1][0] == "期间：2026年第三季度（共0件）"
    for found in (one, none):
        assert (len(found), found[5][3], found[8][0]) == (9, "=SUM(D5:D5)", "系数")


def test_parts_that_nothing_was_filled_into_are_kept_byte_by_byte() -> None:
    before = as_excel_saves(bytes_of(report()))

    after = filled(before).content

    for name in ("xl/theme/theme1.xml", "docProps/app.xml"):
        assert part(before, name) == part(after, name)


def test_the_same_facts_give_the_same_bytes_and_results_are_calculated_when_it_is_opened() -> None:
    content = bytes_of(report())

    made = filled(content).content

    assert made == filled(content).content
    assert b'fullCalcOnLoad="1"' in part(made, "xl/workbook.xml")


def test_old_results_of_formulas_are_left_out() -> None:
    def with_result(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<v></v>", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")
        )

    content = rewritten(plain(("A1", "{{case.number}}"), ("B1", "=1+1")), with_result)
    assert b"<v>7</v>" in part(content, "xl/worksheets/sheet1.xml")

    made = filled(content).content

    assert b"<v>7</v>" not in part(made, "xl/worksheets/sheet1.xml")
    assert book(made)["表"]["B1"].value == "=1+1"


# Values


def test_a_mark_alone_gives_the_value_as_what_it_is_and_within_words_as_words() -> None:
    due = {"due": "2026-09-28", "display": "2026-09-28", "provisional": False}
    facts = known(due=due) | {"step": known()["step"] | {"due": due}}

    assert cell("{{办结期限}}", facts).value == datetime(2026, 9, 28)  # noqa: DTZ001
    assert cell("{{办结期限}}", facts).number_format == 'yyyy"年"m"月"d"日"'
    assert cell("限期{{办结期限}}前", facts).value == "限期2026年9月28日前"
    assert cell("{{列入的案件：个数}}").value == 3
    assert cell("共{{ 列入的案件:个数 }}件").value == "共3件"


def test_a_day_that_is_not_certain_says_so_instead_of_being_a_day() -> None:
    due = {"due": "2027-02-12", "display": "2027-02-10", "provisional": True}

    said = cell("{{办结期限}}", known() | {"step": {"due": due}}).value

    assert said.startswith("2027年2月10日（星期三）（暂定")


def test_numbers_of_people_stay_text_and_what_looks_like_a_formula_is_none() -> None:
    phone = cell("{{联系电话}}", known() | {"step": {"phone": "09992021001"}})
    formula = cell("{{机关名称}}", known() | {"organ": {"name": '=HYPERLINK("x")'}})

    assert (phone.value, phone.data_type, phone.number_format) == ("09992021001", "s", "@")
    assert (formula.value, formula.data_type) == ('=HYPERLINK("x")', "s")


def test_a_cell_that_the_office_has_set_to_text_holds_text() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    sheet["A1"], sheet["A1"].number_format = "{{决定日期}}", "@"
    sheet["B1"], sheet["B1"].number_format = "{{天数}}", "@"

    made = book(filled(bytes_of(content), known(1)).content).active

    assert [cell.value for cell in made[1]] == ["2026年8月1日", "1"]


def test_a_workbook_that_counts_days_from_1904_shows_the_same_day() -> None:
    content = Workbook()
    content.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    content.active["A1"] = "{{决定日期}}"  # type: ignore[index]

    made = book(filled(bytes_of(content), known(1)).content)

    assert made.active["A1"].value == DAY


def test_a_list_may_stand_in_one_cell_with_commas_between() -> None:
    assert cell("申请人：{{申请人姓名、}}").value == "申请人：欧阳慧敏、陈国栋"
    assert cell("{{申请人、}}").value == "欧阳慧敏、陈国栋"


def test_lines_that_were_typed_are_a_list_too() -> None:
    facts = known() | {"step": {"problems": "程序超期\n\n送达不规范"}}

    made = filled(plain(("A1", "{{序号}}"), ("B1", "{{主要问题}}"), name="月报"), facts).content

    assert rows(made) == [[1, "程序超期"], [2, "送达不规范"]]


def test_what_is_not_known_leaves_its_cell_empty_but_its_words_and_rules_there() -> None:
    assert cell("{{机关名称}}", {}).value is None
    assert cell("单位：{{机关名称}}（章）", {}).value == "单位：（章）"


def test_a_text_of_several_lines_is_shown_in_several_lines() -> None:
    found = cell("{{机关名称}}", {"organ": {"name": "云岭县司法局\r\n行政复议局"}})

    assert found.value == "云岭县司法局\n行政复议局"
    assert found.alignment.wrap_text


def test_braces_typed_by_a_chinese_keyboard_and_room_around_the_name_do_not_matter() -> None:
    assert cell("｛｛ 机关 名称 ｝｝").value == "云岭县司法局"
    assert cell("{{organ.name}}").value == "云岭县司法局"
    assert cell("{{step.cases[].number、}}").value.count("、") == 2


def test_words_around_a_mark_keep_their_own_look() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    red = InlineFont(color="FF0000", b=True)
    sheet["A1"] = CellRichText("单位：", TextBlock(red, "{{机关名称}}"), "（盖章）")

    made = filled(bytes_of(content)).content

    sheet_part = part(made, "xl/worksheets/sheet1.xml").decode()
    assert "云岭县司法局" in sheet_part
    assert sheet_part.count("<r>") >= 1
    assert "FF0000" in sheet_part
    assert book(made).active["A1"].value == "单位：云岭县司法局（盖章）"


def test_a_character_that_excel_cannot_hold_is_refused_with_its_cell() -> None:
    with pytest.raises(BadFact, match=r"“表”B2（{{机关名称}}）：.*控制字符（U\+0001）"):
        cell("{{机关名称}}", {"organ": {"name": "云岭\x01县"}})
    with pytest.raises(BadFact, match="Excel 一格最多 32767 个字"):
        cell("{{机关名称}}", {"organ": {"name": "长" * 33_000}})


def test_a_row_grows_with_its_text_unless_the_office_has_set_its_height() -> None:
    def as_measured(name: str, part: bytes) -> bytes:
        return part.replace(b'<row r="1"', b'<row r="1" ht="15"').replace(
            b'<row r="2"', b'<row r="2" ht="15" customHeight="1"'
        )

    content = Workbook()
    sheet = content.active
    assert sheet is not None
    for address in ("A1", "A2"):
        sheet[address] = "{{机关名称}}"
        sheet[address].alignment = Alignment(wrap_text=True)

    made = filled(rewritten(bytes_of(content), as_measured)).content

    told = re.findall(rb"<row [^>]*>", part(made, "xl/worksheets/sheet1.xml"))
    assert [b"ht=" in row for row in told] == [False, True]


# Rows


def test_two_lists_on_one_sheet_and_one_on_another_move_what_refers_to_any_of_them() -> None:
    first = Workbook()
    sheet = first.active
    assert sheet is not None
    sheet.title = "甲"
    for address, value in (
        ("A2", "{{天数}}"), ("A3", "=SUM(A2:A2)"), ("A5", "{{申请人姓名}}"),
        ("A6", "=COUNTA(A5:A5)+A3+乙!B4"), ("A8", "=SUM(A2:A6)"), ("A9", "=A$8"), ("A10", "=SUM(2:3)"),
        ("A11", "=SUM(A:A)"),
    ):  # fmt: skip
        sheet[address] = value
    beside = first.create_sheet("乙")
    beside["B1"], beside["B3"], beside["B4"] = "=甲!A8", "{{天数}}", "=SUM(B3:B3)+甲!$A$6"

    made = filled(bytes_of(first), known(3)).content

    assert [row[0] for row in rows(made, "甲")] == [
        None, 1, 2, 3, "=SUM(A2:A4)", None, "欧阳慧敏", "陈国栋", "=COUNTA(A7:A8)+A5+乙!B6", None,
        "=SUM(A2:A9)", "=A$11", "=SUM(2:5)", "=SUM(A:A)",
    ]  # fmt: skip
    assert [row[1] for row in rows(made, "乙")] == ["=甲!A11", None, 1, 2, 3, "=SUM(B3:B5)+甲!$A$9"]


def test_formulas_that_cells_share_are_written_out_and_move_each_on_its_own() -> None:
    content = rewritten(
        plain(("A1", "{{天数}}"), ("B3", "=A3"), ("B4", "=A4"), ("B5", "=A5"), name="月报"),
        lambda name, part: (
            part.replace(b"<f>A3</f>", b'<f t="shared" ref="B3:B5" si="0">A3+$A$1</f>')
            .replace(b"<f>A4</f>", b'<f t="shared" si="0"/>')
            .replace(b"<f>A5</f>", b'<f t="shared" si="0"/>')
        ),
    )

    made = rows(filled(content, known(2)).content)

    assert [row[1] for row in made] == [None, None, None, "=A4+$A$1", "=A5+$A$1", "=A6+$A$1"]


def test_merged_areas_are_repeated_with_their_row_and_grow_around_it() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["D2"] = "明细", "{{列入的案件.案号}}", "{{天数}}"
    sheet.merge_cells("A1:A3")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A4:D4")

    made = book(filled(bytes_of(content), known(3)).content).active

    found = {str(area) for area in made.merged_cells.ranges}
    assert found == {"A1:A5", "B2:C2", "B3:C3", "B4:C4", "A6:D6"}
    assert [made[f"B{at}"].value for at in (2, 3, 4)] == [f"云府复〔2026〕{at}号" for at in (1, 2, 3)]


def test_names_breaks_tables_pictures_and_charts_move_with_the_rows() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    sheet.title = "月报"
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "案号", "天数", "{{列入的案件.案号}}", "{{天数}}"
    sheet["A4"] = "系数"
    sheet.add_table(Table(displayName="明细", ref="A1:B2"))
    content.defined_names["系数"] = DefinedName("系数", attr_text="月报!$A$4")
    sheet.row_breaks.append(Break(id=4))
    Picture.new("RGB", (8, 8)).save(seal := BytesIO(), "PNG")
    sheet.add_image(Image(seal), "A6")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "D8")

    made = filled(bytes_of(content), known(4)).content

    again = book(made)
    assert again["月报"].tables["明细"].ref == "A1:B5"
    assert again.defined_names["系数"].attr_text == "月报!$A$7"
    assert [one.id for one in again["月报"].row_breaks.brk] == [7]
    drawn = re.findall(rb"<(?:xdr:)?row>(\d+)</", part(made, "xl/drawings/drawing1.xml"))
    assert sorted(map(int, drawn)) == [8, 10]  # the picture's and the chart's first rows, from nought
    assert b"$B$2:$B$5" in part(made, "xl/charts/chart1.xml")


@pytest.mark.parametrize("formula", ["=SUM(甲:丙!A3)", "=A3:INDEX(A1:A9,3)"])
def test_a_formula_that_could_not_be_followed_is_refused_rather_than_left_wrong(formula: str) -> None:
    content = plain(("A1", "{{天数}}"), ("C4", formula), name="月报")

    with pytest.raises(WorkbookWrong, match=r"“月报”C4：公式里的“.*”.*不能跟着插入的行移动"):
        filled(content, known(2))
    assert rows(filled(content, known(1)).content)[3][2] == formula


def test_what_was_filled_is_told_cell_by_cell() -> None:
    told = filled(bytes_of(report()), known(2)).cells

    assert (told[0].sheet, told[0].cell, told[0].asked, told[0].said) == (
        "月报", "A1", "机关名称", "云岭县司法局集中抄告表",
    )  # fmt: skip
    assert [(one.cell, one.said) for one in told if one.asked == "决定日期"] == [
        ("C5", "2026年8月1日"), ("C6", "2026年8月2日"),
    ]  # fmt: skip


# Faults


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("{{按号}}", "没有“按号”这项事实，请核对名称"),
        ("{{机关}}", "没有“机关”这项事实，是不是 机关名称"),
        ("{{案号}}", "“案号”不止一项，请写明是 case.number、列入的案件.案号 中的哪一项"),
        ("{{列入的案件}}", "“列入的案件”是一组内容，请写明是其中哪一项，如列入的案件.案号"),
        ("{{机关名称、}}", "“机关名称”只有一项，不用写“、”和“：个数”"),
        ("{{机关名称", "“{{”没有成对，标记要写成 {{ 案号 }}"),
        ("{% for 案件 %}", "不用写循环：写了列表里一项的那一行，会按列表自己重复"),
        ("{{序号}}", "“序号”只能写在按列表重复的行里"),
        ("{{}}", "没有“”这项事实，请核对名称"),
    ],
)
def test_a_mark_that_cannot_be_filled_is_named_with_its_sheet_and_cell(written: str, why: str) -> None:
    assert faults(plain(("B2", written))) == [("“表”B2", why)]


def test_a_mark_inside_a_merged_area_is_named_with_the_area() -> None:
    content = rewritten(
        plain(("A1", "头"), ("B1", "{{机关名称}}")),
        lambda name, part: part.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>'
        ),
    )

    assert faults(content) == [("“表”B1", "标记在合并单元格 A1:C2 里面，请写在它左上角的那一格")]


def test_a_row_repeats_for_one_list_and_is_not_merged_downwards() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    sheet.title = "表"
    sheet["A1"], sheet["B1"], sheet["A3"] = "{{天数}}", "{{申请人姓名}}", "{{天数}}"
    sheet.merge_cells("A3:A4")

    assert faults(bytes_of(content)) == [
        ("“表”B1", "同一行里写了两个列表的内容，一行只能按一个列表重复"),
        ("“表”A3", "标记在纵向合并的单元格 A3:A4 里，按列表重复的行不能纵向合并"),
    ]


def test_marks_at_the_foot_of_pages_in_names_and_in_heads_of_tables_are_named() -> None:
    content = Workbook()
    sheet = content.active
    assert sheet is not None
    sheet.title = "{{案号}}"
    sheet.oddFooter.center.text = "{{机关名称}}"
    sheet["A1"], sheet["A2"] = "{{机关名称}}", "甲"
    sheet.add_table(Table(displayName="表1", ref="A1:A2"))

    assert [why for _, why in faults(bytes_of(content))] == [
        "工作表的名称里不能写标记", "页眉页脚里不能写标记，请写在格里", "表格的标题行里不能写标记",
    ]  # fmt: skip


def test_a_workbook_without_any_mark_is_said_to_have_none() -> None:
    assert faults(plain(("A1", "案号"))) == [("“表”", "没有找到标记，请在要填的格里写 {{ 案号 }} 这样的名称")]


def test_a_workbook_with_a_fault_is_not_filled_and_the_first_one_is_said() -> None:
    with pytest.raises(WorkbookWrong, match="“表”A1：没有“甲”这项事实，请核对名称；另有 1 处。请改好再试。"):
        filled(plain(("A1", "{{甲}}"), ("B1", "{{乙}}")))


# Another program


@pytest.mark.skipif(not calc.present(), reason=calc.ABSENT)
def test_libreoffice_calculates_and_prints_a_filled_report(tmp_path: Path) -> None:
    made = filled(as_excel_saves(bytes_of(report()))).content

    printed = text(calc.converted(made, tmp_path / "pdf", "pdf"))
    table = calc.converted(made, tmp_path / "csv", "csv:Text - txt - csv (StarCalc):44,34,76,1").decode(
        "utf-8"
    )

    lines = [line.split(",") for line in table.splitlines()]
    assert [line[3:6] for line in lines[4:8]] == [
        ["1", "2", "1"],
        ["2", "4", "3"],
        ["3", "6", "6"],
        ["6", "12", "1"],
    ]
    for words in (
        "云岭县司法局集中抄告表",
        "期间：2026年第三季度（共3件）",
        "云府复〔2026〕3号",
        "2026/08/03",
        "系数",
    ):
        assert words in printed


@pytest.mark.skipif(not calc.present(), reason=calc.ABSENT)
def test_a_workbook_that_another_program_has_saved_is_filled_all_the_same(tmp_path: Path) -> None:
    theirs = calc.converted(bytes_of(report()), tmp_path / "office", "xlsx")

    made = filled(theirs).content

    assert b"sharedStrings" in part(theirs, "[Content_Types].xml")
    assert rows(made) == rows(filled(bytes_of(report())).content)
    sheet = book(made)["月报"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:F1", "A8:C8"}
    assert (sheet.print_area, sheet["A8"].comment.text) == ("'月报'!$A$1:$F$11", "核对")
    assert re.search(rb"<x:Row>7</x:Row>", part(made, "xl/drawings/vmlDrawing1.vml"))
    with ZipFile(BytesIO(made)) as parts:
        assert [name for name in parts.namelist() if b"{{" in parts.read(name)] == []
