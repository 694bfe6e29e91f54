"""放假通知 — a year's calendar or a county's own holidays as a file gives it: whole, or each fault told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from fuyi_desktop.domain.daycount import FIRST, LAST, SATURDAY
from fuyi_desktop.domain.errors import WorkdaysWrong
from fuyi_desktop.domain.festivals import measures, statutory
from fuyi_desktop.domain.places import Fault, Places, parsed
from fuyi_desktop.domain.reasons import full
from fuyi_desktop.domain.workdays import Holiday, Notice, Overlay, Year, YearStatus

AMENDABLE = 22  # December: from here on the notice of the year after may still give and take days
NATIONAL = {"year", "extra", "extra_reason", "notice", "holiday"}
COUNTY = {"county", "year", "notice", "holiday"}
T = TypeVar("T")


def calendar_from(text: str, name: str) -> Year | Overlay:
    """The calendar that the text of a file is; WorkdaysWrong with the line of each fault."""
    toml = parsed(text, name, WorkdaysWrong)
    return overlay_from(toml, name, text) if "county" in toml else year_from(toml, name, text)


def year_from(toml: Mapping[str, Any], name: str, text: str = "") -> Year:
    """One notice of the country; WorkdaysWrong where it cannot be the calendar of that year."""
    reader = _Reader(toml, name, text, NATIONAL)
    number = reader.value("year", int)
    notices, holidays = reader.each("notice", _notice), reader.each("holiday", _holiday)
    extra = reader.value("extra", int, 0)
    reader.settle()
    year = Year(number, YearStatus.OFFICIAL, holidays, notices, extra)
    reader.settle(_faults(year))
    return year


def overlay_from(toml: Mapping[str, Any], name: str, text: str = "") -> Overlay:
    """The holidays that a minority area sets for itself in one year (放假办法第四条)."""
    reader = _Reader(toml, name, text, COUNTY)
    county, number = reader.value("county", str), reader.value("year", int)
    notices, holidays = reader.each("notice", _notice), reader.each("holiday", _holiday)
    reader.settle()
    overlay = Overlay(county, number, holidays, notices)
    reader.settle(_overlay_faults(overlay))
    return overlay


class _Wrong(Exception):
    """Why one entry cannot be read, and at which of its keys."""

    def __init__(self, why: str, key: str) -> None:
        super().__init__(why)
        self.why, self.key = why, key

    def fault(self, section: str, index: int = 0) -> Fault:
        return Fault(self.why, section, index, self.key)


class _Reader:
    """One file, read on past its faults, so that all of them are told at once."""

    def __init__(self, toml: Mapping[str, Any], name: str, text: str, keys: set[str]) -> None:
        self._toml, self._name, self._places = toml, name, Places(text)
        self._faults = [Fault(f"文件里有不认识的项目“{key}”", key) for key in sorted(set(toml) - keys)]

    def value(self, key: str, kind: type[T], default: Any = None) -> T:
        """A value of the top; of one that is wrong nothing is used, as `settle` refuses the file."""
        try:
            found: T = _read(self._toml, key, kind, default)
        except _Wrong as wrong:
            self._faults.append(wrong.fault(""))
            return kind()
        return found

    def each(self, section: str, made: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
        """What the tables of a section hold."""
        tables = self._toml.get(section, [])
        if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
            self._faults.append(Fault(f"“{section}”应当写成 [[{section}]]", section))
            return ()
        found = []
        for index, table in enumerate(tables):
            try:
                found.append(made(table))
            except _Wrong as wrong:
                self._faults.append(wrong.fault(section, index))
        return tuple(found)

    def settle(self, further: Iterable[Fault] = ()) -> None:
        """Raise WorkdaysWrong where anything was amiss so far."""
        self._faults.extend(further)
        if self._faults:
            raise WorkdaysWrong(file=self._name, why=self._places.told(self._faults))


def _holiday(table: Mapping[str, Any]) -> Holiday:
    _known(table, "放假安排", {"name", "first", "last", "work", "number"})
    work = tuple(_read(table, "work", list, []))
    if any(type(day) is not date for day in work):
        raise _Wrong("“work”里有不是日期的内容", "work")
    first, last = _read(table, "first", date), _read(table, "last", date)
    return Holiday(_read(table, "name", str), first, last, work, _read(table, "number", str, ""))


def _notice(table: Mapping[str, Any]) -> Notice:
    _known(table, "通知", {"title", "number", "published", "url"})
    title, published = _read(table, "title", str), _read(table, "published", date)
    return Notice(title, _read(table, "number", str, ""), published, _read(table, "url", str, ""))


def _known(table: Mapping[str, Any], where: str, keys: set[str]) -> None:
    for key in sorted(set(table) - keys):
        raise _Wrong(f"{where}里有不认识的项目“{key}”", key)


def _read(table: Mapping[str, Any], key: str, kind: type[T], default: Any = None) -> T:
    value = table.get(key, default)
    if type(value) is not kind:
        raise _Wrong(f"“{key}”没有填写，或者写法不对", key)
    return value


def _faults(year: Year) -> Iterator[Fault]:
    """What shows that this cannot be the notice of the year (`domain.md` 6.3), the first thing first."""
    if not FIRST.year < year.year <= LAST.year:
        yield Fault(f"年份 {year.year} 不在 {FIRST.year + 1} 年至 {LAST.year} 年之间", key="year")
        return
    yield from _notice_faults(year.notices, year.year)
    papers = {notice.number for notice in year.notices}
    for index, holiday in enumerate(year.holidays):
        if holiday.number and holiday.number not in papers:
            why = f"{holiday.name}所依据的{holiday.number}没有列在通知里"
            yield Fault(why, "holiday", index, "number")
    yield from _block_faults(year.holidays)
    if any(holiday.last < holiday.first for holiday in year.holidays):
        return
    for index, holiday in enumerate(year.holidays):
        for day in _named_days(holiday):
            if not date(year.year - 1, 12, AMENDABLE) <= day <= date(year.year, 12, 31):
                yield Fault(f"{full(day)}不在{year.year}年，也不在上一年十二月的最后十日", "holiday", index)
    for day, festival in statutory(year.year).items():
        if day not in year.off:
            yield Fault(f"{full(day)}是法定节假日（{festival}），没有列入放假", key="year")
    given = sum(not _weekend(day) for day in year.off) - len(year.work)
    expected = measures(year.year).total + year.extra
    if given != expected:
        why = f"放假的周一至周五减去调休上班的天数应当是 {expected} 天，现在是 {given} 天"
        yield Fault(why, key="year")


def _overlay_faults(overlay: Overlay) -> Iterator[Fault]:
    """What a county's own holidays cannot be: of another year, or a rest day of the whole country worked."""
    if not overlay.county.strip():
        yield Fault("没有写明是哪个县（市、区、旗）", key="county")
    if not FIRST.year < overlay.year <= LAST.year:
        yield Fault(f"年份 {overlay.year} 不在 {FIRST.year + 1} 年至 {LAST.year} 年之间", key="year")
        return
    yield from _notice_faults(overlay.notices, overlay.year)
    if not overlay.holidays:
        yield Fault("没有写明放假的日期", key="county")
    yield from _block_faults(overlay.holidays)
    fixed = statutory(overlay.year)
    for index, holiday in enumerate(overlay.holidays):
        for day in _named_days(holiday):
            if day.year != overlay.year:
                yield Fault(f"{full(day)}不在{overlay.year}年", "holiday", index)
        for day in holiday.work:
            if day in fixed:
                why = f"{full(day)}是法定节假日（{fixed[day]}），不能作为上班日"
                yield Fault(why, "holiday", index, "work")


def _notice_faults(notices: tuple[Notice, ...], year: int) -> Iterator[Fault]:
    if not notices:
        yield Fault("没有写明所依据的通知", key="year")
    for index, notice in enumerate(notices):
        if notice.published.year not in (year - 1, year):
            why = f"通知的发布日期{full(notice.published)}不在{year - 1}年或{year}年"
            yield Fault(why, "notice", index, "published")


def _block_faults(holidays: Iterable[Holiday]) -> Iterator[Fault]:
    seen: set[date] = set()
    for index, holiday in enumerate(holidays):
        if not holiday.name:
            yield Fault("有一段放假没有写明名称", "holiday", index)
        if not FIRST <= holiday.first <= holiday.last <= LAST:
            limits = f"{FIRST.year} 年至 {LAST.year} 年"
            yield Fault(f"{holiday.name}的起止日期颠倒，或者不在 {limits}之间", "holiday", index, "first")
            continue
        for day in (*holiday.days, *holiday.work):
            if day in seen:
                yield Fault(f"{full(day)}重复出现", "holiday", index)
            seen.add(day)
        for day in holiday.work:
            if not _weekend(day):
                yield Fault(f"{full(day)}是周一至周五，不能作为调休上班日", "holiday", index, "work")


def _named_days(holiday: Holiday) -> Iterator[date]:
    """Its first and last day, and the days worked for it."""
    yield from sorted({holiday.first, holiday.last, *holiday.work})


def _weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY
