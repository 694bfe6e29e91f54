"""What is no text is refused with a sentence before any database sees it, on both engines alike."""

from dataclasses import replace
from typing import Any

import pytest

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.line import Line, Write, parse, render
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.work import Store
from fuyi_desktop.sync import entries
from tests.store import office

NO_TEXT = ["\0", "甲\0乙", "\ud800", "甲\udfff"]


@pytest.mark.parametrize("text", NO_TEXT, ids=ascii)
def test_nobody_here_writes_what_no_database_keeps(store: Store, text: str) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)

    for changes in ({"matter": text}, {"facts": {"note": [text]}}, {"facts": {text: 1}}, {"flags": (text,)}):
        with pytest.raises(BadFact, match="含有不能保存的字符"), store.work("王办", "改") as work:
            work.put(replace(case, **changes))

    assert store.get(Case, case.id) == case
    assert check(store) == []


def said(fields: dict[str, Any], **changes: Any) -> bytes:
    write = Write("1-0", "case", "c1", "i", fields, {})
    line = Line(1, "txn1", "00" * 16, "王办", "0-0", 0, (1, 0), "改", (write,))
    return render(replace(line, **changes))


ESCAPED = [rb"\u0000", rb"\ud800", rb"\uDFFF", rb"\ud800x"]


@pytest.mark.parametrize("text", ESCAPED)
@pytest.mark.parametrize("place", [b'"c1"', "王办".encode(), b'"v"', b'"name"', b'"deep"', "改".encode()])
def test_a_line_that_says_what_is_no_text_is_none(text: bytes, place: bytes) -> None:
    good = said({"name": "v", "facts": {"a": ["deep"]}})
    assert parse(good).n == 1
    bad = b'"' + text + b'"' if place.startswith(b'"') else text

    with pytest.raises(ValueError):
        parse(good.replace(place, bad, 1))


@pytest.mark.parametrize("number", [b"1.5", b"1e3", b"9007199254740992", b"-9007199254740993", b"1" * 5000])
def test_a_number_that_programs_disagree_on_is_none(number: bytes) -> None:
    """A line the center took in would else be a bundle that no station can read."""
    good = said({"pages": 7})

    with pytest.raises(ValueError):
        parse(good.replace(b":7", b":" + number))


@pytest.mark.parametrize("text", ESCAPED)
def test_a_station_takes_no_such_word_of_its_center(text: bytes) -> None:
    entry = entries.Entry(1, Outcome.SET, Write("1", "case", "c1", "u", {"matter": "甲"}, {}))
    row = entries.Row("case", "c1", {"matter": "甲"})

    for raw, read in ((entries.render(entry), entries.parse), (entries.render_seed(row), entries.parse_seed)):
        assert read(raw) is not None
        with pytest.raises(ValueError):
            read(raw.replace("甲".encode(), text))
