"""Articles as the screen shows them."""

import pytest

from fuyi_desktop.gui.articles import on_screen


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("行政复议法第六十二条第一款", "行政复议法第62条第1款"),
        ("不能受理（行政复议法第三十条第一款第二项）。", "不能受理（行政复议法第30条第1款第2项）。"),
        ("民事诉讼法第二百零三条、第十五条", "民事诉讼法第203条、第15条"),
        ("行政复议法第八十七条至第九十五条，第五章", "行政复议法第87条至第95条，第5章"),
        ("第一百一十条", "第110条"),
    ],
)
def test_articles_are_shown_in_arabic_digits(written: str, shown: str) -> None:
    assert on_screen(written) == shown


@pytest.mark.parametrize("said", ["第三人张三", "第二十七次", "第62条第1款", "上坝村第三村民小组"])
def test_everything_else_stays_as_it_is_written(said: str) -> None:
    assert on_screen(said) == said
