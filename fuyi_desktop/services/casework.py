"""案件办理 — the deeds and questions of one case: its page, its next steps, its dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.case import Case, CaseFile
from fuyi_desktop.domain.copying import CopyDue, copies
from fuyi_desktop.domain.custody import GIVE_BACK, HAND_OVER, MOVES, TAKE_BACK, taken_back, tenures
from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.errors import BadFact, Doubtful, NotFound, NotOpen
from fuyi_desktop.domain.fields import readable
from fuyi_desktop.domain.now import CaseNow
from fuyi_desktop.domain.party import CENTER, Party, Station, StationRole
from fuyi_desktop.domain.procedure import Moment, Offer, Replay, StepKind
from fuyi_desktop.domain.record import Facts, RecordId
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.services.drafts import finish_draft
from fuyi_desktop.services.numbers import organ_number
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.parties import can_join, joined
from fuyi_desktop.services.reviews import Reviews
from fuyi_desktop.store.disputes import dispute_rows
from fuyi_desktop.store.queries import (
    case_by_key,
    case_count,
    case_rows,
    journal_of,
    station_called,
    stations,
)
from fuyi_desktop.store.work import Work


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
    names: Mapping[str, str]  # what the parties, stations and cases that facts point to are called
    since: date | None = None  # the day the case came to its holder; None where it was registered there
    chain: tuple[CaseNow, ...] = ()  # the cases of the same dispute, where there are others
    copies: tuple[CopyDue, ...] = ()  # 抄告: who has to be told, and the day it was done


@dataclass(frozen=True)
class Ahead:
    """What recording a step would bring, for its form to show before it is saved."""

    begins: tuple[Clock, ...] = ()
    moves: tuple[tuple[Clock, Clock], ...] = ()  # as it stands, and as it would
    ends: tuple[Clock, ...] = ()  # those it meets, and those that would no longer run
    doubts: tuple[str, ...] = ()
    refused: str = ""


class Casework:
    """Steps of cases: which are open, what they would bring, and recording them."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def rows(
        self, text: str = "", *, ended: bool | None = None, kind: str = "", flag: str = "",
        mine: bool = False, offset: int = 0, limit: int = 50,
    ) -> Any:  # fmt: skip
        """Rows of cases, the most urgent first, narrowed to those that the text finds."""
        handler = self.office.person.name if mine else ""
        return self.office.ask(
            case_rows, text=text, ended=ended, kind=kind, flag=flag, handler=handler, offset=offset,
            limit=limit,
        )  # fmt: skip

    def count(
        self, text: str = "", *, ended: bool | None = None, kind: str = "", flag: str = "", mine: bool = False
    ) -> int:
        handler = self.office.person.name if mine else ""
        found: int = self.office.ask(
            case_count, text=text, ended=ended, kind=kind, flag=flag, handler=handler
        )
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
        chain = self.chain(case_id)
        tenure = tenures(file)[-1]
        held = tenure.station
        mine = held == office.me.station
        offers = self._own(
            procedure.offers(file, office.today, [clock.running for clock in clocks]), mine=mine
        )
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
            mine=mine,
            today=office.today,
            following=_following(offers, replay, office.me.role) if mine else None,
            names=party_names(file)
            | {s.station: s.name for s in office.ask(stations)}
            | {row.case_id: row.number for row in chain},
            since=tenure.since.on if tenure.since else None,
            chain=chain,
            copies=copies(replay, office.units(), office.law.choices),
        )

    def chain(self, case_id: str) -> tuple[CaseNow, ...]:
        """The cases of the same dispute (纾解、复议、一审、二审), oldest first; none where it is alone."""
        found = self.office.ask(dispute_rows, case_id)
        return tuple(found) if len(found) > 1 else ()

    def journal(self, case_id: str) -> Any:
        """Who wrote what and when, newest first."""
        return self.office.ask(journal_of, case_id)

    def others(self) -> list[Station]:
        """The stations a case can be handed to."""
        me = self.office.me.station
        return [station for station in self.office.ask(stations) if station.station != me]

    def preview(self, case_id: str, code: str, on: date, facts: Facts) -> Ahead:
        """What the step would bring if it were recorded, and what stands against it; writes nothing."""
        file = self.office.file(case_id)
        procedure = self.office.procedure(file)
        given = readable(procedure.step(code).fields, facts, file.parties)
        drafted = replace(procedure.draft(file, code, on, given), by=self.office.person.name)
        after = self.office.clocks(replace(file, steps=(*file.steps, drafted)))
        ahead = _compared(self.office.clocks(file), after)
        try:
            checked = procedure.check(file, code, on, facts, self.moment())
        except (BadFact, NotOpen) as error:
            return replace(ahead, refused=str(error))
        return replace(ahead, doubts=checked.doubts)

    def step(
        self, case_id: str, code: str, on: date, facts: Facts, *, draft: str = "", sure: bool = False,
        beside: Callable[[Work, RecordId], object] | None = None,
    ) -> Changed:  # fmt: skip
        """Record a step; NotOpen, BadFact or NotHolder where it cannot be, and then nothing is written.

        Doubtful where something is unlikely, unless the person is sure. The draft it was typed into goes
        with the same transaction, and what `beside` writes of the step comes with it.
        """
        office = self.office
        file = office.file(case_id)
        kind = office.procedure(file).step(code)
        must(office.person, kind.task)
        self._must_be_ours(file, kind)
        checked = office.procedure(file).check(file, code, on, facts, self.moment())
        if checked.doubts and not sure:
            raise Doubtful(doubts="".join(checked.doubts))
        self._must_be_settled(file, kind)
        kept = self._placed(file, kind, checked.facts)
        if kind.joins is not None:
            can_join(file, kind.joins, kept, office.today)
        with office.work(Task.STEP, kind.label) as work:
            step_id = work.new_id()
            if kind.joins is not None:
                kept |= {"party": joined(work, file, kind.joins, kept, step_id)}
            work.put(
                Step(
                    id=step_id, case_id=case_id, code=code, on=on, facts=kept, by=office.person.name,
                    station=office.me.station, under=tenures(file)[-1].id, recorded_at=work.at,
                )
            )  # fmt: skip
            if kind.numbered and not file.case.number:
                number = organ_number(work, file.organ, kind.numbered, on.year)
                work.put(replace(work.get(Case, case_id), number=number))
            finish_draft(work, office.person, draft)
            if beside is not None:
                beside(work, step_id)
        return work.changed

    def _must_be_settled(self, file: CaseFile, kind: StepKind) -> None:
        """NotOpen where a step would end a case whose money, dates or results wait for a 裁决."""
        states = {state.id: state for state in self.office.procedure(file).states}
        ends = any(states[target].ended for target in kind.targets)
        if ends and (waiting := Reviews(self.office).blocking(file.case.id)):
            why = f"有 {waiting} 项金额、日期或者结果待裁决，裁决后再办。"
            raise NotOpen(step=kind.label, why=why)

    def void(self, case_id: str, step_id: str, reason: str, *, sure: bool = False) -> Changed:
        """作废: the step stays visible, struck through, with its reason; all that follows is derived anew.

        Doubtful, unless the person is sure, where other steps would cease to count with it.
        """
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
        if step.station != office.me.station and step.code in MOVES:
            raise NotOpen(step="作废", why="流转由对方站点作出，应当由对方作废或者另行移交。")
        falling = self.falling(file, step_id)
        if falling and not sure:
            names = "、".join(office.procedure(file).step(other.code).label for other in falling)
            raise Doubtful(doubts=f"作废以后，这些步骤也不再计入：{names}。")
        with office.work(Task.VOID, f"作废{office.procedure(file).step(step.code).label}") as work:
            work.put(
                replace(work.get(Step, step_id), void_reason=reason.strip(), voided_by=office.person.name)
            )
        return work.changed

    def falling(self, file: CaseFile, step_id: str) -> tuple[Step, ...]:
        """The other steps that would cease to count if this one were voided."""
        procedure = self.office.procedure(file)
        steps = tuple(replace(s, void_reason="作废") if s.id == step_id else s for s in file.steps)
        after = {step.id for step in procedure.replay(replace(file, steps=steps)).counted} | {step_id}
        return tuple(step for step in procedure.replay(file).counted if step.id not in after)

    def _own(self, offers: tuple[Offer, ...], *, mine: bool) -> tuple[Offer, ...]:
        """What this station may do: the holder its steps, the center its own wherever the case lies."""
        center = self.office.me.station == CENTER
        return tuple(offer for offer in offers if (center if offer.kind.by_center else mine))

    def _must_be_ours(self, file: CaseFile, kind: StepKind) -> None:
        if not kind.by_center:
            self.office.must_hold(file, kind.label)
        elif self.office.me.station != CENTER:
            raise NotOpen(step=f"登记“{kind.label}”", why="这一步由县中心办理。")

    def moment(self) -> Moment:
        """What a step to be recorded now is held against."""
        office = self.office
        return Moment(
            office.today,
            lambda file: [clock.running for clock in office.clocks(file)],
            office.workdays.is_working,
            office.floor,
            office.law.choices,
        )

    def _placed(self, file: CaseFile, kind: StepKind, kept: dict[str, Any]) -> dict[str, Any]:
        """The facts of a step of custody: which station, and what the center had seen."""
        if kind.code == TAKE_BACK:
            return kept | taken_back(file)
        if kind.code == GIVE_BACK and not kept.get("to"):
            return kept | {"to": tenures(file)[-2].station}
        if kind.code == GIVE_BACK and kept.get("to") == self.office.me.station:
            return kept  # the center records it for a unit that has no station
        if kind.code in MOVES and kept.get("to"):
            field = kind.field("to")
            to = next((s for s in self.others() if kept["to"] in (s.station, s.name)), None)
            if to is None:
                label = field.label if field else kind.label
                raise BadFact(label=label, why=f"没有登记“{kept['to']}”这个站点。")
            return kept | {"to": to.station}
        return kept


def _compared(before: tuple[Clock, ...], after: tuple[Clock, ...]) -> Ahead:
    """Which clocks one list has begun, moved and ended against the other."""
    stood = {_which(clock): clock for clock in before if clock.recorded}
    new = [clock for clock in after if _which(clock) not in stood and clock.done_on is None]
    pairs = [(stood[_which(clock)], clock) for clock in after if _which(clock) in stood]
    gone = [clock for which, clock in stood.items() if which not in {_which(other) for other in after}]
    for old in [clock for clock in gone if clock.done_on is None]:
        # a rule that counts anew from another day has moved
        if heir := next((clock for clock in new if clock.rule.id == old.rule.id), None):
            pairs.append((old, heir))
            new.remove(heir)
            gone.remove(old)
    running = [(old, clock) for old, clock in pairs if old.done_on is None]
    met = [clock for _, clock in running if clock.done_on is not None]
    return Ahead(
        begins=tuple(new),
        moves=tuple((old, clock) for old, clock in running if clock.done_on is None and _moved(old, clock)),
        ends=(*met, *(clock for clock in gone if clock.done_on is None)),
    )


def _which(clock: Clock) -> tuple[object, ...]:
    return clock.rule.id, clock.due.start, clock.party


def _moved(old: Clock, clock: Clock) -> bool:
    return (old.due.due, old.due.display, old.paused_on) != (
        clock.due.due,
        clock.due.display,
        clock.paused_on,
    )


def party_names(file: CaseFile) -> dict[str, str]:
    """Id → name of every party."""
    return {party.id: party.name for party in file.parties}


def party_called(file: CaseFile, key: str) -> Party:
    """The party of an id or a name; NotFound."""
    found = next((party for party in file.parties if key in (party.id, party.name)), None)
    if found is None:
        raise NotFound(what="当事人", key=key)
    return found


ELSEWHERE = ("复议机关", "县中心")  # who never sits at a window


def _following(offers: tuple[Offer, ...], replay: Replay, role: StationRole) -> Offer | None:
    """The step that usually comes next; where it is the 复议机关's or the center's, a window hands over."""
    done = {step.code for step in replay.counted}
    usual = [offer for offer in offers if offer.open and not offer.kind.side]
    found = next((o for o in usual if o.kind.code not in done), usual[0] if usual else None)
    shut = [offer for offer in offers if not offer.open and not offer.kind.side]
    theirs = [found] if found is not None else shut
    if role is StationRole.TOWNSHIP and theirs and all(offer.kind.actor in ELSEWHERE for offer in theirs):
        return next((offer for offer in offers if offer.kind.code == HAND_OVER and offer.open), found)
    return found
