"""The paper as a page: measures of GB/T 9704, the code, the fonts."""

import io
from itertools import pairwise

import pytest
import segno

from fuyi_desktop.documents import codes, pdf, preview
from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents.blocks import (
    Addressee,
    Attachments,
    Block,
    Cell,
    Fields,
    Grid,
    GridRow,
    Head,
    Imprint,
    Letterhead,
    Note,
    Paragraph,
    Signature,
    Title,
    Writing,
)
from fuyi_desktop.documents.faces import mended
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.layout import BELOW_GRID, LAST, pages
from fuyi_desktop.documents.preflight import preflight
from fuyi_desktop.documents.ruled import LEADING, PADDING
from fuyi_desktop.documents.sheets import PORTRAIT
from fuyi_desktop.documents.template import Templates
from fuyi_desktop.domain.errors import GlyphMissing
from tests.documents import reading
from tests.documents.conftest import TEMPLATES, awkward

ID = "019aa0b1c2d37e8f9012345678abcdef"
LONG = Paragraph(text="行政复议机关应当依法审理案件" * 120)


def printed(fonts: Fonts, *blocks: Block) -> bytes:
    return pdf.render(blocks, fonts=fonts, paper_id=ID, title="试验", author="云溪县人民政府")


def starts(page: list[reading.Seen]) -> list[tuple[float, float]]:
    """The left end and the height of each line of the text area."""
    rows: dict[float, float] = {}
    for char in page:
        if char.y > m.BOTTOM - 1:
            rows[round(char.y, 2)] = min(char.x, rows.get(round(char.y, 2), 1e9))
    return [(x, y) for y, x in sorted(rows.items(), reverse=True)]


def test_a_page_holds_22_lines_of_28_characters(fonts: Fonts) -> None:
    (page, *_) = reading.seen(printed(fonts, LONG))
    lines = reading.lines(page)

    assert len(lines) == m.LINES
    assert {len(line) for line in lines[1:]} == {m.CHARACTERS}
    assert len(lines[0]) == m.CHARACTERS - 2
    places = starts(page)
    assert all(x == pytest.approx(m.LEFT, abs=0.1) for x, _ in places[1:])
    assert places[0][0] == pytest.approx(m.LEFT + 2 * m.PITCH, abs=0.1)
    pitches = [above - below for (_, above), (_, below) in pairwise(places)]
    assert pitches == pytest.approx([28.99] * 21, abs=0.02)


def test_characters_stand_15_79_points_apart(fonts: Fonts) -> None:
    (page, *_) = reading.seen(printed(fonts, LONG))
    y = starts(page)[5][1]
    row = sorted(char.x for char in page if abs(char.y - y) < 0.1)

    assert [b - a for a, b in pairwise(row)] == pytest.approx([15.79] * 27, abs=0.02)


def test_page_numbers_stand_outside_and_between_dashes(fonts: Fonts) -> None:
    pages = reading.seen(printed(fonts, LONG, LONG))

    for number, page in enumerate(pages, 1):
        foot = [char for char in page if char.y < m.BOTTOM - 1]
        assert "".join(char.char for char in foot).replace(" ", "") == f"—{number}—"
        assert foot[0].y == pytest.approx(m.BOTTOM - m.NUMBER_DROP - 0.88 * m.FOURTH, abs=0.1)
        middle = m.LEFT + m.WIDTH / 2
        assert (foot[0].x > middle) == (number % 2 == 1)
    assert len(pages) == 6


def test_the_date_leaves_four_characters_and_the_organ_is_centred_above_it(fonts: Fonts) -> None:
    (page,) = reading.seen(
        printed(fonts, Paragraph(text="正文。"), Signature(organ="云溪县人民政府", date="2026年11月20日"))
    )
    day = [char for char in page if char.y == page_line(page, "2026年11月20日")]
    organ = [char for char in page if char.y == page_line(page, "云溪县人民政府")]

    right = m.LEFT + m.WIDTH - 4 * m.PITCH
    assert max(char.x for char in day) + m.PITCH == pytest.approx(right, abs=0.5)
    centre = (min(char.x for char in day) + right) / 2
    assert (min(char.x for char in organ) + max(char.x for char in organ) + m.PITCH) / 2 == pytest.approx(
        centre, abs=0.5
    )
    assert organ[0].y - day[0].y == pytest.approx(m.LEADING, abs=0.1)


def page_line(page: list[reading.Seen], text: str) -> float:
    """The height of the line that says this."""
    rows: dict[float, str] = {}
    for char in page:
        rows[char.y] = rows.get(char.y, "") + char.char
    return next(y for y, said in rows.items() if said.strip() == text)


def test_a_long_organ_name_stays_within_the_margin(fonts: Fonts) -> None:
    organ = "云溪县人民政府行政复议与行政应诉工作领导小组联席会议办公室驻河口镇工作站"
    (page,) = reading.seen(
        printed(fonts, Paragraph(text="正文。"), Signature(organ=organ, date="2026年11月20日"))
    )

    assert max(char.x for char in page if char.y > m.BOTTOM) + m.PITCH <= m.LEFT + m.WIDTH + 0.1


def test_a_letter_has_red_double_lines_and_no_number_on_its_first_page(fonts: Fonts) -> None:
    made = printed(
        fonts,
        Letterhead(organ="云溪县人民政府", number="云府复抄〔2026〕1号", form=Head.LETTER),
        Title(text="关于案件的抄告函"),
        Addressee(text="岚州市公安局"),
        LONG,
    )
    first, second = reading.seen(made)[:2]

    assert not [char for char in first if char.y < m.BOTTOM - 1]
    assert "—2—" in "".join(char.char for char in second if char.y < m.BOTTOM - 1).replace(" ", "")
    assert _reds(made, from_bottom=m.LETTER_FOOT) == pytest.approx(170, abs=1)
    name = next(char for char in first if char.char == "云")
    size = 42.0
    assert m.PAGE_HEIGHT - name.y - 0.88 * size == pytest.approx(m.LETTER_TOP, abs=0.5)
    assert _reds(made, from_bottom=m.PAGE_HEIGHT - m.LETTER_TOP - size - m.LETTER_GAP) == pytest.approx(
        170, abs=1
    )


def _reds(made: bytes, *, from_bottom: float) -> float:
    """How many millimetres of red lie across the page at this height."""
    dpi = 254
    page = preview.page(made, 1, dpi)
    row = round((m.PAGE_HEIGHT - from_bottom) / 72 * dpi)
    best = 0
    for y in range(row - 3, row + 4):
        line = page.data[y * page.stride : y * page.stride + page.width * 3]
        best = max(best, sum(line[x] < 100 and line[x + 2] > 150 for x in range(0, len(line), 3)))
    return best / 10


def test_an_official_paper_has_its_red_line_as_wide_as_the_text(fonts: Fonts) -> None:
    made = printed(
        fonts,
        Letterhead(organ="云溪县人民政府", number="云府〔2026〕1号", form=Head.OFFICIAL),
        Title(text="行政复议意见书"),
        Addressee(text="云溪县公安局"),
        Paragraph(text="正文。"),
        Imprint(copies="岚州市司法局", organ="云溪县司法局", date="2026年11月20日"),
    )
    line = m.TOP + m.HEAD_DROP + 42 + 3 * m.LEADING + m.LETTER_GAP
    (page,) = reading.seen(made)

    assert _reds(made, from_bottom=m.PAGE_HEIGHT - line) == pytest.approx(156, abs=1)
    imprint = min(char.y for char in page if char.y > m.BOTTOM)
    assert m.BOTTOM < imprint < m.BOTTOM + m.FOURTH


@pytest.mark.parametrize("number", [1, 2])
def test_the_code_of_every_page_names_the_paper(number: int, fonts: Fonts) -> None:
    dpi = 600
    page = preview.page(printed(fonts, LONG, LONG), number, dpi, gray=True)
    text = f"FY1:{ID.upper()}:{number}/6"
    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False, mask=codes.MASK).matrix]
    side = codes.SIDE / len(matrix)
    left = m.LEFT if number % 2 else m.LEFT + m.WIDTH - codes.SIDE
    top = m.TOP + m.HEIGHT + codes.DROP

    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            px = round((left + (x + 0.5) * side) / 72 * dpi)
            py = round((top + (y + 0.5) * side) / 72 * dpi)
            assert (page.data[py * page.stride + px] < 128) == bool(dark)


def test_a_draft_names_no_paper(fonts: Fonts) -> None:
    issued = printed(fonts, Paragraph(text="正文"))
    draft = pdf.render((Paragraph(text="正文"),), fonts=fonts, paper_id="")

    assert dark(draft) < dark(issued) * 0.5


def test_every_character_without_a_font_is_listed(fonts: Fonts) -> None:
    blocks = (Paragraph(text="张\ue000某"), Title(text="\U0003134a通知"))

    with pytest.raises(GlyphMissing, match="\ue000\U0003134a"):
        printed(fonts, *blocks)
    assert preflight(blocks, fonts=fonts).missing == ("\ue000", "\U0003134a")


def test_the_preflight_says_how_many_pages_and_which_fonts_stand_in(fonts: Fonts) -> None:
    found = preflight((LONG, LONG), fonts=fonts)

    assert found.pages == preview.count(printed(fonts, LONG, LONG)) == 6
    assert "未找到仿宋字体，已用黑体代替。" in found.notes
    assert set(found.fonts.values()) == {"NotoSansSC-Regular.ttf"}


def test_rare_names_can_be_copied_out_of_the_pdf(fonts: Fonts) -> None:
    assert "𬱖𫖯䶮㛃" in reading.text(printed(fonts, Paragraph(text="申请人𬱖𫖯䶮㛃。")))


def test_no_font_is_left_to_the_reader_s_machine(fonts: Fonts) -> None:
    made = printed(fonts, Paragraph(text="正文 text 123"), Signature(organ="甲", date="2026年11月20日"))

    assert made.count(b"/Type /Font ") == made.count(b"/FontFile2") > 0
    assert b"Helvetica" not in made


def test_reportlab_still_needs_its_unicode_map_mended() -> None:
    from reportlab.pdfbase.ttfonts import makeToUnicodeCMap

    raw = makeToUnicodeCMap("F", [0x20, 0x2CC56])

    assert "<01> <2CC56>" in raw
    assert "<01> <D873DC56>" in mended(raw, [0x20, 0x2CC56])
    assert "<00> <0020>" in mended(raw, [0x20, 0x2CC56])


def test_a_table_repeats_its_head_and_loses_no_row(fonts: Fonts) -> None:
    rows = tuple(GridRow(cells=(Cell(text=f"{at}"), Cell(text=f"材料{at:03}"))) for at in range(80))
    head = GridRow(cells=(Cell(text="序号", label=True), Cell(text="名称", label=True)))
    pages = reading.seen(printed(fonts, Grid(widths=(1.0, 4.0), rows=(head, *rows), head=1)))

    assert len(pages) > 3
    assert all(reading.lines(page)[0] == "序号名称" for page in pages)
    said = "".join(char.char for page in pages for char in page)
    assert all(f"材料{at:03}" in said for at in range(80))


def test_a_row_taller_than_a_page_goes_on_under_the_head(fonts: Fonts) -> None:
    long = "；".join(f"第{at:03}项请求" for at in range(300))
    head = GridRow(cells=(Cell(text="项目", label=True), Cell(text="内容", label=True)))
    row = GridRow(cells=(Cell(text="请求"), Cell(text=long)))
    made = printed(fonts, Grid(widths=(1.0, 4.0), rows=(head, row), head=1))
    pages = reading.seen(made)

    assert len(pages) > 2
    assert all(reading.lines(page)[0] == "项目内容" for page in pages)
    assert long in "".join(line for page in pages for line in reading.lines(page)[1:]).replace(
        "请求第000", "第000", 1
    )


def test_boxes_are_drawn_because_no_font_has_them(fonts: Fonts) -> None:
    ticked = printed(fonts, Paragraph(text="☑同意"))
    empty = printed(fonts, Paragraph(text="☐同意"))

    assert reading.text(ticked).startswith("同意")
    assert dark(ticked) > dark(empty) > dark(printed(fonts, Paragraph(text="　同意")))


def dark(made: bytes) -> int:
    return sum(255 - value for value in preview.page(made, 1, 100, gray=True).data)


def test_previews_have_the_size_of_the_paper_and_both_colours() -> None:
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(72, 144), invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 72, 144, stroke=0, fill=1)
    canvas.save()

    (color,) = preview.pages(made.getvalue(), 100)
    (gray,) = preview.pages(made.getvalue(), 100, gray=True)

    assert (color.width, color.height, color.format) == (100, 200, preview.COLOR)
    assert color.data[:3] == bytes([0, 0, 255])
    assert (gray.format, len(gray.data)) == (preview.GRAY, gray.stride * gray.height)
    assert 0 < gray.data[0] < 255


def test_the_code_ends_well_above_the_lower_red_line_of_a_letter() -> None:
    code = m.BOTTOM - codes.DROP - codes.SIDE
    upper = m.LETTER_FOOT + 3.0

    assert code - upper > 1.5 * m.MM


def test_text_under_a_table_stands_lower_than_its_edge(fonts: Fonts) -> None:
    grid = Grid(widths=(1.0,), rows=(GridRow(cells=(Cell(text="甲"),)),))
    (page,) = reading.seen(printed(fonts, grid, Paragraph(text="乙", small=True)))
    edge = m.PAGE_HEIGHT - m.TOP - m.FOURTH * 1.5 - 2 * PADDING

    below = edge - next(char.y for char in page if char.char == "乙") - 0.88 * m.FOURTH
    assert below == pytest.approx(BELOW_GRID + m.FOURTH / 4, abs=0.1)


def test_attachments_and_signature_take_the_last_words_of_the_text_along(fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(m.LINES - 2))
    signature = Signature(organ="云溪县人民政府", date="2026年11月20日")
    first, second = map(
        reading.lines, reading.seen(printed(fonts, *text, Attachments(names=("决定书",)), signature))
    )

    assert len(first) == m.LINES - 4
    assert second == ["段", "段", "附件：决定书", signature.organ, signature.date]


@pytest.mark.parametrize("filling", range(12, 23))
def test_what_is_signed_by_hand_does_not_part_the_seal_from_the_text(filling: int, fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(filling))
    hand = Fields(labels=("法定代表人签名：", "受委托人签名："), columns=2)
    signature = Signature(organ="云溪县人民政府", date="2026年11月20日")
    *_, last = map(reading.lines, reading.seen(printed(fonts, *text, hand, signature)))

    assert last[0] == "段"
    assert last[-1] == signature.date


@pytest.mark.parametrize("filling", range(12, 23))
def test_a_note_under_a_signature_stays_on_its_page(filling: int, fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(filling))
    signature = Signature(organ="云溪县人民政府", date="2026年11月20日")
    *_, last = map(reading.lines, reading.seen(printed(fonts, *text, signature, Note(text="联系人：何静"))))

    assert last[0] == "段"
    assert last[-2:] == [signature.date, "（联系人：何静）"]


@pytest.mark.parametrize("filling", range(15, 23))
def test_a_single_line_to_write_on_is_never_alone_on_a_page(filling: int, fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(filling))
    *_, last = map(reading.lines, reading.seen(printed(fonts, *text, Writing(label="核对意见：", lines=1))))

    assert last[-2:] == ["段", "核对意见："]


@pytest.mark.parametrize("filling", range(20, 27))
def test_the_last_line_of_a_paper_does_not_begin_a_page(filling: int, fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(filling))
    *_, last = map(reading.lines, reading.seen(printed(fonts, *text)))

    assert len(last) >= LAST


def test_a_form_whose_last_row_would_begin_a_page_is_drawn_a_little_lower(fonts: Fonts) -> None:
    def form(count: int) -> Grid:
        rows = tuple(GridRow(cells=(Cell(text=f"第{at}行"),)) for at in range(count))
        return Grid(widths=(1.0,), rows=rows)

    roomy = int(m.HEIGHT / (PORTRAIT.cell * LEADING + 2 * PADDING))
    kept, over, far = (pages((form(roomy + more),), fonts) for more in (0, 1, 6))

    assert [page.rows for page in kept] == [roomy]
    assert [page.rows for page in over] == [roomy + 1]
    assert [page.rows for page in far] == [roomy, 6]


def test_many_attachments_do_not_empty_the_page_before_them(fonts: Fonts) -> None:
    text = tuple(Paragraph(text="段") for _ in range(10))
    many = Attachments(names=tuple(f"证据{at}" for at in range(16)))
    signature = Signature(organ="云溪县人民政府", date="2026年11月20日")
    first, last = map(reading.lines, reading.seen(printed(fonts, *text, many, signature)))

    assert len(first) == m.LINES - 1
    assert last[-2:] == [signature.organ, signature.date]
    assert len(last) > len(last[-2:])


@pytest.mark.parametrize("length", range(20, 90, 5))
def test_a_long_address_carries_no_single_row_of_a_proof_to_a_second_page(length: int, fonts: Fonts) -> None:
    template = Templates.read(TEMPLATES).get("F28")
    known = awkward(template, each=1, text="{label}")
    known["recipient"]["address"] = ("云岭县河口镇中心街道新华社区十二组三十四号" * 5)[:length]

    made = pages(template.fill(known), fonts, template.sheet)

    assert len(made) == 1 or made[-1].rows > LAST
