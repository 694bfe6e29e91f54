"""The pieces of WordprocessingML that python-docx has no words for."""

import io
import zipfile
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can say
TWIP = 20  # to a point


def element(tag: str, **attributes: object) -> Any:
    """<w:tag w:name="value"/>."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def twips(points: float) -> int:
    return round(points * TWIP)


def put_font(properties: Any, name: str) -> None:
    """The font for Chinese and for Latin alike; the hint keeps “” in the Chinese one."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia"))


def put_indent(
    paragraph: Any, *, first: int = 0, first_points: float = 0, left: float = 0, right: float = 0
) -> None:
    """An indent in characters, which Word keeps when the size changes, and in points for the others."""
    values: dict[str, object] = {"left": twips(left), "right": twips(right)}
    if first:
        values |= {"firstLineChars": first * 100, "firstLine": twips(first_points)}
    properties = paragraph._p.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    properties._insert_ind(element("ind", **values))


def put_border(paragraph: Any, *, color: str = "auto", **sides: tuple[str, int, int]) -> None:
    """Rules above or below a paragraph: side = (kind, eighths of a point, distance in points)."""
    border = element("pBdr")
    for side in ("top", "bottom"):
        if side in sides:
            kind, size, space = sides[side]
            border.append(element(side, val=kind, sz=size, space=space, color=color))
    _insert(paragraph._p.get_or_add_pPr(), border, AFTER_BORDER)


def put_frame(paragraph: Any, width: float) -> None:
    """A frame at the foot of the text area, wherever the text ends."""
    frame = element(
        "framePr",
        w=twips(width),
        wrap="around",
        hAnchor="margin",
        vAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )
    _insert(paragraph._p.get_or_add_pPr(), frame, AFTER_FRAME)


def put_place(paragraph: Any, *, x: float, y: float, width: float, height: float) -> None:
    """A frame of one line at a place of the page."""
    frame = element(
        "framePr",
        w=twips(width),
        h=twips(height),
        hRule="exact",
        wrap="around",
        hAnchor="page",
        vAnchor="page",
        x=max(1, twips(x)),  # nought would mean: nowhere in particular
        y=max(1, twips(y)),
    )
    _insert(paragraph._p.get_or_add_pPr(), frame, AFTER_FRAME)


def put_page_number(run: Any) -> None:
    """The PAGE field."""
    for kind in ("begin", None, "separate", "number", "end"):
        match kind:
            case None:
                text = element("instrText")
                text.set(qn("xml:space"), "preserve")
                text.text = " PAGE "
                run._r.append(text)
            case "number":
                shown = element("t")
                shown.text = "1"
                run._r.append(shown)
            case _:
                run._r.append(element("fldChar", fldCharType=kind))


# CT_PPr is a sequence: what must come after the element that is put in.
AFTER_FRAME = (
    "w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs",
    "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
    "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
AFTER_BORDER = AFTER_FRAME[AFTER_FRAME.index("w:shd") :]


def _insert(parent: Any, child: Any, successors: tuple[str, ...]) -> None:
    parent.insert_element_before(child, *successors)


def put_no_spacing(paragraph: Any) -> None:
    """No room of Word's own between Chinese and digits: the paper has none."""
    properties = paragraph._p.get_or_add_pPr()
    for tag in ("autoSpaceDE", "autoSpaceDN"):
        _insert(properties, element(tag, val=0), AFTER_FRAME[AFTER_FRAME.index("w:bidi") :])


def put_grid(table: Any, widths: list[float], *, margin: float) -> None:
    """Fixed column widths in points, on the grid and on every cell, whatever their text."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER  # else the text, not the rules, stands at the margin
    whole = table._tbl.tblPr.find(qn("w:tblW"))
    whole.set(qn("w:w"), str(twips(sum(widths))))
    whole.set(qn("w:type"), "dxa")
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(margin), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(twips(width)))


def put_at_foot(table: Any) -> None:
    """The table at the foot of the text area, wherever the text ends."""
    place = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    properties = table._tbl.tblPr
    properties.insert(1 if properties.find(qn("w:tblStyle")) is not None else 0, place)


def put_rules(table: Any, **sides: int) -> None:
    """Rules of a table: side = eighths of a point."""
    border = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        if side in sides:
            border.append(element(side, val="single", sz=sides[side], space=0, color="auto"))
    properties = table._tbl.tblPr
    properties.insert_element_before(border, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def put_row(row: Any, *, height: float, head: bool, whole: bool) -> None:
    """A row of at least this height, a whole one not parted between pages; a head repeats."""
    properties = row._tr.get_or_add_trPr()
    if whole:
        properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=twips(height), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))


def steady(made: bytes) -> bytes:
    """The same parts in the same order, without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
