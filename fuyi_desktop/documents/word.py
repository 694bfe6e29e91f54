"""The editable twin: the same blocks as a Word file, without a code: once edited it is another paper."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import (
    BOXES,
    Addressee,
    Align,
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
    is_letter,
)
from fuyi_desktop.documents.fonts import Fonts, Typeface
from fuyi_desktop.documents.ink import TEXT, Setter, Type
from fuyi_desktop.documents.layout import (
    BELOW_GRID,
    COMPANY,
    HAND,
    HEADINGS,
    IMPRINT,
    LARGEST_NAME,
    RULED_LINE,
    SEAL_LINES,
    SMALL,
    TITLE,
    lines_between,
    stands_under_grid,
)
from fuyi_desktop.documents.pdf import FOLIO
from fuyi_desktop.documents.ruled import PADDING

if TYPE_CHECKING:
    from docx.document import Document

# What the office's machines call the typefaces; Word finds its own substitute for one that is absent.
NAMES = {
    Typeface.FANG: "仿宋",
    Typeface.TITLE: "方正小标宋简体",
    Typeface.HEI: "黑体",
    Typeface.KAI: "楷体",
    Typeface.SONG: "宋体",
}
SYMBOLS = "Segoe UI Symbol"  # has the two boxes; other systems take them from whatever font they have
TIGHT = -5  # twentieths of a point: 28 characters of 16 points fit into the line with 0.25 taken from each
ROUNDING = 0.5  # points: 22 lines of whole twips are a little higher than the text area
RED = "CC0000"
RARE = "SimSun-ExtB"  # what Windows has for the planes above the first; 宋体 has the rest
PARTS = re.compile(f"([{BOXES}]|[\u3400-\u4dbf\u9fa6-\u9fff]+|[\U00020000-\U0003ffff]+)")


def render(
    blocks: Sequence[Block], *, fonts: Fonts, paper_id: str, title: str = "", author: str = ""
) -> bytes:
    """The bytes of a .docx, the same for the same blocks; fonts measure what is placed by its width."""
    import docx
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import steady

    document = docx.Document()
    document.core_properties.identifier = paper_id
    _prepare(document, title, author, letter=is_letter(tuple(blocks)))
    writer = _Writer(document, Setter(fonts))
    before: Block | None = None
    for block in blocks:
        for _ in range(lines_between(before, block)):
            writer.paragraph("", TEXT)
        at = len(document.paragraphs)
        writer.write(block)
        if stands_under_grid(before, block):
            document.paragraphs[at].paragraph_format.space_before = Pt(BELOW_GRID)
        before = block
    made = io.BytesIO()
    document.save(made)
    return steady(made.getvalue())


def _prepare(document: "Document", title: str, author: str, *, letter: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml.ns import qn
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import element, put_border, put_font, put_indent

    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    put_font(normal.element.get_or_add_rPr(), NAMES[Typeface.FANG])
    normal.font.size = Pt(m.THIRD)
    section = document.sections[0]
    section.page_width, section.page_height = Pt(m.PAGE_WIDTH), Pt(m.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Pt(m.TOP), Pt(m.BOTTOM - ROUNDING)
    section.left_margin, section.right_margin = Pt(m.LEFT), Pt(m.RIGHT)
    section.footer_distance = Pt(m.BOTTOM - m.NUMBER_DROP - m.FOURTH * 1.3)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        put_indent(paragraph, left=m.FOURTH, right=m.FOURTH)
        _number(paragraph)
    if letter:
        section.different_first_page_header_footer = True
        section.first_page_footer.is_linked_to_previous = False
        paragraph = section.first_page_footer.paragraphs[0]
        beyond = (m.LETTER_RULE - m.WIDTH) / 2
        put_indent(paragraph, left=-beyond, right=-beyond)
        put_border(paragraph, color=RED, bottom=("thinThickLargeGap", 18, 1))
        section.footer_distance = Pt(m.LETTER_FOOT)
    if not document.settings.element.findall(qn("w:compat")):
        document.settings.element.append(element("compat"))


def _number(paragraph: Any) -> None:
    from fuyi_desktop.documents.oox import put_page_number

    _run(paragraph, "— ", FOLIO)
    put_page_number(_run(paragraph, "", FOLIO))
    _run(paragraph, " —", FOLIO)


def _run(paragraph: Any, text: str, kind: Type, *, underline: bool = False) -> Any:
    from docx.shared import Pt, RGBColor

    from fuyi_desktop.documents.oox import element, put_font

    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    put_font(properties, NAMES[kind.face])
    run.font.size = Pt(kind.size)
    if kind.color == m.RED:
        run.font.color.rgb = RGBColor.from_string(RED)
    if kind.tracking:
        after = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")
        properties.insert_element_before(element("spacing", val=TIGHT), *after)
    if underline:
        run.font.underline = True
    return run


class _Writer:
    """Writes one block after another."""

    def __init__(self, document: "Document", setter: Setter) -> None:
        self.document, self.setter = document, setter

    def wide(self, text: str) -> float:
        return self.setter.line(text, TEXT).width

    def paragraph(self, text: str, kind: Type, *, height: float = m.LEADING, keep: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        _space(paragraph, height)
        paragraph.paragraph_format.keep_with_next = keep or None
        _words(paragraph, text, kind)
        return paragraph

    def write(self, block: Block) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_indent

        match block:
            case Letterhead():
                self.letterhead(block)
            case Title(text=text):
                for line in text.split("\n"):
                    self.paragraph(line, TITLE, keep=True).alignment = ALIGN.CENTER
            case Number(text=text):
                self.paragraph(text, TEXT, keep=True).alignment = ALIGN.RIGHT
            case Addressee(text=text):
                self.paragraph(text.rstrip("：:") + "：", TEXT, keep=True)
            case Paragraph(text=text, lead=lead, indent=indent, small=small):
                kind, height = (SMALL, m.FOURTH * 1.5) if small else (TEXT, m.LEADING)
                paragraph = self.paragraph("", kind, height=height)
                _words(paragraph, lead, replace(kind, face=Typeface.HEI))
                _words(paragraph, text, kind)
                paragraph.alignment = ALIGN.JUSTIFY
                put_indent(paragraph, first=indent, first_points=indent * kind.size)
            case Heading(text=text, level=level):
                kind = replace(TEXT, face=HEADINGS.get(level, Typeface.FANG))
                put_indent(self.paragraph(text, kind, keep=True), first=2, first_points=2 * m.THIRD)
            case Grid():
                self.grid(block)
            case Fields():
                self.fields(block)
            case Attachments(names=names):
                self.attachments(names)
            case Signature():
                self.signature(block)
            case Note(text=text):
                put_indent(self.paragraph(f"（{text}）", TEXT), first=2, first_points=2 * m.THIRD)
            case Imprint():
                self.imprint(block)
            case Space(lines=count):
                for _ in range(count):
                    self.paragraph("", TEXT)

    def letterhead(self, block: Letterhead) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_border, put_indent

        if block.form is Head.PLAIN:
            self.paragraph(block.organ, TITLE, keep=True).alignment = ALIGN.CENTER
            return
        room = m.WIDTH if block.form is Head.OFFICIAL else m.LETTER_RULE
        size = max(m.SECOND, min(LARGEST_NAME, room * 0.94 / max(len(block.organ), 1)))
        kind = Type(Typeface.TITLE, size, color=m.RED)
        name = self.paragraph(block.organ, kind, height=size * 1.2, keep=True)
        name.alignment = ALIGN.CENTER
        if block.form is Head.OFFICIAL:
            name.paragraph_format.space_before = Pt(m.HEAD_DROP)
            for _ in range(2):
                self.paragraph("", TEXT, keep=True)
            number = self.paragraph(block.number, TEXT, keep=True)
            number.alignment = ALIGN.CENTER
            put_border(number, color=RED, bottom=("single", 16, 11))
            return
        beyond = (m.LETTER_RULE - m.WIDTH) / 2
        put_indent(name, left=-beyond, right=-beyond)
        put_border(name, color=RED, bottom=("thickThinLargeGap", 18, 11))
        self.document.sections[0].top_margin = Pt(m.LETTER_TOP)
        self.paragraph(block.number, TEXT, keep=True).alignment = ALIGN.RIGHT

    def grid(self, block: Grid) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_grid, put_row

        size = m.SMALL_FOURTH if block.small else m.FOURTH
        widths = [width * m.WIDTH / sum(block.widths) for width in block.widths]
        table = self.document.add_table(rows=len(block.rows), cols=len(widths), style="Table Grid")
        put_grid(table, widths)
        for at, row in enumerate(block.rows):
            put_row(table.rows[at], height=row.lines * size * 1.5 + 2 * PADDING, head=at < block.head)
            column = 0
            for given in row.cells:
                cell = table.cell(at, column)
                if given.span > 1:
                    cell = cell.merge(table.cell(at, column + given.span - 1))
                cell.width = round(sum(widths[column : column + given.span]) * 12700)
                cell.vertical_alignment = VERTICAL.CENTER
                kind = Type(Typeface.HEI if given.label else Typeface.FANG, size)
                for number, line in enumerate(given.text.split("\n")):
                    paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                    _space(paragraph, size * 1.5)
                    _words(paragraph, line, kind)
                    paragraph.alignment = {
                        Align.LEFT: ALIGN.LEFT, Align.CENTER: ALIGN.CENTER, Align.RIGHT: ALIGN.RIGHT,
                    }[given.align]  # fmt: skip
                column += given.span

    def fields(self, block: Fields) -> None:
        longest = max(self.wide(label) for label in block.labels) + HAND * m.PITCH
        columns = max(1, min(block.columns, int(m.WIDTH / longest)))
        blanks = round(m.CHARACTERS / columns - 1)
        for start in range(0, len(block.labels), columns):
            paragraph = self.paragraph("", TEXT, height=RULED_LINE)
            for at, label in enumerate(block.labels[start : start + columns]):
                _words(paragraph, label if at == 0 else f"　{label}", TEXT)
                rest = max(HAND, blanks - round(self.wide(label) / m.PITCH))
                _run(paragraph, "　" * rest, TEXT, underline=True)

    def attachments(self, names: tuple[str, ...]) -> None:
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_indent

        for at, name in enumerate(names):
            mark = f"{at + 1}. " if len(names) > 1 else ""
            left = 5 * m.PITCH + self.wide(mark)
            head = "附件：" + mark if at == 0 else mark
            paragraph = self.paragraph(head + name, TEXT)
            put_indent(paragraph, left=left)
            paragraph.paragraph_format.first_line_indent = Pt(-self.wide(head))

    def signature(self, block: Signature) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        from fuyi_desktop.documents.oox import put_indent

        for paragraph in self.document.paragraphs[-COMPANY:]:
            paragraph.paragraph_format.keep_with_next = True
        for _ in range(SEAL_LINES if block.seal else 1):
            self.paragraph("", TEXT, keep=True)
        day, organ = self.wide(block.date), self.wide(block.organ)
        right = m.DATE_INDENT * m.PITCH
        name = self.paragraph(block.organ, TEXT, keep=True)
        name.alignment = ALIGN.RIGHT
        put_indent(name, right=max(right + (day - organ) / 2, 0.0))
        date = self.paragraph(block.date, TEXT)
        date.alignment = ALIGN.RIGHT
        put_indent(date, right=max(right, min((organ - day) / 2, m.WIDTH - day)))

    def imprint(self, block: Imprint) -> None:
        from docx.shared import Pt

        from fuyi_desktop.documents.oox import put_border, put_frame, put_indent

        ruled = bool(block.organ or block.date)
        copies = self.paragraph(f"抄送：{block.copies.rstrip('。')}。", IMPRINT, height=m.FOURTH * 1.6)
        put_indent(copies, left=m.FOURTH * 4, right=m.FOURTH)
        copies.paragraph_format.first_line_indent = Pt(-m.FOURTH * 3)
        put_frame(copies, m.WIDTH)
        if not ruled:
            return
        put_border(copies, top=("single", 8, 1), bottom=("single", 6, 1))
        last = self.paragraph(block.organ, IMPRINT, height=m.FOURTH * 1.6)
        last.paragraph_format.tab_stops.add_tab_stop(Pt(m.WIDTH - m.FOURTH), alignment=2)
        _run(last, f"\t{block.date}印发", IMPRINT)
        put_indent(last, left=m.FOURTH, right=m.FOURTH)
        put_frame(last, m.WIDTH)
        put_border(last, bottom=("single", 8, 1))


def _space(paragraph: Any, height: float) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import put_no_spacing

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    put_no_spacing(paragraph)


def _words(paragraph: Any, text: str, kind: Type) -> None:
    from fuyi_desktop.documents.oox import put_font

    for part in PARTS.split(text):
        if part:
            run = _run(paragraph, part, kind)
            if PARTS.match(part):
                put_font(run._r.get_or_add_rPr(), _font_of(part))


def _font_of(part: str) -> str:
    """A font of every office machine that has characters 仿宋 or 小标宋 may lack."""
    if part in BOXES:
        return SYMBOLS
    return RARE if part >= "\U00020000" else NAMES[Typeface.SONG]
