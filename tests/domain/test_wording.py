"""What records and fields are called: every one that travels has a name of the office's own."""

import pytest

from fuyi_desktop.domain.record import LOCAL_FIELDS, Record, column_types
from fuyi_desktop.domain.wording import FIELDS, RECORDS, field_label, form_field, record_label
from fuyi_desktop.store.schema import RECORDS as TABLES
from tests import factory

TRAVELLING = [kind for kind in TABLES.values() if kind.travels]


@pytest.mark.parametrize("kind", TRAVELLING, ids=lambda kind: str(kind.table))
def test_every_field_that_travels_has_a_label(kind: type[Record]) -> None:
    named = {name for name in FIELDS[kind.table] if "." not in name}

    assert kind.table in RECORDS
    assert named == set(column_types(kind)) - LOCAL_FIELDS


@pytest.mark.parametrize("table", FIELDS)
def test_no_two_fields_of_a_record_share_a_label(table: str) -> None:
    labels = list(FIELDS[table].values())

    assert len(labels) == len(set(labels))
    assert not any(label.isascii() for label in labels)


def test_a_fact_is_called_as_the_form_that_asked_for_it_calls_it() -> None:
    procedure = factory.law().procedures["reconsideration"]
    applied = form_field(procedure, "case", "facts.applied_on")
    handler = form_field(procedure, "step", "facts.handler", "review")

    assert field_label("case", "facts.applied_on", applied) == "申请履行职责日"
    assert handler is not None
    assert field_label("step", "facts.handler", handler) == handler.label
    assert form_field(procedure, "party", "facts.joined_by") is None
    assert field_label("party", "facts.joined_by") == "加入时的步骤"


def test_what_only_a_newer_program_knows_stays_by_its_name() -> None:
    assert record_label("hearing_room") == "hearing_room"
    assert field_label("hearing_room", "seats") == "seats"
    assert field_label("case", "facts.seats") == "其他登记项（seats）"
