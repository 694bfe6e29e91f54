"""Lent numbers: what a paper, a station's word and the center's end make of each of them."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.accounting import account, loose
from fuyi_desktop.domain.blocks import BlockNote, NumberBlock, runs, runs_told, series_for, standing
from fuyi_desktop.domain.papers import Mark, Series, pattern_fault

AT = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)
PATTERN = "{short}{kind}〔{year}〕{serial}号"


def block(first: int = 1, last: int = 5, **given: object) -> NumberBlock:
    values: dict[str, object] = {
        "id": "b1", "short": "云府", "kind": "复受", "year": 2026, "station": "T0731", "first": first,
        "last": last, "pattern": PATTERN, "serves": ("复受",), "by": "何静", "at": AT,
    }  # fmt: skip
    return NumberBlock(**(values | given))  # type: ignore[arg-type]


def note(
    mark: Mark, first: int, last: int | None = None, *, number: int = 1, station: str = "T0731"
) -> BlockNote:
    return BlockNote(
        id=f"n{number:03}", block_id="b1", station=station, mark=mark, first=first, last=last or first,
        why=f"理由{number}", by="周晓敏", at=AT,
    )  # fmt: skip


def test_a_paper_outweighs_the_word_of_the_station_and_the_contradiction_is_kept() -> None:
    said = [note(Mark.VOID, 2), note(Mark.RETURNED, 3, number=2)]

    found = standing(block(), said, {2: "", 3: "", 4: "打错"})

    assert (found.issued, found.void, found.out) == ((2, 3), ((4, "打错"),), (1, 5))
    assert found.disputed == (2,)


def test_a_later_word_replaces_an_earlier_one_for_the_numbers_it_names() -> None:
    said = [note(Mark.UNSURE, 1, 5), note(Mark.RETURNED, 3, 9, number=2), note(Mark.USED, 1, number=3)]

    found = standing(block(), reversed(said), {})

    assert found.unsure == ((2, "理由1"),)
    assert found.returned == ((3, "理由2"), (4, "理由2"), (5, "理由2"))
    assert found.used == ((1, "理由3"),)


def test_what_the_center_has_ended_is_void_until_the_station_says_where_it_was_used() -> None:
    said = [note(Mark.SET_ASIDE, 2), note(Mark.RETURNED, 3, number=2), note(Mark.USED, 4, number=3)]

    found = standing(block(closed="撤并"), said, {1: ""})

    assert found.void == ((2, "撤并"), (5, "撤并"))
    assert (found.issued, found.out, found.is_open) == ((1,), (), False)
    assert (found.returned, found.used) == (((3, "理由2"),), ((4, "理由3"),))


MARKS = st.sampled_from(list(Mark))
NOTES = st.lists(st.tuples(MARKS, st.integers(0, 12), st.integers(0, 12)), max_size=8)


@given(
    said=NOTES,
    borne=st.dictionaries(st.integers(1, 10), st.sampled_from(["", "打错"])),
    closed=st.sampled_from(["", "撤并"]),
)
def test_every_number_of_a_block_stands_in_exactly_one_place(
    said: list[tuple[Mark, int, int]], borne: dict[int, str], closed: str
) -> None:
    notes = [note(mark, min(a, b), max(a, b), number=n) for n, (mark, a, b) in enumerate(said)]

    one = standing(block(1, 10, closed=closed), notes, borne)

    named = (*one.void, *one.returned, *one.set_aside, *one.used, *one.unsure)
    assert sorted([*one.issued, *one.out, *(serial for serial, _ in named)]) == list(range(1, 11))


@given(st.sets(st.integers(1, 40)))
def test_runs_are_the_serials_themselves(serials: set[int]) -> None:
    found = list(runs(serials))

    assert [n for first, last in found for n in range(first, last + 1)] == sorted(serials)
    assert all(after[0] > before[1] + 1 for before, after in itertools.pairwise(found))


def test_runs_are_told_as_lists_write_them() -> None:
    assert runs_told([3, 20, 12, 11, 13]) == "3、11–13、20"
    assert block(11, 20).label == "云府复受〔2026〕11–20号"
    assert block(7, 7).label == "云府复受〔2026〕7号"


def test_a_kind_of_paper_is_numbered_where_the_center_numbers_it_this_year() -> None:
    all_in_one = block(id="a", kind="文", serves=("文", "*"))
    own = block(id="b", kind="复受通", serves=("复受",))
    last_year = block(id="c", kind="复中", year=2025, serves=("复中",))
    blocks = [last_year, own, all_in_one]

    def kind(asked: str, year: int = 2026, *, rest: bool = True) -> str:
        return series_for(blocks, asked, year, rest=rest)

    assert (kind("复受"), kind("复决")) == ("复受通", "文")
    assert kind("复决", rest=False) == ""  # the 案号 is no paper
    assert kind("复中") == "文"
    assert kind("复中", 2027) == "复中"  # the center's to lend, though it has lent none of the year
    assert series_for([], "复受", 2026, rest=True) == ""


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (PATTERN, ""),
        ("（{year}）{short}字第{serial}号", ""),
        ("{short}〔{year}〕号", "样式里应当有 {serial}"),
        ("{short}{nummer}{serial}", "只能用 {short}、{kind}、{year}、{serial}"),
        ("{short", "只能用"),
        ("{short.x}{serial}", "只能用"),
    ],
)
def test_a_pattern_has_its_serial_and_no_other_names(pattern: str, fault: str) -> None:
    assert fault in pattern_fault(pattern)
    assert bool(pattern_fault(pattern)) is bool(fault)


def test_the_account_of_a_series_has_what_lies_with_stations_apart_from_its_own_gaps() -> None:
    series = Series(id="云府/复受/2026", short="云府", kind="复受", year=2026, pattern=PATTERN, next=9)
    series = series.marked(8, Mark.SET_ASIDE, "手写", "何静", AT)
    lent = standing(block(3, 6), [note(Mark.RETURNED, 6), note(Mark.UNSURE, 5, number=2)], {3: ""})

    found = account(series, {1: "", 2: "打错"}, [lent], borrows=False, sure=True)

    assert (found.issued, found.gaps, found.out) == (2, (7,), (4,))
    assert (found.void, found.set_aside) == (((2, "打错"),), ((8, "手写"),))
    assert found.returned == ((6, "T0731：理由1"),)
    assert (found.next, found.next_told) == (6, "云府复受〔2026〕6号")
    assert [(one.serial, one.what) for one in loose(found)] == [
        (4, "借出未还"), (5, "借出未还"), (7, "空号"), (8, "留用"),
    ]  # fmt: skip
