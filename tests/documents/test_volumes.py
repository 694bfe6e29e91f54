"""Volumes: many papers in one PDF, every page with its number in the corner, and else as it was."""

import re
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from fuyi_desktop.documents import preview
from fuyi_desktop.documents.excel import ruled
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.volumes import Leaf, as_pages, bound, count, without_fonts, words_on
from fuyi_desktop.domain.errors import BadFact
from tests.documents.samples import SAMPLES
from tests.documents.test_papers import printed

A4 = (595.0, 842.0)


def pdf(*words: str, size: tuple[float, float] = A4, turned: int = 0) -> bytes:
    """A PDF of somebody else's, one page for each word, in a font that it does not carry."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=1)
    for word in words:
        canvas.setPageRotation(turned)
        canvas.drawString(40, 40, word)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400), turned: int = 0) -> bytes:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned or 1
    Image.new("RGB", size, (200, 30, 30)).save(made, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return made.getvalue()


def scan(pages: int) -> bytes:
    """A TIFF of several pages, black on white, as office scanners make them."""
    frames = [Image.new("1", (200, 280), 1) for _ in range(pages)]
    made = BytesIO()
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:])
    return made.getvalue()


def leaves(fonts: Fonts, *contents: bytes) -> list[Leaf]:
    """A cover of ours without a number, then the contents numbered from 1."""
    cover = printed(SAMPLES["approval"].blocks, fonts)
    made = [Leaf(cover, ("",) * count(cover))]
    page = 1
    for content in contents:
        shown = as_pages(content, "材料")
        pages = count(shown)
        made.append(Leaf(shown, tuple(str(page + at) for at in range(pages))))
        page += pages
    return made


def ink(content: bytes, number: int) -> tuple[float, float, float, float]:
    """Where the ink of a page lies as it is looked at: left, top, right, bottom as parts of the page."""
    shot = preview.page(content, number, 72, gray=True)
    whole = Image.frombuffer("L", (shot.width, shot.height), shot.data, "raw", "L", shot.stride, 1)
    left, top, right, bottom = whole.point(lambda dot: 255 if dot < 200 else 0).getbbox()
    return left / shot.width, top / shot.height, right / shot.width, bottom / shot.height


def test_what_can_be_shown_is_counted_and_what_cannot_has_no_pages() -> None:
    assert count(pdf("a", "b", "c")) == 3
    assert (count(picture()), count(picture("PNG")), count(scan(4))) == (1, 1, 4)
    assert (count(b"%PDF-1.7 cut off"), count(b"PK\x03\x04 Word"), count(b"")) == (0, 0, 0)


def test_what_has_no_pages_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadFact, match="录音：不能转成页面，请另存成 PDF 或者图片后再收。"):
        as_pages(b"ID3", "录音")


def test_every_page_of_a_volume_bears_its_number_and_the_cover_none(fonts: Fonts) -> None:
    made = bound(leaves(fonts, pdf("alpha", "beta"), picture(), scan(2)), fonts)

    cover, *rest = words_on(made)

    assert "行政复议延期审批表" in cover.replace("\r\n", "")
    assert [text.split()[-1] for text in rest] == ["1", "2", "3", "4", "5"]
    assert [word in text for word, text in zip(("alpha", "beta"), rest[:2], strict=True)] == [True, True]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4, (842.0, 595.0), (2480.0, 3508.0), (200.0, 200.0)], ids=str)
def test_the_number_stands_in_the_upper_right_corner_however_the_page_is_turned(
    turned: int, size: tuple[float, float], fonts: Fonts
) -> None:
    made = bound(leaves(fonts, pdf(" ", size=size, turned=turned)), fonts)

    left, top, right, bottom = ink(made, preview.count(made))

    assert 0.7 < left < right < 0.99
    assert 0.0 < top < bottom < 0.12


def test_a_page_that_was_cut_to_a_part_bears_its_number_in_the_corner_of_that_part(fonts: Fonts) -> None:
    with pypdfium2.PdfDocument(pdf("x")) as document:
        document[0].set_cropbox(100, 100, 500, 700)
        cut = BytesIO()
        document.save(cut)

    made = bound(leaves(fonts, cut.getvalue()), fonts)
    left, top, right, bottom = ink(made, preview.count(made))

    assert 0.7 < left < right < 0.99
    assert 0.0 < top < bottom < 0.12


def test_the_same_papers_give_the_same_bytes(fonts: Fonts) -> None:
    parts = (pdf("a"), picture(), picture("PNG"), scan(2))

    assert bound(leaves(fonts, *parts), fonts) == bound(leaves(fonts, *parts), fonts)
    assert bound(leaves(fonts, *parts), fonts) != bound(leaves(fonts, *parts[1:]), fonts)


def test_a_volume_is_drawn_as_its_papers_are_beside_the_numbers(fonts: Fonts) -> None:
    own = printed(SAMPLES["minutes"].blocks, fonts)
    made = bound(leaves(fonts, own), fonts)
    first = preview.count(made) - preview.count(own)

    for number in range(1, preview.count(own) + 1):
        before = preview.page(own, number, 40, gray=True)
        after = preview.page(made, first + number, 40, gray=True)
        below = after.stride * (after.height // 8)  # the corner with the number lies above
        assert before.data[below:] == after.data[below:]


def test_a_picture_is_shown_upright_as_it_was_taken(fonts: Fonts) -> None:
    with pypdfium2.PdfDocument(as_pages(picture(size=(400, 300), turned=6), "照片")) as document:
        wide, high = document[0].get_size()

    assert high > wide


def test_a_photograph_is_not_packed_anew(fonts: Fonts) -> None:
    photograph = picture(size=(640, 480))

    assert photograph[-2000:] in as_pages(photograph, "照片")


def test_a_leaf_with_other_pages_than_were_counted_is_a_slip_of_ours(fonts: Fonts) -> None:
    with pytest.raises(ValueError, match="other pages"):
        bound([*leaves(fonts), Leaf(pdf("a", "b"), ("1",))], fonts)


def test_fonts_that_a_paper_does_not_carry_are_named_and_ours_carry_all(fonts: Fonts) -> None:
    own = bound(leaves(fonts, picture()), fonts)

    assert without_fonts(pdf("a")) == ("Helvetica",)
    assert without_fonts(own) == ()


def test_the_list_of_a_pack_knows_no_moment_and_no_formulas() -> None:
    rows = (("=1+1", 3, None), ("正卷", 4, "x"))

    book = ruled("归档目录", ("甲", "乙", "丙"), rows)

    cells = [[cell.value for cell in line] for line in load_workbook(BytesIO(book)).active]
    assert cells == [["甲", "乙", "丙"], ["=1+1", 3, None], ["正卷", 4, "x"]]
    with ZipFile(BytesIO(book)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml"))) == {b"1980-01-01T"}
