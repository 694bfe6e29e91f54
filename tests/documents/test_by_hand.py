"""笔录 and what is signed: speakers, rules to write on, signatures on every page and of every party."""

import pytest

from fuyi_desktop.documents import measures as m
from fuyi_desktop.documents import pdf
from fuyi_desktop.documents.blocks import (
    Appendix,
    Block,
    Cell,
    Grid,
    GridRow,
    PageFoot,
    Paragraph,
    Signature,
    Signatures,
    Speech,
    Writing,
)
from fuyi_desktop.documents.fonts import Fonts
from fuyi_desktop.documents.ink import Rule
from fuyi_desktop.documents.layout import pages
from fuyi_desktop.documents.ruled import PADDING
from tests.documents import reading
from tests.documents.samples import TALK, row

LABELS = ("申请人签名：", "记录人签名：")


def read(fonts: Fonts, *blocks: Block) -> list[list[str]]:
    return [reading.lines(page) for page in reading.seen(pdf.render(blocks, fonts=fonts, paper_id="1"))]


def rules(fonts: Fonts, *blocks: Block) -> list[Rule]:
    return [ink for page in pages(blocks, fonts) for ink in page.ink if isinstance(ink, Rule)]


def test_a_speaker_stands_at_the_margin_and_his_words_are_set_in(fonts: Fonts) -> None:
    talk = Speech(speaker="申请人：", text="当天没有打人，只是劝架。" * 5 + "\n请求调取录像。")
    (page,) = reading.seen(pdf.render((talk,), fonts=fonts, paper_id="1"))
    lines = reading.lines(page)

    assert lines[0].startswith("申请人：当天没有打人")
    lefts: dict[float, float] = {}
    for char in page:
        if char.y > m.BOTTOM - 1:
            lefts[char.y] = min(char.x, lefts.get(char.y, char.x))
    first, *others = (x for _, x in sorted(lefts.items(), reverse=True))
    assert abs(first - m.LEFT) < 0.5
    assert len(others) >= 3
    assert all(abs(x - m.LEFT - 2 * m.PITCH) < 0.5 for x in others)
    assert lines[-1] == "请求调取录像。"


def test_every_page_of_the_minutes_is_signed_below_the_last_word(fonts: Fonts) -> None:
    foot = PageFoot(labels=LABELS)
    found = read(fonts, *TALK * 12, foot)

    assert len(found) > 3
    assert all(lines[-1] == "".join(LABELS) for lines in found)
    assert "".join(line for lines in found for line in lines[:-1]) == "".join(
        line for lines in read(fonts, *TALK * 12) for line in lines
    )
    for page in pages((*TALK * 12, foot), fonts):
        lowest = max(ink.y1 for ink in page.ink if isinstance(ink, Rule))
        text = max(ink.y for ink in page.ink if not isinstance(ink, Rule) and "签名" not in ink.line.text)
        assert text + 0.2 * m.THIRD < lowest - m.LEADING * 0.7
        assert lowest < m.HEIGHT


def test_there_are_as_many_lines_to_write_on_as_were_asked_for(fonts: Fonts) -> None:
    label, *others = rules(fonts, Writing(lines=4, label="补充记录："))

    assert len(others) == 3
    assert label.x1 > 4 * m.PITCH
    assert all((rule.x1, rule.x2) == (0, m.WIDTH) for rule in others)
    assert len(rules(fonts, Writing(lines=30))) == 30


def test_both_parties_sign_side_by_side_and_a_third_one_below(fonts: Fonts) -> None:
    names = ("申请人：张某某", "被申请人：云岭县公安局河口派出所办案一组", "第三人：李某某")
    (lines,) = read(fonts, Paragraph(text="段"), Signatures(names=names, labels=("签名：", "年月日")))

    assert lines == [
        "段",
        "申请人：张某某被申请人：云岭县公安局河口",
        "派出所办案一组",
        "签名：签名：",
        "年月日年月日",
        "第三人：李某某",
        "签名：",
        "年月日",
    ]
    assert len(rules(fonts, Signatures(names=names, labels=("签名：", "年月日")))) == 3


def test_signatures_of_parties_take_the_end_of_the_text_with_them(fonts: Fonts) -> None:
    for filling in range(14, 23):
        text = [Paragraph(text=f"第{at}段") for at in range(filling)]
        *_, last = read(fonts, *text, Signatures(names=("甲", "乙")))

        assert last[0].startswith("第"), filling
        assert "甲乙" in last


def test_an_opinion_is_signed_at_the_lower_right_of_its_cell(fonts: Fonts) -> None:
    sign = "签名：　年　月　日"
    for text in ("同意。", "建议延长审理期限。" * 60):
        grid = Grid(
            widths=(1, 4), rows=(GridRow(cells=(Cell(text="意见"), Cell(text=text, sign=sign)), lines=6),)
        )
        found = pages((grid,), fonts)
        last = found[-1].ink

        bottom = max(ink.y1 for ink in last if isinstance(ink, Rule))
        (signed,) = (ink for ink in last if not isinstance(ink, Rule) and ink.line.text == sign)
        assert signed.x + signed.line.width == pytest.approx(m.WIDTH - PADDING)
        assert 0 < bottom - signed.y < m.FOURTH * 1.5
        assert sum(rule.y2 - rule.y1 for rule in last if isinstance(rule, Rule)) > 0
        others = [ink.y for ink in last if not isinstance(ink, Rule) and ink is not signed]
        assert all(y < signed.y - m.FOURTH for y in others)


def test_an_unsealed_name_leaves_two_characters_and_the_date_begins_two_after_it(fonts: Fonts) -> None:
    for organ in ("云岭县司法局", "云岭县人民政府行政复议与应诉工作委员会"):
        signature = Signature(organ=organ, date="2026年8月3日", seal=False)
        (page,) = pages((Paragraph(text="段"), signature), fonts)
        name, day = (ink for ink in page.ink[1:] if not isinstance(ink, Rule))

        assert day.x - name.x == pytest.approx(2 * m.PITCH)
        right = max(name.x + name.line.width, day.x + day.line.width)
        assert right == pytest.approx(m.WIDTH - 2 * m.PITCH)


def test_an_appendix_begins_a_page_with_its_title_on_the_third_line(fonts: Fonts) -> None:
    blocks = (
        Paragraph(text="正文。"),
        Appendix(label="附件1", title="出庭应诉回执"),
        Paragraph(text="内容。"),
    )
    first, second = reading.seen(pdf.render(blocks, fonts=fonts, paper_id="1"))

    assert reading.lines(first) == ["正文。"]
    assert reading.lines(second) == ["附件1", "出庭应诉回执", "内容。"]
    y = {char.char: char.y for char in second}
    assert abs(y["附"] - y["出"] - 2 * m.LEADING) < 3
    bare = (Appendix(), Paragraph(text="一"), Appendix(), Paragraph(text="二"))
    assert read(fonts, *bare) == [["一"], ["二"]]


def test_a_table_after_a_new_page_still_has_its_head(fonts: Fonts) -> None:
    grid = Grid(widths=(1, 1), head=1, rows=(row("甲", "乙"), row("一", "二")))

    assert read(fonts, Paragraph(text="段"), Appendix(), grid) == [["段"], ["甲乙", "一二"]]
