"""送达情况 — each paper that must be served and each of its recipients: what was tried, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fuyi_desktop.domain.case import CaseFile, MaterialStatus
from fuyi_desktop.domain.deadlines import RECIPIENTS
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.papers import Method, Paper
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.procedure import Procedure, Replay
from fuyi_desktop.domain.proofs import addressees
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rules import Rule, Rules
from fuyi_desktop.domain.service.course import (
    SERVED,
    Attempt,
    address,
    attempts,
    consents,
    form_served,
    method_of,
    receipt_of,
    receipts,
    since_reached,
)
from fuyi_desktop.domain.service.methods import WAYS, Standing, deemed_on, next_method
from fuyi_desktop.domain.service.steps import lacks_proof
from fuyi_desktop.domain.steps import Step


class Stage(StrEnum):
    """Where the service of a paper on one party stands."""

    WAITING = "未送达"
    ON_ITS_WAY = "送达中"
    RETURNED = "未送到"
    SERVED = "已送达"


@dataclass(frozen=True)
class Served:
    """A paper that has to be served: issued here, or on file in place of one."""

    form: str
    title: str
    number: str
    on: date
    paper_id: RecordId = ""  # none where it was issued elsewhere and is only on file
    to: RecordId | None = None

    @property
    def named(self) -> str:
        """As 送达回证 name it."""
        return f"《{self.title}》{self.number}"


@dataclass(frozen=True)
class Delivery:
    """One cell of the matrix: this paper, this recipient."""

    paper: Served
    party: Party
    stage: Stage
    address: str
    refusals: tuple[tuple[Method, str], ...]  # each method, and why it is not open; "" where it is
    tried: tuple[Attempt, ...] = ()
    next: Method | None = None
    step_id: RecordId = ""  # of the service
    on: date | None = None  # received
    method: Method | None = None
    signed_by: str = ""
    relation: str = ""
    lacking: str = ""  # the proof that is still to come
    starts: tuple[Rule, ...] = ()  # the periods that begin with its receipt

    @property
    def open(self) -> bool:
        return self.stage is not Stage.SERVED

    @property
    def receipt(self) -> str:
        """Code of the step that records its receipt."""
        return receipt_of(self.paper.form)

    @property
    def under_way(self) -> Attempt | None:
        return (
            next((one for one in reversed(self.tried) if one.failed_on is None), None) if self.open else None
        )

    @property
    def deemed_on(self) -> date | None:
        """The day a public notice that is under way becomes service."""
        sent = self.under_way
        return deemed_on(sent.on) if sent is not None and sent.method is Method.NOTICE else None


def recipients(file: CaseFile, paper: Served) -> tuple[Party, ...]:
    """Whom a paper is to reach; one that is only on file, all that papers of its form go to."""
    issued = next((one for one in file.papers if one.id == paper.paper_id), None)
    return addressees(file, issued) if issued is not None else file.of(*form_of(paper.form).addressees)


def to_serve(file: CaseFile) -> tuple[Served, ...]:
    """The standing papers that must be served, oldest first."""
    issued = [_issued(paper) for paper in file.papers if not paper.void_reason and form_of(paper.form).served]
    here = {paper.form for paper in issued}
    kept = [
        Served(item.form, form_of(item.form).title, "", item.on or date.min)
        for item in file.materials
        if item.status is MaterialStatus.RECEIVED and form_of(item.form).served and item.form not in here
    ]
    return tuple(sorted((*issued, *kept), key=lambda paper: (paper.on, paper.paper_id)))


def _issued(paper: Paper) -> Served:
    return Served(paper.form, paper.title, paper.number, paper.issued_on, paper.id, paper.to)


def deliveries(
    file: CaseFile, procedure: Procedure, replay: Replay, rules: Rules, today: date
) -> tuple[Delivery, ...]:
    """The whole matrix of a case: by paper, oldest first, and within it by recipient."""
    papers = to_serve(file)
    found = []
    for paper in papers:
        for party in recipients(file, paper):
            found.append(_delivery(paper, party, papers, file, procedure, replay.counted, rules, today))
    return tuple(found)


def _delivery(
    paper: Served, party: Party, papers: Sequence[Served], file: CaseFile, procedure: Procedure,
    counted: Sequence[Step], rules: Rules, today: date,
) -> Delivery:  # fmt: skip
    same = [other for other in papers if other.form == paper.form and party in recipients(file, other)]
    mine = [
        step for step in counted
        if form_served(step) != paper.form or _meant(step, same) is paper
    ]  # fmt: skip
    done = receipts(mine, paper.form, party.id)
    proof = done[-1] if done else None
    tried = attempts(mine, paper.form, party.id)
    standing = Standing(paper.form, today, tried, since_reached(counted, party.id), consents(counted, party))
    starts = tuple(_starts(rules, procedure, paper.form, party, proof.on if proof else today))
    stage = _stage(proof, tried)
    if proof is None:
        following = next_method(standing)
        way = WAYS[following or tried[-1].method]
        return Delivery(
            paper, party, stage, address(counted, party),
            tuple((method, WAYS[method].why_not(standing)) for method in WAYS),
            tried, following, lacking=way.proof, starts=starts,
        )  # fmt: skip
    method = method_of(proof)
    lacks = lacks_proof(mine, proof)
    return Delivery(
        paper, party, stage, address(counted, party), (), tried, None, proof.id, proof.on, method,
        str(proof.facts.get("signed_by", "")), str(proof.facts.get("relation", "")),
        WAYS[method].proof if lacks and method else "", starts,
    )  # fmt: skip


def _meant(step: Step, same: Sequence[Served]) -> Served:
    """Of several papers of a form the one that a step speaks of: the last that was there on its day."""
    return next((paper for paper in reversed(same) if paper.on <= step.on), same[0])


def _stage(proof: Step | None, tried: Sequence[Attempt]) -> Stage:
    if proof is not None:
        return Stage.SERVED
    if not tried:
        return Stage.WAITING
    return Stage.ON_ITS_WAY if any(one.failed_on is None for one in tried) else Stage.RETURNED


def _starts(rules: Rules, procedure: Procedure, form: str, party: Party, on: date) -> Iterator[Rule]:
    """The periods that run from this party's receipt of such a paper."""
    sending = {kind.code for kind in procedure.steps if kind.delivers == form}
    for rule in rules.in_force(on):
        if procedure.kind not in (rule.cases or (rule.procedure,)):
            continue
        theirs = not rule.recipient or party.role in RECIPIENTS[rule.recipient]
        by_receipt = f"{SERVED}/{form}" in rule.starts
        if theirs and (by_receipt or (rule.recipient and sending & set(rule.starts))):
            yield rule
