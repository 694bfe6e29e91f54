"""What bundles and stations look like in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fuyi_desktop.gui import dates
from fuyi_desktop.gui.tables import Column

DIRECTIONS = {"out": "导出", "in": "收包"}
KINDS = {"data": "数据包", "seed": "初始数据", "keys": "密钥更新"}


def lines(first: int, last: int, *, by_center: bool) -> str:
    """第 37 项, 第 37–52 项; a bundle without lines is the center's receipt, or has nothing new to say."""
    if last < first or not last:
        return "回执" if by_center else "没有新内容"
    return f"第 {first} 项" if first == last else f"第 {first}–{last} 项"


def brought(found: Any) -> str:
    """What a bundle brings, in one line: 新增 4 项　已有 2 项　2 处待核对; "" where it has no lines."""
    if not found.new and not found.known and not found.contents:
        return ""
    parts = [f"新增 {found.new} 项"] if found.new or found.known else []
    if found.contents:
        parts.append(f"附件 {found.contents} 份")
    if found.known:
        parts.append(f"已有 {found.known} 项")
    if found.conflicts:
        parts.append(f"{found.conflicts} 处待核对")
    return "　".join(parts)


def carried(line: Any, *, center: bool) -> str:
    """Which items a file brings, "" where it could not be opened."""
    found = line.report
    return lines(found.first, found.last, by_center=not center) if found else ""


def sentence(line: Any, *, center: bool) -> str:
    """What is to be said of one file, in one line."""
    if not line.report:
        return str(line.words)
    found = "　".join(filter(None, (brought(line.report), line.words)))
    return found or receipt(line.report, center=center) or "以前已经收过"


def receipt(found: Any, *, center: bool) -> str:
    """The receipt that came along, "" for none."""
    if found.receipt_upto is None:
        return ""
    by = found.sender_name if center else "县中心"
    return f"{by}已收到本站第 {found.receipt_upto} 项及以前的内容"


def when(at: datetime | None, now: datetime) -> str:
    """What the store keeps in universal time, as the wall clock here showed it."""
    if at is None:
        return "—"
    here = at.astimezone(now.tzinfo)
    return f"{dates.plain(here.date(), now.date())} {dates.clock(here.time())}"


def history_columns(now: Callable[[], datetime], *, center: bool) -> list[Column[Any]]:
    def content(row: Any) -> str:
        return lines(row.first, row.last, by_center=center == (row.direction == "out"))

    return [
        Column("时间", lambda row: row.at, text=lambda at: when(at, now()), width=128),
        Column("收发", lambda row: DIRECTIONS.get(row.direction, row.direction), width=64),
        Column("内容", content, width=136),
        Column("文件", lambda row: row.name, width=240, name=True, grows=True),
        Column("状态", lambda row: row.state, tone=state_tone, width=96),
    ]


def station_columns(now: Callable[[], datetime]) -> list[Column[Any]]:
    return [
        Column("单位", lambda row: row.name, width=200, name=True, grows=True),
        Column("编号", lambda row: row.station, width=84),
        Column(
            "最近收到", lambda row: f"第 {row.last_received} 项" if row.last_received else "无", width=108
        ),
        Column("收到时间", lambda row: row.last_at, text=lambda at: when(at, now()), width=128),
        Column("回执", lambda row: f"到第 {row.receipt_sent} 项" if row.receipt_sent else "无", width=104),
        Column("状态", station_state, tone=lambda row: "amber" if owed(row) else "", width=112),
    ]


def owed(row: Any) -> bool:
    """Whether the station waits for a receipt."""
    return bool(row.last_received > row.receipt_sent)


def station_state(row: Any) -> str:
    if not row.last_received:
        return "还没有来过包"
    return "待发回执" if owed(row) else "已发回执"


def state_tone(row: Any) -> str:
    """Amber where something has to be put right; everything else is quiet."""
    return "amber" if any(word in row.state for word in ("缺", "待", "补发", "没有")) else ""
