"""Ruled tables: cells set and measured, heads that repeat, long rows that part between pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from fuyi_desktop.documents.blocks import Align, Cell, Grid, GridRow
from fuyi_desktop.documents.breaking import Line
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Drawn, Ink, Row, Rule, Setter, Type, Words
from fuyi_desktop.documents.sheets import Sheet

PADDING = 4.0
LEADING, TIGHT = 1.5, 1.3  # of the size of the characters
TIGHT_PADDING = 2.0
THICKNESS = 0.5
LONG = 8  # lines: a row above it may part between two pages


def grid_rows(grid: Grid, setter: Setter) -> Iterator[Row]:
    """The rows of a table; neither its head nor its totals ever stand alone on a page."""
    heads: tuple[Row, ...] = ()
    lead = cell_size(grid, setter.sheet) * (TIGHT if setter.tight else LEADING)
    above = TIGHT_PADDING if setter.tight else PADDING
    last = len(grid.rows) - grid.foot
    for at, row in enumerate(grid.rows):
        cells = _cells(row, grid, setter)
        count = max(row.lines, *(cell.count for cell in cells))
        if at < grid.head:
            heads += (_whole(cells, count, lead, above, heads=(), keep=True),)
            yield heads[-1]
        elif max(cell.count for cell in cells) > LONG:
            yield from _parts(cells, count, lead, above, heads)
        else:
            keep = last - 1 <= at < len(grid.rows) - 1
            yield _whole(cells, count, lead, above, heads=heads, keep=keep)


def cell_size(grid: Grid, sheet: Sheet) -> float:
    return sheet.small_cell if grid.small else sheet.cell


def cell_type(cell: Cell, grid: Grid, sheet: Sheet) -> Type:
    return Type(Typeface.HEI if cell.label else Typeface.FANG, cell_size(grid, sheet))


def cell_widths(row: GridRow, grid: Grid, sheet: Sheet) -> list[float]:
    """How wide each cell of a row is, the rules counted in."""
    share = sheet.width / sum(grid.widths)
    ends = list(accumulate((cell.span for cell in row.cells), initial=0))
    return [sum(grid.widths[start:end]) * share for start, end in pairwise(ends)]


def line_count(row: GridRow, grid: Grid, setter: Setter) -> int:
    """How many lines high the text of a row is."""
    return max((cell.count for cell in _cells(row, grid, setter)), default=1)


def cell_lines(cell: Cell, width: float, grid: Grid, setter: Setter) -> int:
    """How many lines the text of a cell so wide takes."""
    return len(_lines(cell, width, cell_type(cell, grid, setter.sheet), setter))


@dataclass(frozen=True)
class _Set:
    """A cell with its lines set."""

    left: float
    width: float
    align: Align
    kind: Type
    lines: tuple[Line[Drawn], ...]
    sign: Line[Drawn] | None

    @property
    def count(self) -> int:
        return len(self.lines) + (self.sign is not None)

    def line(self, at: int, top: float, lead: float) -> Words:
        line = self.lines[at]
        return Words(
            self.left + _indent(self.align, self.width, line), top + self.kind.baseline(lead), line, self.kind
        )

    def signed(self, top: float, lead: float) -> Iterator[Words]:
        """What is signed, in the last line of the cell."""
        if self.sign is not None:
            x = self.left + _indent(Align.RIGHT, self.width, self.sign)
            yield Words(x, top + self.kind.baseline(lead), self.sign, self.kind)


def _cells(row: GridRow, grid: Grid, setter: Setter) -> list[_Set]:
    found: list[_Set] = []
    left = 0.0
    for cell, width in zip(row.cells, cell_widths(row, grid, setter.sheet), strict=True):
        kind = cell_type(cell, grid, setter.sheet)
        sign = setter.line(cell.sign, kind) if cell.sign else None
        found.append(_Set(left, width, cell.align, kind, _lines(cell, width, kind, setter), sign))
        left += width
    return found


def _lines(cell: Cell, width: float, kind: Type, setter: Setter) -> tuple[Line[Drawn], ...]:
    return tuple(
        line
        for text in cell.text.split("\n")
        for line in setter.lines(text, kind, width - 2 * PADDING, even=False)
    )


def _whole(
    cells: list[_Set], count: int, lead: float, padding: float, *, heads: tuple[Row, ...], keep: bool
) -> Row:
    """A row in one piece: text in the middle of its cells, above a signature at their top."""
    height = count * lead + 2 * padding
    ink: list[Ink] = [*_sides(cells, height), _across(cells, 0.0), _across(cells, height)]
    for cell in cells:
        top = padding if cell.sign else (height - len(cell.lines) * lead) / 2
        ink += [cell.line(at, top + at * lead, lead) for at in range(len(cell.lines))]
        ink += cell.signed(height - padding - lead, lead)
    return Row(height=height, ink=tuple(ink), heads=heads, keep=keep)


def _parts(
    cells: list[_Set], count: int, lead: float, padding: float, heads: tuple[Row, ...]
) -> Iterator[Row]:
    """A long row, line by line; it is closed at the foot of one page and opened at the head of the next."""
    for at in range(count):
        above = padding if at == 0 else 0.0
        height = lead + above + (padding if at == count - 1 else 0.0)
        ink: list[Ink] = [*_sides(cells, height)]
        ink += [_across(cells, 0.0)] if at == 0 else []
        ink += [_across(cells, height)] if at == count - 1 else []
        for cell in cells:
            ink += [cell.line(at, above, lead)] if at < len(cell.lines) else []
            ink += cell.signed(above, lead) if at == count - 1 else ()
        first, last = (_across(cells, 0.0),), (_across(cells, height),)
        yield Row(height=height, ink=tuple(ink), heads=heads, first=first, last=last)


def _indent(align: Align, width: float, line: Line[Drawn]) -> float:
    match align:
        case Align.CENTER:
            return (width - line.width) / 2
        case Align.RIGHT:
            return width - line.width - PADDING
    return PADDING


def _sides(cells: list[_Set], height: float) -> Iterator[Rule]:
    for cell in cells:
        yield Rule(cell.left, 0.0, cell.left, height, THICKNESS)
    yield Rule(_end(cells), 0.0, _end(cells), height, THICKNESS)


def _across(cells: list[_Set], y: float) -> Rule:
    return Rule(-THICKNESS / 2, y, _end(cells) + THICKNESS / 2, y, THICKNESS)


def _end(cells: list[_Set]) -> float:
    return cells[-1].left + cells[-1].width
