"""期限 — the clocks of one case: which rules its steps have started, until when, and what ended them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.counting import Due, Suspension, due
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.domain.procedure import Procedure, Running
from fuyi_desktop.domain.rules import Rule, Rules
from fuyi_desktop.domain.steps import Step, track
from fuyi_desktop.domain.workdays import Workdays

RECIPIENTS = {
    "applicant": (Role.APPLICANT,),
    "respondent": (Role.RESPONDENT,),
    "claimant": (Role.APPLICANT, Role.THIRD_PARTY),  # who may sue over a decision; the 被申请人 may not
    "each": (Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY),
}
NEAR = 3  # working days
NOBODY = ""  # an expiry that has happened, and that nobody has recorded: it starts clocks and ends none


Start = tuple[
    Step, date, str, bool
]  # the step, the day it counts from, whose, and whether that day is proved


class ClockState(StrEnum):
    """How a deadline stands on a day; the value is its word on screen."""

    OVERDUE = "超期"
    TODAY = "今日到期"
    NEAR = "临近"
    LATER = "未到"
    PROVISIONAL = "暂定"
    DONE = "已完成"


@dataclass(frozen=True)
class Clock:
    """One running or finished period of a case."""

    rule: Rule
    due: Due
    started_by: str  # code of the step
    party: str = ""  # id of the party whose own clock it is
    done_on: date | None = None
    recorded: bool = True  # False: counted from an expiry that nobody has recorded yet
    proved: bool = True  # False: the day of receipt is not known yet, counted from the day of sending

    @property
    def running(self) -> Running:
        certain = self.proved and self.due.status == "certain"
        return Running(self.rule.id, self.due.due, self.done_on is not None, certain)

    @property
    def watched(self) -> bool:
        """Whether some step of the office ends it; a citizen's own right (起诉) is shown but not chased."""
        return bool(self.rule.ends)

    def state(self, today: date, workdays: Workdays) -> ClockState:
        if self.done_on is not None:
            return ClockState.DONE
        if self.due.due < today:  # display is early on purpose: nothing is late before due has passed
            return ClockState.OVERDUE
        if self.due.display == today:
            return ClockState.TODAY
        if self.due.status == "provisional":
            return ClockState.PROVISIONAL
        near = workdays.between(today, self.due.display) <= NEAR
        return ClockState.NEAR if near else ClockState.LATER


def deadlines(
    file: CaseFile, procedure: Procedure, rules: Rules, workdays: Workdays, today: date | None = None,
    *, local_days: LocalDays = LocalDays.WORKING,
) -> tuple[Clock, ...]:  # fmt: skip
    """Every clock that the file's steps have started, by due day.

    With a day given, an expiry that has happened by then starts the clocks that depend on it (视为受理 starts
    A18), whether or not somebody has recorded it.
    """
    expired: set[str] = set()
    while True:
        counted = procedure.replay(file).counted
        clocks = _clocks(file, counted, rules, workdays, procedure, local_days)
        consequence = _unrecorded(file, counted, procedure, clocks, today)
        if consequence is None:
            break
        expired.add(consequence.code)
        file = replace(file, steps=(*file.steps, consequence))
    found = (replace(clock, recorded=clock.started_by not in expired) for clock in clocks)
    return tuple(sorted(found, key=lambda clock: (clock.due.display, clock.rule.id)))


def next_clock(clocks: tuple[Clock, ...]) -> Clock | None:
    """The watched clock that runs out first."""
    return next((clock for clock in clocks if clock.watched and clock.done_on is None), None)


def _unrecorded(
    file: CaseFile, counted: tuple[Step, ...], procedure: Procedure, clocks: list[Clock], today: date | None
) -> Step | None:
    if today is None or not counted:
        return None
    running = [clock.running for clock in clocks]
    for offer in procedure.offers(file, today, running):
        if offer.on is not None:
            return Step(
                id=f"{offer.kind.code}:{offer.on}", case_id=file.case.id, code=offer.kind.code, on=offer.on,
                by=NOBODY, station=file.case.home, recorded_at=counted[0].recorded_at,
            )  # fmt: skip
    return None


def _clocks(
    file: CaseFile, counted: tuple[Step, ...], rules: Rules, workdays: Workdays, procedure: Procedure,
    local_days: LocalDays,
) -> list[Clock]:  # fmt: skip
    on_track = track(counted)
    found = []
    for rule in rules.rules:
        if rule.procedure not in (procedure.kind, "reporting") or rule.track not in ("", on_track):
            continue
        if not rule.counts:
            continue
        for step, start, party, proved in _starts(rule, file, counted, procedure):
            if not rule.in_force(start):
                continue
            answer = due(
                rule, start, workdays,
                extend=_extended(rule, counted), suspensions=tuple(_suspensions(rule, counted)),
                local_days=local_days,
            )  # fmt: skip
            found.append(Clock(rule, answer, step.code, party, _ended(rule, counted, step), proved=proved))
    return found


def _starts(rule: Rule, file: CaseFile, counted: tuple[Step, ...], procedure: Procedure) -> Iterator[Start]:
    """Each (step, day, party, proved) that sets the rule's clock going.

    A start is the code of a step, or `served/FORM` for the service of that form on a party.
    """
    for spec in rule.starts:
        code, _, form = spec.partition("/")
        for step in counted:
            if step.code != code or (form and step.facts.get("paper") != form):
                continue
            if form and rule.recipient and step.facts.get("party") not in _parties(rule, file):
                continue
            if form:
                yield step, step.on, str(step.facts.get("party", "")), True
            elif rule.recipient:
                yield from _received(rule, file, counted, procedure, step)
            elif day := _dated(rule, step):
                yield step, day, "", True


def _received(
    rule: Rule, file: CaseFile, counted: tuple[Step, ...], procedure: Procedure, step: Step
) -> Iterator[Start]:
    """The day each recipient had the paper this step sent: by its proof of service, else as the step says.

    Where neither is known the clock is shown from the day of sending, and binds nobody.
    """
    form = procedure.step(step.code).delivers
    recipients = _parties(rule, file)
    proofs = [
        proof for proof in counted
        if proof.code == "served" and proof.facts.get("paper") == form
        and proof.facts.get("party") in recipients and proof.on >= step.on
    ]  # fmt: skip
    for proof in proofs:
        yield step, proof.on, str(proof.facts["party"]), True
    if not proofs:
        day = _dated(rule, step)
        yield step, day or step.on, "", day is not None


def _parties(rule: Rule, file: CaseFile) -> set[str]:
    return {party.id for party in file.of(*RECIPIENTS[rule.recipient])}


def _dated(rule: Rule, step: Step) -> date | None:
    """The day the step gives for the rule: its own, or that of the fact the rule names, if it is known."""
    if not rule.dated_by:
        return step.on
    given = step.facts.get(rule.dated_by)
    return date.fromisoformat(str(given)) if given else None


def _ended(rule: Rule, counted: tuple[Step, ...], start: Step) -> date | None:
    after = counted[counted.index(start) + 1 :]
    return next((step.on for step in after if step.code in rule.ends and step.by != NOBODY), None)


def _extended(rule: Rule, counted: tuple[Step, ...]) -> int:
    return sum(int(step.facts.get("days") or 0) for step in counted if step.code == rule.extended_by)


def _suspensions(rule: Rule, counted: tuple[Step, ...]) -> Iterator[Suspension]:
    """中止 to 恢复, in pairs (行政复议法第三十九条)."""
    begun: date | None = None
    for step in counted:
        if step.code == rule.suspended_by and rule.suspended_by:
            begun = step.on
        elif step.code == rule.resumed_by and begun is not None:
            yield Suspension(begun, step.on)
            begun = None
