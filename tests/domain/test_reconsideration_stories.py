"""Whole cases of 行政复议 from the first day to the last, with dates counted by hand on the calendar."""

from dataclasses import replace
from datetime import date

import pytest

from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from tests.domain.reconsidering import (
    HEARING,
    LONGER,
    SIMPLE,
    TALK,
    Story,
    accepted,
    decided,
    effective,
    heard,
    replied,
    reviewed,
)


def test_an_ordinary_case_goes_from_receipt_to_the_archive() -> None:
    told = effective("revoke", redo="set", perform_by="2026-10-20")
    told.step("copied", "2026-09-21", to="云州市公安局")
    told.step("performing", "2026-09-22").step("performed", "2026-10-13").step("report", "2026-10-16")
    told.step("visited", "2026-10-20", fulfilled=True)

    assert told.state == "R26"
    assert told.due("A27", "2026-10-20") == "2026-10-08"  # 3 October lies in the holiday
    assert told.due("D01", "2026-10-20") == "2026-10-27"
    assert told.due("D02a", "2026-10-20") == "2026-11-19"
    assert told.papers_on_file().step("archive", "2026-11-20").state == "R40"


def test_a_simple_case_is_decided_on_paper_within_thirty_days() -> None:
    told = accepted(track=SIMPLE)

    assert told.due("A15", "2026-08-03") == "2026-08-06"
    assert told.due("A20", "2026-08-03") == "2026-09-02"
    assert told.due("D10", "2026-08-03") == "2026-09-03"
    assert not {"A13", "A18"} & set(told.clocks("2026-08-03"))

    told.step("copy_sent", "2026-08-05", received_on="2026-08-05")
    assert told.due("A16", "2026-08-05") == "2026-08-12"
    told.step("reply", "2026-08-12").step("draft", "2026-08-20")
    told.step("decide", "2026-08-28", kind="uphold", text="维持。").serve("F26", "2026-09-01")

    assert told.state == "R23"
    assert told.due("A27", "2026-09-01") == "2026-09-16"
    assert told.clocks("2026-09-01")["A20"].done_on == date(2026, 8, 28)


def test_a_simple_case_that_grows_goes_on_as_an_ordinary_one_from_the_day_of_acceptance() -> None:
    told = replied(track=SIMPLE)
    assert told.offers("2026-08-20")["extend"] == "简易程序的审理期限不能延长（行政复议法第六十二条第二款）。"

    told.step("convert", "2026-08-20", reason="需要鉴定", approved_by="李向东")

    assert told.due("A18", "2026-08-20") == "2026-10-08"
    assert not {"A15", "A16", "A20", "D10"} & set(told.clocks("2026-08-20"))
    assert told.offers("2026-08-20")["draft"].startswith("还没有听取意见")
    told.step("extend", "2026-09-24", days=30, **LONGER)
    assert told.due("A18", "2026-09-24") == "2026-11-02"


def test_a_simple_case_is_not_converted_once_its_thirty_days_are_over() -> None:
    told = replied(track=SIMPLE)

    with pytest.raises(NotOpen, match="期限已于2026年9月2日届满（行政复议法第五十五条）"):
        told.check("convert", "2026-09-03", reason="需要鉴定", approved_by="李向东")
    with pytest.raises(BadFact, match="批准人：还没有填写"):
        told.check("convert", "2026-09-02", reason="需要鉴定")

    assert told.step("convert", "2026-09-02", reason="需要鉴定", approved_by="李向东").state == "R12"


def test_a_suspended_case_stands_still_and_an_extension_comes_on_top() -> None:
    told = Story().step("receive", "2026-02-26").step("review", "2026-02-26", handler="何静")
    told.step("accept", "2026-03-02")
    told.step("copy_sent", "2026-03-04", received_on="2026-03-04")
    assert told.due("A14", "2026-03-04") == "2026-03-18"
    told.step("reply", "2026-03-17").step("suspend", "2026-03-20", ground="other_case")

    assert told.state == "R15"
    assert told.clocks("2026-04-01")["A18"].paused_on == date(2026, 3, 20)
    told.step("resume", "2026-04-20")
    assert told.state == "R12"
    assert told.due("A18", "2026-04-20") == "2026-06-01"  # 1 May and 31 days

    told.step("extend", "2026-05-25", days=30, **LONGER)
    assert told.due("A18", "2026-05-25") == "2026-07-01"  # day 90 is 31 May, and 31 days


def test_a_case_suspended_before_the_reply_goes_back_to_waiting_for_it() -> None:
    told = accepted().step("copy_sent", "2026-08-05", received_on="2026-08-05")
    told.step("suspend", "2026-08-10", ground="missing").step("resume", "2026-08-24")

    assert told.state == "R11"
    assert told.due("A14", "2026-08-24") == "2026-09-02"  # ten working days stood still
    assert "no_reply" not in told.offers("2026-09-02")
    assert told.step("no_reply", "2026-09-02", today="2026-09-03").state == "R12"


def test_a_case_can_be_suspended_again_for_another_reason() -> None:
    told = heard().step("suspend", "2026-08-26", ground="hindered").step("resume", "2026-08-31")
    told.step("suspend", "2026-09-10", ground="interpretation").step("resume", "2026-09-20")

    assert told.due("A18", "2026-09-20") == "2026-10-19"  # 2 October, 5 and 10 days: Saturday the 17th


def test_appraisal_and_inspection_are_not_counted() -> None:
    told = heard()
    told.step("exclude", "2026-09-11", kind="appraisal", **{"from": "2026-08-28", "to": "2026-09-11"})

    assert told.due("A18", "2026-09-11") == "2026-10-16"


def test_a_major_case_is_heard_and_the_draft_rests_on_the_minutes() -> None:
    told = heard(flags=("重大复杂",)).step("consult", "2026-08-26", ground="major", questions="证据是否充分")
    assert told.state == "R16"
    told.step("consulted", "2026-09-01", opinion="多数意见认为证据不足。")
    told.step("hearing_set", "2026-09-02", ground="major", **HEARING)
    assert told.state == "R13"
    assert told.due("A17", "2026-09-02") == "2026-09-07"
    assert told.clocks("2026-09-02")["A17"].done_on == date(2026, 9, 2)
    told.step("hearing_held", "2026-09-15", head="delegate", head_reason="外出参加会议", delegate="副局长")
    assert told.state == "R12"

    with pytest.raises(NotOpen, match="经过听证的，应当根据听证笔录拟定（行政复议法第六十一条第二款）"):
        told.check("draft", "2026-09-18", committee="major", opinion_weighed=True)
    with pytest.raises(NotOpen, match="咨询意见应当作为重要参考依据（行政复议法第六十一条第三款）"):
        told.check("draft", "2026-09-18", committee="major", by_minutes=True)
    told.step("draft", "2026-09-18", committee="major", by_minutes=True, opinion_weighed=True)

    assert told.state == "R20"


def test_an_applicant_who_stays_away_from_the_hearing_gives_it_up_and_the_case_goes_on() -> None:
    told = heard().step("hearing_set", "2026-09-01", **HEARING)

    told.step("hearing_held", "2026-09-15", applicant="waived")

    assert told.state == "R12"
    assert told.offers("2026-09-16")["draft"] == ""


def test_a_hearing_is_put_off_by_a_new_notice_or_called_off() -> None:
    told = heard().step("hearing_set", "2026-09-01", **HEARING)
    told.step("hearing_set", "2026-09-10", **HEARING | {"held_on": "2026-09-22"})

    assert "举行听证的日期与通知的不一致" in told.doubts("hearing_held", "2026-09-21")
    assert told.check("hearing_held", "2026-09-22").doubts == ()
    assert told.step("hearing_called_off", "2026-09-22", reason="申请人撤回请求").state == "R12"


def test_a_mediated_case_ends_by_the_mediation_paper_and_is_performed() -> None:
    told = heard().step("mediate", "2026-08-26", willing=True).step("mediation_failed", "2026-09-01")
    assert told.state == "R12"
    told.step("mediate", "2026-09-03", willing=True)
    assert told.state == "R14"

    told.step("mediated", "2026-09-08", terms="减轻处罚。", signed=True, lawful=True, perform_by="2026-10-10")

    assert told.state == "R22"
    assert told.clocks("2026-09-08")["A18"].done_on == date(2026, 9, 8)
    told.serve("F17", "2026-09-09", "申请人")
    assert told.state == "R22"
    told.serve("F17", "2026-09-10", "被申请人")
    assert told.state == "R23"
    assert "A27" not in told.clocks("2026-09-10")  # nothing is sued over a 调解书
    assert told.due("D02a", "2026-09-10") == "2026-11-09"
    told.step("performed", "2026-09-30").step("report", "2026-10-09").step("visited", "2026-10-12")
    assert told.papers_on_file().step("archive", "2026-10-20").state == "R40"


def test_a_settled_case_is_withdrawn_terminated_and_closed() -> None:
    told = heard().step("request_withdrawal", "2026-08-26", cause="settled", voluntary=True)

    told.step("terminate", "2026-08-27", ground="withdrawn")

    assert told.state == "R30"
    assert told.clocks("2026-08-27")["A18"].done_on == date(2026, 8, 27)
    assert told.offers("2026-08-28")["archive"].startswith("终止或者驳回的文书还没有送达全部当事人")
    told.serve("F20", "2026-08-28").step("copied", "2026-08-31", to="云州市公安局").papers_on_file()
    assert told.step("archive", "2026-09-18").state == "R40"


def test_a_withdrawal_before_acceptance_stops_the_review() -> None:
    told = reviewed().step("withdraw", "2026-08-03", reason="已经和解")

    assert told.state == "R05"
    assert told.clocks("2026-08-20")["A08"].done_on == date(2026, 8, 3)
    assert "deem_accepted" not in told.offers("2026-08-20")


def test_a_case_suspended_for_sixty_days_can_be_terminated_from_the_day_after() -> None:
    told = heard().step("suspend", "2026-08-26", ground="died")
    assert told.due("A21", "2026-08-26") == "2026-10-25"  # a Sunday: no text moves it

    with pytest.raises(NotOpen, match="没有因法定的三项原因中止满六十日（行政复议法第四十一条第五项）"):
        told.check("terminate", "2026-10-23", ground="standstill")

    assert told.step("terminate", "2026-10-26", ground="standstill").state == "R30"


def test_an_applicant_who_cannot_be_found_brings_no_termination() -> None:
    told = heard().step("suspend", "2026-08-26", ground="missing")

    assert "A21" not in told.clocks("2026-12-01")
    with pytest.raises(NotOpen, match="中止满六十日"):
        told.check("terminate", "2026-12-01", ground="standstill")


def test_an_attached_document_that_the_organ_may_judge_itself() -> None:
    told = heard().step(
        "review_norm", "2026-08-25", document="云府规〔2024〕2号", clause="第九条", maker="云岭县人民政府"
    )
    told.step("suspend", "2026-08-25", ground="norm_own")
    assert told.due("A22", "2026-08-25") == "2026-09-24"
    assert told.due("A24", "2026-08-25") == "2026-08-28"
    assert "A23" not in told.clocks("2026-08-25")

    told.step("notify_maker", "2026-08-27", organ="云岭县人民政府")
    assert "A25" not in told.clocks("2026-08-27")  # by post: not before its receipt is known
    told.step("notice_received", "2026-09-01", received_on="2026-08-31")
    assert told.due("A25", "2026-09-01") == "2026-09-14"
    told.step("norm_answered", "2026-09-11", organ="云岭县人民政府", opinion="认为合法。")
    told.step("norm_handled", "2026-09-15", result="lawful").step("resume", "2026-09-16")

    assert told.state == "R12"
    assert told.due("A18", "2026-09-16") == "2026-10-26"  # 2 October and 22 days: Saturday the 24th
    told.step("draft", "2026-09-21")
    with pytest.raises(NotOpen, match="附带审查的结果应当在决定书中一并告知（行政复议法第五十九条）"):
        told.check("decide", "2026-09-24", kind="uphold", text="维持。")
    assert (
        told.step("decide", "2026-09-24", kind="uphold", text="维持。", norm_result="lawful").state == "R21"
    )


def test_an_attached_document_that_another_organ_has_to_judge() -> None:
    told = heard().step(
        "review_norm", "2026-08-25", document="云州规〔2023〕7号", clause="第三条", maker="云州市人民政府"
    )
    told.step("suspend", "2026-08-25", ground="norm_forward")
    assert told.due("A23", "2026-08-25") == "2026-09-03"
    assert not {"A22", "A24"} & set(told.clocks("2026-08-25"))

    told.step("forward_norm", "2026-09-01", organ="云州市人民政府", received_on="2026-09-02")

    assert told.due("A26", "2026-09-02") == "2026-11-02"  # 1 November is a Sunday
    assert told.offers("2026-09-02")["notify_maker"].startswith("本案不是因本机关有权处理的附带审查中止的")
    assert "附带审查还没有处理结果" in told.doubts("resume", "2026-10-20")
    told.step("norm_answered", "2026-10-20", organ="云州市人民政府", opinion="该条不合法。")
    assert told.step("resume", "2026-10-21").state == "R12"


def test_a_refused_application_is_served_and_then_archived() -> None:
    told = reviewed().step("refuse", "2026-08-05", fails="N05", reason="超过申请期限四个月。")
    assert told.state == "R04"
    assert (
        told.papers_on_file().offers("2026-08-10")["archive"]
        == "不予受理决定书还没有送达（行政复议法第三十四条）。"
    )

    told.serve("F04", "2026-08-07", "申请人").papers_on_file()

    assert told.due("A27", "2026-08-07") == "2026-08-24"  # 22 August is a Saturday
    assert told.step("archive", "2026-09-01").state == "R40"


def test_what_is_no_matter_of_reconsideration_is_led_elsewhere() -> None:
    told = reviewed().step("redirect", "2026-08-04", ground="T01", path="县信访局", agreed=True)

    assert told.state == "R05"
    assert told.papers_on_file().step("archive", "2026-08-05").state == "R40"


def test_an_application_found_wanting_after_acceptance_is_dismissed() -> None:
    told = accepted().step("dismiss", "2026-08-06", fails="N03", reason="与处罚没有利害关系。")

    assert told.state == "R30"
    assert {told.clocks("2026-08-06")[rule].done_on for rule in ("A13", "A18")} == {date(2026, 8, 6)}
    told.serve("F27", "2026-08-07")
    assert told.due("A27", "2026-08-07") == "2026-08-24"


def test_five_working_days_of_silence_make_an_acceptance_that_runs_from_the_expiry() -> None:
    told = Story().step("receive", "2026-10-09").step("review", "2026-10-10", handler="何静")

    told.step("deem_accepted", "2026-10-15", today="2026-10-16")

    assert told.state == "R10"
    assert told.due("A18", "2026-10-16") == "2026-12-14"


def test_an_applicant_gets_more_time_to_supplement_and_then_counts_as_having_given_up() -> None:
    told = reviewed().step("request_supplement", "2026-08-03", items="身份证明", received_on="2026-08-03")
    assert told.due("A10", "2026-08-03") == "2026-08-17"

    told.step("allow_more_time", "2026-08-10", days=5, reason="住院治疗")

    assert told.due("A10", "2026-08-10") == "2026-08-24"
    assert "abandon" not in told.offers("2026-08-24")
    assert told.step("abandon", "2026-08-24", today="2026-08-25").state == "R03"


def test_supplements_that_come_start_the_review_again_and_there_is_no_second_notice() -> None:
    told = reviewed().step("request_supplement", "2026-08-03", items="身份证明", received_on="2026-08-03")

    told.step("supplement", "2026-08-14")

    assert told.due("A11", "2026-08-14") == "2026-08-21"
    assert told.offers("2026-08-17")["request_supplement"].startswith(
        "已经通知过补正，补正通知应当一次性载明全部事项"
    )
    assert told.step("accept", "2026-08-20").due("A18", "2026-08-20") == "2026-10-19"


def test_an_opinion_letter_is_answered_within_sixty_days_of_its_receipt() -> None:
    told = heard().step(
        "opinion", "2026-09-10", organ="云岭县公安局", problems="没有告知权利", advice="限期整改"
    )
    assert not told.clocks("2026-09-10")["A30"].proved
    told.step("draft", "2026-09-11").step("decide", "2026-09-14", kind="uphold", text="维持。")
    told.serve("F31", "2026-09-14", "被申请人").serve("F26", "2026-09-15")
    told.step("copied", "2026-09-16", to="云州市公安局").papers_on_file()

    assert told.due("A30", "2026-09-15") == "2026-11-13"
    assert told.offers("2026-09-20")["archive"] == "意见书还没有反馈（行政复议法第七十六条）。"
    told.step("opinion_answered", "2026-11-10", content="已经整改。")
    assert told.offers("2026-11-10")["opinion_answered"].startswith("没有等待反馈的意见书")
    assert told.step("archive", "2026-11-11").state == "R40"


def test_a_decision_that_is_not_performed_is_enforced() -> None:
    told = effective("revoke", redo="statutory").step("copied", "2026-09-18", to="云州市公安局")
    assert told.due("A31", "2026-09-18") == "2026-11-16"
    told.step("performing", "2026-09-21")
    assert (
        told.offers("2026-11-16")["order_performance_now"]
        == "履行期限还没有届满（行政复议法第七十七条第二款）。"
    )

    told.step("order_performance_now", "2026-11-17", until="2026-12-01", reason="没有重新作出")

    assert told.state == "R27"
    assert told.due("D02a", "2026-11-17") == "2026-12-16"
    assert told.offers("2026-11-17")["archive"].startswith("决定有履行内容，还没有登记履行完毕")
    told.step("admonish", "2026-11-20", **TALK)
    told.step("performed", "2026-12-01").step("report", "2026-12-04").step("visited", "2026-12-07")
    assert told.due("D01", "2026-12-07") == "2026-12-15"
    assert told.papers_on_file().step("archive", "2026-12-10").state == "R40"


def test_who_waits_in_vain_for_a_decision_may_sue_fifteen_days_long() -> None:
    told = heard()
    assert "A28" not in told.clocks("2026-10-08")

    assert told.due("A28", "2026-10-09") == "2026-10-23"
    assert told.step("sued", "2026-10-20", party="申请人", defendant="organ").state == "R12"


def test_a_draft_that_is_not_approved_goes_back_and_is_written_again() -> None:
    told = heard().step("draft", "2026-09-10").step("redraft", "2026-09-14", reason="事实没有查清")

    assert told.state == "R12"
    assert (
        told.step("draft", "2026-09-18").step("decide", "2026-09-21", kind="uphold", text="维持。").state
        == "R21"
    )


def test_the_order_of_recording_changes_nothing_in_a_case_with_every_turn() -> None:
    told = heard().step("suspend", "2026-08-26", ground="hindered").step("resume", "2026-08-31")
    told.step("mediate", "2026-09-01", willing=True).step("mediation_failed", "2026-09-02").step(
        "draft", "2026-09-03"
    )
    backwards = tuple(reversed(told.file.steps))

    mirrored = RECONSIDERATION.replay(replace(told.file, steps=backwards))

    assert mirrored.state == told.state == "R20"
    assert mirrored.misfits == ()


def test_a_voided_suspension_gives_its_days_back() -> None:
    told = heard().step("suspend", "2026-08-26", ground="hindered").step("resume", "2026-08-31")
    void = tuple(
        replace(step, void_reason="录错案件") if step.code in ("suspend", "resume") else step
        for step in told.file.steps
    )

    assert Story(replace(told.file, steps=void)).due("A18", "2026-09-01") == "2026-10-08"
    assert decided().due("A18", "2026-09-16") == "2026-10-08"
