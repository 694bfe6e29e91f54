"""被告 — whom a suit after reconsideration is against (行政诉讼法第二十六条第二款、第三款)."""

from collections.abc import Iterable

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.decisions import CHANGES
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.steps import Step

BY_PROCEDURE = "procedure"  # 以违反法定程序为由确认违法: not a change of the act (司法解释第二十二条第三款)
NOT_ENTERED_INTO = frozenset({"refuse", "dismiss", "terminate"})  # the application was not gone into


def organ_alone(steps: Iterable[Step]) -> bool:
    """Whether the 复议机关 is sued alone: it changed the act, did not go into it, or did not decide."""
    ended = [step for step in steps if step.code in NOT_ENTERED_INTO | {"decide"} and not step.voided]
    if not ended or ended[-1].code in NOT_ENTERED_INTO:
        return True
    facts = ended[-1].facts
    if facts.get("kind") == "declare_unlawful" and facts.get("unlawful") == BY_PROCEDURE:
        return False
    return facts.get("kind") in CHANGES


def defendants(file: CaseFile) -> tuple[str, ...]:
    """The defendants by name: the 复议机关 alone, or together with the organ whose act it upheld."""
    if organ_alone(file.steps):
        return (file.organ.full_name,)
    return (*(party.name for party in file.of(Role.RESPONDENT)), file.organ.full_name)
