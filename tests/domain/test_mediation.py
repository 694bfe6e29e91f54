"""行政争议纾解 as the office lives it, from the lead to the archive, with the dates of its clocks."""

from dataclasses import replace
from datetime import date

import pytest

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.dispute import carried
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.steps import handler
from tests.domain.mediating import (
    ACCEPTED,
    AGREEMENT,
    ASSIGNED,
    EXTENSION,
    SETTLED,
    TALKING,
    TEAM,
    all_clocks,
    checked,
    clocks,
    dues,
    offers,
    recorded,
    registered,
    state,
    taken,
)

KNOWN = {"known_on": date(2026, 9, 25)}
STATION = {"unit": "云岭县公安局", "to": "T0732"}


def test_a_dispute_is_settled_confirmed_by_the_court_performed_and_archived() -> None:
    forms = tuple(sorted({form for kind in MEDIATION.steps for form in kind.files}))
    file = taken(registered(forms, **KNOWN), *ASSIGNED)

    assert dues(file, "2026-10-09", "C01", "C02", "C03", "C04") == {
        "C01": "2026-10-13", "C02": "2026-10-13", "C03": "2026-10-19",
    }  # fmt: skip

    file = taken(
        file, ("accept", "2026-10-10", TEAM), ("notify", "2026-10-12"), ("meet", "2026-10-14"),
        ("progress", "2026-10-16"), ("agree", "2026-11-02", AGREEMENT),
        ("effective", "2026-11-03", {"signed": True}),
    )  # fmt: skip
    done = {rule: found.done_on for rule, found in clocks(file, "2026-11-03").items()}

    assert state(file) == "M11"
    assert (done["C01"], done["C02"]) == (date(2026, 10, 10), date(2026, 10, 12))
    assert (done["C03"], done["C04"]) == (date(2026, 10, 16), date(2026, 11, 2))
    assert dues(file, "2026-11-03", "C06", "C07") == {"C06": "2026-12-15", "C07": "2026-12-03"}

    file = taken(
        file, ("confirm_apply", "2026-11-05"), ("confirm_accepted", "2026-11-06"),
        ("confirmed", "2026-11-20"), ("performing", "2026-11-23"), ("performed", "2026-12-01"),
        ("visited", "2026-12-02"),
        ("close_report", "2026-12-03", {"result": "settled_confirmed"}), ("archive", "2026-12-04"),
    )  # fmt: skip

    assert dues(file, "2026-12-04", "C08", "C09") == {"C08": "2026-11-09", "C09": "2026-11-23"}
    assert clocks(file, "2026-12-04")["C07"].done_on == date(2026, 11, 5)
    replay = MEDIATION.replay(file)
    assert (replay.state, replay.misfits, handler(replay.counted)) == ("M40", (), "何静")
    assert MEDIATION.state_named("M40").ended


def test_a_failed_mediation_guides_to_reconsideration_which_starts_with_what_is_known() -> None:
    act = {
        "act_number": "云公（治）行罚决字〔2026〕310号",
        "act_kind": "行政处罚",
        "act_on": date(2026, 9, 20),
    }
    file = taken(
        registered(**KNOWN, **act), *TALKING,
        ("fail", "2026-11-10", {"reason": "no_agreement"}), ("guide", "2026-11-10"),
        ("filed", "2026-11-12", {"to": "reconsideration", "organ": "云岭县人民政府"}),
        ("carry_on", "2026-11-12", {"to": "reconsideration"}),
        ("close_report", "2026-11-13", {"result": "guided"}),
    )  # fmt: skip

    facts = carried(file, CaseKind.RECONSIDERATION)

    assert state(file) == "M30"
    assert (facts["kind"], facts["earlier"]) == ("reconsideration", file.case.id)
    assert facts["applicants"][0]["name"] == "欧阳慧敏"
    assert facts["respondent"] == "云岭县公安局"
    assert (facts["act_number"], facts["act_on"], facts["known_on"]) == (
        act["act_number"], "2026-09-20", "2026-09-25",
    )  # fmt: skip


def test_a_case_given_back_is_assigned_anew_with_new_clocks() -> None:
    file = taken(registered(), *ASSIGNED[:2], ("assign", "2026-10-09", STATION))
    assert (state(file), holder(file)) == ("M02", "T0732")

    back = taken(file, ("give_back", "2026-10-12", {"reason": "处罚由市局作出，不属于本单位执法。"}))
    assert (state(back), holder(back)) == ("M90", CENTER)
    assert clocks(back, "2026-10-12")["C01"].done_on == date(2026, 10, 12)

    again = taken(back, ("assign", "2026-10-12", {"unit": "柳河镇人民政府", "to": "T0731"}))
    assert (state(again), holder(again)) == ("M02", "T0731")
    first, second = [c for c in all_clocks(again, "2026-10-12") if c.rule.id == "C01"]
    assert (first.done_on, second.done_on) == (date(2026, 10, 12), None)
    assert second.due.due == date(2026, 10, 15)
    assert state(taken(again, ("accept", "2026-10-15", TEAM))) == "M03"


def test_an_assignment_given_back_the_same_day_is_voided_instead() -> None:
    file = taken(registered(), *ASSIGNED)

    assert offers(file, "2026-10-09")["give_back"] == "当日指派当日退回的，作废这次指派即可。"
    assert offers(file, "2026-10-10")["give_back"] == ""


def test_the_center_works_for_a_unit_that_has_no_station() -> None:
    file = taken(registered(), *ASSIGNED)

    assert (state(file), holder(file)) == ("M02", CENTER)
    assert holder(taken(file, ("accept", "2026-10-10", TEAM))) == CENTER
    returned = taken(file, ("give_back", "2026-10-12", {"reason": "不属于本镇管理。"}))
    assert (state(returned), holder(returned)) == ("M90", CENTER)
    with pytest.raises(BadFact, match="承办单位：还没有填写"):
        checked(returned, "assign", "2026-10-13")


def test_a_window_hands_a_lead_to_the_center_which_alone_studies_and_assigns_it() -> None:
    file = taken(registered(home="T0731"), ("report", "2026-09-28"))

    assert offers(file, "2026-09-29")["study"].startswith("由县中心研判和分流指派")
    handed = taken(file, ("hand_over", "2026-09-29", {"to": CENTER}), ("study", "2026-10-08"))
    assert (state(handed), holder(handed)) == ("M01", CENTER)


def test_the_center_takes_a_case_back_and_goes_on_where_it_stood() -> None:
    file = taken(
        registered(), *ASSIGNED[:2], ("assign", "2026-10-09", STATION), ("accept", "2026-10-10", TEAM)
    )

    mine = taken(
        file, ("take_back", "2026-10-20", {"reason": "超过时限没有送达。"}), ("notify", "2026-10-20")
    )

    assert (state(mine), holder(mine)) == ("M04", CENTER)


def test_a_citizen_leaves_at_any_time_and_is_told_of_the_other_ways() -> None:
    file = taken(registered(), *TALKING, ("withdraw", "2026-10-20"))

    assert state(file) == "M91"
    assert clocks(file, "2026-10-20")["C04"].done_on == date(2026, 10, 20)
    assert "还没有告知当事人复议、诉讼的途径" in offers(file, "2026-10-21")["close_report"]
    told = taken(file, ("guide", "2026-10-21"), ("close_report", "2026-10-21", {"result": "withdrawn"}))
    assert state(told) == "M30"


def test_who_has_applied_already_need_not_be_guided() -> None:
    file = taken(registered(), *TALKING, ("filed", "2026-10-19"), ("withdraw", "2026-10-20"))

    assert offers(file, "2026-10-20")["close_report"] == ""


def test_thirty_working_days_from_the_tenth_of_october_end_on_the_twentieth_of_november() -> None:
    """H16 of the domain reference, over a case."""
    file = taken(registered(), *ACCEPTED)

    due = clocks(file, "2026-10-10")["C04"].due

    assert (due.due, due.status) == (date(2026, 11, 20), "certain")


def test_a_full_extension_runs_into_the_unannounced_year() -> None:
    """H16b of the domain reference, over a case."""
    file = taken(registered(), *TALKING, ("extend", "2026-11-18", EXTENSION))

    due = clocks(file, "2026-11-18")["C04"].due

    assert state(file) == "M07"
    assert (due.due, due.status) == (date(2027, 1, 4), "provisional")
    assert (due.display, due.remind_by) == (date(2027, 1, 2), date(2026, 12, 31))
    assert state(taken(file, ("resume", "2026-11-19"))) == "M05"
    assert state(taken(file, ("meet", "2026-11-19"))) == "M05"


def test_the_mediation_cannot_be_extended_once_its_period_is_over() -> None:
    file = taken(registered(), *TALKING)

    assert offers(file, "2026-11-21")["extend"].startswith("期限已于2026年11月20日届满")
    assert "请核对达成协议的日期" in "".join(checked(file, "agree", "2026-11-23", **AGREEMENT).doubts)
    assert checked(file, "fail", "2026-11-23", reason="expired").doubts == ()
    assert "还没有届满" in "".join(checked(file, "fail", "2026-11-20", reason="expired").doubts)


def test_judicial_confirmation_is_closed_after_thirty_calendar_days_whatever_the_local_text_says() -> None:
    file = taken(registered(), *SETTLED)

    assert offers(file, "2026-12-03")["confirm_apply"] == ""
    assert offers(file, "2026-12-04")["confirm_apply"].startswith("期限已于2026年12月3日届满")
    found = clocks(file, "2026-12-04")
    assert (found["C06"].due.due, found["C06"].watched) == (date(2026, 12, 15), False)
    assert "以 C07 为准" in found["C06"].rule.note


def test_an_agreement_that_is_being_performed_can_still_be_confirmed_and_goes_back_to_performance() -> None:
    file = taken(registered(), *SETTLED, ("performing", "2026-11-10"))

    assert offers(file, "2026-12-03")["confirm_apply"] == ""
    assert offers(file, "2026-12-04")["confirm_apply"].startswith("期限已于2026年12月3日届满")
    asked = taken(file, ("confirm_apply", "2026-11-12"), ("confirm_accepted", "2026-11-13"))
    again = taken(asked, ("confirmed", "2026-11-20"), ("performing", "2026-11-23"))
    assert (state(asked), state(again)) == ("M12", "M14")
    assert offers(again, "2026-11-24")["confirm_apply"].startswith("法院已经审查过这份协议")


def test_a_case_taken_over_by_another_procedure_ends_wherever_it_stands() -> None:
    filed = ("filed", "2026-10-20", {"accepted_on": "2026-10-20"})
    major = ("report", "2026-09-28", {"major": True})
    reported, assigned = taken(registered(), major), taken(registered(), *ASSIGNED)
    hearing = taken(registered(), major, *TALKING[1:], ("hear", "2026-10-16", {"invited": ["judge"]}))

    for file, before in ((reported, "M00"), (assigned, "M02"), (hearing, "M06")):
        assert state(file) == before
        ended = taken(file, filed, ("fail", "2026-10-21", {"reason": "taken_over"}))
        assert state(ended) == "M20"
        assert all(c.done_on for c in all_clocks(ended, "2026-10-21") if c.rule.id in ("C01", "C02", "C04"))


def test_an_agreement_still_being_performed_is_reported_as_that_and_visited_later() -> None:
    file = taken(registered(), *SETTLED, ("performing", "2026-11-10"))
    result = {"result": "settled_pending"}

    with pytest.raises(NotOpen, match="可以选择的是：达成协议，按约履行（"):
        checked(file, "close_report", "2026-11-12", result="settled_performed")
    told = taken(file, ("close_report", "2026-11-12", result), ("visited", "2026-12-10"))
    same_day = taken(file, ("close_report", "2026-11-12", result), ("visited", "2026-11-12"))
    assert (state(told), state(same_day)) == ("M30", "M30")


def test_where_nothing_was_agreed_nobody_is_visited() -> None:
    file = taken(registered(), *TALKING, ("withdraw", "2026-10-20"), ("guide", "2026-10-20"))
    file = taken(file, ("close_report", "2026-10-21", {"result": "withdrawn"}))

    assert offers(file, "2026-10-22")["visited"].startswith("没有生效的协议，不需要回访")


def test_the_court_s_extension_is_added_to_its_own_period() -> None:
    file = taken(registered(), *SETTLED, ("confirm_apply", "2026-11-05"), ("confirm_accepted", "2026-11-06"))

    longer = taken(file, ("confirm_extend", "2026-11-20", {"days": 10}))

    assert dues(longer, "2026-11-20", "C09") == {"C09": "2026-12-01"}


def test_an_agreement_turned_down_by_the_court_is_made_anew_or_given_up() -> None:
    asked = taken(
        registered(), *SETTLED, ("confirm_apply", "2026-11-05"), ("confirm_accepted", "2026-11-06"),
        ("not_confirmed", "2026-11-13"),
    )  # fmt: skip

    assert "请核对是否仍然履行" in "".join(checked(asked, "performing", "2026-11-16").doubts)
    given_up = taken(asked, ("fail", "2026-11-16", {"reason": "not_confirmed"}))
    assert state(given_up) == "M20"
    anew = taken(asked, ("agree", "2026-11-16", AGREEMENT), ("effective", "2026-11-17", {"signed": True}))
    assert (state(anew), dues(anew, "2026-11-17", "C07")) == ("M11", {"C07": "2026-12-17"})
    assert checked(anew, "performing", "2026-11-18").doubts == ()


def test_an_agreement_the_court_has_confirmed_is_not_made_anew() -> None:
    file = taken(
        registered(), *SETTLED, ("confirm_apply", "2026-11-05"), ("confirm_accepted", "2026-11-06"),
        ("confirmed", "2026-11-13"),
    )  # fmt: skip

    assert offers(file, "2026-11-16")["agree"].startswith("协议没有被驳回确认")


def test_an_agreement_that_is_not_performed_leads_to_the_other_ways() -> None:
    file = taken(
        registered(),
        *SETTLED,
        ("performing", "2026-11-10"),
        ("fail", "2026-12-01", {"reason": "unperformed"}),
    )

    assert state(taken(file, ("guide", "2026-12-01"))) == "M21"
    assert clocks(file, "2026-12-10")["C07"].done_on == date(2026, 12, 1)


def test_an_oral_agreement_holds_from_the_day_it_was_reached() -> None:
    file = taken(registered(), *TALKING, ("agree", "2026-11-02", AGREEMENT))

    assert checked(file, "effective", "2026-11-02", form="oral").facts["signed"] is False


def test_a_major_dispute_is_reported_at_once_and_goes_on() -> None:
    file = taken(registered(), ("report", "2026-09-28", {"major": True}), ("urgent_report", "2026-09-28"))

    assert state(file) == "M00"


def test_a_law_firm_that_reports_late_shows_it() -> None:
    facts = {"engaged_on": "2026-09-21"}
    file = taken(registered(facts=facts), ("report", "2026-09-28", {"source": "law_firm"}))

    found = clocks(file, "2026-09-28")["C12"]

    assert (found.due.due, found.done_on) == (date(2026, 9, 24), date(2026, 9, 28))


def test_a_voided_acceptance_takes_its_clock_with_it() -> None:
    file = taken(registered(), *ACCEPTED)
    voided = tuple(replace(s, void_reason="录错") if s.code == "accept" else s for s in file.steps)

    assert state(replace(file, steps=voided)) == "M02"
    assert "C04" not in clocks(replace(file, steps=voided), "2026-10-12")


def test_a_step_found_missing_is_recorded_on_its_own_day() -> None:
    file = taken(registered(), *TALKING)

    late = checked(file, "progress", "2026-10-13", today="2026-11-01").facts
    written = recorded(file, "progress", "2026-10-13", **late)

    assert (state(written), MEDIATION.replay(written).misfits) == ("M05", ())
    assert clocks(written, "2026-11-01")["C03"].done_on == date(2026, 10, 13)
