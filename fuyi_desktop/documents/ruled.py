"""Ruled tables: cells set and measured, heads that repeat, long rows that part between pages."""

from collections.abc import Iterator

from fuyi_desktop.documents.blocks import Align, Grid, GridRow
from fuyi_desktop.documents.breaking import Line
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Drawn, Ink, Row, Rule, Setter, Type, Words
from fuyi_desktop.documents.measures import FOURTH, SMALL_FOURTH, WIDTH

PADDING = 4.0
THICKNESS = 0.5
LONG = 8  # lines: a row above it may part between two pages

Cells = list[tuple[float, float, Align, Type, list[Line[Drawn]]]]  # left, width and what stands there


def grid_rows(grid: Grid, setter: Setter) -> Iterator[Row]:
    """The rows of a table; the head never stands alone at the foot of a page."""
    share = WIDTH / sum(grid.widths)
    heads: tuple[Row, ...] = ()
    for at, row in enumerate(grid.rows):
        cells = _cells(row, grid, share, setter)
        lead = _size(grid) * 1.5
        count = max((len(cell[4]) for cell in cells), default=1)
        if at < grid.head:
            heads += (_whole(cells, max(count, row.lines), lead, heads=(), keep=True),)
            yield heads[-1]
        elif count > LONG:
            yield from _parts(cells, count, lead, heads)
        else:
            yield _whole(cells, max(count, row.lines), lead, heads=heads, keep=False)


def _size(grid: Grid) -> float:
    return SMALL_FOURTH if grid.small else FOURTH


def _cells(row: GridRow, grid: Grid, share: float, setter: Setter) -> Cells:
    found: Cells = []
    column, left = 0, 0.0
    for cell in row.cells:
        width = sum(grid.widths[column : column + cell.span]) * share
        kind = Type(Typeface.HEI if cell.label else Typeface.FANG, _size(grid))
        lines = [
            line
            for text in cell.text.split("\n")
            for line in setter.lines(text, kind, width - 2 * PADDING, even=False)
        ]
        found.append((left, width, cell.align, kind, lines))
        column, left = column + cell.span, left + width
    return found


def _whole(cells: Cells, count: int, lead: float, *, heads: tuple[Row, ...], keep: bool) -> Row:
    height = count * lead + 2 * PADDING
    ink: list[Ink] = [*_sides(cells, height), _across(0.0), _across(height)]
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
        ink += [_across(0.0)] if at == 0 else []
        ink += [_across(height)] if at == count - 1 else []
        for left, width, align, kind, lines in cells:
            if at < len(lines):
                x = left + _indent(align, width, lines[at])
                ink.append(Words(x, above + kind.baseline(lead), lines[at], kind))
        yield Row(height=height, ink=tuple(ink), heads=heads, first=(_across(0.0),), last=(_across(height),))


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
    yield Rule(WIDTH, 0.0, WIDTH, height, THICKNESS)


def _across(y: float) -> Rule:
    return Rule(-THICKNESS / 2, y, WIDTH + THICKNESS / 2, y, THICKNESS)
