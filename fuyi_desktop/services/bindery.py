"""成卷 — cover, catalogue, spine, 备考表 and the whole of a volume, made from the file as it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.casefile import (
    CATALOGUE,
    CLOSING,
    COVER,
    SHEET,
    SPINE,
    Item,
    Origin,
)
from fuyi_desktop.domain.errors import BadFact, CannotWrite
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.services.casefile import ABSENT, Bound, Casefile
from fuyi_desktop.services.office import Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.store import files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press
    from fuyi_desktop.documents.volumes import Leaf

PARTS = {"封面": COVER, "目录": CATALOGUE, "备考表": CLOSING, "卷脊": SPINE}
CONCLUDES = ("decide", "mediated", "dismiss", "terminate", "refuse")  # whose words are the 审理结果
ON_PAPER = "只有纸质原件"
NOT_SHOWN = "电子文件不能转成页面，原文件另存，按 SHA-256 核对"
NOT_HERE = f"{ABSENT}，页数按登记"

Tell = Callable[[int, int, str], None]


def silent(done: int, total: int, text: str = "") -> None:
    """Nobody wants to know how far it has come."""


class Bindery:
    """Makes the pages of volumes; the same file gives the same bytes."""

    def __init__(self, office: Office, press: "Callable[[], Press]", casefile: Casefile) -> None:
        self.office, self._press, self.casefile = office, press, casefile

    def part(self, case_id: str, volume: Volume, name: str) -> bytes:
        """封面, 目录, 备考表 or 卷脊 of a volume as PDF; BadFact where nothing lies in it."""
        if name not in PARTS:
            raise BadFact(label=name, why=f"没有这一部分，可以是 {'、'.join(PARTS)}。")
        return self.page(self.casefile.bound(case_id), volume, name)

    def page(self, bound: Bound, volume: Volume, name: str) -> bytes:
        """One of those parts, of a file that has been put in order already."""
        return self._page(PARTS[name], self._facts(bound, volume))

    def volume(self, case_id: str, volume: Volume, tell: Tell = silent) -> bytes:
        """The whole volume: cover, catalogue, each page with its number, 备考表; BadFact for an empty one."""
        return self.made(self.casefile.bound(case_id), volume, tell)

    def write(self, case_id: str, volume: Volume, path: Path, tell: Tell = silent) -> Path:
        """Write a volume to a .pdf file, whole or not at all."""
        _can_write(path)
        files.write_whole(path, self.volume(case_id, volume, tell))
        return path

    def write_part(self, case_id: str, volume: Volume, name: str, path: Path) -> Path:
        """Write one part of a volume to a .pdf file, whole or not at all."""
        _can_write(path)
        files.write_whole(path, self.part(case_id, volume, name))
        return path

    def made(self, bound: Bound, volume: Volume, tell: Tell = silent) -> bytes:
        """A volume of a file that has been put in order already."""
        from fuyi_desktop.documents import volumes
        from fuyi_desktop.documents.volumes import Leaf

        facts = self._facts(bound, volume)
        items = bound.binder.of(volume)
        leaves = [_plain(self._page(form, facts)) for form in (COVER, CATALOGUE)]
        for index, item in enumerate(items, 1):
            tell(index - 1, len(items), item.title)
            content = self._shown(bound, item)
            if content is not None:
                labels = tuple(str(page) for page in range(item.first, item.last + 1))
            else:
                told = {"item": _told(item, index, _why(bound, item) or NOT_SHOWN)}
                content, labels = self._page(SHEET, facts | told), (item.span,)
            leaves.append(Leaf(content, labels))
        leaves.append(_plain(self._page(CLOSING, facts)))
        tell(len(items), len(items), "加盖页号")
        return volumes.bound(leaves, self._press().fonts)

    def _shown(self, bound: Bound, item: Item) -> bytes | None:
        """The pages of an item, where they can be shown and are as many as the catalogue says."""
        from fuyi_desktop.documents import volumes

        store = self.office.store
        if not item.shown or item.digest in bound.absent:
            return None
        with files.content(store, item.digest) as kept:
            content = kept.read()
        if volumes.count(content) != item.pages:
            return None
        return volumes.as_pages(content, item.title)

    def _page(self, form: str, facts: dict[str, Any]) -> bytes:
        return self._press().pdf(form, facts, paper_id="").content

    def _facts(self, bound: Bound, volume: Volume) -> dict[str, Any]:
        """What the pages of a volume are filled with."""
        binder, file = bound.binder, bound.file
        items = binder.of(volume)
        if not items:
            raise BadFact(label=volume.value, why="里面还没有材料。")
        paper_facts = PaperFacts.of(self.office, file)
        known = paper_facts.known(COVER, None, "", {})
        counted = paper_facts.replay.counted
        shown = [(item, _why(bound, item)) for item in items]
        known["binding"] = {
            "fonds": binder.binding.fonds, "shelf_mark": binder.binding.shelf_mark,
            "keep": binder.binding.keep, "remark": binder.binding.remark,
        }  # fmt: skip
        known["ended"] = _ended(known)
        started = next(iter(counted), None)
        known["volume"] = {
            "name": volume.value, "count": len(items), "pages": binder.pages(volume),
            "year": str(started.on.year) if started else "",
            "items": [_told(item, index, why) for index, (item, why) in enumerate(shown, 1)],
            "received": sum(item.origin is not Origin.PAPER for item in items),
            "issued": sum(item.origin is Origin.PAPER for item in items),
            "on_paper": [item.title for item, why in shown if why == ON_PAPER],
            "unshown": [item.name for item, why in shown if why == NOT_SHOWN],
            "gaps": [gap.text for gap in binder.gaps if gap.must] if volume is Volume.OPEN else [],
            "history": known["history"] if volume is Volume.OPEN else [],
        }  # fmt: skip
        return known


def _can_write(path: Path) -> None:
    if path.suffix.lower() != ".pdf":
        raise BadFact(label=path.name, why="文件名应当以 .pdf 结尾。")
    if not path.absolute().parent.is_dir():
        raise CannotWrite(where=str(path), why="没有这个文件夹")


def _plain(content: bytes) -> "Leaf":
    """Pages that bear no number of the volume: cover, catalogue, 备考表."""
    from fuyi_desktop.documents import volumes
    from fuyi_desktop.documents.volumes import Leaf

    return Leaf(content, ("",) * volumes.count(content))


def _why(bound: Bound, item: Item) -> str:
    """Why a sheet stands for an item; empty where its own pages are shown."""
    if not item.digest:
        return ON_PAPER
    if item.digest in bound.absent:
        return NOT_HERE
    return "" if item.shown else NOT_SHOWN


REMARKS = {ON_PAPER: "纸质", NOT_SHOWN: "电子文件", NOT_HERE: "未到本站"}


def _told(item: Item, index: int, why: str) -> dict[str, Any]:
    remarks = [REMARKS[why]] if why else []
    remarks += ["不公开"] if item.confidential else []
    return {
        "index": index, "title": item.title, "number": item.number, "on": item.on, "pages": item.sheets,
        "span": item.span, "remark": "、".join(remarks), "why": why, "file": item.name, "size": item.size,
        "digest": item.digest,
    }  # fmt: skip


def _ended(known: dict[str, Any]) -> dict[str, Any]:
    """审理结果 in the words of the step that brought it."""
    said = [entry for entry in known["history"] if entry["code"] in CONCLUDES]
    if not said:
        return {}
    last = said[-1]
    kind = last.get("kind")
    return {"label": f"{last['label']}：{kind}" if kind else last["label"], "on": last["on"]}
