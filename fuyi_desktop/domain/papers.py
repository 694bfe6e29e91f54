"""文书 — what was issued: its number, its facts as they stood, and its proofs of service (送达)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from string import Formatter
from typing import Any, ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Record, RecordId, kept

PATTERN_NAMES = "{short}、{kind}、{year}、{serial}"
NAMES = frozenset({"short", "kind", "year", "serial"})
BRACKETS = str.maketrans("[]()【】{}<>《》", "〔〕" * 6)
ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
NUMBER = re.compile(r"(?=.*[1-9])(?=.*[^\W\d_])[\w〔〕()（）\[\]\-–—·.]+")  # what may be a number at all
YEAR_HERE, SERIAL_HERE = "\ue000", "\ue001"


class Method(StrEnum):
    """How a paper was served (民事诉讼法第八十七条以下, through 行政复议法第八十八条)."""

    DIRECT = "直接送达"
    LEFT = "留置送达"
    ENTRUSTED = "委托送达"
    POST = "邮寄送达"
    ELECTRONIC = "电子送达"
    NOTICE = "公告送达"


@dataclass(frozen=True, kw_only=True)
class Paper(Record):
    """A paper as issued. Its PDF is the attachment with its digest; facts and version make the Word twin."""

    table: ClassVar[str] = "paper"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    form: str = kept(Merge.IDENTITY)  # F06
    version: str = kept(Merge.IDENTITY)  # of the template
    title: str = kept(Merge.IDENTITY)
    number: str = kept(Merge.IDENTITY, "", indexed=True)  # 文号
    to: RecordId | None = kept(Merge.IDENTITY, None)  # the party it is addressed to
    issued_on: date = kept(Merge.LEGAL)
    issued_at: datetime = kept(Merge.IDENTITY)
    by: str = kept(Merge.IDENTITY)
    facts: Facts = kept(Merge.IDENTITY, {})
    digest: str = kept(Merge.IDENTITY)  # SHA-256 of the PDF
    pages: int = kept(Merge.IDENTITY, 1)
    void_reason: str = kept(Merge.LEGAL, "")  # the paper stays, and its number is never given again


@dataclass(frozen=True, kw_only=True)
class Printing(Record):
    """A copy that left the printer; one that is printed later than the first run says 第n次打印."""

    table: ClassVar[str] = "printing"

    case_id: RecordId = kept(Merge.IDENTITY)
    paper_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    at: datetime = kept(Merge.IDENTITY)
    by: str = kept(Merge.IDENTITY)


class Mark(StrEnum):
    """What became of a number that the counter has passed and no paper bears."""

    VOID = "作废"
    RETURNED = "退回"  # free: the next paper of the series takes it
    SET_ASIDE = "留用"  # for a paper written outside the program
    USED = "已用"  # given again after it was returned, or on a paper written outside the program
    UNSURE = "待核对"  # of a lent number: may have been given before a backup was put back


@dataclass(frozen=True, kw_only=True)
class Series(Record):
    """The counter of one number series: (机关代字, 文书类别, year). Local to the station that counts."""

    table: ClassVar[str] = "series"
    travels: ClassVar[bool] = False

    short: str = kept(Merge.STATION)
    kind: str = kept(Merge.STATION)
    year: int = kept(Merge.STATION)
    pattern: str = kept(Merge.STATION)
    next: int = kept(Merge.STATION, 1)
    first: int = kept(Merge.STATION, 1)  # what came before it was given out before the program counted
    earlier: tuple[str, ...] = kept(Merge.STATION, ())  # patterns of the same year before this one
    notes: Facts = kept(Merge.STATION, {})  # serial → mark, why, by, at
    incarnation: str = kept(Merge.STATION, "")  # the history of the store in which it counts
    lent: int = kept(Merge.STATION, 0)  # how many blocks: two desks cannot lend of it unseen by each other

    @property
    def label(self) -> str:
        """As refusals and lists name it."""
        return f"{self.short}{self.kind}〔{self.year}〕"

    @property
    def returned(self) -> tuple[int, ...]:
        """The numbers that are free again, lowest first."""
        return tuple(sorted(int(n) for n, note in self.notes.items() if note["mark"] == Mark.RETURNED))

    def told(self, serial: int) -> str:
        """The number of a serial: as it was written when something was noted of it, else as it is now."""
        return str(self.note(serial).get("number") or self._written(self.pattern, serial))

    def spellings(self, serial: int) -> tuple[str, ...]:
        """The number of a serial in every way it was written this year."""
        return tuple(self._written(pattern, serial) for pattern in (self.pattern, *self.earlier))

    def note(self, serial: int) -> Mapping[str, Any]:
        """Mark, reason, person and moment of a serial; empty where there is nothing to tell."""
        found: Mapping[str, Any] = self.notes.get(str(serial), {})
        return found

    def marked(self, serial: int, mark: Mark, why: str, by: str, at: datetime) -> "Series":
        """The series with what became of one of its numbers; what was told of it before stays readable."""
        before = self.note(serial)
        note = {
            "mark": mark.value, "why": why, "by": by, "at": at.isoformat(), "number": self.told(serial),
        }  # fmt: skip
        if before:
            note["before"] = f"{before['mark']}（{before['why']}，{before['by']}）"
        return replace(self, notes={**self.notes, str(serial): note})

    def written(self, pattern: str) -> "Series":
        """The series written by another pattern from now on."""
        if pattern == self.pattern:
            return self
        earlier = tuple(one for one in (self.pattern, *self.earlier) if one != pattern)
        return replace(self, pattern=pattern, earlier=earlier)

    def _written(self, pattern: str, serial: int) -> str:
        return number(pattern, short=self.short, kind=self.kind, year=self.year, serial=serial)


def number(pattern: str, *, short: str, kind: str, year: int, serial: int) -> str:
    """A number after its pattern, {short}{kind}〔{year}〕{serial}号 (GB/T 9704: no 第, no leading zeros)."""
    return pattern.format(short=short, kind=kind, year=year, serial=serial)


def pattern_fault(pattern: str) -> str:
    """Why a pattern cannot be used, as a clause; empty for one that can."""
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        parts = [("", "", None, None)]
    names = {name for _, name, _, _ in parts}
    if not names <= NAMES or any(spec or turned for _, _, spec, turned in parts):
        return f"样式“{pattern}”只能用 {PATTERN_NAMES}。"
    if "serial" not in names:
        return "样式里应当有 {serial}，否则每个号都一样。"
    if "year" not in names:
        return "样式里应当有 {year}，否则各年的号分不开。"
    return "" if names & {"short", "kind"} else "样式里应当有 {short} 或者 {kind}，否则各类文书的号分不开。"


def folded(typed: str) -> str:
    """A number without what typing varies: blanks, wide signs, kinds of brackets, zeros in front."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return ZEROS.sub("", plain.translate(BRACKETS))


def read_number(pattern: str, typed: str, *, short: str, kind: str) -> tuple[int, int] | None:
    """Year and serial of a number that was typed, if it is one of this pattern however it is spelt."""
    if pattern_fault(pattern):
        return None
    shape = pattern.format(short=short, kind=kind, year=YEAR_HERE, serial=SERIAL_HERE)
    wanted = re.escape(folded(shape))
    for here, name, digits in ((YEAR_HERE, "year", r"\d{4}"), (SERIAL_HERE, "serial", r"\d+")):
        wanted = wanted.replace(here, f"(?P<{name}>{digits})", 1).replace(here, f"(?P={name})")
    found = re.fullmatch(wanted, folded(typed))
    return (int(found["year"]), int(found["serial"])) if found else None


def edition(papers: Iterable[Paper], paper: Paper) -> int:
    """Which version of the paper this is: after one was voided, the corrected one is the second."""
    same = [one for one in papers if (one.form, one.to) == (paper.form, paper.to)]
    return 1 + sum(bool(one.void_reason) and one.id < paper.id for one in same)
