"""What bundles and stations look like in words."""

from collections.abc import Callable
from datetime import date, datetime
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
    """What a bundle brings, in one line: 新增 4 项　已有 2 项　2 处待裁决; "" where it has no lines."""
    if not found.new and not found.known and not found.contents:
        return ""
    parts = [f"新增 {found.new} 项"] if found.new or found.known else []
    if found.contents:
        parts.append(f"附件 {found.contents} 份")
    if found.known:
        parts.append(f"已有 {found.known} 项")
    if found.conflicts:
        parts.append(f"{found.conflicts} 处待裁决")
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


def history_columns(now: Callable[[], datetime], *, center: bool, named: bool = True) -> list[Column[Any]]:
    """`named`: with the station, where bundles of several stand in the table."""

    def content(row: Any) -> str:
        return lines(row.first, row.last, by_center=center == (row.direction == "out"))

    station = [Column[Any]("单位", lambda row: row.station_name, width=176, grows=True)] if named else []
    return [
        Column("时间", lambda row: row.at, text=lambda at: when(at, now()), width=128),
        Column("收发", lambda row: DIRECTIONS.get(row.direction, row.direction), width=64),
        *station,
        Column("内容", content, width=120),
        Column("文件", lambda row: row.name, width=208, name=True, grows=True),
        Column("说明", remark, width=136, grows=True),
        Column("状态", lambda row: row.state, tone=state_tone, width=84),
    ]


def remark(row: Any) -> str:
    """What the import said, as short as it can be said."""
    told = row.told
    parts = [f"{told['conflicts']} 处待裁决"] if told.get("conflicts") else []
    parts += [f"暂存 {told['held']} 项"] if told.get("held") else []
    parts += [f"规定 {len(told['news'])} 项"] if told.get("news") else []
    notes = len(told.get("notes", ()))
    return "　".join(parts) or (f"{notes} 条说明" if notes else "")


def state_tone(row: Any) -> str:
    """Amber where something has to be put right; everything else is quiet."""
    return "amber" if any(word in row.state for word in ("缺", "待", "补发", "没有")) else ""


# 待裁决


def whole(waiting: Any) -> str:
    """What is asked of a row that is not there, or was to go; "" for a field of one that is."""
    if not waiting.whole:
        return ""
    there = any(side.now is not None for side in waiting.sides)
    return "　对方要删去这一条，县里还有" if there else "　这一条县里没有，采用就是加上"


def values(one: Any, side: str) -> str:
    """The values of a matter's fields on one side, in one line."""
    if one.waiting.whole:
        there = any(each.now is not None for each in one.waiting.sides)
        return {"now": "有这一条" if there else "没有这一条", "theirs": "删去" if there else "加上"}[side]
    found = [(point.label, getattr(point, side).replace("\n", " ")) for point in one.points]
    return found[0][1] if len(found) == 1 else "；".join(f"{label} {value}" for label, value in found)


def mark(one: Any) -> str:
    """What makes a matter weigh more."""
    if one.waiting.legal:
        return "金额、日期、结果"
    return "整条记录" if one.waiting.whole else ""


def simple(one: Any) -> bool:
    """Whether it may be decided with others: nothing that the law or the money turns on, nothing whole."""
    return not one.waiting.legal and not one.waiting.whole


def changes(one: Any, side: str) -> str:
    """Accent where the county's value would change."""
    return "accent" if values(one, side) != values(one, "now") else "ink3"


# 县里下发的规定


def ruled(one: Any) -> str:
    """2027年放假安排　新增，2027年1月1日起; of what is kept with a bundle, or of what has just come."""
    told = one if isinstance(one, dict) else one.as_dict()
    since = date.fromisoformat(told["since"]) if told["since"] else None
    from_when = f"，{dates.long(since)}起" if since else ""
    about = f"（{told['about']}）" if told["about"] else ""
    return f"{told['name']}　{told['what']}{about}{from_when}"
