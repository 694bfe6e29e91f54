"""会后一步 — which step of its case a session leads to, and what the step knows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.rooms import minutes
from fuyi_desktop.domain.sessions import Session, kind_of, part_of

BOOKED = ""  # the session is still to come: what tells the parties of it
RULES_OF_HEARING = "行政复议法第五十一条"


@dataclass(frozen=True)
class Follow:
    """One thing that a session can lead to."""

    case: CaseKind
    session: str  # code of its kind
    disposition: str
    label: str
    step: str = ""  # empty: nothing is recorded in the case
    given: Mapping[str, Any] = field(default_factory=dict)  # facts that follow from what became of it
    told: Mapping[str, str] = field(default_factory=dict)  # fact of the step → what the session knows
    on_the_day: bool = True  # the step bears the day of the session; otherwise that of the record
    again: bool = False  # another date has to be found
    note: str = ""  # what the law says of it
    article: str = ""


R, M, L = CaseKind.RECONSIDERATION, CaseKind.MEDIATION, CaseKind.LITIGATION
SUMMONS = {
    "held_on": "on", "at": "at", "place": "place", "topics": "topics", "chair": "chair", "hearers": "panel",
    "recorder": "recorder",
}  # fmt: skip
SAT = {"time": "time", "chair": "chair", "recorder": "recorder", "present": "present"}
MET = {
    "mediators": "mediators", "time": "time", "place": "place", "present": "present", "recorder": "recorder",
    "content": "remark",
}  # fmt: skip
BECAUSE = {"reason": "remark"}

FOLLOWS = (
    # 行政复议听证
    Follow(R, "hearing", BOOKED, "通知听证", "hearing_set", told=SUMMONS, on_the_day=False,
           note="应当提前五个工作日书面通知当事人。", article=f"{RULES_OF_HEARING}第一款"),
    Follow(R, "hearing", "held", "举行听证", "hearing_held", {"applicant": "came", "head": "came"},
           {"minutes": "remark"}, note="笔录由参加人签字。", article=f"{RULES_OF_HEARING}、第五十条"),
    Follow(R, "hearing", "postponed", "改期重新通知", "hearing_set", told=SUMMONS, on_the_day=False,
           again=True,
           note="改期的重新通知，仍应当提前五个工作日。", article=f"{RULES_OF_HEARING}第一款"),
    Follow(R, "hearing", "absent", "申请人无正当理由未到", "hearing_held",
           {"applicant": "waived", "head": "came"}, {"minutes": "remark"},
           note="无正当理由拒不参加的，视为放弃听证权利。", article=f"{RULES_OF_HEARING}第二款"),
    Follow(R, "hearing", "absent", "申请人有正当理由未到", "hearing_called_off", told=BECAUSE,
           on_the_day=False, again=True, note="有正当理由的，不视为放弃，另行组织听证。",
           article=f"{RULES_OF_HEARING}第二款"),
    Follow(R, "hearing", "absent", "被申请人负责人未到，委托他人", "hearing_held",
           {"applicant": "came", "head": "delegate"}, {"head_reason": "remark"},
           note="不能参加的，应当说明理由并委托相应的工作人员参加。", article=f"{RULES_OF_HEARING}第三款"),
    Follow(R, "hearing", "absent", "被申请人没有派人", "hearing_held",
           {"applicant": "came", "head": "nobody"}, {"minutes": "remark"},
           note="应当记录在案。", article=f"{RULES_OF_HEARING}第三款"),
    Follow(R, "hearing", "withdrawn", "申请人申请撤回", "request_withdrawal", told=BECAUSE, on_the_day=False,
           note="核实出于自愿，准予撤回的终止。", article="行政复议法第七十四条"),
    Follow(R, "hearing", "cancelled", "取消听证", "hearing_called_off", told=BECAUSE, on_the_day=False,
           note="听证没有举行的，写明理由。", article=RULES_OF_HEARING),
    # 行政复议中的调解
    Follow(R, "mediation", "held", "进入调解", "mediate", {"willing": True},
           {"at": "at", "place": "place", "content": "remark"}, note="调解应当遵循自愿的原则。",
           article="行政复议法第五条"),
    Follow(R, "mediation", "held", "达成协议", "mediated", told={"terms": "remark"},
           note="调解书经各方签字或者签章，加盖复议机关印章后生效。", article="行政复议法第七十三条第一款"),
    Follow(R, "mediation", "held", "调解未成", "mediation_failed", told=BECAUSE,
           note="应当依法审查或者及时作出决定。", article="行政复议法第七十三条第二款"),
    Follow(R, "mediation", "held", "改日继续", again=True),
    Follow(R, "mediation", "postponed", "改期", again=True),
    Follow(R, "mediation", "absent", "一方未到，调解未成", "mediation_failed", told=BECAUSE,
           note="应当依法审查或者及时作出决定。", article="行政复议法第七十三条第二款"),
    Follow(R, "mediation", "absent", "另约时间", again=True),
    Follow(R, "mediation", "withdrawn", "申请人申请撤回", "request_withdrawal", told=BECAUSE,
           on_the_day=False, article="行政复议法第七十四条"),
    # 纾解
    Follow(M, "talks", "held", "纾解会", "meet", told=MET, note="由不少于两名纾解员主持。"),
    Follow(M, "talks", "postponed", "改期", again=True),
    Follow(M, "talks", "absent", "另约时间", again=True, note="纾解出于自愿，不到场不影响复议和诉讼。"),
    Follow(M, "talks", "absent", "反馈进展", "progress", told={"content": "remark"}, on_the_day=False,
           note="自指派之日起七个工作日内反馈进展。"),
    Follow(M, "talks", "absent", "当事人退出", "withdraw", told=BECAUSE, note="当事人随时可以退出。"),
    Follow(M, "talks", "withdrawn", "当事人退出", "withdraw", told=BECAUSE, note="当事人随时可以退出。"),
    Follow(M, "mediation", "held", "纾解会", "meet", told=MET, note="由不少于两名纾解员主持。"),
    Follow(M, "mediation", "absent", "另约时间", again=True),
    Follow(M, "mediation", "postponed", "改期", again=True),
    Follow(M, "mediation", "withdrawn", "当事人退出", "withdraw", told=BECAUSE),
    Follow(M, "hearing", BOOKED, "纾解听证", "hear",
           told={"held_on": "on", "time": "at", "place": "place", "chair": "chair", "mediators": "mediators",
                 "issues": "topics"},
           on_the_day=False, note="复杂疑难的争议引入听证，邀请代表、委员、专家、法官、律师。"),
    Follow(M, "hearing", "held", "听证结束", "heard", told=SAT | {"content": "remark"},
           note="听证应当全程留痕。"),
    Follow(M, "hearing", "absent", "另约时间", again=True),
    Follow(M, "hearing", "postponed", "改期", again=True),
    Follow(M, "hearing", "withdrawn", "当事人退出", "withdraw", told=BECAUSE),
    # 开庭
    Follow(L, "court", BOOKED, "登记开庭通知", "hearing_set",
           told={"held_on": "on", "at": "at", "place": "place"}, on_the_day=False),
    Follow(L, "court", "held", "负责人出庭", "hearing_held", {"head_attended": True}, {"head": "head"},
           note="负责人出庭应当发声，写明发声的内容。", article="行政诉讼法第三条第三款"),
    Follow(L, "court", "held", "负责人没有出庭", "hearing_held", {"head_attended": False},
           note="应当说明理由，并委托相应的工作人员出庭。", article="行政诉讼法第三条第三款"),
    Follow(L, "court", "postponed", "延期开庭", "put_off", told=BECAUSE, on_the_day=False, again=True,
           note="收到新的传票再登记开庭通知。"),
    Follow(L, "court", "absent", "负责人没有出庭", "hearing_held", {"head_attended": False},
           note="应当说明理由，并委托相应的工作人员出庭。", article="行政诉讼法第三条第三款"),
    Follow(L, "court", "withdrawn", "准许撤诉", "withdrawn", on_the_day=False,
           note="撤诉应当经法院裁定准许。", article="行政诉讼法第六十二条"),
)  # fmt: skip

# The form on which what was said is written down.
MINUTES = {
    (R, "hearing"): "F14", (R, "mediation"): "F16", (R, "reception"): "F10", (M, "talks"): "G07",
    (M, "mediation"): "G07", (M, "hearing"): "G08b",
}  # fmt: skip


def follows(case: str, session: str, disposition: str) -> tuple[Follow, ...]:
    """What a session of a case can lead to, the usual first; none for what no procedure asks about."""
    return tuple(
        one for one in FOLLOWS if (one.case, one.session, one.disposition) == (case, session, disposition)
    )


def facts_of(follow: Follow, session: Session) -> dict[str, Any]:
    """The facts of the step as far as the session knows them; what it does not know is absent."""
    known = told(session)
    found = dict(follow.given) | {fact: known[source] for fact, source in follow.told.items()}
    return {fact: value for fact, value in found.items() if value not in ("", (), [], None)}


def told(session: Session) -> dict[str, Any]:
    """What a session can tell a step or a paper, under the names that the table above uses."""
    return {
        "on": session.on.isoformat(),
        "at": spoken(session.start),
        "time": f"{_hours(session.start)}至{_hours(session.end)}",
        "place": session.place,
        "topics": session.topics,
        "remark": session.remark,
        "chair": "、".join(session.names("chair")),
        "panel": list(session.names("panel")),
        "mediators": list(session.names("chair", "mediator")),
        "recorder": "、".join(session.names("recorder")),
        "head": "、".join(session.names("head")),
        "present": "\n".join(
            f"{seat.name}（{part_of(seat.role).label}）"
            for seat in session.who
            if not part_of(seat.role).ours
        ),
    }


def spoken(at: str) -> str:
    """上午9时30分, as a notice says it."""
    hour = minutes(at) // 60
    half = "上午" if hour < 12 else "中午" if hour == 12 else "下午"
    return f"{half}{_hours(f'{hour - 12 if hour > 12 else hour:02}:{at[-2:]}')}"


def _hours(at: str) -> str:
    hour, minute = divmod(minutes(at), 60)
    return f"{hour}时{minute}分" if minute else f"{hour}时"


def titled(kind: str, parties: str, matter: str) -> str:
    """What a session of a case is called where nobody has called it anything."""
    return f"{parties} {matter}".strip() if parties or matter else kind_of(kind).label
