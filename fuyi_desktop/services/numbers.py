"""Giving numbers: one counter per (机关代字, 文书类别, year), or a block of it that the center has lent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from fuyi_desktop.domain.blocks import REST, BlockNote, NumberBlock, latest, series_for
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NoNumbersLent, NumbersUnsure
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.papers import NUMBER, Mark, Series, number, read_number
from fuyi_desktop.domain.party import StationRole, Unit
from fuyi_desktop.store.numbering import bearers, receipts, standings
from fuyi_desktop.store.queries import case_file
from fuyi_desktop.store.work import Work

PATTERN = "{short}{kind}〔{year}〕{serial}号"
RECEIPT = "{kind}{year}-{serial}"  # 代收2026-118: the window's own number, until the organ gives the 案号
NUMBERING = "numbering"  # the setting: 文书类别 → the series it is numbered in; * for the others
CLOSED_YEARS = "numbers_closed"  # the setting: year → why its numbers were closed
NEVER_AGAIN = {Mark.VOID: "已经作废，不能再用。", Mark.RETURNED: "已经退回县中心，不能再用。"}


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
    must_be_open(work, found)
    if following < found.next:
        raise BadFact(label=found.label, why=f"下一个号是 {found.next}，不能退回到 {following}。")
    fresh = found.revision == 0 and not work.meta("restored")  # what came before was not counted here
    return replace(
        found, next=following, first=following if fresh else found.first, incarnation=history(work)
    )


def organ_number(work: Work, organ: Unit, kind: str, year: int) -> str:
    """The next number of an organ; BadFact for one without 代字, whose number would name nobody.

    NoNumbersLent where the center lends the series and this station has no number left.
    """
    return _next(work, organ, kind, year, rest=False)


def paper_number(work: Work, organ: Unit, kind: str, year: int) -> str:
    """The next number of a paper, in the series that the office numbers its 文书类别 in."""
    return _next(work, organ, kind, year, rest=True)


def numbering(work: Work) -> Mapping[str, str]:
    """What the office has set: 文书类别 → series; one that is not there has a series of its own."""
    found = work.find(Setting, NUMBERING)
    return dict(found.value) if found else {}


def typed_number(work: Work, file: CaseFile, typed: str, reason: str, *, short: str, kind: str) -> str:
    """A number that a person has given by hand, spelt as the office writes it.

    BadFact where it is none at all, is borne already or was voided.
    """
    if not reason.strip():
        raise BadFact(label="文号", why="手填文号的，应当写明理由。")
    told = _spelt(work, typed, short, kind)
    for bearer in bearers(work.connection, [told]):
        borne = case_file(work.connection, bearer.case_id)
        if borne.organ.id == file.organ.id:
            raise BadFact(label="文号", why=f"“{told}”已经用在{borne.label}，请核对。")
    for mark, spellings in _gone(work, file.organ.short):
        if told in spellings:
            raise BadFact(label="文号", why=f"“{told}”{NEVER_AGAIN[mark]}")
    return told


def _spelt(work: Work, typed: str, short: str, kind: str) -> str:
    """A typed number as its series is written; one of no series known here as it was typed."""
    lent = work.select(NumberBlock, short=short)
    ours = work.select(Series, short=short)
    known = (
        *((one.kind, pattern) for one in ours for pattern in (one.pattern, *one.earlier)),
        *((block.kind, block.pattern) for block in lent),
        (kind, PATTERN),
    )
    none = False  # of a series, and serial 0
    for of, pattern in dict.fromkeys(known):
        read = read_number(pattern, typed, short=short, kind=of)
        if read and read[1]:
            return number(pattern, short=short, kind=of, year=read[0], serial=read[1])
        none |= read is not None
    told = "".join(typed.split())
    if none or not NUMBER.fullmatch(told):
        like = number(PATTERN, short=short, kind=kind, year=work.at.year, serial=1)
        raise BadFact(label="文号", why=f"“{told}”不是文号，应当像“{like}”。")
    return told


def _gone(work: Work, short: str) -> Iterator[tuple[Mark, tuple[str, ...]]]:
    """The numbers of an organ that may not be typed, as they are spelt: void, or back at the center."""
    for found in work.select(Series, short=short):
        for serial in map(int, found.notes):
            if found.note(serial)["mark"] == Mark.VOID:
                yield Mark.VOID, found.spellings(serial)
    for block in work.select(NumberBlock, short=short, station=work.meta("station")["station"]):
        for serial, (mark, _) in latest(block, work.select(BlockNote, block_id=block.id)).items():
            if mark in NEVER_AGAIN:
                yield mark, (block.told(serial),)


def give_number(work: Work, short: str, kind: str, year: int, pattern: str = PATTERN) -> str:
    """The next number of a series, taken within the transaction that uses it: a rollback gives it back.

    A returned number goes first; one that a paper or case bears already is passed over. NumbersUnsure for an
    organ's number in a store that was put back from a backup, until somebody has told the next one.
    """
    found = work.find(Series, series_id(short, kind, year)) or new_series(work, short, kind, year, pattern)
    given, serial = taken(work, found)
    work.put(given)
    return given.told(serial)


@dataclass(frozen=True)
class Lent:
    """What the center has lent of one series: numbers its own counter passes over, and those given back."""

    blocks: tuple[NumberBlock, ...]
    serials: frozenset[int]
    returned: Mapping[int, str]  # serial → the station and its reason

    @classmethod
    def of(cls, work: Work, found: Series) -> "Lent":
        blocks = work.select(NumberBlock, short=found.short, kind=found.kind, year=found.year)
        returned = {
            serial: f"{block.station}：{why}"
            for block in blocks
            for serial, (mark, why) in latest(block, work.select(BlockNote, block_id=block.id)).items()
            if mark is Mark.RETURNED
        }
        return cls(tuple(blocks), frozenset(n for block in blocks for n in block.serials), returned)

    def following(self, serial: int) -> int:
        """The serial itself, or the first after it that is not lent."""
        return next(n for n in count(serial) if n not in self.serials)


def taken(work: Work, found: Series) -> tuple[Series, int]:
    """The series after its next number was taken, and that number: a returned one first."""
    receipt = found.short == work.meta("station")["station"]
    if not receipt:  # a visitor does not wait: receipts are told apart by the case, and by their window
        must_be_open(work, found)
        must_be_sure(work, found)
    work.flush()
    lent = Lent.of(work, found) if is_center(work) else Lent((), frozenset(), {})
    free = {*found.returned, *(serial for serial in lent.returned if not found.note(serial))}
    for serial in chain(sorted(free), (n for n in count(found.next) if n not in lent.serials)):
        spelt = found.spellings(serial)
        if not (
            receipts(work.connection, found.short, spelt) if receipt else bearers(work.connection, spelt)
        ):
            break
    if serial in free:
        given = found.marked(serial, Mark.USED, "重新给号", work.by, work.at)
    else:
        given = replace(found, next=lent.following(serial + 1))
    return replace(given, incarnation=history(work)), serial


def lent_number(work: Work, short: str, kind: str, year: int) -> tuple[NumberBlock, int]:
    """The next number of this station's blocks of a series, the oldest block first; NoNumbersLent."""
    work.flush()
    me = work.meta("station")["station"]
    for found in standings(work.connection, short=short, kind=kind, year=year, station=me):
        if found.is_open:
            return found.block, found.out[0]
    raise NoNumbersLent(series=f"{short}{kind}〔{year}〕")


def lent_kind(work: Work, short: str, kind: str, year: int, *, rest: bool) -> str:
    """The lent series that this station numbers a 文书类别 in; empty where it counts by itself."""
    if is_center(work):
        return ""
    return series_for(work.select(NumberBlock, short=short), kind, year, rest=rest)


def _next(work: Work, organ: Unit, kind: str, year: int, *, rest: bool) -> str:
    if not organ.short:
        raise BadFact(label=f"{kind}字号", why=f"请先在设置中填写{organ.full_name or '复议机关'}的代字。")
    if lent := lent_kind(work, organ.short, kind, year, rest=rest):
        block, serial = lent_number(work, organ.short, lent, year)
        return block.told(serial)
    told = numbering(work)
    return give_number(work, organ.short, told.get(kind, told.get(REST, kind) if rest else kind), year)


def is_center(work: Work) -> bool:
    return bool(work.meta("station")["role"] == StationRole.CENTER)


def closed_years(work: Work) -> Mapping[str, str]:
    """The years whose numbers were closed at their end, each with the reason."""
    found = work.find(Setting, CLOSED_YEARS)
    return dict(found.value) if found else {}


def must_be_open(work: Work, found: Series) -> None:
    """BadFact for a series of a year whose numbers have been closed."""
    if str(found.year) in closed_years(work):
        again = f"确需再给的，写明理由重新打开（numbers reopen {found.year}）。"
        raise BadFact(label=found.label, why=f"{found.year} 年的文号已经年终清理，不再给号；{again}")


def must_be_sure(work: Work, found: Series) -> None:
    """Raise NumbersUnsure where numbers may have been given after the backup that was put back."""
    if not is_sure(found, work.meta("restored"), history(work)):
        raise NumbersUnsure(series=found.label, id=found.id, next=found.next)


def is_sure(found: Series, restored: str | None, history: str) -> bool:
    """Whether nothing can have been given out after the backup: told since, or begun in a later year."""
    if restored is None or found.incarnation == history:
        return True
    return found.year > datetime.fromisoformat(restored).year


def history(work: Work) -> str:
    found: str = work.meta("incarnation")
    return found
