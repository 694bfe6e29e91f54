"""Workbooks as offices have them: a report with a repeated row, totals and rules; saved as Excel saves."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from fuyi_desktop.documents.facts import Fact, FactKind
from fuyi_desktop.documents.workbook_marks import Names

FACTS = (
    Fact(name="organ.name", label="机关名称"),
    Fact(name="case.number", label="案号"),
    Fact(name="step.period", label="抄告的期间，如2026年第三季度"),
    Fact(name="step.phone", label="联系电话"),
    Fact(name="step.due", label="办结期限", kind=FactKind.DUE),
    Fact(name="step.cases[]", label="列入的案件"),
    Fact(name="step.cases[].number", label="案号"),
    Fact(name="step.cases[].act", label="行政行为"),
    Fact(name="step.cases[].days", label="天数", kind=FactKind.NUMBER),
    Fact(name="step.cases[].decided_on", label="决定日期", kind=FactKind.DATE),
    Fact(name="applicants[]", label="申请人"),
    Fact(name="applicants[].name", label="申请人姓名"),
    Fact(name="step.problems[]", label="主要问题"),
)
NAMES = Names.of(FACTS)
STRING = re.compile(rb'<c ([^>]*?)t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def known(count: int = 3, **more: Any) -> dict[str, Any]:
    cases = [
        {"number": f"云府复〔2026〕{at}号", "act": "行政处罚", "days": at, "decided_on": f"2026-08-{at:02}"}
        for at in range(1, count + 1)
    ]
    return {
        "organ": {"name": "云岭县司法局"}, "case": {"number": "云府复〔2026〕9号"},
        "step": {"period": "2026年第三季度", "cases": cases, "phone": "0999-2021001"} | more,
        "applicants": [{"name": "欧阳慧敏"}, {"name": "陈国栋"}],
    }  # fmt: skip


def bytes_of(book: Workbook) -> bytes:
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def plain(*cells: tuple[str, Any], name: str = "表") -> bytes:
    """A workbook with these cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for address, value in cells:
        sheet[address] = value
    return bytes_of(book)


def report() -> Workbook:
    """The superior's form: title merged, a row to repeat, totals, a factor below, a sheet that sums up."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "月报"
    sheet["A1"] = "{{ 机关名称 }}集中抄告表"
    sheet["A1"].font = Font(name="SimHei", size=18)
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "期间：{{抄告的期间}}（共{{列入的案件：个数}}件）"
    for column, head in enumerate(("序号", "案号", "决定日期", "天数", "折算", "累计"), 1):
        sheet.cell(4, column, head)
    cells = ("{{序号}}", "{{列入的案件.案号}}", "{{决定日期}}", "{{天数}}", "=D5*$D$9", "=SUM($D$5:D5)")
    for column, value in enumerate(cells, 1):
        sheet.cell(5, column, value)
    sheet["C5"].number_format = "yyyy/mm/dd"
    sheet["A6"] = "合计"
    sheet.merge_cells("A6:C6")
    sheet["D6"], sheet["E6"], sheet["F6"] = "=SUM(D5:D5)", "=SUM(E5)", "=D5"
    sheet["A9"], sheet["D9"] = "系数", 2
    sheet.row_dimensions[5].height = 30
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 24, 14
    sheet.print_area = "A1:F9"
    sheet.print_title_rows = "4:4"
    choices = DataValidation(type="list", formula1='"是,否"')
    choices.add("G5:G6")
    sheet.add_data_validation(choices)
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("D5:D6", CellIsRule(operator="greaterThan", formula=["$D$9"], fill=red))
    sheet["A6"].comment = Comment("核对", "何静")
    sheet["A9"].hyperlink = "#月报!D9"
    beside = book.create_sheet("汇总 表")
    beside["A1"], beside["A2"], beside["A3"] = "=月报!D6", "=SUM(月报!D5:D6)", "='月报'!D9*2"
    return book


def as_excel_saves(content: bytes) -> bytes:
    """The same with its texts in one shared list, which is how Excel keeps them."""
    found: dict[bytes, int] = {}

    def shared(match: re.Match[bytes]) -> bytes:
        at = found.setdefault(match[3], len(found))
        return b'<c %st="s"%s><v>%d</v></c>' % (match[1], match[2], at)

    def changed(name: str, part: bytes) -> bytes:
        if name.startswith("xl/worksheets/sheet"):
            return STRING.sub(shared, part)
        if name == "[Content_Types].xml":
            told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
            return part.replace(b"</Types>", told.encode())
        if name == "xl/_rels/workbook.xml.rels":
            told = f'<Relationship Id="rIdS" Type="{RELATION}" Target="sharedStrings.xml"/></Relationships>'
            return part.replace(b"</Relationships>", told.encode())
        return part

    changed_parts = rewritten(content, changed)
    items = b"".join(b"<si>%s</si>" % one for one in found)
    return rewritten(changed_parts, add={"xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (MAIN, items)})


def rewritten(
    content: bytes,
    change: Callable[[str, bytes], bytes] | None = None,
    *,
    add: dict[str, bytes] | None = None,
) -> bytes:
    """The same package with parts changed or added."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)) if change else old.read(name))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as parts:
        return parts.read(name)


def book(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def rows(content: bytes, sheet: str = "月报") -> list[list[Any]]:
    """The values of a sheet, row by row, up to the last column that holds one."""
    return [[cell.value for cell in row] for row in book(content)[sheet].iter_rows()]
