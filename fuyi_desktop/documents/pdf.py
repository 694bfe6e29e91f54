"""The paper as PDF: pages drawn, numbered, and marked with the code that finds the paper again."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from fuyi_desktop.documents import codes
from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Block, is_letter, texts
from fuyi_desktop.documents.codes import Mark
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.heads import double_rule
from fuyi_desktop.documents.ink import ASCENT, Ink, Rule, Setter, Type, Words, color_of
from fuyi_desktop.documents.layout import Page, pages
from fuyi_desktop.documents.sheets import PORTRAIT, Sheet
from fuyi_desktop.domain.errors import GlyphMissing

FOLIO = Type(Typeface.SONG, m.FOURTH)
SAME = 0.001
OWN_WORDS = "— 0123456789.附件：抄送印发（）。"  # what the writer adds to the blocks


def render(
    blocks: Sequence[Block],
    *,
    fonts: Fonts,
    paper_id: str,
    sheet: Sheet = PORTRAIT,
    title: str = "",
    author: str = "",
    red: bool = True,
    offset: tuple[float, float] = (0.0, 0.0),
    laid: Sequence[Page] | None = None,
) -> bytes:
    """The paper's bytes: the same for the same blocks, fonts and id. GlyphMissing lists what no font has.

    Without red it is for paper that has its red head already; the offset, in millimetres to the right
    and down, is what a printer puts its ink too far to the left and up. Where the pages are laid out
    already, they may be given.
    """
    if laid is None:
        must_be_printable(blocks, fonts)
        laid = pages(blocks, fonts, sheet)
    letter = is_letter(tuple(blocks))
    found = [
        Page((*page.ink, *_around(number, fonts, sheet, letter=letter)))
        for number, page in enumerate(laid, 1)
    ]
    if not red:
        found = [Page(tuple(ink for ink in page.ink if color_of(ink) != m.RED)) for page in found]
    marked = paper_id if sheet.folio else ""  # a draft names no paper, and a card need not be found again
    return drawn(
        found, fonts, sheet, paper_id=paper_id, marked=marked, title=title, author=author, offset=offset
    )


def drawn(
    found: Sequence[Page],
    fonts: Fonts,
    sheet: Sheet,
    *,
    paper_id: str = "",
    marked: str = "",
    title: str = "",
    author: str = "",
    offset: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """Pages as PDF, every one with the code of the paper that they are marked for."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # bytes as they are: a fifth smaller than bytes spelled in letters
    made = BytesIO()
    canvas = Canvas(
        made,
        pagesize=sheet.paper,
        invariant=1,
        lang="zh-CN",
        initialFontName=fonts.font(FOLIO.face, "1").name,  # else Helvetica is named, and not embedded
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(paper_id)
    canvas.setCreator("")
    for number, page in enumerate(found, 1):
        canvas.translate(sheet.left + offset[0] * m.MM, sheet.paper[1] - sheet.top - offset[1] * m.MM)
        for ink in page.ink:
            _draw(canvas, ink)
        if marked:
            _draw_code(canvas, Mark(marked, number, len(found)), sheet)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def must_be_printable(blocks: Sequence[Block], fonts: Fonts) -> None:
    """Raise GlyphMissing with the characters of a paper that no font has."""
    missing = fonts.missing([OWN_WORDS, *(text for block in blocks for text in texts(block))])
    if missing:
        raise GlyphMissing(characters="".join(missing))


def _around(number: int, fonts: Fonts, sheet: Sheet, *, letter: bool) -> Iterator[Ink]:
    """The page number between dashes, outside; on the first page of a letter its red lines instead."""
    if letter and number == 1:
        yield from double_rule(sheet.paper[1] - m.LETTER_FOOT - sheet.top - 3.0, sheet, thick_first=False)
    elif sheet.folio:
        line = Setter(fonts).line(f"— {number} —", FOLIO)
        x = sheet.width - m.FOURTH - line.width if number % 2 else m.FOURTH
        yield Words(x, sheet.height + m.NUMBER_DROP + ASCENT * m.FOURTH, line, FOLIO)


def _draw(canvas: Any, ink: Ink) -> None:
    match ink:
        case Rule():
            canvas.setStrokeColorRGB(*ink.color)
            canvas.setLineWidth(ink.thickness)
            canvas.line(ink.x1, -ink.y1, ink.x2, -ink.y2)
        case Words():
            _draw_words(canvas, ink)


def _draw_words(canvas: Any, words: Words) -> None:
    """Runs of one font whose characters stand equally far apart are one piece of text each."""
    glyphs, places = words.line.glyphs, words.line.places
    text = canvas.beginText()
    text.setFillColorRGB(*words.type.color)
    start = 0
    while start < len(glyphs):
        font = glyphs[start].font
        if font is None:
            ticked = glyphs[start].char == "☑"
            _draw_box(canvas, words.x + places[start], -words.y, words.type.size, ticked=ticked)
            start += 1
            continue
        end, space = start + 1, None
        while end < len(glyphs) and glyphs[end].font is font:
            own = font.width(glyphs[end - 1].char, words.type.size)
            gap = places[end] - places[end - 1] - own
            if space is not None and abs(gap - space) > SAME:
                break
            space, end = gap, end + 1
        if words.turned:
            text.setTextTransform(-1, 0, 0, -1, words.x - places[start], -words.y)
        else:
            text.setTextOrigin(words.x + places[start], -words.y)
        text.setFont(font.name, words.type.size)
        text.setCharSpace(space or 0)
        text.textOut("".join(glyph.char for glyph in glyphs[start:end]))
        start = end
    canvas.drawText(text)


def _draw_box(canvas: Any, x: float, baseline: float, size: float, *, ticked: bool) -> None:
    side, left, bottom = size * 0.72, x + size * 0.14, baseline - size * 0.02
    canvas.setStrokeColorRGB(*m.BLACK)
    canvas.setLineWidth(size * 0.05)
    canvas.rect(left, bottom, side, side)
    if ticked:
        canvas.setLineWidth(size * 0.09)
        path = canvas.beginPath()
        path.moveTo(left + side * 0.2, bottom + side * 0.5)
        path.lineTo(left + side * 0.42, bottom + side * 0.22)
        path.lineTo(left + side * 0.82, bottom + side * 0.8)
        canvas.drawPath(path)


def _draw_code(canvas: Any, mark: Mark, sheet: Sheet) -> None:
    """Neighbouring dark modules are one rectangle; the unit is a module, so that all numbers are whole."""
    found = codes.modules(mark)
    side = codes.SIDE / len(found)
    left, top = codes.corner(mark.page, sheet)
    rectangles: list[str] = []
    for y, row in enumerate(found, 1):
        x = 0
        for dark, same in groupby(row):
            run = len(list(same))
            if dark:
                rectangles.append(f"{x} {-y} {run} 1 re")
            x += run
    canvas.saveState()
    canvas.setFillColorRGB(*m.BLACK)
    canvas.transform(side, 0, 0, side, left, -top)
    canvas.addLiteral(" ".join((*rectangles, "f")))
    canvas.restoreState()
