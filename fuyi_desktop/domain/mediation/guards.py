"""纾解的条件 — what the steps of a 纾解 case are held against (`domain.md` 2.4, G1 and G2)."""

from collections.abc import Callable, Sequence
from datetime import date

from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.mediation.choices import (
    CONFIRMED,
    EXPIRED,
    FLOW,
    LITIGATION,
    NONE,
    PERFORMED,
    REASONS,
    RECONSIDERATION,
    REFUSED,
    REMEDIES,
    SCHEME,
    SETTLED,
    TAKEN_OVER,
    TEAMS,
    TERMS,
    UNSETTLED,
)
from fuyi_desktop.domain.party import CENTER, Role
from fuyi_desktop.domain.passing import CARRY_ON
from fuyi_desktop.domain.rights import NEAR, next_lost
from fuyi_desktop.domain.trail import Guard, Look, Trail, typed_only

TEAM = 2  # 工作专班的纾解员不少于 2 人
LONGEST = 30  # working days of an extension
COURT_LONGEST = 10  # calendar days by which a court may lengthen its examination
FAILS_IN = {reason.code: states for reason, states in REASONS.items()}
USED = "filed", CARRY_ON  # the citizen has gone to the organ or the court, or the case here goes on as that


def team(trail: Trail) -> tuple[str, ...]:
    """纾解员 as the steps have named them: the 专班, and whom 更换承办人 and 回避 have put in or taken out."""
    names: dict[str, None] = {}
    accepted = trail.last("accept")
    for step in (accepted, *trail.since("accept")) if accepted else ():
        facts = step.facts
        if step.code == "recuse" and facts.get("granted"):
            names.pop(str(facts.get("person")), None)
        if step.code in ("accept", "change_handler", "recuse"):
            named = (*facts.get("team", ()), facts.get("handler"), facts.get("second"))
            names.update(dict.fromkeys(str(name) for name in named if name))
    return tuple(names)


def recused(trail: Trail) -> frozenset[str]:
    """Who has been told to keep away from the case."""
    steps = (step for step in trail.counted if step.code == "recuse" and step.facts.get("granted"))
    return frozenset(str(step.facts.get("person")) for step in steps)


def taken_over(trail: Trail, way: str) -> bool:
    """Whether the 复议机关 or the court has accepted the same dispute since it was registered."""
    return any(
        step.facts.get("to") == way and step.facts.get("accepted_on")
        for step in trail.counted
        if step.code == "filed"
    )


def _center_holds(look: Look) -> bool:
    return holder(look.file) == CENTER


def _mediators(look: Look) -> Sequence[str]:
    return look.typed.get("mediators") or team(look)


def _two(names: Sequence[str]) -> bool:
    return len(set(names)) >= TEAM


def _took_part(look: Look) -> list[str]:
    """Of the team, those named as having taken the act in dispute."""
    report = look.last("report")
    took = str((report.facts.get("act_by") if report else None) or "")
    named = dict.fromkeys((look.typed.get("handler", ""), *look.typed.get("team", ())))
    return [name for name in named if name and name in took]


def _none_recused(look: Look) -> bool:
    return not recused(look).intersection(_mediators(look))


def _was_parallel(look: Look) -> bool:
    said = look.last("accept", "report")
    return said is not None and said.facts.get("parallel", NONE) != NONE


def _parallel_over(look: Look) -> bool:
    """Asked where the typed word differs from what the registration had said."""
    return look.typed.get("parallel", NONE) != NONE or not _was_parallel(look)


def _willing(look: Look) -> bool:
    return bool(look.typed.get("willing"))


def _several(*fields: str) -> Callable[[Look], bool]:
    return typed_only(lambda look: all(look.typed.get(name) for name in fields))


def _days_allowed(look: Look) -> bool:
    return 0 < int(look.typed.get("days", 0)) <= LONGEST


def _mediation_ends(look: Look) -> date | None:
    """The last day of C04 as it will be with the step."""
    return next((clock.due for clock in look.brings if clock.rule == "C04" and not clock.done), None)


def _rights_outlast(look: Look) -> bool:
    """G1, asked of the day of the extension and of its last day: more than ten days are left of every right."""
    if look.typed.get("rights_signed") or look.has(*USED) or look.on is None:
        return True
    lost = next_lost(look.brings, look.on)
    if lost is None:
        return True
    until = max(_mediation_ends(look) or look.on, look.on)
    return (lost[1] - until).days > NEAR


def _lost(look: Look) -> list[str]:
    lost = next_lost(look.brings, look.on or date.min)
    if lost is None:
        return []
    organ, day = lost
    return [f"向{organ}提出的期限{day.year}年{day.month}月{day.day}日届满"]


def _rights_known(look: Look) -> bool:
    return look.has(*USED) or next_lost(look.clocks, date.min) is not None


def _court_days_allowed(look: Look) -> bool:
    return 0 < int(look.typed.get("days", 0)) <= COURT_LONGEST


def _all_terms(look: Look) -> bool:
    return set(look.typed.get("terms", ())) >= {choice.code for choice in TERMS}


def _in_time(look: Look) -> bool:
    return not any(clock.rule == "C04" and clock.over(look.on or date.min) for clock in look.clocks)


def _signed(look: Look) -> bool:
    return look.typed.get("form") == "oral" or bool(look.typed.get("signed"))


def _not_refused(look: Look) -> bool:
    """Whether the court has not turned the agreement that now stands down."""
    last = look.last("agree", "not_confirmed")
    return last is None or last.code == "agree"


def _new_where_refused(look: Look) -> bool:
    return look.state != "M13" or not _not_refused(look)


def _not_refused_today(look: Look) -> bool:
    refused = look.last("not_confirmed")
    return look.state != "M13" or refused is None or refused.on != look.on


def _not_extended_today(look: Look) -> bool:
    granted = look.last("extend")
    return granted is None or granted.on != look.on


def _not_examined(look: Look) -> bool:
    """Whether no court has yet answered for the agreement that now stands in effect."""
    return not {"confirmed", "not_confirmed"}.intersection(step.code for step in look.since("effective"))


def _court_accepted(look: Look) -> bool:
    return any(step.code == "confirm_accepted" for step in look.since("confirm_apply"))


def _reason_fits(look: Look) -> bool:
    return look.state in FAILS_IN.get(str(look.typed.get("reason")), ())


def _reasons(look: Look) -> list[str]:
    return [reason.label for reason, states in REASONS.items() if look.state in states]


def _really_over(look: Look) -> bool:
    return look.typed.get("reason") != EXPIRED or not _in_time(look)


def _really_taken_over(look: Look) -> bool:
    return look.typed.get("reason") != TAKEN_OVER or look.has(*USED) or _was_parallel(look)


def _really_refused(look: Look) -> bool:
    return look.typed.get("reason") != REFUSED or not _not_refused(look)


def _told_of_rights(look: Look) -> bool:
    return look.state not in ("M20", "M91") or look.has("guide", *USED) or _was_parallel(look)


def _result_fits(look: Look) -> bool:
    return look.typed.get("result") in {choice.code for choice in _results(look)}


def _result_labels(look: Look) -> list[str]:
    return [choice.label for choice in _results(look)]


def _results(look: Look) -> list[Choice]:
    """What a case can be reported as: as long as it is being performed, not yet as performed."""
    if look.state not in ("M14", "M15"):
        return list(UNSETTLED)
    untrue = set() if look.has("confirmed") and _not_refused(look) else {CONFIRMED}
    if look.state == "M14":
        untrue.add(PERFORMED)
    return [choice for choice in SETTLED if choice.code not in untrue]


def _is_complex(look: Look) -> bool:
    report = look.last("report")
    return bool(report and report.facts.get("major")) or "重大复杂" in look.file.case.flags


def _notified(trail: Trail) -> bool:
    """Whether every 当事人 has the notice; a service that names nobody is one on all of them."""
    told = {step.facts.get("party") for step in trail.counted if step.code == "notify"}
    return None in told or {party.id for party in trail.file.of(Role.APPLICANT)} <= told


def _still_to_notify(look: Look) -> bool:
    told = [step.facts.get("party") for step in look.counted if step.code == "notify"]
    return not _notified(look) and (look.facts is None or look.facts.get("party") not in told)


def all_notified(trail: Trail) -> str:
    """M04 once every 当事人 has the notice."""
    state = trail.states[-1]
    return state if state != "M03" or not _notified(trail) else "M04"


def in_talks(trail: Trail) -> str:
    """M05; a meeting while a hearing is on does not end the hearing."""
    return "M06" if trail.states[-1] == "M06" else "M05"


def extended(trail: Trail) -> str:
    """M07; an extension granted while a hearing is on does not end the hearing."""
    return "M06" if trail.states[-1] == "M06" else "M07"


CENTER_ONLY = Guard("由县中心研判和分流指派", TEAMS, _center_holds)
TEAM_OF_TWO = Guard(
    f"专班的纾解员不得少于 {TEAM} 人", TEAMS, typed_only(lambda look: _two(look.typed["team"]))
)
TWO_PRESENT = Guard(f"到场的纾解员不得少于 {TEAM} 人", TEAMS, typed_only(lambda look: _two(_mediators(look))))
NOBODY_RECUSED = Guard("已经决定回避的人不能参加纾解", "公务员法第七十六条", typed_only(_none_recused))
NOT_WHO_ACTED = Guard(
    "专班里有原行政行为的经办人，请核对是否应当回避", "公务员法第七十六条",
    typed_only(lambda look: not _took_part(look)), _took_part, asks=True,
)  # fmt: skip
WILLING = Guard("当事人不愿意纾解", FLOW, typed_only(_willing))
ALL_NOTIFIED = Guard("纾解告知书还没有送达全体当事人", FLOW, _notified)
ONCE_EACH = Guard("纾解告知书已经送达", "", _still_to_notify)

# G2: 复议 or 诉讼 under way takes the mediation into its own procedure.
IN_RECONSIDERATION = Guard(
    "行政复议已经受理，应当在复议程序中调解", "行政复议法第五条、第七十三条",
    lambda look: look.typed.get("parallel") != RECONSIDERATION and not taken_over(look, RECONSIDERATION),
)  # fmt: skip
IN_COURT = Guard(
    "人民法院已经受理，应当在诉讼中协调化解", "行政诉讼法第六十条",
    lambda look: look.typed.get("parallel") != LITIGATION and not taken_over(look, LITIGATION),
)  # fmt: skip
NOT_PARALLEL = (IN_RECONSIDERATION, IN_COURT)
PARALLEL_OVER = Guard(
    "登记时复议或者诉讼已经受理，请核对是否已经结束", "行政复议法第五条、行政诉讼法第六十条",
    typed_only(_parallel_over), asks=True,
)  # fmt: skip
STUDIED_PARALLEL = Guard(
    "登记时复议或者诉讼已经受理，请核对是否应当在该程序中化解", "行政复议法第五条、行政诉讼法第六十条",
    lambda look: not _was_parallel(look), asks=True,
)  # fmt: skip

COMPLEX = Guard("只有较为复杂的争议能够延长", FLOW, _several("complex"))
BOTH_CONSENT = Guard("延长应当经当事人和县中心同意", FLOW, _several("party_consents", "center_consents"))
DAYS_ALLOWED = Guard(f"延长不得超过 {LONGEST} 个工作日", FLOW, typed_only(_days_allowed))
RIGHTS_OUTLAST = Guard(
    "延长后复议、起诉期限将要届满，当事人没有书面确认期限照常计算，也没有申请复议或者起诉", REMEDIES,
    typed_only(_rights_outlast), _lost,
)  # fmt: skip
RIGHTS_KNOWN = Guard("没有登记知道日，无法核对复议、起诉期限", REMEDIES, _rights_known, asks=True)
NOT_EXTENDED_TODAY = Guard("当日延长的，不必另行登记继续纾解", "", _not_extended_today)
ONLY_COMPLEX_HEARD = Guard(
    "没有标记为重大复杂，请核对是否需要听证", f"{SCHEME}二（三）“四是”", _is_complex, asks=True
)
RECORDED = Guard(
    "纾解听证应当全程留痕，请核对录音录像", f"{SCHEME}二（三）“四是”", _several("recording"), asks=True
)

LAWFUL_TERMS = Guard("协议的合法性没有逐项确认", FLOW, typed_only(_all_terms))
NEW_AFTER_REFUSAL = Guard("协议没有被驳回确认，不必另行达成", "民事诉讼法第二百零六条", _new_where_refused)
NEXT_DAY = Guard("当日不予确认的，新的协议从次日起登记", "", _not_refused_today)
STILL_IN_TIME = Guard("纾解期限已经届满，请核对达成协议的日期", FLOW, _in_time, asks=True)
SIGNED = Guard("书面协议应当由各方和纾解员签名、盖章或者按指印", "人民调解法第二十九条", typed_only(_signed))
STANDS_CONFIRMED = Guard(
    "法院没有确认这份协议，请核对是否仍然履行", "民事诉讼法第二百零六条", _not_refused, asks=True
)
NOT_EXAMINED = Guard("法院已经审查过这份协议", "民事诉讼法第二百零六条", _not_examined)
COURT_ACCEPTED = Guard(
    "法院还没有受理司法确认申请", "人民调解协议司法确认程序规定（法释〔2011〕5号）第四条", _court_accepted
)

COURT_DAYS = Guard(
    f"法院延长审查不超过 {COURT_LONGEST} 日", "人民调解协议司法确认程序规定（法释〔2011〕5号）第五条",
    typed_only(_court_days_allowed),
)  # fmt: skip

REASON_FITS = Guard("终结的原因和案件所处的阶段不合，可以选择的是", FLOW, typed_only(_reason_fits), _reasons)
REALLY_OVER = Guard("纾解期限还没有届满，请核对终结的原因", FLOW, typed_only(_really_over), asks=True)
REALLY_TAKEN_OVER = Guard("没有登记当事人已申请复议或者起诉", FLOW, typed_only(_really_taken_over))
REALLY_REFUSED = Guard("没有登记法院不予确认", "民事诉讼法第二百零六条", typed_only(_really_refused))
IN_EFFECT = Guard("没有生效的协议，不需要回访", "人民调解法第三十一条", lambda look: look.has("effective"))
TOLD_OF_RIGHTS = Guard("还没有告知当事人复议、诉讼的途径和剩余期限", REMEDIES, _told_of_rights)
RESULT_FITS = Guard("结果和案件的办理情况不合，可以选择的是", FLOW, typed_only(_result_fits), _result_labels)
