"""法定节假日 — the statutory days of a year, by the 全国年节及纪念日放假办法 of its time."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from fuyi_desktop.domain.daycount import DAY

# 春节 (正月初一), 清明, 端午, 中秋 as month and day; a year without a row has no lunar days here.
LUNAR: dict[int, tuple[int, int, int, int]] = {
    2008: (207, 404, 608, 914),
    2009: (126, 404, 528, 1003),
    2010: (214, 405, 616, 922),
    2011: (203, 405, 606, 912),
    2012: (123, 404, 623, 930),
    2013: (210, 404, 612, 919),
    2014: (131, 405, 602, 908),
    2015: (219, 405, 620, 927),
    2016: (208, 404, 609, 915),
    2017: (128, 404, 530, 1004),
    2018: (216, 405, 618, 924),
    2019: (205, 405, 607, 913),
    2020: (125, 404, 625, 1001),
    2021: (212, 404, 614, 921),
    2022: (201, 405, 603, 910),
    2023: (122, 405, 622, 929),
    2024: (210, 404, 610, 917),
    2025: (129, 404, 531, 1006),
    2026: (217, 405, 619, 925),
    2027: (206, 405, 609, 915),
    2028: (126, 404, 528, 1003),
    2029: (213, 404, 616, 922),
    2030: (203, 405, 605, 912),
    2031: (123, 405, 624, 1001),
    2032: (211, 404, 612, 919),
    2033: (131, 404, 601, 908),
    2034: (219, 405, 620, 927),
    2035: (208, 405, 610, 916),
    2036: (128, 404, 530, 1004),
    2037: (215, 404, 618, 924),
    2038: (204, 405, 607, 913),
    2039: (124, 405, 527, 1002),
    2040: (212, 404, 614, 920),
    2041: (201, 404, 603, 910),
    2042: (122, 404, 622, 928),
    2043: (210, 405, 611, 917),
    2044: (130, 404, 531, 1005),
    2045: (217, 404, 619, 925),
    2046: (206, 404, 608, 915),
    2047: (126, 405, 529, 1004),
    2048: (214, 404, 615, 922),
    2049: (202, 404, 604, 911),
    2050: (123, 404, 623, 930),
}


@dataclass(frozen=True)
class Measures:
    """One version of the 放假办法: how many days it gives to each festival."""

    since: int
    new_year: int
    eve: bool  # 除夕 counts
    spring: int  # days from 正月初一 on
    labour: int
    single: bool  # 清明, 端午 and 中秋, a day each
    national: int = 3

    @property
    def total(self) -> int:
        """How many days the year has, whether or not two of them meet."""
        return self.new_year + self.eve + self.spring + self.labour + 3 * self.single + self.national


VERSIONS = (
    Measures(since=1999, new_year=1, eve=False, spring=3, labour=3, single=False),
    Measures(since=2008, new_year=1, eve=True, spring=2, labour=1, single=True),
    Measures(since=2014, new_year=1, eve=False, spring=3, labour=1, single=True),
    Measures(since=2025, new_year=1, eve=True, spring=3, labour=2, single=True),
)


def measures(year: int) -> Measures:
    """The version in force in a year; the oldest known one before it."""
    return next((version for version in reversed(VERSIONS) if version.since <= year), VERSIONS[0])


def has_lunar(year: int) -> bool:
    """Whether the lunar festivals of the year are known here."""
    return year in LUNAR


@cache
def statutory(year: int) -> dict[date, str]:
    """The statutory days of a year with their names; where the lunar ones are not known, the others."""
    law = measures(year)
    days: dict[date, str] = {}

    def mark(name: str, first: date, count: int) -> None:
        for offset in range(count):
            day = first + offset * DAY
            days[day] = f"{days[day]}、{name}" if day in days else name

    mark("元旦", date(year, 1, 1), law.new_year)
    if year in LUNAR:
        spring, tomb, dragon, autumn = (date(year, *divmod(day, 100)) for day in LUNAR[year])
        mark("春节", spring - law.eve * DAY, law.eve + law.spring)
        if law.single:
            mark("清明节", tomb, 1)
            mark("端午节", dragon, 1)
            mark("中秋节", autumn, 1)
    mark("劳动节", date(year, 5, 1), law.labour)
    mark("国庆节", date(year, 10, 1), law.national)
    return dict(sorted(days.items()))
