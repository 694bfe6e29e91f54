"""文书 — what was issued: its number, its facts as they stood, and its proofs of service (送达)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.record import Facts, Merge, Record, RecordId, kept


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
    void_reason: str = kept(Merge.IDENTITY, "")


@dataclass(frozen=True, kw_only=True)
class Printing(Record):
    """A copy that left the printer; the second says 第2次打印."""

    table: ClassVar[str] = "printing"

    case_id: RecordId = kept(Merge.IDENTITY)
    paper_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    at: datetime = kept(Merge.IDENTITY)
    by: str = kept(Merge.IDENTITY)


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


def number(pattern: str, *, short: str, kind: str, year: int, serial: int) -> str:
    """A number after its pattern, {short}{kind}〔{year}〕{serial}号 (GB/T 9704: no 第, no leading zeros)."""
    return pattern.format(short=short, kind=kind, year=year, serial=serial)
