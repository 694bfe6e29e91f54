"""Fonts: whose file draws what, what stands in, what is refused."""

import shutil
import struct
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen

from fuyi_desktop.documents import faces, sfnt
from fuyi_desktop.documents.blocks import Paragraph
from fuyi_desktop.documents.fonts import FontFolders, Fonts, Typeface, find, system_folders
from fuyi_desktop.documents.pdf import OWN_WORDS, render
from fuyi_desktop.domain.errors import FontMissing, GlyphMissing
from tests.documents import reading
from tests.documents.conftest import FONT


def cff_font(path: Path, text: str) -> None:
    """A small font with PostScript outlines, such as Linux systems have."""
    names = [".notdef", *(f"uni{ord(char):04X}" for char in text)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"uni{ord(char):04X}" for char in text})
    strings = {}
    for name in names:
        pen = T2CharStringPen(1000, None)
        pen.moveTo((100, 0))
        pen.curveTo((100, 900), (900, 900), (900, 0))
        pen.closePath()
        strings[name] = pen.getCharString()
    builder.setupCFF("Curves", {"FullName": "Curves"}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Curves", "styleName": "Regular", "psName": "Curves"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.save(path)


def test_a_machine_without_chinese_fonts_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")

    with pytest.raises(FontMissing, match=r"dev\.py setup"):
        find(FontFolders((tmp_path, tmp_path / "absent")))


def test_the_earlier_folder_wins_and_names_may_be_in_capitals(tmp_path: Path, fonts: Fonts) -> None:
    office, shipped = tmp_path / "office", tmp_path / "shipped"
    for folder in (office / "deep", shipped):
        folder.mkdir(parents=True)
        shutil.copy(FONT, folder / "SIMFANG.TTF")

    found = find(FontFolders((office, shipped)))

    assert found.chains[Typeface.FANG][0].path == office / "deep" / "SIMFANG.TTF"
    assert "未找到仿宋字体" not in "".join(found.notes())
    assert "未找到楷体字体，已用仿宋代替。" in found.notes()


def test_curves_of_postscript_fonts_are_traced_once_and_kept(tmp_path: Path) -> None:
    cff_font(tmp_path / "FandolFang-Regular.otf", "正文")
    folders = FontFolders((tmp_path, FONT.parent), tmp_path / "store")

    found = find(folders)
    made = render((Paragraph(text="正文𬱖"),), fonts=found, paper_id="1")

    assert reading.text(made).startswith("正文𬱖")
    assert b"/Curves" in made or b"+Curves" in made
    (kept,) = (tmp_path / "store").iterdir()
    assert faces.outlines(kept, 0) == "glyf"
    assert found.font(Typeface.FANG, "正").path.name == "FandolFang-Regular.otf"
    assert found.font(Typeface.FANG, "𬱖").path == FONT


def test_without_a_store_a_postscript_font_still_draws(tmp_path: Path) -> None:
    cff_font(tmp_path / "FandolKai-Regular.otf", "正文" + OWN_WORDS)

    assert render((Paragraph(text="正"),), fonts=find(FontFolders((tmp_path,))), paper_id="")


def test_a_font_that_may_not_be_embedded_is_passed_over(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    path = tmp_path / "FandolFang-Regular.otf"
    cff_font(path, "正文")
    font = TTFont(path)
    font["OS/2"].fsType = 0x0002
    font.save(path)

    with pytest.raises(FontMissing):
        find(FontFolders((tmp_path,)))


def test_a_character_nobody_has_is_refused(fonts: Fonts) -> None:
    with pytest.raises(GlyphMissing, match="\ue000"):
        fonts.font(Typeface.FANG, "\ue000")


def test_each_system_has_its_own_font_folders() -> None:
    home = Path("/home/x")

    windows = system_folders("win32", home, {"WINDIR": "W:", "LOCALAPPDATA": "L:"})
    assert windows[0] == Path("W:") / "Fonts"
    assert Path("/usr/share/fonts") in system_folders("linux", home, {})
    assert home / "Library/Fonts" in system_folders("darwin", home, {})


def test_characters_and_licences_are_read_as_a_font_library_reads_them(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    cff_font(tmp_path / "curves.otf", "正文𬱖")
    for path in (FONT, tmp_path / "curves.otf"):
        with TTFont(path) as font:
            names = font.getBestCmap()
            glyphs = {char: font.getGlyphID(name) for char, name in names.items()}
        assert sfnt.characters(sfnt.directory(path, 0).read("cmap")) == glyphs
        assert faces.coverage(path, 0) == set(names)
    assert faces.outlines(FONT, 0) == "glyf"
    assert faces.outlines(tmp_path / "curves.otf", 0) == "CFF"


def test_an_old_table_of_the_first_plane_is_read_too() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(FONT) as font:
        table = font["cmap"].getcmap(3, 1)
        raw = struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table.compile(font)
        glyphs = {char: font.getGlyphID(name) for char, name in table.cmap.items()}

    assert sfnt.characters(raw) == {char: glyph for char, glyph in glyphs.items() if glyph}


def test_fonts_of_a_collection_are_read_by_their_index(tmp_path: Path) -> None:
    from fontTools.ttLib import TTCollection, TTFont

    collection = TTCollection()
    for name, text in (("one", "正"), ("two", "正文")):
        cff_font(tmp_path / f"{name}.otf", text)
        collection.fonts.append(TTFont(tmp_path / f"{name}.otf"))
    collection.save(tmp_path / "both.ttc")

    assert [len(faces.coverage(tmp_path / "both.ttc", index)) for index in (0, 1)] == [1, 2]


def test_a_file_that_is_no_font_draws_nothing(tmp_path: Path) -> None:
    for name, content in (("empty", b""), ("text", b"not a font at all"), ("cut", FONT.read_bytes()[:40])):
        (tmp_path / f"{name}.ttf").write_bytes(content)
        assert faces.outlines(tmp_path / f"{name}.ttf", 0) == ""


def test_our_way_of_reading_a_typeface_embeds_what_reportlab_s_own_does() -> None:
    from reportlab.pdfbase.ttfonts import TTFontFace

    ours, stock = faces.face(FONT, 0, None).face, TTFontFace(str(FONT))
    text = [ord(char) for char in "行政复议2026〔〕𬱖 é“”…"]

    assert ours.makeSubset([0, *text]) == stock.makeSubset([0, *text])
    assert [ours.getCharWidth(char) for char in text] == [stock.getCharWidth(char) for char in text]
    assert (ours.name, ours.ascent, ours.bbox, ours.defaultWidth) == (
        stock.name, stock.ascent, stock.bbox, stock.defaultWidth,
    )  # fmt: skip
    assert set(ours.charToGlyph) == {char for char, glyph in stock.charToGlyph.items() if glyph}
