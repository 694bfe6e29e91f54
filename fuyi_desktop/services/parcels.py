"""Many files in one go: found, put in order, each taken in or refused by itself, and a line for each."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuyi_desktop.domain.errors import (
    BundleTooNew,
    DiskFull,
    FuyiError,
    NoBundleInside,
    NotForThisStation,
)
from fuyi_desktop.services.exchange import Exchange, Report
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.receiving import GAP
from fuyi_desktop.sync.carriers import digest
from fuyi_desktop.sync.wrappings import NOTHING, Found, Unwrapper

KINDS = {"card": "入网卡", "request": "入网申请", "grant": "准入文件"}
KEPT = (BundleTooNew, DiskFull)  # what passes: the file is kept here and tried again

Go = Callable[[int, int, str], bool]  # files done, of how many, the next: whether to go on


def always(done: int, total: int, text: str) -> bool:
    """Go on to the end."""
    return True


class Fate(StrEnum):
    """What became of one file, or would."""

    TAKEN = "已入库"
    OPEN = "可以入库"
    KNOWN = "收过了"
    WAITING = "等前面的包"
    REFUSED = "没有收"
    OTHER = "不归这里收"  # lies on the stick for somebody else, or for another purpose
    EMPTY = "没有同步包"  # a folder or stick without any


@dataclass(frozen=True)
class Line:
    """One file of many, and its sentence."""

    name: str
    fate: Fate
    words: str = ""
    report: Report | None = None
    refusal: FuyiError | None = None

    def as_dict(self) -> dict[str, Any]:
        told = self.report.as_dict() if self.report else {}
        code = self.refusal.code if self.refusal else 0
        return told | {"name": self.name, "fate": self.fate.name.lower(), "words": self.words, "code": code}


@dataclass(frozen=True)
class Takings:
    """The report: first the bundles as they were taken, then what was none; `left` were not looked at."""

    lines: tuple[Line, ...]
    changed: Changed = field(default_factory=set)
    left: int = 0

    def count(self, *fates: Fate) -> int:
        return sum(line.fate in fates for line in self.lines)

    @property
    def refusal(self) -> FuyiError | None:
        """The first one; to wait for an earlier bundle is no refusal."""
        return next((line.refusal for line in self.lines if line.fate is Fate.REFUSED), None)


@dataclass(frozen=True)
class _Parcel:
    """A private copy of one bundle; `number` is the place of its line in the report."""

    number: int
    name: str
    path: Path
    sender: str
    to: str
    first: int
    last: int
    lying: bool = False  # it lay about in a folder
    kept: bool = False  # it has been waiting here


class Parcels:
    """One delivery of any number of files."""

    def __init__(self, office: Office, pause: Callable[[float], object]) -> None:
        self._exchange, self._pause = Exchange(office), pause
        self._inbox = office.store.folder / "inbox"
        self._waiting = self._inbox / "waiting"
        self._lines: dict[int, Line] = {}
        self._changed: Changed = set()

    def all(self, paths: Iterable[Path], go: Go, *, dry: bool) -> Takings:
        """Take everything in, or only look at it."""
        with TemporaryDirectory(prefix="fuyi-", dir=self._inbox) as private:
            parcels = self._found(paths, Unwrapper(Path(private), self._pause))
            left = self._look(parcels, go) if dry else self._take(parcels, go)
            if not dry:
                self._keep(parcels)
        order = [parcel.number for parcel in parcels if parcel.number in self._lines]
        order += [number for number in sorted(self._lines) if number not in set(order)]
        return Takings(tuple(self._lines[number] for number in order), self._changed, left)

    def _found(self, paths: Iterable[Path], unwrapper: Unwrapper) -> list[_Parcel]:
        """Every bundle once, by sender and first line; what is none has its line at once."""
        waiting = sorted(self._waiting.glob("*/*.fuyi"))
        given = (one for path in paths for one in unwrapper.bundles(path))
        kept = (Found(f"{path.name}（此前留下的）", path) for path in waiting)
        parcels: list[_Parcel] = []
        seen: dict[str, str] = {}
        for number, one in enumerate(chain(given, kept)):
            if one.path is None:
                assert one.refusal is not None
                self._refuse(number, one.name, one.refusal, lying=one.lying)
                continue
            content = digest(one.path)
            if content not in seen:
                seen[content] = one.name
                parcels += self._parcel(number, one, kept=one.path in waiting)
            elif one.path not in waiting:
                words = f"和“{seen[content]}”是同一份，只收一次。"
                self._lines[number] = Line(one.name, Fate.KNOWN, words)
        return sorted(parcels, key=lambda parcel: (parcel.sender, parcel.first))

    def _parcel(self, number: int, found: Found, *, kept: bool) -> list[_Parcel]:
        assert found.path is not None
        try:
            told = self._exchange.inspect(found.path)
            if told["kind"] in KINDS:
                advice = "请在“数据交换”的“办理入网”里打开。"
                raise NoBundleInside(name=found.name, why=f"是{KINDS[told['kind']]}", advice=advice)
        except FuyiError as refusal:
            self._refuse(number, found.name, refusal, lying=found.lying)
            return []
        first, last = told["span"] or (0, 0)
        sender, to = told["from"] or "", told["to"] or ""
        return [_Parcel(number, found.name, found.path, sender, to, first, last, found.lying, kept)]

    def _take(self, parcels: list[_Parcel], go: Go) -> int:
        """One after another; how many are left where it was stopped."""
        for at, parcel in enumerate(parcels):
            if not go(at, len(parcels), parcel.name):
                return len(parcels) - at
            line = self._one(parcel, self._exchange.take, Fate.TAKEN)
            self._changed |= line.report.changed if line.report else set()
        go(len(parcels), len(parcels), "")
        return 0

    def _look(self, parcels: list[_Parcel], go: Go) -> int:
        """Each by itself; a part that only waits for others of the same delivery will be let in by them."""
        reach: dict[str, int] = {}
        for at, parcel in enumerate(parcels):
            if not go(at, len(parcels), parcel.name):
                return len(parcels) - at
            line = self._one(parcel, self._exchange.preview, Fate.OPEN)
            if line.fate is Fate.WAITING and parcel.first <= reach.get(parcel.sender, -1) + 1:
                line = Line(parcel.name, Fate.OPEN, "接着前一份入库。", line.report)
                self._lines[parcel.number] = line
            if line.fate in (Fate.OPEN, Fate.KNOWN):
                reach[parcel.sender] = max(reach.get(parcel.sender, 0), parcel.last)
        go(len(parcels), len(parcels), "")
        return 0

    def _one(self, parcel: _Parcel, deed: Callable[[Path], Report], done: Fate) -> Line:
        try:
            report = deed(parcel.path)
        except FuyiError as refusal:
            self._refuse(parcel.number, parcel.name, refusal, lying=parcel.lying)
        else:
            self._lines[parcel.number] = Line(
                parcel.name, _fate(report, done), "".join(report.notes), replace(report, name=parcel.name)
            )
        return self._lines[parcel.number]

    def _refuse(self, number: int, name: str, refusal: FuyiError, *, lying: bool = False) -> None:
        other = lying and isinstance(refusal, NotForThisStation | NoBundleInside)
        fate = Fate.OTHER if other else Fate.REFUSED
        if other and refusal.facts.get("why") == NOTHING:
            fate = Fate.EMPTY
        self._lines[number] = Line(name, fate, str(refusal), refusal=refusal)

    def _keep(self, parcels: list[_Parcel]) -> None:
        """What has to wait stays here, sealed as it came; what need not wait any more goes."""
        for parcel in parcels:
            line = self._lines.get(parcel.number)
            if line is None:
                continue
            if not isinstance(line.refusal, KEPT):
                if parcel.kept:
                    shutil.rmtree(parcel.path.parent, ignore_errors=True)
            elif not parcel.kept:
                place = self._waiting / digest(parcel.path)
                place.mkdir(parents=True, exist_ok=True)
                name = f"{parcel.sender}_{parcel.to}_{parcel.first}-{parcel.last}.fuyi"
                parcel.path.replace(place / name)


def _fate(report: Report, done: Fate) -> Fate:
    """What a report says: lines that came too early wait, and so does a feed with a gap before it."""
    if GAP in report.notes or (report.held and not report.new):
        return Fate.WAITING
    return done if report.fresh else Fate.KNOWN
