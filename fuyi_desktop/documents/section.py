"""The page of a Word file: paper, margins, page numbers, what is signed at the foot of each page."""

from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import PageFoot
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Setter, Type
from fuyi_desktop.documents.runs import NAMES, RED, put_height, put_ruled, put_run
from fuyi_desktop.documents.sheets import Sheet
from fuyi_desktop.documents.signing import FOOT_GAP, RULED, columns_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

FOLIO = Type(Typeface.SONG, m.FOURTH)
FOLIO_LEAD = m.FOURTH * 1.3
ROUNDING = 0.7  # points: lines of whole twips are together a little higher than the text area


def prepare(
    document: "Document", setter: Setter, *, title: str, author: str, letter: bool, foot: PageFoot | None
) -> None:
    """Set the page up before anything is written on it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import element, put_font

    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    put_font(normal.element.get_or_add_rPr(), NAMES[Typeface.FANG])
    normal.font.size = Pt(setter.sheet.size)
    section = document.sections[0]
    height = _foot_height(foot, setter)
    _size(section, setter.sheet, height)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    if setter.sheet.centered:
        section._sectPr.append(element("vAlign", val="center"))
    if setter.sheet.folio:
        _number_pages(document, section, setter, foot)
    if letter:
        _letter(section, setter.sheet)
    if not document.settings.element.findall(qn("w:compat")):
        document.settings.element.append(element("compat"))


def _size(section: "Section", sheet: Sheet, foot: float) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    section.page_width, section.page_height = (Pt(side) for side in sheet.paper)
    if sheet.paper[0] > sheet.paper[1]:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin = Pt(sheet.top)
    section.bottom_margin = Pt(max(0.0, sheet.bottom + foot - ROUNDING))
    section.left_margin, section.right_margin = Pt(sheet.left), Pt(max(0.0, sheet.right))
    section.header_distance = Pt(0)
    section.footer_distance = Pt(max(0.0, sheet.bottom - m.NUMBER_DROP - FOLIO_LEAD))


def _foot_height(foot: PageFoot | None, setter: Setter) -> float:
    if foot is None:
        return 0.0
    lines = -(-len(foot.labels) // columns_of(foot, setter))
    return (lines * RULED + FOOT_GAP) * setter.sheet.leading


def _number_pages(document: "Document", section: "Section", setter: Setter, foot: PageFoot | None) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import put_indent

    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        if foot is not None:
            _signed(paragraph, foot, setter)
            put_height(paragraph, FOLIO_LEAD)
            paragraph.paragraph_format.space_before = Pt(m.NUMBER_DROP)
        paragraph.alignment = align
        put_indent(paragraph, left=m.FOURTH, right=m.FOURTH)
        _number(paragraph)


def _signed(before: Any, foot: PageFoot, setter: Setter) -> None:
    """The labels, each with a rule behind it, above the page number."""
    from docx.shared import Pt

    columns = columns_of(foot, setter)
    width = setter.sheet.width / columns
    for start in range(0, len(foot.labels), columns):
        paragraph = before.insert_paragraph_before()
        put_height(paragraph, setter.sheet.leading * RULED)
        paragraph.alignment = None
        for at, label in enumerate(foot.labels[start : start + columns], 1):
            put_ruled(paragraph, label, setter.text, setter.sheet.characters // columns - (at < columns))
            if at < columns:
                paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(at * width))
                put_run(paragraph, "\t", setter.text)


def _letter(section: "Section", sheet: Sheet) -> None:
    """No number on the first page, but the second red double line."""
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import put_border, put_indent

    section.different_first_page_header_footer = True
    section.first_page_footer.is_linked_to_previous = False
    paragraph = section.first_page_footer.paragraphs[0]
    beyond = (m.LETTER_RULE - sheet.width) / 2
    put_indent(paragraph, left=-beyond, right=-beyond)
    put_border(paragraph, color=RED, bottom=("thinThickLargeGap", 18, 1))
    section.footer_distance = Pt(m.LETTER_FOOT)


def _number(paragraph: Any) -> None:
    from fuyi_desktop.documents.oox import put_page_number

    put_run(paragraph, "— ", FOLIO)
    put_page_number(put_run(paragraph, "", FOLIO))
    put_run(paragraph, " —", FOLIO)
