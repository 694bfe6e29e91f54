"""程序 — a table of steps; state, open steps and gaps are functions of a file and that table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile, MaterialStatus
from fuyi_desktop.domain.custody import strays, tenures
from fuyi_desktop.domain.entry import COMES_WITH
from fuyi_desktop.domain.errors import BadFact, NotFound, NotOpen
from fuyi_desktop.domain.fields import Field, days_fit, read_fields, sound
from fuyi_desktop.domain.forms import POSTMARKED
from fuyi_desktop.domain.party import CENTER, Role
from fuyi_desktop.domain.reasons import WEEK, full
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.trail import Branch, Guard, Look, Running, Trail

START = ""  # before the first step
NOBODY = ""  # who recorded a step that is only supposed
LAST = "~"  # an id after all others, of the step that is only tried
LATE_CAUSE = "late_cause"  # 正当理由: a step with this field may be dated after its limit if it gives one


@dataclass(frozen=True)
class State:
    """A state of a case; an ended one runs no clock of the procedure any more."""

    id: str
    label: str
    ended: bool = False


@dataclass(frozen=True)
class StepKind:
    """A row of a procedure's table."""

    code: str
    label: str
    leaves: frozenset[str]
    leads: str | Branch | None = None  # None: the state stays
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    papers: tuple[str, ...] = ()  # forms this step offers
    files: tuple[str, ...] = ()  # forms the file must hold once this step counts
    article: str = ""
    actor: str = "复议机构"
    within: tuple[str, ...] = ()  # closed from the day after one of these clocks has run out
    after: tuple[str, ...] = ()  # 逾期的后果: offered from that day, dated on the day the clock ran out
    delivers: str = ""  # the form whose receipt starts this step's clocks
    closed_in: frozenset[str] = (
        frozenset()
    )  # states it fits, so that nothing falls for its sake, and is not taken
    repeats: bool = False
    side: bool = False  # 补正, 延期 …: never the step that usually comes next
    office: bool = False  # done at the office's desk: dated on a rest day, it is questioned
    by_center: bool = False  # 收回, 督办: the center's, whoever holds the case
    numbered: str = ""  # 文书类别 of the 案号 that the case gets with it
    joins: Role | None = None  # whom it names becomes a party of the case, in this role
    task: Task = Task.STEP
    help: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The states it may lead to; none where the state stays."""
        if isinstance(self.leads, Branch):
            return self.leads.targets
        return () if self.leads is None else (self.leads,)

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True)
class Replay(Trail):
    """What the steps come to: the state, those that count, and those that do not fit (待核对)."""

    state: str = START
    misfits: tuple[Step, ...] = ()


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
class Moment:
    """What a step to be recorded is held against, beside its file."""

    today: date
    clocks: Callable[[CaseFile], Iterable[Running]]  # of the file as it stands, and as it would
    works: Callable[[date], bool] = lambda day: True
    floor: date | None = None  # the county's last signed day: the clock of this PC is wrong below it
    choices: Chosen = Chosen({})


@dataclass(frozen=True)
class Checked:
    """A step that can be recorded: its facts with defaults filled in, and what to look at again."""

    facts: dict[str, Any]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """How a case is registered: its facts beside people and materials, and what its parties are called."""

    step: str  # recorded with the registration
    fields: tuple[Field, ...]
    called: Mapping[Role, str] = field(default_factory=dict)  # where it is not the role's own name
    over: str = "不服{respondent}{act}"  # the 案由 that is drafted
    act: str = "行政行为"  # where its kind is not known
    answers: bool = False  # the case belongs to the organ it is against: 应诉机关
    reconsiders: bool = True  # only organs of reconsideration can have such a case


@dataclass(frozen=True)
class Procedure:
    """States and steps of one line of work; the order of the steps is their rank."""

    kind: str
    label: str
    states: tuple[State, ...]
    steps: tuple[StepKind, ...]
    entry: Entry = Entry("receive", ())

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
        return sorted(steps, key=self._place)

    def replay(self, file: CaseFile) -> Replay:
        """The state that the recorded steps lead to, whatever the order they were recorded in."""
        return self._replay(file, [step for step in file.steps if not step.voided])

    def _place(self, step: Step) -> tuple[date, int, str]:
        return step.on, self.rank(step.code), step.id

    def _replay(self, file: CaseFile, steps: Iterable[Step]) -> Replay:
        state, counted, states, misfits = START, list[Step](), list[str](), list[Step]()
        astray = strays(file)
        kinds = {kind.code: kind for kind in self.steps}
        for step in self.order(steps):
            kind = kinds.get(step.code)
            if kind is None or state not in kind.leaves or step.id in astray:
                misfits.append(step)
                continue
            if not sound(kind.fields, step.facts, file.parties):
                misfits.append(step)
                continue
            counted.append(step)
            states.append(state)
            if isinstance(kind.leads, Branch):
                state = kind.leads.choose(Trail(file, tuple(counted), tuple(states)))
            elif kind.leads is not None:
                state = kind.leads
        return Replay(file, tuple(counted), tuple(states), state, tuple(misfits))

    def offers(self, file: CaseFile, today: date, clocks: Iterable[Running]) -> tuple[Offer, ...]:
        """Every step that leaves the present state, the closed ones with their reason."""
        replay = self.replay(file)
        clocks = tuple(clocks)
        look = Look(
            file, replay.counted, replay.states, replay.state, None, today, replay.counted, clocks, clocks
        )
        found = []
        for kind in self.steps:
            if replay.state not in kind.leaves - kind.closed_in:
                continue
            if not kind.repeats and replay.has(kind.code):
                continue
            expired = _expired(kind.after or kind.within, clocks, today)
            if not kind.after:
                found.append(Offer(kind, self._closed(kind, look), until=expired.due if expired else None))
            elif expired:
                found.append(Offer(kind, on=expired.due))
        return tuple(found)

    def check(self, file: CaseFile, code: str, on: date, facts: Facts, moment: Moment) -> Checked:
        """Whether the step can be recorded on that day: dates decide, not the order of typing.

        NotOpen or BadFact where it cannot; what is only unlikely comes back as doubts.
        """
        kind, whole = self.step(code), self.replay(file)
        doubts = self._doubts_of_day(kind, on, moment)
        received = whole.counted[0].on if whole.counted else on
        if on < received:
            first = self.step(whole.counted[0].code).label
            raise BadFact(label="日期", why=f"{full(on)}早于{first}的{full(received)}。请核对日期。")
        before = self._until(file, kind, on)
        clocks = tuple(moment.clocks(file))
        if before.state not in kind.leaves and whole.state in kind.leaves:
            raise self._misdated(whole, kind, on)
        if before.state not in kind.leaves or whole.state in kind.closed_in:
            why = self._elsewhere(file, before, whole, on, moment.today, clocks)
            raise NotOpen(step=f"登记“{kind.label}”", why=why)
        if not kind.repeats and whole.has(code):
            raise NotOpen(step=f"登记“{kind.label}”", why="这一步已经登记过，要改请先作废原来的记录。")
        kept = read_fields(kind.fields, facts, kind.label, file.parties)
        if kind.after:
            expired = _expired(kind.after, _whose(clocks, kept), moment.today)
            if expired is None:
                raise NotOpen(step=f"登记“{kind.label}”", why="期限还没有届满。")
            if on != expired.due:
                raise BadFact(label="日期", why=f"应当是期限届满的{full(expired.due)}。")
        days_fit(kind.fields, kept, kind.label, on, sends=bool(kind.delivers))
        brings = tuple(moment.clocks(replace(file, steps=(*file.steps, self.draft(file, code, on, kept)))))
        look = Look(
            file, before.counted, before.states, before.state, kept, on, whole.counted, clocks, brings,
            moment.choices, moment.works,
        )  # fmt: skip
        if closed := self._closed(kind, look):
            raise NotOpen(step=f"登记“{kind.label}”", why=closed)
        self._must_fit(file, whole, kind, on, kept)
        asked = (guard.said(look) for guard in kind.guards if guard.asks and not guard.holds(look))
        return Checked(kept, (*doubts, *asked))

    def draft(self, file: CaseFile, code: str, on: date, facts: Facts) -> Step:
        """The step as it would be recorded by the holder, to see what it brings."""
        tenure = tenures(file)[-1]
        station = CENTER if self.step(code).by_center else tenure.station
        return Step(
            id=LAST, case_id=file.case.id, code=code, on=on, facts=facts, by=NOBODY, station=station,
            under=tenure.id, recorded_at=datetime.min.replace(tzinfo=UTC),
        )  # fmt: skip

    def missing(self, file: CaseFile) -> tuple[str, ...]:
        """The forms that the counted steps demand and the file does not hold, issued here or on paper."""
        held = {paper.form for paper in file.papers if not paper.void_reason}
        received = [item for item in file.materials if item.status is MaterialStatus.RECEIVED]
        held |= {item.form for item in received} | {POSTMARKED for item in received if item.envelope}
        needed: dict[str, None] = dict.fromkeys(COMES_WITH.get(file.case.channel, ()))
        for step in self.replay(file).counted:
            needed.update(dict.fromkeys(self.step(step.code).files))
        return tuple(form for form in needed if form not in held)

    def _doubts_of_day(self, kind: StepKind, on: date, moment: Moment) -> tuple[str, ...]:
        found = []
        if on > moment.today:
            said = f"{full(on)}还没有到，本机的今天是{full(moment.today)}。"
            if moment.floor is None or moment.today >= moment.floor:
                raise BadFact(label="日期", why=f"{said}请核对日期。")
            found.append(f"{said}县中心来的文件已经是{full(moment.floor)}，请先校正本机的日期和时间。")
        if kind.office and not moment.works(on):
            found.append(f"{full(on)}（{WEEK[on.weekday()]}）不是工作日，请核对“{kind.label}”的日期。")
        return tuple(found)

    def _until(self, file: CaseFile, kind: StepKind, on: date) -> Replay:
        """How the file stood where a step of that kind and day would stand."""
        place = (on, self.rank(kind.code), LAST)
        return self._replay(file, [s for s in file.steps if not s.voided and self._place(s) < place])

    def _elsewhere(
        self, file: CaseFile, before: Replay, whole: Replay, on: date, today: date,
        clocks: tuple[Running, ...],
    ) -> str:  # fmt: skip
        label = self.state_named(before.state).label
        if before.state != whole.state:
            return f"{full(on)}案件是“{label}”，请核对日期。"
        offers = (offer for offer in self.offers(file, today, clocks) if offer.open)
        can = "、".join(o.kind.label for o in offers if not (o.kind.side and o.kind.repeats))  # not 移交 …
        return f"案件现在是“{label}”，可以办的是：{can or '没有'}。"

    def _must_fit(self, file: CaseFile, whole: Replay, kind: StepKind, on: date, facts: Facts) -> None:
        """A step is dated where it counts itself, and where all that counts already goes on counting."""
        new = self.draft(file, kind.code, on, facts)
        counted = self.replay(replace(file, steps=(*file.steps, new))).counted
        if not {step.id for step in (*whole.counted, new)} <= {step.id for step in counted}:
            raise self._misdated(whole, kind, on)

    def _misdated(self, whole: Replay, kind: StepKind, on: date) -> BadFact:
        last = whole.counted[-1]
        said = f"{self.step(last.code).label}是{full(last.on)}，“{kind.label}”不能记在{full(on)}。"
        return BadFact(label="日期", why=f"{said}请核对日期，或者先作废记错的步骤。")

    def _closed(self, kind: StepKind, look: Look) -> str:
        on = look.on or date.min
        clocks = _whose(look.clocks, look.typed)
        expired = _expired(kind.within, clocks, on)
        if expired and not (look.facts is None and _runs(kind.within, clocks, on)):
            late = kind.field(LATE_CAUSE)
            if late is None:
                instead = next((k.label for k in self.steps if expired.rule in k.after), "")
                way = (
                    f"，可以办的是“{instead}”" if instead else "，在期限内办的可以补登，日期写实际办理的日期"
                )
                return f"期限已于{full(expired.due)}届满（{kind.article}）{way}。"
            if look.facts is not None and not look.facts.get(LATE_CAUSE):
                return f"期限已于{full(expired.due)}届满，应当填写{late.label}（{kind.article}）。"
        refusing = (guard for guard in kind.guards if not guard.asks)
        return next((guard.said(look) for guard in refusing if not guard.holds(look)), "")


def _whose(clocks: tuple[Running, ...], facts: Facts) -> tuple[Running, ...]:
    """The clocks that concern the party a step names, where it names one: another's expiry is not its own."""
    party = facts.get("party")
    return tuple(clock for clock in clocks if not party or clock.party in ("", party))


def _runs(rules: tuple[str, ...], clocks: tuple[Running, ...], on: date) -> bool:
    """Whether a clock of one of these rules, another party's say, still runs on the given day."""
    return any(clock.rule in rules and not clock.done and clock.due >= on for clock in clocks)


def _expired(rules: tuple[str, ...], clocks: tuple[Running, ...], on: date) -> Running | None:
    """The clock of one of these rules that has surely run out by the given day, nothing having ended it."""
    return next((clock for clock in clocks if clock.rule in rules and clock.over(on)), None)
