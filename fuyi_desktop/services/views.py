"""What a case, its dates and a procedure look like as plain values, for output and for other programs."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from fuyi_desktop.domain.copying import CopyDue
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import NotFound
from fuyi_desktop.domain.fields import Field
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.packs import as_row
from fuyi_desktop.domain.papers import edition
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.record import as_plain
from fuyi_desktop.domain.rules import Rule
from fuyi_desktop.domain.switches import SWITCHES, Chosen
from fuyi_desktop.domain.workdays import Holiday, Notice, Workdays
from fuyi_desktop.services.casework import CasePage, party_names
from fuyi_desktop.store.queries import Entry


def case_view(page: CasePage) -> dict[str, Any]:
    """`{id, number, state, deadlines}` and what goes with them: the answer to every deed on a case."""
    names = party_names(page.file)
    return {
        "id": page.file.case.id,
        "number": page.file.label,
        "case_number": page.file.case.number or None,
        "receipt_number": page.file.case.receipt_number,
        "state": page.replay.state,
        "state_label": page.state,
        "holder": page.holder,
        "deadlines": [clock_view(clock, names) for clock in page.clocks],
    }


def clock_view(clock: Clock, names: Mapping[str, str]) -> dict[str, Any]:
    """A clock: the rule's answer, whose it is, and what ended it."""
    return clock.due.as_dict() | {
        "party": names.get(clock.party),
        "started_by": clock.started_by,
        "recorded": clock.recorded,
        "proved": clock.proved,
        "done": clock.done_on.isoformat() if clock.done_on else None,
    }


def file_view(page: CasePage) -> dict[str, Any]:
    """Everything about a case."""
    file = page.file
    case = file.case
    return case_view(page) | {
        "kind": case.kind.value,
        "matter": case.matter,
        "organ": file.organ.full_name,
        "channel": case.channel,
        "act": {
            "number": case.act_number, "kind": case.act_kind, "made_on": as_plain(case.act_on),
            "known_on": as_plain(case.known_on), "informed": case.informed.value,
        },
        "requests": case.requests,
        "reasons": case.reasons,
        "flags": list(case.flags),
        "home": case.home,
        "parties": [_party(party) for party in file.parties],
        "steps": [
            {
                "id": step.id, "code": step.code, "on": step.on.isoformat(), "facts": as_plain(step.facts),
                "by": step.by, "station": step.station, "void": step.void_reason or None,
                "counted": step in page.replay.counted,
            }
            for step in page.file.steps
        ],
        "open_steps": [
            {
                "code": offer.kind.code, "label": offer.kind.label, "open": offer.open,
                "why": offer.why or None, "on": as_plain(offer.on),
            }
            for offer in page.offers
        ],
        "papers": [
            {
                "id": paper.id, "form": paper.form, "title": paper.title, "number": paper.number,
                "issued_on": paper.issued_on.isoformat(), "sha256": paper.digest,
                "void": paper.void_reason or None, "edition": edition(file.papers, paper),
            }
            for paper in file.papers
        ],
        "materials": [
            {"name": item.name, "pages": item.pages, "status": item.status.value, "form": item.form or None}
            for item in file.materials
        ],
        "missing": [form_of(form).title for form in page.missing],
        "copies": [_copy(due) for due in page.copies],
        "chain": [
            {
                "id": row.case_id, "kind": row.kind, "number": row.number, "state": row.state,
                "ended": row.ended,
            }
            for row in page.chain
        ],
    }  # fmt: skip


def now_view(row: CaseNow) -> dict[str, Any]:
    """A row of a list of cases."""
    hidden = {"names", "words"}
    return {item.name: as_plain(getattr(row, item.name)) for item in fields(row) if item.name not in hidden}


def year_view(workdays: Workdays, number: int) -> dict[str, Any]:
    """A year's calendar: status, notices, holidays and make-up days, and what the county gives beside it."""
    found = workdays.year(number)
    overlays = [one for one in workdays.overlaid if one.year == number]
    return {
        "year": number,
        "status": found.status.value,
        "notices": [_notice(notice) for notice in found.notices],
        "holidays": [_holiday(holiday) for holiday in found.holidays],
        "work_on": [day.isoformat() for day in sorted(found.work)],
        "local": [
            {
                "county": overlay.county,
                "notices": [_notice(notice) for notice in overlay.notices],
                "holidays": [_holiday(holiday) for holiday in overlay.holidays],
                "work_on": [day.isoformat() for holiday in overlay.holidays for day in holiday.work],
            }
            for overlay in overlays
        ],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.title, "number": notice.number, "published": notice.published.isoformat(),
        "url": notice.url,
    }  # fmt: skip


def _holiday(holiday: Holiday) -> dict[str, Any]:
    return {"name": holiday.name, "first": holiday.first.isoformat(), "last": holiday.last.isoformat()}


def rule_view(rule: Rule) -> dict[str, Any]:
    """A deadline rule as its file writes it; what it does not say is left out."""
    return {"procedure": rule.procedure} | {key: _as_written(value) for key, value in as_row(rule).items()}


def _as_written(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_written(item) for key, item in value.items()}
    return as_plain(value)


def switch_view(choices: Chosen) -> list[dict[str, Any]]:
    """What the county may choose, and what holds here."""
    return [
        {
            "key": switch.key, "label": switch.label, "value": choices.code(switch.key),
            "meaning": switch.value(choices.code(switch.key)).meaning, "values": list(switch.codes),
            "basis": switch.basis,
        }
        for switch in SWITCHES
    ]  # fmt: skip


def entry_view(entry: Entry) -> dict[str, Any]:
    """A line of a case's journal."""
    return {
        "at": entry.at.isoformat(), "by": entry.by, "why": entry.why, "station": entry.station, "n": entry.n,
    }  # fmt: skip


def procedure_view(
    procedures: Mapping[str, Procedure],
    kind: str,
    people: tuple[Field, ...],
    materials: tuple[Field, ...],
) -> dict[str, Any]:
    """States, steps and the keys of `case add`; NotFound where there is no such procedure."""
    if kind not in procedures:
        raise NotFound(what=f"程序（有 {'、'.join(procedures)}）", key=kind)
    procedure = procedures[kind]
    called = procedure.entry.called
    return {
        "kind": procedure.kind,
        "label": procedure.label,
        "states": [{"code": s.id, "label": s.label, "ended": s.ended} for s in procedure.states],
        "steps": [
            {
                "code": step.code, "label": step.label, "from": sorted(step.leaves),
                "to": step.leads if isinstance(step.leads, str) else None,
                "targets": list(step.targets),
                "fields": [_field(field) for field in step.fields],
                "papers": list(step.papers), "article": step.article, "help": step.help,
                "by_center": step.by_center,
            }
            for step in procedure.steps
        ],
        "case_add": [_field(field) for field in procedure.entry.fields]
        + [
            {"name": "applicants", "label": called.get(Role.APPLICANT, Role.APPLICANT.value), "type": "list",
             "required": True,
             "of": [_field(field) for field in people]},
            {"name": "respondents", "label": "其他被申请机关", "type": "list", "required": False},
            {"name": "third_parties", "label": "第三人", "type": "list", "required": False},
            {"name": "agents", "label": "代理人", "type": "list", "required": False},
            {"name": "materials", "label": "材料", "type": "list", "required": False,
             "of": [_field(field) for field in materials]},
        ],
    }  # fmt: skip


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name, "label": field.label, "type": field.kind.value, "required": field.required,
    }  # fmt: skip
    if field.choices:
        found["choices"] = [{"code": choice.code, "label": choice.label} for choice in field.choices]
    if field.when is not None:
        found["when"] = {field.when[0]: list(field.when[1])}
    if field.default is not None:
        found["default"] = as_plain(field.default)
    return found


def _copy(due: CopyDue) -> dict[str, Any]:
    return {
        "to": due.told, "paper": form_of(due.paper).title, "by": form_of(due.form).title,
        "form": due.form, "basis": due.basis, "article": due.article, "since": due.since.isoformat(),
        "done": as_plain(due.done_on),
    }  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    return {
        "id": party.id, "role": party.role.value, "kind": party.kind.value, "name": party.name,
        "id_number": party.id_number, "phone": party.phone, "address": party.address,
    }  # fmt: skip
