"""案件保管 — who holds a case: derived from its 指派, 移交, 退回 and 收回, so that it cannot conflict.

A tenure is the time a case lies with one station. Each step names the tenure it was recorded under, each
收回 the tenure it ends and what the center had seen of it; so every station comes to the same answer,
whatever arrives first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.steps import Step

ASSIGN, HAND_OVER, GIVE_BACK, TAKE_BACK = "assign", "hand_over", "give_back", "take_back"
ADOPT = "adopt"  # 采用: steps of a former holder that had not heard of the change
REMIND = "remind"
MOVES = frozenset({ASSIGN, HAND_OVER, GIVE_BACK, TAKE_BACK})
HOME = ""  # the tenure of the station that registered the case


@dataclass(frozen=True)
class Tenure:
    """The time a case lay with one station: from the move that brought it to the one that took it away."""

    station: str
    since: Step | None = None
    until: Step | None = None

    @property
    def id(self) -> RecordId:
        return self.since.id if self.since else HOME

    def covers(self, step: Step) -> bool:
        """Whether the station could record the step; what a 收回 had not seen came too late."""
        if step.station != self.station or step.under not in (None, self.id):
            return False
        if self.until is None or self.until.code != TAKE_BACK:
            return True
        return step.id in self.until.facts.get("seen", ())


def tenures(file: CaseFile) -> tuple[Tenure, ...]:
    """Every tenure of the case, the present one last."""
    moves = sorted(_moves(file), key=lambda step: (step.on, step.id))
    found = [Tenure(file.case.home)]
    while move := _ending(found[-1], moves):
        moves.remove(move)
        found[-1] = Tenure(found[-1].station, found[-1].since, move)
        found.append(Tenure(CENTER if move.code == TAKE_BACK else str(move.facts["to"]), move))
    return tuple(found)


def holder(file: CaseFile) -> str:
    """The station that may act on the case now."""
    return tenures(file)[-1].station


def strays(file: CaseFile) -> frozenset[RecordId]:
    """Steps recorded by a station that did not hold the case, and that the center has not adopted (采用)."""
    held = tenures(file)
    adopted = {
        step_id
        for step in file.steps
        if step.code == ADOPT and step.station == CENTER and not step.voided
        for step_id in step.facts.get("steps", ())
    }
    return frozenset(
        step.id
        for step in file.steps
        if not step.voided
        and step.id not in adopted
        and step.station != CENTER  # it acts on a case it does not hold only where the table lets it
        and not any(tenure.covers(step) for tenure in held)
    )


def taken_back(file: CaseFile) -> dict[str, Any]:
    """What a 收回 says beside its reason: the tenure it ends, and which of its steps had been seen."""
    tenure = tenures(file)[-1]
    seen = [step.id for step in file.steps if step.station == tenure.station]
    return {"from": tenure.id, "seen": seen}


def _moves(file: CaseFile) -> Iterator[Step]:
    for step in file.steps:
        if step.voided or step.code not in MOVES:
            continue
        if isinstance(step.facts.get("to"), str) or (step.code == TAKE_BACK and step.station == CENTER):
            yield step


def _ending(tenure: Tenure, moves: list[Step]) -> Step | None:
    """The move that ended a tenure: the center's word before the holder's own."""
    for move in moves:
        if move.code == TAKE_BACK and move.facts.get("from") == tenure.id:
            return move
    since = tenure.since.on if tenure.since else None
    for move in moves:
        if move.code == TAKE_BACK or move.station != tenure.station:
            continue
        # a move that does not say its tenure is the holder's next one by its day
        if move.under == tenure.id or (move.under is None and (since is None or move.on >= since)):
            return move
    return None
