"""文号 and 案号 — one counter per (机关代字, 文书类别, year), without gaps."""

from dataclasses import replace

from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import Series, number
from fuyi_desktop.store.work import Work

PATTERN = "{short}{kind}〔{year}〕{serial}号"
RECEIPT = "{kind}{year}-{serial}"  # 代收2026-118: the window's own number, until the organ gives the 案号


def series_id(short: str, kind: str, year: int) -> str:
    return f"{short}/{kind}/{year}"


def pattern_key(kind: str) -> str:
    """The setting that holds the pattern of a kind of numbers."""
    return f"pattern.{kind}"


def give_number(work: Work, short: str, kind: str, year: int, pattern: str = PATTERN) -> str:
    """The next number of a series, taken within the transaction that uses it: a rollback gives it back."""
    series = work.find(Series, series_id(short, kind, year))
    if series is None:
        chosen = work.find(Setting, pattern_key(kind))
        series = Series(
            id=series_id(short, kind, year), short=short, kind=kind, year=year,
            pattern=str(chosen.value) if chosen else pattern,
        )  # fmt: skip
    serial = series.next
    work.put(replace(series, next=serial + 1))
    return number(series.pattern, short=short, kind=kind, year=year, serial=serial)
