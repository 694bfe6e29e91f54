"""Stores as the tests of the store need them: invented people, a stopped clock, a plain projection."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine

from fuyi_desktop.domain.case import Case, CaseFile, CaseKind
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.steps import Step, handler
from fuyi_desktop.sealing import DatabaseKey
from fuyi_desktop.store import server, sqlcipher, vault
from fuyi_desktop.store.server import Server
from fuyi_desktop.store.vault import Where
from fuyi_desktop.store.work import Store, Work
from tests.server import FILE

AT = datetime(2026, 8, 3, 9, 30, tzinfo=timezone(timedelta(hours=8)))
KEY, OTHER_KEY = DatabaseKey(bytes(range(32))), DatabaseKey(bytes(32))
WINDOW = {"station": "T0731", "name": "东镇窗口", "role": "township", "unit": "东镇人民政府"}
COUNTY = {"station": "C01", "name": "县中心", "role": "center", "unit": "临江县司法局"}
SLOTS = [{"fmt": "slot/1", "kind": "password", "owner": "王办", "sealed": "00"}]
DUE = timedelta(days=60)
IN_A_FILE = pytest.mark.parametrize("engine", [FILE], indirect=True)  # of pages, logs and locks of a file


def clock() -> datetime:
    return AT


def project(file: CaseFile) -> CaseNow:
    """A case is due sixty days after its first step, and over once it is archived."""
    case, first = file.case, min((step.on for step in file.steps), default=None)
    due = first + DUE if first else None
    over = any(step.code == "archive" for step in file.steps)
    return CaseNow(
        case_id=case.id, kind=case.kind, title=file.title, number=file.label,
        receipt_number=case.receipt_number, matter=case.matter, state="R99" if over else "R1", ended=over,
        holder=case.home, handler=handler(file.steps), flags=case.flags, received_on=first,
        rule="A18" if due else "", duty="作出决定" if due else "", due=due, display=due, provisional=False,
        names=" ".join(party.name for party in file.parties),
        words=" ".join([case.matter, case.number, case.receipt_number, case.act_number,
                        *(f"{party.phone} {party.id_number}" for party in file.parties)]),
    )  # fmt: skip


def make(where: Where, station: dict[str, str] | None = None) -> Store:
    return vault.create(
        where, SLOTS, KEY, station=WINDOW if station is None else station, clock=clock, project=project
    )


def open_again(where: Where, key: DatabaseKey = KEY) -> Store:
    return vault.open_store(where, key, clock=clock, project=project)


def engine_at(where: Where) -> Engine:
    """The bare engine on the database of a store."""
    if isinstance(where, Server):
        return server.connect(where)
    return sqlcipher.connect(where / sqlcipher.DATABASE, KEY)


def register(
    work: Work, name: str = "单小明", on: date = date(2026, 8, 3), *, named: str = "", **facts: Any
) -> Case:
    """A case with its applicant and the step of receipt, which may name the 承办人."""
    given: dict[str, Any] = {
        "matter": "不服罚款决定",
        "receipt_number": "代收2026-118",
        "home": "T0731",
        "organ_id": "organ",
    } | facts
    phone = given.pop("phone", "13800001234")
    case = work.put(Case(id=work.new_id(), kind=CaseKind.RECONSIDERATION, **given))
    work.put(Party(id=work.new_id(), case_id=case.id, role=Role.APPLICANT, name=name, phone=phone))
    work.put(
        Step(
            id=work.new_id(), case_id=case.id, code="receive", on=on, by=work.by, station="T0731",
            recorded_at=work.at, facts={"handler": named} if named else {},
        )
    )  # fmt: skip
    return case
