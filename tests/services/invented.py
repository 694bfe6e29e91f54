"""An invented county for tests: real stores under a cheap password, a stopped clock, invented people."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.bootstrap import CHINA, place
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.identity import code_check, id_check
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.party import Party, Person, Role, StationRole
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.sealing.slots import Cost
from fuyi_desktop.services.accounts import make, unlock
from fuyi_desktop.services.app import App
from fuyi_desktop.services.exchange import Exported, Report
from fuyi_desktop.services.office import Office
from fuyi_desktop.store.schema import metadata
from fuyi_desktop.store.vault import Where
from tests import factory

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

PASSWORD = "石桥镇的长口令2026"
CHEAP = Cost(memory=64, passes=1, lanes=1)
RECEIVED = "2026-07-30"
UNITS: tuple[dict[str, Any], ...] = (
    {"full_name": "云岭县人民政府", "short": "云府", "reconsiders": True, "court": "云岭县人民法院",
     "court_above": "云州市中级人民法院", "superior": "云州市人民政府",
     "address": "云岭县县府路1号", "postcode": "999901",
     "phone": "0999-2021001", "contact": "何静"},
    {"full_name": "云岭县公安局", "superior": "云州市公安局", "address": "云岭县平安路6号"},
    {"full_name": "云岭县生态环境局", "superior": "云州市生态环境局", "address": "云岭县清河路18号"},
)  # fmt: skip


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def on(self, day: str) -> None:
        """Half past nine in the morning of that day."""
        self.at = datetime.combine(date.fromisoformat(day), time(9, 30), CHINA)


def clock(day: str = RECEIVED) -> Clock:
    found = Clock(datetime.min.replace(tzinfo=CHINA))
    found.on(day)
    return found


def no_press() -> "Press":
    raise AssertionError("this test prints no papers")


def found(where: Where, at: Clock, role: StationRole = StationRole.TOWNSHIP) -> None:
    """Make a station's store."""
    names = {
        StationRole.CENTER: ("云岭县行政争议纾解中心", "云岭县司法局", "何静"),
        StationRole.TOWNSHIP: ("石桥镇行政争议纾解窗口", "石桥镇人民政府", "周晓敏"),
        StationRole.AGENCY: ("云岭县公安局法制大队", "云岭县公安局", "唐卫东"),
    }
    make(where, role, *names[role], PASSWORD, law=factory.law(), now=at, cost=CHEAP)


def opened(
    where: Where, at: Clock, press: "Callable[[], Press]" = no_press, *, law: Law | None = None
) -> App:
    """The application on a store that was made here, its only person at the desk."""
    law = law or factory.law()
    unlocked = unlock(where, PASSWORD, law=law, now=at)
    return App(Office(unlocked.store, law, unlocked.person, at), place().codes, press, place().orders)


def with_units(app: App) -> App:
    app.settings.take({"unit": [dict(unit) for unit in UNITS]})
    return app


def enrol(center: App, station: App, code: str, post: Path) -> None:
    """The four files of joining, with the digits read over the telephone."""
    card = center.enrolment.card(post / "card.fuyi")
    asked = station.enrolment.request(post / "card.fuyi", card["fingerprint"], post / f"{code}-asks.fuyi")
    center.enrolment.admit(
        post / f"{code}-asks.fuyi", asked["fingerprint"], code, post / f"{code}-grant.fuyi"
    )
    station.enrolment.join(post / f"{code}-grant.fuyi")


@dataclass
class County:
    """The center, a township that has joined it, the stick between them, and the clock of both."""

    folder: Path
    clock: Clock
    center: App
    township: App

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def send(self, **options: Any) -> Exported:
        """The township writes its bundle onto the stick."""
        return self.township.exchange.export("center", self.stick, **options)

    def carry(self) -> Report:
        """A bundle from the township, taken in at the center."""
        return self.center.exchange.take(self.send().file)

    def answer(self) -> Report:
        """The center's receipt, taken in at the township."""
        return self.township.exchange.take(self.center.exchange.export("T0731", self.stick).file)

    def close(self) -> None:
        self.center.close()
        self.township.close()


def county(
    folder: Path, template: Path, press: "Callable[[], Press]" = no_press, *, center: Where | None = None
) -> County:
    """A county of a test's own, copied from one that has been made once; its center may lie on a server."""
    shutil.copytree(template, folder)
    at = clock()
    return County(
        folder, at, opened(center or folder / "center", at, press), opened(folder / "township", at, press)
    )


def make_template(folder: Path, lies: Where | None = None) -> None:
    """The county that every test copies: both stations made, organs set, the township joined as T0731."""
    at = clock("2026-07-01")
    (folder / "stick").mkdir(parents=True)
    lies = lies or folder / "center"
    found(lies, at, StationRole.CENTER)
    found(folder / "township", at)
    with opened(lies, at) as center, opened(folder / "township", at) as township:
        with_units(center)
        enrol(center, township, "T0731", folder / "stick")


def id_number(born: str = "19680412", serial: str = "002") -> str:
    """An identity number with its check digit, of a region that does not exist."""
    first = f"999723{born}{serial}"
    return first + id_check(first)


def body_code(first: str = "91999723MA6AAAA7K") -> str:
    """A 统一社会信用代码 with its check character."""
    return first + code_check(first)


def facts(name: str = "欧阳慧敏", **given: Any) -> dict[str, Any]:
    """What a registration at the window consists of."""
    person = {"name": name, "phone": "13900006208", "address": "石桥镇双龙村四组27号"}
    values: dict[str, Any] = {
        "received_on": RECEIVED, "respondent": "云岭县公安局", "act_kind": "行政处罚",
        "act_number": "云公罚字〔2026〕207号", "act_on": "2026-07-01", "known_on": "2026-07-03",
        "informed": "是",
        "requests": "撤销处罚决定", "reasons": "认定事实不清", "applicants": [person],
        "materials": [{"name": "行政复议申请书", "form": "X01", "pages": 2}],
    }  # fmt: skip
    return values | given


def registered(app: App, name: str = "欧阳慧敏", **given: Any) -> str:
    return app.intake.register(facts(name, **given)).case_id


def step(app: App, case_id: str, code: str, on: str, **typed: Any) -> None:
    """Record a step on its own day; to accept an application, every condition is answered with yes."""
    day = date.fromisoformat(on)
    if code == "accept" and "team" not in typed:
        typed = factory.met() | typed
    app.on(day).casework.step(case_id, code, day, typed)


def accepted(app: App, name: str = "欧阳慧敏", **given: Any) -> str:
    """A case accepted on 3 August 2026 by the station that registered it."""
    case_id = registered(app, name, **given)
    step(app, case_id, "review", "2026-07-31", handler="何静")
    step(app, case_id, "accept", "2026-08-03")
    return case_id


def due(app: App, case_id: str, rule: str) -> str:
    """The day a clock of the case shows, ISO."""
    return next(
        clock.due.due.isoformat() for clock in app.casework.page(case_id).clocks if clock.rule.id == rule
    )


def of_role(app: App, case_id: str, role: Role) -> Party:
    return app.casework.page(case_id).file.of(role)[0]


def last_step(app: App, case_id: str) -> Step:
    return max(app.casework.page(case_id).file.steps, key=lambda step: step.id)


def as_person(app: App, role: PersonRole, name: str = "罗志强") -> App:
    """The same desk with somebody of another role at it."""
    return replace(app, office=replace(app.office, person=Person(id="f" * 32, name=name, role=role)))


def content(app: App) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare a store with itself."""
    with app.office.store.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }
