"""期限 — the clocks of one case: which rules its steps have started, until when, and what ended them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from fuyi_desktop.domain.case import CaseFile, Informed
from fuyi_desktop.domain.counting import Due, Suspension, due, written
from fuyi_desktop.domain.errors import SuspensionOutside
from fuyi_desktop.domain.party import Role
from fuyi_desktop.domain.period import LocalDays
from fuyi_desktop.domain.procedure import NOBODY, Procedure
from fuyi_desktop.domain.rules import Roll, Rule, Rules
from fuyi_desktop.domain.steps import Step, track
from fuyi_desktop.domain.trail import Running
from fuyi_desktop.domain.workdays import Workdays

RECIPIENTS = {
    "applicant": (Role.APPLICANT,),
    "respondent": (Role.RESPONDENT,),
    "claimant": (Role.APPLICANT, Role.THIRD_PARTY),  # who may sue over a decision; the 被申请人 may not
    "each": (Role.APPLICANT, Role.RESPONDENT, Role.THIRD_PARTY),
}
INACTION, REAL_ESTATE = "行政不作为", "不动产"

# Which of several periods is a case's own: conditions that rules name in `only`.
ONLY: Mapping[str, Callable[[CaseFile], bool]] = {
    "informed": lambda file: not _inaction(file) and file.case.informed is not Informed.NO,
    "uninformed": lambda file: not _inaction(file) and file.case.informed is Informed.NO,
    "inaction": lambda file: _inaction(file) and not file.case.facts.get("duty_due"),
    "inaction_by_day": lambda file: _inaction(file) and bool(file.case.facts.get("duty_due")),
    "real_estate": lambda file: REAL_ESTATE in file.case.flags,
    "movable": lambda file: REAL_ESTATE not in file.case.flags,
}
NEAR = 3  # working days


class Start(NamedTuple):
    """The day a period counts from, by which step, whose it is, and whether that day is proved."""

    step: Step | None  # None: a date of the case itself, or the end of another period
    day: date
    party: str = ""
    proved: bool = True


class ClockState(StrEnum):
    """How a deadline stands on a day; the value is its word on screen."""

    OVERDUE = "超期"
    TODAY = "今日到期"
    NEAR = "临近"
    LATER = "未到"
    PROVISIONAL = "暂定"
    PAUSED = "中止"
    LAPSED = "已过"  # a court's or a citizen's own: nobody here is late
    DONE = "已完成"


@dataclass(frozen=True)
class Clock:
    """One running or finished period of a case."""

    rule: Rule
    due: Due
    started_by: str  # code of the step; what starts the rule where it is none
    party: str = ""  # id of the party whose own clock it is
    done_on: date | None = None
    recorded: bool = True  # False: counted from an expiry that nobody has recorded yet
    proved: bool = True  # False: the day of receipt is not known yet, counted from the day of sending
    paused_on: date | None = None  # 中止 without 恢复: it stands still, and its end is not known

    @property
    def running(self) -> Running:
        certain = self.proved and self.due.status == "certain" and self.paused_on is None
        return Running(self.rule.id, self.due.due, self.done_on, certain, self.party)

    @property
    def watched(self) -> bool:
        """Whether some step of the office ends it; a citizen's own right (起诉) is shown but not chased."""
        return self.rule.ours and self.paused_on is None

    def state(self, today: date, workdays: Workdays) -> ClockState:
        if self.done_on is not None:
            return ClockState.DONE
        if self.paused_on is not None:
            return ClockState.PAUSED
        if self.due.due < today:  # display is early on purpose: nothing is late before due has passed
            return ClockState.OVERDUE if self.rule.ours else ClockState.LAPSED
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
        clocks = _Course(file, counted, procedure, rules, workdays, today, local_days).clocks()
        consequence = _unrecorded(file, counted, procedure, clocks, today)
        if consequence is None or consequence.id in {step.id for step in file.steps}:
            break  # one that does not count would be offered for ever
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
            # the holder's: supposed of a station that no longer holds the case, it would never count
            supposed = procedure.draft(file, offer.kind.code, offer.on, {})
            name = f"{offer.kind.code}:{offer.on}"
            return replace(supposed, id=name, recorded_at=counted[0].recorded_at)
    return None


@dataclass(frozen=True)
class _Course:
    """One file and its counted steps, held against the rules."""

    file: CaseFile
    counted: tuple[Step, ...]
    procedure: Procedure
    rules: Rules
    workdays: Workdays
    today: date | None
    local_days: LocalDays

    def clocks(self) -> list[Clock]:
        found: list[Clock] = []
        rules = [rule for rule in self.rules.rules if self._concerns(rule)]
        for rule in sorted(rules, key=_after_others):
            for start in self._starts(rule, found):
                if self._holds(rule, start.day):
                    found.append(self._clock(rule, start))
        return found

    def _holds(self, rule: Rule, day: date) -> bool:
        """Whether it is the version for that day.

        A statute holds for what came before it as well, until its older text is among the rules: the answer
        says so. Without it a period would run for nobody.
        """
        if rule.effective_to is not None and day > rule.effective_to:
            return False
        return self.rules.on(rule.id, day) is rule and (rule.statutory or rule.in_force(day))

    def _concerns(self, rule: Rule) -> bool:
        return (
            (rule.counts or rule.as_written)
            and bool(rule.starts)
            and self.procedure.kind in (rule.cases or (rule.procedure,))
            and rule.track in ("", track(self.counted))
            and (not rule.only or ONLY[rule.only](self.file))
        )

    def _clock(self, rule: Rule, start: Start) -> Clock:
        ended, code = self._ended(rule, start), start.step.code if start.step else rule.starts[0]
        suspensions, paused = _suspensions(rule, self.counted)
        if rule.as_written:
            answer = written(rule, start.day, self.workdays)
        else:
            granted = _extended(rule, self.counted)
            answer = _answer(rule, start.day, self.workdays, granted, suspensions, self.local_days)
        standing = paused if ended is None and paused and start.day <= paused <= answer.due else None
        return Clock(rule, answer, code, start.party, ended, proved=start.proved, paused_on=standing)

    def _starts(self, rule: Rule, others: Sequence[Clock]) -> Iterator[Start]:
        for spec in rule.starts:
            what, _, which = spec.partition("/")
            if what == "case":
                if day := _of_case(self.file, which):
                    yield Start(None, day)
            elif what in ("due", "end"):
                for clock in others:
                    ended = what == "end" and clock.done_on is not None
                    if clock.rule.id == which and (ended or self._missed(clock)):
                        yield Start(None, clock.due.due, clock.party)
            else:
                for step in self.counted:
                    if _is(step, spec) and _says(step, rule):
                        yield from self._from_step(rule, step, served=bool(which))

    def _from_step(self, rule: Rule, step: Step, *, served: bool) -> Iterator[Start]:
        """`served/FORM` counts from the service of that form on a party, a step from its own day or fact."""
        if served:
            party = str(step.facts.get("party", ""))
            if not rule.recipient or party in self._parties(rule):
                yield Start(step, step.on, party)
        elif rule.recipient:
            yield from self._received(rule, step)
        elif day := _dated(rule, step):
            for party in self._apart(rule) or ("",):
                yield Start(step, day, party)

    def _received(self, rule: Rule, step: Step) -> Iterator[Start]:
        """The day each recipient had the paper this step sent: by its proof of service, else as it says.

        Where neither is known the clock is shown from the day of sending, and binds nobody.
        """
        form = self.procedure.step(step.code).delivers
        recipients = self._parties(rule)
        proofs = [
            proof for proof in self.counted
            if proof.code == "served" and proof.facts.get("paper") == form
            and proof.facts.get("party") in recipients and proof.on >= step.on
        ]  # fmt: skip
        for proof in proofs:
            yield Start(step, proof.on, str(proof.facts["party"]))
        unproved = set(self._apart(rule)) - {str(proof.facts["party"]) for proof in proofs}
        day = _dated(rule, step)
        for party in sorted(unproved) or ([] if proofs else [""]):
            yield Start(step, day or step.on, party, day is not None)

    def _missed(self, clock: Clock) -> bool:
        """Whether a period has run out without what it was for, as of today."""
        if clock.done_on is not None:
            return clock.done_on > clock.due.due
        return self.today is not None and clock.running.over(self.today)

    def _ended(self, rule: Rule, start: Start) -> date | None:
        steps = self.counted
        if start.step is not None:
            # N日前: the notice that sets the day is itself what has to be in time
            at = steps.index(start.step) + (rule.roll is not Roll.BACKWARD)
            steps = steps[at:]
        whose = start.party or self._own
        for step in steps:
            other = whose and step.facts.get("party", whose) != whose
            if step.by != NOBODY and not other and any(_is(step, spec) for spec in rule.ends):
                return step.on
        return None

    @cached_property
    def _own(self) -> str:
        """The organ itself where it is a party: another party's 上诉 does not end our own period."""
        respondents = self.file.of(Role.RESPONDENT)
        return next((party.id for party in respondents if party.name == self.file.organ.full_name), "")

    def _parties(self, rule: Rule) -> set[str]:
        return {party.id for party in self.file.of(*RECIPIENTS[rule.recipient])}

    def _apart(self, rule: Rule) -> tuple[str, ...]:
        """The parties that have a clock each; none where the rule knows none, or there is only one party."""
        found = self.file.of(*RECIPIENTS[rule.each]) if rule.each else ()
        return tuple(party.id for party in found) if len(found) > 1 else ()


def _after_others(rule: Rule) -> bool:
    """Periods that count from the end of another come after it."""
    return any(spec.startswith(("due/", "end/")) for spec in rule.starts)


def _is(step: Step, spec: str) -> bool:
    code, _, form = spec.partition("/")
    return step.code == code and (not form or step.facts.get("paper") == form)


def _says(step: Step, rule: Rule) -> bool:
    return all(str(step.facts.get(fact, "")) in allowed for fact, allowed in rule.when)


def _of_case(file: CaseFile, name: str) -> date | None:
    given = getattr(file.case, name, None) or file.case.facts.get(name)
    return given if isinstance(given, date) else _day(given)


def _dated(rule: Rule, step: Step) -> date | None:
    """The day the step gives for the rule: its own, or that of the fact the rule names, if it is known."""
    return _day(step.facts.get(rule.dated_by)) if rule.dated_by else step.on


def _day(given: object) -> date | None:
    return date.fromisoformat(str(given)) if given else None


def _inaction(file: CaseFile) -> bool:
    return file.case.act_kind == INACTION


def _extended(rule: Rule, counted: Sequence[Step]) -> int:
    """The days granted, never more than the rule allows."""
    if rule.extension is None or not rule.extended_by:
        return 0
    days = sum(int(step.facts.get("days") or 0) for step in counted if step.code == rule.extended_by)
    return days if rule.extension.max is None else min(days, rule.extension.max)


def _suspensions(rule: Rule, counted: Sequence[Step]) -> tuple[list[Suspension], date | None]:
    """Time that does not count (行政复议法第三十九条), and the day of a 中止 that is still on."""
    found, begun = [], None
    for step in counted:
        if rule.suspended_by and step.code == rule.suspended_by:
            begun = begun or step.on
        elif rule.resumed_by and step.code == rule.resumed_by and begun is not None:
            found.append(Suspension(begun, step.on))
            begun = None
        elif rule.excluded_by and step.code == rule.excluded_by:
            first, last = _day(step.facts.get("from")), _day(step.facts.get("to"))
            if first and last and first <= last:
                found.append(Suspension(first, last))
    return found, begun


def _answer(
    rule: Rule, start: date, workdays: Workdays, extend: int, suspensions: Sequence[Suspension],
    local_days: LocalDays,
) -> Due:  # fmt: skip
    """The period with what stopped it while it ran: a 中止 after its end brings it no new days."""
    inside = sorted(Suspension(max(s.start, start), s.end) for s in suspensions if s.end > start)
    while True:
        try:
            return due(rule, start, workdays, extend=extend, suspensions=inside, local_days=local_days)
        except SuspensionOutside:
            inside.pop()
