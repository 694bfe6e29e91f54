"""工作日 — which days are worked: a file a year, and what is assumed where no notice has been published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from fuyi_desktop.domain.daycount import DAY, FIRST, LAST, SATURDAY, Calendar
from fuyi_desktop.domain.errors import WorkdaysWrong
from fuyi_desktop.domain.festivals import has_lunar, measures, statutory

NEAR = timedelta(days=14)  # 暂定: a weekend day this near to a statutory day may become a make-up day
# 暂定, backward: no notice has given a weekday off further than this from a statutory day.
BEFORE, BEYOND = timedelta(days=3), timedelta(days=5)
YEARS = range(FIRST.year, LAST.year + 1)
DECEMBER = 12


class YearStatus(StrEnum):
    """How much is known of a year: its notice, its statutory days, or the solar ones among them."""

    OFFICIAL = "official"
    FLOOR = "floor"
    NONE = "none"


@dataclass(frozen=True)
class Holiday:
    """A block of days off, and the weekend days worked for it (调休)."""

    name: str
    first: date
    last: date
    work: tuple[date, ...] = ()
    number: str = ""  # of the paper that gave it, where that is not the notice of the year

    @property
    def days(self) -> Iterator[date]:
        return _days(self.first, self.last)


@dataclass(frozen=True)
class Notice:
    """The published paper a calendar rests on."""

    title: str
    number: str
    published: date
    url: str = ""


@dataclass(frozen=True)
class Year:
    """One year's calendar; a notice may also name days of the December before."""

    year: int
    status: YearStatus
    holidays: tuple[Holiday, ...]
    notices: tuple[Notice, ...] = ()
    extra: int = 0  # days off given once, beyond the statutory ones

    @cached_property
    def off(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.days)

    @cached_property
    def work(self) -> frozenset[date]:
        return frozenset(day for holiday in self.holidays for day in holiday.work)

    @property
    def notice(self) -> Notice | None:
        """The paper published last: of two calendars of a year, the one with the later paper holds."""
        return max(self.notices, key=lambda notice: notice.published, default=None)

    def notice_for(self, day: date) -> Notice | None:
        """The paper that made the day what it is, if one names it."""
        for holiday in self.holidays:
            if holiday.first <= day <= holiday.last or day in holiday.work:
                given = (notice for notice in self.notices if notice.number == holiday.number)
                return next(given, next(iter(self.notices), None))
        return None


@dataclass(frozen=True)
class Workdays:
    """The years that have been announced, the statutory days of the rest, and the county's own holidays."""

    years: tuple[Year, ...] = ()
    local: tuple[Holiday, ...] = ()  # 放假办法第四条: holidays that a minority area sets for itself

    def is_working(self, day: date) -> bool:
        return self.calendar.is_working(day)

    def after(self, start: date, count: int) -> date:
        """The last of so many working days, the first being the first one after start."""
        return self.calendar.after(start, count)

    def before(self, start: date, count: int) -> date:
        """The last of so many working days counted back, start excluded."""
        return self.calendar.before(start, count)

    def on_or_after(self, day: date) -> date:
        return self.calendar.on_or_after(day)

    def on_or_before(self, day: date) -> date:
        return self.calendar.on_or_before(day)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after start, up to and including end; negative where end is earlier."""
        return self.calendar.between(start, end)

    def status(self, year: int) -> YearStatus:
        return self.year(year).status

    def is_official(self, day: date) -> bool:
        return day.year in self._announced

    def are_official(self, first: date, last: date) -> bool:
        """Whether every year from one day to another is covered by its notice."""
        return all(year in self._announced for year in range(first.year, last.year + 1))

    def year(self, year: int) -> Year:
        """The calendar of a year: its notice, or what the statute alone gives."""
        return self._announced.get(year) or _floor(year)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday the day lies in, if it lies in one."""
        block = self._blocks.get(day)
        return block.name if block else None

    def is_make_up(self, day: date) -> bool:
        """Whether this is a weekend day that is worked (调休)."""
        return _weekend(day) and self.is_working(day)

    def holidays(self, after: date, upto: date) -> tuple[Holiday, ...]:
        """The holidays with a Monday to Friday off after one day and up to another, in order."""
        found = {
            self._blocks[day]: None
            for day in _days(after + DAY, upto)
            if day in self._blocks and not _weekend(day)
        }
        return tuple(found)

    def make_up_days(self, after: date, upto: date) -> tuple[date, ...]:
        """The weekend days worked after one day and up to another, in order."""
        return tuple(day for day in _days(after + DAY, upto) if self.is_make_up(day))

    @cached_property
    def calendar(self) -> Calendar:
        """What the questions above are answered from."""
        return Calendar(self._exceptions({}))

    @cached_property
    def dense(self) -> Calendar:
        """As many working days as an unpublished notice could give: the early reading of a count forward."""
        assumed: dict[date, bool] = {}
        for year, days in self._unannounced():
            known = has_lunar(year)
            near = _around(days, NEAR, NEAR) if known else _days(date(year, 1, 1), date(year, 12, 31))
            assumed.update((day, day not in days) for day in near if _weekend(day) and day.year == year)
        return Calendar(self._exceptions(assumed))

    @cached_property
    def sparse(self) -> Calendar:
        """As few working days as an unpublished notice could give: the early reading of a count backward."""
        assumed: dict[date, bool] = {}
        for year, days in self._unannounced():
            assumed.update((day, False) for day in _around(days, BEFORE, BEYOND) if day.year == year)
        return Calendar(self._exceptions(assumed))

    @cached_property
    def _announced(self) -> dict[int, Year]:
        official = (year for year in self.years if year.status is YearStatus.OFFICIAL)
        return {year.year: year for year in sorted(official, key=_published)}

    def _exceptions(self, assumed: Mapping[date, bool]) -> dict[date, bool]:
        """Every day that is not as its weekday says; what is announced outweighs what is assumed."""
        found = {day: False for number in YEARS for day in self.year(number).off}
        found.update(assumed)
        for year in self._announced.values():  # each may touch the December before it
            found.update((day, False) for day in year.off)
            found.update((day, True) for day in year.work)
        return found | self._local

    @cached_property
    def _local(self) -> dict[date, bool]:
        off = {day: False for holiday in self.local for day in holiday.days}
        return off | {day: True for holiday in self.local for day in holiday.work}

    @cached_property
    def _blocks(self) -> dict[date, Holiday]:
        years = [self.year(number) for number in YEARS]
        blocks = [holiday for year in years for holiday in year.holidays] + list(self.local)
        return {day: holiday for holiday in blocks for day in holiday.days}

    def _unannounced(self) -> Iterator[tuple[int, frozenset[date]]]:
        """Each year without a notice, with the statutory days in and around it."""
        for year in YEARS:
            if year not in self._announced:
                around = (statutory(number) for number in (year - 1, year, year + 1))
                yield year, frozenset(day for days in around for day in days)


def year_from(toml: Mapping[str, Any], name: str) -> Year:
    """One notice as a file gives it; WorkdaysWrong where it cannot be the calendar of that year."""
    _known(toml, "文件", {"year", "extra", "extra_reason", "notice", "holiday"}, name)
    year = Year(
        _read(toml, "year", int, name),
        YearStatus.OFFICIAL,
        tuple(_holiday(table, name) for table in _tables(toml, "holiday", name)),
        tuple(_notice(table, name) for table in _tables(toml, "notice", name)),
        _read(toml, "extra", int, name, 0),
    )
    for why in _faults(year):
        raise WorkdaysWrong(file=name, why=why)
    return year


def local_from(toml: Mapping[str, Any], name: str) -> tuple[Holiday, ...]:
    """The holidays that a minority area sets for itself, as a file of the county gives them."""
    _known(toml, "文件", {"notice", "holiday"}, name)
    holidays = tuple(_holiday(table, name) for table in _tables(toml, "holiday", name))
    for why in _block_faults(holidays):
        raise WorkdaysWrong(file=name, why=why)
    return holidays


def _holiday(table: Mapping[str, Any], name: str) -> Holiday:
    _known(table, "放假安排", {"name", "first", "last", "work", "number"}, name)
    work = tuple(_read(table, "work", list, name, []))
    if any(type(day) is not date for day in work):
        raise WorkdaysWrong(file=name, why="“work”里有不是日期的内容")
    first, last = _read(table, "first", date, name), _read(table, "last", date, name)
    return Holiday(_read(table, "name", str, name), first, last, work, _read(table, "number", str, name, ""))


def _notice(table: Mapping[str, Any], name: str) -> Notice:
    _known(table, "通知", {"title", "number", "published", "url"}, name)
    return Notice(
        _read(table, "title", str, name),
        _read(table, "number", str, name, ""),
        _read(table, "published", date, name),
        _read(table, "url", str, name, ""),
    )


def _tables(toml: Mapping[str, Any], key: str, name: str) -> list[Mapping[str, Any]]:
    tables = toml.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise WorkdaysWrong(file=name, why=f"“{key}”应当写成 [[{key}]]")
    return tables


def _known(table: Mapping[str, Any], where: str, keys: set[str], name: str) -> None:
    if unknown := sorted(set(table) - keys):
        raise WorkdaysWrong(file=name, why=f"{where}里有不认识的项目“{unknown[0]}”")


def _read(table: Mapping[str, Any], key: str, kind: type, name: str, default: Any = None) -> Any:
    value = table.get(key, default)
    if type(value) is not kind:
        raise WorkdaysWrong(file=name, why=f"“{key}”没有填写，或者写法不对")
    return value


def _faults(year: Year) -> Iterator[str]:
    """What shows that this cannot be the notice of the year (`domain.md` 6.3), the first thing first."""
    if not FIRST.year < year.year <= LAST.year:
        yield f"年份 {year.year} 不在 {FIRST.year + 1} 年至 {LAST.year} 年之间"
        return
    if not year.notices:
        yield "没有写明所依据的通知"
    for notice in year.notices:
        if notice.published.year not in (year.year - 1, year.year):
            yield f"通知的发布日期{_day(notice.published)}不在{year.year - 1}年或{year.year}年"
    papers = {notice.number for notice in year.notices}
    for holiday in year.holidays:
        if holiday.number and holiday.number not in papers:
            yield f"{holiday.name}所依据的{holiday.number}没有列在通知里"
    yield from _block_faults(year.holidays)
    for day in sorted(year.off | year.work):
        if day.year != year.year and (day.year, day.month) != (year.year - 1, DECEMBER):
            yield f"{_day(day)}不在{year.year}年，也不在上一年十二月"
    for day, festival in statutory(year.year).items():
        if day not in year.off:
            yield f"{_day(day)}是法定节假日（{festival}），没有列入放假"
    given = sum(not _weekend(day) for day in year.off) - len(year.work)
    expected = measures(year.year).total + year.extra
    if given != expected:
        yield f"放假的周一至周五减去调休上班的天数应当是 {expected} 天，现在是 {given} 天"


def _block_faults(holidays: Iterable[Holiday]) -> Iterator[str]:
    seen: set[date] = set()
    for holiday in holidays:
        if not holiday.name:
            yield "有一段放假没有写明名称"
        if not FIRST <= holiday.first <= holiday.last <= LAST:
            yield f"{holiday.name}的起止日期颠倒，或者不在 {FIRST.year} 年至 {LAST.year} 年之间"
            return
        for day in (*holiday.days, *holiday.work):
            if day in seen:
                yield f"{_day(day)}重复出现"
            seen.add(day)
        for day in holiday.work:
            if not _weekend(day):
                yield f"{_day(day)}是周一至周五，不能作为调休上班日"


def _floor(year: int) -> Year:
    """A year without a notice: weekends, and the statutory days as far as they are known."""
    blocks: list[Holiday] = []
    for day, name in statutory(year).items():
        if blocks and blocks[-1].name == name and blocks[-1].last + DAY == day:
            blocks[-1] = Holiday(name, blocks[-1].first, day)
        else:
            blocks.append(Holiday(name, day, day))
    return Year(year, YearStatus.FLOOR if has_lunar(year) else YearStatus.NONE, tuple(blocks))


def _published(year: Year) -> date:
    return year.notice.published if year.notice else date.min


def _around(days: Iterable[date], before: timedelta, beyond: timedelta) -> set[date]:
    return {other for day in days for other in _days(day - before, day + beyond)}


def _weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
