"""The sheets of a job: counted by the sides that are printed, and where printing goes on after a jam."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.printing import (
    Duplex,
    JobState,
    PrintCopy,
    Way,
    from_sheet,
    left,
    must_have,
    sheets,
    total,
)


def copy(pages: int = 1, duplex: Duplex = Duplex.ONE, **given: int) -> PrintCopy:
    found = PrintCopy(
        id="a" * 32, job_id="b" * 32, place=0, paper_id="c" * 32, form="F06", title="受理通知书",
        pages=pages, duplex=duplex,
    )  # fmt: skip
    return replace(found, **given)


COPIES = st.lists(
    st.builds(copy, st.integers(1, 9), st.sampled_from(list(Duplex))), min_size=1, max_size=8
)  # fmt: skip


@given(COPIES)
def test_every_page_is_on_one_sheet_and_sheets_are_numbered_through(copies: list[PrintCopy]) -> None:
    found = list(sheets(copies))

    assert [sheet.number for sheet in found] == list(range(1, total(copies) + 1))
    pages = [page for sheet in found for page in range(sheet.first, sheet.last + 1)]
    assert pages == [page for one in copies for page in range(1, one.pages + 1)]


@given(COPIES, st.data())
def test_all_before_the_named_sheet_have_left_and_none_after_it(
    copies: list[PrintCopy], data: st.DataObject
) -> None:
    number = data.draw(st.integers(1, total(copies)))

    told = from_sheet(copies, number)

    assert left(told) == number - 1
    assert next(sheet.number for sheet in sheets(told) if not sheet.has_left) == number
    assert [replace(one, left=0) for one in told] == copies  # nothing else of a copy moves


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_a_sheet_beyond_the_job_is_refused_with_its_bounds(number: int) -> None:
    with pytest.raises(BadFact, match=f"张数：应当是 1 到 3，现在是 {number}。"):
        must_have([copy(2), copy(1)], number)


@pytest.mark.parametrize("copies", [0, 100])
def test_nobody_prints_none_or_a_hundred_copies(copies: int) -> None:
    with pytest.raises(BadFact, match="份数：应当是 1 到 99"):
        Way(copies)


def test_a_job_waits_for_somebody_until_it_is_done_or_cancelled() -> None:
    assert [state for state in JobState if state.open] == [JobState.PRINTING, JobState.STOPPED]
