"""行政复议的条件 — what the law asks for before a step, as questions about a file and what is typed."""

from collections.abc import Callable
from datetime import date

from fuyi_desktop.domain.case import CaseFile, MaterialStatus
from fuyi_desktop.domain.competence import doubt
from fuyi_desktop.domain.deadlines import INACTION
from fuyi_desktop.domain.decisions import CORRECTIONS, CURABLE, NO_JURISDICTION, OTHER_ORGAN
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.reconsideration.grounds import (
    AGREED,
    CONSENT,
    CRIMINAL,
    DAMAGES_DUE,
    DAMAGES_PAID,
    MAJOR_CASE,
    NO_REDO,
    NORM_ASKED_ELSEWHERE,
    NORM_FORWARD,
    NORM_OWN,
    NOT_NEEDED,
    REDO_SET,
    STANDSTILL,
    WITHDRAWN,
)
from fuyi_desktop.domain.steps import SIMPLE, Step, track
from fuyi_desktop.domain.trail import Look

Holds = Callable[[Look], bool]
MAJOR, ORAL = "重大复杂", "口头"
CALLED_MAJOR = frozenset({"hearing_set", "consult", "draft"})  # steps that name their ground
DETAINING = frozenset({"行政处罚", "行政强制"})  # the kinds of act that 行政拘留 and 限制人身自由 are of
IN_TIME = ("A01", "A02", "A03", "A06", "A07")  # 申请期限: what is late can be excused (第二十条第二款)
AT_ALL = ("A04", "A05")  # 最长申请期限: what is late cannot (第二十一条)
STAND_IN = frozenset({Role.AGENT, Role.REPRESENTATIVE})
SHORTEST = 5  # calendar days: five working days are never fewer


# Small questions


def filled(*names: str) -> Holds:
    """Each of the facts is typed."""
    return lambda look: all(look.typed.get(name) for name in names)


def confirmed(name: str) -> Holds:
    return lambda look: look.typed.get(name) is True


def at_least(name: str, count: int) -> Holds:
    """So many different people are named."""
    return lambda look: len({str(one).strip() for one in look.typed.get(name, ())} - {""}) >= count


def only_if(fact: str, values: frozenset[str], holds: Holds) -> Holds:
    """The condition, asked only where the fact has one of the values."""
    return lambda look: look.typed.get(fact) not in values or holds(look)


def since(start: str, *codes: str) -> Holds:
    """One of the steps was taken after the last one of `start`."""
    return lambda look: any(step.code in codes for step in look.since(start))


def not_since(start: str, *codes: str) -> Holds:
    return lambda look: not since(start, *codes)(look)


def on_another_day(code: str) -> Holds:
    """The last step of that code was not taken on the same day."""

    def holds(look: Look) -> bool:
        last = next((step for step in reversed(look.whole) if step.code == code), None)
        return last is None or last.on != look.on

    return holds


def fact_day(step: Step | None, name: str) -> date | None:
    """A date among the facts of a step."""
    given = step.facts.get(name) if step else None
    return date.fromisoformat(str(given)) if given else None


def held(look: Look, form: str) -> bool:
    """Whether a paper of the form is on file, issued here or received."""
    return any(paper.form == form and not paper.void_reason for paper in look.file.papers) or any(
        item.form == form and item.status is MaterialStatus.RECEIVED for item in look.file.materials
    )


def on_ordinary(look: Look) -> bool:
    return track(look.counted) != SIMPLE


def on_simple(look: Look) -> bool:
    return not on_ordinary(look)


def major(look: Look) -> bool:
    """重大、疑难、复杂: flagged so, or once called so as the ground of a hearing, a consultation or a draft."""
    said = [look.typed, *(step.facts for step in look.counted if step.code in CALLED_MAJOR)]
    return MAJOR in look.file.case.flags or any(
        MAJOR_CASE in (facts.get("ground"), facts.get("committee")) for facts in said
    )


# Before acceptance


def oral_is_on_paper(look: Look) -> bool:
    return ORAL not in look.file.case.channel or held(look, "F02")


def first_notice(look: Look) -> bool:
    return not look.has("request_supplement")


def applied(look: Look) -> date | None:
    """The day of application: that of posting where it came by post, for the way is not counted (CR-6)."""
    received = look.last("receive")
    return (fact_day(received, "posted_on") or received.on) if received else None


def within_period(rules: tuple[str, ...]) -> Holds:
    """No period of these rules had run out on the day of application."""

    def holds(look: Look) -> bool:
        filed = applied(look)
        ends = [clock.due for clock in look.clocks if clock.rule in rules and clock.certain]
        return filed is None or all(filed <= end for end in ends)

    return holds


def applied_in_time(look: Look) -> bool:
    return bool(look.typed.get("excuse")) or within_period(IN_TIME)(look)


def simple_is_founded(look: Look) -> bool:
    return look.typed.get("track") != SIMPLE or bool(look.typed.get("simple_ground"))


def simple_is_clear(look: Look) -> bool:
    """第五十三条: without the consent of all parties the case must be clear as well."""
    asked = look.typed.get("track") == SIMPLE and look.typed.get("simple_ground") != AGREED
    return not asked or look.typed.get("clear") is True


def simple_is_not_major(look: Look) -> bool:
    return look.typed.get("track") != SIMPLE or not major(look)


def names_competent(look: Look) -> bool:
    return look.typed.get("fails") != NO_JURISDICTION or bool(look.typed.get("competent"))


def redirect_is_agreed(look: Look) -> bool:
    return look.typed.get("agreed") is True


def other_organ_is_agreed(look: Look) -> bool:
    """第三十条第二款: without the applicant's consent what is not ours is refused, and the organ named."""
    return look.typed.get("ground") != OTHER_ORGAN or redirect_is_agreed(look)


def seems_competent(look: Look) -> bool:
    """Nothing in the names of the respondents speaks against the organ (第二十四条、第二十七条)."""
    return not doubts_of_competence(look)


def doubts_of_competence(look: Look) -> list[str]:
    organ = look.file.organ
    said = (doubt(party.name, organ) for party in look.file.of(Role.RESPONDENT))
    return [why.rstrip("。") for why in said if why]


def cure_was_tried(look: Look) -> bool:
    return look.typed.get("fails") not in CURABLE or look.has("request_supplement")


def not_review_first(look: Look) -> bool:
    """复议前置 (第二十三条): without a 复议 such a case cannot go to court."""
    return not look.fact("review_first") and look.file.case.act_kind != INACTION


# Under review


def notice_in_time(look: Look) -> bool:
    """The notice of the hearing is no later than the day that A17 allows (第五十一条第一款)."""
    on = look.on or date.min
    return all(on <= clock.due for clock in look.brings if clock.rule == "A17" and clock not in look.clocks)


def notice_possible(look: Look) -> bool:
    """However the five working days are counted, the notice is not late beyond doubt."""
    held_on = look.typed.get("held_on")
    return held_on is None or look.on is None or (date.fromisoformat(held_on) - look.on).days >= SHORTEST


def hearing_on_working_day(look: Look) -> bool:
    held_on = look.typed.get("held_on")
    return held_on is None or look.works(date.fromisoformat(str(held_on)))


def panel_is_apart(look: Look) -> bool:
    """主持人, 听证员 and 记录员 are different people (第五十条第三款)."""
    alone = {look.typed.get("chair"), look.typed.get("recorder")}
    return len(alone) == 2 and not alone & set(look.typed.get("hearers", ()))


def as_announced(look: Look) -> bool:
    set_for = fact_day(look.last("hearing_set"), "held_on")
    return set_for is None or look.on is None or look.on == set_for


def head_or_reason(look: Look) -> bool:
    """第五十一条第三款: who does not come in person says why and sends somebody."""
    return look.typed.get("head") != "delegate" or filled("head_reason", "delegate")(look)


def heard_opinions(look: Look) -> bool:
    """第四十九条; 简易程序 may be decided on paper (第五十四条第二款)."""
    return on_simple(look) or (look.has("hear_opinions") and not unheard(look))


def unheard(look: Look) -> list[str]:
    """The applicants whose opinion nobody has asked, by name."""
    asked = {
        party
        for step in look.counted
        if step.code == "hear_opinions"
        for party in speaks_for(look.file, str(step.facts.get("party", "")))
    }
    return [party.name for party in look.file.of(Role.APPLICANT) if party.id not in asked]


def speaks_for(file: CaseFile, party_id: str) -> tuple[str, ...]:
    """A party itself; of an agent or 代表人 the one acted for, all applicants where none is named."""
    party = file.party(party_id)
    if party is None or party.role not in STAND_IN:
        return (party_id,)
    return (party.acts_for,) if party.acts_for else tuple(one.id for one in file.of(Role.APPLICANT))


def heard_where_major(look: Look) -> bool:
    """第五十条第一款; a hearing that the applicant missed for good cause is none for them."""
    attended = any(
        step.code == "hearing_held" and step.facts.get("applicant") != "excused" for step in look.counted
    )
    return on_simple(look) or not major(look) or attended


def consulted_where_due(look: Look) -> bool:
    """第五十二条第二款: flagged as major, or said to be one of the four."""
    due = major(look) or look.typed.get("committee", NOT_NEEDED) != NOT_NEEDED
    return on_simple(look) or not due or look.has("consulted")


def minutes_are_basis(look: Look) -> bool:
    return not look.has("hearing_held") or look.typed.get("by_minutes") is True


def opinion_is_weighed(look: Look) -> bool:
    return not look.has("consulted") or look.typed.get("opinion_weighed") is True


def extension_in_limit(look: Look) -> bool:
    return 0 < int(look.typed["days"]) <= 30


def settling_is_agreed(look: Look) -> bool:
    return look.typed.get("ground") != CONSENT or look.typed.get("agreed") is True


def norm_was_taken_up(look: Look) -> bool:
    return look.typed.get("ground") not in (NORM_OWN, NORM_FORWARD) or look.has("review_norm")


def suspended_for(*grounds: str) -> Holds:
    """The present 中止 rests on one of the grounds."""

    def holds(look: Look) -> bool:
        suspended = look.last("suspend")
        return suspended is not None and suspended.facts.get("ground") in grounds

    return holds


def norm_is_settled(look: Look) -> bool:
    if suspended_for(NORM_OWN)(look):
        return since("suspend", "norm_handled")(look)
    return not suspended_for(NORM_FORWARD)(look) or since("suspend", "norm_answered")(look)


def receipt_is_open(sent: str, received: str) -> Holds:
    """A letter was posted since the 中止, and its receipt is not known yet."""

    def holds(look: Look) -> bool:
        steps = [step for step in look.since("suspend") if step.code in (sent, received)]
        return bool(steps) and steps[-1].code == sent and not steps[-1].facts.get("received_on")

    return holds


def received_between(sent: str) -> Holds:
    """The day of receipt lies between the letter and the day it is recorded."""

    def holds(look: Look) -> bool:
        letter, day = look.last(sent), date.fromisoformat(look.typed["received_on"])
        return (letter is None or letter.on <= day) and (look.on is None or day <= look.on)

    return holds


def excluded_is_past(look: Look) -> bool:
    first, last = (date.fromisoformat(look.typed[name]) for name in ("from", "to"))
    return first <= last and (look.on is None or last <= look.on)


def withdrawal_was_asked(look: Look) -> bool:
    if look.typed.get("ground") != WITHDRAWN:
        return True
    asked = look.last("request_withdrawal")
    return asked is not None and asked.facts.get("voluntary") is True


def standstill_is_over(look: Look) -> bool:
    """中止满六十日 (第四十一条第五项): the clock A21 has run out."""
    if look.typed.get("ground") != STANDSTILL:
        return True
    return look.on is not None and any(clock.rule == "A21" and clock.over(look.on) for clock in look.clocks)


def detained_for_the_same(look: Look) -> bool:
    """第四十一条第四项 is about 行政拘留 and 限制人身自由的行政强制措施 only."""
    return look.typed.get("ground") != CRIMINAL or look.file.case.act_kind in DETAINING


# The decision


def no_evidence_is_answered(look: Look) -> bool:
    """第七十条: an act without evidence is not upheld."""
    return look.typed.get("kind") != "uphold" or not look.has("no_reply")


def redo_follows_revocation(look: Look) -> bool:
    return look.typed.get("redo", NO_REDO) == NO_REDO or look.typed.get("kind") in ("revoke", "revoke_part")


def deadline_is_set(look: Look) -> bool:
    """第六十六条: 在一定期限内履行; a new act within a time of the decision's own needs that time as well."""
    timed = look.typed.get("kind") == "order_performance" or look.typed.get("redo") == REDO_SET
    return not timed or bool(look.typed.get("perform_by"))


def damages_follow_correction(look: Look) -> bool:
    return look.typed.get("damages") not in DAMAGES_DUE or look.typed.get("kind") in CORRECTIONS


def damages_have_amount(look: Look) -> bool:
    return look.typed.get("damages") != DAMAGES_PAID or bool(look.typed.get("amount"))


def norm_is_told(look: Look) -> bool:
    return not look.has("review_norm") or bool(look.typed.get("norm_result"))


def norm_result_is_founded(look: Look) -> bool:
    """第五十九条、第六十条: what is told is what the organ found itself, or was answered by the one it asked."""
    told = look.typed.get("norm_result")
    if not told:
        return True
    if told == NORM_ASKED_ELSEWHERE:
        return look.has("forward_norm") and look.has("norm_answered")
    handled = look.last("norm_handled")
    return handled is not None and handled.facts.get("result") == told


def decided_in_time(look: Look) -> bool:
    return look.on is None or not any(
        clock.rule in ("A18", "A20") and clock.over(look.on) for clock in look.clocks
    )
