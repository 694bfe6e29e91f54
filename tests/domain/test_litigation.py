"""行政应诉 as the office lives it: suits from the court's papers to the archive, with their dates."""

from dataclasses import replace
from itertools import permutations

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.dispute import carried
from fuyi_desktop.domain.litigation import LITIGATION, attendance
from fuyi_desktop.domain.party import Role
from tests import factory
from tests.domain.suit import (
    COUNTY,
    HEAD,
    LOSS,
    PLAINTIFF,
    POLICE,
    TO_ANSWER,
    TO_HEARING,
    WON,
    done,
    doubts,
    dues,
    received,
    state,
    states,
    told,
    took,
)


def test_a_sole_defendant_that_wins_goes_from_the_papers_to_the_archive() -> None:
    story = (
        *TO_HEARING,
        ("judgment", "2026-05-20", WON),
        ("served", "2026-05-25", {"party": PLAINTIFF}),
        ("no_appeal", "2026-05-28", {"party": POLICE}),
        ("effective", "2026-06-10"),
        ("archive", "2026-06-15"),
    )

    assert states(received(), story) == [
        "L01", "L02", "L03", "L06", "L06", "L07", "L08", "L08", "L09", "L11", "L40",
    ]  # fmt: skip


def test_a_loss_is_appealed_filed_analysed_talked_over_performed_and_mended() -> None:
    assert states(received(), LOSS) == [
        "L01", "L02", "L03", "L06", "L06", "L07",
        "L08", "L08", "L08", "L09", "L10", "L11", "L12", "L12", "L13", "L12", "L14", "L14", "L40",
    ]  # fmt: skip


def test_a_loss_that_is_handled_in_the_other_case_of_the_dispute_is_not_handled_twice() -> None:
    file = told(received(), LOSS[:11])
    file = took(file, "effective_lost", "2026-08-14", handled_elsewhere=True)

    assert dues(file, "D06") == []
    assert state(took(file, "archive", "2026-08-20")) == "L40"


def test_a_case_sent_back_to_be_tried_again_ends_without_taking_effect() -> None:
    file = told(received(), LOSS[:10])
    file = took(file, "upper_result", "2026-08-14", outcome="remanded")

    assert state(file) == "L10"
    assert state(took(file, "archive", "2026-08-20")) == "L40"


def test_a_suit_withdrawn_on_appeal_leaves_no_judgment() -> None:
    file = took(told(received(), LOSS[:10]), "upper_result", "2026-08-14", outcome="withdrawn")

    assert state(file) == "L20"


def test_the_second_instance_ends_the_suit_with_its_own_judgment() -> None:
    file = told(received("2026-03-02", instance="second"), (("divide", "2026-03-03", {"handler": "何静"}),))
    file = took(file, "answer", "2026-03-16")
    file = took(file, "judgment", "2026-05-11", paper="X26", result="revoked")

    assert state(file) == "L10"
    assert dues(file, "B20", "D05") == [("D05", "", "2026-05-25")]
    assert state(took(file, "effective_lost", "2026-05-11")) == "L11"


def test_joint_defendants_come_from_a_decision_that_upheld_the_act_and_agree_on_one_head() -> None:
    review = factory.file(("receive", "2026-01-05"), ("decide", "2026-02-02", {"kind": "uphold"}))

    facts = carried(review, CaseKind.LITIGATION)
    defendants = [facts["respondent"], *(one["name"] for one in facts["respondents"])]
    file = received("2026-03-05", *defendants, role="joint")
    file = told(file, (*TO_ANSWER, ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"})))
    file = took(file, "name_head", "2026-04-13", **HEAD, named_by="agreed")

    assert defendants == [POLICE, COUNTY]
    assert file.organ.full_name == COUNTY
    assert attendance(LITIGATION.replay(file)).by_other
    assert doubts(file, "hearing_held", "2026-04-23", head_attended=False, beside=["staff"]) == ""


def test_a_head_who_cannot_come_says_why_before_the_hearing_and_sends_an_official() -> None:
    file = told(received(), (*TO_ANSWER, ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"})))
    absent = {"ground": "duty", "facts": "赴省参加防汛调度", "sealed": True, "delegate": "罗志强"}
    file = took(file, "cannot_attend", "2026-04-21", **absent, postpone=True)

    assert state(file) == "L06"
    assert doubts(file, "hearing_held", "2026-04-23", head_attended=False, beside=["staff"]) == ""

    held = took(file, "hearing_held", "2026-04-23", head_attended=False, beside=["staff"], excuse="accepted")
    known = attendance(LITIGATION.replay(held))
    assert (known.heard, known.attended, known.excused) == (True, False, True)


def test_a_hearing_put_off_is_set_again() -> None:
    file = told(received(), (*TO_ANSWER, ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"})))
    put_off = took(file, "put_off", "2026-04-20", reason="负责人参加防汛")
    again = took(put_off, "hearing_set", "2026-04-24", held_on="2026-05-08")

    assert (state(file), state(put_off), state(again)) == ("L06", "L03", "L06")
    assert state(took(again, "hearing_held", "2026-05-08", head_attended=False)) == "L07"


def test_the_court_may_set_the_next_hearing_on_the_day_of_the_first() -> None:
    file = took(told(received(), TO_HEARING), "hearing_set", "2026-04-23", held_on="2026-05-08")

    assert state(file) == "L06"
    assert state(took(file, "put_off", "2026-05-06")) == "L07"
    assert state(took(file, "hearing_held", "2026-05-08", head_attended=True)) == "L07"


def test_a_hearing_is_put_off_and_set_again_on_one_day() -> None:
    file = told(received(), (*TO_ANSWER, ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"})))
    file = took(took(file, "put_off", "2026-04-20"), "hearing_set", "2026-04-20", held_on="2026-05-08")

    assert state(file) == "L06"
    assert state(took(file, "hearing_held", "2026-05-08", head_attended=False)) == "L07"


def test_a_hearing_can_be_held_on_the_day_of_its_notice() -> None:
    file = told(received(), (*TO_ANSWER, ("hearing_set", "2026-04-23", {"held_on": "2026-04-23"})))

    assert state(took(file, "hearing_held", "2026-04-23", head_attended=False)) == "L07"


def test_one_appearance_serves_every_hearing_of_the_instance() -> None:
    file = told(received(), (*TO_HEARING, ("hearing_set", "2026-04-27", {"held_on": "2026-05-08"})))

    assert state(file) == "L06"
    assert doubts(file, "hearing_held", "2026-05-08", head_attended=False, beside=["staff"]) == ""

    file = took(file, "hearing_held", "2026-05-08", head_attended=False, beside=["staff"])
    known = attendance(LITIGATION.replay(file))
    assert (known.attended, known.post, known.name) == (True, "deputy", "马国安")
    assert known.spoke == ("answer", "settlement")


def test_the_office_goes_on_answering_while_the_hearing_is_set_and_the_head_is_named() -> None:
    story = (
        ("divide", "2026-03-06", {"handler": "何静"}),
        ("name_head", "2026-03-06", HEAD),
        ("answering", "2026-03-09"),
        ("hearing_set", "2026-03-10", {"held_on": "2026-04-02"}),
        ("answer", "2026-03-18"),
    )

    assert states(received(), story) == ["L01", "L05", "L02", "L02", "L06"]


def test_a_suit_settled_under_the_court_is_withdrawn_by_its_ruling() -> None:
    story = (
        *TO_ANSWER,
        ("coordinate", "2026-03-25", {"plan": "重新核定补偿面积"}),
        ("withdrawn", "2026-04-08", {"how": "withdrawn_settled", "ruling": "（2026）云0723行初36号"}),
        ("performing", "2026-04-09", {"until": "2026-04-30"}),
        ("performed", "2026-04-20"),
        ("archive", "2026-04-27"),
    )

    assert states(received(), story) == ["L01", "L02", "L03", "L04", "L20", "L13", "L13", "L40"]


def test_coordination_that_fails_goes_back_to_where_the_suit_stands() -> None:
    file = told(received(), (*TO_ANSWER, ("coordinate", "2026-03-25")))
    file = took(file, "hearing_set", "2026-04-10", held_on="2026-04-23")

    assert state(file) == "L04"
    assert state(took(file, "coordinate_failed", "2026-04-15")) == "L06"


def test_a_retrial_that_changes_the_judgment_takes_effect_anew() -> None:
    won = (
        *TO_HEARING,
        ("judgment", "2026-05-20", WON),
        ("effective", "2026-06-10", {"certified": True}),
        ("retrial", "2026-08-03", {"kind": "applied", "party": PLAINTIFF}),
    )
    file = told(received(), won)
    changed = took(file, "retrial_result", "2026-11-02", outcome="changed", result="declared_unlawful")

    assert state(file) == "L30"
    assert state(took(file, "retrial_result", "2026-11-02", outcome="refused")) == "L11"
    assert state(changed) == "L10"
    again = took(changed, "effective_lost", "2026-11-02")
    assert state(again) == "L11"
    assert dues(again, "D06") == [("D06", "", "2026-12-02")]


def test_a_mediated_suit_comes_back_to_its_end_when_a_retrial_is_refused() -> None:
    file = took(told(received(), TO_ANSWER), "mediated", "2026-04-08", over="indemnity")
    file = took(file, "retrial", "2026-05-06", kind="procurator")

    assert state(file) == "L30"
    assert state(took(file, "retrial_result", "2026-07-01", outcome="refused")) == "L20"


def test_the_judgment_is_performed_while_a_retrial_is_looked_at() -> None:
    file = told(received(), LOSS[:15])
    file = took(file, "retrial", "2026-09-10", kind="applied", party=POLICE)

    assert state(took(file, "performed", "2026-09-20")) == "L30"


def test_what_the_court_advises_is_answered_oldest_first_by_its_day() -> None:
    file = told(received(), TO_HEARING)
    file = took(file, "advice", "2026-04-27", ground="absent", reply_by="2026-05-27")
    file = took(file, "advice", "2026-05-06", kind="procurator", reply_by="2026-06-30")

    assert doubts(file, "advice_reply", "2026-05-20") == ""
    assert "已经超过建议书要求的回复日" in doubts(file, "advice_reply", "2026-06-01")
    answered = took(file, "advice_reply", "2026-05-20")
    assert doubts(answered, "advice_reply", "2026-06-01") == ""


def test_a_suit_comes_to_the_same_state_whatever_was_recorded_first() -> None:
    file = told(received(), LOSS[:12])
    first, *rest = file.steps

    for late in permutations(rest, 2):
        others = [step for step in rest if step not in late]
        shuffled = LITIGATION.replay(replace(file, steps=(*late, *reversed(others), first)))
        assert (shuffled.state, shuffled.counted, shuffled.misfits) == ("L11", file.steps, ())


def test_voiding_the_answer_opens_it_again() -> None:
    file = told(received(), TO_ANSWER)
    *before, answer = file.steps
    voided = replace(file, steps=(*before, replace(answer, void_reason="录错案件")))

    assert state(voided) == "L02"
    assert done(voided, "B09") == [""]
    assert state(took(voided, "answer", "2026-03-19")) == "L03"


def test_a_step_remembered_later_finds_its_day() -> None:
    file = told(received(), TO_HEARING)
    file = took(file, "letter", "2026-04-11", today="2026-04-27", reply_by="2026-04-17")
    file = took(file, "letter_back", "2026-04-15", today="2026-04-27")

    assert state(file) == "L07"


def test_parties_are_called_as_the_court_calls_them() -> None:
    called = LITIGATION.entry.called

    assert (called[Role.APPLICANT], called[Role.RESPONDENT]) == ("原告", "被告")
