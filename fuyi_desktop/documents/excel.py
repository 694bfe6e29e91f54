"""Excel — every .xlsx the program makes: a ruled table with title, head, totals and notes, ready to print."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fuyi_desktop.documents.blocks import Align

Value = str | bool | int | float | Decimal | date | datetime | None

FACE, LABEL_FACE = "SimSun", "SimHei"
SIZE, TITLE_SIZE = 11.0, 16.0
PAPER_A4 = 9
ROOM = 2  # of a column, beside what stands in it
LEAST, WIDEST = 6, 48  # characters of a column
TALLEST = 409.0  # points that a row of Excel can be high
LONGEST = 32_767  # characters that a cell of Excel can hold
EXACT = 10**15  # whole numbers from here on lose digits in Excel
EPOCH = (1980, 1, 1, 0, 0, 0)  # what an entry of a zip archive has where it has no date
FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year: earlier days would be one off
DAY, MOMENT, CHINESE_DAY = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", 'yyyy"年"m"月"d"日"'
TEXT = "@"

REPLACED = "�"
UNHOLDABLE = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 has no place for these
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
NUMBER_LIKE = re.compile(r"[\d\s()（）+\-.,，/:%eExX]*\d[\d\s()（）+\-.,，/:%eExX]*")
UNNAMEABLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = 31  # characters of a sheet's name

BORDER = "999999"
SHADE = "EEEEEE"


@dataclass(frozen=True, kw_only=True)
class Box:
    """One cell, `wide` columns and `high` rows; labels are set apart, bare ones have no rules around."""

    value: Value = None
    wide: int = 1
    high: int = 1
    align: Align = Align.LEFT
    label: bool = False
    shaded: bool = False
    bare: bool = False
    size: float = SIZE
    day: str = DAY  # how a date is shown


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: boxes from left to right; its height in points, 0 for as high as its text asks for."""

    boxes: tuple[Box, ...]
    height: float = 0.0
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet: lines over columns so many characters wide; lines `head` (from 1) repeat on every page."""

    name: str
    lines: tuple[Line, ...]
    widths: tuple[float, ...]
    head: tuple[int, int] | None = None
    landscape: bool = True
    keep_head: bool = False  # in view, whatever is scrolled
    foot: str = ""  # at the foot of every page, before its number


@dataclass
class _Told:
    """What could not be written as it was said."""

    unholdable: int = 0
    cut: int = 0

    @property
    def notes(self) -> list[str]:
        found = []
        if self.unholdable:
            found.append(f"有 {self.unholdable} 格含有 Excel 不能保存的控制字符，已用“{REPLACED}”代替。")
        if self.cut:
            found.append(f"有 {self.cut} 格超过 Excel 一格能放的 {LONGEST} 个字，后面的没有写出。")
        return found


def ruled(
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    title: str = "",
    totals: Sequence[Value] = (),
    notes: Sequence[str] = (),
    landscape: bool = True,
) -> bytes:
    """An .xlsx of one ruled table: title, head, rows, totals, notes below; equal rows give equal bytes."""
    body = [list(row) for row in rows]
    across = len(heads)
    top = [
        Line(
            boxes=(Box(value=title, wide=across, label=True, bare=True, size=TITLE_SIZE, align=Align.CENTER),)
        )
    ]
    head = Line(boxes=tuple(Box(value=text, label=True, shaded=True, align=Align.CENTER) for text in heads))
    lines = [*(top if title else ()), head]
    lines += [Line(boxes=tuple(Box(value=value, align=_side(value)) for value in row)) for row in body]
    if totals:
        lines.append(Line(boxes=tuple(Box(value=value, label=True, align=_side(value)) for value in totals)))
    lines += [Line(boxes=(Box(value=note, wide=across, bare=True),)) for note in notes]
    at = 2 if title else 1
    return render(
        Table(
            name=name, lines=tuple(lines), widths=_widths([heads, *body, totals]), head=(at, at),
            landscape=landscape, keep_head=True, foot=title or name,
        )
    )  # fmt: skip


def render(table: Table) -> bytes:
    """The .xlsx of a table; the same table gives the same bytes, on whatever day.

    Text stays text, whatever it begins with; what Excel cannot hold is replaced, and a note below says so.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    book = Workbook()
    book.properties.creator = ""
    sheet = book.active
    assert sheet is not None
    sheet.title = UNNAMEABLE.sub("_", table.name).strip("'")[:NAME] or "表"
    looks, told = _Looks(), _Told()
    taken: set[tuple[int, int]] = set()
    across = len(table.widths)
    for at, line in enumerate(table.lines, 1):
        _write(sheet, at, line, across, taken, looks, told)
        if line.height:
            sheet.row_dimensions[at].height = min(line.height, TALLEST)
        if line.new_page and at > 1:
            sheet.row_breaks.append(Break(id=at - 1))
    for at, note in enumerate(told.notes, len(table.lines) + 1):
        _write(sheet, at, Line(boxes=(Box(value=note, wide=across, bare=True),)), across, taken, looks, told)
    for column, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    if table.head is not None:
        first, last = table.head
        sheet.print_title_rows = f"{first}:{last}"
        if table.keep_head:
            sheet.freeze_panes = sheet.cell(last + 1, 1)
    _set_up_page(sheet, table)
    made = BytesIO()
    book.save(made)
    return steady(made.getvalue())


def steady(made: bytes) -> bytes:
    """The same parts in the same order, without the time of writing."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb">\d{4}-\d\d-\d\dT[\d:.]+Z?<", b">1980-01-01T00:00:00Z<", part)
            new.writestr(entry(name), part)
    return out.getvalue()


def entry(name: str) -> ZipInfo:
    """An entry of a zip archive without a moment."""
    found = ZipInfo(name, EPOCH)
    found.compress_type = ZIP_DEFLATED
    found.external_attr = 0o644 << 16
    return found


def holdable(text: str) -> bool:
    """Whether Excel can keep the text in a cell as it is."""
    return UNHOLDABLE.search(text) is None and len(text) <= LONGEST


def number_like(text: str) -> bool:
    """Whether a program would take the text for a number or a date, were it typed."""
    return NUMBER_LIKE.fullmatch(text) is not None


def _write(
    sheet: Any, at: int, line: Line, across: int, taken: set[tuple[int, int]], looks: "_Looks", told: _Told
) -> None:
    column = 1
    for box in line.boxes:
        while (at, column) in taken:
            column += 1
        end, bottom = min(column + box.wide, across + 1) - 1, at + box.high - 1
        for row in range(at, bottom + 1):
            for one in range(column, end + 1):
                looks.put(sheet.cell(row, one), box)
        if (end, bottom) != (column, at):
            sheet.merge_cells(start_row=at, start_column=column, end_row=bottom, end_column=end)
            taken.update((row, one) for row in range(at + 1, bottom + 1) for one in range(column, end + 1))
        _put(sheet.cell(at, column), box, told)
        column = end + 1


def _put(cell: Any, box: Box, told: _Told) -> None:
    """The value as what it is; a text that looks like a number or a formula is kept from becoming one."""
    value = _as_held(box.value)
    match value:
        case None | "":
            return
        case str():
            cell.value = _text(value, told)
            cell.data_type = "s"
            if number_like(value):
                cell.number_format = TEXT
            if value[0] in "=+-@":
                cell.quotePrefix = True
        case datetime():
            cell.value, cell.number_format = value, MOMENT
        case date():
            cell.value, cell.number_format = value, box.day
        case _:
            cell.value = value


def _as_held(value: Value) -> Value:
    """What Excel can hold of a value without changing it; else the value as text."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() if abs(value) >= EXACT:
            return str(value)
        case Decimal() if abs(value) >= EXACT:
            return f"{value:f}"
        case float() if value != value or abs(value) == float("inf"):
            return str(value)
        case datetime():
            plain = value.replace(tzinfo=None, microsecond=0)
            return plain if plain.date() >= FIRST_DAY else plain.isoformat(sep=" ")
        case date():
            return value if value >= FIRST_DAY else value.isoformat()
    return value


def _text(value: str, told: _Told) -> str:
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    clean = UNHOLDABLE.sub(REPLACED, plain)
    told.unholdable += clean != plain
    told.cut += len(clean) > LONGEST
    return ESCAPE.sub("_x005F_", clean[:LONGEST])


def _side(value: Value) -> Align:
    return (
        Align.RIGHT
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        else Align.LEFT
    )


def _widths(rows: Iterable[Sequence[Value]]) -> tuple[float, ...]:
    widest: list[int] = []
    for row in rows:
        for column, value in enumerate(row):
            if column == len(widest):
                widest.append(0)
            widest[column] = max(widest[column], width(value))
    return tuple(float(min(WIDEST, max(LEAST, one + ROOM))) for one in widest)


def width(value: Value) -> int:
    """How many characters wide, a Han character counted as two."""
    if value is None:
        return 0
    text = value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)
    return max((sum(2 if ord(one) > 0x2E7F else 1 for one in line) for line in text.split("\n")), default=0)


def _set_up_page(sheet: Any, table: Table) -> None:
    """A4, as wide as the table, numbered at the foot."""
    sheet.page_setup.orientation = "landscape" if table.landscape else "portrait"
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.oddFooter.left.text = UNHOLDABLE.sub("", table.foot).replace("&", "&&")[:80] or None
    sheet.oddFooter.right.text = "第 &P 页，共 &N 页"


@dataclass
class _Looks:
    """Fonts, rules and places of text, each made once."""

    made: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def put(self, cell: Any, box: Box) -> None:
        key = (box.label, box.size, box.align, box.bare, box.shaded)
        if key not in self.made:
            self.made[key] = self._make(box)
        cell.font, cell.alignment, cell.border, fill = self.made[key]
        if fill is not None:
            cell.fill = fill

    def _make(self, box: Box) -> tuple[Any, ...]:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        side = None if box.bare else Side(style="thin", color=BORDER)
        face = LABEL_FACE if box.label else FACE
        font = Font(name=face, size=box.size, bold=box.label and box.size >= TITLE_SIZE)
        place = Alignment(horizontal=box.align.value, vertical="center", wrap_text=True)
        frame = Border(left=side, right=side, top=side, bottom=side)
        return font, place, frame, PatternFill("solid", fgColor=SHADE) if box.shaded else None
