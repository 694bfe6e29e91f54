"""本站与县中心: what was sent, what the county has, what lies in its backup, and what is still on its way."""

from collections.abc import Callable
from datetime import datetime

from fuyi_desktop.gui.exchange import board, words
from fuyi_desktop.gui.parts import Card, FactRow, clear, column, plain_box
from fuyi_desktop.services.stations import OwnRow

WIDTH = 96
SEED = "本站与县中心的记录需要重新对齐：请按 Ctrl+E 导出一份包交给县中心，县中心会发回全部数据。"
GAP = "县中心发来的包中间缺了一段：请按 Ctrl+E 导出一份包交给县中心，县中心会重发。"


def asks(one: OwnRow) -> str:
    """What somebody has to do, "" where nothing is wanted."""
    return SEED if one.wants_seed else GAP if one.gap else ""


def facts(one: OwnRow, now: datetime) -> list[tuple[str, str]]:
    carried = f"，到第 {one.carried} 项" if one.carried else ""
    acked = f"第 {one.acked} 项及以前　{words.when(one.acked_at, now)}" if one.acked else "还没有收到回执"
    durable = f"第 {one.durable} 项及以前" if one.durable else "县中心还没有告知"
    return [
        ("上次导出", f"{words.when(one.sent_at, now)}{carried}" if one.sent_at else "还没有导出过"),
        ("县中心已收到", acked),
        ("已备份", durable),
        ("还没有确认", f"{one.unsent} 项" if one.unsent else "无"),
        ("要送的附件", board.contents(one.owes)),
        ("没有到的附件", board.contents(one.lacks)),
    ]


class OwnCard(Card):
    """At the side of the page; six facts, nothing to press."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__("本站与县中心")
        self._now = now
        self._facts = column(gap=2)
        self.add(plain_box(self._facts))

    def show_own(self, one: OwnRow) -> None:
        clear(self._facts)
        for label, fact in facts(one, self._now()):
            self._facts.addWidget(FactRow(label, fact, width=WIDTH))
