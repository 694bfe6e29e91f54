"""程序 — a table of steps; state, open steps and gaps are functions of a file and that table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from fuyi_desktop.domain.case import CaseFile, MaterialStatus
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.fields import Field, read_fields, sound
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step

START = ""  # before the first step
HAND_OVER = "hand_over"  # 移交: changes who holds the case, in whatever state
LAST = "~"  # an id after all others, of the step that is only tried


@dataclass(frozen=True)
class State:
    """A state of a case; an ended one runs no clock of the procedure any more."""

    id: str
    label: str
    ended: bool = False


@dataclass(frozen=True)
class Look:
    """What a guard looks at: the file as it stands, and the facts of the step to be recorded, once typed."""

    file: CaseFile
    state: str
    counted: tuple[Step, ...]
    facts: Facts | None = None
    on: date | None = None  # the day of the step to be recorded

    def has(self, *codes: str) -> bool:
        return any(step.code in codes for step in self.counted)

    def last(self, code: str) -> Step | None:
        return next((step for step in reversed(self.counted) if step.code == code), None)


@dataclass(frozen=True)
class Guard:
    """A condition of the law: the reason that is given where it does not hold, with its article."""

    why: str
    article: str
    holds: Callable[[Look], bool]
    names: Callable[[Look], Sequence[str]] | None = None  # what exactly is lacking

    def said(self, look: Look) -> str:
        """The reason with what is lacking and the article."""
        lacking = f"：{'、'.join(self.names(look))}" if self.names else ""
        return f"{self.why}{lacking}（{self.article}）。"


@dataclass(frozen=True)
class Running:
    """A clock of a case as far as the machine asks: until which day, and for whom it is over."""

    rule: str
    due: date
    done: bool
    certain: bool = True  # 暂定, or without proof of receipt: closes nothing and brings no consequence


Leads = Callable[[CaseFile, tuple[Step, ...], str], str]  # (file, counted so far, state before)


@dataclass(frozen=True)
class StepKind:
    """A row of a procedure's table."""

    code: str
    label: str
    leaves: frozenset[str]
    leads: str | Leads | None = None  # None: the state stays
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    papers: tuple[str, ...] = ()  # forms this step offers
    files: tuple[str, ...] = ()  # forms the file must hold once this step counts
    article: str = ""
    actor: str = "复议机构"
    within: tuple[str, ...] = ()  # closed from the day after one of these clocks has run out
    after: tuple[str, ...] = ()  # 逾期的后果: offered from that day, dated on the day the clock ran out
    delivers: str = ""  # the form whose receipt starts this step's clocks
    repeats: bool = False
    side: bool = False  # 补正, 延期 …: never the step that usually comes next
    help: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Replay:
    """What the steps come to: the state, those that count, and those that do not fit (待核对)."""

    state: str
    counted: tuple[Step, ...]
    misfits: tuple[Step, ...]


@dataclass(frozen=True)
class Offer:
    """A step that leaves the present state, and why it cannot be taken, where it cannot."""

    kind: StepKind
    why: str = ""
    on: date | None = None  # a consequence of expiry: its only possible day
    until: date | None = None  # closed by expiry: a deed done by this day may still be entered (补登)

    @property
    def open(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Procedure:
    """States and steps of one line of work; the order of the steps is their rank."""

    kind: str
    label: str
    states: tuple[State, ...]
    steps: tuple[StepKind, ...]

    def step(self, code: str) -> StepKind:
        """The row of the given code; NotFound where there is none."""
        for kind in self.steps:
            if kind.code == code:
                return kind
        raise NotFound(what="步骤", key=code)

    def state_named(self, state: str) -> State:
        return next((item for item in self.states if item.id == state), State(START, "未登记"))

    def rank(self, code: str) -> int:
        return next((rank for rank, kind in enumerate(self.steps) if kind.code == code), len(self.steps))

    def order(self, steps: Iterable[Step]) -> list[Step]:
        """By (date, rank, id): never by the order of typing or arrival."""
        return sorted(steps, key=lambda step: (step.on, self.rank(step.code), step.id))

    def replay(self, file: CaseFile) -> Replay:
        """The state that the recorded steps lead to, whatever the order they were recorded in."""
        state, counted, misfits = START, [], []
        held_by = holders(file)
        codes = {kind.code for kind in self.steps}
        for step in self.order(step for step in file.steps if not step.voided):
            if step.code not in codes or step.station not in held_by:
                misfits.append(step)
                continue
            kind = self.step(step.code)
            if state not in kind.leaves or not sound(kind.fields, step.facts, file.parties):
                misfits.append(step)
                continue
            counted.append(step)
            if callable(kind.leads):
                state = kind.leads(file, tuple(counted), state)
            elif kind.leads is not None:
                state = kind.leads
        return Replay(state, tuple(counted), tuple(misfits))

    def offers(self, file: CaseFile, today: date, clocks: Iterable[Running]) -> tuple[Offer, ...]:
        """Every step that leaves the present state, the closed ones with their reason."""
        replay = self.replay(file)
        clocks = tuple(clocks)
        found = []
        for kind in self.steps:
            if replay.state not in kind.leaves:
                continue
            if not kind.repeats and any(step.code == kind.code for step in replay.counted):
                continue
            if kind.after:
                expired = _expired(kind.after, clocks, today)
                if expired:
                    found.append(Offer(kind, on=expired.due))
                continue
            expired = _expired(kind.within, clocks, today)
            why = self._closed(kind, file, replay, today, clocks)
            found.append(Offer(kind, why, until=expired.due if expired else None))
        return tuple(found)

    def check(
        self, file: CaseFile, code: str, on: date, facts: Facts, *, today: date, clocks: Iterable[Running]
    ) -> dict[str, Any]:
        """The facts as they will be kept, defaults filled in; NotOpen or BadFact where the step cannot be."""
        kind, replay = self.step(code), self.replay(file)
        clocks = tuple(clocks)
        if on > today:
            raise BadFact(label="日期", why=f"{_day(on)}还没有到，今天是{_day(today)}。请核对日期。")
        received = replay.counted[0].on if replay.counted else on
        if on < received:
            raise BadFact(label="日期", why=f"{_day(on)}早于收到申请的{_day(received)}。请核对日期。")
        if replay.state not in kind.leaves:
            label = self.state_named(replay.state).label
            can = "、".join(offer.kind.label for offer in self.offers(file, today, clocks) if offer.open)
            raise NotOpen(step=kind.label, why=f"案件现在是“{label}”，可以办的是：{can or '没有'}。")
        if not kind.repeats and any(step.code == code for step in replay.counted):
            raise NotOpen(step=kind.label, why="这一步已经登记过，要改请先作废原来的记录。")
        if kind.after:
            expired = _expired(kind.after, clocks, today)
            if expired is None:
                raise NotOpen(step=kind.label, why="期限还没有届满。")
            if on != expired.due:
                raise BadFact(label="日期", why=f"应当是期限届满的{_day(expired.due)}。")
        kept = read_fields(kind.fields, facts, kind.label, file.parties)
        closed = self._closed(kind, file, replay, on, clocks, kept)
        if closed:
            raise NotOpen(step=kind.label, why=closed)
        self._must_fit(file, replay, kind, on, kept)
        return kept

    def _must_fit(self, file: CaseFile, before: Replay, kind: StepKind, on: date, facts: Facts) -> None:
        """A step is dated where it counts itself, and where all that counts already goes on counting."""
        station = holder(file)
        new = Step(
            id=LAST, case_id=file.case.id, code=kind.code, on=on, facts=facts, by="", station=station,
            recorded_at=datetime.min.replace(tzinfo=UTC),
        )  # fmt: skip
        counted = self.replay(replace(file, steps=(*file.steps, new))).counted
        if not {step.id for step in (*before.counted, new)} <= {step.id for step in counted}:
            last = before.counted[-1]
            said = f"{self.step(last.code).label}是{_day(last.on)}，“{kind.label}”不能记在{_day(on)}。"
            raise BadFact(label="日期", why=f"{said}请核对日期，或者先作废记错的步骤。")

    def missing(self, file: CaseFile) -> tuple[str, ...]:
        """The forms that the counted steps demand and the file does not hold, issued here or on paper."""
        held = {paper.form for paper in file.papers if not paper.void_reason}
        held |= {item.form for item in file.materials if item.status is MaterialStatus.RECEIVED}
        needed: dict[str, None] = {}
        for step in self.replay(file).counted:
            needed.update(dict.fromkeys(self.step(step.code).files))
        return tuple(form for form in needed if form not in held)

    def _closed(
        self, kind: StepKind, file: CaseFile, replay: Replay, on: date, clocks: tuple[Running, ...],
        facts: Facts | None = None,
    ) -> str:  # fmt: skip
        if expired := _expired(kind.within, clocks, on):
            late = kind.field(LATE_CAUSE)
            if late is None:
                return f"期限已于{_day(expired.due)}届满（{kind.article}）。"
            if facts is not None and not facts.get(LATE_CAUSE):
                return f"期限已于{_day(expired.due)}届满，应当填写{late.label}（{kind.article}）。"
        look = Look(file, replay.state, replay.counted, facts, on if facts is not None else None)
        return next((guard.said(look) for guard in kind.guards if not guard.holds(look)), "")


LATE_CAUSE = "late_cause"  # 正当理由: a step with this field may be dated after its limit if it gives one


def holders(file: CaseFile) -> tuple[str, ...]:
    """Every station that has held the case, the present one last: derived, so it cannot conflict."""
    found, day = [file.case.home], date.min
    moves = [
        step for step in file.steps
        if step.code == HAND_OVER and not step.voided and isinstance(step.facts.get("to"), str)
    ]  # fmt: skip
    moves.sort(key=lambda step: (step.on, step.id))
    # each holder's own next move: the ids of two stations tell nothing about which came first
    while move := next((m for m in moves if m.station == found[-1] and m.on >= day), None):
        moves.remove(move)
        found.append(str(move.facts["to"]))
        day = move.on
    return tuple(found)


def holder(file: CaseFile) -> str:
    """The station that may act on the case now."""
    return holders(file)[-1]


def _expired(rules: tuple[str, ...], clocks: tuple[Running, ...], on: date) -> Running | None:
    """The clock of one of these rules that has surely run out by the given day, nothing having ended it."""
    for clock in clocks:
        if clock.rule in rules and clock.certain and not clock.done and clock.due < on:
            return clock
    return None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
