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
    """A paper as issued: frozen facts and template version, so that its bytes can be made again."""

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


FORMS = {
    "X01": "行政复议申请书",
    "X02": "行政复议答复书及证据",
    "F01": "材料接收回执",
    "F02": "口头申请笔录",
    "F03": "补正通知书",
    "F04": "不予受理决定书",
    "F05": "告知书",
    "F06": "受理通知书",
    "F07": "答复通知书",
    "F10": "听取意见笔录",
    "F18": "撤回申请书",
    "F21": "延期审批表和延期通知书",
    "F25": "审理报告和审批表",
    "F26": "行政复议决定书",
    "F28": "送达回证",
    "F29": "抄告函",
    "F34": "履行情况报告",
    "F35": "回访记录",
}  # what can be on file, whether issued here or received; X: written by a party
