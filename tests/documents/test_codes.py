"""The code on every page, read by a decoder that knows nothing of us."""

import random

import pytest

from fuyi_desktop.documents import codes, pdf, preview
from fuyi_desktop.documents.blocks import Paragraph
from fuyi_desktop.documents.codes import Mark
from fuyi_desktop.documents.fonts import Fonts
from tests.documents.samples import SAMPLES

ID = "019aa0b1c2d37e8f9012345678abcdef"
NO_DECODER = "没有装 zxing-cpp，二维码没有用另一个程序读过。"


def decoded(page: preview.Pixels) -> list[str]:
    zxingcpp = pytest.importorskip("zxingcpp", reason=NO_DECODER)
    pixels = memoryview(page.data).cast("B", (page.height, page.stride))
    return [found.text for found in zxingcpp.read_barcodes(pixels)]


@pytest.mark.parametrize("name", ["ledger", "minutes", "letter", "official", "receipt"])
def test_another_program_reads_paper_and_page_on_every_page(name: str, fonts: Fonts) -> None:
    sheet, blocks = SAMPLES[name]
    made = preview.pages(pdf.render(blocks, fonts=fonts, paper_id=ID, sheet=sheet), 200, gray=True)

    for number, page in enumerate(made, 1):
        (text,) = decoded(page)
        assert codes.read(text) == Mark(ID, number, len(made))


def test_codes_of_all_sorts_of_papers_are_read() -> None:
    chance = random.Random(0)

    for _ in range(40):
        mark = Mark(f"{chance.getrandbits(128):032x}", chance.randint(1, 99), 99)
        assert decoded(_picture(codes.modules(mark))) == [codes.said(mark)]


def _picture(modules: list[bytes], side: int = 4) -> preview.Pixels:
    """The code alone, white around it."""
    width = (len(modules) + 8) * side
    white = bytes([255] * 4 * side)
    rows = [white + bytes(0 if dark else 255 for dark in row for _ in range(side)) + white for row in modules]
    data = bytes([255] * width) * 4 * side
    data += b"".join(row * side for row in rows) + data
    return preview.Pixels(width, width, width, preview.GRAY, data)


@pytest.mark.parametrize("name", ["door", "card", "envelope", "slip"])
def test_doors_cards_and_envelopes_carry_no_code(name: str, fonts: Fonts) -> None:
    sheet, blocks = SAMPLES[name]
    marked, bare = (pdf.render(blocks, fonts=fonts, paper_id=paper_id, sheet=sheet) for paper_id in (ID, ""))

    assert [page.data for page in preview.pages(marked, 60)] == [
        page.data for page in preview.pages(bare, 60)
    ]


def test_what_a_scanner_types_is_understood_even_through_an_input_method() -> None:
    mark = Mark(ID, 2, 13)

    assert codes.said(mark) == f"FY1:{ID.upper()}:2/13"
    assert codes.read(codes.said(mark) + "\n") == mark
    assert codes.read(f"ｆｙ1：{ID}：2／13") == mark


@pytest.mark.parametrize("text", ["", "https://example.org", f"FY2:{ID}:1/1", f"FY1:{ID}", "FY1:张三:1/1"])
def test_a_code_that_is_none_of_ours_names_no_paper(text: str) -> None:
    assert codes.read(text) is None


def test_an_empty_paper_id_leaves_the_corner_white(fonts: Fonts) -> None:
    (page,) = preview.pages(pdf.render((Paragraph(text="正文"),), fonts=fonts, paper_id=""), 100, gray=True)
    foot = page.data[page.stride * (page.height - 120) :]
    left = [foot[at : at + page.width // 2] for at in range(0, len(foot), page.stride)]

    assert {value for line in left for value in line} == {255}
