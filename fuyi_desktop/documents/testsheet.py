"""测试页 — crosses and scales at known places, to measure how far a printer is off."""

from collections.abc import Iterator

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import Ink, Rule, Setter, Type, Words
from fuyi_desktop.documents.layout import Page
from fuyi_desktop.documents.pdf import drawn
from fuyi_desktop.documents.sheets import Sheet, of_size

INSET = 20  # millimetres from the edges to a cross
ARM = 8 * m.MM
THIN = 0.3
SAID = Type(Typeface.SONG, 10.5)
TEXT = (
    "打印机测试页",
    f"每个十字的中心应距最近的两条纸边各 {INSET} 毫米。",
    "实测偏左几毫米，左右偏移就填几；偏右填负数。",
    "实测偏上几毫米，上下偏移就填几；偏下填负数。",
    "填好后再印一张，十字应在原位。",
)


def render(sheet: Sheet, fonts: Fonts, *, offset: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """A page of the same paper."""
    bare = of_size(sheet.paper[0] / m.MM, sheet.paper[1] / m.MM)
    ink = (*_crosses(bare), *_scales(bare), *_text(bare, Setter(fonts, bare)))
    return drawn([Page(ink)], fonts, bare, title=TEXT[0], offset=offset)


def _crosses(sheet: Sheet) -> Iterator[Ink]:
    near = INSET * m.MM
    for x in (near, sheet.width - near):
        for y in (near, sheet.height - near):
            yield Rule(x - ARM, y, x + ARM, y, THIN)
            yield Rule(x, y - ARM, x, y + ARM, THIN)


def _scales(sheet: Sheet) -> Iterator[Ink]:
    """Millimetres along the middle of the left and of the upper edge."""
    for at in range(41):
        long = 4 * m.MM if at % 10 == 0 else 2.5 * m.MM if at % 5 == 0 else 1.5 * m.MM
        x, y = at * m.MM, sheet.height / 2
        yield Rule(x, y, x, y + long, THIN)
        x, y = sheet.width / 2, at * m.MM
        yield Rule(x, y, x + long, y, THIN)


def _text(sheet: Sheet, setter: Setter) -> Iterator[Ink]:
    y = sheet.height / 2 + 12 * m.MM
    for text in TEXT:
        for line in setter.lines(text, SAID, sheet.width - 60 * m.MM, even=False):
            yield Words((sheet.width - line.width) / 2, y, line, SAID)
            y += SAID.size * 1.5
