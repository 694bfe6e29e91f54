"""What stands at given places in a Word file: the facts of 套打 in frames, the faces of a card in boxes."""

from html import escape
from typing import TYPE_CHECKING, Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import Align, Card, Place
from fuyi_desktop.documents.ink import Setter, Type
from fuyi_desktop.documents.placed import FACE, PLACE_LEAD, card_lines, placed_lines
from fuyi_desktop.documents.runs import NAMES, put_height, put_words

if TYPE_CHECKING:
    from docx.document import Document

EMU = 12700  # to a point


def write_place(document: "Document", block: Place, setter: Setter) -> None:
    """A frame for each of its lines: they stand where they stand in print."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    from fuyi_desktop.documents.oox import put_place

    kind, lines = placed_lines(block, setter)
    lead = kind.size * PLACE_LEAD
    for at, line in enumerate(lines):
        x = block.x * m.MM
        if block.pitch:
            x += (block.pitch * m.MM - kind.size) / 2
            kind = Type(kind.face, kind.size, block.pitch * m.MM - line.glyphs[0].width)
        paragraph = document.add_paragraph()
        put_height(paragraph, lead)
        put_words(paragraph, line.text, kind)
        paragraph.alignment = {Align.LEFT: ALIGN.LEFT, Align.CENTER: ALIGN.CENTER, Align.RIGHT: ALIGN.RIGHT}[
            block.align
        ]
        put_place(paragraph, x=x, y=block.y * m.MM + at * lead, width=block.width * m.MM, height=lead)


def write_card(document: "Document", block: Card, setter: Setter, *, number: int) -> Any:
    """A page with two boxes, the upper one on its head."""
    from docx.oxml import parse_xml

    paragraph = document.add_paragraph()
    put_height(paragraph, 1.0)
    for face, turned in enumerate((True, False)):
        run = paragraph.add_run()
        run._r.append(parse_xml(_box(block, setter, face=face, turned=turned, number=2 * number + face + 1)))
    return paragraph


def _box(block: Card, setter: Setter, *, face: int, turned: bool, number: int) -> str:
    wide, high = round(setter.sheet.width * EMU), round(FACE * EMU)
    said = "".join(_centred(text, kind) for text, kind in card_lines(block, setter))
    rotation = ' rot="10800000"' if turned else ""
    return f"""
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{face * high}</wp:posOffset></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/><wp:docPr id="{number}" name="{number}"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm{rotation}><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{said}</w:txbxContent></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"""


def _centred(text: str, kind: Type) -> str:
    font, half_points = NAMES[kind.face], round(kind.size * 2)
    return (
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}" w:hint="eastAsia"/>'
        f'<w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
