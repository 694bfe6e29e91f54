"""工作日 — which days are worked: a file a year, and what is assumed where no notice has been published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from fuyi_desktop.domain.daycount import DAY, FIRST, LAST, SATURDAY, Calendar
from fuyi_desktop.domain.festivals import has_lunar, statutory

NEAR = timedelta(days=14)  # 暂定: a weekend day this near to a statutory day may become a make-up day
# 暂定, backward: no notice has given a weekday off further than this from a statutory day.
BEFORE, BEYOND = timedelta(days=3), timedelta(days=5)
YEARS = range(FIRST.year, LAST.year + 1)


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
class Overlay:
    """地方放假: what a minority area gives beside the country's holidays in one year (放假办法第四条)."""

    county: str
    year: int
    holidays: tuple[Holiday, ...]
    notices: tuple[Notice, ...]

    @property
    def published(self) -> date:
        return max(notice.published for notice in self.notices)


@dataclass(frozen=True)
class Workdays:
    """The years that have been announced, the statutory days of the rest, and the county's own holidays."""

    years: tuple[Year, ...] = ()
    overlays: tuple[Overlay, ...] = ()

    def joined(self, years: Iterable[Year], overlays: Iterable[Overlay]) -> "Workdays":
        """With further notices; of several on one year the one published last holds, wherever it stands."""
        return replace(self, years=(*self.years, *years), overlays=(*self.overlays, *overlays))

    @cached_property
    def local(self) -> tuple[Holiday, ...]:
        """The county's own holidays, each year as it was last published."""
        return tuple(holiday for overlay in self.overlaid for holiday in overlay.holidays)

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

    def notice_for(self, day: date) -> Notice | None:
        """The paper that made the day what it is: the county's own, else that of the country."""
        for overlay in self.overlaid:
            for holiday in overlay.holidays:
                if holiday.first <= day <= holiday.last or day in holiday.work:
                    given = (notice for notice in overlay.notices if notice.number == holiday.number)
                    return next(given, overlay.notices[0])
        for number in (day.year + 1, day.year):  # a notice may reach into the December before
            if found := self.year(number).notice_for(day):
                return found
        return None

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
        holding = {year.year: year for year in sorted(official, key=_published)}
        return dict(sorted(holding.items(), key=lambda item: _published(item[1])))

    @cached_property
    def overlaid(self) -> tuple[Overlay, ...]:
        """The county's own calendars that hold: of two of one year the one published last."""
        found = sorted(self.overlays, key=lambda overlay: overlay.published)
        return tuple({(overlay.county, overlay.year): overlay for overlay in found}.values())

    def _exceptions(self, assumed: Mapping[date, bool]) -> dict[date, bool]:
        """Every day that is not as its weekday says; what is announced outweighs what is assumed."""
        found = {day: False for number in YEARS for day in self.year(number).off}
        found.update(assumed)
        for year in self._announced.values():  # each may touch the December before it; the latest word holds
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
