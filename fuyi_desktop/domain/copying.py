"""抄告 — whom a decision or 意见书 in force is copied to, in which letter (行政复议法第七十九条)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.decisions import CHANGES, DECISIONS
from fuyi_desktop.domain.fields import Choice
from fuyi_desktop.domain.forms import COPY_LETTER, FORMS
from fuyi_desktop.domain.party import Party, Role, Unit
from fuyi_desktop.domain.reconsideration.grounds import COPIED_BY, LOCAL, STATUTORY
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.trail import Trail

COPY_TABLE = "F30"
LETTER, BATCH = "letter", "batch"  # as the step of copying says it
COPIED, OPINION, OPINION_LETTER = "copied", "opinion", "F31"
ENDED_BY: Mapping[str, str] = {  # step → the 决定书 it makes; a 调解书 is no 决定书, and nothing copies it
    form.cause: form.id for form in FORMS.values() if form.decides and form.id != "F17"
}
WITHOUT_DECISION = (Choice("terminate", "终止"), Choice("dismiss", "驳回申请"))
RESULTS: Mapping[str, str] = {choice.code: choice.label for choice in (*DECISIONS, *WITHOUT_DECISION)}
ARTICLES: Mapping[str, str] = {choice.code: choice.article for choice in COPIED_BY}
GOVERNMENTS = ("人民政府", "街道办事处")  # how the name of a respondent ends that is no 部门


@dataclass(frozen=True)
class Ending:
    """How a case ended: the step, the 决定书 that says so, and the result in the words of the tables."""

    step: Step
    form: str
    result: str  # revoke, uphold … or the step itself

    @property
    def label(self) -> str:
        return RESULTS.get(self.result, self.result)

    @property
    def letter(self) -> str:
        """One letter a case for what corrects the organ, the table for the others (D03, D04)."""
        return COPY_LETTER if self.result in CHANGES else COPY_TABLE


@dataclass(frozen=True)
class CopyDue:
    """One recipient who has to be told of one paper, and the day it was done."""

    paper: str  # F26, F20, F27: the decision; F31: the 意见书
    recipient: str  # empty where the settings do not name it
    respondent: str
    form: str  # F29: a letter of its own; F30: the table of a period
    basis: str  # statutory or local
    since: date  # the day the paper took effect
    done_on: date | None = None

    @property
    def open(self) -> bool:
        return self.done_on is None

    @property
    def article(self) -> str:
        return ARTICLES[self.basis]

    @property
    def told(self) -> str:
        """The recipient, or what the settings still have to say."""
        return self.recipient or f"{self.respondent}的上一级主管部门（设置中没有填写）"


def ending(trail: Trail) -> Ending | None:
    """How the case ended, as far as there is a 决定书 to copy."""
    step = trail.last(*ENDED_BY)
    if step is None or trail.file.case.kind is not CaseKind.RECONSIDERATION:
        return None
    return Ending(step, ENDED_BY[step.code], str(step.facts.get("kind") or step.code))


def copies(trail: Trail, units: Sequence[Unit], choices: Chosen) -> tuple[CopyDue, ...]:
    """Everything that has to be copied in a case since it took effect, done or not, the earliest first."""
    owed: dict[tuple[str, str, str, date | None], CopyDue] = {}
    for found in _owed(trail, units, choices):
        # two respondents under one department make one letter, an 意见书 of another day another one
        again = found.since if found.paper == OPINION_LETTER else None
        key = (found.paper, found.basis, found.recipient or found.respondent, again)
        if key not in owed or found.since < owed[key].since:
            owed[key] = found
    every = sorted(
        owed.values(), key=lambda due: (due.since, due.paper, due.basis != STATUTORY, due.recipient)
    )
    sent = [step for step in trail.counted if step.code == COPIED]
    done = tuple(replace(due, done_on=_done_on(due, every, sent)) for due in every)
    return (*done, *_beyond(trail, done, sent))


def _beyond(trail: Trail, owed: Sequence[CopyDue], sent: Sequence[Step]) -> Iterator[CopyDue]:
    """What was copied by the county's rule though nothing obliges to it here: done, and never open."""
    ended, respondents = ending(trail), trail.file.of(Role.RESPONDENT)
    if ended is None or any(due.basis == LOCAL for due in owed):
        return
    for step in sent:
        if step.facts.get("basis", STATUTORY) == LOCAL:
            days = [_served(trail, ended.form, party, ended.step.on) for party in respondents]
            since, names = (
                min((day for day in days if day), default=step.on),
                [one.name for one in respondents],
            )
            form = COPY_TABLE if step.facts.get("by") == BATCH else COPY_LETTER
            to = str(step.facts.get("to", ""))
            yield CopyDue(ended.form, to, "、".join(names), form, LOCAL, since, step.on)


def copies_due(trail: Trail, units: Sequence[Unit], choices: Chosen) -> tuple[CopyDue, ...]:
    """What is in force and has not been copied yet."""
    return tuple(due for due in copies(trail, units, choices) if due.open)


def is_department(respondent: str, unit: Unit | None, organ: Unit) -> bool:
    """Whether the respondent is a 部门 of the government that decides; by its level where one is known."""
    if not organ.full_name.endswith("人民政府"):
        return False
    if unit is not None and unit.level:
        return unit.level.endswith("部门") and unit.level.startswith(organ.level)
    return not respondent.endswith(GOVERNMENTS)


def _owed(trail: Trail, units: Sequence[Unit], choices: Chosen) -> Iterator[CopyDue]:
    ended, organ = ending(trail), trail.file.organ
    for party in trail.file.of(Role.RESPONDENT):
        effective = list(_effective(trail, ended, party))
        for basis, recipient in _recipients(party, units, organ, choices):
            for paper, form, since in effective:
                yield CopyDue(paper, recipient, party.name, form, basis, since)


def _effective(trail: Trail, ended: Ending | None, party: Party) -> Iterator[tuple[str, str, date]]:
    """The papers that this respondent has: form, the letter they are copied in, day of effect."""
    if ended is not None and (day := _served(trail, ended.form, party, ended.step.on)):
        yield ended.form, ended.letter, day
    for step in trail.counted:
        if step.code == OPINION and party.name in str(step.facts.get("organ", "")):
            told = step.facts.get("received_on")
            day = _served(trail, OPINION_LETTER, party, step.on) or (
                date.fromisoformat(told) if told else None
            )
            if day is not None:
                yield OPINION_LETTER, COPY_LETTER, day


def _served(trail: Trail, form: str, party: Party, since: date) -> date | None:
    """The day a party was served with a paper of that day or later."""
    this = (form, party.id)
    return next(
        (
            step.on for step in trail.counted
            if step.code == "served" and step.on >= since
            and (step.facts.get("paper"), step.facts.get("party")) == this
        ),
        None,
    )  # fmt: skip


def _recipients(
    party: Party, units: Sequence[Unit], organ: Unit, choices: Chosen
) -> Iterator[tuple[str, str]]:
    """Basis and name of who is told: the statute's, and what the county has chosen to add to it."""
    unit = next((unit for unit in units if unit.id == party.unit_id or unit.full_name == party.name), None)
    if is_department(party.name, unit, organ):
        yield STATUTORY, unit.superior if unit else ""
    if choices.code("copy_letter") == LOCAL and organ.superior:
        yield LOCAL, f"{organ.superior}行政复议机构"


def _done_on(due: CopyDue, every: Iterable[CopyDue], sent: Iterable[Step]) -> date | None:
    """The day this recipient was told; the only one of its basis need not be spelt alike."""
    others = {other.told for other in every if other.basis == due.basis}
    for step in sent:
        to, basis = str(step.facts.get("to", "")), step.facts.get("basis", STATUTORY)
        named = bool(due.recipient) and due.recipient in to
        # 一案一抄告 is the county's rule: to the statute a table is a copy as well
        table = step.facts.get("by") == BATCH and due.form == COPY_LETTER and due.basis == LOCAL
        if step.on >= due.since and not table and (named or (basis == due.basis and len(others) == 1)):
            return step.on
    return None
