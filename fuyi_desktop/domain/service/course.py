"""送达的经过 — what was tried to serve a paper on a party, what came back, and what reached them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.steps import Step

SERVED, NOTIFIED = "served", "notify"
DISPATCHED, FAILED, CONFIRMED, FILED = "dispatched", "service_failed", "address_confirmed", "proof_filed"
NOTICE_OF_MEDIATION = "G06"
# A step that says a paper was received → the form it delivers, "" where its facts say which.
RECEIPTS: Mapping[str, str] = {SERVED: "", NOTIFIED: NOTICE_OF_MEDIATION}
AGREES = "yes"  # to electronic service


@dataclass(frozen=True)
class Attempt:
    """One try to serve a paper: under way until it arrives or comes back."""

    method: Method
    on: date  # sent, or gone there in person
    step_id: RecordId
    number: str = ""  # of the mail
    failed_on: date | None = None
    failure: str = ""  # code of why it did not arrive
    note: str = ""


def method_of(step: Step) -> Method | None:
    """How the step says it was done."""
    name = str(step.facts.get("method", "")).upper()
    return Method[name] if name in Method.__members__ else None


def form_named(fact: object) -> str:
    """The form of a fact; a step that names none is about the only one of its procedure."""
    return str(fact) if fact else NOTICE_OF_MEDIATION


def form_served(step: Step) -> str:
    """The form that a step of service speaks of."""
    return RECEIPTS.get(step.code) or form_named(step.facts.get("paper"))


def receipt_of(form: str) -> str:
    """Code of the step that records the receipt of a paper of this form."""
    return next((code for code, own in RECEIPTS.items() if own == form), SERVED)


def concerns(step: Step, form: str, party: RecordId) -> bool:
    """Whether a step of service is about this paper and this party; one that names nobody is about all."""
    return form_served(step) == form and step.facts.get("party") in (party, None)


def receipts(counted: Iterable[Step], form: str, party: RecordId) -> tuple[Step, ...]:
    """The services of such a paper on a party, in order."""
    return tuple(step for step in counted if step.code in RECEIPTS and concerns(step, form, party))


def attempts(counted: Sequence[Step], form: str, party: RecordId) -> tuple[Attempt, ...]:
    """What was tried with this paper, each with what became of it.

    What comes back belongs to the oldest that was sent in the same way and is still under way.
    """
    found: list[Attempt] = []
    own = [step for step in counted if step.code in (DISPATCHED, FAILED) and concerns(step, form, party)]
    for step in sorted(own, key=lambda step: (step.on, step.code != DISPATCHED)):
        method = method_of(step)
        if method is None:
            continue
        number = str(step.facts.get("mail_number", ""))
        if step.code == DISPATCHED:
            found.append(Attempt(method, step.on, step.id, number))
            continue
        back = {
            "failed_on": step.on, "failure": str(step.facts.get("reason", "")),
            "note": str(step.facts.get("note", "")),
        }  # fmt: skip
        at = next(
            (
                n for n, one in enumerate(found)
                if one.method is method and one.failed_on is None and number in ("", one.number)
            ),
            None,
        )  # fmt: skip
        if at is None:
            sent = date.fromisoformat(str(step.facts.get("posted_on") or step.on.isoformat()))
            found.append(replace(Attempt(method, sent, step.id, number), **back))  # type: ignore[arg-type]
        else:
            found[at] = replace(found[at], **back)  # type: ignore[arg-type]
    return tuple(found)


def since_reached(counted: Sequence[Step], party: RecordId) -> tuple[Attempt, ...]:
    """What was tried in vain with any paper since the last one that reached the party."""
    last = max(
        (step.on for step in counted if step.code in RECEIPTS and step.facts.get("party") in (party, None)),
        default=date.min,
    )
    later = [step for step in counted if step.on >= last]
    forms = dict.fromkeys(form_served(step) for step in later if step.code in (DISPATCHED, FAILED))
    return tuple(one for form in forms for one in attempts(later, form, party) if one.failed_on is not None)


def confirmation(counted: Sequence[Step], party: RecordId) -> Step | None:
    """The last 地址确认 of a party."""
    own = (step for step in counted if step.code == CONFIRMED and step.facts.get("party") == party)
    return max(own, key=lambda step: (step.on, step.id), default=None)


def consents(counted: Sequence[Step], party: Party) -> bool:
    """Whether the party agrees to electronic service: as last confirmed, else as registered."""
    last = confirmation(counted, party.id)
    return party.e_service if last is None else last.facts.get("e_consent") == AGREES


def address(counted: Sequence[Step], party: Party) -> str:
    """Where papers go: the address last confirmed, else the registered one."""
    last = confirmation(counted, party.id)
    return str((last.facts.get("address") if last else "") or party.address)


def e_address(counted: Sequence[Step], party: RecordId) -> str:
    """Where electronic papers go, where it has been confirmed."""
    last = confirmation(counted, party)
    return str((last.facts.get("e_address") if last else "") or "")
