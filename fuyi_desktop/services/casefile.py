"""卷宗 — a case's file in its order: what lies where, what is missing, and moving things about in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, CaseFile, CaseKind
from fuyi_desktop.domain.casefile import KEEPS, Binder, Binding, Gap, Item, bind, binding_id
from fuyi_desktop.domain.custody import holder
from fuyi_desktop.domain.errors import BadFact, CannotRead, OrderFileWrong
from fuyi_desktop.domain.fileorder import Order, Place, Volume, order_from
from fuyi_desktop.domain.gaps import gaps
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.settings import put_setting
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import kept_files

DESCRIBED = {"fonds": "全宗号", "shelf_mark": "档号", "keep": "保管期限", "remark": "卷内情况说明"}
ARRANGE = "整理卷宗"
ABSENT = "内容还没有传到本站"


@dataclass(frozen=True)
class Bound:
    """A case with its file in order, and whether this station may put it in order."""

    file: CaseFile
    binder: Binder
    mine: bool
    ours: bool = True  # the order that came with the program is in use
    absent: frozenset[str] = frozenset()  # digests of what has not arrived here yet

    def as_dict(self) -> dict[str, Any]:
        """The file as plain values, volume by volume in its order, and what is missing."""
        binder = self.binder
        return {
            "id": self.file.case.id,
            "number": self.file.label,
            "volumes": [
                {
                    "volume": volume.value, "pages": binder.pages(volume),
                    "items": [item_view(item) for item in binder.of(volume)],
                }
                for volume in binder.volumes
            ],
            "complete": not binder.gaps,
            "missing": [gap_view(gap) for gap in binder.gaps],
        }  # fmt: skip


class Casefile:
    """Questions about the file of a case, and the deeds that put it in order."""

    def __init__(self, office: Office, shipped: Mapping[str, str]) -> None:
        self.office, self.shipped = office, shipped

    def bound(self, case_id: str) -> Bound:
        """The file of a case as it stands today."""
        office = self.office
        file = office.file(case_id)
        held: list[Attachment] = office.ask(kept_files, case_id)
        binder = bind(
            file, held, self.order(file.case.kind),
            office.store.find(Binding, binding_id(case_id)),
        )  # fmt: skip
        running = [clock.running for clock in office.clocks(file)]
        found = gaps(file, office.procedure(file), binder, office.today, running)
        absent = files.absent(office.store, [item.digest for item in binder.items if item.digest])
        lost = [
            Gap(f"{item.title}的{ABSENT}", item.place.id, item=item.key, must=False)
            for item in binder.items
            if item.digest in absent
        ]
        sizes = {one.digest: one.size for one in held}
        items = tuple(replace(item, size=sizes.get(item.digest, item.size)) for item in binder.items)
        return Bound(
            file, replace(binder, items=items, gaps=(*found, *lost)), self._held_here(file),
            self.order_is_ours(file.case.kind),
            absent,
        )  # fmt: skip

    def shift(self, case_id: str, key: str, *, down: bool) -> Changed:
        """Move an item one place; past the end of its volume it goes into the other one."""
        return self._arrange(case_id, lambda binder: binder.shifted(key, down))

    def move(self, case_id: str, key: str, volume: Volume, at: int) -> Changed:
        """Put an item before the one that stands at that place of the volume."""
        return self._arrange(case_id, lambda binder: binder.moved(key, volume, at))

    def straighten(self, case_id: str) -> Changed:
        """Everything back to where the order has it."""
        return self._arrange(case_id, lambda binder: replace(binder.binding, open_part=(), closed_part=()))

    def describe(self, case_id: str, given: Mapping[str, str]) -> Changed:
        """Set 全宗号, 档号, 保管期限 and the remark of the 备考表; BadFact."""
        for name in given:
            if name not in DESCRIBED:
                raise BadFact(label=name, why=f"没有这一项，可以是 {'、'.join(DESCRIBED)}。")
        keep = given.get("keep", "")
        if keep and keep not in KEEPS:
            raise BadFact(label=DESCRIBED["keep"], why=f"应当是 {'、'.join(KEEPS)} 之一。")
        values: dict[str, Any] = {name: value.strip() for name, value in given.items()}
        return self._arrange(case_id, lambda binder: replace(binder.binding, **values))

    # the order of the places

    def kind(self, text: str) -> str:
        """A kind of case by its code or its name; BadFact."""
        found = next((kind for kind in CaseKind if text in (kind.value, kind.label, kind.short)), None)
        if found is None:
            known = "、".join(kind.value for kind in CaseKind)
            raise BadFact(label="程序", why=f"没有“{text}”，可以是 {known}。")
        return found.value

    def order(self, kind: str) -> Order:
        """The order in use for a kind of case: what was taken in here, else ours."""
        own = self._own(kind)
        if own:
            try:
                return order_from(own, "", kind)
            except OrderFileWrong:  # of a form that this version does not know; `order_fault` says so
                pass
        text = self.shipped.get(kind)
        return order_from(text, kind, kind) if text else Order(kind, PLAIN)

    def order_text(self, kind: str) -> str:
        """The file of the order in use."""
        return self._own(kind) or self.shipped[kind]

    def order_is_ours(self, kind: str) -> bool:
        """Whether the order that came with the program is in use."""
        return not self._own(kind)

    def order_fault(self, kind: str) -> str:
        """Why the order that was taken in cannot be read by this version; empty where it can."""
        try:
            order_from(self.order_text(kind), f"{kind}.toml", kind)
        except OrderFileWrong as error:
            return str(error)
        return ""

    def take_order(self, text: str, name: str) -> Changed:
        """Take in the order of one procedure; OrderFileWrong with the lines, and then nothing is changed."""
        order = order_from(text, name)
        if order.procedure not in self.shipped:
            why = f"没有“{order.procedure}”这种程序，可以是 {'、'.join(sorted(self.shipped))}"
            raise OrderFileWrong(file=name, why=why)
        with self.office.work(Task.SETTINGS, f"导入{CaseKind(order.procedure).label}的卷内次序") as work:
            put_setting(work, _key(order.procedure), text)
        return work.changed

    def take_order_file(self, path: Path) -> Changed:
        """Take in the order that a file is; CannotRead where it is no text."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CannotRead(where=path.name, why="文件打不开，或者不是 UTF-8 文本") from error
        return self.take_order(text, path.name)

    def drop_order(self, kind: str) -> Changed:
        """Back to the order that came with the program."""
        with self.office.work(Task.SETTINGS, f"恢复{CaseKind(kind).label}的卷内次序") as work:
            if found := work.find(Setting, _key(kind)):
                work.remove(found)
        return work.changed

    def write_order(self, kind: str, path: Path) -> Path:
        """Write the order in use to a file, whole or not at all."""
        files.write_whole(path, self.order_text(kind).encode("utf-8"))
        return path

    def _own(self, kind: str) -> str:
        found = self.office.store.find(Setting, _key(kind))
        return str(found.value) if found else ""

    def _held_here(self, file: CaseFile) -> bool:
        return holder(file) == self.office.me.station

    def _arrange(self, case_id: str, change: Callable[[Binder], Binding]) -> Changed:
        office = self.office
        bound = self.bound(case_id)
        office.must_hold(bound.file, ARRANGE)
        after = change(bound.binder)
        with office.work(Task.STEP, ARRANGE) as work:
            work.put(after)
        return work.changed


PLAIN = (  # of a kind of case that only a newer program knows
    Place("other", Volume.OPEN, "其他材料", rest=True),
    Place("inner", Volume.CLOSED, "不公开的材料", rest=True),
)  # fmt: skip


def item_view(item: Item) -> dict[str, Any]:
    """An item as plain values."""
    return {
        "key": item.key, "place": item.place.label, "title": item.title, "number": item.number or None,
        "form": item.form or None, "on": item.on.isoformat() if item.on else None, "pages": item.pages,
        "from": item.first, "to": item.last, "sha256": item.digest or None, "confidential": item.confidential,
    }  # fmt: skip


def gap_view(gap: Gap) -> dict[str, Any]:
    """Something missing as plain values."""
    return {
        "what": gap.text, "article": gap.article or None, "form": gap.form or None, "step": gap.step or None,
        "must": gap.must,
    }  # fmt: skip


def _key(kind: str) -> str:
    """The local record of the order that was taken in for a kind of case."""
    return f"casefile.{kind}"
