"""案件办理 — the deeds and questions of one case: its page, its next steps, its dates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.case import Case, CaseFile
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.fields import readable
from fuyi_desktop.domain.party import Party, Station, StationRole
from fuyi_desktop.domain.procedure import HAND_OVER, Offer, Replay, StepKind, holder
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.drafts import finish_draft
from fuyi_desktop.services.numbers import organ_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.queries import (
    case_by_key,
    case_count,
    case_rows,
    journal_of,
    station_called,
    stations,
)

NUMBERED_BY = frozenset({"accept", "deem_accepted", "refuse"})  # the organ's own act gives the case its 案号


@dataclass(frozen=True)
class CasePage:
    """Everything that the page of a case shows, computed in one go away from the window."""

    file: CaseFile
    replay: Replay
    state: str
    ended: bool
    clocks: tuple[Clock, ...]
    offers: tuple[Offer, ...]
    missing: tuple[str, ...]
    holder: str
    holder_name: str
    mine: bool  # held by this station: only then may it act
    today: date
    following: Offer | None  # the step that usually comes next
    names: Mapping[str, str]  # what the parties and stations that facts point to are called


class Casework:
    """Steps of cases: which are open, what they would bring, and recording them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def rows(
        self, text: str = "", *, ended: bool | None = None, flag: str = "", mine: bool = False,
        offset: int = 0, limit: int = 50,
    ) -> Any:  # fmt: skip
        """Rows of cases, the most urgent first, narrowed to those that the text finds."""
        handler = self.office.person.name if mine else ""
        return self.office.ask(
            case_rows, text=text, ended=ended, flag=flag, handler=handler, offset=offset, limit=limit
        )

    def count(self, text: str = "", *, ended: bool | None = None, flag: str = "", mine: bool = False) -> int:
        handler = self.office.person.name if mine else ""
        found: int = self.office.ask(case_count, text=text, ended=ended, flag=flag, handler=handler)
        return found

    def find(self, key: str) -> CaseFile:
        """The case of an id, a 案号 or a receipt number; NotFound, or Ambiguous."""
        return self.office.file(self.office.ask(case_by_key, key))

    def page(self, case_id: str) -> CasePage:
        office = self.office
        file = office.file(case_id)
        procedure = office.procedure(file)
        replay = procedure.replay(file)
        state = procedure.state_named(replay.state)
        clocks = office.clocks(file)
        held = holder(file)
        offers = procedure.offers(file, office.today, [clock.running for clock in clocks])
        return CasePage(
            file=file,
            replay=replay,
            state=state.label,
            ended=state.ended,
            clocks=clocks,
            offers=offers,
            missing=procedure.missing(file),
            holder=held,
            holder_name=office.ask(station_called, held),
            mine=held == office.me.station,
            today=office.today,
            following=_following(offers, replay, office.me.role) if held == office.me.station else None,
            names=party_names(file) | {s.station: s.name for s in office.ask(stations)},
        )

    def journal(self, case_id: str) -> Any:
        """Who wrote what and when, newest first."""
        return self.office.ask(journal_of, case_id)

    def others(self) -> list[Station]:
        """The stations a case can be handed to."""
        me = self.office.me.station
        return [station for station in self.office.ask(stations) if station.station != me]

    def preview(self, case_id: str, code: str, on: date, facts: Facts) -> tuple[Clock, ...]:
        """The clocks that the step would set running or move, for the form to show before it is saved."""
        file = self.office.file(case_id)
        before = {_what(clock) for clock in self.office.clocks(file)}
        after = self.office.clocks(replace(file, steps=(*file.steps, self._draft(file, code, on, facts))))
        return tuple(clock for clock in after if _what(clock) not in before and clock.done_on is None)

    def step(self, case_id: str, code: str, on: date, facts: Facts, *, draft: str = "") -> Changed:
        """Record a step; NotOpen, BadFact or NotHolder where it cannot be, and then nothing is written.

        The draft it was typed into goes with the same transaction.
        """
        office = self.office
        file = office.file(case_id)
        kind = office.procedure(file).step(code)
        must(office.person, Task.DECIDE if code == "decide" else Task.STEP)
        office.must_hold(file, kind.label)
        kept = self._checked(file, kind, on, facts)
        with office.work(Task.STEP, kind.label) as work:
            work.put(
                Step(
                    id=work.new_id(), case_id=case_id, code=code, on=on, facts=kept, by=office.person.name,
                    station=office.me.station, recorded_at=work.at,
                )
            )  # fmt: skip
            if code in NUMBERED_BY and not file.case.number:
                number = organ_number(work, file.organ, "复", on.year)
                work.put(replace(work.get(Case, case_id), number=number))
            finish_draft(work, office.person, draft)
        return work.changed

    def void(self, case_id: str, step_id: str, reason: str) -> Changed:
        """作废: the step stays visible, struck through, with its reason; all that follows is derived anew."""
        office = self.office
        file = office.file(case_id)
        office.must_hold(file, "作废步骤")
        if not reason.strip():
            raise BadFact(label="作废理由", why="还没有填写。")
        step = next((step for step in file.steps if step.id == step_id), None)
        if step is None:
            raise NotFound(what="步骤", key=step_id)
        if step.voided:
            raise NotOpen(step="作废", why="这一步已经作废。")
        if step.station != office.me.station and step.code == HAND_OVER:
            raise NotOpen(step="作废", why="移交由对方站点作出，应当由对方作废或者另行移交。")
        with office.work(Task.VOID, f"作废{office.procedure(file).step(step.code).label}") as work:
            work.put(
                replace(work.get(Step, step_id), void_reason=reason.strip(), voided_by=office.person.name)
            )
        return work.changed

    def _checked(self, file: CaseFile, kind: StepKind, on: date, facts: Facts) -> dict[str, Any]:
        running = [clock.running for clock in self.office.clocks(file)]
        kept = self.office.procedure(file).check(
            file, kind.code, on, facts, today=self.office.today, clocks=running
        )
        if kind.code == HAND_OVER:
            to = next((s for s in self.others() if kept["to"] in (s.station, s.name)), None)
            if to is None:
                raise BadFact(label="移交给", why=f"没有登记“{kept['to']}”这个站点。")
            kept["to"] = to.station
        return kept

    def _draft(self, file: CaseFile, code: str, on: date, facts: Facts) -> Step:
        kind = self.office.procedure(file).step(code)
        given = readable(kind.fields, facts, file.parties)
        return Step(
            id="draft", case_id=file.case.id, code=code, on=on, facts=given, by=self.office.person.name,
            station=self.office.me.station, recorded_at=self.office.now(),
        )  # fmt: skip


def _what(clock: Clock) -> tuple[object, ...]:
    return clock.rule.id, clock.due.start, clock.due.due, clock.party


def party_names(file: CaseFile) -> dict[str, str]:
    """Id → name of every party."""
    return {party.id: party.name for party in file.parties}


def party_called(file: CaseFile, key: str) -> Party:
    """The party of an id or a name; NotFound."""
    found = next((party for party in file.parties if key in (party.id, party.name)), None)
    if found is None:
        raise NotFound(what="当事人", key=key)
    return found


def _following(offers: tuple[Offer, ...], replay: Replay, role: StationRole) -> Offer | None:
    """The step that usually comes next; where it is the 复议机关's, a window proposes to hand over."""
    done = {step.code for step in replay.counted}
    usual = [offer for offer in offers if offer.open and not offer.kind.side and offer.kind.code != HAND_OVER]
    found = next((o for o in usual if o.kind.code not in done), usual[0] if usual else None)
    if role is StationRole.TOWNSHIP and found is not None and found.kind.actor == "复议机关":
        return next((offer for offer in offers if offer.kind.code == HAND_OVER and offer.open), found)
    return found
