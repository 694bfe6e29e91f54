"""A number is read however it is typed, and a pattern names the year, the series and the serial."""

import pytest

from fuyi_desktop.domain import marks
from fuyi_desktop.domain.papers import PATTERN_NAMES, Mark, Series, pattern_fault, read_number
from tests import factory

GB = "{short}{kind}〔{year}〕{serial}号"


@pytest.mark.parametrize(
    "typed",
    [
        "云府复受〔2026〕2号",
        "云府复受[2026]2号",
        "云府复受（2026）2号",
        "云府复受【２０２６】００２号",
        " 云府 复受〔2026〕 02 号 ",
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert read_number(GB, typed, short="云府", kind="复受") == (2026, 2)


@pytest.mark.parametrize("typed", ["云府复〔2026〕2号", "云府复受2026-2", "<b>随便", "云府复受〔26〕2号"])
def test_what_is_written_by_another_pattern_is_no_number_of_it(typed: str) -> None:
    assert read_number(GB, typed, short="云府", kind="复受") is None


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{short.__class__}{year}{serial}", PATTERN_NAMES),
        ("{short}{year}{serial:03d}", PATTERN_NAMES),
        ("{short!r}{year}{serial}", PATTERN_NAMES),
        ("{}{year}{serial}", PATTERN_NAMES),
        ("{short}{serial", PATTERN_NAMES),
        ("{short}{serial}号", "{year}"),
        ("〔{year}〕{serial}号", "{short} 或者 {kind}"),
        ("{short}〔{year}〕118号", "{serial}"),
    ],
)  # fmt: skip
def test_a_pattern_that_would_mix_numbers_up_is_refused(pattern: str, why: str) -> None:
    assert why in pattern_fault(pattern)


@pytest.mark.parametrize("pattern", [GB, "{kind}{year}-{serial}", "（{year}）{short}字第{serial}号"])
def test_a_pattern_of_an_office_is_taken(pattern: str) -> None:
    assert pattern_fault(pattern) == ""


def test_what_was_noted_of_a_number_keeps_its_spelling_when_the_pattern_changes() -> None:
    series = Series(id="云府/复受/2026", short="云府", kind="复受", year=2026, pattern=GB, next=4)

    later = series.marked(2, Mark.VOID, "写错", "何静", factory.AT).written("{short}字[{year}]{serial}")

    assert (later.told(2), later.told(3)) == ("云府复受〔2026〕2号", "云府字[2026]3")


@pytest.mark.parametrize("pages", ["9/2", "0/0", "0/2"])
def test_a_page_that_a_paper_cannot_have_is_no_code_of_ours(pages: str) -> None:
    assert marks.read(f"FY1:{'0AF1' * 8}:{pages}") is None
    assert marks.read(f"FY1:{'0AF1' * 8}:2/2") is not None
