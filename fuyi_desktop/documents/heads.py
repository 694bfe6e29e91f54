"""What stands at the head and the foot of a paper: 发文机关标志, title, 附件 mark, 版记 (GB/T 9704-2012)."""

from collections.abc import Iterator

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Appendix, Head, Imprint, Letterhead
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Ink, Row, Rule, Setter, Type, Words
from fuyi_desktop.documents.sheets import Sheet

LARGEST_NAME = 42.0  # points: a short organ name is no larger than this
IMPRINT = Type(Typeface.FANG, m.FOURTH)
THICK, THIN = 2.0, 0.7  # of the red double line


def title(text: str, setter: Setter) -> Iterator[Row]:
    """Centred lines of much the same length, each parted where the text has a line end."""
    kind, lead = setter.title, max(setter.sheet.leading, setter.sheet.title * 1.3)
    for line in (
        line for part in text.split("\n") for line in setter.balanced(part, kind, setter.sheet.width)
    ):
        words = Words((setter.sheet.width - line.width) / 2, kind.baseline(lead), line, kind)
        yield Row(height=lead, ink=(words,), keep=True)


def letterhead(block: Letterhead, setter: Setter) -> Iterator[Row]:
    if block.form is Head.PLAIN:
        yield from title(block.organ, setter)
        return
    official, sheet, text = block.form is Head.OFFICIAL, setter.sheet, setter.text
    kind = name_type(block, sheet)
    y = m.HEAD_DROP if official else m.LETTER_TOP - sheet.top
    ink: list[Ink] = []
    for at, line in enumerate(setter.balanced(block.organ, kind, _room(block, sheet))):
        y += kind.size * 0.3 if at else 0.0
        ink.append(Words((sheet.width - line.width) / 2, y + kind.baseline(kind.size), line, kind))
        y += kind.size
    if not official:
        y += m.LETTER_GAP
        ink += double_rule(y, sheet, thick_first=True)
        y += m.THIRD * 7 / 8
    else:
        y += 2 * sheet.leading
    for line in setter.lines(block.number, text, sheet.width, even=False):
        left = sheet.width - line.width
        ink.append(Words(left / 2 if official else left, y + text.baseline(sheet.leading), line, text))
        y += sheet.leading
    if official:
        y += m.LETTER_GAP
        ink.append(Rule(0, y, sheet.width, y, m.OUTER_RULE * 2, m.RED))
    yield Row(height=y, ink=tuple(ink), keep=True)


def name_type(block: Letterhead, sheet: Sheet) -> Type:
    """The red name, as large as its length allows."""
    size = max(m.SECOND, min(LARGEST_NAME, _room(block, sheet) * 0.94 / max(len(block.organ), 1)))
    return Type(Typeface.TITLE, size, color=m.RED)


def _room(block: Letterhead, sheet: Sheet) -> float:
    return sheet.width if block.form is Head.OFFICIAL else m.LETTER_RULE


def double_rule(y: float, sheet: Sheet, *, thick_first: bool) -> list[Ink]:
    """The red double line of 信函格式, 170 mm wide, centred on the page."""
    left = (sheet.paper[0] - m.LETTER_RULE) / 2 - sheet.left
    first, second = (THICK, THIN) if thick_first else (THIN, THICK)
    return [
        Rule(left, y, left + m.LETTER_RULE, y, first, m.RED),
        Rule(left, y + 3.0, left + m.LETTER_RULE, y + 3.0, second, m.RED),
    ]


def appendix(block: Appendix, setter: Setter) -> Iterator[Row]:
    """附件1 on the first line, the title on the third; a bare one only opens a page."""
    kind, lead = appendix_type(setter), setter.sheet.leading
    yield Row(height=0.0, opens=True, keep=True)
    for line in setter.lines(block.label, kind, setter.sheet.width, even=False):
        yield Row(height=lead, ink=(Words(0, kind.baseline(lead), line, kind),), keep=True)
    if block.label and block.title:
        yield Row(height=lead, keep=True)
    yield from title(block.title, setter)


def appendix_type(setter: Setter) -> Type:
    return Type(Typeface.HEI, setter.sheet.size)


def imprint(block: Imprint, setter: Setter) -> Row:
    """抄送 hanging under its own first name; rules thick, thin, thick, and none in a letter."""
    lead, left, wide = m.FOURTH * 1.6, m.FOURTH, setter.sheet.width
    ink: list[Ink] = []
    y = m.OUTER_RULE
    ruled = bool(block.organ or block.date)
    head = setter.line("抄送：", IMPRINT)
    for at, line in enumerate(
        setter.lines(block.copies.rstrip("。") + "。", IMPRINT, wide - 2 * left - head.width)
    ):
        if at == 0:
            ink.append(Words(left, y + IMPRINT.baseline(lead), head, IMPRINT))
        ink.append(Words(left + head.width, y + IMPRINT.baseline(lead), line, IMPRINT))
        y += lead
    if ruled:
        day = setter.line(f"{block.date}印发", IMPRINT)
        ink.append(Rule(0, 0, wide, 0, m.OUTER_RULE))
        ink.append(Rule(0, y, wide, y, m.INNER_RULE))
        ink.append(Words(wide - left - day.width, y + IMPRINT.baseline(lead), day, IMPRINT))
        for line in setter.lines(block.organ, IMPRINT, wide - 3 * left - day.width, even=False):
            ink.append(Words(left, y + IMPRINT.baseline(lead), line, IMPRINT))
            y += lead
        ink.append(Rule(0, y, wide, y, m.OUTER_RULE))
    return Row(height=y, ink=tuple(ink), pinned=True)
