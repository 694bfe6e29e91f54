"""From blocks to rows, and from rows to pages, after GB/T 9704-2012."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from fuyi_desktop.documents.blocks import (
    Addressee,
    Appendix,
    Attachments,
    Block,
    Card,
    Fields,
    Grid,
    Head,
    Heading,
    Imprint,
    Large,
    Letterhead,
    Note,
    Number,
    PageFoot,
    Paragraph,
    Place,
    Signature,
    Signatures,
    Space,
    Speech,
    Title,
    Writing,
)
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.heads import appendix, imprint, letterhead, title
from fuyi_desktop.documents.ink import Ink, Row, Setter, Type, Words, rows
from fuyi_desktop.documents.placed import card, large, place
from fuyi_desktop.documents.ruled import grid_rows
from fuyi_desktop.documents.sheets import PORTRAIT, Sheet
from fuyi_desktop.documents.signing import fields, page_foot, signature, signatures, writing

HEADINGS = {1: Typeface.HEI, 2: Typeface.KAI}
COMPANY = 2  # rows of the text that a signature takes with it to a new page
MOST = 8  # rows between the text and the signature that still go with both
LAST = 2  # rows that stand together at the end of a paper
TAIL = (Fields, Writing, Attachments, Note, Space)  # what is no text, between the text and the signature
BELOW_GRID = 6.0  # points between a table and the text under it
TINY = 0.1


@dataclass(frozen=True)
class Page:
    """Ink of one page, y measured from the top of the text area, and which blocks stand on it."""

    ink: tuple[Ink, ...]
    blocks: frozenset[int] = frozenset()
    over: float = 0.0  # how far it reaches beyond the text area
    rows: int = 0  # that are neither empty nor repeated


def pages(blocks: Sequence[Block], fonts: Fonts, sheet: Sheet = PORTRAIT) -> list[Page]:
    """The pages of a paper; GlyphMissing where a character has no font."""
    setter = Setter(fonts, sheet)
    if sheet.placed:
        return [_overprint(blocks, setter)]
    foot = [row for block in blocks if isinstance(block, PageFoot) for row in page_foot(block, setter)]
    found = _flow(blocks, setter)
    made = list(_paged(found, sheet, tuple(foot)))
    if len(made) > 1 and made[-1].rows <= LAST and any(isinstance(block, Grid) for block in blocks):
        tight = list(_paged(_flow(blocks, replace(setter, tight=True)), sheet, tuple(foot)))
        return tight if len(tight) < len(made) else made
    return made


def _flow(blocks: Sequence[Block], setter: Setter) -> list[Row]:
    """The rows of a paper in their order, with what each asks of its neighbours."""
    sheet, found = setter.sheet, list[Row]()
    before: Block | None = None
    counts: list[tuple[Block, int]] = []  # the blocks so far, and their rows
    for at, block in enumerate(blocks):
        if isinstance(block, PageFoot):
            continue
        found += [_blank(sheet) for _ in range(lines_between(before, block))]
        if stands_under_grid(before, block):
            found.append(Row(height=BELOW_GRID, blank=True))
        if closes(block):
            found = _in_company(found, company(counts))
        if isinstance(block, Note) and isinstance(before, Signature):
            found[-1] = replace(found[-1], keep=True)
        made = [replace(row, block=at) for row in _rows(block, setter)]
        found += made
        before = block
        counts.append((block, len(made)))
    return _ending(found)


def closes(block: Block) -> bool:
    """Whether a block is signed or filled in under the text, and says nothing where it stands alone."""
    return isinstance(block, Signature | Signatures | Fields) or (
        isinstance(block, Writing) and bool(block.label) and block.lines == 1
    )


def is_tail(block: Block) -> bool:
    """Whether a block is no text of its own, so that a signature under it alone would stand under nothing."""
    small = isinstance(block, Paragraph) and block.small
    ruled = isinstance(block, Writing) and block.lines > 1
    return small or (isinstance(block, TAIL) and not ruled)


def company(counts: Sequence[tuple[Block, int]]) -> int:
    """How many rows go with what closes a text: all that is no text before it, and the last of the text."""
    tail = text = 0
    for block, there in reversed(counts):
        if text >= COMPANY or isinstance(block, Appendix):
            break
        if not text and is_tail(block):
            tail += 0 if isinstance(block, Space) else there
        else:
            text += there
    return min(text, COMPANY) + (tail if tail <= MOST else 0)


def _ending(found: list[Row]) -> list[Row]:
    """The last rows of a paper on one page, so that none stands alone on it; an imprint may."""
    at = len(found)
    while at and (found[at - 1].blank or found[at - 1].pinned):
        at -= 1
    return _in_company(found[: at - 1], LAST - 1) + found[at - 1 :] if at else found


def _overprint(blocks: Sequence[Block], setter: Setter) -> Page:
    ink = tuple(mark for block in blocks if isinstance(block, Place) for mark in place(block, setter))
    return Page(ink, frozenset(range(len(blocks))))


def lines_between(before: Block | None, block: Block) -> int:
    """Empty lines that the standard wants between two blocks."""
    match before, block:
        case (None | Space(), _) | (_, Appendix()):
            return 0
        case Letterhead(form=Head.OFFICIAL | Head.LETTER), Title():
            return 2
        case ((Letterhead() | Title()), (Title() | Number())):
            return 0
        case ((Letterhead() | Title() | Number()), _):
            return 1
        case Appendix(title=said), _:
            return 1 if said else 0
        case _, Attachments():
            return 1
    return 0


def stands_under_grid(before: Block | None, block: Block) -> bool:
    """Whether a block is text that would touch the table above it."""
    return isinstance(before, Grid) and isinstance(block, Paragraph | Heading | Fields | Speech | Writing)


def _blank(sheet: Sheet) -> Row:
    return Row(height=sheet.leading, blank=True)


def _rows(block: Block, setter: Setter) -> Iterator[Row]:
    sheet, text = setter.sheet, setter.text
    match block:
        case Letterhead():
            yield from letterhead(block, setter)
        case Title():
            yield from title(block.text, setter)
        case Number():
            for line in setter.lines(block.text, text, sheet.width, even=False):
                words = Words(sheet.width - line.width, text.baseline(sheet.leading), line, text)
                yield Row(height=sheet.leading, ink=(words,), keep=True)
        case Addressee():
            lines = setter.lines(block.text.rstrip("：:") + "：", text, sheet.width)
            yield from _kept(rows(lines, text, sheet.leading))
        case Paragraph(lead=lead, indent=indent, small=small):
            kind, height = (setter.small, sheet.small * 1.5) if small else (text, sheet.leading)
            first = indent * (kind.size + kind.tracking)
            lines = setter.lines(block.text, kind, sheet.width, first=first, lead=lead)
            yield from rows(lines, kind, height, first=first)
        case Heading(level=level):
            kind = heading_type(level, setter)
            lines = setter.lines(block.text, kind, sheet.width, first=2 * sheet.pitch)
            yield from _kept(rows(lines, kind, sheet.leading, first=2 * sheet.pitch))
        case Speech():
            yield from _speech(block, setter)
        case Grid():
            yield from grid_rows(block, setter)
        case Fields():
            yield from fields(block, setter)
        case Writing():
            yield from writing(block, setter)
        case Attachments(names=names):
            yield from _attachments(names, setter)
        case Appendix():
            yield from appendix(block, setter)
        case Signature():
            yield from signature(block, setter)
        case Signatures():
            yield from signatures(block, setter)
        case Note():
            lines = setter.lines(f"（{block.text}）", text, sheet.width, first=2 * sheet.pitch)
            yield from rows(lines, text, sheet.leading, first=2 * sheet.pitch)
        case Imprint():
            yield imprint(block, setter)
        case Large():
            yield from large(block, setter)
        case Card():
            yield card(block, setter)
        case Space(lines=count):
            yield from (_blank(sheet) for _ in range(count))


def heading_type(level: int, setter: Setter) -> Type:
    return replace(setter.text, face=HEADINGS.get(level, Typeface.FANG))


def _kept(found: list[Row]) -> Iterator[Row]:
    return (replace(row, keep=True) for row in found)


def _speech(block: Speech, setter: Setter) -> Iterator[Row]:
    """The speaker at the margin; everything after the first line set in by two characters."""
    sheet, kind = setter.sheet, setter.text
    hang = 2 * sheet.pitch
    for at, said in enumerate(block.text.split("\n")):
        first, lead = (-hang, speaker(block)) if at == 0 else (0.0, "")
        lines = setter.lines(said, kind, sheet.width - hang, first=first, lead=lead)
        yield from rows(lines, kind, sheet.leading, first=first, left=hang)


def speaker(block: Speech) -> str:
    return block.speaker.rstrip("：:") + "："


def _attachments(names: tuple[str, ...], setter: Setter) -> Iterator[Row]:
    sheet, text = setter.sheet, setter.text
    head = setter.line("附件：", text)
    indent = 2 * sheet.pitch
    left, y = indent + head.width, text.baseline(sheet.leading)
    for at, name in enumerate(names):
        mark = setter.line(f"{at + 1}. " if len(names) > 1 else "", text)
        hang = left + mark.width
        for number, line in enumerate(setter.lines(name, text, sheet.width - hang)):
            words: list[Ink] = [Words(hang, y, line, text)]
            if number == 0:
                words.append(Words(left, y, mark, text))
                words += [Words(indent, y, head, text)] if at == 0 else []
            yield Row(height=sheet.leading, ink=tuple(words))


def _in_company(found: list[Row], wanted: int) -> list[Row]:
    """The last rows of the text kept on one page with the signature that follows."""
    start, there = len(found), 0
    while start and there < wanted and not (there and found[start].opens):
        start -= 1
        there += not found[start].blank
    return found[:start] + [replace(row, keep=True) for row in found[start:]]


def _paged(found: Sequence[Row], sheet: Sheet, foot: tuple[Row, ...]) -> Iterator[Page]:
    room = sheet.height - sum(row.height for row in foot)
    page = _Open(sheet, room, foot)
    for group in _groups(found):
        wanted = sum(row.height for row in group)
        if page.placed and (group[0].opens or page.used + wanted > room + TINY):
            yield page.closed()
            page = _Open(sheet, room, foot)
        for row in group:
            if page.placed and page.used + row.height > room + TINY:  # a group taller than a page
                yield page.closed()
                page = _Open(sheet, room, foot)
            page.put(row)
    if page.placed:
        yield page.closed()


@dataclass
class _Open:
    """A page being filled from the top."""

    sheet: Sheet
    room: float
    foot: tuple[Row, ...]
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
        top = self.room - row.height if row.pinned else self.used
        self.placed.append((top, row))
        self.used = top + row.height

    def closed(self) -> Page:
        down = max(0.0, (self.room - self.used) / 2) if self.sheet.centered else 0.0
        ink = [mark.moved(0.0, y + down) for y, row in self.placed for mark in row.ink]
        top, first = self.placed[self.repeated]
        bottom, last = self.placed[-1]
        ink += [mark.moved(0.0, top + down) for mark in first.first]
        ink += [mark.moved(0.0, bottom + down) for mark in last.last]
        y = self.room
        for row in self.foot:
            ink += [mark.moved(0.0, y) for mark in row.ink]
            y += row.height
        standing = frozenset(row.block for _, row in self.placed[self.repeated :] if row.ink)
        count = sum(not row.blank for _, row in self.placed[self.repeated :])
        return Page(tuple(ink), standing, max(0.0, self.used - self.room - TINY), count)


def _groups(found: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that stay together."""
    group: list[Row] = []
    for row in found:
        if row.opens and group:
            yield group
            group = []
        group.append(row)
        if not row.keep:
            yield group
            group = []
    if group:
        yield group
