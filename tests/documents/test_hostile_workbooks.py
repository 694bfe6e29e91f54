"""Workbooks that nobody should open: each ends with a sentence, soon, and in little memory."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from fuyi_desktop.documents.workbook import fill, look
from fuyi_desktop.documents.workbook_file import LARGEST_FILE
from fuyi_desktop.domain.errors import WorkbookWrong
from tests.documents.own_workbooks import NAMES, bytes_of, known, plain, rewritten

SOUND = plain(("A1", "{{case.number}}"), name="月报")
SHEET = "xl/worksheets/sheet1.xml"
MEMORY = 700 * 1024 * 1024  # bytes a process of its own may take, the program's modules included
PATIENCE = 60  # seconds


def why(content: bytes) -> str:
    with pytest.raises(WorkbookWrong) as refused:
        fill(content, "月报.xlsx", NAMES, known())
    return str(refused.value)


def in_sheet(old: bytes, new: bytes, content: bytes = SOUND) -> bytes:
    return rewritten(content, lambda name, part: part.replace(old, new) if name == SHEET else part)


def coded(coding: str) -> bytes:
    """The same with its sheet in another coding."""

    def told(name: str, part: bytes) -> bytes:
        head = f"<?xml version='1.0' encoding='{coding}'?>"
        return (head + part.decode("utf-8")).encode(coding, "replace") if name == SHEET else part

    return rewritten(SOUND, told)


def typed(kind: str) -> bytes:
    """The same with another type of its main part."""
    ordinary = b"spreadsheetml.sheet.main+xml"
    return rewritten(
        SOUND, lambda name, part: part.replace(ordinary, kind.encode()) if name.startswith("[") else part
    )


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an .xls": (lambda: OLD, "旧格式，请在 Excel 或者 WPS 里打开，另存为 .xlsx"),
    "a locked one": (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "设了打开密码，请去掉密码"),
    "text": (lambda: "案号,日期\n".encode(), "不是 Excel 工作簿，或者文件已损坏"),
    "nothing": (lambda: b"", "不是 Excel 工作簿，或者文件已损坏"),
    "half a file": (lambda: SOUND[: len(SOUND) // 2], "不是 Excel 工作簿，或者文件已损坏"),
    "a zip of something else": (lambda: zipped({"readme.txt": b"x"}), "不是 Excel 工作簿"),
    "a macro workbook": (lambda: typed("spreadsheetml.sheet.macroEnabled.main+xml"), "里面有宏"),
    "macros in an .xlsx": (lambda: rewritten(SOUND, add={"xl/vbaProject.bin": b"x"}), "里面有宏"),
    "a template file": (lambda: typed("spreadsheetml.template.main+xml"), "模板文件（.xltx）"),
    "links to other files": (
        lambda: rewritten(SOUND, add={"xl/externalLinks/externalLink1.xml": b"<x/>"}), "引用了别的文件",
    ),
    "a data connection": (lambda: rewritten(SOUND, add={"xl/connections.xml": b"<x/>"}), "连着外部数据"),
    "embedded files": (lambda: rewritten(SOUND, add={"xl/embeddings/a.bin": b"x"}), "嵌着别的文件"),
    "a pivot table": (
        lambda: rewritten(SOUND, add={"xl/pivotTables/pivotTable1.xml": b"<x/>"}), "有数据透视表",
    ),
    "too large a file": (lambda: bytes(LARGEST_FILE + 1), "最多 8 MB"),
    "a thousand parts": (
        lambda: rewritten(SOUND, add={f"xl/media/{at}.png": b"" for at in range(1001)}), "部件太多",
    ),
    "a rare compression": (lambda: zipped({"[Content_Types].xml": b"<x/>"}, ZIP_BZIP2), "少见的压缩方法"),
    "a zip bomb": (lambda: rewritten(SOUND, add={"xl/media/a.bin": bytes(70_000_000)}), "展开以后超过 64 MB"),
    "one part of 30 MB": (
        lambda: in_sheet(b"</worksheet>", b" " * 30_000_000 + b"</worksheet>"), "最多 24 MB",
    ),
    "every row of a sheet, formatted": (
        lambda: in_sheet(b"</sheetData>", b'<row s="1"/>' * 1_048_576 + b"</sheetData>"),
        "有 1,048,577 行，最多 20,000。多半是整列设了格式的空行",
    ),
    "a million merged cells": (
        lambda: in_sheet(b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="B1:C1"/>' * 50_000),
        "有 50,000 处合并单元格",
    ),
    "entities": (
        lambda: in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'),
        "带有文档类型定义",
    ),
    "another coding": (lambda: coded("utf-16"), "少见的编码"),
    "a coding that nobody uses": (lambda: coded("cp037"), "少见的编码"),
    "four million empty texts": (
        lambda: rewritten(SOUND, lambda name, part: b"<a>" + b"<b/>" * 4_000_000 + b"</a>"
                          if name == "xl/styles.xml" else part),
        "太复杂",
    ),
    "a signature": (lambda: rewritten(SOUND, add={"_xmlsignatures/sig1.xml": b"<x/>"}), "带有数字签名"),
    "no xml": (lambda: in_sheet(b"</sheetData>", b"<"), "文件已损坏"),
    "rows out of order": (lambda: in_sheet(b"</sheetData>", b'<row r="1"/></sheetData>'), "行号乱了"),
    "a row that is no number": (lambda: in_sheet(b'<row r="1"', b'<row r="x"'), "行号乱了"),
    "a cell of another row": (lambda: in_sheet(b'r="A1"', b'r="A9"'), "第 1 行的格乱了"),
}  # fmt: skip


def zipped(parts: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_workbook_that_cannot_be_taken_says_why_and_what_to_do(kind: str) -> None:
    make, said = REFUSED[kind]

    told = why(make())

    assert said in told
    assert told.startswith("工作簿“月报.xlsx”不能用：")
    assert told.endswith("。")


@pytest.mark.parametrize("seed", range(200))
def test_damage_anywhere_in_a_file_ends_in_a_sentence_or_in_a_workbook(seed: int) -> None:
    parts = bytearray(SOUND)
    at = zlib.crc32(bytes([seed, 7])) % len(parts)
    parts[at] ^= 1 << seed % 8

    try:
        fill(bytes(parts), "月报.xlsx", NAMES, known())
    except WorkbookWrong as refused:
        assert str(refused).endswith("。")


def test_a_list_that_is_too_long_for_a_sheet_is_refused() -> None:
    rows = plain(("A1", "{{天数}}"), name="月报")
    facts = known() | {"step": {"cases": [{"days": 1}] * 20_002}}

    with pytest.raises(WorkbookWrong, match="要填的列表有 20,001 行"):
        fill(rows, "月报.xlsx", NAMES, facts)


def test_a_row_at_the_very_end_of_the_sheet_cannot_be_pushed_over_it() -> None:
    content = plain(("A1", "{{天数}}"), ("A1048576", "底"), name="月报")

    with pytest.raises(WorkbookWrong, match="“月报”最下面的行放不下了"):
        fill(content, "月报.xlsx", NAMES, known(3))


BIG = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from tests.documents.own_workbooks import NAMES, known
from fuyi_desktop.documents.workbook import fill
made = fill(Path(sys.argv[1]).read_bytes(), "big.xlsx", NAMES, known(9))
print(len(made.cells))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="内存上限只在 Linux 上设得住。")
@pytest.mark.parametrize("shape", ["merged", "formulas", "validations"])
def test_the_largest_that_is_taken_is_filled_in_bounded_time_and_memory(shape: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "月报"
    sheet["A1"], sheet["B1"] = "{{列入的案件.案号}}", "=A1"
    for at in range(2, 5002):
        sheet.cell(at, 1, f"第{at}行")
        if shape == "formulas":
            sheet.cell(at, 2, f"=SUM(A1:A{at})+$A$1*B{at - 1}")
        if shape == "validations":
            sheet.conditional_formatting.add(f"C{at}", rule())
    content = bytes_of(book)
    if shape == "merged":
        areas = b"".join(b'<mergeCell ref="B%d:E%d"/>' % (at, at) for at in range(2, 5002))
        content = in_sheet(b"</sheetData>", b"</sheetData><mergeCells>%s</mergeCells>" % areas, content)
    (tmp_path / "big.xlsx").write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-c", BIG, str(tmp_path / "big.xlsx"), str(MEMORY)],
        capture_output=True, text=True, timeout=PATIENCE, cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert (done.stdout.strip(), done.stderr) == ("9", "")


def rule() -> object:
    from openpyxl.formatting.rule import FormulaRule

    return FormulaRule(formula=["$A$2>1"])


def test_looking_at_a_workbook_reads_no_file_that_it_names() -> None:
    content = in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet')

    with pytest.raises(WorkbookWrong, match="文档类型定义"):
        look(content, "月报.xlsx", NAMES)
