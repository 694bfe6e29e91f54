"""A font file as reportlab draws it: CFF and variable outlines made usable, rare names kept searchable."""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from weakref import WeakKeyDictionary

from fuyi_desktop.documents import sfnt

CONVERTER = "1"  # raised when the conversion changes, so that cached files are made anew
BEYOND = 0x10000
SPACE, NO_BREAK = 0x20, 0xA0
REGULAR = 400
MAX_ERROR = 1.0  # of the curves, in font units


@cache
def coverage(path: Path, index: int) -> frozenset[int]:
    """The characters a font file has a glyph for."""
    return frozenset(sfnt.characters(sfnt.directory(path, index).read("cmap")))


@cache
def outlines(path: Path, index: int) -> str:
    """glyf, variable or CFF: what the font draws with; empty where it cannot or may not be embedded."""
    return sfnt.outlines(path, index)


@cache
def face(path: Path, index: int, store: Path | None) -> Any:
    """The registered reportlab font; conversions are kept in `store`, or made again each time without one."""
    from reportlab.pdfbase import pdfmetrics

    name = "fuyi-" + hashlib.sha256(f"{path}#{index}".encode()).hexdigest()[:12]
    kind = outlines(path, index)
    if kind == "glyf":
        font = _paper_font()(name, str(path), subfontIndex=index)
    else:
        font = _paper_font()(name, _converted(path, index, store))
    pdfmetrics.registerFont(font)
    return font


@dataclass(frozen=True)
class Metrics:
    """Advance width and left side of each glyph; the last width holds for all that follow."""

    numbers: Sequence[int]
    count: int

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        if glyph < self.count:
            return self.numbers[2 * glyph], self.numbers[2 * glyph + 1]
        return self.numbers[2 * self.count - 2], self.numbers[self.count + glyph]


@cache
def _paper_font() -> Any:
    """The class is made on first use, because reportlab is loaded on first use."""
    from reportlab.pdfbase import ttfonts

    class PaperFace(ttfonts.TTFontFace):  # type: ignore[misc]
        """A typeface read in a tenth of the time: widths are looked up, not laid out for every character."""

        def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803
            super().extractInfo(0)
            self.charToGlyph = sfnt.characters(self.get_table("cmap"))
            self.charToGlyph[NO_BREAK] = self.charToGlyph.get(SPACE, 0)
            (count,) = struct.unpack_from(">34xH", self.get_table("hhea"))
            (long,) = struct.unpack_from(">50xH", self.get_table("head"))
            self.hmetrics = Metrics(sfnt.numbers(self.get_table("hmtx")), count)
            loca = sfnt.numbers(self.get_table("loca"), "I" if long else "H")
            self.glyphPos = loca if long else [place * 2 for place in loca]
            self.defaultWidth = self._pdfScale(self.hmetrics[0][0])

        def getCharWidth(self, code: int) -> float:  # noqa: N802
            return float(self._pdfScale(self.hmetrics[self.charToGlyph.get(code, 0)][0]))

    class PaperFont(ttfonts.TTFont):  # type: ignore[misc]
        """A TrueType font whose ToUnicode map also holds the characters above U+FFFF."""

        def __init__(self, name: str, file: str | BytesIO, subfontIndex: int = 0) -> None:  # noqa: N803
            self.fontName, self.encoding = name, ttfonts.TTEncoding()
            self.face = PaperFace(file, subfontIndex=subfontIndex)
            self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
            self._asciiReadable, self.shapable = False, False

        def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802
            return sum(map(self.face.getCharWidth, map(ord, text))) * size / 1000

        def addObjects(self, doc: Any) -> None:  # noqa: N802
            subsets = [list(subset) for subset in self.state[doc].subsets]
            super().addObjects(doc)
            for at, subset in enumerate(subsets):
                tag = ttfonts.SUBSETN(at) + b"+" + self.face.name + self.face.subfontNameX
                stream = doc.idToObject["toUnicodeCMap:" + tag.decode("pdfdoc")]
                stream.content = mended(stream.content, subset)

    return PaperFont


def mended(cmap: str, subset: Sequence[int]) -> str:
    """A character above U+FFFF as a surrogate pair: reportlab 5.1 writes one number of five digits."""
    rows = cmap.split("\n")
    first = next(at for at, row in enumerate(rows) if row.endswith("beginbfchar")) + 1
    for at, code in enumerate(subset):
        if code >= BEYOND:
            rows[first + at] = f"<{at:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>"
    return "\n".join(rows)


def _converted(path: Path, index: int, store: Path | None) -> str | BytesIO:
    """The font with plain TrueType outlines, from the store where it was made before."""
    if store is None:
        return BytesIO(_glyf(path, index))
    stat = path.stat()
    mark = hashlib.sha256(
        f"{CONVERTER} {path} {index} {stat.st_size} {stat.st_mtime_ns}".encode()
    ).hexdigest()
    kept = store / f"{path.stem}-{mark[:16]}.ttf"
    if not kept.exists():
        store.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=store, prefix=kept.stem, delete=False) as file:
            file.write(_glyf(path, index))
        Path(file.name).replace(kept)
    return str(kept)


def _glyf(path: Path, index: int) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(path, fontNumber=index, recalcTimestamp=False)
    if "fvar" in font:
        _fix_weight(font)
    else:
        _trace(font)
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _fix_weight(font: Any) -> None:
    """A variable font as its regular weight: reportlab would print the default master, often Thin."""
    from fontTools.varLib.instancer import instantiateVariableFont

    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    for axis in font["fvar"].axes:
        if axis.axisTag == "wght":
            axes["wght"] = min(max(REGULAR, axis.minValue), axis.maxValue)
    instantiateVariableFont(font, axes, inplace=True)


def _trace(font: Any) -> None:
    """Cubic CFF outlines as quadratic TrueType ones."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    glyphs = font.getGlyphSet()
    drawn = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = font.getGlyphOrder(), drawn
    for tag in ("CFF ", "VORG", "GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    font["maxp"].tableVersion = 0x00010000
    for key, value in ZONES.items():
        setattr(font["maxp"], key, value)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping = 3.0, [], {}
    font.sfntVersion = "\x00\x01\x00\x00"


ZONES = {
    "maxZones": 1, "maxTwilightPoints": 0, "maxStorage": 0, "maxFunctionDefs": 0, "maxInstructionDefs": 0,
    "maxStackElements": 0, "maxSizeOfInstructions": 0, "maxComponentElements": 0, "maxPoints": 0,
    "maxContours": 0, "maxCompositePoints": 0, "maxCompositeContours": 0, "maxComponentDepth": 0,
}  # fmt: skip
