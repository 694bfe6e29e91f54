"""The clocks of a suit: from which day each period runs, for whom, and what ends it."""

from fuyi_desktop.domain.litigation import LITIGATION, lost, result
from tests.domain.suit import (
    COUNTY,
    LOSS,
    LOST,
    PLAINTIFF,
    POLICE,
    TO_ANSWER,
    TO_HEARING,
    WON,
    clocks,
    done,
    doubts,
    dues,
    received,
    state,
    told,
    took,
)


def test_the_answer_is_due_fifteen_days_after_the_copy_came() -> None:
    file = received(filed_on="2026-03-02")

    assert dues(file, "B09", "B10", "B17") == [
        ("B09", "", "2026-03-20"), ("B10", "", "2026-03-20"), ("B17", "", "2026-09-02"),
    ]  # fmt: skip
    assert done(told(file, TO_ANSWER), "B09") == ["2026-03-18"]
    assert dues(told(file, TO_ANSWER), "B11") == [("B11", "", "2026-03-23")]


def test_the_simple_procedure_has_its_own_clocks_until_the_court_turns_it() -> None:
    simple = told(received(filed_on="2026-03-02", track="simple"), TO_ANSWER[:1])
    turned = took(simple, "convert", "2026-03-30")

    assert dues(simple, "B09", "B17", "B18", "B19") == [("B19", "", "2026-03-20"), ("B18", "", "2026-04-16")]
    assert dues(turned, "B17", "B18") == [("B17", "", "2026-09-02")]


def test_leave_to_bring_evidence_later_runs_fifteen_days_from_the_end_of_its_cause() -> None:
    asked = told(received(), (*TO_ANSWER[:1], ("ask_more_time", "2026-03-16", {"reason": "洪水冲毁档案室"})))
    given = took(asked, "more_time", "2026-03-19")
    ended = took(given, "cause_ended", "2026-03-30")

    assert done(asked, "B09") == [""], "until the court allows it the period goes on"
    assert done(given, "B09") == ["2026-03-19"]
    assert done(asked, "B10") == ["2026-03-16"]
    assert dues(ended, "B10b") == [("B10b", "", "2026-04-14")]
    assert took(ended, "answer", "2026-04-14").steps[-1].facts == {}


def test_the_second_instance_answers_the_appeal_and_an_appellant_answers_nothing() -> None:
    answering = received("2026-03-02", instance="second", filed_on="2026-02-27")
    appealing = received("2026-03-02", instance="second", brought_by="us")

    assert dues(answering, "B09", "B22b", "B23") == [("B22b", "", "2026-03-17"), ("B23", "", "2026-05-27")]
    assert dues(appealing, "B09", "B22b", "B23") == []


def test_a_retrial_is_answered_in_fifteen_days_and_a_protest_has_no_such_period() -> None:
    applied = received("2026-09-01", instance="retrial", filed_on="2026-08-10")
    protested = received("2026-09-01", instance="retrial", brought_by="procurator")

    assert dues(applied, "B25a", "B25b") == [("B25b", "", "2026-09-16"), ("B25a", "", "2027-02-10")]
    assert dues(protested, "B25b") == []


def test_each_party_s_appeal_counts_from_its_own_receipt_of_the_judgment() -> None:
    judged = told(received("2025-10-20"), (("divide", "2025-10-21", {"handler": "何静"}),))
    judged = took(judged, "judgment", "2026-01-30", **WON)
    file = took(judged, "served", "2026-02-04", party=PLAINTIFF)

    # fifteen days from 30 January end on a Saturday that is worked, those from 4 February inside 春节
    assert dues(file, "B20") == [("B20", "", "2026-02-14"), ("B20", PLAINTIFF, "2026-02-24")]


def test_a_ruling_can_be_appealed_for_ten_days_from_each_one_s_receipt() -> None:
    ruling = {"paper": "X25", "result": "dismissed"}
    file = took(told(received(), TO_ANSWER), "judgment", "2026-04-24", **ruling)
    file = took(file, "served", "2026-04-27", paper="X25", party=PLAINTIFF)

    assert dues(file, "B20", "B21", "D05") == [("B21", "", "2026-05-06"), ("B21", PLAINTIFF, "2026-05-07")]
    assert state(took(file, "effective", "2026-05-08")) == "L11"


def test_the_other_side_may_have_had_the_judgment_before_the_office_registers_it() -> None:
    file = took(told(received(), TO_HEARING), "judgment", "2026-05-20", **WON)
    file = took(file, "served", "2026-05-18", today="2026-05-21", party=PLAINTIFF)

    assert dues(file, "B20") == [("B20", PLAINTIFF, "2026-06-02"), ("B20", "", "2026-06-04")]


def test_deciding_not_to_appeal_leaves_the_plaintiff_s_period_running() -> None:
    file = took(told(received(), TO_HEARING), "judgment", "2026-05-20", **WON)
    file = took(file, "served", "2026-05-25", party=PLAINTIFF)
    file = took(file, "no_appeal", "2026-05-28", party=POLICE)

    assert done(file, "B20") == ["2026-05-28", ""]


def test_a_loss_is_filed_within_ten_working_days_of_the_judgment_and_analysed_once_it_stands() -> None:
    file = told(received(), LOSS[:7])
    final = told(received(), LOSS[:12])

    # 21 May to 3 June without a holiday; from 14 August thirty days end on a Sunday, six months too
    assert dues(file, "D05", "D06") == [("D05", "", "2026-06-03")]
    assert done(told(received(), LOSS[:9]), "D05") == ["2026-05-28"]
    assert dues(final, "D06", "B24") == [("D06", "", "2026-09-14"), ("B24", "", "2027-02-15")]
    assert done(told(received(), LOSS[:13]), "D06") == ["2026-09-01"]
    assert dues(told(received(), LOSS[:15]), "B28")[0][2].startswith("2028-")


def test_the_court_s_five_days_to_send_on_the_appeal_roll_over_the_holiday() -> None:
    judged = told(received("2025-10-20"), (("divide", "2025-10-21", {"handler": "何静"}),))
    judged = took(judged, "judgment", "2026-01-30", **LOST)
    file = took(judged, "appeal", "2026-02-10", party=POLICE)

    assert dues(file, "B22a") == [("B22a", "", "2026-02-24")]
    assert done(file, "B20") == ["2026-02-10"]


def test_a_loss_by_the_higher_court_is_filed_from_its_own_day() -> None:
    won = told(received(), (*TO_HEARING, ("judgment", "2026-05-20", WON)))
    file = took(won, "appeal", "2026-06-01", party=PLAINTIFF)
    file = took(file, "upper_result", "2026-08-14", outcome="changed", result="revoked")

    assert dues(won, "D05") == []
    assert dues(file, "D05") == [("D05", "", "2026-08-28")]
    assert (result(LITIGATION.replay(file)), lost(LITIGATION.replay(file))) == ("revoked", True)
    assert state(took(file, "effective_lost", "2026-08-14")) == "L11"


def test_each_joint_defendant_decides_on_its_own_appeal() -> None:
    file = received("2026-03-05", POLICE, COUNTY, role="joint")
    file = told(file, (*TO_ANSWER, ("judgment", "2026-05-20", LOST)))
    for name, day in ((PLAINTIFF, "2026-05-20"), (POLICE, "2026-05-22")):
        file = took(file, "served", day, today="2026-05-25", party=name)
    file = took(file, "no_appeal", "2026-05-26", party=POLICE)

    assert dues(file, "B20") == [
        ("B20", "", "2026-06-04"), ("B20", PLAINTIFF, "2026-06-04"), ("B20", POLICE, "2026-06-08"),
    ]  # fmt: skip
    assert state(took(file, "appeal", "2026-06-02", party=COUNTY)) == "L09"


def test_the_summons_and_the_notice_to_the_head_come_three_clear_days_before() -> None:
    notice = {"held_on": "2026-04-23", "notice": "mass"}
    file = told(received(), TO_ANSWER)

    early = took(file, "hearing_set", "2026-04-16", **notice)

    # the 23rd is a Thursday: three clear days before are the 19th, a Sunday, so Friday the 17th
    assert dues(early, "B12", "B13") == [("B12", "", "2026-04-17"), ("B13", "", "2026-04-17")]
    assert doubts(file, "hearing_set", "2026-04-16", **notice) == ""
    late = doubts(file, "hearing_set", "2026-04-22", **notice)
    assert "传票没有在开庭三日前送达（行政诉讼法司法解释（法释〔2018〕1号）第七十一条）。" in late
    assert "负责人出庭通知书没有在开庭三日前送达（法释〔2020〕3号第五条第二款）。" in late
    assert dues(took(file, "hearing_set", "2026-04-16", held_on="2026-04-23"), "B13") == []


def test_a_judgment_given_in_court_is_sent_within_ten_days() -> None:
    file = told(received(), TO_HEARING[:-1])
    file = took(file, "hearing_held", "2026-04-23", head_attended=True, pronounced=True)

    assert dues(file, "B27") == [("B27", "", "2026-05-06")]


def test_time_in_which_the_suit_stood_still_does_not_count_for_the_court() -> None:
    file = told(received(filed_on="2026-03-02"), TO_ANSWER[:1])
    stopped = took(file, "suspend", "2026-03-20", ground="died")
    going = took(stopped, "resume", "2026-04-20")

    assert dues(stopped, "B26") == [("B26", "", "2026-06-18")]
    assert dues(took(file, "suspend", "2026-03-20", ground="question"), "B26") == []
    assert dues(going, "B17") == [("B17", "", "2026-10-03")]
    assert state(took(stopped, "court_end", "2026-07-01", how="terminated")) == "L20"


def test_the_court_s_own_clocks_end_with_what_they_wait_for() -> None:
    file = told(received(filed_on="2026-03-02"), TO_ANSWER)
    stopped = took(file, "suspend", "2026-03-20", ground="died")
    going = took(stopped, "resume", "2026-04-20")
    judged = took(told(file, TO_HEARING[3:]), "judgment", "2026-05-20", **LOST)
    above = told(judged, (("appeal", "2026-06-01", {"party": POLICE}), (
        "upper_result", "2026-08-14", {"outcome": "affirmed"})))  # fmt: skip
    second = told(
        received(instance="second", filed_on="2026-02-27"), (("divide", "2026-03-06", {"handler": "何静"}),)
    )

    assert (done(file, "B10"), done(file, "B11"), done(judged, "B11")) == (
        ["2026-03-18"], [""], ["2026-04-23"],
    )  # fmt: skip
    assert (done(stopped, "B26"), done(going, "B26")) == ([""], ["2026-04-20"])
    assert (done(file, "B17"), done(judged, "B17")) == ([""], ["2026-05-20"])
    assert done(above, "B22a") == ["2026-08-14"]
    ended = took(second, "judgment", "2026-05-06", paper="X26", result="upheld")
    assert (done(second, "B23"), done(ended, "B23")) == ([""], ["2026-05-06"])


def test_a_loss_found_at_a_retrial_is_filed_from_that_day() -> None:
    file = took(told(received(), (*TO_HEARING, ("judgment", "2026-05-20", WON))), "effective", "2026-06-08",
                certified=True)  # fmt: skip
    file = took(file, "retrial", "2026-07-01", kind="protest")
    changed = took(file, "retrial_result", "2026-10-12", outcome="changed", result="revoked")

    assert dues(file, "D05") == []
    assert dues(changed, "D05") == [("D05", "", "2026-10-26")]


def test_enforcement_counts_from_service_where_the_judgment_sets_no_day() -> None:
    file = told(received(), LOSS[:12])

    with_day = took(file, "performing", "2026-09-04", until="2026-09-30", served_on="2026-08-14")
    without = took(file, "performing", "2026-09-04", served_on="2026-08-14")

    # 30 September 2028 is a Saturday, the first three days of October are the holiday
    assert dues(with_day, "B28", "B28b") == [("B28", "", "2028-10-04")]
    assert dues(without, "B28", "B28b") == [("B28b", "", "2028-08-14")]


def test_only_the_archive_and_a_suit_that_ended_run_no_clock() -> None:
    assert {state.id for state in LITIGATION.states if state.ended} == {"L20", "L40"}


def test_the_office_is_chased_for_its_own_periods_and_shown_those_of_the_court() -> None:
    file = told(received(filed_on="2026-03-02"), (*TO_HEARING, ("judgment", "2026-05-20", LOST)))

    watched = {clock.rule.id: clock.watched for clock in clocks(file)}

    assert watched == {
        "B09": True, "B10": True, "B11": False, "B12": False, "B17": False, "B20": True, "D05": True,
    }  # fmt: skip
