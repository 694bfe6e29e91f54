"""How keys, files set aside and persons are said on the page 密钥."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from fuyi_desktop.gui import dates
from fuyi_desktop.gui.tables import Column

Today = Callable[[], date]


def plain(day: date | None, today: date) -> str:
    return dates.plain(day, today) if day is not None else "—"


def own_facts(found: Any, today: date) -> list[tuple[str, str, str]]:
    """Label, fact and remark of this station's own keys."""
    begun = f"第 {found.generation} 代　{plain(found.since, today)}起用"
    facts = [("指纹", found.fingerprint, "换电脑、入网时在电话里核对的就是这 24 位。"), ("在用", begun, "")]
    if found.coming is not None:
        facts.append(("新密钥", f"{plain(found.coming, today)}已公布", "收到县中心的回执后换用。"))
    elif found.due is not None:
        late = "，已经到期" if found.due <= today else ""
        facts.append(
            ("下次轮换", f"{plain(found.due, today)}{late}", "一个季度轮换一次。" if not found.center else "")
        )
    for until in found.former:
        facts.append(("旧私钥", f"留到{plain(until, today)}", "用来打开路上的包，到期自动删除。"))
    if found.county:
        facts.append(("县", found.county, "办理入网时读给对方的 24 位数字；更换县中心密钥时不变。"))
    elif found.county_generation:
        facts.append(("县中心", f"第 {found.county_generation} 代密钥", ""))
    return facts


def safe_facts(found: Any, today: date) -> list[tuple[str, str]]:
    """When the printed keys were last proved."""
    names = {"root": "县根密钥", "recovery": "县恢复密钥"}
    return [
        (names[key], f"{plain(day, today)}核对过" if day is not None else "还没有核对过")
        for key, day in found.drills.items()
    ]


def station_columns(today: Today) -> list[Column[Any]]:
    def late(row: Any) -> bool:
        return row.due is not None and row.due <= today()

    def stopped(row: Any) -> str:
        return "amber" if row.state == "已停用" else ""

    return [
        Column("单位", lambda row: row.name, width=200, name=True, grows=True),
        Column("编号", lambda row: row.station, width=84),
        Column("代次", lambda row: f"第 {row.generation} 代", width=80),
        Column("起用", lambda row: row.since, text=lambda day: plain(day, today()), width=120),
        Column(
            "应当轮换", lambda row: row.due, text=lambda day: plain(day, today()),
            tone=lambda row: "amber" if late(row) else "", width=120,
        ),
        Column("状态", lambda row: row.state, tone=stopped, width=96),
    ]  # fmt: skip


def held_columns(today: Today) -> list[Column[Any]]:
    def day(at: datetime) -> str:
        return dates.plain(at.date(), today())

    return [
        Column("放进来", lambda row: row.since, text=day, width=112),
        Column("自称来自", lambda row: row.station_name, width=176, name=True),
        Column("内容", lambda row: f"第 {row.first}–{row.last} 项" if row.last else "没有编号", width=112),
        Column("为什么", lambda row: row.why, tone=lambda row: "amber", width=260, grows=True),
    ]


def person_columns() -> list[Column[Any]]:
    return [
        Column("姓名", lambda row: row.name, width=160, name=True, grows=True),
        Column("角色", lambda row: row.role.label, width=112),
        Column("密码", lambda row: "有" if row.has_password else "无", width=80),
        Column("", lambda row: "本人" if row.is_me else "", width=80),
    ]


def counted(rows: Sequence[Any], noun: str) -> str:
    return f"{len(rows)} {noun}" if rows else ""
