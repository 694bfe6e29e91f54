"""Half typed text: kept for everybody, each for themselves, and gone exactly when its deed is done."""

from dataclasses import replace
from datetime import date

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.local import Draft
from fuyi_desktop.services.app import App
from tests.services import invented

DAY = date(2026, 7, 31)
FORM = "step:review"


def test_a_step_takes_the_draft_it_was_typed_into_with_it(desk: App) -> None:
    case_id = invented.registered(desk)
    desk.drafts.keep(FORM, {"handler": "何静"})

    changed = desk.on(DAY).casework.step(case_id, "review", DAY, {"handler": "何静"}, draft=FORM)

    assert {"draft", "step"} <= changed
    assert desk.drafts.find(FORM) is None


def test_a_step_that_is_refused_leaves_the_draft(desk: App) -> None:
    case_id = invented.registered(desk)
    desk.drafts.keep(FORM, {"handler": ""})

    with pytest.raises(BadFact):
        desk.on(DAY).casework.step(case_id, "review", DAY, {"handler": ""}, draft=FORM)

    assert desk.drafts.find(FORM) is not None


def test_whoever_may_only_read_may_still_type(window: App) -> None:
    reader = invented.as_person(window, PersonRole.READER)

    reader.drafts.keep(FORM, {"handler": "何静"})

    found = reader.drafts.find(FORM)
    assert isinstance(found, Draft) and found.content == {"handler": "何静"}
    reader.drafts.drop(FORM)
    assert reader.drafts.find(FORM) is None


def test_two_people_at_one_desk_have_a_draft_each(window: App) -> None:
    other = replace(window, office=invented.as_person(window, PersonRole.HANDLER).office)
    window.drafts.keep(FORM, {"handler": "何静"})
    other.drafts.keep(FORM, {"handler": "唐卫东"})

    other.drafts.drop(FORM)

    kept = window.drafts.find(FORM)
    assert kept is not None and kept.content == {"handler": "何静"}
