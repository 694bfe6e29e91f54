"""文号 and 案号 — one counter per (机关代字, 文书类别, year), without gaps."""

from dataclasses import replace

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.papers import Series, number
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.store.work import Work

PATTERN = "{short}{kind}〔{year}〕{serial}号"
RECEIPT = "{kind}{year}-{serial}"  # 代收2026-118: the window's own number, until the organ gives the 案号


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


def organ_number(work: Work, organ: Unit, kind: str, year: int) -> str:
    """The next number of an organ; BadFact for one without 代字, whose number would name nobody."""
    if not organ.short:
        raise BadFact(label=f"{kind}字号", why=f"请先在设置中填写{organ.full_name or '复议机关'}的代字。")
    return give_number(work, organ.short, kind, year)


def give_number(work: Work, short: str, kind: str, year: int, pattern: str = PATTERN) -> str:
    """The next number of a series, taken within the transaction that uses it: a rollback gives it back."""
    series = work.find(Series, series_id(short, kind, year)) or new_series(work, short, kind, year, pattern)
    serial = series.next
    work.put(replace(series, next=serial + 1))
    return number(series.pattern, short=short, kind=kind, year=year, serial=serial)
