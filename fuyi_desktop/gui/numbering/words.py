"""How series, blocks and numbers are said on the page 文号."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from fuyi_desktop.domain.accounting import Account, Loose
from fuyi_desktop.domain.blocks import runs_told
from fuyi_desktop.domain.papers import number, pattern_fault
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.tables import Column

Today = Callable[[], date]
FATES = {"void": "作废", "returned": "退回", "set_aside": "留用", "used": "已用", "unsure": "待核对"}
EXAMPLE = 12  # the serial of an example that has no number to come


@dataclass(frozen=True)
class Told:
    """A number that no standing paper bears, and what became of it."""

    serial: int
    number: str
    fate: str
    why: str


def key_label(key: str) -> str:
    """云府/复受/2026 as papers and refusals name it."""
    short, kind, year = key.split("/")
    return f"{short}{kind}〔{year}〕"


@dataclass(frozen=True)
class Heap:
    """Numbers one after another that nobody has accounted for in the same way."""

    key: str
    serials: tuple[int, ...]
    number: str
    what: str
    station: str
    why: str


def heaps(loose: Sequence[Loose]) -> list[Heap]:
    """What nobody has accounted for, a run of like numbers as one."""
    found: list[Heap] = []
    for one in loose:
        last = found[-1] if found else None
        same = last is not None and (last.key, last.what, last.station, last.why) == (
            one.key, one.what, one.station, one.why,
        )  # fmt: skip
        if last is not None and same and last.serials[-1] == one.serial - 1:
            begun = last.number.partition("至")[0]
            serials = (*last.serials, one.serial)
            found[-1] = replace(last, serials=serials, number=f"{begun}至{one.serial}号")
        else:
            found.append(Heap(one.key, (one.serial,), one.number, one.what, one.station, one.why))
    return found


def told(account: Account) -> Iterator[Told]:
    """What became of the numbers that no standing paper bears, in their order."""
    found = [
        Told(serial, account.told(serial), fate, why)
        for name, fate in FATES.items()
        for serial, why in getattr(account, name)
    ]
    found += [Told(serial, account.told(serial), "空号", "还没有说明") for serial in account.gaps]
    yield from sorted(found, key=lambda one: one.serial)


def state(account: Account) -> str:
    """What wants doing; empty where nothing does."""
    if not account.sure:
        return "下一个号待核对"
    if account.borrows and account.next is None:
        return "没有可用的号段"
    if account.unsure:
        return f"{len(account.unsure)} 个号待核对"
    return f"{len(account.gaps)} 个空号" if account.gaps else ""


def following(account: Account) -> str:
    """The next number, where it is certain."""
    return account.next_told if account.sure else ""


def told_next(account: Account | None) -> str:
    """The next number in a line, or why it cannot be told."""
    if account is None:
        return "还没有编过号"
    return f"下一个号 {following(account)}" if following(account) else state(account)


def counted(accounts: list[Account]) -> str:
    """One sentence on a year."""
    if not accounts:
        return "还没有编过号"
    gaps, unsure = sum(len(one.gaps) for one in accounts), sum(not one.sure for one in accounts)
    words = [f"{len(accounts)} 个系列", f"已用 {sum(one.issued for one in accounts)} 个号"]
    words += [f"{gaps} 个空号"] if gaps else []
    words += [f"{unsure} 个系列待核对"] if unsure else []
    return "，".join(words)


def example(pattern: str, key: str, serial: int | None) -> tuple[str, str]:
    """How the next number would be written, or what is wrong with the pattern; and the tone."""
    if fault := pattern_fault(pattern):
        return fault, "amber"
    short, kind, year = key.split("/")
    told = number(pattern, short=short, kind=kind, year=int(year), serial=serial or EXAMPLE)
    return f"下一个号写成 {told}", "ink2"


def amber(account: Account) -> str:
    return "amber" if state(account) else ""


def series_columns(station: str) -> tuple[Column[Any], ...]:
    """The series of a year; the receipts of this station by what they are."""

    def name(one: Account) -> str:
        return f"本站收件〔{one.series.year}〕" if one.series.short == station else one.series.label

    return (
        Column[Any]("系列", name, width=168, name=True, grows=True),
        Column[Any]("下一个号", following, width=176),
        Column[Any]("已用", lambda one: one.issued, width=72, right=True),
        Column[Any]("作废", lambda one: len(one.void), width=72, right=True),
        Column[Any]("退回", lambda one: len(one.returned), width=72, right=True),
        Column[Any]("留用", lambda one: len(one.set_aside) + len(one.used), width=72, right=True),
        Column[Any]("空号", lambda one: len(one.gaps), width=72, right=True),
        Column[Any]("号段未用", lambda one: len(one.out), width=96, right=True),
        Column[Any]("要办的", state, tone=amber, width=160),
    )


NUMBERS = (
    Column[Told]("号", lambda one: one.number, width=200, name=True),
    Column[Told]("去向", lambda one: one.fate, tone=lambda one: _fate_tone(one.fate), width=96),
    Column[Told]("理由", lambda one: one.why, width=320, grows=True),
)
HEAPS = (
    Column[Heap]("号", lambda one: one.number, width=240, name=True),
    Column[Heap]("个数", lambda one: len(one.serials), width=72, right=True),
    Column[Heap]("情况", lambda one: one.what, tone=lambda one: "amber", width=112),
    Column[Heap]("在哪里", lambda one: one.station, width=112),
    Column[Heap]("说明", lambda one: one.why, width=280, grows=True),
)


def block_columns(today: Today, zone: Any, *, center: bool) -> tuple[Column[Any], ...]:
    """号段: at the center with whose they are and since when that station has been silent."""

    def day(at: datetime | None) -> str:
        return dates.plain(at.astimezone(zone).date(), today()) if at is not None else "没有收过包"

    def kept(one: Any) -> int:
        return len(one.standing.set_aside) + len(one.standing.used)

    whose = (Column[Any]("站点", lambda one: one.station_name, width=176, grows=True),) if center else ()
    heard = (Column[Any]("最近收包", lambda one: one.heard, text=day, width=120),) if center else ()
    return (
        Column[Any]("号段", lambda one: one.standing.block.label, width=224, name=True, grows=not center),
        *whose,
        Column[Any]("已用", lambda one: len(one.standing.issued), width=64, right=True),
        Column[Any]("作废", lambda one: len(one.standing.void), width=64, right=True),
        Column[Any]("退回", lambda one: len(one.standing.returned), width=64, right=True),
        Column[Any]("留用", kept, width=64, right=True),
        Column[Any]("待核对", lambda one: len(one.standing.unsure), width=80, right=True),
        Column[Any]("未用", lambda one: runs_told(one.standing.out) or "无", width=112),
        Column[Any]("借出日", lambda one: one.standing.block.at, text=day, width=120),
        *heard,
    )


def _fate_tone(fate: str) -> str:
    return "amber" if fate in ("空号", "待核对") else ""
