"""What is added to a finished paper for the printer, and papers put together."""

from datetime import date

from fuyi_desktop.documents import overlay, preview
from fuyi_desktop.documents.press import Press
from tests.documents.reading import seen, text

DAY = date(2026, 8, 3)
NOTE = "第12次打印"


def made(press: Press, form: str) -> bytes:
    return press.specimen(form, DAY, as_word=False)


def test_a_note_stands_small_in_the_middle_of_each_foot_and_moves_nothing(press: Press) -> None:
    paper = made(press, "F29")

    noted = overlay.noted(paper, NOTE, press.fonts)

    for before, after in zip(seen(paper), seen(noted), strict=True):
        added = after[len(before) :]
        assert after[: len(before)] == before
        assert "".join(char.char for char in added) == NOTE
        assert {round(char.y) for char in added} == {26}  # 9 mm above the edge
        middle = (added[0].x + added[-1].x + 7.5) / 2
        assert abs(middle - 595.28 / 2) < 6


def test_a_note_lies_within_a_page_of_any_size(press: Press) -> None:
    for form in ("F12b", "F30"):
        paper = made(press, form)
        noted = overlay.noted(paper, NOTE, press.fonts)
        assert overlay.sizes(noted) == overlay.sizes(paper)
        assert text(noted).count(NOTE) == len(overlay.sizes(paper))


def test_papers_are_joined_with_their_own_sizes(press: Press) -> None:
    upright, across = made(press, "F06"), made(press, "F30")

    whole = overlay.joined([upright, across])

    assert overlay.sizes(whole) == [*overlay.sizes(upright), *overlay.sizes(across)]
    assert text(whole) == text(upright) + text(across)


def test_a_page_without_colour_is_known(press: Press) -> None:
    red, black = made(press, "F29"), made(press, "F06")

    assert not preview.is_grey(preview.page(red, 1, 36))
    assert preview.is_grey(preview.page(black, 1, 36))
