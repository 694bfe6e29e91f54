"""答复 — several 被申请人 answer each for itself: whose reply is here, and whose is not (行政复议法第四十八条)."""

from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.trail import Look, Trail

REPLIES = "reply", "no_reply"


def _answered(trail: Trail) -> frozenset[str]:
    """The respondents whose reply, or its failing, is recorded; a record that names nobody is of all."""
    said = [step.facts.get("party") for step in trail.counted if step.code in REPLIES]
    everybody = {party.id for party in trail.file.of(Role.RESPONDENT)}
    return frozenset(everybody if None in said else map(str, said))


def all_replied(trail: Trail) -> str:
    """R12 once every respondent has replied, or the time for it has run out."""
    state = trail.states[-1]
    everybody = {party.id for party in trail.file.of(Role.RESPONDENT)}
    return "R12" if state == "R11" and everybody <= _answered(trail) else state


def replier_is_named(look: Look) -> bool:
    """Needless where there is only one."""
    respondents = {party.id for party in look.file.of(Role.RESPONDENT)}
    return len(respondents) < 2 or look.typed.get("party") in respondents


def not_replied_before(look: Look) -> bool:
    return look.typed.get("party") not in _answered(look)
