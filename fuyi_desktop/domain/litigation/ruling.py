"""裁判和败诉的条件 — what the law and the county ask of a step once the court has decided."""

from datetime import date, timedelta

from fuyi_desktop.domain.litigation.choices import (
    ACT,
    APPEALABLE,
    BY_RULING,
    CHANGED,
    FIRST,
    LOCAL_INTERVIEW,
    LOSSES,
    PERFORMED,
    READING,
    REMANDED,
    RETRIAL,
    RULINGS,
)
from fuyi_desktop.domain.litigation.guards import LITIGANTS, instance, party_of
from fuyi_desktop.domain.litigation.states import since_effect
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Guard, Look, Running, Trail, typed_only

LOCAL_REPORT = "区行政执法规范化专项行动方案（征求意见稿）第一项"
LOCAL_FILING = "区行政执法规范化专项行动方案（征求意见稿）第二项"
APPEALS = "B20", "B21"
DECISIONS = "judgment", "upper_result", "retrial_result"


def result(trail: Trail) -> str:
    """Code of how the suit ended as it stands: the judgment, unless a higher court or a retrial changed it."""
    for step in reversed(trail.counted):
        if step.code in DECISIONS and step.facts.get("outcome") == REMANDED:
            return REMANDED
        if step.code in DECISIONS and step.facts.get("result"):
            return str(step.facts["result"])
    return ""


def lost(trail: Trail) -> bool:
    """Whether the organ has lost, as the suit stands (败诉)."""
    return result(trail) in LOSSES


def _won(look: Look) -> bool:
    return result(look) not in LOSSES | {REMANDED}


def _any_loss(look: Look) -> bool:
    return any(step.facts.get("result") in LOSSES for step in look.counted if step.code in DECISIONS)


def _fits_instance(look: Look) -> bool:
    here = instance(look)
    return here == RETRIAL or (look.typed.get("paper") in APPEALABLE) == (here == FIRST)


def _fits_paper(look: Look) -> bool:
    ruling, found = look.typed.get("paper") in RULINGS, look.typed.get("result")
    return found == "other" or ruling == (found in BY_RULING)


def _result_of_change(look: Look) -> bool:
    return (look.typed.get("outcome") == CHANGED) == bool(look.typed.get("result"))


def _not_remanded_by_change(look: Look) -> bool:
    return look.typed.get("result") != REMANDED


def _judgment(look: Look) -> Step | None:
    """The judgment, though it be registered for a later day: the others may have had it before us."""
    return next((step for step in reversed(look.whole) if step.code == "judgment"), None)


def _judgment_known(look: Look) -> bool:
    return _judgment(look) is not None


def _same_paper(look: Look) -> bool:
    known = _judgment(look)
    return known is None or known.facts.get("paper") == look.typed.get("paper")


def _not_had_before(look: Look) -> bool:
    this = look.typed.get("paper"), look.typed.get("party")
    return all(
        (step.facts.get("paper"), step.facts.get("party")) != this
        for step in look.whole
        if step.code == "served"
    )


def _a_litigant(look: Look) -> bool:
    party = party_of(look)
    return party is not None and party.role in LITIGANTS


def _a_defendant(look: Look) -> bool:
    party = party_of(look)
    return party is not None and party.role is Role.RESPONDENT


def _appealed(look: Look, party: str = "") -> bool:
    return any(
        step.code == "appeal" and party in ("", step.facts.get("party")) for step in look.counted
    )  # fmt: skip


def _not_appealed_before(look: Look) -> bool:
    return not _appealed(look, str(look.typed.get("party", "")))


def _pending_above(look: Look) -> bool:
    return _appealed(look) and not look.has("upper_result")


def _none_pending_above(look: Look) -> bool:
    return not _pending_above(look)


def _periods(look: Look) -> tuple[Running, ...]:
    return tuple(clock for clock in look.clocks if clock.rule in APPEALS)


def _within_own_period(look: Look) -> bool:
    """The period of the party that appeals; the organ's own counts from the judgment's registration."""
    party = party_of(look)
    if party is None or look.on is None:
        return True
    ours = party.name == look.file.organ.full_name
    own = [c for c in _periods(look) if c.party == party.id or (ours and not c.party)]
    return all(clock.due >= look.on for clock in own)


def _unproved(look: Look) -> list[str]:
    """The parties of whom nobody has registered when they had the judgment."""
    had = {clock.party for clock in _periods(look)}
    own = {look.file.organ.full_name} if "" in had else set()
    return [p.name for p in look.file.of(*LITIGANTS) if p.id not in had and p.name not in own]


def _periods_over(look: Look) -> bool:
    """行政诉讼法第八十五条: in effect when the last party's period is over, or as the court certifies."""
    if look.state == "L10" or look.typed.get("certified") or look.on is None:
        return True
    return not _unproved(look) and all(clock.due < look.on for clock in _periods(look))


def _in_effect_from(look: Look) -> date | None:
    """The day after the last period of appeal; what no appeal lies against stands from its receipt."""
    if look.state == "L10":
        last = look.last(*DECISIONS)
        return last.on if last else None
    ends = [clock.due for clock in _periods(look)]
    return max(ends) + timedelta(days=1) if ends and not _unproved(look) else None


def _on_its_day(look: Look) -> bool:
    day = _in_effect_from(look)
    return bool(look.typed.get("certified")) or day is None or look.on == day


def _its_day(look: Look) -> list[str]:
    day = _in_effect_from(look)
    return [f"{day.year}年{day.month}月{day.day}日"] if day else []


def _what_runs(look: Look) -> list[str]:
    last = max((clock.due for clock in _periods(look)), default=None)
    unproved = [f"{name}何时收到还没有登记" for name in _unproved(look)]
    return unproved or [f"最后一个上诉期到{last.month}月{last.day}日" if last else "还没有登记裁判文书"]


def _handled_here(look: Look) -> bool:
    effect = look.last("effective_lost")
    return effect is not None and not effect.facts.get("handled_elsewhere")


def _analysed(look: Look) -> bool:
    return "loss_analysed" in since_effect(look)


def _analysed_where_lost(look: Look) -> bool:
    return not lost(look) or not _handled_here(look) or _analysed(look)


def _filed_where_lost(look: Look) -> bool:
    return not _any_loss(look) or look.has("loss_filed") or not _handled_here(look)


def _rectified(look: Look) -> bool:
    return "rectify" in since_effect(look)


def _rectified_where_lost(look: Look) -> bool:
    return not lost(look) or not _handled_here(look) or _rectified(look)


def _performed(look: Look) -> bool:
    due = look.has("performing") or (result(look) in PERFORMED and _handled_here(look))
    return not due or look.has("performed")


def _performed_in_time(look: Look) -> bool:
    performing = look.last("performing")
    until = performing.facts.get("until") if performing else None
    return not until or look.on is None or look.on <= date.fromisoformat(str(until))


def _unanswered(look: Trail) -> list[Step]:
    """Advice not yet answered, oldest first: each reply answers the oldest."""
    asked = [step for step in look.counted if step.code == "advice"]
    return asked[sum(step.code == "advice_reply" for step in look.counted) :]


def _advice_waits(look: Look) -> bool:
    return bool(_unanswered(look))


def _advice_answered(look: Look) -> bool:
    return not _unanswered(look)


def _answered_in_time(look: Look) -> bool:
    waiting = _unanswered(look)
    until = waiting[0].facts.get("reply_by") if waiting else None
    return not until or look.on is None or look.on <= date.fromisoformat(str(until))


def _may_be_filed_away(look: Look) -> bool:
    """What was sent back to be tried again ends here; any other judgment first takes effect."""
    return look.state != "L10" or result(look) == REMANDED


def _retrial_in_time(look: Look) -> bool:
    ended = [clock for clock in look.clocks if clock.rule == "B24"]
    return (
        look.typed.get("kind") != "applied" or look.on is None
        or all(look.on <= clock.due for clock in ended)
    )  # fmt: skip


JUDGMENT_FITS = (
    Guard("一审的裁判可以上诉，二审的裁判是终审的，裁判文书与本案的审级不符", f"{ACT}第八十五条、第八十九条",
          typed_only(_fits_instance)),
    Guard("驳回起诉、不予立案、发回重审用裁定，其他结果用判决", f"{READING}第一百零一条", typed_only(_fits_paper)),
)  # fmt: skip
SERVED = (
    Guard("还没有登记裁判文书", f"{ACT}第八十五条", _judgment_known),
    Guard("与登记的裁判文书不是同一种", f"{ACT}第八十五条", typed_only(_same_paper)),
    Guard("这份裁判文书已经登记送达给这位当事人", "", typed_only(_not_had_before)),
    Guard("受送达人应当是原告、被告或者第三人", f"{ACT}第八十五条", typed_only(_a_litigant)),
)
APPEAL = (
    Guard("上诉人应当是原告、被告或者第三人", f"{ACT}第八十五条", typed_only(_a_litigant)),
    Guard("这位当事人的上诉已经登记", f"{ACT}第八十五条", typed_only(_not_appealed_before)),
    Guard("这位当事人的上诉期已经届满", f"{ACT}第八十五条", typed_only(_within_own_period), asks=True),
)
NO_APPEAL = (
    Guard("决定是否上诉的应当是被告", f"{ACT}第八十五条", typed_only(_a_defendant)),
    Guard("这一被告已经上诉", f"{ACT}第八十五条", typed_only(_not_appealed_before)),
)
ABOVE = (
    Guard("还没有登记上诉", f"{ACT}第八十五条", _appealed),
    Guard("改判的应当填写改判后的结果，其他的不填", f"{ACT}第八十九条", typed_only(_result_of_change)),
    Guard("发回重审的，在上面选择发回重审", f"{ACT}第八十九条", typed_only(_not_remanded_by_change)),
)
IN_FORCE = (
    Guard("已经上诉，一审裁判没有生效，等待二审结果", f"{ACT}第八十五条", _none_pending_above),
    Guard("上诉期没有届满", f"{ACT}第八十五条", typed_only(_periods_over), _what_runs),
    Guard(
        "没有法院的生效证明，只能登记在裁判生效的那一天",
        f"{ACT}第八十五条",
        typed_only(_on_its_day),
        _its_day,
    ),
)
WON = Guard("败诉的裁判应当“登记败诉裁判生效”，发回重审的不生效", f"{ACT}第八十五条", _won)
LOST = Guard("裁判结果不是败诉", f"{ACT}第七十条至第七十八条", lost)
ANY_LOSS = Guard("没有败诉的裁判文书", LOCAL_FILING, _any_loss)
HANDLED_HERE = Guard("没有在本案处置的生效败诉裁判", LOCAL_REPORT, _handled_here)
ANALYSED = Guard("还没有完成败诉分析报告", LOCAL_REPORT, _analysed)
RECTIFIED = Guard("还没有登记整改", LOCAL_REPORT, _rectified)
INTERVIEWED = Guard("没有生效的败诉裁判", LOCAL_INTERVIEW, lost)
LATE_PERFORMANCE = Guard("已经超过裁判确定的履行期限", f"{ACT}第九十六条", _performed_in_time, asks=True)
ADVICE_WAITS = (
    Guard("没有等待回复的司法建议、检察建议", f"{ACT}第六十六条、第九十六条", _advice_waits),
    Guard("已经超过建议书要求的回复日", "", _answered_in_time, asks=True),
)
RETRIAL_IN_TIME = Guard(
    "裁判生效已经超过六个月", f"{READING}第一百一十条", typed_only(_retrial_in_time), asks=True
)
RETRIED_WELL = (
    Guard(
        "改判的应当填写改判后的结果，其他的不填", f"{READING}第一百二十二条", typed_only(_result_of_change)
    ),
    Guard("发回重审的，在上面选择发回重审", f"{READING}第一百二十二条", typed_only(_not_remanded_by_change)),
)
TO_ARCHIVE = (
    Guard("裁判还没有登记生效", f"{ACT}第八十五条", _may_be_filed_away, cure="effective"),
    Guard("败诉的裁判文书还没有报备", LOCAL_FILING, _filed_where_lost, cure="loss_filed"),
    Guard("败诉案件还没有分析报告", LOCAL_REPORT, _analysed_where_lost, cure="loss_analysed"),
    Guard("裁判或者协议有履行内容，还没有登记履行完毕", f"{ACT}第九十四条", _performed, cure="performed"),
    Guard("还有司法建议、检察建议没有回复", "", _advice_answered, cure="advice_reply"),
)
PERHAPS_RECTIFIED = Guard(
    "败诉案件还没有登记整改", LOCAL_REPORT, _rectified_where_lost, asks=True, cure="rectify"
)
