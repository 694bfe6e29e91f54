"""权利期限 — until when the citizen may still go to the 复议机关 or to the court, whatever else is under way.

Nothing in the law stops these periods for 纾解 (`domain.md`, finding 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fuyi_desktop.domain.deadlines import Clock
from fuyi_desktop.domain.reasons import length
from fuyi_desktop.domain.trail import Running

NEAR = 10  # calendar days before a right is lost


class Remedy(StrEnum):
    """Where the citizen can go; the value is the organ's word on a paper."""

    RECONSIDERATION = "行政复议机关"
    COURT = "人民法院"


# Each period by its rule. B04 is not among them: it is the wait before a suit over inaction, not its end.
RIGHTS: Mapping[str, Remedy] = {
    **dict.fromkeys(("A01", "A02", "A03", "A04", "A05", "A06", "A07"), Remedy.RECONSIDERATION),
    **dict.fromkeys(("B01", "B02a", "B02b", "B03a", "B03b", "B05"), Remedy.COURT),
}


# The longest periods, from the act itself: they end a right earlier, and are none by themselves.
CAPS = frozenset({"A04", "A05", "B02a", "B02b"})


@dataclass(frozen=True)
class Right:
    """One period in which the act can still be challenged."""

    rule: str
    name: str
    article: str
    organ: Remedy
    due: date  # the day to keep to, where the last day is still 暂定
    left: int  # calendar days from the day asked about; negative where it is over
    provisional: bool = False
    period: str = ""  # its length in words, as the law has it

    @property
    def open(self) -> bool:
        return self.left >= 0

    @property
    def near(self) -> bool:
        return self.left <= NEAR


def rights(clocks: Iterable[Clock], on: date) -> tuple[Right, ...]:
    """The periods that the citizen has not used, the one that ends first before the others."""
    found = [
        Right(
            clock.rule.id, clock.rule.name, clock.rule.article, RIGHTS[clock.rule.id], clock.due.display,
            (clock.due.display - on).days, clock.due.provisional, length(clock.rule),
        )
        for clock in clocks
        if clock.rule.id in RIGHTS and clock.done_on is None
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda right: (right.due, right.rule)))


def binding(found: Iterable[Right]) -> tuple[Right, ...]:
    """Of several periods for the same organ the one that ends first: the others only cap it.

    An organ whose only known period is such a cap is left out: how long the way is open is not known.
    """
    found = sorted(found, key=lambda right: right.due)
    known = {right.organ for right in found if right.rule not in CAPS}
    first: dict[Remedy, Right] = {}
    for right in found:
        if right.organ in known:
            first.setdefault(right.organ, right)
    return tuple(first.values())


def next_lost(clocks: Iterable[Running], on: date) -> tuple[Remedy, date] | None:
    """The way that closes first of those still open on a day, and its last day; None where none is known."""
    last: dict[Remedy, date] = {}
    for clock in clocks:
        organ = RIGHTS.get(clock.rule)
        if organ is not None and not clock.done:
            last[organ] = min(clock.due, last.get(organ, clock.due))
    still = [(organ, day) for organ, day in last.items() if day >= on]
    return min(still, key=lambda item: item[1], default=None)
