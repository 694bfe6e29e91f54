"""What is said before printing: cut, too wide, alone, without a font."""

import pytest

from fuyi_desktop.documents.blocks import (
    Block,
    Card,
    Grid,
    Large,
    Paragraph,
    Place,
    Signature,
    Signatures,
    Space,
    Title,
    Writing,
)
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.layout import pages
from fuyi_desktop.documents.preflight import preflight
from fuyi_desktop.documents.sheets import CARD, DOOR, PORTRAIT, SHEETS, Sheet
from tests.documents.samples import SAMPLES, Sample, row

ENVELOPE = SHEETS["envelope-dl"]
TOO_LONG = "云岭县河口镇中心街道新华社区12组34号" * 9


def said(fonts: Fonts, *blocks: Block, sheet: Sheet = PORTRAIT) -> list[str]:
    """What is said of a paper besides the fonts of this machine."""
    return [note for note in preflight(blocks, fonts=fonts, sheet=sheet).notes if note not in fonts.notes()]


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES.keys())
def test_an_ordinary_paper_has_nothing_to_see_to(sample: Sample, fonts: Fonts) -> None:
    assert said(fonts, *sample.blocks, sheet=sample.sheet) == []


def test_a_number_wider_than_its_cell_is_named_with_its_row(fonts: Fonts) -> None:
    grid = Grid(widths=(1, 8), rows=(row("序号", "名称"), row("202600310042", "材料")))

    assert said(fonts, grid) == ["表格第 2 行里的“202600310042”比格子宽，已拆开。"]


def test_a_word_wider_than_the_line_is_named(fonts: Fonts) -> None:
    assert said(fonts, Title(text="x" * 60)) == ["标题里的“xxxxxxxxxxxx…”比一行宽，已拆开。"]
    assert said(fonts, Paragraph(text="申请人的电话是0999-2021001。" * 20)) == []


def test_a_signature_alone_on_its_page_is_named(fonts: Fonts) -> None:
    signature = Signature(organ="云岭县人民政府", date="2026年8月3日")

    assert said(fonts, signature) == ["落款单独在第 1 页，请删减或者增加正文。"]
    assert said(fonts, Paragraph(text="段"), signature) == []


@pytest.mark.parametrize("filling", range(15, 23))
def test_text_before_a_signature_keeps_it_company(filling: int, fonts: Fonts) -> None:
    signature = Signature(organ="云岭县人民政府", date="2026年8月3日")

    assert said(fonts, *(Paragraph(text="段") for _ in range(filling)), Space(), signature) == []


def test_a_character_without_a_font_is_named_with_its_block(fonts: Fonts) -> None:
    found = preflight((Paragraph(text="正文"), Title(text="张\ue000通知")), fonts=fonts)

    assert found.notes[-1] == "标题“张\ue000通知”里的“\ue000”没有字体，不能印出。"
    assert (found.pages, found.missing) == (0, ("\ue000",))


def test_a_card_too_long_for_one_line_is_named(fonts: Fonts) -> None:
    card = Card(name="云岭县行政复议与应诉工作领导小组办公室")

    assert said(fonts, card, sheet=CARD) == ["席位卡“云岭县行政复议与应诉工作…”太长，已排成几行。"]
    assert said(fonts, Card(name="阿卜杜拉·买买提·热合曼"), sheet=CARD) == []


def test_a_placed_text_is_made_smaller_aloud_and_never_cut(fonts: Fonts) -> None:
    long = Place(x=20, y=20, width=60, text="云岭县河口镇中心街道新华社区12组34号", size=12)

    assert said(fonts, long, sheet=ENVELOPE) == ["套打“云岭县河口镇中心街道新华…”较长，字已缩小到 9 磅。"]
    found = said(fonts, Place(x=20, y=20, width=60, text=TOO_LONG), sheet=ENVELOPE)
    assert found == ["套打“云岭县河口镇中心街道新华…”太长，占了 8 行，只留有 1 行。"]
    (page,) = pages((Place(x=20, y=20, width=60, text=TOO_LONG),), fonts, ENVELOPE)
    assert "".join(words.line.text for words in page.ink) == TOO_LONG  # type: ignore[union-attr]


def test_a_placed_text_beyond_the_edge_or_its_boxes_is_named(fonts: Fonts) -> None:
    outside = Place(x=210, y=20, width=60, text="云岭县河口镇", size=12)
    boxed = Place(x=12, y=9, width=24, text="999001", pitch=8)

    assert said(fonts, outside, sheet=ENVELOPE) == ["套打“云岭县河口镇”超出纸边。"]
    assert said(fonts, boxed, sheet=ENVELOPE) == ["套打“999001”的字比格子多。"]


def test_a_door_sheet_of_two_pages_is_named(fonts: Fonts) -> None:
    lines = tuple(Large(text=f"第{at}项", size=96) for at in range(6))

    assert said(fonts, *lines, sheet=DOOR) == ["这种纸只有一页，现在排成了 2 页，请删减文字。"]


def test_a_row_taller_than_the_page_is_named(fonts: Fonts) -> None:
    tall = Grid(widths=(1,), rows=(row("甲"),))
    tall = Grid(widths=(1,), rows=(*tall.rows, type(tall.rows[0])(cells=tall.rows[0].cells, lines=40)))

    assert said(fonts, tall) == ["第 2 页的表格超出页面下边 74 毫米。"]


def test_labels_longer_than_their_column_are_named(fonts: Fonts) -> None:
    label = "被申请人的负责人或者其委托的工作人员签名："
    party = Signatures(names=("甲方", "乙方"), labels=(label,))

    assert said(fonts, Paragraph(text="段"), party) == [
        "签章栏“被申请人的负责人或者其委…”比一栏长，会盖住旁边。"
    ]
    assert said(fonts, Writing(lines=1, label=label * 2)) == [
        "书写栏“被申请人的负责人或者其委…”比一栏长，会盖住旁边。"
    ]
