"""The office's own workbook: its marks found, its faults named, and filled cell by cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.documents.excel import Value
from fuyi_desktop.documents.workbook_cells import (
    ADDRESS,
    Looks,
    column_of,
    holder_of,
    letters_of,
    put,
    put_within,
    text_of,
    texts_of,
)
from fuyi_desktop.documents.workbook_file import Package, Sheet, opened, tag
from fuyi_desktop.documents.workbook_lines import lengthen
from fuyi_desktop.documents.workbook_marks import (
    BEGUN,
    MARK,
    MOST_MARKS,
    Mark,
    Names,
    WrongMark,
    entries,
    in_words,
    marks_in,
    told,
)
from fuyi_desktop.documents.workbook_rows import LAST_ROW, Shift, Unmovable
from fuyi_desktop.domain.errors import BadFact

MOST_ENTRIES, MOST_WRITTEN = 20_000, 300_000  # rows put in, and cells filled
AREA = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
FAULTS = 50  # named at most


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, at a cell of a sheet."""

    sheet: str
    cell: str
    why: str

    @property
    def place(self) -> str:
        return f"“{self.sheet}”{self.cell}"


@dataclass(frozen=True)
class Marked:
    """A cell with marks, and what they ask for; `words` where other text stands around them."""

    sheet: str
    cell: str
    row: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def words(self) -> bool:
        return len(self.marks) != 1 or MARK.sub("", self.text).strip() != ""

    @property
    def many(self) -> str:
        """The list that repeats the row of this cell."""
        return next((mark.many for mark in self.marks if mark.repeats), "")


@dataclass(frozen=True)
class Looked:
    """What was found in a workbook; one with faults cannot be filled."""

    marked: tuple[Marked, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Put:
    """A cell as it was filled: where it lies now, what it asked for, how it reads."""

    sheet: str
    cell: str
    asked: str
    said: str


@dataclass(frozen=True)
class Filled:
    """A filled workbook, and every cell that was filled."""

    content: bytes
    cells: tuple[Put, ...]


def look(content: bytes, name: str, names: Names) -> Looked:
    """The marks of a workbook and what is wrong with them; WorkbookWrong where it cannot be opened."""
    package = opened(content, name)
    looking = _Looking(package, names)
    for sheet in package.sheets:
        looking.at(sheet)
    if not looking.marked and not looking.faults:
        first = package.sheets[0].name
        looking.faults.append(Fault(first, "", "没有找到标记，请在要填的格里写 {{ 案号 }} 这样的名称"))
    return Looked(tuple(looking.marked), tuple(looking.faults[:FAULTS]))


def fill(content: bytes, name: str, names: Names, known: Mapping[str, Any]) -> Filled:
    """The workbook with the facts in place of its marks: all else as it was, rows put in for lists.

    WorkbookWrong where it has a fault; BadFact where a fact has no place in a cell. Equal facts, equal bytes.
    """
    package = opened(content, name)
    looking = _Looking(package, names)
    for sheet in package.sheets:
        looking.at(sheet)
    if looking.faults:
        raise package.wrong(said(tuple(looking.faults)))
    filling = _Filling(package, known, looking.marked)
    filling.fill()
    return Filled(package.content(), tuple(filling.cells))


def said(faults: tuple[Fault, ...]) -> str:
    """The first fault in a sentence, and how many there are beside."""
    more = f"；另有 {len(faults) - 1} 处" if len(faults) > 1 else ""
    return f"{faults[0].place}：{faults[0].why}{more}。请改好再试。"


class _Looking:
    def __init__(self, package: Package, names: Names) -> None:
        self.package, self.names = package, names
        self.strings = package.strings()
        self.marked: list[Marked] = []
        self.faults: list[Fault] = []

    def at(self, sheet: Sheet) -> None:
        covered, high = self._merged(sheet)
        before = 0
        for row in sheet.rows():
            at = self._row(sheet, row, before)
            before = at
            here: list[Marked] = []
            for cell in self._cells(sheet, row, at):
                text = text_of(cell, self.strings)
                if BEGUN.search(text) and (found := self._marked(sheet, cell.get("r"), at, text, covered)):
                    here.append(found)
            self._repeats(sheet, here, high, row)
            self.marked += here
        if len(self.marked) > MOST_MARKS:
            raise self.package.wrong(f"标记多于 {MOST_MARKS:,} 个。请精简后再试。")
        self._around(sheet)

    def _row(self, sheet: Sheet, row: Any, before: int) -> int:
        """The number of a row; one that names none comes after the one before."""
        said = row.get("r", str(before + 1))
        at = int(said) if said.isascii() and said.isdecimal() else 0
        if not before < at <= LAST_ROW:
            raise self.package.wrong(f"工作表“{sheet.name}”的行号乱了，文件已损坏。请在 Excel 里另存后再试。")
        row.set("r", str(at))
        return at

    def _cells(self, sheet: Sheet, row: Any, at: int) -> Iterator[Any]:
        before = 0
        for cell in row.findall(tag("c")):
            found = ADDRESS.fullmatch(cell.get("r", ""))
            column = column_of(found[1]) if found and int(found[2]) == at else 0
            if cell.get("r") is None:
                column = before + 1
                cell.set("r", f"{letters_of(column)}{at}")
            if column <= before:
                raise self.package.wrong(
                    f"工作表“{sheet.name}”第 {at} 行的格乱了，文件已损坏。请在 Excel 里另存后再试。"
                )
            before = column
            yield cell

    def _marked(self, sheet: Sheet, cell: str, row: int, text: str, covered: "_Covered") -> Marked | None:
        try:
            if area := covered.of(cell):
                raise WrongMark(f"标记在合并单元格 {area} 里面，请写在它左上角的那一格")
            marks = tuple(self.names.mark(one) for one in marks_in(text))
            return Marked(sheet.name, cell, row, text, marks)
        except WrongMark as wrong:
            self.faults.append(Fault(sheet.name, cell, str(wrong)))
            return None

    def _repeats(self, sheet: Sheet, here: list[Marked], high: dict[str, str], row: Any) -> None:
        """That a row repeats for one list only, and can."""
        lists = dict.fromkeys(mark.many for one in here for mark in one.marks if mark.repeats)
        for one in here:
            if any(mark.numbers for mark in one.marks) and not lists:
                self.faults.append(Fault(sheet.name, one.cell, "“序号”只能写在按列表重复的行里"))
            if one.many and one.many != next(iter(lists)):
                self.faults.append(
                    Fault(sheet.name, one.cell, "同一行里写了两个列表的内容，一行只能按一个列表重复")
                )
            if lists and one.cell in high:
                why = f"标记在纵向合并的单元格 {high[one.cell]} 里，按列表重复的行不能纵向合并"
                self.faults.append(Fault(sheet.name, one.cell, why))
        if lists and any(one.get("t") in ("array", "dataTable") for one in row.iter(tag("f"))):
            cell = here[0].cell
            self.faults.append(Fault(sheet.name, cell, "按列表重复的行里有数组公式，请改成普通公式"))

    def _merged(self, sheet: Sheet) -> tuple["_Covered", dict[str, str]]:
        """Which cells lie within merged areas, and which areas are several rows high."""
        areas = [found for ref in sheet.merged() if (found := AREA.fullmatch(ref))]
        high = {f"{one[1]}{one[2]}": one[0] for one in areas if one[2] != one[4]}
        return _Covered(areas), high

    def _around(self, sheet: Sheet) -> None:
        """That no mark stands where nothing is filled: at the head or foot of pages, in the sheet's name."""
        if MARK.search(sheet.name):
            self.faults.append(Fault(sheet.name, "", "工作表的名称里不能写标记"))
        for one in sheet.root.iterfind(f"{tag('headerFooter')}/*"):
            if MARK.search(one.text or ""):
                self.faults.append(Fault(sheet.name, "", "页眉页脚里不能写标记，请写在格里"))
        for path in self.package.related(sheet.path, "table"):
            found = AREA.fullmatch(self.package.tree(path).get("ref", ""))
            if found and self.package.tree(path).get("headerRowCount", "1") != "0":
                for one in self.marked:
                    if one.sheet == sheet.name and one.row == int(found[2]) and _between(one.cell, found):
                        self.faults.append(Fault(sheet.name, one.cell, "表格的标题行里不能写标记"))


def _between(cell: str, area: re.Match[str]) -> bool:
    found = ADDRESS.fullmatch(cell)
    return found is not None and column_of(area[1]) <= column_of(found[1]) <= column_of(area[3])


class _Covered:
    """Merged areas by their rows, so that a cell finds its own without looking at all."""

    def __init__(self, areas: list[re.Match[str]]) -> None:
        self.by_row: dict[int, list[re.Match[str]]] = {}
        self.long = [one for one in areas if int(one[4]) - int(one[2]) > 200]
        for one in areas:
            if int(one[4]) - int(one[2]) <= 200:
                for row in range(int(one[2]), int(one[4]) + 1):
                    self.by_row.setdefault(row, []).append(one)

    def of(self, cell: str) -> str:
        """The merged area that covers a cell, unless the cell is its first."""
        found = ADDRESS.fullmatch(cell)
        assert found is not None
        row = int(found[2])
        for area in (*self.by_row.get(row, ()), *self.long):
            inside = int(area[2]) <= row <= int(area[4]) and _between(cell, area)
            if inside and f"{area[1]}{area[2]}" != cell:
                return str(area[0])
        return ""


@dataclass
class _Filling:
    package: Package
    known: Mapping[str, Any]
    marked: list[Marked]
    cells: list[Put] = field(default_factory=list)
    merged: set[tuple[str, str]] = field(default_factory=set)  # first cells: they do not grow with their text

    def fill(self) -> None:
        strings, looks = self.package.strings(), Looks(self.package)
        lists = self._lists()
        shifts = {
            sheet.name.lower(): Shift(
                {
                    row: len(found) - 1
                    for (name, row), found in lists.items()
                    if name == sheet.name and len(found) > 1
                }
            )
            for sheet in self.package.sheets
        }
        added = sum(shift.total for shift in shifts.values())
        written = sum(max(1, len(lists.get((one.sheet, one.row), ()))) for one in self.marked)
        if added > MOST_ENTRIES or written > MOST_WRITTEN:
            why = f"要填的列表有 {added:,} 行、{written:,} 格，最多 {MOST_ENTRIES:,} 行、{MOST_WRITTEN:,} 格"
            raise self.package.wrong(f"{why}。请缩短期间，分几次填。")
        try:
            lengthen(self.package, shifts)
        except Unmovable as wrong:
            raise self.package.wrong(f"{wrong}。请改好再试。") from wrong
        by_sheet: dict[str, dict[tuple[int, str], Any]] = {}
        for sheet in self.package.sheets:
            wanted = {one.row for one in self.marked if one.sheet == sheet.name}
            self.merged |= {(sheet.name, ref.partition(":")[0]) for ref in sheet.merged()}
            by_sheet[sheet.name] = _index(sheet, shifts[sheet.name.lower()], wanted)
        used: list[Any] = []
        for one in self.marked:
            shift = shifts[one.sheet.lower()]
            found = lists.get((one.sheet, one.row))
            repeated = found or [None]
            column = ADDRESS.fullmatch(one.cell)
            assert column is not None
            for at, entry in enumerate(repeated):
                row = shift.start(one.row) + at
                cell = by_sheet[one.sheet][row, column[1]]
                used.append(holder_of(cell, strings))
                empty = found is not None and not found
                self._put(cell, one, holder_of(cell, strings), looks, entry, 0 if empty else at + 1)
        for holder in used:
            if holder is not None and holder.tag == tag("si"):
                for piece in texts_of(holder):  # no cell names it any more
                    piece.text = ""

    def _lists(self) -> dict[tuple[str, int], list[Any]]:
        """The entries for each row that repeats; an empty list leaves its row empty."""
        found: dict[tuple[str, int], list[Any]] = {}
        for one in self.marked:
            for mark in one.marks:
                if mark.repeats:
                    found[one.sheet, one.row] = entries(mark, self.known)
        return found

    def _put(self, cell: Any, one: Marked, holder: Any, looks: Looks, entry: Any, number: int) -> None:
        values: list[Value] = [told(mark, self.known, entry, number) for mark in one.marks]
        try:
            if one.words:
                reads = put_within(cell, holder, [in_words(value) for value in values], looks)
            else:
                reads = put(cell, values[0], looks)
        except BadFact as wrong:
            why = str(wrong.facts["why"])
            raise BadFact(label=f"“{one.sheet}”{cell.get('r')}（{one.text.strip()}）", why=why) from wrong
        row = cell.getparent()
        alone = (one.sheet, cell.get("r")) not in self.merged
        if alone and looks.wraps(cell.get("s", "0")) and row.get("customHeight") not in ("1", "true"):
            row.attrib.pop("ht", None)  # as high as its text asks for, once it is opened
        asked = "、".join(mark.said for mark in one.marks)
        self.cells.append(Put(one.sheet, cell.get("r"), asked, reads))


def _index(sheet: Sheet, shift: Shift, wanted: set[int]) -> dict[tuple[int, str], Any]:
    """The cells of the rows that are filled, by row and column."""
    rows = {row for one in wanted for row in range(shift.start(one), shift.end(one) + 1)}
    found: dict[tuple[int, str], Any] = {}
    for row in sheet.rows():
        if int(row.get("r")) not in rows:
            continue
        for cell in row.findall(tag("c")):
            address = ADDRESS.fullmatch(cell.get("r"))
            assert address is not None
            found[int(address[2]), address[1]] = cell
    return found
