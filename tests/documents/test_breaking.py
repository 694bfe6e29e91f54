"""Lines: no wider than they may be, and begun and ended as Chinese readers expect."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.documents.breaking import CLOSING, NO_END, NO_START, OPENING, Glyph, Line, break_lines

TEXT = st.text(alphabet="当事人可以申请，。、；：）》”（《“0123456789abc…— ", min_size=1, max_size=200)


def glyphs(text: str) -> list[Glyph[None]]:
    return [Glyph(char, 0.5 if char.isascii() else 1.0, None) for char in text]


def broken(text: str, width: float, first: float = 0.0) -> list[Line[None]]:
    return break_lines(glyphs(text), width, first=first)


def texts(text: str, width: float) -> list[str]:
    return [line.text for line in broken(text, width)]


def test_a_full_stop_is_pulled_in_where_the_marks_of_the_line_give_room() -> None:
    assert texts("申请人、第三人、代理人。到庭", 11) == ["申请人、第三人、代理人。", "到庭"]


def test_a_full_stop_takes_its_character_along_where_nothing_gives_room() -> None:
    assert texts("当事人可以申请复议的。", 10) == ["当事人可以申请复议", "的。"]


def test_an_opening_mark_goes_to_the_next_line() -> None:
    assert texts("根据本法（以下简称", 5) == ["根据本法", "（以下简称"]


def test_words_numbers_dashes_and_ellipses_are_not_parted() -> None:
    assert texts("案号为2026年的", 4) == ["案号为", "2026年的"]
    assert texts("他说……好", 3) == ["他", "说……", "好"]
    assert texts("甲乙——丙", 3) == ["甲", "乙——", "丙"]


def test_a_word_longer_than_the_line_is_parted_all_the_same() -> None:
    assert texts("a" * 25, 5) == ["a" * 10, "a" * 10, "a" * 5]


def test_the_first_line_leaves_room_for_two_characters() -> None:
    assert [line.text for line in broken("一二三四五六七八九十", 6, first=2)] == ["一二三四", "五六七八九十"]


def test_every_line_but_the_last_fills_the_width() -> None:
    lines = broken("一二三四（五六七八九）十一二三，四五六七八", 7.5)

    assert all(abs(line.width - 7.5) < 0.01 for line in lines[:-1])


def test_a_pulled_in_closing_mark_gives_up_the_empty_half_behind_it() -> None:
    (line, _) = broken("申请人、第三人、代理人。到庭", 11)
    marks = [at for at, glyph in enumerate(line.glyphs[:-1]) if glyph.char in CLOSING]

    assert all(line.places[at + 1] - line.places[at] < 0.8 for at in marks)
    assert all(line.places[at] - line.places[at - 1] == 1.0 for at in marks)


def test_a_pulled_in_opening_mark_gives_up_the_empty_half_before_it() -> None:
    line = broken("甲（乙丙（丁、戊）。己庚", 9)[0]
    at = next(at for at, glyph in enumerate(line.glyphs) if glyph.char in OPENING)

    assert line.text == "甲（乙丙（丁、戊）。"
    assert line.places[at] - line.places[at - 1] < 1.0


@given(TEXT, st.floats(min_value=6, max_value=30))
def test_nothing_is_lost_and_nothing_runs_over(text: str, width: float) -> None:
    lines = broken(text, width)

    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.places[-1] + line.glyphs[-1].width <= width + 0.51 for line in lines)
    assert all(line.width <= width + 0.02 or _one_unit(line.text) for line in lines)


@given(st.text(alphabet="当事人可以申请，。、）》（《", min_size=1, max_size=200), st.integers(8, 28))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str, width: int) -> None:
    lines = texts(text, width)

    for before, after in pairwise(lines):
        if _has_a_lawful_place(before + after[0]):
            assert after[0] not in NO_START
            assert before[-1] not in NO_END


def _has_a_lawful_place(text: str) -> bool:
    """Whether the line could have been parted anywhere: a run of marks alone cannot."""
    return any(text[at] not in NO_START and text[at - 1] not in NO_END for at in range(1, len(text)))


def _one_unit(text: str) -> bool:
    return not _has_a_lawful_place(text.strip() + "字") or all(char in NO_START | NO_END for char in text[1:])


def test_a_number_goes_to_the_next_line_whole_even_where_it_leaves_a_hole() -> None:
    assert texts("见云府复决〔2026〕1号决定", 6) == ["见云府复决", "〔2026〕1号", "决定"]
    assert texts("当事人可以申请电话0999-2021001", 12) == ["当事人可以申请电话", "0999-2021001"]


def test_a_line_with_a_hole_stays_ragged_rather_than_stretched() -> None:
    hole, _ = broken("当事人可以申请电话0999-2021001", 12)
    full, _ = broken("当事人可以申请复议的电话2026年", 13)

    assert hole.width == 9
    assert abs(full.width - 13) < 0.01
