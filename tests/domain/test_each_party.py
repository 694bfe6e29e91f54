"""Several parties on one side: each answers, is told and counts for itself."""

from dataclasses import replace
from datetime import date

import pytest

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests import factory
from tests.domain import mediating
from tests.domain.reconsidering import Story, accepted, effective, with_two

POLICE, ENVIRONMENT = "云岭县公安局", "云岭县生态环境局"


def sued_two() -> Story:
    """Two organs had the copy: the police on 5 August, the other on the 10th."""
    told = Story(with_two(accepted().file)).step("copy_sent", "2026-08-05")
    told.step("served", "2026-08-05", paper="F07", party=POLICE, method="direct")
    return told.step("served", "2026-08-10", paper="F07", party=ENVIRONMENT, method="direct")


def of(told: Story, rule: str, today: str) -> dict[str, Clock]:
    """The clocks of a rule by the name of the party they are of."""
    names = {party.id: party.name for party in told.file.parties}
    clocks = factory.law().clocks(told.file, date.fromisoformat(today))
    return {names.get(clock.party, ""): clock for clock in clocks if clock.rule.id == rule}


def test_each_of_two_respondents_has_its_own_time_and_ends_it_with_its_own_reply() -> None:
    told = sued_two().step("reply", "2026-08-12", party=POLICE)

    clocks = of(told, "A14", "2026-08-13")

    assert {name: clock.due.due for name, clock in clocks.items()} == {
        POLICE: date(2026, 8, 19), ENVIRONMENT: date(2026, 8, 24),
    }  # fmt: skip
    assert (clocks[POLICE].done_on, clocks[ENVIRONMENT].done_on) == (date(2026, 8, 12), None)
    assert told.state == "R11"
    assert told.step("reply", "2026-08-20", party=ENVIRONMENT).state == "R12"


def test_the_silence_of_one_does_not_take_the_other_s_time() -> None:
    told = sued_two()

    assert told.offers("2026-08-20")["reply"] == ""
    with pytest.raises(NotOpen, match="期限已于2026年8月19日届满"):
        told.check("reply", "2026-08-20", party=POLICE)
    with pytest.raises(NotOpen, match="期限还没有届满"):
        told.check("no_reply", "2026-08-19", today="2026-08-20", party=ENVIRONMENT)
    with pytest.raises(NotOpen, match="请选择是哪一个"):
        told.check("no_reply", "2026-08-19", today="2026-08-20")

    told.step("no_reply", "2026-08-19", today="2026-08-20", party=POLICE)
    assert told.state == "R11"
    assert told.step("reply", "2026-08-20", party=ENVIRONMENT).state == "R12"


def test_two_respondents_without_a_proof_have_a_clock_each_that_binds_neither() -> None:
    told = Story(with_two(accepted().file)).step("copy_sent", "2026-08-05")

    clocks = of(told, "A14", "2026-08-06")

    assert clocks.keys() == {POLICE, ENVIRONMENT}
    assert not any(clock.running.certain for clock in clocks.values())


def test_a_single_respondent_need_not_be_named() -> None:
    told = accepted().step("copy_sent", "2026-08-05", received_on="2026-08-05").step("reply", "2026-08-12")

    assert told.state == "R12"


def two_visitors() -> CaseFile:
    """A 纾解 of two people, assigned on 9 October."""
    file = mediating.registered()
    second = factory.party(file.case, name="陈国栋")
    return mediating.taken(replace(file, parties=(*file.parties, second)), *mediating.ACCEPTED)


def test_the_notice_of_a_纾解_is_owed_to_each_of_several_people() -> None:
    file = two_visitors()
    first, _, second = (party.id for party in file.parties)
    file = mediating.taken(file, ("notify", "2026-10-12", {"party": first}))

    def met(file: CaseFile) -> dict[str, date | None]:
        clocks = mediating.all_clocks(file, "2026-10-13")
        return {clock.party: clock.done_on for clock in clocks if clock.rule.id == "C02"}

    assert met(file) == {first: date(2026, 10, 12), second: None}
    assert mediating.state(file) == "M03"
    file = mediating.taken(file, ("notify", "2026-10-13", {"party": second}))
    assert met(file) == {first: date(2026, 10, 12), second: date(2026, 10, 13)}


def test_a_service_that_names_nobody_is_one_on_all() -> None:
    file = mediating.taken(two_visitors(), ("notify", "2026-10-12"))

    clocks = [clock for clock in mediating.all_clocks(file, "2026-10-13") if clock.rule.id == "C02"]

    assert [clock.done_on for clock in clocks] == [date(2026, 10, 12)] * 2


def test_the_visit_is_due_after_the_sixty_days_though_the_new_act_came_early() -> None:
    told = effective("revoke", redo="statutory").step("performing", "2026-09-22")
    ends = told.clocks("2026-09-23")["A31"].due.due

    assert "D02a" not in told.clocks("2026-09-23")
    told.step("performed", "2026-10-08")

    assert told.clocks("2026-10-09")["D02a"].due.start == ends == date(2026, 11, 16)


def test_the_local_rule_asks_for_a_letter_only_where_the_county_has_chosen_it() -> None:
    told = effective("revoke", redo="none").step("copied", "2026-09-20", to="云州市公安局").papers_on_file()

    assert "一案一抄告" not in told.doubts("archive", "2026-10-20")
    assert "一案一抄告" in told.where(copy_letter="local").doubts("archive", "2026-10-20")


@pytest.mark.parametrize("answer", [False, None])
def test_a_condition_that_nobody_has_answered_with_yes_is_none_that_holds(answer: bool | None) -> None:
    told = Story().step("receive", "2026-07-30").step("review", "2026-07-31", handler="何静")
    facts = {name: value for name, value in factory.met(C4=answer).items() if value is not None}

    with pytest.raises((BadFact, NotOpen), match="在法定申请期限内提出"):
        RECONSIDERATION.check(
            told.file, "accept", date(2026, 8, 3), facts, factory.moment(date(2026, 8, 3))
        )  # fmt: skip


def test_an_acceptance_that_was_recorded_without_the_answers_stands() -> None:
    told = Story().step("receive", "2026-07-30").step("review", "2026-07-31", handler="何静")
    step = factory.step(told.file.case, "accept", "2026-08-03")

    assert RECONSIDERATION.replay(replace(told.file, steps=(*told.file.steps, step))).state == "R10"


def test_who_joined_by_a_step_is_a_party_as_long_as_the_step_stands() -> None:
    told = accepted().step("add_third_party", "2026-08-04", name="双龙石料厂", kind="单位", interest="邻地")
    joined = told.file.steps[-1]
    third = factory.party(told.file.case, Role.THIRD_PARTY, "双龙石料厂", facts={"joined_by": joined.id})
    file = replace(told.file, parties=(*told.file.parties, third))

    assert file.of(Role.THIRD_PARTY) == (third,)
    void = replace(joined, void_reason="登记错了")
    assert replace(file, steps=(*file.steps[:-1], void)).of(Role.THIRD_PARTY) == ()
    assert file.party(third.id) == third
