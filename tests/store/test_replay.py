"""Capture is complete: the lines alone, replayed onto an empty store, give the same rows."""

import tempfile
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fuyi_desktop.domain.case import Case, Informed, Material
from fuyi_desktop.domain.record import Record
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.queries import lines
from fuyi_desktop.store.schema import RECORDS, TABLES, record_of
from fuyi_desktop.store.work import Store, Work
from tests.store import office
from tests.store.arriving import take

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "matter": TEXT,
        "number": TEXT,
        "act_on": st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        "informed": st.sampled_from(Informed),
        "flags": st.lists(TEXT, max_size=2).map(tuple),
        "earlier_id": st.none() | TEXT,
        "facts": st.dictionaries(TEXT.filter(bool), JSON, max_size=3),
    },
)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("case"), CHANGES),
        st.tuples(st.just("change"), CHANGES),
        st.tuples(st.just("step"), st.datetimes(timezones=st.just(UTC), allow_imaginary=False)),
        st.tuples(st.just("material"), TEXT),
        st.tuples(st.just("remove"), st.none()),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def do(work: Work, deed: str, given_: Any) -> None:
    cases, materials = work.select(Case), work.select(Material)
    if deed == "case":
        office.register(work, **given_)
    elif deed == "change" and cases:
        work.put(replace(cases[0], **given_))
    elif deed == "step" and cases:
        work.put(
            Step(
                id=work.new_id(), case_id=cases[-1].id, code="accept", on=given_.date(), by="王办",
                station="T0731", recorded_at=given_,
            )
        )  # fmt: skip
    elif deed == "material" and cases:
        work.put(Material(id=work.new_id(), case_id=cases[0].id, name=given_))
    elif deed == "remove" and materials:
        work.remove(materials[0])


def rows(store: Store) -> dict[str, list[Record]]:
    with store.reading() as connection:
        return {
            name: [
                replace(record_of(kind, row), revision=0)
                for row in connection.execute(select(TABLES[name]).order_by(TABLES[name].c.id))
            ]
            for name, kind in RECORDS.items()
            if kind.travels
        }


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DEEDS, min_size=1, max_size=4))
def test_the_lines_alone_give_the_same_rows(transactions: list[list[tuple[str, Any]]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        office.make(Path(folder) / "here") as here,
        office.make(Path(folder) / "there", office.COUNTY) as there,
    ):
        for deeds in transactions:
            with here.work("王办", "办理") as work:
                for deed, given_ in deeds:
                    do(work, deed, given_)
        with here.reading() as connection:
            written = list(lines(connection, here.meta("incarnation")))
        for _, raw in written:
            assert take(there, raw, incarnation=here.meta("incarnation"))

        assert rows(there) == rows(here)
        assert check(here) == []
        assert check(there) == []
