"""行政复议普通程序 as the office lives it: which step is open when, and what its dates are."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import Clock, deadlines
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests import factory

ACCEPT: dict[str, Any] = factory.met(track="ordinary")
FRONT = (("receive", "2026-07-30"), ("review", "2026-07-31", {"handler": "何静"}))
ACCEPTED = (*FRONT, ("accept", "2026-08-03", ACCEPT))


def clocks(file: CaseFile, today: str) -> dict[str, Clock]:
    law = factory.law()
    found = deadlines(file, RECONSIDERATION, law.rules, law.workdays, date.fromisoformat(today))
    return {clock.rule.id: clock for clock in found}


def offers(file: CaseFile, today: str) -> dict[str, str]:
    """Code → reason why not; empty where the step is open."""
    running = [clock.running for clock in clocks(file, today).values()]
    return {o.kind.code: o.why for o in RECONSIDERATION.offers(file, date.fromisoformat(today), running)}


def check(file: CaseFile, code: str, on: str, today: str = "", **facts: Any) -> dict[str, Any]:
    day = date.fromisoformat(on)
    as_of = date.fromisoformat(today or on)
    return RECONSIDERATION.check(file, code, day, facts, factory.moment(as_of)).facts


def test_acceptance_on_the_third_of_august_is_decided_by_the_eighth_of_october() -> None:
    file = factory.file(*ACCEPTED)

    found = clocks(file, "2026-08-03")["A18"]

    assert (found.due.nominal, found.due.due) == (date(2026, 10, 2), date(2026, 10, 8))


def test_the_handler_is_whom_the_last_step_that_counts_has_named() -> None:
    file = factory.file(*FRONT, ("accept", "2026-08-03", ACCEPT))
    second = factory.step(file.case, "review", "2026-08-01", handler="罗志强")  # does not fit

    assert factory.law().now(file).handler == "何静"
    assert factory.law().now(replace(file, steps=(*file.steps, second))).handler == "何静"
    assert factory.law().now(factory.file(("receive", "2026-07-30"))).handler == ""


def test_an_extension_is_added_to_the_nominal_end() -> None:
    file = factory.file(
        *ACCEPTED, ("extend", "2026-09-25", {"days": 30, "reason": "复杂", "approved_by": "李向东"})
    )

    assert clocks(file, "2026-09-25")["A18"].due.due == date(2026, 11, 2)


def test_nothing_done_for_five_working_days_means_the_application_counts_as_accepted() -> None:
    file = factory.file(("receive", "2026-10-09"), ("review", "2026-10-10", {"handler": "何静"}))

    assert "deem_accepted" not in offers(file, "2026-10-15")
    assert offers(file, "2026-10-16")["deem_accepted"] == ""
    assert offers(file, "2026-10-16")["accept"].startswith("期限已于2026年10月15日届满")
    later = clocks(file, "2026-10-16")["A18"]
    assert later.due.due == date(2026, 12, 14)
    assert not later.recorded


def test_deemed_acceptance_is_dated_on_the_day_the_period_ran_out() -> None:
    file = factory.file(("receive", "2026-10-09"), ("review", "2026-10-10", {"handler": "何静"}))

    with pytest.raises(BadFact, match="应当是期限届满的2026年10月15日"):
        check(file, "deem_accepted", "2026-10-20")

    assert check(file, "deem_accepted", "2026-10-15", today="2026-10-20") == {}


def test_acceptance_typed_late_but_dated_in_time_is_taken() -> None:
    file = factory.file(("receive", "2026-10-09"), ("review", "2026-10-10", {"handler": "何静"}))

    assert check(file, "accept", "2026-10-14", today="2026-10-20", **factory.met())["track"] == "ordinary"


def test_a_condition_that_does_not_hold_stops_the_acceptance_with_its_article() -> None:
    file = factory.file(*FRONT)

    said = "受理条件没有全部符合：在法定申请期限内提出、属于本机关管辖（行政复议法第三十条第一款）"
    with pytest.raises(NotOpen, match=said):
        check(file, "accept", "2026-08-03", **(ACCEPT | {"C4": False, "C6": False}))


def test_a_decision_cannot_be_drafted_before_the_parties_were_heard() -> None:
    file = factory.file(
        *ACCEPTED, ("copy_sent", "2026-08-05", {"received_on": "2026-08-05"}), ("reply", "2026-08-19")
    )

    assert offers(file, "2026-08-20")["draft"] == "还没有听取意见：欧阳慧敏（行政复议法第四十九条）。"


def test_no_reply_in_ten_working_days_is_a_consequence_of_the_law() -> None:
    file = factory.file(*ACCEPTED, ("copy_sent", "2026-08-05", {"received_on": "2026-08-05"}))

    assert clocks(file, "2026-08-05")["A14"].due.due == date(2026, 8, 19)
    assert "no_reply" not in offers(file, "2026-08-19")
    assert offers(file, "2026-08-20")["no_reply"] == ""


def test_the_reply_clock_follows_the_proof_of_service_once_it_is_in() -> None:
    file = factory.file(*ACCEPTED, ("copy_sent", "2026-08-05"))
    respondent = file.of(Role.RESPONDENT)[0]
    proof = factory.step(file.case, "served", "2026-08-07", paper="F07", party=respondent.id, method="post")
    served = CaseFile(file.case, file.organ, file.parties, (*file.steps, proof))

    assert clocks(served, "2026-08-10")["A14"].due.start == date(2026, 8, 7)


def test_a_paper_sent_by_post_starts_no_consequence_until_its_receipt_is_proved() -> None:
    file = factory.file(*ACCEPTED, ("copy_sent", "2026-08-05"))

    found = clocks(file, "2026-09-20")["A14"]

    assert (found.due.start, found.proved) == (date(2026, 8, 5), False)
    assert "no_reply" not in offers(file, "2026-09-20")
    assert offers(file, "2026-09-20")["reply"] == ""


def test_a_provisional_end_neither_closes_a_step_nor_brings_its_consequence() -> None:
    notice = {"items": "身份证明", "received_on": "2026-12-30"}
    file = factory.file(
        ("receive", "2026-12-28"),
        ("review", "2026-12-29", {"handler": "何静"}),
        ("request_supplement", "2026-12-30", notice),
    )
    later = "2027-03-01"

    assert clocks(file, later)["A10"].due.status == "provisional"
    assert offers(file, later)["supplement"] == ""
    assert "abandon" not in offers(file, later)


def test_facts_that_cannot_be_read_make_a_misfit_and_never_a_fault() -> None:
    file = factory.file(
        *ACCEPTED, ("extend", "2026-09-01", {"days": "很多"}), ("hand_over", "2026-09-02", {"to": None})
    )

    replay = RECONSIDERATION.replay(file)

    assert [step.code for step in replay.misfits] == ["extend", "hand_over"]
    assert clocks(file, "2026-09-03")["A18"].due.due == date(2026, 10, 8)


def test_facts_of_a_newer_program_are_passed_over() -> None:
    file = factory.file(("receive", "2026-07-30", {"weather": "晴"}))

    assert RECONSIDERATION.replay(file).state == "R00"


def test_what_was_done_in_time_can_still_be_entered_after_the_limit() -> None:
    file = factory.file(("receive", "2026-10-09"), ("review", "2026-10-10", {"handler": "何静"}))
    running = [clock.running for clock in clocks(file, "2026-10-20").values()]

    late = {o.kind.code: o for o in RECONSIDERATION.offers(file, date(2026, 10, 20), running)}

    assert late["accept"].until == date(2026, 10, 15)
    assert late["accept"].why


def decided() -> CaseFile:
    return factory.file(
        *ACCEPTED,
        ("copy_sent", "2026-08-05", {"received_on": "2026-08-05"}),
        ("reply", "2026-08-19"),
        ("hear_opinions", "2026-08-25", {"party": "欧阳慧敏", "mode": "phone"}),
        ("draft", "2026-09-10"),
        ("decide", "2026-09-16", {"kind": "revoke", "perform_by": "2026-10-20", "approval": "chief"}),
    )


def served(file: CaseFile, role: Role, on: str) -> CaseFile:
    party = file.of(role)[0]
    step = factory.step(file.case, "served", on, paper="F26", party=party.id, method="direct")
    return CaseFile(file.case, file.organ, file.parties, (*file.steps, step), (), file.materials)


def test_the_decision_is_served_only_when_every_party_has_it_and_each_has_its_own_clock() -> None:
    one = served(decided(), Role.RESPONDENT, "2026-09-17")
    both = served(one, Role.APPLICANT, "2026-09-18")
    law = factory.law()

    found = deadlines(both, RECONSIDERATION, law.rules, law.workdays, date(2026, 9, 20))

    assert RECONSIDERATION.replay(one).state == "R22"
    assert RECONSIDERATION.replay(both).state == "R23"
    rights = [(clock.party, clock.due.due) for clock in found if clock.rule.id == "A27"]
    assert rights == [(both.of(Role.APPLICANT)[0].id, date(2026, 10, 8))]  # 被申请人 cannot sue


def test_the_copy_letter_waits_until_the_respondent_has_the_decision() -> None:
    file = served(served(decided(), Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")

    assert offers(file, "2026-09-18")["copied"] == ""
    assert RECONSIDERATION.replay(served(decided(), Role.APPLICANT, "2026-09-17")).state == "R22"


def test_the_same_paper_is_not_served_twice_on_one_party() -> None:
    file = served(decided(), Role.APPLICANT, "2026-09-17")
    applicant = file.of(Role.APPLICANT)[0]

    with pytest.raises(NotOpen, match="已经登记送达"):
        check(file, "served", "2026-09-18", paper="F26", party=applicant.id, method="post")


def test_a_file_with_gaps_is_not_archived() -> None:
    file = served(served(decided(), Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")

    said = offers(file, "2026-12-01")["archive"]
    assert said == "决定书、意见书还没有抄告被申请人的上一级主管部门（行政复议法第七十九条第二款）。"


def test_papers_on_file_count_as_present() -> None:
    forms = RECONSIDERATION.missing(decided())
    complete = factory.file(*ACCEPTED, materials=("X01", "F06"))

    assert forms == ("X01", "F06", "F07", "X02", "F10", "F25", "F26")
    assert RECONSIDERATION.missing(complete) == ()


def test_the_order_of_typing_changes_nothing() -> None:
    file = served(served(decided(), Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")
    backwards = CaseFile(file.case, file.organ, file.parties, tuple(reversed(file.steps)))

    assert RECONSIDERATION.replay(backwards).state == RECONSIDERATION.replay(file).state == "R23"


def test_a_voided_step_takes_its_consequences_with_it() -> None:
    file = factory.file(*ACCEPTED)
    voided = tuple(replace(s, void_reason="录错案件") if s.code == "accept" else s for s in file.steps)

    assert RECONSIDERATION.replay(CaseFile(file.case, file.organ, file.parties, voided)).state == "R01"


def test_a_step_in_the_future_or_before_the_application_is_refused() -> None:
    file = factory.file(*FRONT)

    with pytest.raises(BadFact, match="还没有到"):
        check(file, "accept", "2026-08-04", today="2026-08-03")
    with pytest.raises(BadFact, match="早于收到申请的2026年7月30日"):
        check(file, "accept", "2026-07-29", today="2026-08-03")


def test_after_handing_over_the_new_holder_acts_and_a_stranger_s_step_counts_for_nothing() -> None:
    handed = factory.file(*FRONT, ("hand_over", "2026-08-03", {"to": "center"}))
    accept = factory.step(handed.case, "accept", "2026-08-03", station="center", **ACCEPT)
    stray = factory.step(handed.case, "accept", "2026-08-03", station="T0999", **ACCEPT)

    def state(*more: Any) -> str:
        return RECONSIDERATION.replay(
            CaseFile(handed.case, handed.organ, handed.parties, (*handed.steps, *more))
        ).state

    assert state(accept) == "R10"
    assert state(stray) == "R01"


def test_a_decision_is_published_only_with_the_personal_data_taken_out() -> None:
    file = served(served(decided(), Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")

    with pytest.raises(NotOpen, match="公开以前应当隐去个人信息"):
        check(file, "publish", "2026-09-21", open=True)

    assert check(file, "publish", "2026-09-21", open=True, redacted=True)["open"] is True
    assert check(file, "publish", "2026-09-21", open=False, reason="涉及商业秘密")["open"] is False


def test_a_decision_is_not_served_before_it_was_made() -> None:
    file = decided()
    applicant = file.of(Role.APPLICANT)[0]

    with pytest.raises(NotOpen, match="还没有作出决定"):
        check(file, "served", "2026-09-15", today="2026-09-20", paper="F26", party=applicant.id)


def test_the_archive_names_every_paper_it_lacks() -> None:
    file = served(served(decided(), Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")
    copied = factory.step(file.case, "copied", "2026-09-18", to="云州市公安局")
    performed = [
        factory.step(file.case, code, day, **facts)
        for code, day, facts in (
            ("performed", "2026-10-10", {}),
            ("report", "2026-10-12", {}),
            ("visited", "2026-10-13", {"mode": "phone"}),
        )
    ]
    whole = CaseFile(file.case, file.organ, file.parties, (*file.steps, copied, *performed))

    assert "卷内还缺应当有的文书：行政复议申请书、受理通知书" in offers(whole, "2026-12-01")["archive"]


def test_a_decision_without_anything_to_perform_is_not_performed() -> None:
    file = factory.file(
        *ACCEPTED,
        ("copy_sent", "2026-08-05", {"received_on": "2026-08-05"}),
        ("reply", "2026-08-19"),
        ("hear_opinions", "2026-08-25", {"party": "欧阳慧敏", "mode": "phone"}),
        ("draft", "2026-09-10"),
        ("decide", "2026-09-16", {"kind": "uphold", "text": "维持。", "approval": "chief"}),
    )
    both = served(served(file, Role.APPLICANT, "2026-09-17"), Role.RESPONDENT, "2026-09-18")

    assert offers(both, "2026-09-20")["performed"] == "决定没有履行内容（行政复议法第七十七条）。"


def test_every_period_of_the_law_runs_in_a_case_or_its_file_says_why_not() -> None:
    lines = (factory.RESOURCES / "rules" / "reconsideration.toml").read_text("utf-8").splitlines()

    for rule in factory.law().rules.rules:
        if rule.procedure == "reconsideration" and not rule.starts:
            above = lines[lines.index(f'id = "{rule.id}"') - 2]
            assert above.startswith("# "), rule.id
