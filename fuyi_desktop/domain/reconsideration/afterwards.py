"""决定以后 — what a decision still asks for: performance, copies, letters answered (行政复议法第七十六条至第七十九条)."""

from collections.abc import Callable, Iterator
from datetime import date

from fuyi_desktop.domain.decisions import CORRECTIONS, PERFORMED
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.reconsideration.grounds import (
    DAMAGES_DUE,
    LOCAL,
    NO_DAMAGES,
    NO_REDO,
    OF_OPINION,
    REDO_BY_LAW,
    STATUTORY,
)
from fuyi_desktop.domain.reconsideration.guards import fact_day
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Look, Trail

DECIDED = "decide", "dismiss", "terminate"  # what ends in a 决定书
GOVERNMENT, OFFICE = "人民政府", "街道办事处"

# Performance


def concluded(look: Look) -> Step | None:
    """What there is to perform: the decision, or the 调解书."""
    return look.last("decide", "mediated")


def has_duty(look: Look) -> bool:
    said = concluded(look)
    return said is not None and (
        bool(said.facts.get("perform_by"))
        or said.facts.get("kind") in PERFORMED
        or said.facts.get("redo", NO_REDO) != NO_REDO
        or said.facts.get("damages", NO_DAMAGES) in DAMAGES_DUE
    )


def is_performed(look: Look) -> bool:
    """Performance stands as recorded: no later visit denies it."""
    return look.has("performed") and not any(_denies(step) for step in look.since("performed"))


def _denies(step: Step) -> bool:
    return step.code == "visited" and step.facts.get("fulfilled") is False


def performance_is_late(look: Look) -> bool:
    """The day set for performance has passed, or the sixty days for a new act have (A31)."""
    said, on = concluded(look), look.on or date.min
    limit = fact_day(said, "perform_by")
    if limit is None and said is not None and said.facts.get("redo") == REDO_BY_LAW:
        return _over(look, "A31")
    return limit is not None and limit < on


def something_is_late(look: Look) -> bool:
    """第七十七条第二款 names the 决定书, the 调解书 and the 意见书 alike."""
    return performance_is_late(look) or _over(look, "A30")


def what_is_named_is_late(look: Look) -> bool:
    """The paper that the order is about is the one whose day has passed."""
    return _over(look, "A30") if look.typed.get("about") == OF_OPINION else performance_is_late(look)


def something_is_owed(look: Look) -> bool:
    return not is_performed(look) or _over(look, "A30")


def last_order_is_over(look: Look) -> bool:
    """A new order waits for the day that the last one has set."""
    until = fact_day(look.last("order_performance_now"), "until")
    return until is None or look.on is None or until < look.on


def _over(look: Look, rule: str) -> bool:
    on = look.on or date.min
    return any(clock.rule == rule and clock.over(on) for clock in look.clocks)


def ruled_away(look: Look) -> bool:
    """A judgment may have taken the duty away: only where somebody has sued, and it is named."""
    return look.has("sued") and (look.facts is None or bool(look.typed.get("ruling")))


def duty_is_performed(look: Look) -> bool:
    return not has_duty(look) or is_performed(look) or ruled_away(look)


def visit_agrees(look: Look) -> bool:
    """The last visit does not say that nothing was performed, or it was performed since."""
    last = look.last("visited", "performed")
    return last is None or not _denies(last) or ruled_away(look)


def reported_and_visited(look: Look) -> bool:
    return not has_duty(look) or (look.has("report") and look.has("visited")) or ruled_away(look)


def court_is_closed(look: Look) -> bool:
    """Nobody can bring a suit over the decision any more (A27)."""
    return not suable_until(look)


def suable_until(look: Look) -> list[str]:
    on = look.on or date.min
    days = [clock.due for clock in look.clocks if clock.rule == "A27" and not clock.done and clock.due >= on]
    return [f"起诉期限到{day.year}年{day.month}月{day.day}日" for day in sorted(set(days))[-1:]]


# Copies (第七十九条第二款)


def not_a_government(look: Look) -> bool:
    """A township has no 上一级主管部门: only the local rule can be followed."""
    governed = any(_is_government(party.name) for party in look.file.of(Role.RESPONDENT))
    return look.typed.get("basis") == LOCAL or not governed


def _is_government(name: str) -> bool:
    return name.endswith((GOVERNMENT, OFFICE))


def _is_department(trail: Trail, name: str) -> bool:
    """By its name a 部门 of the government that decides: 云岭县公安局 of 云岭县人民政府."""
    place = trail.file.organ.full_name.removesuffix(GOVERNMENT)
    return name.startswith(place) and not _is_government(name)


def _may_be_department(trail: Trail, name: str) -> bool:
    return not _is_department(trail, name) and not _is_government(name)


def _to_copy(look: Look) -> Iterator[Step]:
    """The 决定书 and every 意见书 to a respondent."""
    if decision := look.last(*DECIDED):
        yield decision
    names = [party.name for party in look.file.of(Role.RESPONDENT)]
    for step in look.counted:
        if step.code == "opinion" and any(name in str(step.facts.get("organ", "")) for name in names):
            yield step


def copied_by_statute(concerns: Callable[[Trail, str], bool]) -> Callable[[Look], bool]:
    """Each paper to such a respondent was copied by the statute after it was made."""

    def holds(look: Look) -> bool:
        if not look.file.organ.full_name.endswith(GOVERNMENT):
            return True  # 本级政府部门 there are only where a government decides
        if not any(concerns(look, party.name) for party in look.file.of(Role.RESPONDENT)):
            return True
        days = [step.on for step in look.counted if _copies(step, STATUTORY)]
        return all(any(day >= paper.on for day in days) for paper in _to_copy(look))

    return holds


def _copies(step: Step, *bases: str) -> bool:
    return step.code == "copied" and step.facts.get("basis", STATUTORY) in bases


copied_to_the_department_above = copied_by_statute(_is_department)
copied_where_level_is_unknown = copied_by_statute(_may_be_department)


def copied_by_local_rule(look: Look) -> bool:
    """Where the county has chosen so: 一案一抄告, a correction has its letter to the organ above (D03)."""
    decision = look.last("decide")
    corrects = decision is not None and decision.facts.get("kind") in CORRECTIONS
    chosen = look.choices.code("copy_letter") == LOCAL
    return not chosen or not corrects or any(_copies(step, LOCAL) for step in look.counted)


# Letters and publication


def redacted(look: Look) -> bool:
    return not look.typed.get("open") or bool(look.typed.get("redacted"))


def answer_is_due(look: Look) -> bool:
    asked = sum(step.code == "opinion" for step in look.counted)
    return asked > sum(step.code == "opinion_answered" for step in look.counted)


def opinions_answered(look: Look) -> bool:
    return not answer_is_due(look)
