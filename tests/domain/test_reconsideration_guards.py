"""Every condition of the law on a step of 行政复议: refused or asked in its words, and silent where it holds."""

# ruff: noqa: E501 (a table of the law may be as wide as its sentences)

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest

from fuyi_desktop.domain.case import Informed
from fuyi_desktop.domain.deadlines import INACTION
from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.passing import CHANGE_HANDLER
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reconsideration import RECONSIDERATION
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.domain.service.course import DISPATCHED, FAILED, FILED
from fuyi_desktop.domain.service.steps import RECEIVED_WELL
from fuyi_desktop.domain.trail import Guard
from tests import factory
from tests.domain.reconsidering import (
    HEARD,
    HEARING,
    LONGER,
    SIMPLE,
    TALK,
    Story,
    accepted,
    decided,
    drafted,
    effective,
    heard,
    replied,
    reviewed,
    with_two,
)

Told = Callable[[], Story]


class Held(NamedTuple):
    """A condition by its step and its words: a day on which it fails, and what makes it hold."""

    code: str
    why: str
    told: Told
    on: str
    wrong: dict[str, Any]
    right: dict[str, Any]
    otherwise: Told | None = None  # where it holds in another case, not by other facts


def received(**case: Any) -> Story:
    return Story(**case).step("receive", "2026-07-30")


def supplementing() -> Story:
    return reviewed().step("request_supplement", "2026-08-03", items="身份证明", received_on="2026-08-03")


def normed(ground: str) -> Story:
    told = heard().step(
        "review_norm", "2026-08-25", document="某规〔2024〕2号", clause="第九条", maker="某机关"
    )
    return told.step("suspend", "2026-08-25", ground=ground)


def notified() -> Story:
    return normed("norm_own").step("notify_maker", "2026-08-26", **NOTIFIED)


def forwarded() -> Story:
    return normed("norm_forward").step("forward_norm", "2026-08-26", **NOTIFIED)


def answered() -> Story:
    return notified().step("norm_answered", "2026-08-28", organ="某机关", opinion="合法")


def judged() -> Story:
    told = answered().step("norm_handled", "2026-08-31", result="lawful")
    return told.step("resume", "2026-09-01").step("draft", "2026-09-10")


def announced() -> Story:
    return heard().step("hearing_set", "2026-09-01", **HEARING)


def in_mediation() -> Story:
    return heard().step("mediate", "2026-08-26", willing=True)


def unanswered() -> Story:
    told = accepted().step("copy_sent", "2026-08-05", received_on="2026-08-05")
    told.step("no_reply", "2026-08-19", today="2026-08-20").step("hear_opinions", "2026-08-25", **HEARD)
    return told.step("draft", "2026-09-10")


def late_in_september() -> Story:
    return effective("order_performance", perform_by="2026-09-30").step("performing", "2026-09-21")


def two_copied() -> Story:
    """Two respondents that had the copy on 5 August."""
    return Story(with_two(accepted().file)).step("copy_sent", "2026-08-05", received_on="2026-08-05")


def against(respondent: str, kind: str = "uphold") -> Story:
    """The same case against another organ."""
    file = effective(kind).file
    parties = tuple(
        replace(party, name=respondent) if party.role is Role.RESPONDENT else party for party in file.parties
    )
    return Story(replace(file, parties=parties))


def of_a_township() -> Story:
    """A township has no department above it."""
    return against("石桥镇人民政府")


def copied(kind: str = "uphold") -> Story:
    return effective(kind).step("copied", "2026-09-20", **COPY).papers_on_file()


def denied() -> Story:
    """The decision is reported as performed; the applicant says it is not."""
    told = copied("compensate").step("performing", "2026-09-21").step("report", "2026-10-09")
    return told.step("visited", "2026-10-12", fulfilled=False).papers_on_file()


def represented(told: Story) -> Story:
    """A lawyer stands in for the applicant."""
    (applicant,) = told.file.of(Role.APPLICANT)
    lawyer = factory.party(told.file.case, Role.AGENT, "司马长风", acts_for=applicant.id)
    return Story(replace(told.file, parties=(*told.file.parties, lawyer)))


def unserved() -> Story:
    return heard().step("dismiss", "2026-08-26", fails="N03", reason="没有利害关系").papers_on_file()


def unproven() -> Story:
    """Served on both sides; of the two services only one has its proof on file."""
    told = unserved()
    for role in ("申请人", "被申请人"):
        told.step("served", "2026-08-27", paper="F27", party=role, method="direct")
    return told.step("copied", "2026-08-28", **COPY).papers_on_file()


def unreached() -> Story:
    """A notice that was given out here, and nobody has recorded its receipt."""
    told = unproven().put_on_file("F28")
    paper = Paper(
        id=new_id(factory.AT), case_id=told.file.case.id, form="F06", version="1", title="受理通知书",
        to=told.file.of(Role.APPLICANT)[0].id, issued_on=date(2026, 8, 3), issued_at=factory.AT, by="周晓敏",
        digest="0" * 64,
    )  # fmt: skip
    told.file = replace(told.file, papers=(*told.file.papers, paper))
    return told


MISTAKE = {"paper": "F26", "wrong": "九月", "right": "九月十六日", "clerical": True}
REFUSED = {"reason": "理由"}
ELSEWHERE = {"ground": "T05", "path": "法院", "agreed": True}
MEDIATED = {"terms": "减轻处罚", "signed": True, "lawful": True}
NOTIFIED = {"organ": "某机关"}
UPHELD = {"kind": "uphold", "text": "维持。"}
COPY = {"to": "云州市公安局"}
EXCLUDED = {"kind": "survey", "from": "2026-08-20", "to": "2026-08-25"}
CONDITIONS: tuple[Held, ...] = (
    Held("review", "口头申请应当当场记录", lambda: received(channel="口头"), "2026-07-31", {"handler": "何静"},
         {"handler": "何静"}, lambda: received(channel="口头").put_on_file("F02")),
    Held("request_supplement", "已经通知过补正", lambda: supplementing().step("supplement", "2026-08-04"), "2026-08-05",
         {"items": "委托书"}, {"items": "委托书"}, reviewed),
    Held("allow_more_time", "延长的天数应当大于零", supplementing, "2026-08-10", {"days": 0, "reason": "住院"},
         {"days": 1, "reason": "住院"}),
    Held("refuse", "不属于本机关管辖的，应当告知", reviewed, "2026-08-03", {"fails": "N12", **REFUSED},
         {"fails": "N12", "competent": "云州市人民政府", **REFUSED}),
    Held("refuse", "这项原因可以补正，还没有通知过", reviewed, "2026-08-03", {"fails": "N04", **REFUSED},
         {"fails": "N03", **REFUSED}),
    Held("refuse", "决定书应当写明自收到之日起十五日内可以起诉", lambda: reviewed(act_kind="行政不作为"), "2026-08-03",
         {"fails": "N03", **REFUSED}, {"fails": "N03", **REFUSED}, reviewed),
    Held("redirect", "本案应当先申请行政复议", lambda: reviewed(act_kind="行政不作为"), "2026-08-03",
         ELSEWHERE, ELSEWHERE, reviewed),
    Held("redirect", "申请人坚持要求复议的，应当作出不予受理决定", reviewed, "2026-08-03", ELSEWHERE | {"agreed": False}, ELSEWHERE),
    Held("redirect", "属于其他复议机关管辖而申请人没有同意的", reviewed, "2026-08-03", ELSEWHERE | {"ground": "T06", "agreed": False},
         ELSEWHERE | {"ground": "T06"}),
    Held("withdraw", "本案应当先申请行政复议", lambda: reviewed(act_kind="行政不作为"), "2026-08-03", {}, {}, reviewed),
    Held("accept", "应当提供曾经要求被申请人履行法定职责的证据", lambda: reviewed(act_kind=INACTION), "2026-08-03",
         {"asked_before": "none"}, {"asked_before": "proved"}),
    Held("reply", "几个被申请人应当分别答复，请选择是哪一个", two_copied, "2026-08-12", {"party": "申请人"}, {"party": "被申请人"}),
    Held("reply", "这一被申请人的答复已经登记", lambda: two_copied().step("reply", "2026-08-11", party="被申请人"), "2026-08-12",
         {"party": "被申请人"}, {"party": "被申请人"}, two_copied),
    Held("correct_paper", "还没有文书送达；没有送达的文书有差错", decided, "2026-09-18", {}, MISTAKE, effective),
    Held("correct_paper", "这份文书还没有送达，有差错的作废后重新出具", effective, "2026-09-21", MISTAKE | {"paper": "F06"}, MISTAKE),
    Held("correct_paper", "更正只限于文字、数字上的笔误", effective, "2026-09-21", MISTAKE | {"clerical": False}, MISTAKE),
    Held("correct_paper", "改动涉及决定主文", effective, "2026-09-21", MISTAKE | {"wrong": "十五日内", "right": "三十日内"}, MISTAKE),
    Held("correct_paper", "更正前后的文字相同", effective, "2026-09-21", MISTAKE | {"right": "九月"}, MISTAKE),
    Held("accept", "受理条件没有全部符合", reviewed, "2026-08-03", {"C4": False}, {}),
    Held("accept", "申请已经超过最长申请期限", lambda: reviewed(act_on=date(2021, 7, 29)), "2026-08-03", {}, {},
         lambda: reviewed(act_on=date(2021, 7, 30))),
    Held("accept", "适用简易程序应当写明属于哪种情形", reviewed, "2026-08-03", {"track": "simple", "clear": True}, SIMPLE),
    Held("accept", "应当事实清楚、权利义务关系明确", reviewed, "2026-08-03", SIMPLE | {"clear": False},
         {"track": "simple", "simple_ground": "agreed"}),
    Held("accept", "还没有写明不可抗力或者其他正当理由", lambda: reviewed(known_on=date(2026, 5, 30)), "2026-08-03", {},
         {"excuse": "洪水封路"}),
    Held("accept", "请核对是否适用简易程序", lambda: reviewed(flags=("重大复杂",)), "2026-08-03", SIMPLE, SIMPLE, reviewed),
    Held("stay_execution", "这种情形应当停止执行", heard, "2026-08-26", {"ground": "organ", "granted": False},
         {"ground": "asked", "granted": False}),
    Held("investigate", "调查取证的人员不得少于两人", heard, "2026-08-26", {"people": ["何静", "何静"], "shown": True},
         {"people": ["何静", "罗志强"], "shown": True}),
    Held("investigate", "应当出示行政复议工作证件", heard, "2026-08-26", {"people": ["何静", "罗志强"], "shown": False},
         {"people": ["何静", "罗志强"], "shown": True}),
    Held("hearing_set", "一名主持人、两名以上听证员和一名记录员", heard, "2026-09-01", HEARING | {"hearers": ["李向东"]}, HEARING),
    Held("hearing_set", "不能由同一人担任", heard, "2026-09-01", HEARING | {"recorder": "李向东"}, HEARING),
    Held("hearing_set", "听证应当提前五个工作日通知", heard, "2026-09-11", HEARING, HEARING | {"held_on": "2026-09-22"}),
    # 12 October: strict 28 September, loose the 29th (domain.md 8.3, H07)
    Held("hearing_set", "没有隔足五个工作日", heard, "2026-09-29", HEARING | {"held_on": "2026-10-12"},
         HEARING | {"held_on": "2026-10-13"}),
    Held("hearing_set", "简易程序没有听证的规定", lambda: replied(track=SIMPLE), "2026-08-26", HEARING, HEARING, heard),
    Held("hearing_held", "负责人不能参加听证的，应当说明理由", announced, "2026-09-15", {"head": "delegate"},
         {"head": "delegate", "head_reason": "出差", "delegate": "副局长"}),
    Held("hearing_held", "举行听证的日期与通知的不一致", announced, "2026-09-16", {}, {},
         lambda: heard().step("hearing_set", "2026-09-01", **HEARING | {"held_on": "2026-09-16"})),
    Held("hearing_held", "申请人有正当理由没有参加", announced, "2026-09-15", {"applicant": "excused"}, {"applicant": "waived"}),
    Held("hearing_held", "被申请人没有派人参加听证", announced, "2026-09-15", {"head": "nobody"}, {"head": "came"}),
    Held("mediate", "调解应当遵循自愿的原则", heard, "2026-08-26", {"willing": False}, {"willing": True}),
    Held("mediated", "调解书应当经各方当事人签字", in_mediation, "2026-09-01", MEDIATED | {"signed": False}, MEDIATED),
    Held("mediated", "调解不得损害国家利益", in_mediation, "2026-09-01", MEDIATED | {"lawful": False}, MEDIATED),
    Held("draft", "还没有听取意见", replied, "2026-08-25", {}, {}, lambda: replied(track=SIMPLE)),
    Held("draft", "重大、疑难、复杂的案件应当组织听证", lambda: heard(flags=("重大复杂",)), "2026-08-26", {}, {}, heard),
    Held("draft", "应当提请行政复议委员会", heard, "2026-08-26", {"committee": "technical"}, {}),
    Held("draft", "经过听证的，应当根据听证笔录拟定", lambda: announced().step("hearing_held", "2026-09-15"), "2026-09-16",
         {"by_minutes": False}, {"by_minutes": True}),
    Held("draft", "咨询意见应当作为重要参考依据",
         lambda: heard().step("consult", "2026-08-26", ground="needed", questions="问题").step("consulted", "2026-08-28", opinion="意见"),
         "2026-08-31", {"committee": "needed"}, {"committee": "needed", "opinion_weighed": True}),
    Held("resume", "附带审查还没有处理结果", lambda: normed("norm_own"), "2026-09-01", {}, {},
         lambda: answered().step("norm_handled", "2026-08-31", result="lawful")),
    Held("convert", "案件没有适用简易程序", heard, "2026-08-26", {"reason": "复杂", "approved_by": "李向东"},
         {"reason": "复杂", "approved_by": "李向东"}, lambda: replied(track=SIMPLE)),
    Held("extend", "简易程序的审理期限不能延长", lambda: replied(track=SIMPLE), "2026-08-26", LONGER, LONGER, heard),
    Held("extend", "延长不得超过 30 日", heard, "2026-08-26", LONGER | {"days": 31}, LONGER | {"days": 30}),
    Held("exclude", "结束日应当在开始日以后", heard, "2026-08-25", EXCLUDED | {"to": "2026-08-26"}, EXCLUDED),
    Held("suspend", "因调解、和解中止，应当由申请人和被申请人同意", heard, "2026-08-26", {"ground": "settling"},
         {"ground": "settling", "agreed": True}),
    Held("suspend", "还没有提起附带审查", heard, "2026-08-26", {"ground": "norm_own"}, {"ground": "other"}),
    Held("notify_maker", "不是因本机关有权处理的附带审查中止的", lambda: normed("norm_forward"), "2026-08-26", NOTIFIED, NOTIFIED,
         lambda: normed("norm_own")),
    Held("notify_maker", "已经通知过制定机关", notified,
         "2026-08-27", NOTIFIED, NOTIFIED, lambda: normed("norm_own")),
    Held("forward_norm", "不是因转送附带审查中止的", lambda: normed("norm_own"), "2026-08-26", NOTIFIED, NOTIFIED,
         lambda: normed("norm_forward")),
    Held("forward_norm", "已经转送", forwarded,
         "2026-08-27", NOTIFIED, NOTIFIED, lambda: normed("norm_forward")),
    Held("notice_received", "没有等待回证的通知", lambda: normed("norm_own"), "2026-08-28", {"received_on": "2026-08-27"},
         {"received_on": "2026-08-27"}, notified),
    Held("notice_received", "收到日应当在通知以后", notified,
         "2026-08-28", {"received_on": "2026-08-25"}, {"received_on": "2026-08-28"}),
    Held("forward_received", "没有等待回证的转送函", lambda: normed("norm_forward"), "2026-08-28", {"received_on": "2026-08-27"},
         {"received_on": "2026-08-27"}, forwarded),
    Held("forward_received", "收到日应当在转送以后", forwarded,
         "2026-08-28", {"received_on": "2026-08-29"}, {"received_on": "2026-08-26"}),
    Held("norm_answered", "还没有通知制定机关或者转送", lambda: normed("norm_own"), "2026-08-28", {"organ": "某机关", "opinion": "合法"},
         {"organ": "某机关", "opinion": "合法"}, notified),
    Held("norm_handled", "不是因本机关有权处理的附带审查中止的", lambda: normed("norm_forward"), "2026-09-01", {"result": "lawful"},
         {"result": "lawful"}, answered),
    Held("norm_handled", "制定机关还没有答复", lambda: normed("norm_own"), "2026-09-01", {"result": "stopped"}, {"result": "stopped"},
         answered),
    Held("request_withdrawal", "本案应当先申请行政复议", lambda: heard(act_kind="行政不作为"), "2026-08-26",
         {"cause": "own", "voluntary": True}, {"cause": "own", "voluntary": True}, heard),
    Held("terminate", "还没有核实出于自愿的撤回申请",
         lambda: heard().step("request_withdrawal", "2026-08-26", cause="own", voluntary=False), "2026-08-27",
         {"ground": "withdrawn"}, {"ground": "withdrawn"},
         lambda: heard().step("request_withdrawal", "2026-08-26", cause="own", voluntary=True)),
    Held("terminate", "没有因法定的三项原因中止满六十日", lambda: heard().step("suspend", "2026-08-26", ground="incapable"), "2026-10-25",
         {"ground": "standstill"}, {"ground": "standstill"},
         lambda: heard().step("suspend", "2026-08-25", ground="incapable")),
    Held("decide", "决定内容与决定种类不符", drafted, "2026-09-16", {"kind": "uphold", "text": "撤销处罚决定。"},
         {"kind": "uphold", "text": "维持处罚决定。"}),
    Held("decide", "变更决定不得对申请人更为不利", drafted, "2026-09-16", {"kind": "alter", "text": "罚款减为五百元。"},
         {"kind": "alter", "text": "罚款减为五百元。", "not_worse": True}),
    Held("decide", "只有撤销的，可以责令重新作出", drafted, "2026-09-16", {"kind": "uphold", "text": "维持。", "redo": "statutory"},
         {"kind": "revoke_part", "text": "撤销第二项。", "redo": "statutory"}),
    Held("decide", "附带审查的结果应当在决定书中一并告知", judged, "2026-09-16", UPHELD, UPHELD | {"norm_result": "lawful"}),
    Held("decide", "附带审查的处理结果与办理的经过不一致", judged, "2026-09-16", UPHELD | {"norm_result": "stopped"}, UPHELD | {"norm_result": "lawful"}),
    Held("decide", "责令履行，或者另定期限责令重作的", drafted, "2026-09-16", {"kind": "order_performance", "text": "履行。"},
         {"kind": "order_performance", "text": "履行。", "perform_by": "2026-10-20"}),
    Held("decide", "赔偿、返还应当与撤销", drafted, "2026-09-16", UPHELD | {"damages": "returned"}, UPHELD | {"damages": "dismissed"}),
    Held("decide", "决定给予赔偿的，应当写明数额", drafted, "2026-09-16", {"kind": "revoke", "text": "撤销。", "damages": "paid"},
         {"kind": "revoke", "text": "撤销。", "damages": "paid", "amount": 800}),
    Held("decide", "视为没有证据、依据，不应当维持", unanswered, "2026-09-16", {"kind": "uphold", "text": "维持。"},
         {"kind": "revoke", "text": "撤销。"}),
    Held("decide", "审理期限已经届满", drafted, "2026-10-09", {"kind": "uphold", "text": "维持。"}, {"kind": "uphold", "text": "维持。"},
         lambda: drafted().step("extend", "2026-09-24", **LONGER)),
    Held("redraft", "当天拟定的，作废拟定的记录就可以", drafted, "2026-09-10", {}, {"reason": "事实不清"},
         lambda: heard().step("draft", "2026-09-09")),
    Held("hearing_called_off", "当天通知的，作废通知的记录就可以", announced, "2026-09-01", {}, {"reason": "撤回请求"},
         lambda: heard().step("hearing_set", "2026-08-31", **HEARING)),
    Held("resume", "当天中止的，作废中止的记录就可以", lambda: heard().step("suspend", "2026-08-26", ground="other"), "2026-08-26",
         {}, {}, lambda: heard().step("suspend", "2026-08-25", ground="other")),
    Held("consult", "简易程序没有提请委员会的规定", lambda: replied(track=SIMPLE), "2026-08-26", {"ground": "needed", "questions": "问题"},
         {"ground": "needed", "questions": "问题"}, heard),
    Held("dismiss", "不属于本机关管辖的，应当告知", accepted, "2026-08-04", {"fails": "N12", **REFUSED},
         {"fails": "N12", "competent": "云州市人民政府", **REFUSED}),
    Held("terminate", "请核对本案是不是不服行政拘留", lambda: heard(act_kind="行政许可"), "2026-08-27", {"ground": "criminal"}, {"ground": "criminal"},
         lambda: heard(act_kind="行政处罚")),
    Held("dismiss", "决定书应当写明自收到之日起十五日内可以起诉", lambda: accepted(act_kind="行政不作为"), "2026-08-04",
         {"fails": "N03", **REFUSED}, {"fails": "N03", **REFUSED}, accepted),
    Held("served", "受送达人应当选", lambda: represented(decided()), "2026-09-17", {"paper": "F26", "party": "代理人"},
         {"paper": "F26", "party": "申请人"}),
    Held("served", "还没有作出决定", drafted, "2026-09-16", {"paper": "F26", "party": "申请人"}, {"paper": "F26", "party": "申请人"}, decided),
    Held("served", "这份文书已经登记送达给这位当事人", lambda: decided().serve("F26", "2026-09-17", "申请人"), "2026-09-18",
         {"paper": "F26", "party": "申请人"}, {"paper": "F26", "party": "被申请人"}),
    Held("copied", "被申请人还没有收到决定书",
         lambda: heard().step("request_withdrawal", "2026-08-26", cause="own", voluntary=True).step("terminate", "2026-08-26", ground="withdrawn"),
         "2026-09-18", {"to": "云州市公安局"}, {"to": "云州市公安局"}, effective),
    Held("copied", "被申请人是一级政府", of_a_township, "2026-09-21", {"to": "云州市人民政府"}, {"to": "云州市人民政府", "basis": "local"}),
    Held("publish", "公开以前应当隐去个人信息", effective, "2026-09-21", {"open": True}, {"open": True, "redacted": True}),
    Held("performing", "决定没有履行内容", effective, "2026-09-21", {}, {}, lambda: effective("compensate", amount=800)),
    Held("performed", "决定没有履行内容", effective, "2026-09-21", {}, {}, lambda: effective("revoke", redo="statutory")),
    Held("order_performance_now", "履行期限还没有届满", late_in_september, "2026-09-30", {"until": "2026-10-20", **REFUSED},
         {"until": "2026-10-20", **REFUSED},
         lambda: effective("order_performance", perform_by="2026-09-29").step("performing", "2026-09-21")),
    Held("order_performance_now", "所选的文书还没有到期", late_in_september, "2026-10-08",
         {"until": "2026-10-20", "about": "opinion", **REFUSED}, {"until": "2026-10-20", "about": "decision", **REFUSED}),
    Held("order_performance_now", "已经履行完毕",
         lambda: late_in_september().step("performed", "2026-10-08").step("visited", "2026-10-09"), "2026-10-10",
         {"until": "2026-10-20", **REFUSED}, {"until": "2026-10-20", **REFUSED},
         lambda: late_in_september().step("performed", "2026-10-08").step("visited", "2026-10-09", fulfilled=False)),
    Held("order_performance_now", "上一次责令的期限还没有届满",
         lambda: late_in_september().step("order_performance_now", "2026-10-08", until="2026-10-20", **REFUSED), "2026-10-20",
         {"until": "2026-11-20", **REFUSED}, {"until": "2026-11-20", **REFUSED},
         lambda: late_in_september().step("order_performance_now", "2026-10-08", until="2026-10-19", **REFUSED)),
    Held("performed", "已经登记履行完毕", lambda: late_in_september().step("performed", "2026-10-08").step("visited", "2026-10-09", fulfilled=True),
         "2026-10-10", {}, {}, lambda: late_in_september().step("performed", "2026-10-08").step("visited", "2026-10-09", fulfilled=False)),
    Held("admonish", "履行期限还没有届满", late_in_september, "2026-09-30", TALK, TALK,
         lambda: effective("order_performance", perform_by="2026-09-29").step("performing", "2026-09-21")),
    Held("opinion_answered", "没有等待反馈的意见书", heard, "2026-09-30", {"content": "已改正"}, {"content": "已改正"},
         lambda: heard().step("opinion", "2026-09-10", organ="云岭县公安局", problems="问题", advice="意见")),
    Held("archive", "不予受理决定书还没有送达",
         lambda: reviewed().step("refuse", "2026-08-03", fails="N03", reason="理由").papers_on_file(), "2026-09-01", {}, {},
         lambda: reviewed().step("refuse", "2026-08-03", fails="N03", reason="理由").serve("F04", "2026-08-04", "申请人").papers_on_file()),
    Held("archive", "有的送达还没有送达回证或者其他凭证", unproven, "2026-09-14", {}, {}, lambda: unproven().put_on_file("F28")),
    Held("archive", "有的文书还没有登记送达，请核对", unreached, "2026-09-14", {}, {},
         lambda: unreached().step("served", "2026-08-29", paper="F06", party="申请人", method="direct", proof="receipt")),
    Held("archive", "终止或者驳回的文书还没有送达", unserved, "2026-09-14", {}, {},
         lambda: unserved().serve("F27", "2026-08-27").step("copied", "2026-08-28", **COPY).papers_on_file()),
    Held("archive", "还没有抄告被申请人的上一级主管部门", lambda: effective().papers_on_file(), "2026-10-20", {}, {}, copied),
    Held("archive", "不能确定被申请人是不是本级政府的部门", lambda: against("云州市烟草专卖局").papers_on_file(), "2026-10-20", {}, {}, copied),
    Held("archive", "地方规定纠错的案件一案一抄告", lambda: against("石桥镇人民政府", "revoke").papers_on_file().where(copy_letter="local"), "2026-10-20", {}, {},
         lambda: against("石桥镇人民政府", "revoke").step("copied", "2026-09-20", to="云州市人民政府", basis="local").papers_on_file().where(copy_letter="local")),
    Held("archive", "意见书还没有反馈",
         lambda: copied().step("opinion", "2026-09-20", organ="某机关", problems="问题", advice="意见").papers_on_file(),
         "2026-10-20", {}, {}, copied),
    Held("archive", "回访记明没有履行，应当责令限期履行", denied, "2026-10-20", {}, {},
         lambda: denied().step("performed", "2026-10-13").papers_on_file()),
    Held("archive", "还没有登记履行完毕", lambda: copied("compensate"), "2026-10-20", {}, {}, copied),
    Held("archive", "还没有履行报告和回访", lambda: copied("compensate").step("performed", "2026-10-08"), "2026-10-20", {}, {}, copied),
    Held("archive", "卷内还缺应当有的文书：行政复议申请书", lambda: effective().step("copied", "2026-09-20", **COPY), "2026-10-20", {}, {}, copied),
    Held("archive", "当事人还可以起诉，请核对是否现在归档", copied, "2026-10-08", {}, {},
         lambda: copied().step("sued", "2026-09-28", party="申请人")),
)  # fmt: skip


def own_steps() -> list[StepKind]:
    """The steps of 行政复议 itself, without those that every procedure has."""
    codes = [kind.code for kind in RECONSIDERATION.steps]
    return list(RECONSIDERATION.steps[: codes.index(CHANGE_HANDLER)])


def guard_of(held: Held) -> Guard:
    kind = RECONSIDERATION.step(held.code)
    (guard,) = (guard for guard in kind.guards if guard.why in held.why or held.why in guard.why)
    return guard


def named(held: Held) -> str:
    return f"{held.code} {held.why}"


# They look at issued papers, at the calendar, at another respondent or draft: tests/services/test_papers_that_bind.
ELSEWHERE = ("请核对管辖", "听证定在休息日", "拟稿所依据的条款", "文书上的期限", "听证通知送达到听证之间")


def test_every_condition_of_the_procedure_is_tried_here() -> None:
    # what follows an expiry is told in a story: it can only be taken on the day after; service in test_service
    there = [
        (kind.code, guard.why)
        for kind in own_steps()
        if not kind.after and kind.code not in (DISPATCHED, FAILED, FILED)
        for guard in kind.guards
        if guard not in RECEIVED_WELL and not guard.why.startswith(ELSEWHERE)
    ]
    tried = [(held.code, guard_of(held).why) for held in CONDITIONS]

    assert sorted(there) == sorted(tried)


@pytest.mark.parametrize("held", CONDITIONS, ids=named)
def test_where_it_fails_the_reason_is_given_with_its_article(held: Held) -> None:
    guard, told = guard_of(held), held.told()

    if guard.asks:
        said = told.doubts(held.code, held.on, **held.wrong)
    elif not held.wrong:  # told before anything is typed
        said = told.offers(held.on)[held.code]
    else:
        with pytest.raises(NotOpen) as refusal:
            told.check(held.code, held.on, **held.wrong)
        said = str(refusal.value)

    assert held.why in said
    assert (f"（{guard.article}）。" if guard.article else held.why) in said


@pytest.mark.parametrize("held", CONDITIONS, ids=named)
def test_where_it_holds_nothing_is_said(held: Held) -> None:
    told = (held.otherwise or held.told)()

    assert told.check(held.code, held.on, **held.right).doubts == ()


LATE = "申请已经超过申请期限"


def filed(on: str = "2026-07-30", posted: str = "", **case: Any) -> str:
    """What is asked when an application that arrived on a day is accepted three working days later."""
    told = Story(**case).step("receive", on, **({"posted_on": posted} if posted else {}))
    return told.step("review", on, handler="何静").doubts("accept", on)


def test_the_day_of_posting_counts_and_the_way_does_not() -> None:
    known = {"known_on": date(2026, 5, 30)}  # sixty days end on Wednesday 29 July

    assert LATE in filed("2026-07-30", **known)
    assert LATE in filed("2026-07-31", "2026-07-30", **known)
    assert filed("2026-07-30", "2026-07-29", **known) == filed("2026-07-29", **known) == ""


def test_who_was_not_told_of_the_right_has_sixty_days_from_knowing_it_and_a_year_at_most() -> None:
    untold = {"informed": Informed.NO, "known_on": date(2025, 7, 30)}

    assert filed("2026-07-30", **untold) == ""
    assert LATE in filed("2026-07-31", **untold)
    assert filed("2026-07-30", **untold, facts={"rights_known_on": "2026-06-01"}) == ""
    assert LATE in filed("2026-07-30", **untold, facts={"rights_known_on": "2026-05-29"})


def test_real_estate_has_twenty_years() -> None:
    act = {"act_on": date(2016, 7, 30)}

    with pytest.raises(NotOpen, match="最长申请期限（行政复议法第二十一条）"):
        filed(**act)
    assert filed(**act, flags=("不动产",)) == ""
    with pytest.raises(NotOpen, match="最长申请期限"):
        filed(act_on=date(2006, 7, 29), flags=("不动产",))


def test_an_organ_that_does_nothing_is_applied_against_from_the_end_of_its_time() -> None:
    def idle(**facts: str) -> dict[str, Any]:
        return {"act_kind": "行政不作为", "facts": facts}

    assert filed("2026-07-30", **idle(duty_due="2026-05-31")) == ""
    assert LATE in filed("2026-07-31", **idle(duty_due="2026-05-31"))
    # no period of its own: sixty days to act (31 May), sixty to apply (30 July)
    assert filed("2026-07-30", **idle(applied_on="2026-04-01")) == ""
    assert LATE in filed("2026-07-31", **idle(applied_on="2026-04-01"))


def test_an_application_through_the_penalty_organ_shows_that_organ_s_five_days() -> None:
    told = Story(facts={"penalty_organ_on": "2026-07-20"}).step("receive", "2026-07-30")

    assert told.due("A12", "2026-07-30") == "2026-07-27"


def test_review_first_is_remembered_from_the_review() -> None:
    told = received().step("review", "2026-07-31", handler="何静", review_first="on_the_spot")

    assert "本案应当先申请行政复议" in told.doubts("withdraw", "2026-08-03")
