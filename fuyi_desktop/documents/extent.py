"""How long a paper will be, told roughly before it is laid out: nobody waits for a thousand pages."""

import re
from collections.abc import Iterator, Sequence

from fuyi_desktop.documents.blocks import Appendix, Block, Card, Grid, Large, Space, Writing, texts

MOST_LINES = 5000  # some 220 pages
WORD = 1000  # characters without a place to break the line
LINE = 28  # characters in a line of the page
SMALL = 40  # in a line of small type
PAGE = 22  # lines
UNBROKEN = re.compile(rf"[!-~]{{{WORD},}}")


def too_long(blocks: Sequence[Block]) -> str:
    """A sentence where the paper is longer than anybody prints; empty where it is not."""
    lines = sum(lines_of(block) for block in blocks)
    if lines > MOST_LINES:
        return f"会排成大约 {round(lines / PAGE)} 页，最多 {MOST_LINES // PAGE} 页，请检查循环和长的表格"
    if any(UNBROKEN.search(text) for block in blocks for text in texts(block)):
        return f"有一个词超过 {WORD} 个字符，没有地方换行"
    return ""


def lines_of(block: Block) -> float:
    """About how many lines of the page a block takes."""
    match block:
        case Grid():
            return sum(_rows(block))
        case Space(lines=lines) | Writing(lines=lines):
            return lines
        case Appendix() | Card() | Large():
            return PAGE
    return sum(1 + len(text) / LINE + text.count("\n") for text in texts(block))


def _rows(grid: Grid) -> Iterator[float]:
    whole = sum(grid.widths)
    shares = [width / whole for width in grid.widths]
    for row in grid.rows:
        at, most = 0, float(row.lines)
        for cell in row.cells:
            room = max(1.0, SMALL * sum(shares[at : at + cell.span]) - 1)
            most = max(most, len(cell.text) / room + cell.text.count("\n"))
            at += cell.span
        yield most
