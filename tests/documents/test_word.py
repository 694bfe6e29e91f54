"""The Word file: what an office sees when it opens and edits it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents import runs, word
from fuyi_desktop.documents.blocks import (
    Appendix,
    Block,
    Cell,
    Grid,
    GridRow,
    Head,
    Heading,
    Imprint,
    Letterhead,
    PageFoot,
    Paragraph,
    Place,
    Signature,
    Speech,
    Title,
    texts,
)
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.layout import BELOW_GRID, pages
from tests.documents import office
from tests.documents.samples import SAMPLES

BLOCKS: tuple[Block, ...] = (
    Letterhead(organ="云溪县人民政府", number="云府〔2026〕1号", form=Head.OFFICIAL),
    Title(text="行政复议意见书"),
    Heading(text="一、问题"),
    Paragraph(text="某某<&>☑同意“引用”2026年", lead="案情："),
    Grid(
        widths=(1.0, 3.0),
        head=1,
        rows=(
            GridRow(cells=(Cell(text="序号", label=True), Cell(text="名称", label=True))),
            GridRow(cells=(Cell(text="合并", span=2),)),
        ),
    ),
    Signature(organ="云溪县人民政府", date="2026年11月20日"),
    Imprint(copies="岚州市司法局", organ="云溪县司法局", date="2026年11月20日"),
)


@pytest.fixture
def opened(fonts: Fonts) -> Callable[..., Document]:
    return lambda *blocks: docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id="1")))


Opened = Callable[..., Document]


def test_every_run_names_its_font_for_chinese_and_for_latin(opened: Opened) -> None:
    document = opened(*BLOCKS)

    for run in document.element.body.iter(qn("w:r")):
        fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == fonts.get(qn("w:hAnsi"))
        assert not any("Theme" in key for key in fonts)


def test_lines_margins_and_indents_are_those_of_the_standard(opened: Opened) -> None:
    document = opened(*BLOCKS)
    section = document.sections[0]
    paragraph = next(one for one in document.paragraphs if one.text.startswith("案情："))

    assert section.top_margin.mm == 37 or abs(section.top_margin.mm - 37) < 0.1
    assert [
        round(side.mm) for side in (section.bottom_margin, section.left_margin, section.right_margin)
    ] == [35, 28, 26]
    spacing = paragraph._p.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:lineRule")), spacing.get(qn("w:line"))) == ("exact", str(round(m.LEADING * 20)))
    assert paragraph._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert document.element.find(f".//{qn('w:docGrid')}") is None


def test_tables_have_fixed_widths_and_heads_that_repeat(opened: Opened) -> None:
    table = opened(*BLOCKS).tables[0]

    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert abs(sum(widths) - m.WIDTH * 20) <= 2
    assert widths[1] / widths[0] == 3 or abs(widths[1] / widths[0] - 3) < 0.01
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert table.cell(1, 0)._tc is table.cell(1, 1)._tc


def test_a_box_is_set_in_a_font_that_has_it(opened: Opened) -> None:
    (paragraph,) = opened(Paragraph(text="☑同意☐不同意")).paragraphs

    assert paragraph.text == "☑同意☐不同意"
    assert [run.font.name for run in paragraph.runs] == [runs.SYMBOLS, "仿宋", runs.SYMBOLS, "仿宋"]


def test_the_signature_keeps_with_the_text_before_it(opened: Opened) -> None:
    document = opened(
        Paragraph(text="一"), Paragraph(text="二"), Signature(organ="甲", date="2026年11月20日")
    )

    kept = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs]
    assert kept == [True, True, True, True, True, None]


def test_a_letter_shows_no_page_number_on_its_first_page(opened: Opened) -> None:
    section = opened(Letterhead(organ="云溪县人民政府", form=Head.LETTER), Paragraph(text="正文。")).sections[
        0
    ]

    assert section.different_first_page_header_footer
    assert not section.first_page_footer.paragraphs[0].runs
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml


def test_elements_stand_in_the_order_that_word_insists_on(opened: Opened) -> None:
    order = [
        "keepNext",
        "framePr",
        "widowControl",
        "pBdr",
        "tabs",
        "autoSpaceDE",
        "autoSpaceDN",
        "spacing",
        "ind",
        "jc",
    ]
    for paragraph in opened(*BLOCKS).element.body.iter(qn("w:pPr")):
        tags = [child.tag.split("}")[1] for child in paragraph if child.tag.split("}")[1] in order]
        assert tags == sorted(tags, key=order.index)


def test_the_file_does_not_say_when_it_was_written(fonts: Fonts) -> None:
    with zipfile.ZipFile(io.BytesIO(word.render(BLOCKS, fonts=fonts, paper_id="1"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_rare_characters_are_set_in_fonts_that_a_bare_machine_has(opened: Opened) -> None:
    (paragraph,) = opened(Paragraph(text="张䶮𬱖𫖯某")).paragraphs

    named = [(run.text, run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))) for run in paragraph.runs]
    assert named == [("张", "仿宋"), ("䶮", "宋体"), ("𬱖𫖯", "SimSun-ExtB"), ("某", "仿宋")]


def test_the_double_lines_of_a_letter_have_room_between_them(opened: Opened) -> None:
    document = opened(Letterhead(organ="云溪县人民政府", form=Head.LETTER), Paragraph(text="正文。"))

    above = document.paragraphs[0]._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    below = (
        document.sections[0].first_page_footer.paragraphs[0]._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    )
    assert [rule.get(qn("w:val")) for rule in (above, below)] == ["thickThinLargeGap", "thinThickLargeGap"]


def test_text_under_a_table_keeps_off_its_edge(opened: Opened) -> None:
    grid = Grid(widths=(1.0,), rows=(GridRow(cells=(Cell(text="甲"),)),))
    under, after = opened(grid, Paragraph(text="一"), Paragraph(text="二")).paragraphs

    assert under.paragraph_format.space_before.pt == BELOW_GRID
    assert after.paragraph_format.space_before.pt == 0


def test_a_page_has_room_for_all_22_lines_as_word_counts_them(opened: Opened) -> None:
    document = opened(Paragraph(text="正文。"))
    section = document.sections[0]
    line = int(document.paragraphs[0]._p.pPr.find(qn("w:spacing")).get(qn("w:line")))

    assert (
        section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips >= m.LINES * line
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_of_every_block_is_in_the_word_file(name: str, fonts: Fonts) -> None:
    sheet, blocks = SAMPLES[name]
    document = docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id="1", sheet=sheet)))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]

    found = "".join(node.text or "" for part in parts for node in part.iter(qn("w:t")))
    for block in blocks:
        for text in texts(block):
            assert "".join(text.split()) in "".join(found.split()), block


@pytest.mark.parametrize("name", SAMPLES)
def test_the_word_page_is_as_large_as_the_printed_one(name: str, fonts: Fonts) -> None:
    sheet, blocks = SAMPLES[name]
    document = docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id="1", sheet=sheet)))
    section = document.sections[0]

    assert (section.page_width.pt, section.page_height.pt) == pytest.approx(sheet.paper, abs=0.1)
    room = section.page_width.pt - section.left_margin.pt - section.right_margin.pt
    assert room == pytest.approx(sheet.width, abs=0.2)
    assert (section.orientation == WD_ORIENT.LANDSCAPE) == (sheet.paper[0] > sheet.paper[1])


def test_a_speaker_in_word_hangs_out_of_what_is_said(opened: Opened) -> None:
    first, second = opened(Speech(speaker="申请人", text="甲。\n乙。")).paragraphs

    assert (first.text, second.text) == ("申请人：甲。", "乙。")
    assert [run.font.name for run in first.runs] == ["黑体", "仿宋"]
    assert first.paragraph_format.first_line_indent.pt == pytest.approx(-2 * m.PITCH, abs=0.1)
    assert second.paragraph_format.left_indent.pt == pytest.approx(2 * m.PITCH, abs=0.1)


def test_the_foot_of_every_word_page_is_signed_above_its_number(opened: Opened) -> None:
    document = opened(Paragraph(text="文"), PageFoot(labels=("申请人：", "记录人：")))
    section = document.sections[0]

    for footer in (section.footer, section.even_page_footer):
        signed, number = footer.paragraphs
        assert signed.text.replace("　", "").split("\t") == ["申请人：", "记录人："]
        assert "PAGE" in number._p.xml
    assert section.bottom_margin.pt > m.BOTTOM + m.LEADING


def test_an_appendix_breaks_the_page_in_word_even_before_a_table(opened: Opened) -> None:
    grid = Grid(widths=(1.0,), rows=(GridRow(cells=(Cell(text="甲"),)),))
    document = opened(Paragraph(text="文"), Appendix(label="附件1", title="表"), Appendix(), grid)

    breaks = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == ["附件1"]
    assert document.tables[0].cell(0, 0).paragraphs[0].paragraph_format.page_break_before


def test_totals_stay_with_a_row_and_long_rows_may_part_in_word(opened: Opened) -> None:
    rows = tuple(GridRow(cells=(Cell(text=text),)) for text in ("甲", "长" * 400, "乙", "合计"))
    table = opened(Grid(widths=(1.0,), rows=rows, foot=1)).tables[0]

    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows] == [
        True,
        False,
        True,
        True,
    ]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, None, True, None]


def test_placed_text_stands_in_frames_at_its_millimetres(fonts: Fonts) -> None:
    sheet, blocks = SAMPLES["envelope"]
    document = docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id="1", sheet=sheet)))

    frames = list(document.element.body.iter(qn("w:framePr")))
    places = [(int(frame.get(qn("w:x"))), int(frame.get(qn("w:y")))) for frame in frames]
    wanted = [(block.x, block.y) for block in blocks if isinstance(block, Place)]
    assert places[1:] == [(round(x * m.MM * 20), round(y * m.MM * 20)) for x, y in wanted[1:]]
    assert places[0][0] > round(wanted[0][0] * m.MM * 20)  # the first digit in the middle of its box


def test_a_card_in_word_has_one_face_on_its_head(fonts: Fonts) -> None:
    sheet, blocks = SAMPLES["card"]
    document = docx.Document(io.BytesIO(word.render(blocks, fonts=fonts, paper_id="1", sheet=sheet)))

    turned = [frame.get("rot") for frame in document.element.body.iter("{*}xfrm")]
    assert turned == ["10800000", None, "10800000", None]
    names = [node.get("id") for node in document.element.body.iter("{*}docPr")]
    assert len(set(names)) == 4


@pytest.mark.skipif(not office.present(), reason=office.ABSENT)
def test_libreoffice_counts_as_many_pages_as_the_pdf_has(fonts: Fonts, tmp_path: Path) -> None:
    files = {
        name: word.render(sample.blocks, fonts=fonts, paper_id="1", sheet=sample.sheet)
        for name, sample in SAMPLES.items()
    }

    assert office.pages(files, tmp_path) == {
        name: len(pages(sample.blocks, fonts, sample.sheet)) for name, sample in SAMPLES.items()
    }
