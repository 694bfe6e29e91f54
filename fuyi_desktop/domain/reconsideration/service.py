"""送达 — which papers are served, and when a decision has reached everybody (行政复议法第七十五条)."""

from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.forms import FORMS, PARTIES, form_of
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.reconsideration import promised
from fuyi_desktop.domain.reconsideration.guards import STAND_IN, speaks_for
from fuyi_desktop.domain.reconsideration.states import ANYWHERE
from fuyi_desktop.domain.service import steps
from fuyi_desktop.domain.service.course import SERVED
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Branch, Guard, Look, Trail, typed_only

BASIS = "行政复议法第八十八条"
DELIVERED = tuple(
    Choice(form.id, form.delivery)
    for form in sorted(FORMS.values(), key=lambda form: not form.decides)  # decisions first
    if form.served and form.id.startswith("F")
)


def serves_decision(step: Step) -> bool:
    """Whether the step is the service of a decision on one party."""
    return step.code == SERVED and form_of(step.facts.get("paper")).decides


def served_to_all(trail: Trail) -> str:
    """R23 when every party has the decision, R22 until then; other papers change nothing."""
    state = trail.states[-1]
    if state not in ("R21", "R22") or not serves_decision(trail.counted[-1]):
        return state
    return "R23" if everybody_has(trail) else "R22"


def everybody_has(trail: Trail) -> bool:
    """Whether each party has had the decision, the termination or the 调解书."""
    have = {step.facts.get("party") for step in trail.counted if serves_decision(step)}
    return {party.id for party in trail.file.of(*PARTIES)} <= have


def respondent_has(look: Look) -> bool:
    """A decision takes effect on service; the copy letter waits for the 被申请人's (第七十九条第二款)."""
    respondents = {party.id for party in look.file.of(Role.RESPONDENT)}
    return any(serves_decision(step) and step.facts.get("party") in respondents for step in look.counted)


def refusal_served(look: Look) -> bool:
    """Whether each applicant who was refused has the decision, from which the right to sue runs."""
    have = {
        step.facts.get("party")
        for step in look.counted
        if step.code == SERVED and step.facts.get("paper") == "F04"
    }
    return not look.has("refuse") or {party.id for party in look.file.of(Role.APPLICANT)} <= have


def ending_served(look: Look) -> bool:
    return not look.has("terminate", "dismiss") or everybody_has(look)


def exists(look: Look) -> bool:
    """Whether the paper that decides has been made by the day of its service."""
    form = form_of(look.typed.get("paper"))
    if not form.decides:
        return True
    decision = look.last(form.cause)
    return decision is not None and (look.on is None or decision.on <= look.on)


def on_a_party(look: Look) -> bool:
    """第八十八条: the agent's receipt is the party's, and recorded as such: each party's periods run from it."""
    party = look.file.party(str(look.typed.get("party", "")))
    return party is None or party.role not in STAND_IN


def acted_for(look: Look) -> list[str]:
    """Whom the one that was chosen acts for."""
    found = (look.file.party(one) for one in speaks_for(look.file, str(look.typed.get("party", ""))))
    return [party.name for party in found if party is not None]


def not_served_before(look: Look) -> bool:
    this = (look.typed.get("paper"), look.typed.get("party"))
    return all(
        (step.facts.get("paper"), step.facts.get("party")) != this or _given_again(look, step)
        for step in look.counted
        if step.code == SERVED
    )


def _given_again(look: Look, served: Step) -> bool:
    """A paper of a step that was taken again since (a second 中止) is another paper."""
    cause = look.last(form_of(served.facts.get("paper")).cause)
    return cause is not None and cause.on > served.on


GUARDS = (
    Guard("送达代理人、代表人的，对所代理的当事人发生效力，受送达人应当选", "民事诉讼法第八十八条", typed_only(on_a_party), acted_for),
    Guard("还没有作出决定", "行政复议法第七十五条", typed_only(exists)),
    Guard("这份文书已经登记送达给这位当事人", "", typed_only(not_served_before)),
)  # fmt: skip
WHERE = ANYWHERE - {"R00"}
SERVICE = (
    *steps.before_receipt(DELIVERED, WHERE, GUARDS, BASIS, "复议机构"),
    StepKind(
        SERVED, "送达", WHERE, Branch(("R22", "R23"), served_to_all),
        fields=(steps.paper(DELIVERED), steps.PARTY, *steps.RECEIVED),
        guards=(
            *GUARDS, *steps.RECEIVED_WELL,
            Guard("文书上的期限与送达日不符", "", typed_only(promised.as_printed), promised.otherwise_printed, asks=True),
            Guard("听证通知送达到听证之间没有隔足五个工作日，请核对是否改期", "行政复议法第五十一条第一款",
                  typed_only(promised.hearing_told_in_time), asks=True),
        ),
        papers=("F28",), files=("F28",), article="行政复议法第七十五条", repeats=True,
        help="逐个当事人登记收到的日期；各人的起诉期限从各人收到之日的次日起算。",
    ),
    *steps.after_receipt(DELIVERED, WHERE, BASIS, "复议机构"),
)  # fmt: skip
