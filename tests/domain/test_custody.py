"""Who holds a case, whatever crosses on the way: one answer at every station, and nothing counted twice."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.custody import (
    HAND_OVER,
    HOME,
    REMIND,
    TAKE_BACK,
    holder,
    strays,
    taken_back,
    tenures,
)
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.passing import CHANGE_HANDLER
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.steps import Step
from tests import factory
from tests.domain.mediating import TEAM, registered

WINDOW, UNIT, OTHER = "T0731", "T0732", "T0733"


class Line:
    """A case and what each station records in it, in the order of recording."""

    def __init__(self) -> None:
        self.file = registered(home=WINDOW)
        self.n = 0

    def add(self, station: str, code: str, on: str, *, under: str | None = HOME, **facts: Any) -> Step:
        """A step as its station recorded it, under the tenure it believed to have."""
        self.n += 1
        step = factory.step(self.file.case, code, on, station=station)
        step = replace(step, id=f"{self.n:032x}", facts=facts, under=under)
        self.file = replace(self.file, steps=(*self.file.steps, step))
        return step

    def assigned(self) -> Step:
        """Registered at the window, handed to the center, studied there, and assigned to the unit."""
        self.add(WINDOW, "report", "2026-09-28")
        handed = self.add(WINDOW, "hand_over", "2026-09-29", to=CENTER)
        self.add(CENTER, "study", "2026-10-08", under=handed.id)
        return self.add(CENTER, "assign", "2026-10-09", under=handed.id, to=UNIT, unit="云岭县公安局")

    def take_back(self, on: str, **facts: Any) -> Step:
        """The center's word, with what it has seen by then."""
        said = taken_back(self.file) | {"reason": "逾期没有受理"} | facts
        return self.add(CENTER, "take_back", on, under=tenures(self.file)[-1].id, **said)

    def void(self, step: Step) -> None:
        steps = (replace(s, void_reason="录错") if s.id == step.id else s for s in self.file.steps)
        self.file = replace(self.file, steps=tuple(steps))

    def waiting(self) -> set[str]:
        """The steps that count for nothing because their station did not hold the case."""
        return strays(self.file) - {step.id for step in MEDIATION.replay(self.file).counted}

    def state(self) -> str:
        return MEDIATION.replay(self.file).state


@pytest.fixture
def line() -> Line:
    return Line()


def test_a_case_is_held_by_whoever_the_last_move_brought_it_to(line: Line) -> None:
    assert holder(line.file) == WINDOW

    assigned = line.assigned()
    assert holder(line.file) == UNIT
    back = line.add(UNIT, "give_back", "2026-10-12", under=assigned.id, to=CENTER, reason="不属于本单位执法")
    assert holder(line.file) == CENTER
    again = line.add(CENTER, "assign", "2026-10-13", under=back.id, to=OTHER, unit="柳河镇人民政府")
    line.add(OTHER, "hand_over", "2026-10-14", under=again.id, to=WINDOW)

    assert [tenure.station for tenure in tenures(line.file)] == [WINDOW, CENTER, UNIT, CENTER, OTHER, WINDOW]
    assert line.waiting() == set()
    assert line.state() == "M02"


def test_an_assignment_to_a_unit_without_a_station_leaves_the_case_where_it_is(line: Line) -> None:
    line.add(WINDOW, "report", "2026-09-28")
    handed = line.add(WINDOW, "hand_over", "2026-09-29", to=CENTER)
    line.add(CENTER, "study", "2026-10-08", under=handed.id)
    line.add(CENTER, "assign", "2026-10-09", under=handed.id, unit="柳河镇人民政府")

    assert holder(line.file) == CENTER
    assert line.state() == "M02"


def test_a_step_of_a_former_holder_who_had_not_heard_of_the_taking_back_waits_for_the_center(
    line: Line,
) -> None:
    assigned = line.assigned()
    line.take_back("2026-10-16")
    unheard = line.add(UNIT, "accept", "2026-10-10", under=assigned.id, **TEAM)  # arrives later

    assert holder(line.file) == CENTER
    assert line.waiting() == {unheard.id}
    assert line.state() == "M02"

    line.add(CENTER, "adopt", "2026-10-20", under=tenures(line.file)[-1].id, steps=[unheard.id])

    assert line.waiting() == set()
    assert line.state() == "M03"


def test_what_the_center_had_seen_when_it_took_the_case_back_goes_on_counting(line: Line) -> None:
    assigned = line.assigned()
    seen = line.add(UNIT, "accept", "2026-10-10", under=assigned.id, **TEAM)

    taken = line.take_back("2026-10-16")

    assert seen.id in taken.facts["seen"]
    assert (line.state(), line.waiting()) == ("M03", set())


def test_only_the_center_adopts(line: Line) -> None:
    assigned = line.assigned()
    line.take_back("2026-10-16")
    unheard = line.add(UNIT, "accept", "2026-10-10", under=assigned.id, **TEAM)

    own = line.add(UNIT, "adopt", "2026-10-17", under=assigned.id, steps=[unheard.id])

    assert line.waiting() == {unheard.id, own.id}
    assert line.state() == "M02"


def test_a_voided_adoption_adopts_nothing(line: Line) -> None:
    assigned = line.assigned()
    line.take_back("2026-10-16")
    unheard = line.add(UNIT, "accept", "2026-10-10", under=assigned.id, **TEAM)
    adopted = line.add(CENTER, "adopt", "2026-10-20", under=tenures(line.file)[-1].id, steps=[unheard.id])

    line.void(adopted)

    assert line.waiting() == {unheard.id}


@pytest.mark.parametrize("on", ["2026-10-12", "2026-10-16", "2026-10-19"])
def test_the_center_s_word_goes_before_a_handing_over_that_crosses_it(line: Line, on: str) -> None:
    assigned = line.assigned()
    line.take_back("2026-10-16")
    handed = line.add(UNIT, "hand_over", on, under=assigned.id, to=OTHER)
    received = line.add(OTHER, "accept", "2026-10-19", under=handed.id, **TEAM)

    assert holder(line.file) == CENTER
    assert [tenure.station for tenure in tenures(line.file)] == [WINDOW, CENTER, UNIT, CENTER]
    assert line.waiting() == {handed.id, received.id}


def test_a_handing_over_that_the_center_had_seen_is_followed_and_the_new_holder_loses_the_case(
    line: Line,
) -> None:
    assigned = line.assigned()
    handed = line.add(UNIT, "hand_over", "2026-10-12", under=assigned.id, to=OTHER)
    line.add(OTHER, "accept", "2026-10-12", under=handed.id, **TEAM)

    taken = line.take_back("2026-10-16")

    assert taken.facts["from"] == handed.id
    assert (holder(line.file), line.state(), line.waiting()) == (CENTER, "M03", set())


def test_a_voided_taking_back_gives_the_case_back_with_all_that_was_done(line: Line) -> None:
    assigned = line.assigned()
    taken = line.take_back("2026-10-16")
    line.add(UNIT, "accept", "2026-10-12", under=assigned.id, **TEAM)
    assert line.state() == "M02"

    line.void(taken)

    assert (holder(line.file), line.state(), line.waiting()) == (UNIT, "M03", set())


def test_a_voided_assignment_leaves_the_case_at_the_center_and_the_unit_without_a_say(line: Line) -> None:
    assigned = line.assigned()
    accepted = line.add(UNIT, "accept", "2026-10-12", under=assigned.id, **TEAM)

    line.void(assigned)

    assert (holder(line.file), line.state()) == (CENTER, "M01")
    assert line.waiting() == {accepted.id}


def test_a_taking_back_of_a_tenure_that_is_over_changes_nothing(line: Line) -> None:
    assigned = line.assigned()
    back = line.add(UNIT, "give_back", "2026-10-12", under=assigned.id, to=CENTER, reason="不属于本单位执法")
    line.add(CENTER, "assign", "2026-10-13", under=back.id, to=OTHER, unit="柳河镇人民政府")

    line.add(
        CENTER, "take_back", "2026-10-14", under=back.id, **{"from": "f" * 32, "seen": [], "reason": "误"}
    )

    assert holder(line.file) == OTHER


def test_a_station_that_never_held_the_case_moves_nothing_and_counts_for_nothing(line: Line) -> None:
    line.assigned()

    stolen = line.add("T0999", "hand_over", "2026-10-12", under=None, to="T0999")
    forged = line.add("T0999", "take_back", "2026-10-12", under=None, **taken_back(line.file), reason="无")
    step = line.add("T0999", "accept", "2026-10-12", under=None, **TEAM)

    assert holder(line.file) == UNIT
    assert line.waiting() == {stolen.id, forged.id, step.id}


def test_a_step_that_does_not_say_its_tenure_counts_while_its_station_holds_the_case(line: Line) -> None:
    line.assigned()
    line.add(UNIT, "accept", "2026-10-12", under=None, **TEAM)
    line.add(UNIT, "hand_over", "2026-10-13", under=None, to=OTHER)

    assert (holder(line.file), line.state()) == (OTHER, "M03")


def test_a_case_that_comes_home_again_is_held_under_a_new_tenure(line: Line) -> None:
    line.add(WINDOW, "report", "2026-09-28")
    handed = line.add(WINDOW, "hand_over", "2026-09-29", to=CENTER)
    home = line.add(CENTER, "hand_over", "2026-09-30", under=handed.id, to=WINDOW)
    late = line.add(WINDOW, "hand_over", "2026-10-08", under=HOME, to=OTHER)  # of the first tenure

    assert holder(line.file) == WINDOW
    assert tenures(line.file)[-1].id == home.id
    assert [tenure.until for tenure in tenures(line.file) if tenure.id == HOME] == [handed]
    assert late in line.file.steps


STATIONS = (WINDOW, UNIT, OTHER, CENTER)
DEEDS = ("assign", "hand_over", "give_back", "take_back", "urgent_report", "filed", "adopt")


def crossed(data: st.DataObject) -> CaseFile:
    """A case in which stations act under tenures they may have lost, and void what they like."""
    line = Line()
    line.add(WINDOW, "report", "2026-09-28")
    for _ in range(data.draw(st.integers(1, 12), label="deeds")):
        known = [HOME, *(step.id for step in line.file.steps)]
        station = data.draw(st.sampled_from(STATIONS))
        code = data.draw(st.sampled_from(DEEDS))
        on = f"2026-10-{data.draw(st.integers(8, 12)):02}"
        under = data.draw(st.sampled_from([*known, tenures(line.file)[-1].id, None]))
        ids = data.draw(st.lists(st.sampled_from(known), max_size=3))
        facts: dict[str, Any] = {
            "take_back": {"from": data.draw(st.sampled_from(known)), "seen": ids, "reason": "逾期"},
            "adopt": {"steps": ids},
            "urgent_report": {},
            "filed": {"to": "litigation"},
        }.get(code, {"to": data.draw(st.sampled_from(STATIONS)), "unit": "某单位", "reason": "理由"})
        step = line.add(station, code, on, under=under, **facts)
        if data.draw(st.integers(0, 5)) == 0:
            line.void(step)
    return line.file


@given(st.data())
def test_whatever_crosses_and_in_whatever_order_it_arrives_every_station_comes_to_the_same_answer(
    data: st.DataObject,
) -> None:
    file = crossed(data)

    other = replace(file, steps=tuple(data.draw(st.permutations(file.steps), label="arrival")))

    assert tenures(other) == tenures(file)
    assert strays(other) == strays(file)
    assert MEDIATION.replay(other).counted == MEDIATION.replay(file).counted


@given(st.data())
def test_the_tenures_are_one_unbroken_chain_and_the_holder_s_own_steps_count(data: st.DataObject) -> None:
    file = crossed(data)
    found = tenures(file)

    assert found[0].station == file.case.home
    assert [tenure.until for tenure in found[:-1]] == [tenure.since for tenure in found[1:]]
    assert found[-1].until is None
    assert len({tenure.id for tenure in found}) == len(found)
    own = {s.id for s in file.steps if s.station == holder(file) and s.under == found[-1].id}
    assert not own & strays(file)


def test_an_archived_case_is_left_alone() -> None:
    for procedure in PROCEDURES.values():
        archived = {state.id for state in procedure.states if state.label == "已归档"}
        for code in (HAND_OVER, TAKE_BACK, REMIND, CHANGE_HANDLER):
            assert procedure.step(code).closed_in == archived != set()
            assert procedure.step(code).leaves == {state.id for state in procedure.states}
