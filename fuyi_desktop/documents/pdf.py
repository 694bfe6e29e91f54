"""The paper as PDF: pages drawn, numbered, and marked with the code that finds the paper again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Block, is_letter, texts
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import ASCENT, Ink, Rule, Setter, Type, Words
from fuyi_desktop.documents.layout import Page, double_rule, pages
from fuyi_desktop.domain.errors import GlyphMissing

FOLIO = Type(Typeface.SONG, m.FOURTH)
CODE_SIDE = 11 * m.MM
CODE_DROP = 1.0 * m.MM  # from the text area to the code: it ends 2 mm above the second red line of a letter
CODE_PREFIX = "FUYI:"  # with capital letters the code is smaller
SAME = 0.001
OWN_WORDS = "— 0123456789.附件：抄送印发（）。"  # what the writer adds to the blocks


@dataclass(frozen=True)
class Preflight:
    """What is to be known before printing."""

    pages: int
    fonts: Mapping[Typeface, str]
    notes: tuple[str, ...]
    missing: tuple[str, ...]  # characters that no font has: the paper cannot be made


def preflight(blocks: Sequence[Block], *, fonts: Fonts) -> Preflight:
    """Pages, fonts and missing characters of a paper, without making it."""
    missing = _missing(blocks, fonts)
    count = 0 if missing else len(pages(blocks, fonts))
    return Preflight(count, fonts.names(), fonts.notes(), missing)


def render(
    blocks: Sequence[Block], *, fonts: Fonts, paper_id: str, title: str = "", author: str = ""
) -> bytes:
    """The paper's bytes: the same for the same blocks, fonts and id. GlyphMissing lists what no font has."""
    from reportlab.pdfgen.canvas import Canvas

    missing = _missing(blocks, fonts)
    if missing:
        raise GlyphMissing(characters="".join(missing))
    made = BytesIO()
    canvas = Canvas(
        made,
        pagesize=(m.PAGE_WIDTH, m.PAGE_HEIGHT),
        invariant=1,
        lang="zh-CN",
        initialFontName=fonts.font(FOLIO.face, "1").name,  # else Helvetica is named, and not embedded
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(paper_id)
    canvas.setCreator("")
    letter = is_letter(tuple(blocks))
    for number, page in enumerate(pages(blocks, fonts), 1):
        _draw_page(canvas, page, number, fonts, letter=letter)
        if paper_id:  # a draft names no paper
            _draw_code(canvas, paper_id, number)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _missing(blocks: Sequence[Block], fonts: Fonts) -> tuple[str, ...]:
    return fonts.missing([OWN_WORDS, *(text for block in blocks for text in texts(block))])


def code_text(paper_id: str) -> str:
    """What the code on a paper says."""
    return CODE_PREFIX + paper_id.upper()


def paper_id(code: str) -> str | None:
    """The paper that a scanned code names; None where it is not one of ours."""
    said = code.strip()
    return said.removeprefix(CODE_PREFIX).lower() if said.startswith(CODE_PREFIX) else None


def _draw_page(canvas: Any, page: Page, number: int, fonts: Fonts, *, letter: bool) -> None:
    for ink in page.ink:
        _draw(canvas, ink)
    if letter and number == 1:
        for ink in double_rule(m.PAGE_HEIGHT - m.LETTER_FOOT - m.TOP - 3.0, thick_first=False):
            _draw(canvas, ink)
        return
    line = Setter(fonts).line(f"— {number} —", FOLIO)
    x = m.WIDTH - m.FOURTH - line.width if number % 2 else m.FOURTH
    _draw(canvas, Words(x, m.HEIGHT + m.NUMBER_DROP + ASCENT * m.FOURTH, line, FOLIO))


def _draw(canvas: Any, ink: Ink) -> None:
    match ink:
        case Rule():
            canvas.setStrokeColorRGB(*ink.color)
            canvas.setLineWidth(ink.thickness)
            canvas.line(_x(ink.x1), _y(ink.y1), _x(ink.x2), _y(ink.y2))
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
            _draw_box(canvas, words.x + places[start], words.y, words.type.size, ticked=ticked)
            start += 1
            continue
        end, space = start + 1, None
        while end < len(glyphs) and glyphs[end].font is font:
            own = font.width(glyphs[end - 1].char, words.type.size)
            gap = places[end] - places[end - 1] - own
            if space is not None and abs(gap - space) > SAME:
                break
            space, end = gap, end + 1
        text.setTextOrigin(_x(words.x + places[start]), _y(words.y))
        text.setFont(font.name, words.type.size)
        text.setCharSpace(space or 0)
        text.textOut("".join(glyph.char for glyph in glyphs[start:end]))
        start = end
    canvas.drawText(text)


def _draw_box(canvas: Any, x: float, baseline: float, size: float, *, ticked: bool) -> None:
    side, left, bottom = size * 0.72, _x(x + size * 0.14), _y(baseline + size * 0.02)
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


def _draw_code(canvas: Any, paper_id: str, number: int) -> None:
    """The code at the foot, opposite the page number; neighbouring dark modules are one rectangle."""
    import segno

    modules = [bytes(row) for row in segno.make(code_text(paper_id), error="m", micro=False).matrix]
    side = CODE_SIDE / len(modules)
    left = m.LEFT if number % 2 else m.LEFT + m.WIDTH - CODE_SIDE
    top = m.PAGE_HEIGHT - m.TOP - m.HEIGHT - CODE_DROP
    canvas.setFillColorRGB(*m.BLACK)
    path = canvas.beginPath()
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x]:
                run += 1
            if row[x]:
                path.rect(left + x * side, top - (y + 1) * side, run * side, side)
            x += run
    canvas.drawPath(path, stroke=0, fill=1)


def _x(x: float) -> float:
    return m.LEFT + x


def _y(y: float) -> float:
    return m.PAGE_HEIGHT - m.TOP - y
