"""卷宗 — what lies in a case's file, in which volume and place, on which pages, and what is missing."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from fuyi_desktop.domain.case import Attachment, CaseFile, Material, MaterialStatus
from fuyi_desktop.domain.errors import BadFact, NotFound
from fuyi_desktop.domain.fileorder import Order, Place, Volume
from fuyi_desktop.domain.forms import POSTMARKED
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.record import Merge, Record, RecordId, kept

COVER, CATALOGUE, CLOSING, SPINE, SHEET = "F39", "F39b", "F39c", "F39d", "F39e"
OF_THE_FILE = frozenset({COVER, CATALOGUE, CLOSING, SPINE, SHEET})  # made of the file, and so not part of it
FOR_THE_POST = frozenset({"E01", "E02", "E03"})  # printed and sent off
KEEPS = ("永久", "30年", "10年")  # 保管期限
SECRET = "登记为不公开的材料，只能收在副卷（行政复议法第四十七条）。"


@dataclass(frozen=True, kw_only=True)
class Binding(Record):
    """立卷: how one case's file is bound — what was moved by hand, its marks for the archive, its pack."""

    table: ClassVar[str] = "binding"

    case_id: RecordId = kept(Merge.IDENTITY, indexed=True)
    open_part: tuple[str, ...] = kept(Merge.SCALAR, ())  # keys of items in the order they were put in
    closed_part: tuple[str, ...] = kept(Merge.SCALAR, ())
    fonds: str = kept(Merge.SCALAR, "")  # 全宗号
    shelf_mark: str = kept(Merge.SCALAR, "")  # 档号
    keep: str = kept(Merge.SCALAR, "")  # 保管期限
    remark: str = kept(Merge.TEXT, "")  # 卷内情况说明
    packed_by: str = kept(Merge.SCALAR, "")
    packed_at: datetime | None = kept(Merge.SCALAR, None)
    packed_digest: str = kept(Merge.SCALAR, "")  # SHA-256 of the list of sums of the last pack

    def part(self, volume: Volume) -> tuple[str, ...]:
        return self.open_part if volume is Volume.OPEN else self.closed_part


def binding_id(case_id: RecordId) -> RecordId:
    """The one binding that a case can have, whichever station writes it first."""
    return hashlib.sha256(f"binding/{case_id}".encode()).hexdigest()[:32]


class Origin(StrEnum):
    """Where an item of the file comes from."""

    PAPER = "出具"
    MATERIAL = "收到"
    LOOSE = "附件"


@dataclass(frozen=True)
class Item:
    """One thing in the file: what it is, where it lies, on which pages."""

    key: str  # the id of its record
    origin: Origin
    title: str
    place: Place
    volume: Volume
    form: str = ""
    number: str = ""
    on: date | None = None
    pages: int = 0  # 0: nobody has said how many
    digest: str = ""  # SHA-256 of its content; empty where it is on paper alone
    name: str = ""  # of its file
    mime: str = ""
    size: int = 0
    shown: bool = False  # its content has so many pages; else a sheet that names it stands for it
    confidential: bool = False
    first: int = 0  # its pages in the volume
    last: int = 0

    @property
    def sheets(self) -> int:
        """How many page numbers it takes: what has none to show has one sheet that names it."""
        return max(1, self.pages)

    @property
    def span(self) -> str:
        """起止页 as the catalogue says them."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Gap:
    """Something the file lacks, and what puts it right: a step, a form, or an item to be looked at."""

    text: str
    place: str = ""  # where it would lie
    article: str = ""
    form: str = ""  # to be issued or put on file
    step: str = ""  # to be recorded
    facts: Mapping[str, str] = field(default_factory=dict)  # that the step's form starts from
    item: str = ""  # the record to be completed
    must: bool = True  # else the office answers for it

    @property
    def said(self) -> str:
        return f"{self.text}（{self.article}）" if self.article else self.text


@dataclass(frozen=True)
class Binder:
    """A case's whole file: its order, its items volume by volume, and its gaps."""

    order: Order
    items: tuple[Item, ...]
    binding: Binding
    gaps: tuple[Gap, ...] = ()

    def of(self, volume: Volume) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.volume is volume)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """Those in which something lies."""
        return tuple(volume for volume in Volume if self.of(volume))

    def pages(self, volume: Volume) -> int:
        return sum(item.sheets for item in self.of(volume))

    def item(self, key: str) -> Item:
        """The item of a key; NotFound."""
        found = next((item for item in self.items if item.key == key), None)
        if found is None:
            raise NotFound(what="卷内材料", key=key)
        return found

    @property
    def rearranged(self) -> bool:
        """Whether something was moved by hand."""
        return bool(self.binding.open_part or self.binding.closed_part)

    def moved(self, key: str, volume: Volume, at: int) -> Binding:
        """The binding with one item put before the one that now stands at that place of the volume.

        BadFact for something confidential that is to go into the open volume.
        """
        item = self.item(key)
        if item.confidential and volume is Volume.OPEN:
            raise BadFact(label=item.title, why=SECRET)
        parts = {each: [one.key for one in self.of(each)] for each in Volume}
        if item.volume is volume and parts[volume].index(key) < at:
            at -= 1
        parts[item.volume].remove(key)
        parts[volume].insert(max(0, at), key)
        return replace(
            self.binding, open_part=tuple(parts[Volume.OPEN]), closed_part=tuple(parts[Volume.CLOSED])
        )

    def shifted(self, key: str, down: bool) -> Binding:  # noqa: FBT001  # a direction
        """The binding with one item a place up or down; past the end of a volume it goes into the other."""
        item = self.item(key)
        within = [one.key for one in self.of(item.volume)]
        at = within.index(key)
        if down and at == len(within) - 1:
            return self.moved(key, Volume.CLOSED, 0) if item.volume is Volume.OPEN else self.binding
        if not down and at == 0:
            end = len(self.of(Volume.OPEN))
            return self.moved(key, Volume.OPEN, end) if item.volume is Volume.CLOSED else self.binding
        return self.moved(key, item.volume, at + 2 if down else at - 1)


def bind(
    file: CaseFile, attachments: Sequence[Attachment], order: Order, binding: Binding | None = None
) -> Binder:
    """The case's file put in order: every item in its volume and place, the pages of each volume counted.

    Voided papers, materials that have not come, and what is made of the file itself are not in it.
    """
    binding = binding or Binding(id=binding_id(file.case.id), case_id=file.case.id)
    items = sorted(_items(file, attachments, order), key=lambda item: _usual(item, order))
    paged = [item for volume in Volume for item in _paged(_arranged(items, volume, binding, order))]
    return Binder(order, tuple(paged), binding)


def _usual(item: Item, order: Order) -> tuple[int, date, str]:
    return order.rank(item.place), item.on or date.max, item.key


def _items(file: CaseFile, attachments: Sequence[Attachment], order: Order) -> Iterator[Item]:
    contents = {found.digest: found for found in attachments}
    issued = {paper.digest for paper in file.papers}
    known = issued | {item.attachment for item in file.materials}
    for paper in file.papers:
        if not paper.void_reason and paper.form not in OF_THE_FILE | FOR_THE_POST:
            yield _of_paper(paper, order)
    for material in file.materials:
        if material.status is MaterialStatus.RECEIVED and material.attachment not in issued:
            yield _of_material(material, contents.get(material.attachment), order)
    for found in attachments:
        if found.digest not in known:
            place = order.place("", found.name)
            yield _with_content(Item(found.id, Origin.LOOSE, found.name, place, place.volume), found)


def _of_paper(paper: Paper, order: Order) -> Item:
    place = order.place(paper.form, paper.title)
    return Item(
        paper.id, Origin.PAPER, paper.title, place, place.volume, form=paper.form, number=paper.number,
        on=paper.issued_on, pages=paper.pages, digest=paper.digest, mime="application/pdf", shown=True,
        name=f"{paper.title}{paper.number}.pdf",
    )  # fmt: skip


def _of_material(material: Material, content: Attachment | None, order: Order) -> Item:
    wanted = Volume(material.volume) if material.volume in tuple(Volume) else None
    if material.confidential:
        wanted = Volume.CLOSED
    place = order.place(form_of_material(material), material.name, volume=wanted)
    item = Item(
        material.id, Origin.MATERIAL, material.name, place, place.volume, form=material.form, on=material.on,
        pages=material.pages, digest=material.attachment, confidential=material.confidential,
    )  # fmt: skip
    return _with_content(item, content) if content else item


def form_of_material(material: Material) -> str:
    """The form a material stands for; the envelope of a posted filing is one whatever it is called."""
    return material.form or (POSTMARKED if material.envelope else "")


def _with_content(item: Item, content: Attachment) -> Item:
    return replace(
        item, pages=content.pages or item.pages, shown=content.pages > 0, digest=content.digest,
        name=content.name, mime=content.mime, size=content.size,
    )  # fmt: skip


def _arranged(items: Iterable[Item], volume: Volume, binding: Binding, order: Order) -> list[Item]:
    """The items of one volume: those put there by hand as they were put, each new one after its usual
    neighbour."""
    by_key = {item.key: item for item in items}
    elsewhere = {key for key in binding.part(volume.other) if key in by_key}
    if volume is Volume.CLOSED:
        elsewhere = {key for key in elsewhere if not by_key[key].confidential}
    put = [
        key for key in binding.part(volume)
        if key in by_key and not (by_key[key].confidential and volume is Volume.OPEN)
    ]  # fmt: skip
    usual = [item.key for item in items if item.volume is volume and item.key not in elsewhere]
    before: str | None = None
    for key in usual:
        if key not in put:
            put.insert(put.index(before) + 1 if before in put else 0, key)
        before = key
    return [_laid(by_key[key], volume, order) for key in put]


def _laid(item: Item, volume: Volume, order: Order) -> Item:
    """An item in a volume; moved over from the other one it lies among the rest."""
    return item if item.volume is volume else replace(item, volume=volume, place=order.rest(volume))


def _paged(items: Iterable[Item]) -> Iterator[Item]:
    page = 1
    for item in items:
        yield replace(item, first=page, last=page + item.sheets - 1)
        page += item.sheets
