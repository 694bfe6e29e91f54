"""印前检查 — what is cut, too wide, alone or without a font, found before anything is printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import (
    Addressee,
    Attachments,
    Block,
    Card,
    Fields,
    Grid,
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
    texts,
)
from fuyi_desktop.documents.breaking import words
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import Setter, Type
from fuyi_desktop.documents.layout import Page, heading_type, pages
from fuyi_desktop.documents.placed import CARD_ROOM, card_lines, placed_lines
from fuyi_desktop.documents.ruled import PADDING, cell_type, cell_widths
from fuyi_desktop.documents.sheets import PORTRAIT, Sheet

CALLED: Mapping[type, str] = {
    Letterhead: "发文机关", Title: "标题", Number: "文号", Addressee: "主送", Paragraph: "正文",
    Heading: "小标题", Grid: "表格", Fields: "填写栏", Attachments: "附件说明", Signature: "落款",
    Note: "附注", Imprint: "版记", Speech: "笔录", Writing: "书写栏", Signatures: "签章栏",
    PageFoot: "页脚签名", Large: "大字", Card: "席位卡", Place: "套打",
}  # fmt: skip
SHOWN = 12  # characters of a text that are said
TINY = 0.1
WITH_SIGNATURE = (Signature, Signatures, Fields, Attachments, Note, Imprint, Space)


@dataclass(frozen=True)
class Preflight:
    """What is to be known before printing."""

    pages: int
    fonts: Mapping[Typeface, str]
    notes: tuple[str, ...]
    missing: tuple[str, ...]  # characters that no font has: the paper cannot be made


def preflight(blocks: Sequence[Block], *, fonts: Fonts, sheet: Sheet = PORTRAIT) -> Preflight:
    """Pages, fonts, notes and missing characters of a paper, without making it."""
    lost = tuple(_without_font(blocks, fonts))
    if lost:
        missing = tuple(sorted({char for chars, _ in lost for char in chars}))
        return Preflight(0, fonts.names(), (*fonts.notes(), *(note for _, note in lost)), missing)
    laid = pages(blocks, fonts, sheet)
    return Preflight(len(laid), fonts.names(), notes(blocks, laid, fonts, sheet), ())


def notes(blocks: Sequence[Block], laid: Sequence[Page], fonts: Fonts, sheet: Sheet) -> tuple[str, ...]:
    """A sentence for each thing that somebody should see to, the fonts first."""
    setter = Setter(fonts, sheet)
    found = [*fonts.notes()]
    for block in blocks:
        found += _of_block(block, setter)
    found += _of_pages(blocks, laid, sheet)
    return tuple(dict.fromkeys(found))


def _without_font(blocks: Sequence[Block], fonts: Fonts) -> Iterator[tuple[tuple[str, ...], str]]:
    for block in blocks:
        for text in texts(block):
            if missing := fonts.missing([text]):
                yield (
                    missing,
                    f"{_called(block)}“{_short(text)}”里的“{'”“'.join(missing)}”没有字体，不能印出。",
                )


def _of_pages(blocks: Sequence[Block], laid: Sequence[Page], sheet: Sheet) -> Iterator[str]:
    for number, page in enumerate(laid, 1):
        on_it = [blocks[at] for at in sorted(page.blocks)]
        if page.over:
            yield f"第 {number} 页的{_called(on_it[-1])}超出页面下边 {page.over / m.MM:.0f} 毫米。"
        before = laid[number - 2].blocks if number > 1 else frozenset()
        begun = {at for at in page.blocks if isinstance(blocks[at], Signature | Signatures)} - before
        if begun and all(isinstance(block, WITH_SIGNATURE) for block in on_it):
            yield f"落款单独在第 {number} 页，请删减或者增加正文。"
    if sheet.single and len(laid) > 1:
        yield f"这种纸只有一页，现在排成了 {len(laid)} 页，请删减文字。"


def _of_block(block: Block, setter: Setter) -> Iterator[str]:
    match block:
        case Grid():
            yield from _of_grid(block, setter)
        case Place():
            yield from _of_place(block, setter)
        case Card():
            for text, kind in card_lines(block, setter):
                if setter.line(text, kind).width > CARD_ROOM + TINY:
                    yield f"席位卡“{_short(text)}”太长，已排成几行。"
        case Writing(label=label):
            yield from _line(block, label, setter.sheet.width, setter)
        case Signatures(names=names, labels=labels, columns=columns):
            room = setter.sheet.width / columns - setter.sheet.pitch
            for name in names:
                yield from _words("签章栏", name, setter.text, room, setter)
            for label in labels:
                yield from _line(block, label, room, setter)
        case _:
            for text in texts(block):
                yield from _words(_called(block), text, _type(block, setter), setter.sheet.width, setter)


def _of_grid(grid: Grid, setter: Setter) -> Iterator[str]:
    for at, row in enumerate(grid.rows, 1):
        for cell, width in zip(row.cells, cell_widths(row, grid, setter.sheet), strict=True):
            kind = cell_type(cell, grid, setter.sheet)
            yield from _words(f"表格第 {at} 行", cell.text, kind, width - 2 * PADDING, setter)
            if setter.line(cell.sign, kind).width > width - 2 * PADDING + TINY:
                yield f"表格第 {at} 行的“{_short(cell.sign)}”比格子宽，会盖住旁边。"


def _of_place(block: Place, setter: Setter) -> Iterator[str]:
    kind, lines = placed_lines(block, setter)
    called = f"套打“{_short(block.text)}”"
    widest = max((line.width for line in lines), default=0.0)
    if len(lines) > block.lines:
        yield f"{called}太长，占了 {len(lines)} 行，只留有 {block.lines} 行。"
    elif kind.size < block.size:
        yield f"{called}较长，字已缩小到 {kind.size:g} 磅。"
    if block.pitch and widest > block.width * m.MM + TINY:
        yield f"{called}的字比格子多。"
    right, bottom = block.x * m.MM + widest, block.y * m.MM + len(lines) * kind.size
    if right > setter.sheet.width + TINY or bottom > setter.sheet.height + TINY:
        yield f"{called}超出纸边。"


def _line(block: Block, label: str, room: float, setter: Setter) -> Iterator[str]:
    if setter.line(label, setter.text).width > room + TINY:
        yield f"{_called(block)}“{_short(label)}”比一栏长，会盖住旁边。"


def _words(called: str, text: str, kind: Type, room: float, setter: Setter) -> Iterator[str]:
    """The words and numbers that are wider than the room they stand in."""
    wide = "格子" if called.startswith("表格") else "一行"
    for word in words(text):
        if len(word) * kind.size > room and setter.line(word, kind).width > room + TINY:
            yield f"{called}里的“{_short(word)}”比{wide}宽，已拆开。"


def _type(block: Block, setter: Setter) -> Type:
    match block:
        case Title() | Letterhead():
            return setter.title
        case Heading(level=level):
            return heading_type(level, setter)
        case Paragraph(small=True):
            return setter.small
        case Large(size=size):
            return Type(Typeface.TITLE, size / 2)
    return setter.text


def _called(block: Block) -> str:
    return CALLED.get(type(block), "附件")


def _short(text: str) -> str:
    said = " ".join(text.split("\n"))
    return said if len(said) <= SHOWN else said[:SHOWN] + "…"
