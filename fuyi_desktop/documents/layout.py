"""From blocks to rows, and from rows to pages, after GB/T 9704-2012."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import (
    Addressee,
    Attachments,
    Block,
    Fields,
    Grid,
    Head,
    Heading,
    Imprint,
    Letterhead,
    Note,
    Number,
    Paragraph,
    Signature,
    Space,
    Title,
)
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import TEXT, Ink, Row, Rule, Setter, Type, Words, rows
from fuyi_desktop.documents.ruled import grid_rows

TITLE = Type(Typeface.TITLE, m.SECOND)
HEADINGS = {1: Typeface.HEI, 2: Typeface.KAI}
SMALL = Type(Typeface.FANG, m.FOURTH)
IMPRINT = Type(Typeface.FANG, m.FOURTH)
LARGEST_NAME = 42.0  # points: a short organ name is no larger than this
SEAL_LINES = (
    2  # left free above the organ's name: with a seal of 42 mm its top stays within a line of the text
)
COMPANY = 2  # rows of the block before it that a signature takes with it to a new page
BELOW_GRID = 6.0  # points between a table and the text under it
RULED_LINE = m.LEADING * 1.2  # where somebody writes by hand
HAND = 5  # characters of room to write a name
TINY = 0.1


@dataclass(frozen=True)
class Page:
    """Ink of one page, y measured from the top of the text area."""

    ink: tuple[Ink, ...]


def pages(blocks: Sequence[Block], fonts: Fonts) -> list[Page]:
    """The pages of a paper; GlyphMissing where a character has no font."""
    setter = Setter(fonts)
    found: list[Row] = []
    before: Block | None = None
    count = 0  # rows of the block before
    for block in blocks:
        found += [_blank() for _ in range(lines_between(before, block))]
        if stands_under_grid(before, block):
            found.append(Row(height=BELOW_GRID, blank=True))
        if isinstance(block, Signature):
            found = _in_company(found, min(COMPANY, count))
        made = list(_rows(block, setter))
        found += made
        before, count = block, len(made)
    return list(_paged(found))


def lines_between(before: Block | None, block: Block) -> int:
    """Empty lines that the standard wants between two blocks."""
    match before, block:
        case None | Space(), _:
            return 0
        case Letterhead(form=Head.OFFICIAL | Head.LETTER), Title():
            return 2
        case ((Letterhead() | Title()), (Title() | Number())):
            return 0
        case ((Letterhead() | Title() | Number()), _):
            return 1
        case _, Attachments():
            return 1
        case Grid(), (Paragraph() | Heading() | Grid() | Fields()):
            return 0
    return 0


def stands_under_grid(before: Block | None, block: Block) -> bool:
    """Whether a block is text that would touch the table above it."""
    return isinstance(before, Grid) and isinstance(block, Paragraph | Heading | Fields)


def _blank() -> Row:
    return Row(height=m.LEADING, blank=True)


def _rows(block: Block, setter: Setter) -> Iterator[Row]:
    match block:
        case Letterhead():
            yield from _letterhead(block, setter)
        case Title(text=text):
            yield from _title(text, setter)
        case Number(text=text):
            for line in setter.lines(text, TEXT, m.WIDTH, even=False):
                yield _row(m.WIDTH - line.width, Words(0, 0, line, TEXT), keep=True)
        case Addressee(text=text):
            lines = setter.lines(text.rstrip("：:") + "：", TEXT, m.WIDTH)
            yield from (replace(row, keep=True) for row in rows(lines, TEXT, m.LEADING))
        case Paragraph(text=text, lead=lead, indent=indent, small=small):
            kind, height = (SMALL, m.FOURTH * 1.5) if small else (TEXT, m.LEADING)
            first = indent * (kind.size + kind.tracking)
            lines = setter.lines(text, kind, m.WIDTH, first=first, lead=lead)
            yield from rows(lines, kind, height, first=first)
        case Heading(text=text, level=level):
            kind = replace(TEXT, face=HEADINGS.get(level, Typeface.FANG))
            lines = setter.lines(text, kind, m.WIDTH, first=2 * m.PITCH)
            for row in rows(lines, kind, m.LEADING, first=2 * m.PITCH):
                yield replace(row, keep=True)
        case Grid():
            yield from grid_rows(block, setter)
        case Fields():
            yield from _fields(block, setter)
        case Attachments(names=names):
            yield from _attachments(names, setter)
        case Signature():
            yield from _signature(block, setter)
        case Note(text=text):
            lines = setter.lines(f"（{text}）", TEXT, m.WIDTH, first=2 * m.PITCH)
            yield from rows(lines, TEXT, m.LEADING, first=2 * m.PITCH)
        case Imprint():
            yield _imprint(block, setter)
        case Space(lines=count):
            yield from (_blank() for _ in range(count))


def _row(x: float, words: Words, *, keep: bool = False) -> Row:
    """One line of text that begins at x."""
    return Row(height=m.LEADING, ink=(words.moved(x, words.type.baseline(m.LEADING)),), keep=keep)


def _title(text: str, setter: Setter) -> Iterator[Row]:
    for line in (line for part in text.split("\n") for line in setter.balanced(part, TITLE, m.WIDTH)):
        yield _row((m.WIDTH - line.width) / 2, Words(0, 0, line, TITLE), keep=True)


def _letterhead(block: Letterhead, setter: Setter) -> Iterator[Row]:
    if block.form is Head.PLAIN:
        yield from _title(block.organ, setter)
        return
    official = block.form is Head.OFFICIAL
    room = m.WIDTH if official else m.LETTER_RULE
    size = max(m.SECOND, min(LARGEST_NAME, room * 0.94 / max(len(block.organ), 1)))
    kind = Type(Typeface.TITLE, size, color=m.RED)
    y = m.HEAD_DROP if official else m.LETTER_TOP - m.TOP
    ink: list[Ink] = []
    for at, line in enumerate(setter.balanced(block.organ, kind, room)):
        y += size * 0.3 if at else 0.0
        ink.append(Words((m.WIDTH - line.width) / 2, y + kind.baseline(size), line, kind))
        y += size
    if not official:
        y += m.LETTER_GAP
        ink += double_rule(y, thick_first=True)
        y += m.THIRD * 7 / 8
    else:
        y += 2 * m.LEADING
    for line in setter.lines(block.number, TEXT, m.WIDTH, even=False):
        left = m.WIDTH - line.width
        ink.append(Words(left / 2 if official else left, y + TEXT.baseline(m.LEADING), line, TEXT))
        y += m.LEADING
    if official:
        y += m.LETTER_GAP
        ink.append(Rule(0, y, m.WIDTH, y, m.OUTER_RULE * 2, m.RED))
    yield Row(height=y, ink=tuple(ink), keep=True)


def double_rule(y: float, *, thick_first: bool) -> list[Ink]:
    """The red double line of 信函格式, 170 mm wide, centred on the page."""
    left = (m.PAGE_WIDTH - m.LETTER_RULE) / 2 - m.LEFT
    thick, thin = (2.0, 0.7)
    first, second = (thick, thin) if thick_first else (thin, thick)
    return [
        Rule(left, y, left + m.LETTER_RULE, y, first, m.RED),
        Rule(left, y + 3.0, left + m.LETTER_RULE, y + 3.0, second, m.RED),
    ]


def _fields(block: Fields, setter: Setter) -> Iterator[Row]:
    longest = max(setter.line(label, TEXT).width for label in block.labels) + HAND * m.PITCH
    columns = max(1, min(block.columns, int(m.WIDTH / longest)))
    width = m.WIDTH / columns
    for start in range(0, len(block.labels), columns):
        ink: list[Ink] = []
        height = RULED_LINE
        for at, label in enumerate(block.labels[start : start + columns]):
            lines = setter.lines(label, TEXT, width - HAND * m.PITCH, even=False)
            y = TEXT.baseline(RULED_LINE)
            for number, line in enumerate(lines):
                ink.append(Words(at * width, y + number * m.LEADING, line, TEXT))
            y += (len(lines) - 1) * m.LEADING
            height = max(height, RULED_LINE + (len(lines) - 1) * m.LEADING)
            end = (at + 1) * width - (m.PITCH if at + 1 < columns else 0)
            ink.append(Rule(at * width + lines[-1].width, y + 3, end, y + 3, m.INNER_RULE))
        yield Row(height=height, ink=tuple(ink), keep=start + columns < len(block.labels))


def _attachments(names: tuple[str, ...], setter: Setter) -> Iterator[Row]:
    head = setter.line("附件：", TEXT)
    left = 2 * m.PITCH + head.width
    for at, name in enumerate(names):
        mark = setter.line(f"{at + 1}. " if len(names) > 1 else "", TEXT)
        hang = left + mark.width
        for number, line in enumerate(setter.lines(name, TEXT, m.WIDTH - hang)):
            words: list[Ink] = [Words(hang, TEXT.baseline(m.LEADING), line, TEXT)]
            if number == 0:
                words.append(Words(left, TEXT.baseline(m.LEADING), mark, TEXT))
                words += [Words(2 * m.PITCH, TEXT.baseline(m.LEADING), head, TEXT)] if at == 0 else []
            yield Row(height=m.LEADING, ink=tuple(words))


def _signature(block: Signature, setter: Setter) -> Iterator[Row]:
    """成文日期 右空四字, the organ's name centred above it but never past the margin."""
    day = setter.line(block.date, TEXT)
    names = setter.balanced(block.organ, TEXT, m.WIDTH * 0.7)
    center = m.WIDTH - m.DATE_INDENT * m.PITCH - day.width / 2
    widest = max((line.width for line in names), default=0.0)
    center = min(center, m.WIDTH - widest / 2)
    for _ in range(SEAL_LINES if block.seal else 1):
        yield Row(height=m.LEADING, blank=True, keep=True)
    for line in names:
        yield _row(center - line.width / 2, Words(0, 0, line, TEXT), keep=True)
    yield _row(center - day.width / 2, Words(0, 0, day, TEXT))


def _in_company(found: list[Row], wanted: int) -> list[Row]:
    """The last rows of the text kept on one page with the signature that follows."""
    start, company = len(found), 0
    while start and company < wanted:
        start -= 1
        company += not found[start].blank
    return found[:start] + [replace(row, keep=True) for row in found[start:]]


def _imprint(block: Imprint, setter: Setter) -> Row:
    """抄送 hanging under its own first name; rules thick, thin, thick, and none in a letter."""
    lead, left = m.FOURTH * 1.6, m.FOURTH
    ink: list[Ink] = []
    y = m.OUTER_RULE
    ruled = bool(block.organ or block.date)
    head = setter.line("抄送：", IMPRINT)
    width = m.WIDTH - 2 * left - head.width
    for at, line in enumerate(setter.lines(block.copies.rstrip("。") + "。", IMPRINT, width)):
        if at == 0:
            ink.append(Words(left, y + IMPRINT.baseline(lead), head, IMPRINT))
        ink.append(Words(left + head.width, y + IMPRINT.baseline(lead), line, IMPRINT))
        y += lead
    if ruled:
        day = setter.line(f"{block.date}印发", IMPRINT)
        ink.append(Rule(0, 0, m.WIDTH, 0, m.OUTER_RULE))
        ink.append(Rule(0, y, m.WIDTH, y, m.INNER_RULE))
        ink.append(Words(m.WIDTH - left - day.width, y + IMPRINT.baseline(lead), day, IMPRINT))
        room = m.WIDTH - 3 * left - day.width
        for line in setter.lines(block.organ, IMPRINT, room, even=False):
            ink.append(Words(left, y + IMPRINT.baseline(lead), line, IMPRINT))
            y += lead
        ink.append(Rule(0, y, m.WIDTH, y, m.OUTER_RULE))
    return Row(height=y, ink=tuple(ink), pinned=True)


def _paged(found: Sequence[Row]) -> Iterator[Page]:
    page = _Sheet()
    for group in _groups(found):
        wanted = sum(row.height for row in group)
        if page.placed and page.used + wanted > m.HEIGHT + TINY:
            yield page.closed()
            page = _Sheet()
        for row in group:
            if page.placed and page.used + row.height > m.HEIGHT + TINY:  # a group taller than a page
                yield page.closed()
                page = _Sheet()
            page.put(row)
    if page.placed:
        yield page.closed()


@dataclass
class _Sheet:
    """A page being filled from the top."""

    placed: list[tuple[float, Row]] = field(default_factory=list)
    used: float = 0.0
    repeated: int = 0  # heads of a table that goes on

    def put(self, row: Row) -> None:
        if not self.placed and row.blank:
            return
        if not self.placed:
            for head in row.heads:
                self.placed.append((self.used, head))
                self.used += head.height
            self.repeated = len(row.heads)
        top = m.HEIGHT - row.height if row.pinned else self.used
        self.placed.append((top, row))
        self.used = top + row.height

    def closed(self) -> Page:
        ink = [mark.moved(0.0, y) for y, row in self.placed for mark in row.ink]
        top, first = self.placed[self.repeated]
        bottom, last = self.placed[-1]
        ink += [mark.moved(0.0, top) for mark in first.first]
        ink += [mark.moved(0.0, bottom) for mark in last.last]
        return Page(tuple(ink))


def _groups(found: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that stay together."""
    group: list[Row] = []
    for row in found:
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group
