"""各单位收发: how things stand with every station, what wants doing first, and what is wrong in one word."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal

from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.exchange import words
from fuyi_desktop.gui.exchange.filters import Chips
from fuyi_desktop.gui.ledger import Ledger
from fuyi_desktop.gui.parts import EmptyState, plain_box, row
from fuyi_desktop.gui.tables import Column
from fuyi_desktop.services.carrying import size
from fuyi_desktop.services.stations import LOST, QUIET, Contents, Hole, StationRow

SHOWN = 10  # rows before the table scrolls by itself
MINUTE, HOUR, DAY = 60, 3600, 86400

FILTERS: dict[str, tuple[str, Callable[[StationRow], bool]]] = {
    "owed": ("待发回执", lambda one: one.owed),
    "holes": ("缺包", lambda one: bool(one.holes)),
    "silent": (f"{QUIET} 天没有来包", lambda one: (one.silent or 0) >= QUIET),
    "alarm": ("要核查", lambda one: bool(alarms(one))),
    "seed": ("要全部数据", lambda one: one.wants_seed),
    "wants": ("附件没有到", lambda one: bool(one.wants.count or one.lacks.count)),
    "never": ("还没有来过包", lambda one: one.silent is None),
}


def alarms(one: StationRow) -> list[str]:
    """What somebody has to look into, each in a word."""
    found = [f"{one.histories} 段记录"] if one.histories > 1 else []
    found += ["签名不符"] if one.alarm else []
    found += [clock(one.clock)] if one.clock else []
    return found


def state(one: StationRow) -> str:
    """The most pressing thing first."""
    parts = alarms(one)
    parts += [f"缺包，暂存 {one.held} 项"] if one.holes else []
    parts += ["要全部数据"] if one.wants_seed else []
    parts += ["待发回执"] if one.owed else []
    if not parts:
        parts = ["还没有来过包" if one.silent is None else "正常"]
    return "　".join(parts)


def silence(one: StationRow) -> str:
    if one.silent is None:
        return "—"
    return f"{one.silent} 天" if one.silent else "今天来过"


def silence_tone(one: StationRow) -> str:
    days = one.silent or 0
    return "red" if days >= LOST else "amber" if days >= QUIET else ""


def confirmed(one: StationRow) -> str:
    """How far it has the county's log."""
    if one.silent is None:
        return "—"
    return f"差 {one.behind} 项" if one.behind else "都已收到"


def missing(hole: Hole) -> str:
    """缺第 5–7 项，暂存第 8–9 项."""
    held = f"暂存{words.lines(hole.first, hole.last, by_center=False)}"
    if not any(hole.missing):
        return f"{held}，与前面的接不上"
    return f"缺{words.lines(*hole.missing, by_center=False)}，{held}"


def clock(by: timedelta) -> str:
    """时钟快 3 小时."""
    seconds = abs(int(by.total_seconds()))
    which = "快" if by > timedelta() else "慢"
    for unit, word in ((DAY, "天"), (HOUR, "小时"), (MINUTE, "分钟")):
        if seconds >= unit:
            return f"时钟{which} {seconds // unit} {word}"
    return f"时钟{which} {seconds} 秒"


def contents(found: Contents) -> str:
    """3 份 12.4 MB."""
    return f"{found.count} 份 {size(found.size)}" if found.count else "无"


def columns(now: Callable[[], datetime]) -> list[Column[Any]]:
    return [
        Column("单位", lambda one: one.name, width=192, name=True, grows=True),
        Column("编号", lambda one: one.station, width=76),
        Column(
            "状态", state, tone=lambda one: "amber" if one.owed or one.troubled else "", width=168, grows=True
        ),
        Column("最近来包", lambda one: one.heard_at, text=lambda at: words.when(at, now()), width=128),
        Column("距今", lambda one: one.silent, text=_days, tone=silence_tone, width=80),
        Column("收到", lambda one: one.last_received, text=lambda n: f"第 {n} 项" if n else "无", width=88),
        Column("县里发的", confirmed, width=96),
        Column("附件", _contents, width=120),
        Column("程序", lambda one: one.app or "—", width=76),
    ]


def _tone(one: StationRow) -> str:
    return "amber" if one.owed or one.troubled else ""


def _days(days: int | None) -> str:
    return "—" if days is None else "今天" if not days else f"{days} 天"


def _contents(one: StationRow) -> str:
    """What it lacks of us and we of it, in two words."""
    parts = [f"它要 {one.wants.count} 份"] if one.wants.count else []
    parts += [f"缺 {one.lacks.count} 份"] if one.lacks.count else []
    return "　".join(parts) or "无"


class Board(Ledger):
    """The table with its chips; Enter shows one station whole."""

    opened = Signal(object)  # a StationRow

    def __init__(self, now: Callable[[], datetime], *, enrol: Callable[[], object]) -> None:
        how = "对方拿到入网卡、写出申请以后，就能在这里准许入网。"
        super().__init__(
            "各单位收发", columns(now),
            EmptyState("还没有单位入网", how, Button("办理入网", on=enrol)),
            key=lambda one: one.station, most=SHOWN,
        )  # fmt: skip
        self._rows: list[StationRow] = []
        self.chips = Chips("只看", [(name, label) for name, (label, _) in FILTERS.items()])
        self.chips.picked.connect(self._show)
        line = row(self.chips)
        line.setContentsMargins(16, 0, 16, 0)
        self._chips_box = plain_box(line)
        layout = self.layout()
        assert layout is not None
        self.add(self._chips_box)
        layout.insertWidget(1, layout.takeAt(layout.count() - 1).widget())  # type: ignore[attr-defined]  # above its table
        self.table.opened.connect(self.opened)

    @property
    def owed(self) -> tuple[str, ...]:
        """Which stations wait for a receipt."""
        return tuple(one.station for one in self._rows if one.owed)

    @property
    def current(self) -> StationRow | None:
        index = self.table.currentIndex()
        return self.table.model_of_rows.rows[index.row()] if index.isValid() else None

    def row_of(self, station: str) -> StationRow | None:
        return next((one for one in self._rows if one.station == station), None)

    def show_stations(self, rows: Sequence[StationRow]) -> None:
        """The pressing ones first, until somebody sorts by a column."""
        self._rows = sorted(rows, key=lambda one: (not one.troubled, not one.owed, one.station))
        self._show()

    def _show(self) -> None:
        self.chips.count({name: sum(map(wanted, self._rows)) for name, (_, wanted) in FILTERS.items()})
        self._chips_box.setVisible(len(self._rows) > 1)
        chosen = FILTERS.get(self.chips.value)
        rows = [one for one in self._rows if chosen is None or chosen[1](one)]
        count = f"{len(self._rows)} 个单位" if self._rows else ""
        owed = len(self.owed)
        self.show_rows(rows, count + (f"　{owed} 个待发回执" if owed else ""))
