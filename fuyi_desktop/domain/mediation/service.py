"""送达纾解告知书 — the paper that every 当事人 of a 纾解 has to have, and how it gets there."""

from dataclasses import replace

from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.forms import CORRECTION, form_of
from fuyi_desktop.domain.mediation.choices import FLOW
from fuyi_desktop.domain.mediation.guards import ONCE_EACH, all_notified
from fuyi_desktop.domain.mediation.states import ANYWHERE, UNDER_WAY, WAITING
from fuyi_desktop.domain.procedure import StepKind
from fuyi_desktop.domain.service import steps
from fuyi_desktop.domain.service.course import NOTICE_OF_MEDIATION, NOTIFIED
from fuyi_desktop.domain.trail import Branch, Look, typed_only

DELIVERED = tuple(Choice(form, form_of(form).delivery) for form in (NOTICE_OF_MEDIATION, CORRECTION))
TAKEN_UP = ANYWHERE - WAITING
EVERYBODY = replace(steps.PARTY, required=False, help="不填时是全体当事人。")


def _still_to_go(look: Look) -> bool:
    """The notice, until everybody has it; a correction has its own step that says so."""
    return look.typed.get("paper") != NOTICE_OF_MEDIATION or ONCE_EACH.holds(look)


ON_THE_WAY = replace(ONCE_EACH, holds=typed_only(_still_to_go))
SERVICE = (
    *steps.before_receipt(DELIVERED, TAKEN_UP, (ON_THE_WAY,), FLOW, "承办单位"),
    StepKind(
        NOTIFIED, "送达纾解告知书", UNDER_WAY, Branch(("M04", "M03"), all_notified),
        fields=(EVERYBODY, *steps.RECEIVED), guards=(ONCE_EACH, *steps.RECEIVED_WELL),
        papers=("F28",), files=("G06", "F28"), article=FLOW, actor="承办单位", repeats=True,
        help="指派之日起三个工作日内送达。告知书上写明复议、起诉还剩多少日，期限照常计算。",
    ),
    *steps.after_receipt(DELIVERED, TAKEN_UP, FLOW, "承办单位"),
)  # fmt: skip
