"""Ruled tables: cells set and measured, heads that repeat, long rows that part between pages."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

from fuyi_desktop.documents.blocks import Align, Cell, Grid, GridRow
from fuyi_desktop.documents.breaking import Line
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Drawn, Ink, Row, Rule, Setter, Type, Words
from fuyi_desktop.documents.sheets import Sheet

PADDING = 4.0
THICKNESS = 0.5
LONG = 8  # lines: a row above it may part between two pages

Cells = list[tuple[float, float, Align, Type, list[Line[Drawn]]]]  # left, width and what stands there


def grid_rows(grid: Grid, setter: Setter) -> Iterator[Row]:
    """The rows of a table; neither its head nor its totals ever stand alone on a page."""
    heads: tuple[Row, ...] = ()
    lead = cell_size(grid, setter.sheet) * 1.5
    last = len(grid.rows) - grid.foot
    for at, row in enumerate(grid.rows):
        cells = _cells(row, grid, setter)
        count = max((len(cell[4]) for cell in cells), default=1)
        if at < grid.head:
            heads += (_whole(cells, max(count, row.lines), lead, heads=(), keep=True),)
            yield heads[-1]
        elif count > LONG:
            yield from _parts(cells, count, lead, heads)
        else:
            keep = last - 1 <= at < len(grid.rows) - 1
            yield _whole(cells, max(count, row.lines), lead, heads=heads, keep=keep)


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
    """How many lines high a row is."""
    return max((len(cell[4]) for cell in _cells(row, grid, setter)), default=1)


def _cells(row: GridRow, grid: Grid, setter: Setter) -> Cells:
    found: Cells = []
    left = 0.0
    for cell, width in zip(row.cells, cell_widths(row, grid, setter.sheet), strict=True):
        kind = cell_type(cell, grid, setter.sheet)
        lines = [
            line
            for text in cell.text.split("\n")
            for line in setter.lines(text, kind, width - 2 * PADDING, even=False)
        ]
        found.append((left, width, cell.align, kind, lines))
        left += width
    return found


def _whole(cells: Cells, count: int, lead: float, *, heads: tuple[Row, ...], keep: bool) -> Row:
    height = count * lead + 2 * PADDING
    ink: list[Ink] = [*_sides(cells, height), _across(cells, 0.0), _across(cells, height)]
    for left, width, align, kind, lines in cells:
        top = (height - len(lines) * lead) / 2
        for at, line in enumerate(lines):
            x = left + _indent(align, width, line)
            ink.append(Words(x, top + at * lead + kind.baseline(lead), line, kind))
    return Row(height=height, ink=tuple(ink), heads=heads, keep=keep)


def _parts(cells: Cells, count: int, lead: float, heads: tuple[Row, ...]) -> Iterator[Row]:
    """A long row, line by line; it is closed at the foot of one page and opened at the head of the next."""
    for at in range(count):
        above = PADDING if at == 0 else 0.0
        height = lead + above + (PADDING if at == count - 1 else 0.0)
        ink: list[Ink] = [*_sides(cells, height)]
        ink += [_across(cells, 0.0)] if at == 0 else []
        ink += [_across(cells, height)] if at == count - 1 else []
        for left, width, align, kind, lines in cells:
            if at < len(lines):
                x = left + _indent(align, width, lines[at])
                ink.append(Words(x, above + kind.baseline(lead), lines[at], kind))
        yield Row(
            height=height,
            ink=tuple(ink),
            heads=heads,
            first=(_across(cells, 0.0),),
            last=(_across(cells, height),),
        )


def _indent(align: Align, width: float, line: Line[Drawn]) -> float:
    match align:
        case Align.CENTER:
            return (width - line.width) / 2
        case Align.RIGHT:
            return width - line.width - PADDING
    return PADDING


def _sides(cells: Cells, height: float) -> Iterator[Rule]:
    for left, _, _, _, _ in cells:
        yield Rule(left, 0.0, left, height, THICKNESS)
    yield Rule(_end(cells), 0.0, _end(cells), height, THICKNESS)


def _across(cells: Cells, y: float) -> Rule:
    return Rule(-THICKNESS / 2, y, _end(cells) + THICKNESS / 2, y, THICKNESS)


def _end(cells: Cells) -> float:
    left, width, *_ = cells[-1]
    return left + width
