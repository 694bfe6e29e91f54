"""收件登记 — a visitor's application becomes a case, once, with everything that later papers need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Case, CaseKind, Informed, Material, MaterialStatus
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.identity import code_fault, id_fault, tidy
from fuyi_desktop.domain.local import Draft
from fuyi_desktop.domain.party import Party, PartyKind, Role, StationRole, Unit
from fuyi_desktop.domain.procedure import Choice, Field, FieldKind
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.numbers import RECEIPT, give_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.queries import duplicates, units
from fuyi_desktop.store.work import Work

E = TypeVar("E", bound=StrEnum)

KEYS = (
    Field("received_on", "收到日", FieldKind.DATE, help="材料实际到达的日期，审查期限从次日起算。",
          article="行政复议法第三十条"),
    Field("posted_on", "交邮日", FieldKind.DATE, required=False, help="邮寄的看邮戳，在途时间不算。",
          article="民事诉讼法第八十五条第四款"),
    Field("channel", "渠道", required=False, default="当面"),
    Field("organ", "复议机关", required=False, help="只有一个复议机关时可以不填。"),
    Field("matter", "案由", required=False, help="不填时按“不服某机关某种行为”拟写。"),
    Field("respondent", "被申请机关", help="作出行政行为的机关全称。", article="行政复议法第十九条"),
    Field("act_number", "文号", required=False, help="照决定书原样填写。"),
    Field("act_kind", "行为种类", required=False),
    Field("act_on", "作出日", FieldKind.DATE, required=False),
    Field("known_on", "知道日", FieldKind.DATE, required=False, help="申请期限从知道行政行为之日的次日起算。",
          article="行政复议法第二十条"),
    Field("informed", "是否告知权利和期限", FieldKind.CHOICE, required=False, default="不清楚",
          choices=tuple(Choice(word.value, word.value) for word in Informed), article="行政复议法第二十条"),
    Field("requests", "复议请求", FieldKind.LONG, required=False),
    Field("reasons", "事实和理由", FieldKind.LONG, required=False),
    Field("flags", "标记", FieldKind.MANY, required=False),
    Field("handler", "经手人", required=False),
)  # fmt: skip

PERSON_KEYS = (
    Field("name", "姓名或名称"),
    Field("kind", "类别", FieldKind.CHOICE, required=False, default="自然人",
          choices=tuple(Choice(kind.value, kind.value) for kind in PartyKind)),
    Field("id_number", "证件号码", required=False, help="自然人填居民身份证号，单位填统一社会信用代码。"),
    Field("phone", "联系电话", required=False),
    Field("address", "送达地址", required=False),
    Field("legal_representative", "法定代表人或负责人", required=False),
    Field("e_service", "同意电子送达", FieldKind.YES_NO, required=False, default=False),
)  # fmt: skip

ROLES = {"applicants": Role.APPLICANT, "third_parties": Role.THIRD_PARTY, "agents": Role.AGENT}


@dataclass(frozen=True)
class Registered:
    """What a registration has brought."""

    case_id: str
    number: str
    changed: Changed


@dataclass(frozen=True)
class Hint:
    """A case that may be the same dispute, and what it has in common with the one being typed."""

    case_id: str
    title: str
    matter: str
    number: str
    why: str


class Intake:
    """Registering applications, and keeping what was half typed."""

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
        received = _day(facts, "received_on", "收到日")
        if received is None:
            raise BadFact(label="收到日", why="还没有填写。")
        if received > office.today:
            raise BadFact(label="收到日", why=f"{received.isoformat()}还没有到，请核对日期。")
        self._check_dates(facts, received)
        people = self._people(facts)
        organ = self._organ(str(facts.get("organ") or ""))
        me = office.me
        with office.work(Task.REGISTER, "收到申请") as work:
            label = "收" if me.role is StationRole.CENTER else "代收"
            receipt = give_number(work, me.station, label, received.year, RECEIPT)
            case = work.put(self._case(work, facts, organ, receipt, people))
            for party in people:
                work.put(self._party(work, case.id, party))
            for material in facts.get("materials") or ():
                work.put(_material(work, case.id, material, received))
            work.put(
                Step(
                    id=work.new_id(), case_id=case.id, code="receive", on=received,
                    facts=_receipt_facts(facts), by=office.person.name, station=me.station,
                    recorded_at=work.at,
                )
            )  # fmt: skip
            if draft and (kept := work.find(Draft, draft)):
                work.remove(kept)
        return Registered(case.id, receipt, work.changed)

    def add_material(self, case_id: str, facts: Facts) -> Changed:
        """Put a paper on file: 名称, pages, date, and the form it stands for."""
        office = self.office
        office.must_hold(office.file(case_id), "登记材料")
        with office.work(Task.STEP, "登记材料") as work:
            work.put(_material(work, case_id, facts, _day(facts, "on", "日期") or office.today))
        return work.changed

    def keep_draft(self, key: str, content: Facts) -> Changed:
        """Keep what has been typed so far; written at every pause, so that a killed process loses seconds."""
        with self.office.work(Task.REGISTER, "草稿") as work:
            found = work.find(Draft, key)
            work.put(
                Draft(id=key, revision=found.revision if found else 0, content=dict(content), at=work.at)
            )
        return work.changed

    def draft(self, key: str) -> Draft | None:
        return self.office.store.find(Draft, key)

    def drop_draft(self, key: str) -> Changed:
        with self.office.work(Task.REGISTER, "草稿") as work:
            if found := work.find(Draft, key):
                work.remove(found)
        return work.changed

    def _people(self, facts: Facts) -> list[dict[str, Any]]:
        if not facts.get("applicants"):
            raise BadFact(label="申请人", why="还没有填写。")
        people = []
        for key, role in ROLES.items():
            for person in facts.get(key) or ():
                people.append(self._person(role, person))
        respondent = facts.get("respondent")
        if not respondent:
            raise BadFact(label="被申请机关", why="还没有填写。")
        given = {"name": respondent} if isinstance(respondent, str) else dict(respondent)
        unit = next((unit for unit in self.units() if unit.full_name == given["name"]), None)
        known = {"address": unit.address, "phone": unit.phone, "unit_id": unit.id} if unit else {}
        people.append(known | self._person(Role.RESPONDENT, given | {"kind": PartyKind.BODY.value}))
        return people

    def _person(self, role: Role, person: Facts) -> dict[str, Any]:
        name = str(person.get("name") or "").strip()
        if not name:
            raise BadFact(label=f"{role.value}姓名或名称", why="还没有填写。")
        kind = _choice(PartyKind, person.get("kind") or PartyKind.PERSON, "类别")
        fault = self.person_fault(kind, str(person.get("id_number") or ""))
        if fault:
            raise BadFact(label=name, why=fault)
        kept = {
            key: str(person.get(key) or "").strip() for key in ("phone", "address", "legal_representative")
        }
        return {key: value for key, value in kept.items() if value} | {
            "role": role, "name": name, "kind": kind, "id_number": tidy(str(person.get("id_number") or "")),
            "e_service": bool(person.get("e_service", False)),
            "acts_for_name": str(person.get("acts_for") or ""),
        }  # fmt: skip

    def _organ(self, name: str) -> Unit:
        organs = self.organs()
        if name:
            organs = [unit for unit in organs if name in (unit.id, unit.full_name, unit.short)]
        if len(organs) != 1:
            raise BadFact(
                label="复议机关", why="请指明由哪个复议机关办理。" if organs else "设置中还没有这个复议机关。"
            )
        return organs[0]

    def _check_dates(self, facts: Facts, received: date) -> None:
        made, known = _day(facts, "act_on", "作出日"), _day(facts, "known_on", "知道日")
        if made and known and known < made:
            raise BadFact(
                label="知道日", why=f"{known.isoformat()}早于行为作出的{made.isoformat()}，请核对日期。"
            )
        for label, day in (
            ("作出日", made),
            ("知道日", known),
            ("交邮日", _day(facts, "posted_on", "交邮日")),
        ):
            if day and day > received:
                raise BadFact(
                    label=label, why=f"{day.isoformat()}晚于收到申请的{received.isoformat()}，请核对日期。"
                )

    def _case(
        self, work: Work, facts: Facts, organ: Unit, receipt: str, people: Sequence[Mapping[str, Any]]
    ) -> Case:
        respondent = next(person["name"] for person in people if person["role"] is Role.RESPONDENT)
        act = str(facts.get("act_kind") or "")
        return Case(
            id=work.new_id(),
            kind=CaseKind(facts.get("kind") or CaseKind.RECONSIDERATION),
            receipt_number=receipt,
            matter=str(facts.get("matter") or f"不服{respondent}{act or '行政行为'}"),
            organ_id=organ.id,
            channel=str(facts.get("channel") or "当面"),
            act_number=str(facts.get("act_number") or "").strip(),
            act_kind=act,
            act_on=_day(facts, "act_on", "作出日"),
            known_on=_day(facts, "known_on", "知道日"),
            informed=_choice(Informed, facts.get("informed") or Informed.UNCLEAR, "是否告知权利和期限"),
            requests=str(facts.get("requests") or "").strip(),
            reasons=str(facts.get("reasons") or "").strip(),
            flags=tuple(facts.get("flags") or ()),
            handler=str(facts.get("handler") or ""),
            home=self.office.me.station,
        )

    def _party(self, work: Work, case_id: str, given: Mapping[str, Any]) -> Party:
        values = {key: value for key, value in given.items() if key != "acts_for_name"}
        acts_for = given.get("acts_for_name")
        facts = {"acts_for": acts_for} if acts_for else {}
        return Party(id=work.new_id(), case_id=case_id, facts=facts, **values)


def _material(work: Work, case_id: str, given: Facts, day: date) -> Material:
    name = str(given.get("name") or "").strip()
    if not name:
        raise BadFact(label="材料名称", why="还没有填写。")
    return Material(
        id=work.new_id(), case_id=case_id, name=name, pages=int(given.get("pages") or 0),
        status=_choice(MaterialStatus, given.get("status") or MaterialStatus.RECEIVED, "材料状态"),
        on=day, until=_day(given, "until", "补交期限"), form=str(given.get("form") or ""),
        attachment=str(given.get("attachment") or ""),
    )  # fmt: skip


def _receipt_facts(facts: Facts) -> dict[str, Any]:
    posted = _day(facts, "posted_on", "交邮日")
    found = {
        "posted_on": posted.isoformat() if posted else "",
        "channel": str(facts.get("channel") or "当面"),
    }
    return {name: value for name, value in found.items() if value}


def _day(facts: Facts, name: str, label: str) -> date | None:
    value = facts.get(name)
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise BadFact(label=label, why=f"“{value}”不是日期，应当像 2026-08-03。") from error


def _choice(kind: type[E], value: object, label: str) -> E:
    try:
        return kind(str(value))
    except ValueError as error:
        raise BadFact(label=label, why=f"没有“{value}”这一项，可以是{'、'.join(kind)}。") from error
