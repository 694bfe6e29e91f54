"""文书事实 — everything a template may ask for, out of a case's file, by the names its head lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import JOINED_BY, CaseFile
from fuyi_desktop.domain.competence import is_government
from fuyi_desktop.domain.custody import ADOPT, MOVES
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.defendants import NOT_ENTERED_INTO, organ_alone
from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.forms import COPY_LETTER, CORRECT, CORRECTION, FORMS, PROOF_OF_SERVICE, form_of
from fuyi_desktop.domain.identity import identity
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.mediation.guards import team
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.party import Party, PartyKind, Role, Unit
from fuyi_desktop.domain.procedure import Procedure, Replay
from fuyi_desktop.domain.proofs import addressees
from fuyi_desktop.domain.reconsideration.grounds import OF_OPINION
from fuyi_desktop.domain.reconsideration.guards import speaks_for
from fuyi_desktop.domain.reconsideration.service import serves_decision
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.rights import binding, rights
from fuyi_desktop.domain.steps import TRACKS, Step, handler, track
from fuyi_desktop.services.office import Me, Office
from fuyi_desktop.services.paper_bodies import center_body, center_of, remedy, reports_to, undertaker
from fuyi_desktop.services.paper_told import tell

ADVICE_REPLY = "H17"
RECEIVED = "received_on"
ORDER, PERFORMABLE = "F33", frozenset({"F26", "F17"})
OPINION = "F31"
ALWAYS = MOVES | {ADOPT}  # who held the case counts whenever it is asked
HEARD = {"applicants": Role.APPLICANT, "third_parties": Role.THIRD_PARTY}


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
    law: Law
    center: Me | None = None  # the county's center, as far as this station knows it

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
            office.law,
            center_of(office),
        )

    def known(self, form: str, recipient: Party | None, paper_id: str, more: Facts) -> dict[str, Any]:
        """The facts for one form and recipient; `more` are those typed for it, by their paths.

        A paper that is dated the day of its step knows nothing that came after it.
        """
        kind, cause = form_of(form), self._cause(form, recipient)
        if kind.of_step and cause is not None and cause is not self.replay.counted[-1]:
            return self._as_of(cause).known(form, recipient, paper_id, more)
        latest = {step.code: step for step in self.replay.counted}
        known: dict[str, Any] = {
            "organ": self._organ(form),
            "case": self._case(latest),
            "applicants": self._people(Role.APPLICANT),
            "respondents": [self._body(party) for party in self.file.of(Role.RESPONDENT)],
            "respondent": next((self._body(party) for party in self._against(recipient)), {}),
            "third_parties": self._people(Role.THIRD_PARTY),
            "agents": self._people(Role.AGENT),
            "recipient": _person(recipient) | {"role": self._called(recipient.role)} if recipient else {},
            "paper": {"id": paper_id, "number": "", "issued_on": self.day(form, recipient)},
            "papers": [
                {"title": p.title, "number": p.number, "issued_on": p.issued_on, "pages": p.pages}
                for p in self.file.papers
                if not p.void_reason
            ],
            "materials": [
                {"name": m.name, "pages": m.pages, "status": m.status.value, "on": m.on, "due": m.until}
                for m in self.file.materials
            ],
            "decision": self._decision(latest, form),
            "heard": {role: self._heard(which) for role, which in HEARD.items()},
            "replies": [self._reply(party) for party in self.file.of(Role.RESPONDENT)],
            "center": center_body(self.units, self.center),
            "undertaker": undertaker(self.units, self.file, latest),
            "remedy": remedy(self.units, [party.name for party in self._against(recipient)]),
            "reports_to": reports_to(latest, self.center),
            "team": list(team(self.replay)),
            "clerk": self.file.case.received_by,
            "handler": handler(self.replay.counted),
            "station": {"name": self.me.name, "unit": self.me.unit},
            "due": {clock.rule.id: _due(clock) for clock in _promised(self.clocks, recipient)},
            "rights": [
                {
                    "name": right.name, "article": right.article, "organ": right.organ.value,
                    "due": right.due, "left": right.left, "provisional": right.provisional,
                    "period": right.period.replace(" ", ""),
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
        said = self._said(cause) if cause is not None else {}
        known["step"] = said | self._of_form(form, recipient, latest)
        tell(known, form, more)
        return known

    def day(self, form: str, recipient: Party | None) -> date:
        """成文日期: that of the step where the law counts from it, else of issue; never before the step."""
        cause = self._cause(form, recipient)
        if cause is None:
            return self.on
        return cause.on if form_of(form).of_step else max(self.on, cause.on)

    def _cause(self, form: str, recipient: Party | None) -> Step | None:
        """The last step that the form speaks of; where steps name a party, that of the recipient."""
        code, to = form_of(form).cause, recipient.id if recipient else None
        found = (step for step in reversed(self.replay.counted) if step.code == code)
        return next((step for step in found if to is None or step.facts.get("party") in (None, to)), None)

    def _as_of(self, cause: Step) -> "PaperFacts":
        """What was known on the day of a step, as far as steps, parties and clocks go."""
        at = self.replay.counted.index(cause) + 1
        counted = self.replay.counted[:at]
        known = {step.id for step in counted}
        steps = tuple(s for s in self.file.steps if s.id in known or s.voided or s.code in ALWAYS)
        later = {step.id for step in self.file.steps} - {step.id for step in steps}
        parties = tuple(p for p in self.file.parties if p.facts.get(JOINED_BY) not in later)
        file = replace(self.file, steps=steps, parties=parties)
        replay = replace(self.replay, file=file, counted=counted, states=self.replay.states[:at])
        return replace(self, file=file, replay=replay, clocks=self.law.clocks(file, cause.on), on=cause.on)

    def _against(self, recipient: Party | None) -> tuple[Party, ...]:
        """The respondents, the one that the paper is for before the others."""
        found = self.file.of(Role.RESPONDENT)
        return tuple(sorted(found, key=lambda party: recipient is None or party.id != recipient.id))

    def _organ(self, form: str) -> dict[str, Any]:
        organ = self.file.organ
        return {
            "name": organ.full_name, "short": organ.short, "address": organ.address,
            "postcode": organ.postcode, "phone": organ.phone, "contact": organ.contact,
            "representative": organ.representative, "representative_post": organ.representative_post,
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

    def _decision(self, latest: Mapping[str, Step], form: str = "") -> dict[str, Any]:
        """The last paper that decided the application; one made elsewhere as its step says.

        To perform there is only a 决定书 or a 调解书 (第七十七条).
        """
        standing = [paper for paper in self.file.papers if not paper.void_reason]
        found = [p for p in standing if (p.form in PERFORMABLE if form == ORDER else form_of(p.form).decides)]
        if found:
            return {"title": found[-1].title, "number": found[-1].number, "on": found[-1].issued_on}
        step = latest.get("decide")
        number = step.facts.get("number") if step else None
        return {"title": FORMS["F26"].title, "number": number, "on": step.on} if step and number else {}

    def _heard(self, role: Role) -> str:
        """听取的意见 of everybody of a role, each with their name where there are several."""
        told = {
            _name(self.file, step.facts.get("party")): str(step.facts.get("content") or "")
            for step in self.replay.counted
            if step.code == "hear_opinions" and self._speaks_as(step, role)
        }
        said = [(name, text.strip()) for name, text in told.items() if text.strip()]
        return "\n".join(f"{name}：{text}" if len(said) > 1 else text for name, text in said)

    def _speaks_as(self, step: Step, role: Role) -> bool:
        speakers = speaks_for(self.file, str(step.facts.get("party", "")))
        return any(party.id in speakers for party in self.file.of(role))

    def _reply(self, party: Party) -> dict[str, Any]:
        """答复 of one respondent: its own, or the only one."""
        said = [step for step in self.replay.counted if step.code == "reply"]
        own = [step for step in said if step.facts.get("party") in (None, party.id)]
        return {"name": party.name, "summary": str(own[-1].facts.get("summary") or "") if own else ""}

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
        known = _person(party) | {"role": self._called(party.role)}
        if unit is None:
            return known | {"superior": "", "level": ""}
        head = party.legal_representative or unit.representative
        return known | {"superior": unit.superior, "level": unit.level, "legal_representative": head}

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

    def _of_form(self, form: str, recipient: Party | None, latest: Mapping[str, Step]) -> dict[str, Any]:
        """What single forms ask for beyond the step that causes them."""
        issued = [paper for paper in self.file.papers if not paper.void_reason]
        if form == CORRECTION and CORRECT in latest:
            return self._corrected(latest[CORRECT], issued)
        if form == ADVICE_REPLY:
            return self._answered()
        if form == PROOF_OF_SERVICE:
            to = recipient.id if recipient else None
            found = [
                p for p in issued
                if form_of(p.form).served
                and (to is None or to in {one.id for one in addressees(self.file, p)})
            ]  # fmt: skip
            return {"documents": [f"《{p.title}》{p.number}" for p in found]} if found else {}
        if form == COPY_LETTER:
            return {
                "decision_number": self._decision(latest).get("number", ""),
                "effective_on": self._effective_on(recipient),
            }
        if form == ORDER:
            return self._ordered(latest, recipient)
        return {}

    def _effective_on(self, recipient: Party | None) -> date | None:
        """The day the respondent had the decision, from which it binds them (第七十五条第二款)."""
        respondents = {party.id for party in self._against(recipient)[:1]}
        served = (step for step in self.replay.counted if serves_decision(step))
        return next((step.on for step in served if step.facts.get("party") in respondents), None)

    def _ordered(self, latest: Mapping[str, Step], recipient: Party | None) -> dict[str, Any]:
        """责令履行: of what was not performed, with its paper and the day it took effect."""
        order = latest.get("order_performance_now")
        if order is not None and order.facts.get("about") == OF_OPINION:
            found = [p for p in self.file.papers if not p.void_reason and p.form == OPINION]
            return {"decision_number": found[-1].number} if found else {}
        mediated = latest.get("mediated")  # 第七十三条: in force once signed and sealed
        return {"effective_on": mediated.on if mediated else self._effective_on(recipient)}

    def _corrected(self, step: Step, issued: Sequence[Paper]) -> dict[str, Any]:
        """更正: the paper that has the error, and everybody who has that paper."""
        form = form_of(step.facts.get("paper"))
        paper = next((one for one in reversed(issued) if one.form == form.id), None)
        told = addressees(self.file, paper) if paper else self.file.of(*form.addressees)
        known: dict[str, Any] = {"recipients": [party.name for party in told]}
        if paper is not None:
            known |= {"paper": paper.title, "made_on": paper.issued_on}
        if paper is not None and not step.facts.get("number"):
            known["number"] = paper.number
        return known

    def _answered(self) -> dict[str, Any]:
        """The advice that the last reply answers: each reply answers the oldest without one."""
        asked = [step for step in self.replay.counted if step.code == "advice"]
        replies = sum(step.code == "advice_reply" for step in self.replay.counted)
        if not asked:
            return {}
        return {"advice": self._said(asked[min(max(replies, 1), len(asked)) - 1])}


def _own_last(clocks: Sequence[Clock], recipient: Party | None = None) -> list[Clock]:
    """Of several clocks of a rule the recipient's, the case's own, or the earliest comes last and stands."""
    latest_first, to = clocks[::-1], recipient.id if recipient else ""
    return sorted(latest_first, key=lambda clock: (clock.party == to and bool(to), not clock.party))


def _promised(clocks: Sequence[Clock], recipient: Party | None) -> list[Clock]:
    """The clocks whose last day a paper may name: what counts from a receipt, only when that is proved.

    Where such a paper goes to several, all of them must have the same day.
    """
    to = recipient.id if recipient else ""
    open_: set[str] = set()
    days: dict[str, set[date]] = {}
    for clock in clocks:
        waits = clock.rule.recipient or clock.rule.dated_by == RECEIVED
        if not waits or (to and clock.party not in ("", to)):
            continue
        days.setdefault(clock.rule.id, set()).add(clock.due.due)
        if not clock.proved:
            open_.add(clock.rule.id)
    open_ |= {rule for rule, found in days.items() if len(found) > 1}
    return [clock for clock in _own_last(clocks, recipient) if clock.rule.id not in open_]


def _due(clock: Clock) -> dict[str, Any]:
    return {
        "due": clock.due.due, "display": clock.due.display, "name": clock.rule.name,
        "article": clock.rule.article, "provisional": clock.due.status == "provisional",
    }  # fmt: skip


def _court(organ: Unit, form: str, counted: Iterable[Step]) -> str:
    """Where the decision is sued over: a county government that is the only defendant is sued at the
    中级人民法院 (行政诉讼法第十五条); empty where the settings do not name it.
    """
    alone = form_of(form).cause in NOT_ENTERED_INTO or (form_of(form).decides and organ_alone(counted))
    return organ.court_above if alone and is_government(organ.full_name, organ) else organ.court


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
