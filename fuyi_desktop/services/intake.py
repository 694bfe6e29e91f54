"""收件登记 — a visitor's application becomes a case, once, with everything that later papers need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Case, CaseFile, CaseKind, Informed, Material, MaterialStatus
from fuyi_desktop.domain.competence import doubt
from fuyi_desktop.domain.custody import HOME, holder, tenures
from fuyi_desktop.domain.dispute import carried
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.fields import Choice, Field, FieldKind, read_fields
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.domain.forms import POSTMARKED
from fuyi_desktop.domain.identity import code_fault, id_fault, tidy
from fuyi_desktop.domain.party import Party, PartyKind, Role, StationRole, Unit
from fuyi_desktop.domain.passing import CARRY_ON
from fuyi_desktop.domain.procedure import Entry, Procedure
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.drafts import finish_draft
from fuyi_desktop.services.numbers import RECEIPT, give_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.queries import case_by_key, duplicates, units
from fuyi_desktop.store.work import Work

PERSON_KEYS = (
    Field("name", "姓名或名称"),
    Field("kind", "类别", FieldKind.CHOICE, required=False, default="自然人",
          choices=tuple(Choice(kind.value, kind.value) for kind in PartyKind)),
    Field("id_number", "证件号码", required=False, help="自然人填居民身份证号，单位填统一社会信用代码。"),
    Field("phone", "联系电话", required=False),
    Field("address", "送达地址", required=False),
    Field("legal_representative", "法定代表人或负责人", required=False),
    Field("e_service", "同意电子送达", FieldKind.YES_NO, required=False, default=False),
    Field("acts_for", "代理谁", required=False, help="代理人填被代理的当事人。"),
)  # fmt: skip

MATERIAL_KEYS = (
    Field("name", "材料名称"),
    Field("pages", "页数", FieldKind.INTEGER, required=False, default=0),
    Field("status", "材料状态", FieldKind.CHOICE, required=False, default="已收",
          choices=tuple(Choice(status.value, status.value) for status in MaterialStatus)),
    Field("on", "日期", FieldKind.DATE, required=False),
    Field("until", "补交期限", FieldKind.DATE, required=False),
    Field("form", "所代的文书", required=False, help="登记为已在卷的文书，写它的编号，如 F10。"),
    Field("attachment", "附件", required=False),
    Field("volume", "卷别", FieldKind.CHOICE, required=False, help="不填时按卷内次序。",
          choices=tuple(Choice(volume.value, volume.value) for volume in Volume)),
    Field("confidential", "不公开", FieldKind.YES_NO, required=False, default=False,
          help="涉及国家秘密、商业秘密、个人隐私等，只收在副卷。", article="行政复议法第四十七条"),
    Field("envelope", "寄来的信封", FieldKind.YES_NO, required=False, default=False,
          help="邮寄申请的，邮戳日是提出申请的日期。"),
)  # fmt: skip

ROLES = {
    "applicants": Role.APPLICANT,
    "respondents": Role.RESPONDENT,  # beside the one that the case is against
    "third_parties": Role.THIRD_PARTY,
    "agents": Role.AGENT,
}
BESIDE = (*ROLES, "materials", "kind", "earlier")  # keys that no entry field reads
OF_CASE = frozenset(
    {"channel", "number", "act_number", "act_kind", "requests", "reasons", "received_by"}
)  # kept as they were typed
ELSEWHERE = OF_CASE | {
    "received_on",
    "organ",
    "matter",
    "respondent",
    "act_on",
    "known_on",
    "informed",
    "flags",
}


ONLY_THERE = CaseKind.RECONSIDERATION  # where the case has to lie with the organ that is competent
EARLIEST = 1990  # 行政诉讼法 and 行政复议条例 came then: no case of ours is older


@dataclass(frozen=True)
class Registered:
    """What a registration has brought."""

    case_id: str
    number: str
    changed: Changed
    doubts: tuple[str, ...] = ()  # what to look at again before the case is accepted


@dataclass(frozen=True)
class Hint:
    """A case that may be the same dispute, and what it has in common with the one being typed."""

    case_id: str
    title: str
    matter: str
    number: str
    why: str


class Intake:
    """Registering applications."""

    def __init__(self, office: Office, codes: Mapping[str, Any]) -> None:
        self.office, self.codes = office, codes

    def organs(self) -> list[Unit]:
        """The 复议机关 a case can belong to."""
        return [unit for unit in self.office.ask(units) if unit.reconsiders]

    def units(self) -> list[Unit]:
        found: list[Unit] = self.office.ask(units)
        return found

    def hints(self, facts: Facts) -> list[Hint]:
        """Cases with the same name, identity number, act or telephone as typed so far."""
        people: Sequence[Facts] = facts.get("applicants") or ({},)
        rows = self.office.ask(
            duplicates,
            names=[person.get("name", "") for person in people],
            id_numbers=[tidy(person.get("id_number", "")) for person in people],
            phones=[tidy(person.get("phone", "")) for person in people],
            act_number=facts.get("act_number", ""),
        )
        return [Hint(row.case_id, row.title, row.matter, row.number, row.why) for row in rows]

    def doubts(self, facts: Facts) -> tuple[str, ...]:
        """Why the organ named, or the only one, may not be the one for these respondents."""
        organs, name = self.organs(), str(facts.get("organ") or "")
        named = [one for one in organs if name in (one.id, one.full_name, one.short)] if name else organs
        kind = _kind(str(facts.get("kind") or CaseKind.RECONSIDERATION.value))
        if len(named) != 1 or kind is not ONLY_THERE:
            return ()
        against = [facts.get("respondent") or "", *(facts.get("respondents") or ())]
        names = [str(one.get("name") or "") if isinstance(one, Mapping) else str(one) for one in against]
        return tuple(said for said in (doubt(one, named[0]) for one in names) if said)

    def person_fault(self, kind: str, number: str) -> str:
        """What is wrong with an identity number or code, as a sentence; empty for none."""
        if not tidy(number):
            return ""
        return code_fault(number) if kind == PartyKind.BODY else id_fault(number, self.office.today)

    def register(self, facts: Facts, *, draft: str = "") -> Registered:
        """登记: the case, its parties and materials, and the step of receipt, in one transaction.

        The draft it was typed into goes with the same transaction. BadFact names what is wrong.
        """
        office = self.office
        procedure = self._procedure(facts)
        entry, first = procedure.entry, procedure.step(procedure.entry.step)
        given = {name: value for name, value in facts.items() if name not in BESIDE}
        if isinstance(given.get("respondent"), Mapping):
            given["respondent"] = given["respondent"].get("name")
        given = read_fields(entry.fields, given, "登记案件", ())
        received = date.fromisoformat(given["received_on"])
        if received > office.today:
            raise BadFact(label="收到日", why=f"{received.isoformat()}还没有到，请核对日期。")
        if received.year < EARLIEST:
            raise BadFact(label="收到日", why=f"{received.isoformat()}早于 {EARLIEST} 年，请核对日期。")
        self._check_dates(entry, given, received, first.label)
        people = self._people(facts, entry)
        materials = [read_fields(MATERIAL_KEYS, item, "材料", ()) for item in _items(facts, "materials")]
        organ = self._organ(given.get("organ", ""), entry, people)
        earlier = office.file(office.ask(case_by_key, facts["earlier"])) if facts.get("earlier") else None
        self._must_go_on(earlier, procedure.kind)
        of_step = {name: given[name] for name in given if first.field(name)}
        me = office.me
        with office.work(Task.REGISTER, first.label) as work:
            label = "收" if me.role is StationRole.CENTER else "代收"
            receipt = give_number(work, me.station, label, received.year, RECEIPT)
            beside = {name: given[name] for name in given if name not in ELSEWHERE and name not in of_step}
            case = work.put(
                replace(
                    self._case(work, procedure, given, organ, receipt, people),
                    facts=beside, earlier_id=earlier.case.id if earlier else None,
                )
            )  # fmt: skip
            names: dict[str, str] = {}
            for person in people:
                names.setdefault(person["name"], work.put(_party(work, case.id, person, names)).id)
            for material in materials:
                work.put(material_of(work, case.id, material, received))
            work.put(self._step(work, case.id, first.code, received, of_step))
            if earlier is not None and holder(earlier) == me.station:
                facts_on = {"to": procedure.kind, "case": case.id}
                work.put(
                    self._step(work, earlier.case.id, CARRY_ON, received, facts_on, tenures(earlier)[-1].id)
                )
            finish_draft(work, office.person, draft)
        return Registered(case.id, receipt, work.changed, self.doubts(facts))

    def carried(self, case_id: str, kind: str) -> dict[str, Any]:
        """What the registration of the next case of the same dispute starts from; nothing is typed twice."""
        return carried(self.office.file(case_id), _kind(kind))

    def add_material(self, case_id: str, facts: Facts) -> Changed:
        """Put a paper on file: 名称, pages, date, and the form it stands for."""
        office = self.office
        office.must_hold(office.file(case_id), "登记材料")
        given = read_fields(MATERIAL_KEYS, facts, "材料", ())
        with office.work(Task.STEP, "登记材料") as work:
            work.put(material_of(work, case_id, given, _day(given, "on") or office.today))
        return work.changed

    def _must_go_on(self, earlier: CaseFile | None, kind: str) -> None:
        """BadFact where the dispute has been carried on to this procedure already; suits go on again."""
        if earlier is None or kind == CaseKind.LITIGATION:
            return
        if any(s.code == CARRY_ON and s.facts.get("to") == kind and not s.voided for s in earlier.steps):
            said = f"{earlier.label}已经接续为{CaseKind(kind).label}，不能重复登记"
            raise BadFact(label="接续办理", why=f"{said}；登记错了的，先作废原来的接续。")

    def _procedure(self, facts: Facts) -> Procedure:
        return self.office.law.procedures[_kind(str(facts.get("kind") or CaseKind.RECONSIDERATION.value))]

    def _people(self, facts: Facts, entry: Entry) -> list[dict[str, Any]]:
        if not _items(facts, "applicants"):
            raise BadFact(label=entry.called.get(Role.APPLICANT, Role.APPLICANT.value), why="还没有填写。")
        people = [
            self._person(role, person)
            for key, role in ROLES.items()
            for person in _items(facts, key)
            if role is not Role.RESPONDENT
        ]
        respondent = facts.get("respondent") or ()
        bodies = [respondent] if respondent else []
        against = [self._body(body) for body in (*bodies, *_items(facts, "respondents"))]
        named = {who["name"] for who in people if who["role"] is Role.APPLICANT}
        if both := named & {who["name"] for who in against}:
            raise BadFact(label=min(both), why="不能同时是提出争议的一方和被诉的一方，请核对。")
        return [*people, *against]

    def _body(self, given: Facts | str) -> dict[str, Any]:
        """An organ as a party, with what the settings know of it."""
        values = dict(given) if isinstance(given, Mapping) else {"name": given}
        body = self._person(Role.RESPONDENT, values | {"kind": PartyKind.BODY.value})
        unit = next((unit for unit in self.units() if unit.full_name == body["name"]), None)
        known = {"address": unit.address, "phone": unit.phone, "unit_id": unit.id} if unit else {}
        return known | body

    def _person(self, role: Role, person: Facts) -> dict[str, Any]:
        """The values of a party, those left empty left out."""
        if not str(person.get("name") or "").strip():
            raise BadFact(label=f"{role.value}姓名或名称", why="还没有填写。")
        given = read_fields(PERSON_KEYS, person, role.value, ())
        given["kind"], given["id_number"] = PartyKind(given["kind"]), tidy(given.get("id_number", ""))
        fault = self.person_fault(given["kind"], given["id_number"])
        if fault:
            raise BadFact(label=given["name"], why=fault)
        return {"role": role, **given}

    def _organ(self, name: str, entry: Entry, people: Sequence[Mapping[str, Any]]) -> Unit:
        """The organ named, or the only one it can be: the office's own, the sued one, or the 复议机关."""
        organs = self.organs() if entry.reconsiders else self.units()
        if name:
            organs = [unit for unit in organs if name in (unit.id, unit.full_name, unit.short)]
        elif not entry.reconsiders:
            sued = [who["name"] for who in people if who["role"] is Role.RESPONDENT and entry.answers]
            own = [unit for unit in organs if unit.full_name == self.office.me.unit]
            theirs = [unit for name in sued for unit in organs if unit.full_name == name]
            ours = [unit for unit in own if unit.full_name in sued or not sued]
            organs = ours or theirs[:1] or own or self.organs()
        if len(organs) != 1:
            label = next((field.label for field in entry.fields if field.name == "organ"), "机关")
            raise BadFact(
                label=label, why=f"请指明由哪个{label}办理。" if organs else f"设置中还没有这个{label}。"
            )
        return organs[0]

    def _check_dates(self, entry: Entry, facts: Facts, received: date, first: str) -> None:
        made, known = _day(facts, "act_on"), _day(facts, "known_on")
        if made and known and known < made:
            raise BadFact(
                label="知道日", why=f"{known.isoformat()}早于行为作出的{made.isoformat()}，请核对日期。"
            )
        dated = (field for field in entry.fields if field.kind is FieldKind.DATE)
        for label, day in ((field.label, _day(facts, field.name)) for field in dated):
            if day and day > received:
                raise BadFact(
                    label=label, why=f"{day.isoformat()}晚于{first}的{received.isoformat()}，请核对日期。"
                )

    def _case(
        self, work: Work, procedure: Procedure, facts: Facts, organ: Unit, receipt: str,
        people: Sequence[Mapping[str, Any]],
    ) -> Case:  # fmt: skip
        entry = procedure.entry
        respondent = next((who["name"] for who in people if who["role"] is Role.RESPONDENT), "")
        drafted = entry.over.format(respondent=respondent, act=facts.get("act_kind") or entry.act)
        typed = {name: facts[name] for name in OF_CASE if facts.get(name)}
        return Case(
            **{"received_by": self.office.person.name} | typed,
            id=work.new_id(), kind=CaseKind(procedure.kind), receipt_number=receipt,
            matter=facts.get("matter") or drafted, organ_id=organ.id,
            act_on=_day(facts, "act_on"), known_on=_day(facts, "known_on"),
            informed=Informed(facts.get("informed", Informed.UNCLEAR)), flags=tuple(facts.get("flags", ())),
            home=self.office.me.station,
        )  # fmt: skip

    def _step(
        self, work: Work, case_id: str, code: str, on: date, facts: Facts, under: str = HOME
    ) -> Step:  # fmt: skip
        return Step(
            id=work.new_id(), case_id=case_id, code=code, on=on, facts=facts, by=self.office.person.name,
            station=self.office.me.station, under=under, recorded_at=work.at,
        )  # fmt: skip


def _kind(text: str) -> CaseKind:
    """A kind of case by its code or its name; BadFact."""
    found = next((kind for kind in CaseKind if text in (kind.value, kind.label)), None)
    if found is None:
        raise BadFact(
            label="种类", why=f"没有“{text}”这种案件，可以是{'、'.join(kind.label for kind in CaseKind)}。"
        )
    return found


def _party(work: Work, case_id: str, given: Facts, names: Mapping[str, str]) -> Party:
    """A party with the one it acts for, who must have been named before it."""
    values = dict(given)
    acts_for = values.pop("acts_for", "")
    if acts_for and acts_for not in names:
        raise BadFact(label="代理谁", why=f"当事人中没有“{acts_for}”，请照当事人的姓名或名称填写。")
    return Party(id=work.new_id(), case_id=case_id, acts_for=names.get(acts_for), **values)


def material_of(work: Work, case_id: str, given: Facts, day: date) -> Material:
    """A new material as it was described, dated that day."""
    return Material(
        id=work.new_id(), case_id=case_id, name=given["name"], pages=given["pages"],
        status=MaterialStatus(given["status"]), on=day, until=_day(given, "until"),
        form=given.get("form", ""), attachment=given.get("attachment", ""), volume=given.get("volume", ""),
        confidential=given["confidential"], envelope=given["envelope"] or given.get("form") == POSTMARKED,
    )  # fmt: skip


def _items(facts: Facts, name: str) -> Sequence[Facts]:
    """A list of people or materials; BadFact where it is something else."""
    found = facts.get(name) or ()
    if not isinstance(found, list | tuple) or not all(isinstance(item, Mapping) for item in found):
        raise BadFact(label=name, why="应当是一个列表，每一项写明各自的内容。")
    return tuple(found)


def _day(facts: Facts, name: str) -> date | None:
    value = facts.get(name)
    return date.fromisoformat(value) if value else None
