"""卷内次序 — the places of a case's file, volume by volume, as a table that an office may change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fuyi_desktop.domain.errors import OrderFileWrong
from fuyi_desktop.domain.forms import FORMS
from fuyi_desktop.domain.places import Fault, Places, parsed


class Volume(StrEnum):
    """卷别: what the parties may look at (行政复议法第四十七条), and what stays within the office."""

    OPEN = "正卷"
    CLOSED = "副卷"

    @property
    def other(self) -> "Volume":
        return Volume.CLOSED if self is Volume.OPEN else Volume.OPEN


@dataclass(frozen=True)
class Place:
    """One place of the order: its volume, what it is called, and what belongs there.

    A form comes by its id, a material by a word in its name; the rest of a volume lies in its one place for
    the rest.
    """

    id: str
    volume: Volume
    label: str
    forms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True)
class Order:
    """The places of one procedure's file in their order, the open volume before the closed one."""

    procedure: str
    places: tuple[Place, ...]

    def of(self, volume: Volume) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.volume is volume)

    def rest(self, volume: Volume) -> Place:
        """Where in a volume everything lies that has no place of its own."""
        return next(place for place in self.of(volume) if place.rest)

    def rank(self, place: Place) -> int:
        """How far down in the file a place is."""
        return (*self.of(Volume.OPEN), *self.of(Volume.CLOSED)).index(place)

    def place(self, form: str, name: str, *, volume: Volume | None = None) -> Place:
        """Where something belongs: by its form, else by the longest word in its name, else among the rest.

        A volume that is given leaves only its own places.
        """
        places = self.of(volume) if volume else self.places
        if form and (found := next((place for place in places if form in place.forms), None)):
            return found
        named = [(len(word), place) for place in places for word in place.names if word in name]
        if named:
            longest = max(length for length, _ in named)
            return next(place for length, place in named if length == longest)
        return self.rest(volume or Volume.OPEN)


KEYS: Mapping[str, type] = {
    "id": str, "volume": str, "label": str, "forms": list, "names": list, "rest": bool,
}  # fmt: skip
NEEDED = ("id", "volume", "label")
CALLED = re.compile(r"[a-z][a-z_]*")


def order_from(text: str, name: str, procedure: str = "") -> Order:
    """The order that the text of a file is; OrderFileWrong with line and reason of each fault.

    Where a procedure is given, the file must be for that one.
    """
    toml = parsed(text, name, OrderFileWrong)
    faults = [*_head_faults(toml, procedure)]
    rows = toml.get("place", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        faults.append(Fault("各处位置应当写成 [[place]]", "place"))
        rows = []
    elif not rows:
        faults.append(Fault("没有 [[place]]", key="procedure"))
    for index, row in enumerate(rows):
        faults += _row_faults(row, index)
    if not faults:
        faults = [*_common_faults(rows)]
    if faults:
        raise OrderFileWrong(file=name, why=Places(text).told(faults))
    return Order(toml["procedure"], tuple(_place(row) for row in rows))


def _place(row: Mapping[str, Any]) -> Place:
    return Place(
        row["id"], Volume(row["volume"]), row["label"], tuple(row.get("forms", ())),
        tuple(row.get("names", ())), row.get("rest", False),
    )  # fmt: skip


def _head_faults(toml: Mapping[str, Any], procedure: str) -> Iterator[Fault]:
    for key in sorted(set(toml) - {"procedure", "place"}):
        yield Fault(f"有不认识的项目“{key}”", key)
    given = toml.get("procedure")
    if not isinstance(given, str) or not given:
        yield Fault("“procedure”应当写明是哪一种程序的卷宗", key="procedure")
    elif procedure and given != procedure:
        yield Fault(f"这是“{given}”的次序，不是“{procedure}”的", key="procedure")


def _row_faults(row: Mapping[str, Any], index: int) -> Iterator[Fault]:
    def fault(why: str, key: str = "") -> Fault:
        return Fault(why, "place", index, key)

    for key in row:
        if key not in KEYS:
            yield fault(f"有不认识的项目“{key}”，可以是 {'、'.join(KEYS)}", key)
        elif type(row[key]) is not KEYS[key]:
            yield fault(f"“{key}”的类型不对", key)
    for key in NEEDED:
        if not row.get(key):
            yield fault(f"缺少“{key}”", key)
    if isinstance(row.get("id"), str) and row["id"] and not CALLED.fullmatch(row["id"]):
        yield fault(f"编号“{row['id']}”应当用小写字母", "id")
    if row.get("volume") and row["volume"] not in tuple(Volume):
        yield fault(f"“volume”应当是 {'、'.join(Volume)} 之一", "volume")
    for key in ("forms", "names"):
        if any(not isinstance(one, str) or not one for one in row.get(key, ())):
            yield fault(f"“{key}”应当是几个词", key)
    for form in row.get("forms", ()):
        if isinstance(form, str) and form not in FORMS:
            yield fault(f"没有编号为“{form}”的文书", "forms")


def _common_faults(rows: list[Mapping[str, Any]]) -> Iterator[Fault]:
    """What is wrong between the places: doubles, and volumes without a place for the rest."""
    seen: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        said = [("id", row["id"]), *(("forms", form) for form in row.get("forms", ()))]
        said += [("rest", row["volume"])] if row.get("rest") else []
        for key, value in said:
            if (key, value) in seen:
                yield Fault(f"“{value}”前面已经有了", "place", index, key)
            seen[key, value] = index
    for volume in Volume:
        if ("rest", volume) not in seen:
            yield Fault(f"{volume}没有收其他材料的位置（rest = true）", key="procedure")
