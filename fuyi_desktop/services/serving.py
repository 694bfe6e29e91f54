"""送达 — where every paper of a case stands with every recipient, and the sheets that go with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import NotOpen
from fuyi_desktop.domain.forms import PROOF_OF_SERVICE
from fuyi_desktop.domain.papers import Method
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.procedure import Procedure, StepKind
from fuyi_desktop.domain.record import RecordId, as_plain
from fuyi_desktop.domain.service.course import (
    DISPATCHED,
    FAILED,
    FILED,
    NOTIFIED,
    RECEIPTS,
    address,
    e_address,
)
from fuyi_desktop.domain.service.matrix import Delivery, Stage, deliveries
from fuyi_desktop.domain.service.methods import WAYS, failure_label
from fuyi_desktop.domain.service.steps import RELATIONS
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.casework import party_called
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.papers import Issued, Papers

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

SERVICE = frozenset({*RECEIPTS, DISPATCHED, FAILED, FILED})
DAY = "·on"  # beside the facts of a step, the day it is registered for
BY_POST = {"E01": "信封（DL 号）", "E02": "信封（C5 号）", "E03": "邮政特快专递详情单"}


@dataclass(frozen=True)
class Matrix:
    """The service of a case's papers: every cell, and which steps can be recorded now."""

    case_id: RecordId
    cells: tuple[Delivery, ...]
    steps: Mapping[str, frozenset[str]]  # the steps of service that are open, and the forms they may name
    clocks: tuple[Clock, ...]

    @property
    def waiting(self) -> tuple[Delivery, ...]:
        return tuple(cell for cell in self.cells if cell.open)

    def can(self, cell: Delivery, code: str) -> bool:
        """Whether the step can be recorded of this cell now."""
        return code in self.steps and (not self.steps[code] or cell.paper.form in self.steps[code])

    def running(self, cell: Delivery) -> tuple[Clock, ...]:
        """The clocks that began with the receipt of a cell's paper."""
        started = {rule.id for rule in cell.starts}
        return tuple(
            clock for clock in self.clocks
            if clock.rule.id in started and clock.party == cell.party.id and clock.due.start == cell.on
        )  # fmt: skip


@dataclass(frozen=True)
class Proofs:
    """送达回证 that were just issued, one for each recipient."""

    papers: tuple[Issued, ...]
    changed: Changed


class Serving:
    """What is served, on whom, how, and what is still open."""

    def __init__(self, office: Office, papers: Papers, press: Callable[[], "Press"]) -> None:
        self.office, self.papers, self._press = office, papers, press

    def matrix(self, case_id: RecordId) -> Matrix:
        """Every paper of the case that must be served, with each of its recipients."""
        office = self.office
        file = office.file(case_id)
        procedure, clocks = office.procedure(file), office.clocks(file)
        replay = procedure.replay(file)
        mine = holder(file) == office.me.station
        offers = procedure.offers(file, office.today, [clock.running for clock in clocks]) if mine else ()
        return Matrix(
            case_id,
            deliveries(file, procedure, replay, office.law.rules, office.today),
            {
                offer.kind.code: _named_by(offer.kind)
                for offer in offers
                if offer.open and offer.kind.code in SERVICE
            },
            clocks,
        )

    def given(self, cell: Delivery, code: str) -> dict[str, Any]:
        """What is known beforehand of a step about one cell: nothing is typed twice."""
        found: dict[str, Any] = {"party": cell.party.id}
        if code != NOTIFIED:
            found["paper"] = cell.paper.form
        sent = cell.under_way
        method = sent.method if sent else cell.next
        if code == FILED:
            return found
        if method is not None and (code != DISPATCHED or WAYS[method].sent):
            found["method"] = method.name.lower()
        if sent is not None and code in (*RECEIPTS, FAILED):
            if sent.method is Method.POST:
                found |= {"mail_number": sent.number, "posted_on": sent.on}
            if sent.method is Method.NOTICE and code != FAILED:
                found |= {"announced_on": sent.on, DAY: cell.deemed_on}
        file = self.office.file(cell.party.case_id)
        procedure = self.office.procedure(file)
        counted = procedure.replay(file).counted
        if method is Method.ELECTRONIC and code == DISPATCHED:
            found["e_address"] = e_address(counted, cell.party.id)
        if sent is None and code in RECEIPTS:
            found[DAY] = _handed_over(procedure, counted, cell)
        return {name: value for name, value in found.items() if value not in ("", None)}

    def issue_proofs(self, case_id: RecordId, cells: Sequence[Delivery]) -> Proofs:
        """送达回证 for these cells, one for each recipient with all of their papers; in one deed.

        NotHolder; NotOpen where there is nothing to serve; FactsMissing where a recipient has no address.
        """
        office = self.office
        file = office.file(case_id)
        office.must_hold(file, "出送达回证")
        if not cells:
            raise NotOpen(step="出送达回证", why="没有等待送达的文书。")
        by_party: dict[RecordId, list[Delivery]] = {}
        for cell in cells:
            by_party.setdefault(cell.party.id, []).append(cell)
        with office.work(Task.ISSUE, "出送达回证") as work:
            made = [
                self.papers.issue_within(work, file, PROOF_OF_SERVICE, to=party, more=_of_proof(own))
                for party, own in by_party.items()
            ]
        return Proofs(tuple(replace(one, changed=work.changed) for one in made), work.changed)

    def posted(
        self, case_id: RecordId, party_id: RecordId, form: str, *, offset: tuple[float, float] = (0.0, 0.0)
    ) -> bytes:
        """An envelope or a mail form for one recipient, to be printed at once; nothing is kept of it.

        The offset in millimetres (right, down) is the printer's. FactsMissing.
        """
        file, press = self.office.file(case_id), self._press()
        party = party_called(file, party_id)
        facts = PaperFacts.of(self.office, file)
        inside = [cell.paper.named for cell in self.matrix(case_id).waiting if cell.party.id == party.id]
        more = {"recipient.address": address(facts.replay.counted, party), "step.documents": inside}
        known = facts.known(form, party, "", more)
        return press.pdf(form, press.told(form, known), paper_id="", offset=offset).content

    def listed(self, file: CaseFile) -> list[dict[str, Any]]:
        """The matrix as plain values, for output."""
        matrix = self.matrix(file.case.id)
        return [cell_view(matrix, cell) for cell in matrix.cells]


def _handed_over(procedure: Procedure, counted: Sequence[Step], cell: Delivery) -> date | None:
    """The day on which the step that sends the paper says it was received; None where it does not say."""
    told = [
        step.facts["received_on"]
        for step in counted
        if procedure.step(step.code).delivers == cell.paper.form and step.facts.get("received_on")
        and step.facts.get("party") in (None, cell.party.id)
    ]  # fmt: skip
    return date.fromisoformat(str(told[-1])) if told else None


def _named_by(kind: StepKind) -> frozenset[str]:
    """The forms that a step can be about; none where it is about one alone."""
    paper = kind.field("paper")
    return frozenset(choice.code for choice in paper.choices) if paper else frozenset()


def _of_proof(cells: Sequence[Delivery]) -> dict[str, Any]:
    """What the proof says of the papers: the method is printed only where it is one for all of them."""
    methods = {cell.under_way.method if cell.under_way else cell.next for cell in cells}
    method = methods.pop() if len(methods) == 1 else None
    return {
        "step.documents": [cell.paper.named for cell in cells],
        "step.method": method.value if method else "",
        "recipient.address": cells[0].address,
    }


def cell_view(matrix: Matrix, cell: Delivery) -> dict[str, Any]:
    """One paper and one recipient as plain values."""
    relation = next((choice.label for choice in RELATIONS if choice.code == cell.relation), None)
    running = {clock.rule.id: clock for clock in matrix.running(cell)}
    return {
        "paper": cell.paper.paper_id or None,
        "form": cell.paper.form,
        "title": cell.paper.title,
        "number": cell.paper.number or None,
        "issued_on": _day(cell.paper.on),
        "party": cell.party.name,
        "party_id": cell.party.id,
        "role": cell.party.role.value,
        "address": cell.address or None,
        "stage": cell.stage.value,
        "method": cell.method.value if cell.method else None,
        "received_on": _day(cell.on),
        "signed_by": cell.signed_by or None,
        "relation": relation,
        "next": cell.next.value if cell.next else None,
        "methods": [
            {"method": method.value, "article": WAYS[method].article, "open": not why, "why": why or None}
            for method, why in cell.refusals
        ],
        "tried": [
            {
                "method": one.method.value, "on": one.on.isoformat(), "mail_number": one.number or None,
                "back_on": _day(one.failed_on), "why": failure_label(one.failure) or None,
            }
            for one in cell.tried
        ],
        "missing_proof": cell.lacking or None,
        "deemed_on": _day(cell.deemed_on),
        "starts": [
            {
                "rule": rule.id, "name": rule.name,
                "due": as_plain(running[rule.id].due.due) if rule.id in running else None,
            }
            for rule in cell.starts
        ],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day and day != date.min else None


def said(cell: Delivery) -> str:
    """Where a cell stands, in a few words."""
    sent = cell.under_way
    if cell.stage is Stage.SERVED:
        return f"{cell.method.value if cell.method else '送达'}"
    if sent is not None:
        return f"{sent.method.value}{' ' + sent.number if sent.number else ''}"
    if cell.tried:
        last = max(cell.tried, key=lambda one: one.failed_on or date.min)
        return f"{last.method.value}：{failure_label(last.failure)}"
    return ""


def waiting_for(matrix: Matrix, party: Party | None, named: Sequence[str]) -> Delivery | None:
    """Of the papers that a scanned 送达回证 names the first that this party has not had."""
    own = [cell for cell in matrix.waiting if party is None or cell.party.id == party.id]
    return next((cell for cell in own if cell.paper.named in named), None)
