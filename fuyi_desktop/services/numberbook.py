"""文号 — what became of every number of an office: marks, patterns, the next number, the year's end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.accounting import LENT_OUT, Account, Loose, account, loose, own_serials
from fuyi_desktop.domain.blocks import BlockNote, NumberBlock, Standing, runs
from fuyi_desktop.domain.errors import BadFact, NotFound, NumbersUnsure
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import Mark, Series, pattern_fault
from fuyi_desktop.domain.party import StationRole, Unit
from fuyi_desktop.services.numbers import (
    CLOSED_YEARS,
    closed_years,
    confirmed,
    is_center,
    is_sure,
    lent_number,
    new_series,
    numbering,
    series_id,
    taken,
)
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.numbering import Bearer, bearers, blocks, given_twice, receipts, standings
from fuyi_desktop.store.queries import series
from fuyi_desktop.store.work import Work

WARNED_OF = 3  # cases that a finding names
USED_ELSEWHERE = "已经写明用在程序以外的文书上，不能退回再用；写错的，请作废。"
SETTLED = (Mark.VOID, Mark.RETURNED, Mark.USED)  # what the year's end can say of a number


@dataclass(frozen=True)
class YearEnd:
    """What a year's end has settled, and what it had to leave, with the reason."""

    settled: tuple[Loose, ...]
    left: tuple[tuple[Loose, str], ...]
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {
            "settled": [one.as_dict() for one in self.settled],
            "left": [one.as_dict() | {"because": why} for one, why in self.left],
        }


class Numbers:
    """The series of an office: what became of each number, and numbers that no paper bears."""

    def __init__(self, office: Office, kinds: Callable[[], Iterable[str]] = tuple) -> None:
        self.office, self._kinds = office, kinds  # 文书类别 of the forms

    def show(self, year: int | None = None) -> list[Account]:
        """Every series of a year, this one unless another is given; those lent to this station among them."""
        wanted = self.office.today.year if year is None else year
        lent: dict[str, list[Standing]] = {}
        for one in self.office.ask(standings, year=wanted, **self._whose()):
            lent.setdefault(one.block.series, []).append(one)
        counted = [found for found in self.office.ask(series) if found.year == wanted]
        known = {found.id for found in counted}
        borrowed = [_as_series(ones[-1].block) for key, ones in lent.items() if key not in known]
        ordered = sorted((*counted, *borrowed), key=lambda found: (found.short, found.kind))
        return [self._account(found, lent.get(found.id, ())) for found in ordered]

    def years(self) -> list[int]:
        """The years that numbers are known of, and this one; the latest first."""
        found = {one.year for one in self.office.ask(series)} | {self.office.today.year}
        return sorted(found | {one.year for one in self.office.ask(blocks)}, reverse=True)

    def account(self, key: str) -> Account:
        """What became of each number of one series; NotFound."""
        short, kind, year = series_key(key, self.office.today.year)
        wanted = series_id(short, kind, year)
        found = next((one for one in self.show(year) if one.series.id == wanted), None)
        if found is None:
            raise NotFound(what="文号系列", key=wanted)
        return found

    def set_aside(self, key: str, reason: str) -> str:
        """Take the next number for a paper that is written outside the program; the number."""
        short, kind, year = series_key(key, self.office.today.year)
        with self.office.work(Task.ISSUE, "留用文号") as work:
            if self._borrows(work, short, kind):
                block, serial = lent_number(work, short, kind, year)
                note(work, block, (serial,), Mark.SET_ASIDE, told_reason(reason))
                return block.told(serial)
            given, serial = taken(work, self._found(work, key, may_begin=True))
            work.put(given.marked(serial, Mark.SET_ASIDE, told_reason(reason), work.by, work.at))
        return given.told(serial)

    def void(self, key: str, serial: int, reason: str) -> Changed:
        """作废 a number that no paper bears; it is never given again."""
        return self.mark(key, (serial,), Mark.VOID, reason)

    def give_back(self, key: str, serial: int, reason: str) -> Changed:
        """退回 a number that no paper bears: the next paper takes it; a lent one is the center's."""
        return self.mark(key, (serial,), Mark.RETURNED, reason)

    def mark(self, key: str, serials: Sequence[int], mark: Mark, reason: str) -> Changed:
        """Say what became of numbers that no paper bears: all of them, or none."""
        with self.office.work(Task.VOID, f"{mark.value}文号") as work:
            self._mark(work, key, serials, mark, told_reason(reason))
        return work.changed

    def go_on_from(self, key: str, serial: int) -> Changed:
        """Tell the next number, after the book of papers sent: asked for after a backup was put back."""
        with self.office.work(Task.SETTINGS, "核对文号") as work:
            work.put(confirmed(work, self._found(work, key, may_begin=True), serial))
        return work.changed

    def write_as(self, key: str, pattern: str) -> Changed:
        """Have the numbers of a series written by another pattern from the next one on; BadFact."""
        with self.office.work(Task.SETTINGS, "修改文号样式") as work:
            found = self._found(work, key, may_begin=True)
            if self._borrows(work, found.short, found.kind):
                raise BadFact(label=found.label, why="由县中心借号，样式随号段，由县中心修改。")
            if fault := pattern_fault(pattern):
                raise BadFact(label=found.label, why=fault)
            work.put(found.written(pattern.strip()))
        return work.changed

    def loose(self, year: int) -> list[Loose]:
        """The numbers of a year that nobody has accounted for: neither issued nor void nor returned."""
        return [one for found in self.show(year) for one in loose(found)]

    def close_year(
        self, year: int, mark: Mark, reason: str, chosen: Iterable[tuple[str, int]] | None = None
    ) -> YearEnd:
        """年终清理: one reason for all that nobody has accounted for, or for the chosen (series, serial).

        BadFact for a year that is not over. NumbersUnsure where a backup was put back and the next number has
        not been told: what was given since is not known. What lies with a station can only be void here.
        """
        if year >= self.office.today.year:
            raise BadFact(label="年终清理", why=f"{year} 年还没有过完，请在次年办理。")
        if mark not in SETTLED:
            raise BadFact(label="年终清理", why=f"不能写成“{mark.value}”，可以是{'、'.join(SETTLED)}。")
        why, wanted = told_reason(reason), None if chosen is None else set(chosen)
        accounts = self.show(year)
        if unsure := next((one.series for one in accounts if not one.sure), None):
            raise NumbersUnsure(series=unsure.label, id=unsure.id, next=unsure.next)
        settled: list[Loose] = []
        left: list[tuple[Loose, str]] = []
        every = [one for of in accounts for one in loose(of)]
        with self.office.work(Task.VOID, f"{year} 年文号年终清理：{mark.value}") as work:
            for of in accounts:
                found = [one for one in loose(of) if wanted is None or (one.key, one.serial) in wanted]
                here = [one for one in found if one.what != LENT_OUT]
                if here:
                    self._mark(work, of.series.id, [one.serial for one in here], mark, why)
                settled += here
                for standing in of.lent:
                    away = [one for one in found if one.station and one.serial in standing.block.serials]
                    if not away:
                        continue
                    if refusal := _end(work, standing, len(away), mark, why):
                        left += [(one, refusal) for one in away]
                    else:
                        settled += away
            if len(settled) == len(every):
                self._keep_closed(work, {**closed_years(work), str(year): why})
        return YearEnd(tuple(settled), tuple(left), work.changed)

    def closed(self) -> Mapping[int, str]:
        """The years of which no number is given any more, each with the reason."""
        found = self.office.store.find(Setting, CLOSED_YEARS)
        return {int(year): why for year, why in (found.value if found else {}).items()}

    def reopen(self, year: int, reason: str) -> Changed:
        """Give numbers of a closed year again; the journal keeps the reason. NotFound where it is open."""
        with self.office.work(Task.SETTINGS, f"重新打开 {year} 年文号：{told_reason(reason)}") as work:
            closed = closed_years(work)
            if str(year) not in closed:
                raise NotFound(what="已经年终清理的年份", key=str(year))
            self._keep_closed(work, {one: why for one, why in closed.items() if one != str(year)})
        return work.changed

    def _keep_closed(self, work: Work, closed: Mapping[str, str]) -> None:
        kept = work.find(Setting, CLOSED_YEARS) or Setting(id=CLOSED_YEARS)
        work.put(replace(kept, value=dict(closed)))

    def twice(self) -> list[str]:
        """Numbers that one organ has given more than once, or that were told void, each as a sentence."""
        found = []
        for twin in self.office.ask(given_twice):
            cases = [self.office.file(case_id).case for case_id in twin.cases[:WARNED_OF]]
            told = "、".join(sorted(f"{case.home}/{case.receipt_number}" for case in cases))
            found.append(f"文号：“{twin.number}”用了不止一次（{told}），请核对后作废其中一份，另行编号")
        for standing in self.office.ask(standings):
            for serial in standing.disputed:
                told = standing.block.told(serial)
                found.append(f"文号：“{told}”已报作废，又有文书使用，请核对后作废该文书或者说明")
        return found

    def _mark(self, work: Work, key: str, serials: Sequence[int], mark: Mark, why: str) -> None:
        work.flush()
        short, kind, year = series_key(key, self.office.today.year)
        where = {"short": short, "kind": kind, "year": year}
        lent = standings(work.connection, **where, **self._whose())
        of = {serial: standing for standing in lent for serial in standing.block.serials}
        for standing in lent:
            if self._mine(standing.block) and (inside := [n for n in serials if of.get(n) is standing]):
                _note(work, standing, inside, mark, why)
        mine = [n for n in serials if n not in of or not self._mine(of[n].block)]
        if not mine:
            return
        found = self._found(work, key, may_begin=bool(lent))
        bearing = {bearer.number for bearer in self._borne(found, _spellings(found, mine))}
        for serial in mine:
            back = serial in of and serial in dict(of[serial].returned)
            if serial in of and not back:
                why = f"已借给{of[serial].block.station}，由该站{mark.value}。"
                raise BadFact(label=found.told(serial), why=why)
            if not back and not found.first <= serial < found.next:
                raise BadFact(label=found.label, why=f"{serial} 号还没有给出，不能{mark.value}。")
            if bearing.intersection(found.spellings(serial)):
                raise BadFact(label=found.told(serial), why=f"已经有文书或者案件使用，不能{mark.value}。")
            told = found.note(serial).get("mark")
            if told in (Mark.VOID, mark):
                raise BadFact(label=found.told(serial), why=f"已经{told}。")
            if told == Mark.USED and mark is Mark.RETURNED:
                raise BadFact(label=found.told(serial), why=USED_ELSEWHERE)
            found = found.marked(serial, mark, why, work.by, work.at)
        work.put(found)

    def _account(self, found: Series, lent: Sequence[Standing]) -> Account:
        office, borrows = self.office, any(self._mine(one.block) for one in lent)
        own = own_serials(found, lent, borrows=borrows)
        spelt = {told: serial for serial in own for told in found.spellings(serial)}
        borne: dict[int, str] = {}
        spelt_as: dict[int, str] = {}
        for bearer in self._borne(found, spelt):
            serial = spelt[bearer.number]
            spelt_as[serial] = bearer.number
            borne[serial] = bearer.void_reason if borne.get(serial, "?") else ""
        counts = found.short == office.me.station or borrows
        sure = counts or is_sure(found, office.store.meta("restored"), office.store.meta("incarnation"))
        return replace(account(found, borne, lent, borrows=borrows, sure=sure), borne_as=spelt_as)

    def _borne(self, found: Series, spelt: Iterable[str]) -> list[Bearer]:
        """Who bears the numbers: cases of this window for its receipts, else papers and cases."""
        me = self.office.me.station
        if found.short == me:
            return list(self.office.ask(receipts, me, list(spelt)))
        return list(self.office.ask(bearers, list(spelt)))

    def _whose(self) -> dict[str, str]:
        """Which blocks concern this station: at the center all, elsewhere its own."""
        me = self.office.me
        return {} if me.role is StationRole.CENTER else {"station": me.station}

    def _mine(self, block: NumberBlock) -> bool:
        return block.station == self.office.me.station

    def _borrows(self, work: Work, short: str, kind: str) -> bool:
        """Whether the center lends the series and this station is not the center."""
        return not is_center(work) and bool(work.select(NumberBlock, short=short, kind=kind))

    def _must_be_known(self, work: Work, short: str, kind: str) -> None:
        """NotFound where no organ here numbers papers so: not in any year, by no setting, of no form."""
        begun = bool(work.select(Series, short=short, kind=kind))
        if begun or work.select(NumberBlock, short=short, kind=kind):
            return
        if not any(unit.short == short for unit in work.select(Unit)):
            raise NotFound(what="代字", key=short)
        steps = chain.from_iterable(one.steps for one in self.office.law.procedures.values())
        if kind not in {*numbering(work).values(), *(step.numbered for step in steps), *self._kinds()}:
            raise NotFound(what="文书类别", key=kind)

    def _found(self, work: Work, key: str, *, may_begin: bool = False) -> Series:
        """The series of 代字/类别/年; NotFound, unless it may begin here."""
        short, kind, year = series_key(key, self.office.today.year)
        found = work.find(Series, series_id(short, kind, year))
        if found is None and not may_begin:
            raise NotFound(what="文号系列", key=series_id(short, kind, year))
        if found is None:
            self._must_be_known(work, short, kind)
        return found or new_series(work, short, kind, year)


def note(work: Work, block: NumberBlock, serials: Iterable[int], mark: Mark, why: str) -> None:
    """A station's word on numbers lent to it, one row for each run of them."""
    for first, last in runs(serials):
        work.put(
            BlockNote(
                id=work.new_id(), block_id=block.id, station=block.station, mark=mark, first=first,
                last=last, why=why, by=work.by, at=work.at,
            )
        )  # fmt: skip


def _note(work: Work, found: Standing, serials: Sequence[int], mark: Mark, why: str) -> None:
    """What this station says of numbers lent to it; BadFact where a paper or its own word is against it."""
    block = found.block
    void, returned, used = dict(found.void), dict(found.returned), dict(found.used)
    for serial in serials:
        if serial in found.issued:
            raise BadFact(label=block.told(serial), why=f"已经有文书或者案件使用，不能{mark.value}。")
        if serial in void and not (block.closed and mark is Mark.USED):
            raise BadFact(label=block.told(serial), why="已经作废。")
        if serial in returned:
            raise BadFact(label=block.told(serial), why="已经退回县中心。")
        if serial in used and mark is Mark.RETURNED:
            raise BadFact(label=block.told(serial), why=USED_ELSEWHERE)
    note(work, block, serials, mark, why)


def _end(work: Work, found: Standing, chosen: int, mark: Mark, why: str) -> str:
    """End a block that lies with a station, so that its rest is void; or why it cannot be ended so."""
    block = found.block
    if mark is not Mark.VOID:
        return f"已借给{block.station}，由该站说明，或者由县中心整段作废。"
    if chosen < len(found.out) + len(found.unsure) + len(found.set_aside):
        return f"{block.label}已借给{block.station}，只能整段作废。"
    work.put(replace(block, closed=why))
    return ""


def _as_series(block: NumberBlock) -> Series:
    """A series that this station only borrows from, for its account; never kept."""
    return Series(id=block.series, short=block.short, kind=block.kind, year=block.year, pattern=block.pattern)


def _spellings(found: Series, serials: Iterable[int]) -> list[str]:
    return [told for serial in serials for told in found.spellings(serial)]


def series_key(key: str, this_year: int) -> tuple[str, str, int]:
    """代字/类别 or 代字/类别/年, of this year where none is named; BadFact."""
    short, _, rest = key.partition("/")
    kind, _, year = rest.partition("/")
    if not (short and kind) or (year and not year.isdecimal()):
        raise BadFact(label=key, why="应当写成 代字/文书类别，或者 代字/文书类别/年份。")
    return short, kind, int(year) if year else this_year


def told_reason(reason: str) -> str:
    """A reason without the blanks around it; BadFact where there is none."""
    if not reason.strip():
        raise BadFact(label="理由", why="还没有填写。")
    return reason.strip()
