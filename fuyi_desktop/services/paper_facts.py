"""文书事实 — everything a template may ask for, out of a case's file, by the names its head lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.defendants import NOT_ENTERED_INTO, organ_alone
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.forms import COPY_LETTER, PROOF_OF_SERVICE, form_of
from fuyi_desktop.domain.identity import identity
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.procedure import Procedure, Replay
from fuyi_desktop.domain.reconsideration.service import serves_decision
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.rights import binding, rights
from fuyi_desktop.domain.steps import TRACKS, Step, handler, track
from fuyi_desktop.services.office import Me, Office


@dataclass(frozen=True)
class PaperFacts:
    """A case as its papers speak of it: choices by their labels, parties by their names, dates as dates."""

    file: CaseFile
    procedure: Procedure
    replay: Replay
    clocks: tuple[Clock, ...]
    units: Sequence[Unit]
    me: Me
    on: date

    @classmethod
    def of(cls, office: Office, file: CaseFile) -> "PaperFacts":
        procedure = office.procedure(file)
        return cls(
            file,
            procedure,
            procedure.replay(file),
            office.clocks(file),
            office.units(),
            office.me,
            office.today,
        )

    def known(self, form: str, recipient: Party | None, paper_id: str, more: Facts) -> dict[str, Any]:
        """The facts for one form and recipient; `more` are those typed for it, by their paths."""
        latest = {step.code: step for step in self.replay.counted}
        known: dict[str, Any] = {
            "organ": self._organ(form),
            "case": self._case(latest),
            "applicants": self._people(Role.APPLICANT),
            "respondents": [self._body(party) for party in self.file.of(Role.RESPONDENT)],
            "respondent": next((self._body(party) for party in self.file.of(Role.RESPONDENT)), {}),
            "third_parties": self._people(Role.THIRD_PARTY),
            "agents": self._people(Role.AGENT),
            "recipient": _person(recipient) | {"role": self._called(recipient.role)} if recipient else {},
            "paper": {"id": paper_id, "number": "", "issued_on": self.on},
            "papers": [
                {"title": p.title, "number": p.number, "issued_on": p.issued_on, "pages": p.pages}
                for p in self.file.papers
                if not p.void_reason
            ],
            "materials": [
                {"name": m.name, "pages": m.pages, "status": m.status.value, "on": m.on, "due": m.until}
                for m in self.file.materials
            ],
            "decision": self._decision(),
            "clerk": self.file.case.received_by,
            "handler": handler(self.replay.counted),
            "station": {"name": self.me.name, "unit": self.me.unit},
            "due": {clock.rule.id: _due(clock) for clock in _own_last(self.clocks)},
            "rights": [
                {
                    "name": right.name, "article": right.article, "organ": right.organ.value,
                    "due": right.due, "left": right.left, "provisional": right.provisional,
                }
                for right in binding(rights(self.clocks, self.on))
                if right.open
            ],
            "lapsed": [
                {"name": right.name, "due": right.due}
                for right in binding(rights(self.clocks, self.on))
                if not right.open
            ],
            "steps": {code: self._said(step) for code, step in latest.items()},
            "history": [
                self._said(step) | {"code": step.code, "label": self.procedure.step(step.code).label}
                for step in self.replay.counted
            ],
        }  # fmt: skip
        known["step"] = known["steps"].get(form_of(form).cause, {}) | self._of_form(form, recipient)
        for path, value in more.items():
            _put(known, path, value)
        return known

    def _organ(self, form: str) -> dict[str, Any]:
        organ = self.file.organ
        return {
            "name": organ.full_name, "short": organ.short, "address": organ.address,
            "postcode": organ.postcode, "phone": organ.phone, "contact": organ.contact,
            "court": _court(organ, form, self.replay.counted), "court_above": organ.court_above,
            "superior": organ.superior,
        }  # fmt: skip

    def _case(self, latest: dict[str, Step]) -> dict[str, Any]:
        case, on_track = self.file.case, track(self.replay.counted)
        received = latest.get(self.procedure.entry.step)  # none where it has been voided
        accepted = latest.get("accept") or latest.get("deem_accepted")
        fields = {field.name: field for field in self.procedure.entry.fields}
        told: dict[str, Any] = {}
        for name, value in case.facts.items():
            told |= self._worded(fields.get(name), name, value)
        return told | {
            "kind": self.procedure.label, "number": case.number, "receipt_number": case.receipt_number,
            "matter": case.matter, "state": self.procedure.state_named(self.replay.state).label,
            "received_on": received.on if received else None,
            "accepted_on": accepted.on if accepted else None,
            "deemed": accepted is not None and accepted.code == "deem_accepted",
            "track": TRACKS.get(on_track, on_track), "requests": case.requests, "reasons": case.reasons,
            "channel": case.channel, "flags": list(case.flags),
            "act": {
                "number": case.act_number, "kind": case.act_kind, "made_on": case.act_on,
                "known_on": case.known_on,
            },
        }  # fmt: skip

    def _decision(self) -> dict[str, Any]:
        """The last paper that decided the application, as others name it."""
        found = [p for p in self.file.papers if not p.void_reason and form_of(p.form).decides]
        return (
            {"title": found[-1].title, "number": found[-1].number, "on": found[-1].issued_on} if found else {}
        )

    def _called(self, role: Role) -> str:
        """What a party is called in this line of work: 申请人, 当事人, 原告."""
        return self.procedure.entry.called.get(role, role.value)

    def _people(self, role: Role) -> list[dict[str, Any]]:
        return [
            _person(party) | {"role": self._called(role), "acts_for": _name(self.file, party.acts_for)}
            for party in self.file.of(role)
        ]

    def _body(self, party: Party) -> dict[str, Any]:
        unit = next((unit for unit in self.units if unit.id == party.unit_id), None)
        return _person(party) | {
            "role": self._called(party.role),
            "superior": unit.superior if unit else "",
            "level": unit.level if unit else "",
        }

    def _said(self, step: Step) -> dict[str, Any]:
        kind = self.procedure.step(step.code)
        said: dict[str, Any] = {"on": step.on, "recorded_by": step.by}
        for name, value in step.facts.items():
            said |= self._worded(kind.field(name), name, value)
        return said

    def _worded(self, field: Field | None, name: str, value: Any) -> dict[str, Any]:
        """A fact in words, by what its field is; one that no field knows says nothing."""
        if field is None:
            return {}
        labels = {choice.code: choice.label for choice in field.choices}
        match field.kind:
            case FieldKind.CHOICE:
                article = next((choice.article for choice in field.choices if choice.code == value), "")
                return {name: labels.get(value, value), f"{name}_code": value, f"{name}_article": article}
            case FieldKind.MANY:
                return {name: [labels.get(item, item) for item in value]}
            case FieldKind.PARTY:
                return {name: _name(self.file, value) or value}
            case FieldKind.DATE:
                return {name: date.fromisoformat(value)}
            case _:
                return {name: value}

    def _of_form(self, form: str, recipient: Party | None) -> dict[str, Any]:
        """What single forms ask for beyond the step that causes them."""
        issued = [paper for paper in self.file.papers if not paper.void_reason]
        if form == PROOF_OF_SERVICE:
            to = recipient.id if recipient else None
            found = [p for p in issued if form_of(p.form).served and p.to in (to, None)]
            return {"documents": [f"《{p.title}》{p.number}" for p in found]} if found else {}
        if form == COPY_LETTER:
            respondents = {party.id for party in self.file.of(Role.RESPONDENT)}
            days = [
                step.on
                for step in self.replay.counted
                if serves_decision(step) and step.facts.get("party") in respondents
            ]
            numbers = [paper.number for paper in issued if form_of(paper.form).decides]
            return {
                "decision_number": numbers[-1] if numbers else "",
                "effective_on": days[0] if days else None,
            }
        return {}


def _own_last(clocks: Sequence[Clock]) -> list[Clock]:
    """Of several clocks of a rule the case's own, else the earliest, comes last and so stands."""
    latest_first = clocks[::-1]
    return sorted(latest_first, key=lambda clock: not clock.party)


def _due(clock: Clock) -> dict[str, Any]:
    return {
        "due": clock.due.due, "display": clock.due.display, "name": clock.rule.name,
        "article": clock.rule.article, "provisional": clock.due.status == "provisional",
    }  # fmt: skip


def _court(organ: Unit, form: str, counted: Iterable[Step]) -> str:
    """Where the decision is sued over: a county government that is the only defendant is sued at the
    中级人民法院 (行政诉讼法第十五条).
    """
    alone = form_of(form).cause in NOT_ENTERED_INTO or (form_of(form).decides and organ_alone(counted))
    return organ.court_above if alone and organ.court_above else organ.court


def _name(file: CaseFile, party_id: object) -> str:
    party = file.party(str(party_id)) if party_id else None
    return party.name if party else ""


def _person(party: Party) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": party.id, "name": party.name, "kind": party.kind.value, "id_number": party.id_number,
        "address": party.address, "phone": party.phone, "legal_representative": party.legal_representative,
    }  # fmt: skip
    if party.kind is PartyKind.PERSON and (told := identity(party.id_number)):
        known |= {"sex": told.sex, "born": told.born}
    return known


def _put(known: dict[str, Any], path: str, value: Any) -> None:
    """Set a fact by its path (`step.to`), making the tables on the way."""
    *way, last = path.split(".")
    for name in way:
        known = known.setdefault(name, {})
        if not isinstance(known, dict):
            raise BadFact(label=path, why=f"“{name}”下面没有别的项。")
    known[last] = value
