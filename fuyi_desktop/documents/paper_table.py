"""A paper as one sheet of Excel: its tables cell by cell, what stands around them in lines across."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from fuyi_desktop.documents.blocks import (
    Addressee,
    Align,
    Appendix,
    Attachments,
    Block,
    Cell,
    Fields,
    Grid,
    GridRow,
    Heading,
    Imprint,
    Letterhead,
    Note,
    Number,
    PageFoot,
    Paragraph,
    Signature,
    Signatures,
    Space,
    Title,
    Writing,
)
from fuyi_desktop.documents.excel import CHINESE_DAY, FIRST_DAY, TALLEST, Box, Line, Table, Value
from fuyi_desktop.documents.facts import Fact, FactKind
from fuyi_desktop.documents.ink import Setter
from fuyi_desktop.documents.ruled import PADDING, cell_size, line_count
from fuyi_desktop.documents.sheets import Sheet
from fuyi_desktop.documents.workbook_marks import every

TABLE = "grid"  # the kind of block that makes a form a table
TOLD = frozenset({
    "letterhead", "title", "number", "addressee", "paragraph", "heading", TABLE, "fields", "attachments",
    "signature", "note", "imprint", "space", "appendix", "writing", "signatures", "page_foot",
})  # fmt: skip
NEAR = 0.012  # of the width: two tables whose columns end so close share the line
WIDTH_UNIT = 7 * 72 / 96  # points of one character of a column's width
LEADING = 1.35  # of a line, to its size
BLANK = "＿" * 8
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
COUNT = re.compile(r"-?(0|[1-9]\d{0,3})")  # short enough not to be anybody's telephone
AMOUNT = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,6})?")


def is_table(kinds: Iterable[str]) -> bool:
    """Whether a paper of such blocks can be told as a sheet: a table, and nothing but lines beside."""
    found = set(kinds)
    return TABLE in found and found <= TOLD


def paper_table(
    blocks: tuple[Block, ...], setter: Setter, *, title: str, numbers: Collection[str] = ()
) -> Table:
    """The sheet of a paper. `numbers` are the texts that the paper's facts know to be numbers."""
    telling = _Telling(setter, _edges(blocks), frozenset(numbers))
    lines: list[Line] = []
    head = None
    for block in blocks:
        if isinstance(block, Grid) and block.head and head is None:
            head = (len(lines) + 1, len(lines) + block.head)
        lines += telling.lines(block)
    if sum(isinstance(block, Grid) for block in blocks) > 1:
        head = None  # what repeats on every page would stand above another table
    widths = tuple((end - start) * setter.sheet.width / WIDTH_UNIT for start, end in pairwise(telling.edges))
    return Table(
        name=title, lines=tuple(lines), widths=widths, head=head, landscape=_is_across(setter.sheet),
        foot=title,
    )  # fmt: skip


def numbers_among(facts: Iterable[Fact], known: Mapping[str, Any]) -> frozenset[str]:
    """What the facts that are declared as numbers say."""
    return frozenset(
        str(value) for fact in facts if fact.kind is FactKind.NUMBER
        for value in every(known, fact.name) if value not in (None, "")
    )  # fmt: skip


def _is_across(sheet: Sheet) -> bool:
    return sheet.paper[0] > sheet.paper[1]


def _edges(blocks: Iterable[Block]) -> tuple[float, ...]:
    """Where columns of any of the tables begin and end, as parts of the line."""
    found = [0.0, 1.0]
    for block in blocks:
        if isinstance(block, Grid):
            found += _ends(block)
    kept: list[float] = []
    for edge in sorted(found):
        if not kept or edge - kept[-1] > NEAR:
            kept.append(edge)
    return (*kept[:-1], 1.0)


def _ends(grid: Grid) -> list[float]:
    whole = sum(grid.widths)
    return [end / whole for end in accumulate(grid.widths)]


@dataclass(frozen=True)
class _Telling:
    """Blocks as lines over the columns that all tables share."""

    setter: Setter
    edges: tuple[float, ...]
    numbers: frozenset[str]

    @property
    def across(self) -> int:
        return len(self.edges) - 1

    def lines(self, block: Block) -> Iterator[Line]:
        sheet = self.setter.sheet
        match block:
            case Letterhead(organ=organ, number=number):
                yield self.line(organ, size=sheet.title, align=Align.CENTER, label=True)
                if number:
                    yield self.line(number, align=Align.RIGHT)
            case Title(text=text):
                for one in text.split("\n"):
                    yield self.line(one, size=sheet.title, align=Align.CENTER, label=True)
            case Number(text=text):
                yield self.line(text, align=Align.RIGHT)
            case Addressee(text=text):
                yield self.line(text.rstrip("：:") + "：")
            case Paragraph(text=text, lead=lead, indent=indent, small=small):
                yield self.line("　" * indent + lead + text, size=sheet.small if small else sheet.size)
            case Heading(text=text):
                yield self.line("　　" + text, label=True)
            case Grid():
                yield from (self.row(row, at, block) for at, row in enumerate(block.rows))
            case Fields(labels=labels, columns=columns):
                for at in range(0, len(labels), columns):
                    yield self.line("　".join(label + BLANK for label in labels[at : at + columns]))
            case Attachments(names=names):
                for at, name in enumerate(names, 1):
                    head = "附件：" if at == 1 else "　　　"
                    yield self.line("　　" + head + (f"{at}. " if len(names) > 1 else "") + name)
            case Signature(organ=organ, date=day):
                yield self.line("")
                yield self.line(organ, align=Align.RIGHT)
                yield self.line(day, align=Align.RIGHT)
            case Note(text=text):
                yield self.line(f"　　（{text}）")
            case Imprint(copies=copies, organ=organ, date=day):
                yield self.line(f"抄送：{copies.rstrip('。')}。", size=sheet.small)
                if organ or day:
                    yield self.line(f"{organ}　　{day}{'印发' if day else ''}", size=sheet.small)
            case Space(lines=count):
                yield from (self.line("") for _ in range(count))
            case Appendix(label=label, title=title):
                texts = [text for text in (label, title) if text] or [""]
                for at, text in enumerate(texts):
                    centered = Align.CENTER if text and text == title else Align.LEFT
                    yield self.line(text, align=centered, label=True, new_page=at == 0)
            case Writing(lines=count, label=label):
                yield self.line(label, height=count * sheet.size * 2, bare=False)
            case Signatures(names=names, labels=labels):
                for name in names:
                    yield self.line("　".join((name, *labels)), height=sheet.size * 2.5)
            case PageFoot(labels=labels):
                yield self.line("　".join(label + BLANK for label in labels), height=sheet.size * 2)
            case _:
                raise TypeError(f"{type(block).__name__} is no line of a table")

    def line(
        self, text: str, *, size: float = 0.0, align: Align = Align.LEFT, label: bool = False,
        height: float = 0.0, bare: bool = True, new_page: bool = False,
    ) -> Line:  # fmt: skip
        """One text across the whole sheet; merged cells do not grow with their text: the height is told."""
        size = size or self.setter.sheet.size
        kind = self.setter.title if label and size == self.setter.sheet.title else self.setter.text
        points = type(kind)(kind.face, size)
        lines = len(self.setter.lines(text, points, self.setter.sheet.width - 2 * PADDING, even=False))
        box = Box(value=text, wide=self.across, align=align, label=label, bare=bare, size=size)
        tall = max(height, max(1, lines) * size * LEADING + PADDING)
        return Line(boxes=(box,), height=min(tall, TALLEST), new_page=new_page)

    def row(self, row: GridRow, at: int, grid: Grid) -> Line:
        size = cell_size(grid, self.setter.sheet)
        lines = max(line_count(row, grid, self.setter), row.lines)
        boxes, start, whole = [], 0, sum(grid.widths)
        ends = [0.0, *(end / whole for end in accumulate(grid.widths))]
        for cell in row.cells:
            wide = self.at(ends[start + cell.span]) - self.at(ends[start])
            text = f"{cell.text}\n{cell.sign}" if cell.sign else cell.text
            boxes.append(
                Box(
                    value=self.value(text, cell), wide=wide, align=cell.align, label=cell.label,
                    shaded=at < grid.head, size=size, day=CHINESE_DAY,
                )
            )  # fmt: skip
            start += cell.span
        return Line(boxes=tuple(boxes), height=min(lines * size * LEADING + 2 * PADDING, TALLEST))

    def at(self, end: float) -> int:
        """Which of the shared lines between columns lies here."""
        return min(range(len(self.edges)), key=lambda one: math.fabs(self.edges[one] - end))

    def value(self, text: str, cell: Cell) -> Value:
        """A whole date as a date, a count as a number; everything else, numbers of people too, as text."""
        if cell.label:
            return text
        if (found := DAY.fullmatch(text)) and (day := _day(*map(int, found.groups()))):
            return day
        if COUNT.fullmatch(text) or (text in self.numbers and AMOUNT.fullmatch(text)):
            return float(text) if "." in text else int(text)
        return text


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= FIRST_DAY else None
