"""Every kind of page: its size, where things stand on it, and what a printer's offset moves."""

import pytest

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents import pdf, preview, testsheet
from fuyi_desktop.documents.blocks import Card, Head, Large, Letterhead, Paragraph, Place, Title
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.sheets import CARD, DOOR, LANDSCAPE, SHEETS
from tests.documents import reading
from tests.documents.samples import SAMPLES, Sample, ledger

ENVELOPE = SHEETS["envelope-dl"]
SIZES = {
    "ledger": (297, 210), "minutes": (210, 297), "approval": (210, 297), "letter": (210, 297),
    "official": (210, 297), "receipt": (148, 210), "door": (297, 210), "card": (210, 297),
    "envelope": (220, 110), "slip": (230, 127),
}  # fmt: skip

every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())


def printed(sample: Sample, fonts: Fonts, **how: object) -> bytes:
    return pdf.render(sample.blocks, fonts=fonts, paper_id="1", sheet=sample.sheet, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_has_the_size_of_its_kind(name: str, fonts: Fonts) -> None:
    page = preview.page(printed(SAMPLES[name], fonts), 1, 254)

    assert (page.width / 10, page.height / 10) == pytest.approx(SIZES[name], abs=0.2)


@every_sample
def test_nothing_stands_outside_of_the_text_area(sample: Sample, fonts: Fonts) -> None:
    sheet = sample.sheet

    for page in reading.seen(printed(sample, fonts)):
        for char in page:
            assert sheet.left - 8 * m.MM < char.x < sheet.left + sheet.width + 7 * m.MM
            assert 0 < char.y < sheet.paper[1]


def test_a_wide_table_repeats_its_head_and_keeps_its_total_with_a_row(fonts: Fonts) -> None:
    for count in range(24, 40):
        pages = reading.seen(printed(Sample(LANDSCAPE, (Title(text="台账"), ledger(count))), fonts))
        lines = [["".join(line.split()) for line in reading.lines(page, LANDSCAPE.bottom)] for page in pages]

        assert all("序号案号被申请人行政行为结果决定日期" in line[:3] for line in lines)
        total = next(at for at, line in enumerate(lines[-1]) if line.startswith("合计"))
        assert any("云府复〔2026〕" in line for line in lines[-1][:total]), "the totals stand alone"
        said = "".join(char.char for page in pages for char in page)
        assert all(f"〔2026〕{at}号" in said for at in range(1, count + 1))


def test_a_door_sheet_stands_in_the_middle_of_its_height(fonts: Fonts) -> None:
    (page,) = reading.seen(printed(Sample(DOOR, (Large(text="第一调解室", size=96),)), fonts))

    middle = page[0].y + 0.38 * 96  # of the characters
    assert middle == pytest.approx(DOOR.paper[1] / 2, abs=2)
    assert max(char.x for char in page) - min(char.x for char in page) == pytest.approx(4 * 96, abs=1)


def test_a_large_line_shrinks_to_the_width_of_the_page(fonts: Fonts) -> None:
    (page,) = reading.seen(printed(Sample(DOOR, (Large(text="行政争议纾解听证室第一分室", size=96),)), fonts))

    assert len({char.y for char in page}) == 1
    step = page[1].x - page[0].x
    assert 13 * step == pytest.approx(DOOR.width, abs=1)


def test_a_card_says_the_name_on_both_faces_and_nothing_on_its_foot(fonts: Fonts) -> None:
    (page,) = reading.seen(printed(Sample(CARD, (Card(name="欧阳文山", under="申请人"),)), fonts))
    third = 99 * m.MM

    upper = [char for char in page if char.y > 2 * third]
    lower = [char for char in page if third < char.y < 2 * third]
    assert len(upper) + len(lower) == len(page)
    assert "".join(char.char for char in lower) == "欧阳文山申请人"
    for above, below in zip(sorted(upper, key=_place), sorted(lower, key=_place, reverse=True), strict=True):
        assert above.char == below.char
        assert (above.x + below.x) == pytest.approx(CARD.width, abs=0.5)  # turned about the fold
        assert (above.y + below.y) == pytest.approx(4 * third, abs=0.5)


def _place(char: reading.Seen) -> tuple[float, float]:
    return (round(char.y), char.x)


def test_a_short_name_on_a_card_is_spaced(fonts: Fonts) -> None:
    (page,) = reading.seen(printed(Sample(CARD, (Card(name="张三"),)), fonts))
    near = sorted(char.x for char in page if char.y < 198 * m.MM and not char.char.isspace())

    assert near[1] - near[0] == pytest.approx(2 * 110, abs=1)


def test_envelopes_and_slips_print_each_fact_at_its_place(fonts: Fonts) -> None:
    place = Place(x=50, y=40, width=130, text="河口镇", size=16)
    (page,) = reading.seen(printed(Sample(ENVELOPE, (place,)), fonts))

    assert page[0].x == pytest.approx(50 * m.MM, abs=0.5)
    top = ENVELOPE.paper[1] - page[0].y - 0.88 * 16
    assert top == pytest.approx(40 * m.MM + 16 * 0.15, abs=0.5)


def test_postcodes_stand_in_their_boxes(fonts: Fonts) -> None:
    (page,) = reading.seen(
        printed(Sample(ENVELOPE, (Place(x=12, y=9, width=48, text="999001", pitch=8),)), fonts)
    )

    centres = [char.x + 12 * 0.555 / 2 for char in page]  # half of a digit's width
    assert centres == pytest.approx([(12 + 8 * at + 4) * m.MM for at in range(6)], abs=1)


@every_sample
def test_a_printer_that_is_off_gets_everything_moved(sample: Sample, fonts: Fonts) -> None:
    there = [char for page in reading.seen(printed(sample, fonts)) for char in page]
    moved = [char for page in reading.seen(printed(sample, fonts, offset=(2.0, 3.5))) for char in page]

    assert "".join(char.char for char in moved) == "".join(char.char for char in there)
    assert {round((new.x - old.x) / m.MM, 2) for old, new in zip(there, moved, strict=True)} == {2.0}
    assert {round((old.y - new.y) / m.MM, 2) for old, new in zip(there, moved, strict=True)} == {3.5}


def test_the_test_sheet_has_its_crosses_twenty_millimetres_from_the_edges(fonts: Fonts) -> None:
    dpi = 254
    page = preview.page(testsheet.render(ENVELOPE, fonts), 1, dpi, gray=True)

    for x in (200, page.width - 200):
        for y in (200, page.height - 200):
            assert all(min(_around(page, x + step, y)) < 160 for step in (-60, -20, 20, 60))
            assert all(min(_around(page, x, y + step)) < 160 for step in (-60, -20, 20, 60))
            assert min(_around(page, x + 40, y + 40)) > 200


def _around(page: preview.Pixels, x: int, y: int) -> list[int]:
    return [page.data[(y + dy) * page.stride + x + dx] for dx in range(-2, 3) for dy in range(-2, 3)]


@pytest.mark.parametrize("form", [Head.OFFICIAL, Head.LETTER])
def test_paper_with_a_printed_head_gets_no_red_but_all_the_black(form: Head, fonts: Fonts) -> None:
    blocks = (
        Letterhead(organ="云岭县人民政府", number="云府〔2026〕1号", form=form),
        Title(text="通知"),
        Paragraph(text="正文。"),
    )
    with_head, without = (pdf.render(blocks, fonts=fonts, paper_id="1", red=red) for red in (True, False))

    assert _reds(with_head) > 1000
    assert _reds(without) == 0
    red, black = (
        {(one.char, one.x, one.y) for one in reading.seen(made)[0]} for made in (with_head, without)
    )
    assert {char for char, _, _ in red - black} == set("云岭县人民政府")
    assert "云府〔2026〕1号通知正文。" in reading.text(without).replace(" ", "")


def _reds(made: bytes) -> int:
    page = preview.page(made, 1, 100)
    return sum(
        page.data[at] < 100 and page.data[at + 2] > 150
        for row in range(page.height)
        for at in range(row * page.stride, row * page.stride + 3 * page.width, 3)
    )
