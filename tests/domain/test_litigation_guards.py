"""What the law refuses in a suit, with its sentence and article, and takes once the condition holds."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.litigation import LITIGATION
from fuyi_desktop.domain.litigation.choices import LOSSES, NOTICES, RESULTS
from tests.domain.suit import (
    AGENT,
    CAME,
    COMPANY,
    COUNTY,
    HEAD,
    LOST,
    PLAINTIFF,
    POLICE,
    TO_ANSWER,
    TO_HEARING,
    WON,
    check,
    closed,
    doubts,
    dues,
    received,
    state,
    told,
    took,
)

Made = Callable[[], CaseFile]
Deed = tuple[str, str, dict[str, Any]]
SET = ("hearing_set", "2026-04-10", {"held_on": "2026-04-23"})
ABSENT = {"ground": "accident", "facts": "途中遇交通事故", "sealed": True, "delegate": "罗志强"}
ANALYSIS = {"cause": "procedure", "liability": "法制审核流于形式"}


def divided() -> CaseFile:
    return told(received(), TO_ANSWER[:1])


def answered() -> CaseFile:
    return told(received(), TO_ANSWER)


def hearing_set() -> CaseFile:
    return told(received(), (*TO_ANSWER, SET))


def heard() -> CaseFile:
    return told(received(), TO_HEARING)


def won() -> CaseFile:
    return took(heard(), "judgment", "2026-05-20", **WON)


def lost() -> CaseFile:
    return took(took(heard(), "judgment", "2026-05-20", **LOST), "served", "2026-05-20", party=PLAINTIFF)


def appealed() -> CaseFile:
    return took(lost(), "appeal", "2026-06-01", party=POLICE)


def in_effect() -> CaseFile:
    return took(lost(), "effective_lost", "2026-06-05")


def joint() -> CaseFile:
    return told(received("2026-03-05", POLICE, COUNTY, role="joint"), (*TO_ANSWER, SET))


def joint_lost() -> CaseFile:
    return took(told(received("2026-03-05", POLICE, COUNTY), TO_ANSWER), "judgment", "2026-05-20", **LOST)


def with_others() -> CaseFile:
    return took(told(received(with_others=True), TO_ANSWER), "judgment", "2026-05-20", **LOST)


def second() -> CaseFile:
    return took(received(instance="second"), "divide", "2026-03-06", handler="何静")


REFUSED: tuple[tuple[str, Made, Deed, dict[str, Any], str], ...] = (
    ("three agents", received, ("divide", "2026-03-06", {"handler": "何静"}),
     {"staff": ["何静", "罗志强", "周晓敏"]}, "诉讼代理人最多二人（行政诉讼法第三十一条第一款）"),
    ("lawyers alone", received, ("divide", "2026-03-06", {"handler": "何静"}),
     {"lawyers": ["孙启明"]}, "不得仅委托律师出庭，应当有本机关相应的工作人员"),
    ("lawyers alone later on", divided, ("change_agents", "2026-03-10", {"staff": ["罗志强"]}),
     {"staff": [], "lawyers": ["孙启明"]}, "不得仅委托律师出庭"),
    ("the plaintiff's head", hearing_set, ("name_head", "2026-04-13", HEAD),
     {"party": PLAINTIFF}, "出庭负责人应当是被告的负责人（法释〔2020〕3号第二条第一款）"),
    ("a lower body's head", hearing_set, ("name_head", "2026-04-13", HEAD),
     {"post": "lower"},
     "下级机关或者受委托组织的负责人不能作为被诉行政机关负责人出庭（法释〔2020〕3号第二条第二款）"),
    ("agreement of one", hearing_set, ("name_head", "2026-04-13", HEAD),
     {"named_by": "agreed"}, "只有一个被告，不需要协商或者由法院确定（法释〔2020〕3号第三条）"),
    ("the other's head unasked", joint, ("name_head", "2026-04-13", HEAD | {"named_by": "court"}),
     {"named_by": "own"}, "应当由共同被告协商或者由法院确定（法释〔2020〕3号第三条）"),
    ("unsealed proof", hearing_set, ("cannot_attend", "2026-04-20", ABSENT),
     {"sealed": False}, "应当加盖行政机关印章或者由主要负责人签字认可（法释〔2020〕3号第九条第一款）"),
    ("a head without a name", hearing_set,
     ("hearing_held", "2026-04-23", CAME | {"head": "马国安", "post": "deputy"}),
     {"head": ""}, "负责人出庭的，应当写明姓名和职别（法释〔2020〕3号第六条第一款）"),
    ("an absent head who spoke", hearing_set, ("hearing_held", "2026-04-23", {"head_attended": False}),
     {"spoke": ["answer"]}, "负责人没有出庭，不能登记发声或者中途退庭（法释〔2020〕3号第十一条）"),
    ("a changed act untold", answered,
     ("withdrawn", "2026-04-08", {"how": "withdrawn_changed", "ruling": "行初36号", "court_told": True}),
     {"court_told": False}, "被告改变行政行为的，应当书面告知人民法院"),
    ("mediation over legality", answered, ("mediated", "2026-04-08", {"over": "discretion"}),
     {"over": "other"}, "只有行政赔偿、补偿和行使自由裁量权的案件可以调解（行政诉讼法第六十条第一款）"),
    ("a final judgment at first instance", heard, ("judgment", "2026-05-20", WON),
     {"paper": "X26"}, "裁判文书与本案的审级不符（行政诉讼法第八十五条、第八十九条）"),
    ("an appealable one at second instance", second,
     ("judgment", "2026-05-20", {"paper": "X26", "result": "upheld"}),
     {"paper": "X24"}, "裁判文书与本案的审级不符"),
    ("a dismissal by judgment", heard, ("judgment", "2026-05-20", {"paper": "X25", "result": "dismissed"}),
     {"paper": "X24"}, "驳回起诉、不予立案、发回重审用裁定，其他结果用判决"),
    ("revocation by ruling", heard, ("judgment", "2026-05-20", LOST),
     {"paper": "X25"}, "驳回起诉、不予立案、发回重审用裁定，其他结果用判决"),
    ("another paper served", won, ("served", "2026-05-22", {"party": PLAINTIFF}),
     {"paper": "X25"}, "与登记的裁判文书不是同一种"),
    ("a judgment served on an agent", with_others, ("served", "2026-05-25", {"party": COMPANY}),
     {"party": AGENT}, "受送达人应当是原告、被告或者第三人"),
    ("an agent's own appeal", with_others, ("appeal", "2026-06-02", {"party": PLAINTIFF}),
     {"party": AGENT}, "上诉人应当是原告、被告或者第三人"),
    ("restraint after the appeal", lambda: took(joint_lost(), "appeal", "2026-06-01", party=POLICE),
     ("no_appeal", "2026-06-02", {"party": COUNTY}), {"party": POLICE}, "这一被告已经上诉"),
    ("an appeal twice", appealed, ("appeal", "2026-06-02", {"party": PLAINTIFF}),
     {"party": POLICE}, "这位当事人的上诉已经登记"),
    ("the plaintiff's restraint", lost, ("no_appeal", "2026-06-01", {"party": POLICE}),
     {"party": PLAINTIFF}, "决定是否上诉的应当是被告"),
    ("a change without a result", appealed,
     ("upper_result", "2026-08-14", {"outcome": "changed", "result": "upheld"}),
     {"result": ""}, "改判的应当填写改判后的结果，其他的不填（行政诉讼法第八十九条）"),
    ("a result without a change", appealed, ("upper_result", "2026-08-14", {"outcome": "affirmed"}),
     {"result": "upheld"}, "改判的应当填写改判后的结果，其他的不填"),
    ("a change that sends back", appealed,
     ("upper_result", "2026-08-14", {"outcome": "changed", "result": "upheld"}),
     {"result": "remanded"}, "发回重审的，在上面选择发回重审"),
    ("effect without a certificate", won, ("effective", "2026-06-08", {"certified": True}),
     {"certified": False}, f"上诉期没有届满：{PLAINTIFF}何时收到还没有登记（行政诉讼法第八十五条）"),
    ("effect within the period", lost, ("effective_lost", "2026-06-05", {}),
     {"on": "2026-06-04"}, "上诉期没有届满：最后一个上诉期到6月4日（行政诉讼法第八十五条）"),
    ("effect on any later day", lost, ("effective_lost", "2026-06-05", {}),
     {"on": "2026-06-08"},
     "没有法院的生效证明，只能登记在裁判生效的那一天：2026年6月5日（行政诉讼法第八十五条）"),
    ("effect after the higher judgment came",
     lambda: took(appealed(), "upper_result", "2026-08-14", outcome="affirmed"),
     ("effective_lost", "2026-08-14", {}), {"on": "2026-08-17"}, "只能登记在裁判生效的那一天：2026年8月14日"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "made", "deed", "wrong", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_typed_wrongly_is_refused_with_its_article_and_taken_when_right(
    what: str, made: Made, deed: Deed, wrong: dict[str, Any], why: str
) -> None:
    file, (code, on, facts) = made(), deed
    day, typed = wrong.get("on", on), {name: value for name, value in wrong.items() if name != "on"}
    before = len(LITIGATION.replay(file).counted)

    with pytest.raises(NotOpen) as refusal:
        check(file, code, day, **(facts | typed))

    assert why in str(refusal.value)
    assert len(LITIGATION.replay(took(file, code, on, **facts)).counted) == before + 1


CLOSED: tuple[tuple[str, Made, str, Deed | None, str], ...] = (
    ("answering", lambda: took(divided(), "answer", "2026-03-09"), "2026-03-10", None,
     "已经提交答辩状和证据"),
    ("ask_more_time", lambda: took(divided(), "answer", "2026-03-09"), "2026-03-10", None,
     "已经提交答辩状和证据"),
    ("letter_back", hearing_set, "2026-04-13", ("letter", "2026-04-13", {}),
     "还没有收到告知函（市行政复议行政应诉工作任务清单第二十七项）"),
    ("convert", divided, "2026-03-10", None, "案件适用的就是普通程序（行政诉讼法第八十四条）"),
    ("more_time", divided, "2026-03-10", ("ask_more_time", "2026-03-10", {"reason": "洪水"}),
     "还没有登记延期举证的申请"),
    ("refuse_more_time", divided, "2026-03-10", ("ask_more_time", "2026-03-10", {"reason": "洪水"}),
     "还没有登记延期举证的申请"),
    ("cause_ended", lambda: took(divided(), "ask_more_time", "2026-03-10", reason="洪水"), "2026-03-12",
     ("more_time", "2026-03-12", {}), "法院还没有准许延期举证"),
    ("change_head", hearing_set, "2026-04-13", ("name_head", "2026-04-13", HEAD), "还没有确定出庭负责人"),
    ("letter", answered, "2026-04-10", SET, "还没有登记开庭通知"),
    ("put_off", answered, "2026-04-10", SET, "还没有登记开庭通知"),
    ("hearing_held", answered, "2026-04-10", SET, "还没有登记开庭通知"),
    ("hearing_set", hearing_set, "2026-04-13", ("put_off", "2026-04-13", {}), "已经有一次开庭等待登记结果"),
    ("name_head", lambda: took(hearing_set(), "hearing_held", "2026-04-23", head_attended=False),
     "2026-04-24", ("hearing_set", "2026-04-24", {"held_on": "2026-05-08"}),
     "开庭以后不能再确定或者更换出庭负责人"),
    ("cannot_attend", heard, "2026-04-24", ("hearing_set", "2026-04-24", {"held_on": "2026-05-08"}),
     "不能出庭的说明应当在开庭以前提交"),
    ("resume", divided, "2026-03-10", ("suspend", "2026-03-10", {"ground": "died"}), "诉讼没有中止"),
    ("suspend", lambda: took(divided(), "suspend", "2026-03-10", ground="died"), "2026-03-12",
     ("resume", "2026-03-12", {}), "诉讼还在中止"),
    ("served", heard, "2026-05-20", ("judgment", "2026-05-20", WON), "还没有登记裁判文书"),
    ("upper_result", lambda: took(lost(), "no_appeal", "2026-06-01", party=POLICE), "2026-06-02",
     ("appeal", "2026-06-02", {"party": PLAINTIFF}), "还没有登记上诉"),
    ("effective_lost", appealed, "2026-08-14", ("upper_result", "2026-08-14", {"outcome": "affirmed"}),
     "已经上诉，一审裁判没有生效，等待二审结果"),
    ("effective", lost, "2026-06-08", None, "败诉的裁判应当“登记败诉裁判生效”"),
    ("effective_lost", won, "2026-06-08", None, "裁判结果不是败诉"),
    ("loss_filed", won, "2026-06-01", None, "没有败诉的裁判文书"),
    ("loss_analysed", lambda: took(won(), "effective", "2026-06-08", certified=True), "2026-06-09", None,
     "没有在本案处置的生效败诉裁判"),
    ("admonish", lambda: took(won(), "effective", "2026-06-08", certified=True), "2026-06-09", None,
     "没有生效的败诉裁判"),
    ("rectify", in_effect, "2026-06-20", ("loss_analysed", "2026-06-20", ANALYSIS), "还没有完成败诉分析报告"),
    ("feedback", lambda: took(in_effect(), "loss_analysed", "2026-06-20", **ANALYSIS), "2026-06-25",
     ("rectify", "2026-06-25", {"content": "修订规程"}), "还没有登记整改"),
    ("advice_reply", divided, "2026-03-10", ("advice", "2026-03-10", {}), "没有等待回复的司法建议、检察建议"),
)  # fmt: skip


@pytest.mark.parametrize(("code", "made", "today", "opens", "why"), CLOSED, ids=[row[0] for row in CLOSED])
def test_a_step_is_closed_with_its_reason_until_what_it_waits_for_is_done(
    code: str, made: Made, today: str, opens: Deed | None, why: str
) -> None:
    file = made()

    assert closed(file, code, today).startswith(why)
    if opens is not None:
        assert closed(took(file, opens[0], opens[1], **opens[2]), code, today) == ""


def test_a_hearing_is_not_before_the_day_its_notice_came() -> None:
    with pytest.raises(BadFact, match="开庭日：2026-04-09早于登记开庭通知的2026-04-10"):
        check(answered(), "hearing_set", "2026-04-10", held_on="2026-04-09")


def test_a_case_of_the_simple_procedure_can_be_turned() -> None:
    file = took(received(track="simple"), "divide", "2026-03-06", handler="何静")

    assert closed(file, "convert", "2026-03-10") == ""


def test_lawyers_may_be_the_only_agents_where_the_head_appears() -> None:
    facts = {"handler": "何静", "lawyers": ["孙启明", "赵明远"], "head_appears": True}

    assert check(received(), "divide", "2026-03-06", **facts).doubts == ()


ASKED: tuple[tuple[str, Made, Deed, dict[str, Any], str], ...] = (
    ("joint with one defendant", lambda: received(role="joint"),
     ("divide", "2026-03-06", {"handler": "何静"}), {},
     "被告地位与登记的被告人数不符（行政诉讼法第二十六条第二款）"),
    ("two defendants of a sole one", lambda: received("2026-03-05", POLICE, COUNTY),
     ("divide", "2026-03-06", {"handler": "何静"}), {}, "被告地位与登记的被告人数不符"),
    ("absent unexplained", hearing_set,
     ("hearing_held", "2026-04-23", {"head_attended": False, "beside": ["staff"]}),
     {}, "负责人没有出庭，也没有登记不能出庭的说明"),
    ("nobody but a lawyer", hearing_set, ("hearing_held", "2026-04-23", {"head_attended": False}),
     {"beside": ["lawyer"]}, "负责人和相应的工作人员都没有出庭"),
    ("left the court", lambda: took(hearing_set(), "name_head", "2026-04-13", **HEAD),
     ("hearing_held", "2026-04-23", CAME), {"left_early": True}, "负责人未经法庭许可中途退庭"),
    ("came and said nothing", lambda: took(hearing_set(), "name_head", "2026-04-13", **HEAD),
     ("hearing_held", "2026-04-23", CAME), {"spoke": []}, "负责人出庭应当就实质性解决行政争议发表意见"),
    ("another day", lambda: took(hearing_set(), "name_head", "2026-04-13", **HEAD),
     ("hearing_held", "2026-04-24", CAME), {}, "开庭日与通知的不一致"),
    ("judged unheard", answered, ("judgment", "2026-05-20", WON), {}, "没有登记开庭就登记了一审判决"),
    ("judged while it stands still", lambda: took(heard(), "suspend", "2026-05-06", ground="question"),
     ("judgment", "2026-05-20", WON), {}, "诉讼还在中止，没有登记恢复"),
    ("appealed late", lost, ("appeal", "2026-06-05", {"party": PLAINTIFF}), {}, "这位当事人的上诉期已经届满"),
    ("our own appeal late", lost, ("appeal", "2026-06-05", {"party": POLICE}), {},
     "这位当事人的上诉期已经届满"),
    ("performed late", lambda: took(in_effect(), "performing", "2026-06-08", until="2026-06-30"),
     ("performed", "2026-07-01", {}), {}, "已经超过裁判确定的履行期限（行政诉讼法第九十六条）"),
    ("retrial asked late", in_effect, ("retrial", "2026-12-10", {"kind": "applied"}), {},
     "裁判生效已经超过六个月"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "made", "deed", "more", "why"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_only_unlikely_is_asked_about_and_taken(
    what: str, made: Made, deed: Deed, more: dict[str, Any], why: str
) -> None:
    code, on, facts = deed

    assert why in doubts(made(), code, on, **(facts | more))


def test_the_day_that_the_center_sets_for_an_errand_is_not_the_court_s_for_performing() -> None:
    file = took(in_effect(), "performing", "2026-06-08", until="2026-06-30")
    file = took(file, "remind", "2026-06-10", until="2026-06-12", content="尽快履行")

    assert doubts(file, "performed", "2026-06-29") == ""
    assert "已经超过裁判确定的履行期限" in doubts(file, "performed", "2026-07-01")


def test_effect_is_on_the_day_that_the_court_has_certified() -> None:
    assert state(took(lost(), "effective_lost", "2026-06-08", certified=True)) == "L11"


def test_what_is_likely_is_not_asked_about() -> None:
    named = took(hearing_set(), "name_head", "2026-04-13", **HEAD)

    assert doubts(received(), "divide", "2026-03-06", handler="何静") == ""
    assert doubts(named, "hearing_held", "2026-04-23", **CAME) == ""
    assert doubts(heard(), "judgment", "2026-05-20", **WON) == ""
    assert doubts(lost(), "appeal", "2026-06-04", party=PLAINTIFF) == ""
    assert doubts(in_effect(), "retrial", "2026-12-04", kind="applied") == ""
    assert doubts(in_effect(), "retrial", "2026-12-10", kind="protest") == ""


def test_a_late_answer_says_why_and_late_leave_is_not_asked_for() -> None:
    file = told(received(), TO_ANSWER[:2])

    with pytest.raises(NotOpen, match="期限已于2026年3月20日届满，应当填写逾期的原因（行政诉讼法第三十四条"):
        check(file, "answer", "2026-03-23")
    with pytest.raises(NotOpen, match="期限已于2026年3月20日届满（行政诉讼法司法解释"):
        check(file, "ask_more_time", "2026-03-23", reason="洪水")
    assert check(file, "answer", "2026-03-20", today="2026-03-25").facts == {}
    assert state(took(file, "answer", "2026-03-23", late_cause="没有正当理由")) == "L03"


def test_a_judgment_is_served_on_each_party_once() -> None:
    with pytest.raises(NotOpen, match="这份裁判文书已经登记送达给这位当事人"):
        check(lost(), "served", "2026-05-21", party=PLAINTIFF)


WAITING: tuple[tuple[str, Made, str], ...] = (
    ("not in effect", lambda: took(appealed(), "upper_result", "2026-08-14", outcome="affirmed"),
     "裁判还没有登记生效"),
    ("not filed", in_effect, "败诉的裁判文书还没有报备"),
    ("not analysed", lambda: took(in_effect(), "loss_filed", "2026-06-08"), "败诉案件还没有分析报告"),
    ("not performed", lambda: told(in_effect(), (
        ("loss_filed", "2026-06-08"), ("loss_analysed", "2026-06-20", ANALYSIS), ("performing", "2026-06-22"),
    )), "裁判或者协议有履行内容，还没有登记履行完毕"),
    ("advice open", lambda: told(received(), (
        *TO_HEARING, ("advice", "2026-05-06"), ("judgment", "2026-05-20", WON),
        ("effective", "2026-06-08", {"certified": True}),
    )), "还有司法建议、检察建议没有回复"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "made", "why"), WAITING, ids=[row[0] for row in WAITING])
def test_a_case_is_not_filed_away_before_its_work_is_done(what: str, made: Made, why: str) -> None:
    assert closed(made(), "archive", "2026-09-01").startswith(why)


@pytest.mark.parametrize("result", sorted({"ordered_performance", "ordered_payment", "compensated"}))
def test_what_a_judgment_orders_is_performed_before_the_case_is_filed_away(result: str) -> None:
    file = took(heard(), "judgment", "2026-05-20", paper="X24", result=result)
    file = took(file, "effective_lost", "2026-06-08", certified=True)
    file = told(file, (("loss_filed", "2026-06-08"), ("loss_analysed", "2026-06-20", ANALYSIS)))

    assert closed(file, "archive", "2026-07-01").startswith("裁判或者协议有履行内容")
    assert closed(took(file, "performed", "2026-06-30"), "archive", "2026-07-01") == ""


def test_a_loss_that_is_not_mended_is_asked_about_when_it_is_filed_away() -> None:
    file = told(in_effect(), (("loss_filed", "2026-06-08"), ("loss_analysed", "2026-06-20", ANALYSIS)))

    assert "败诉案件还没有登记整改" in doubts(file, "archive", "2026-07-01")
    assert doubts(took(file, "rectify", "2026-06-25", content="修订规程"), "archive", "2026-07-01") == ""


def test_a_file_without_the_court_s_judgment_is_not_filed_away() -> None:
    file = took(won(), "effective", "2026-06-08", certified=True)
    without = CaseFile(file.case, file.organ, file.parties, file.steps, (), file.materials[:0])

    assert closed(without, "archive", "2026-06-15").startswith(
        "卷内还缺应当有的文书：应诉通知书和起诉状副本、"
    )
    assert closed(file, "archive", "2026-06-15") == ""


@pytest.mark.parametrize("found", RESULTS, ids=lambda choice: choice.code)
def test_only_a_loss_starts_the_ten_working_days_of_filing(found: Any) -> None:
    paper = "X25" if found.code in ("not_filed", "dismissed", "remanded") else "X24"
    file = took(heard(), "judgment", "2026-05-20", paper=paper, result=found.code)

    assert bool(dues(file, "D05")) == (found.code in LOSSES)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda choice: choice.code)
def test_whatever_the_ground_of_its_notice_to_the_head_the_court_sends_it_in_time(notice: Any) -> None:
    file = took(answered(), "hearing_set", "2026-04-10", held_on="2026-04-23", notice=notice.code)

    assert bool(dues(file, "B13")) == (notice.code != "none")


def test_every_condition_of_the_table_is_tried_here() -> None:
    alone = (
        "卷内还缺应当有的文书", "败诉案件还没有登记整改", "已经超过建议书要求的回复日",
        "传票没有在开庭三日前送达", "负责人出庭通知书没有在开庭三日前送达",
        "这份裁判文书已经登记送达给这位当事人", "不是受送达人本人签收的", "同住家属只能代自然人签收",
    )  # fmt: skip
    tables = (row[-1] for table in (REFUSED, CLOSED, ASKED, WAITING) for row in table)
    tried = {re.split("[（：]", why)[0] for why in (*tables, *alone)}

    for kind in LITIGATION.steps:
        for guard in kind.guards:
            assert not guard.article or any(why in guard.why for why in tried), guard.why
