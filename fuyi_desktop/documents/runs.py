"""Text in a Word file: each run names its font for Chinese and for Latin, each line its height."""

import math
import re
from typing import Any

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import BOXES
from fuyi_desktop.documents.fonts import Typeface
from fuyi_desktop.documents.ink import Type

# What the office's machines call the typefaces; Word finds its own substitute for one that is absent.
NAMES = {
    Typeface.FANG: "仿宋",
    Typeface.TITLE: "方正小标宋简体",
    Typeface.HEI: "黑体",
    Typeface.KAI: "楷体",
    Typeface.SONG: "宋体",
}
SYMBOLS = "Segoe UI Symbol"  # has the two boxes; other systems take them from whatever font they have
RED = "CC0000"
RARE = "SimSun-ExtB"  # what Windows has for the planes above the first; 宋体 has the rest
PARTS = re.compile(f"([{BOXES}]|[\u3400-\u4dbf\u9fa6-\u9fff]+|[\U00020000-\U0003ffff]+)")
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")


def put_run(paragraph: Any, text: str, kind: Type, *, underline: bool = False) -> Any:
    from docx.shared import Pt, RGBColor

    from fuyi_desktop.documents.oox import element, put_font

    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    put_font(properties, NAMES[kind.face])
    run.font.size = Pt(kind.size)
    if kind.color == m.RED:
        run.font.color.rgb = RGBColor.from_string(RED)
    if kind.tracking:  # rounded down, so that a line holds as many characters as on paper
        twips = math.floor(kind.tracking * 20)
        properties.insert_element_before(element("spacing", val=twips), *AFTER_SPACING)
    if underline:
        run.font.underline = True
    return run


def put_words(paragraph: Any, text: str, kind: Type) -> None:
    """The text in as many runs as it needs fonts."""
    from fuyi_desktop.documents.oox import put_font

    for part in PARTS.split(text):
        if part:
            run = put_run(paragraph, part, kind)
            if PARTS.match(part):
                put_font(run._r.get_or_add_rPr(), _font_of(part))


def _font_of(part: str) -> str:
    """A font of every office machine that has characters 仿宋 or 小标宋 may lack."""
    if part in BOXES:
        return SYMBOLS
    return RARE if part >= "\U00020000" else NAMES[Typeface.SONG]


def put_ruled(paragraph: Any, label: str, kind: Type, characters: int) -> None:
    """A label and a rule behind it, together so many characters wide."""
    put_words(paragraph, label, kind)
    wide = sum(1.0 if char > "\u2000" else 0.5 for char in label)
    put_run(paragraph, "　" * max(2, math.floor(characters - wide)), kind, underline=True)


def put_height(paragraph: Any, height: float) -> None:
    """A line of exactly this height with nothing above or below."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    from fuyi_desktop.documents.oox import put_no_spacing

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(height)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    put_no_spacing(paragraph)
