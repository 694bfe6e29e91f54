"""文号 and 案号 — one counter per (机关代字, 文书类别, year), every number of it accounted for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotFound, NumbersUnsure
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import Mark, Series
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.store.numbering import Bearer, bearers, given_twice, receipts
from fuyi_desktop.store.queries import case_file, series
from fuyi_desktop.store.work import Work

PATTERN = "{short}{kind}〔{year}〕{serial}号"
RECEIPT = "{kind}{year}-{serial}"  # 代收2026-118: the window's own number, until the organ gives the 案号
NUMBERING, REST = "numbering", "*"  # the setting: 文书类别 → the series it is numbered in; * for the others
WARNED_OF = 3  # cases that a finding names


def series_id(short: str, kind: str, year: int) -> str:
    return f"{short}/{kind}/{year}"


def new_series(work: Work, short: str, kind: str, year: int, pattern: str = PATTERN) -> Series:
    """A series from 1, written as the office wrote the same numbers in the year before (not kept yet)."""
    earlier = [found for found in work.select(Series, short=short, kind=kind) if found.year < year]
    latest = max(earlier, key=lambda found: found.year, default=None)
    return Series(
        id=series_id(short, kind, year), short=short, kind=kind, year=year,
        pattern=latest.pattern if latest else pattern,
    )  # fmt: skip


def confirmed(work: Work, found: Series, following: int) -> Series:
    """The series with its next number as the office tells it; BadFact where it would go back."""
    if following < found.next:
        raise BadFact(label=found.label, why=f"下一个号是 {found.next}，不能退回到 {following}。")
    fresh = found.revision == 0 and not work.meta("restored")  # what came before was not counted here
    return replace(
        found, next=following, first=following if fresh else found.first, incarnation=_history(work)
    )


def organ_number(work: Work, organ: Unit, kind: str, year: int) -> str:
    """The next number of an organ; BadFact for one without 代字, whose number would name nobody."""
    return _next(work, organ, numbering(work).get(kind, kind), year)


def paper_number(work: Work, organ: Unit, kind: str, year: int) -> str:
    """The next number of a paper, in the series that the office numbers its 文书类别 in."""
    told = numbering(work)
    return _next(work, organ, told.get(kind, told.get(REST, kind)), year)


def numbering(work: Work) -> Mapping[str, str]:
    """What the office has set: 文书类别 → series; one that is not there has a series of its own."""
    found = work.find(Setting, NUMBERING)
    return dict(found.value) if found else {}


def typed_number(work: Work, file: CaseFile, typed: str, reason: str) -> str:
    """A number that a person has given by hand; BadFact where it is borne already or was voided."""
    told = "".join(typed.split())
    if not reason.strip():
        raise BadFact(label="文号", why="手填文号的，应当写明理由。")
    for bearer in bearers(work.connection, [told]):
        borne = case_file(work.connection, bearer.case_id)
        if borne.organ.id == file.organ.id:
            raise BadFact(label="文号", why=f"“{told}”已经用在{borne.label}，请核对。")
    for found in work.select(Series, short=file.organ.short):
        for serial in map(int, found.notes):
            if found.note(serial)["mark"] == Mark.VOID and told in found.spellings(serial):
                raise BadFact(label="文号", why=f"“{told}”已经作废，不能再用。")
    return told


def give_number(work: Work, short: str, kind: str, year: int, pattern: str = PATTERN) -> str:
    """The next number of a series, taken within the transaction that uses it: a rollback gives it back.

    A returned number goes first; one that a paper or case bears already is passed over. NumbersUnsure for an
    organ's number in a store that was put back from a backup, until somebody has told the next one.
    """
    found = work.find(Series, series_id(short, kind, year)) or new_series(work, short, kind, year, pattern)
    given, serial = _taken(work, found)
    work.put(given)
    return given.told(serial)


def _taken(work: Work, found: Series) -> tuple[Series, int]:
    """The series after its next number was taken, and that number."""
    receipt = found.short == work.meta("station")["station"]
    if not receipt:  # a visitor does not wait: receipts are told apart by the case, and by their window
        _must_be_sure(work, found)
    work.flush()
    for serial in chain(found.returned, count(found.next)):
        if receipt or not bearers(work.connection, found.spellings(serial)):
            break
    if serial >= found.next:
        given = replace(found, next=serial + 1)
    else:
        given = found.marked(serial, Mark.USED, "重新给号", work.by, work.at)
    return replace(given, incarnation=_history(work)), serial


def _next(work: Work, organ: Unit, kind: str, year: int) -> str:
    if not organ.short:
        raise BadFact(label=f"{kind}字号", why=f"请先在设置中填写{organ.full_name or '复议机关'}的代字。")
    return give_number(work, organ.short, kind, year)


def _must_be_sure(work: Work, found: Series) -> None:
    if not _sure(found, work.meta("restored"), _history(work)):
        raise NumbersUnsure(series=found.label, id=found.id, next=found.next)


def _sure(found: Series, restored: str | None, history: str) -> bool:
    """Whether nothing can have been given out after the backup: told since, or begun in a later year."""
    if restored is None or found.incarnation == history:
        return True
    return found.year > datetime.fromisoformat(restored).year


def _history(work: Work) -> str:
    found: str = work.meta("incarnation")
    return found


@dataclass(frozen=True)
class Account:
    """A series at a glance: what became of each of its numbers."""

    series: Series
    issued: int
    void: tuple[tuple[int, str], ...]  # with the reason
    returned: tuple[tuple[int, str], ...]
    set_aside: tuple[tuple[int, str], ...]
    gaps: tuple[int, ...]  # passed by the counter, and nobody has said why
    sure: bool

    def as_dict(self) -> dict[str, Any]:
        def told(marked: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
            return [{"serial": n, "number": self.series.told(n), "reason": why} for n, why in marked]

        return {
            "series": self.series.id, "pattern": self.series.pattern, "first": self.series.first,
            "next": self.series.next, "issued": self.issued, "void": told(self.void),
            "returned": told(self.returned), "set_aside": told(self.set_aside),
            "gaps": [self.series.told(n) for n in self.gaps], "sure": self.sure,
        }  # fmt: skip


class Numbers:
    """The series of an office: what became of each number, and numbers that no paper bears."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def show(self, year: int | None = None) -> list[Account]:
        """Every series of a year, this one unless another is given."""
        wanted = self.office.today.year if year is None else year
        return [self._account(found) for found in self.office.ask(series) if found.year == wanted]

    def account(self, key: str) -> Account:
        """What became of each number of one series; NotFound."""
        wanted = _series_key(key, self.office.today.year)
        found = next((one for one in self.office.ask(series) if one.id == series_id(*wanted)), None)
        if found is None:
            raise NotFound(what="文号系列", key=series_id(*wanted))
        return self._account(found)

    def set_aside(self, key: str, reason: str) -> str:
        """Take the next number for a paper that is written outside the program; the number."""
        with self.office.work(Task.ISSUE, "留用文号") as work:
            given, serial = _taken(work, self._found(work, key, may_begin=True))
            work.put(given.marked(serial, Mark.SET_ASIDE, _reason(reason), work.by, work.at))
        return given.told(serial)

    def void(self, key: str, serial: int, reason: str) -> Changed:
        """作废 a number that no paper bears; it is never given again."""
        return self._mark(key, serial, Mark.VOID, reason)

    def give_back(self, key: str, serial: int, reason: str) -> Changed:
        """退回 a number that no paper bears; the next paper of the series takes it."""
        return self._mark(key, serial, Mark.RETURNED, reason)

    def go_on_from(self, key: str, serial: int) -> Changed:
        """Tell the next number, after the book of papers sent: asked for after a backup was put back."""
        with self.office.work(Task.SETTINGS, "核对文号") as work:
            work.put(confirmed(work, self._found(work, key, may_begin=True), serial))
        return work.changed

    def twice(self) -> list[str]:
        """Numbers that one organ has given more than once, each as a sentence."""
        found = []
        for twin in self.office.ask(given_twice):
            cases = [self.office.file(case_id).case for case_id in twin.cases[:WARNED_OF]]
            told = "、".join(sorted(f"{case.home}/{case.receipt_number}" for case in cases))
            found.append(f"文号：“{twin.number}”用了不止一次（{told}），请核对后作废其中一份，另行编号")
        return found

    def _mark(self, key: str, serial: int, mark: Mark, reason: str) -> Changed:
        with self.office.work(Task.VOID, f"{mark.value}文号") as work:
            found = self._found(work, key)
            if not found.first <= serial < found.next:
                raise BadFact(label=found.label, why=f"{serial} 号还没有给出，不能{mark.value}。")
            if self._borne(found, found.spellings(serial)):
                raise BadFact(label=found.told(serial), why=f"已经有文书或者案件使用，不能{mark.value}。")
            if found.note(serial).get("mark") in (Mark.VOID, mark):
                raise BadFact(label=found.told(serial), why=f"已经{found.note(serial)['mark']}。")
            work.put(found.marked(serial, mark, _reason(reason), work.by, work.at))
        return work.changed

    def _account(self, found: Series) -> Account:
        passed = range(found.first, found.next)
        spelt = {told: serial for serial in passed for told in found.spellings(serial)}
        issued: set[int] = set()
        void: dict[int, str] = {}
        for bearer in self._borne(found, spelt):
            serial = spelt[bearer.number]
            issued.add(serial)
            if bearer.void_reason:
                void[serial] = bearer.void_reason
        marks: dict[str, dict[int, str]] = {mark: {} for mark in Mark}
        for serial in passed:
            if serial not in issued and (note := found.note(serial)):
                marks[note["mark"]][serial] = note["why"]
        told = issued | marks[Mark.VOID].keys() | marks[Mark.RETURNED].keys() | marks[Mark.SET_ASIDE].keys()
        store = self.office.store
        return Account(
            series=found,
            issued=len(issued - void.keys()),
            void=tuple(sorted((void | marks[Mark.VOID]).items())),
            returned=tuple(sorted(marks[Mark.RETURNED].items())),
            set_aside=tuple(sorted(marks[Mark.SET_ASIDE].items())),
            gaps=tuple(serial for serial in passed if serial not in told),
            sure=found.short == self.office.me.station
            or _sure(found, store.meta("restored"), store.meta("incarnation")),
        )

    def _borne(self, found: Series, spelt: Iterable[str]) -> list[Bearer]:
        """Who bears the numbers: cases of this window for its receipts, else papers and cases."""
        me = self.office.me.station
        if found.short == me:
            return list(self.office.ask(receipts, me, list(spelt)))
        return list(self.office.ask(bearers, list(spelt)))

    def _found(self, work: Work, key: str, *, may_begin: bool = False) -> Series:
        """The series of 代字/类别/年; NotFound, unless it may begin here."""
        short, kind, year = _series_key(key, self.office.today.year)
        found = work.find(Series, series_id(short, kind, year))
        if found is None and not may_begin:
            raise NotFound(what="文号系列", key=series_id(short, kind, year))
        return found or new_series(work, short, kind, year)


def _series_key(key: str, this_year: int) -> tuple[str, str, int]:
    """代字/类别 or 代字/类别/年, of this year where none is named; BadFact."""
    short, _, rest = key.partition("/")
    kind, _, year = rest.partition("/")
    if not (short and kind) or (year and not year.isdecimal()):
        raise BadFact(label=key, why="应当写成 代字/文书类别，或者 代字/文书类别/年份。")
    return short, kind, int(year) if year else this_year


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadFact(label="理由", why="还没有填写。")
    return reason.strip()
