"""Real cases handed from station to station, under the same faults: each station has what concerns it.

Afterwards the rows of cases at a station are those that the center has in its scope, to the last value; no
bundle has ever told a station of a case that was not its business; a review is known to its author alone.
"""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from sqlalchemy import select

from fuyi_desktop.domain.case import Case, CaseFile, CaseKind, Material
from fuyi_desktop.domain.line import parse
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.outcome import Outcome
from fuyi_desktop.domain.party import CENTER, Party, Role
from fuyi_desktop.domain.record import flat
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store.feed import case_rows_for
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.schema import RECORDS, TABLES, journal, record_of, sync_review, sync_shadow
from fuyi_desktop.store.standing import committed
from fuyi_desktop.store.work import Work
from fuyi_desktop.sync import entries
from fuyi_desktop.sync.entries import Entry, Row
from fuyi_desktop.sync.manifest import Kind
from tests.store import office
from tests.world.county import CODES, Carried, Desk, World

MOVED = "hand_over"
TEXTS = ("", "甲句。乙句。", "甲句。乙改。", "甲改。乙句。", "另写。")
MOST = 6  # cases; fewer meet more often


def project(file: CaseFile) -> CaseNow:
    """As the tests of the store have it, but the case lies where the last step has sent it."""
    moves = sorted((step for step in file.steps if step.code == MOVED), key=lambda step: step.id)
    return replace(office.project(file), holder=moves[-1].facts["to"] if moves else file.case.home)


@dataclass
class CaseDesk(Desk):
    """A desk that works on cases."""

    def found(self) -> None:
        super().found()
        self.store.project = project

    def reopen(self) -> None:
        super().reopen()
        self.store.project = project

    def newest(self) -> list[str]:
        """The ids of the writes of the desk's last line."""
        with self.store.reading() as connection:
            raw = connection.scalar(select(journal.c.raw).order_by(journal.c.id.desc()).limit(1))
        return [write.id for write in parse(raw or b"").writes]

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every row of a case as it is shown here."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        with self.store.reading() as connection:
            for name, kind in RECORDS.items():
                if ("case_id" in TABLES[name].c and kind.travels) or name == "case":
                    rows = connection.execute(select(TABLES[name]))
                    found |= {(name, row.id): flat(record_of(kind, row)) for row in rows}
        return found


@dataclass
class Moves(World):
    """One county whose cases move, one random schedule."""

    concerned: list[tuple[int, dict[str, set[str]]]] = field(default_factory=list)  # by position
    told_too_much: list[str] = field(default_factory=list)

    desk_kind: ClassVar[type[Desk]] = CaseDesk

    def _begin(self) -> None:
        """Nothing is there to begin with."""

    def step(self) -> None:
        super().step()
        self._look()

    def deliver(self, to: str, bundle: Carried) -> None:
        super().deliver(to, bundle)
        self._look()

    def down(self, desk: Desk, *, most: int | None = None) -> list[Carried]:
        found = super().down(desk, most=most)
        for bundle in found:
            self._overhear(desk.code, bundle)
        return found

    def broken(self, must: set[str]) -> list[str]:
        found = set(self._kept(must)) | set(self.told_too_much)
        for desk in self.desks:
            assert isinstance(desk, CaseDesk)
            with self.center.store.reading() as connection:
                there = {(table, key): row for table, key, row in case_rows_for(connection, desk.code)}
            with desk.store.reading() as connection:
                here = {(table, key): row for table, key, row in committed(connection)}
                authors = set(connection.scalars(select(sync_review.c.station)))
                beneath = connection.execute(select(sync_shadow)).all()
            if here != there:
                found.add("1 stations differ from the center")
            if desk.rows() != there:
                found.add("1 stations show what is not accepted")
            if beneath:
                found.add("1 values are kept beneath nothing")
            if authors - {desk.code}:
                found.add("19 reviews are told to others")
        return sorted(found)

    def _write(self, desk: Desk) -> None:
        self.count += 1
        before = self._journal(desk)
        with desk.store.work("何静", "办理") as work:
            self._deed(desk, work)
        if self._journal(desk) > before:
            assert isinstance(desk, CaseDesk)
            for write_id in desk.newest():
                self._note(desk, write_id, "")

    def _deed(self, desk: Desk, work: Work) -> None:
        cases = work.select(Case)
        chance = self.chance.random()
        if not desk.central and len(cases) < MOST and (chance < 0.15 or not cases):
            self._register(desk, work)
            return
        if not cases:
            return
        case = self.chance.choice(cases)
        if chance < 0.40:
            work.put(replace(case, **self._values()))
        elif chance < 0.50:
            facts = dict(case.facts)
            name = self.chance.choice("ab")
            if facts.pop(name, None) is None or self.chance.random() < 0.5:
                facts[name] = f"{desk.code}-{self.count}"
            work.put(replace(case, facts=facts))
        elif chance < 0.60:
            if parties := work.select(Party, case_id=case.id):
                work.put(replace(self.chance.choice(parties), phone=str(self.count)))
        elif chance < 0.68:
            work.put(Material(id=work.new_id(), case_id=case.id, name=f"{desk.code}-{self.count}"))
        elif chance < 0.76:
            if materials := work.select(Material, case_id=case.id):
                work.remove(self.chance.choice(materials))
        elif chance < 0.82:
            if materials := work.select(Material, case_id=case.id):
                work.put(replace(self.chance.choice(materials), pages=self.count))
        else:
            steps = sorted(work.select(Step, case_id=case.id), key=lambda step: step.id)
            moves = [step for step in steps if step.code == MOVED]
            holder = moves[-1].facts["to"] if moves else case.home
            if desk.central or holder == desk.code:
                to = self.chance.choice([CENTER, *CODES[: self.stations]])
                self._step(desk, work, case, MOVED, to=to)

    def _register(self, desk: Desk, work: Work) -> None:
        case = work.put(
            Case(
                id=work.new_id(), kind=CaseKind.RECONSIDERATION, matter=f"{desk.code}-{self.count}",
                organ_id="o", home=desk.code,
            )
        )  # fmt: skip
        work.put(Party(id=work.new_id(), case_id=case.id, role=Role.APPLICANT, name="单小明"))
        self._step(desk, work, case, "receive")

    def _step(self, desk: Desk, work: Work, case: Case, code: str, **facts: str) -> None:
        work.put(
            Step(
                id=work.new_id(), case_id=case.id, code=code, on=office.AT.date(), by="何静",
                station=desk.code, recorded_at=work.at, facts=facts,
            )
        )  # fmt: skip

    def _values(self) -> dict[str, Any]:
        name = self.chance.choice(["matter", "act_number", "requests", "act_on"])
        match name:
            case "requests":
                return {name: self.chance.choice(TEXTS)}
            case "act_on":
                return {name: office.AT.date().replace(day=self.chance.randint(1, 28))}
            case _:
                return {name: f"{self.count}"}

    def _journal(self, desk: Desk) -> int:
        with desk.store.reading() as connection:
            return len(connection.execute(select(journal.c.id)).all())

    def _look(self) -> None:
        """Note whom the cases of the center concern as of now, by the rows alone."""
        with self.center.store.reading() as connection:
            now: dict[str, set[str]] = {}
            for row in connection.execute(select(TABLES["case"].c.id, TABLES["case"].c.home)):
                now[row.id] = {row.home}
            steps = select(TABLES["step"]).where(TABLES["step"].c.code == MOVED).order_by(TABLES["step"].c.id)
            moved = {row.case_id: row.facts["to"] for row in connection.execute(steps)}
            for case_id, holder in moved.items():
                now.setdefault(case_id, set()).add(holder)
            at = last_position(connection)
        while self.concerned and self.concerned[-1][0] > at:
            self.concerned.pop()
        if not self.concerned or self.concerned[-1][0] < at:
            self.concerned.append((at, now))

    def _overhear(self, code: str, bundle: Carried) -> None:
        """Hold what a bundle tells against whom each case concerned at its position."""
        self._look()
        now = self.concerned[-1][1]
        for raw in bundle.raws:
            if bundle.manifest.kind == Kind.SEED:
                line = entries.parse_seed(raw)
                case_id = _case_in(line.table, line.key, line.fields) if isinstance(line, Row) else ""
                if case_id and code not in now.get(case_id, set()):
                    self.told_too_much.append("19 a seed tells too much")
                continue
            entry = entries.parse(raw)
            case_id = _case_in(
                entry.write.table, entry.write.key, {**entry.write.before, **entry.write.fields}
            )
            if entry.station == code or not case_id:
                continue
            if entry.outcome is not Outcome.LEAVE and not self._was_told(code, case_id, entry):
                self.told_too_much.append("19 a feed tells too much")

    def _was_told(self, code: str, case_id: str, entry: Entry) -> bool:
        """Whether the case concerned the station just before or just after what stands at this position."""
        after = next((n for n, (pos, _) in enumerate(self.concerned) if pos >= entry.pos), None)
        if after is None:
            return False
        around = self.concerned[max(0, after - 1) : after + 1]
        return any(code in now.get(case_id, set()) for _, now in around)


def _case_in(table: str, key: str, fields: Any) -> str:
    return key if table == "case" else str(fields.get("case_id") or "")
