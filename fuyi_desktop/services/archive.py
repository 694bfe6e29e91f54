"""归档包 — a case's file for the archive: volumes, originals, list and sums, verified or not there at all."""

import json
import mimetypes
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fuyi_desktop import __version__
from fuyi_desktop.domain.access import Task, must
from fuyi_desktop.domain.casefile import Binding, Item, binding_id
from fuyi_desktop.domain.errors import CannotWrite, Doubtful, NotOpen, PackDamaged
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.services.bindery import Bindery, Tell, silent
from fuyi_desktop.services.casefile import Bound, Casefile, gap_view
from fuyi_desktop.services.keys import ring
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.packing import (
    FORMAT,
    INDEX,
    LIST,
    ORIGINALS,
    README,
    Verified,
    file_name,
    readme,
    seal,
    sha256,
    verify,
)
from fuyi_desktop.store import files

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

PACK = "做归档包"
ZIP = ".zip"
HEADS = (
    "卷别", "序号", "位置", "材料名称", "文号", "日期", "页数", "起页", "止页", "文件", "字节数", "SHA-256",
    "备注",
)  # fmt: skip
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
PRINTED = ("封面", "卷脊")  # beside the volumes, to be printed and pasted on


@dataclass(frozen=True)
class Packed:
    """A pack that was written and read back: where, how much, and the SHA-256 of its list of sums."""

    where: Path
    files: int
    items: int
    digest: str
    notes: tuple[str, ...]
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {
            "out": str(self.where), "files": self.files, "items": self.items, "sums_sha256": self.digest,
            "notes": list(self.notes),
        }  # fmt: skip


class Archive:
    """Makes archive packs."""

    def __init__(
        self, office: Office, press: "Callable[[], Press]", casefile: Casefile, bindery: Bindery
    ) -> None:
        self.office, self._press, self.casefile, self.bindery = office, press, casefile, bindery

    def name(self, case_id: str) -> str:
        """What the pack of a case is called: its number, and what it is."""
        return file_name(f"{self.office.file(case_id).label}归档包")

    def pack(self, case_id: str, out: Path, *, sure: bool = False, tell: Tell = silent) -> Packed:
        """Write the pack as a new folder, or as one .zip, and read it back before it bears its name.

        Doubtful, unless the person is sure, where something is missing from the file. NotOpen where an
        original has not arrived here. CannotWrite where something of that name is there already.
        """
        office = self.office
        must(office.person, Task.ISSUE)
        bound = self.casefile.bound(case_id)
        office.must_hold(bound.file, PACK)
        self._must_be_whole(bound, sure=sure)
        with _beside(out) as folder:
            notes = self._fill(bound, folder, tell)
            tell(1, 1, "读回核对")
            found = verify(folder)
            if out.suffix.lower() == ZIP:
                packed = folder.parent / f"{folder.name}{ZIP}"
                _zip(folder, packed)
                verify(packed)
                packed.replace(out)
            else:
                folder.replace(out)
        with office.work(Task.ISSUE, PACK) as work:
            stands = work.find(Binding, binding_id(case_id)) or bound.binder.binding
            work.put(
                replace(stands, packed_by=office.person.name, packed_at=work.at, packed_digest=found.digest)
            )
        return Packed(out, found.files, found.items, found.digest, notes, work.changed)

    def verify(self, where: Path) -> Verified:
        """A pack read through, and that it is ours; PackDamaged where another key has signed it.

        One that was signed before the keys were changed is ours where it is the last that was noted.
        """
        found = verify(where)
        binding = self.office.store.find(Binding, binding_id(str(found.index["case"]["id"])))
        noted = binding is not None and binding.packed_digest == found.digest
        if not noted and found.key != ring(self.office.store).sign.public:
            raise PackDamaged(name=where.name, why="签名不是本站的密钥作出的")
        return found

    def _must_be_whole(self, bound: Bound, *, sure: bool) -> None:
        if not bound.binder.items:
            raise NotOpen(step=PACK, why="卷内还没有材料。")
        if lost := [item.title for item in bound.binder.items if item.digest in bound.absent]:
            why = f"{'、'.join(lost)}的原件还没有传到本站，请收到对方的同步包后再做。"
            raise NotOpen(step=PACK, why=why)
        lacking = [gap.text for gap in bound.binder.gaps]
        if lacking and not sure:
            shown = "；".join(lacking[:5]) + ("等" if len(lacking) > 5 else "")
            raise Doubtful(doubts=f"卷宗还有 {len(lacking)} 处没有办齐：{shown}。归档包会写明缺件。")

    def _fill(self, bound: Bound, folder: Path, tell: Tell) -> tuple[str, ...]:
        """Everything but the verification."""
        volumes, rows = [], list[tuple[Any, ...]]()
        for volume in bound.binder.volumes:
            items = bound.binder.of(volume)
            content = self.bindery.made(bound, volume, _within(tell, volume))
            named = f"{volume.value}.pdf"
            (folder / named).write_bytes(content)
            for part in PRINTED:
                (folder / f"{volume.value}{part}.pdf").write_bytes(self.bindery.page(bound, volume, part))
            told = [self._item(item, number, folder) for number, item in enumerate(items, 1)]
            rows += [_row(volume, one) for one in told]
            volumes.append(
                {
                    "volume": volume.value, "file": named, "sha256": sha256(folder / named),
                    "pages": bound.binder.pages(volume), "fonts_not_embedded": list(_fonts(content)),
                    "items": told,
                }
            )  # fmt: skip
        index = self._index(bound, volumes)
        notes = _notes(index)
        (folder / INDEX).write_text(_json(index), "utf-8", newline="\n")
        (folder / LIST).write_bytes(_workbook(rows))
        (folder / README).write_text(readme(index, notes), "utf-8-sig", newline="\r\n")
        said = f"{FORMAT} {index['case']['number'] or index['case']['receipt_number']} {index['as_of']}"
        seal(folder, ring(self.office.store).sign, said)
        return notes

    def _index(self, bound: Bound, volumes: list[dict[str, Any]]) -> dict[str, Any]:
        case, binding = bound.file.case, bound.binder.binding
        return {
            "format": FORMAT, "program": f"fuyi-desktop {__version__}",
            "as_of": self.office.today.isoformat(),
            "case": {
                "id": case.id, "kind": case.kind.label, "number": case.number or None,
                "receipt_number": case.receipt_number or None, "matter": case.matter,
                "organ": bound.file.organ.full_name, "fonds": binding.fonds or None,
                "shelf_mark": binding.shelf_mark or None, "keep": binding.keep or None,
            },
            "pdf": PDF_SAID, "volumes": volumes, "missing": [gap_view(gap) for gap in bound.binder.gaps],
        }  # fmt: skip

    def _item(self, item: Item, number: int, folder: Path) -> dict[str, Any]:
        """An item as the list has it; its original is put beside it, byte by byte as it was kept."""
        told: dict[str, Any] = {
            "index": number, "place": item.place.label, "title": item.title, "number": item.number or None,
            "on": item.on.isoformat() if item.on else None, "pages": item.sheets, "from": item.first,
            "to": item.last, "origin": item.origin.value, "confidential": item.confidential, "file": None,
            "sha256": None, "size": None, "note": None if item.digest else "只有纸质原件",
        }  # fmt: skip
        if item.digest:
            title = file_name(f"{item.volume.value[0]}{number:03}-{item.title}")
            path = folder / ORIGINALS / f"{title}{_suffix(item)}"
            path.parent.mkdir(exist_ok=True)
            with files.content(self.office.store, item.digest) as kept, path.open("wb") as file:
                shutil.copyfileobj(kept, file)
            told |= {
                "file": path.relative_to(folder).as_posix(), "sha256": item.digest,
                "size": path.stat().st_size,
            }  # fmt: skip
            if item.shown and path.suffix == ".pdf" and (lacking := _fonts(path.read_bytes())):
                told["note"] = f"没有内嵌字体：{'、'.join(lacking)}"
        return told


def _suffix(item: Item) -> str:
    """What the original's name ends with: as it came, else by what it is."""
    suffix = Path(item.name).suffix.lower()
    return suffix if SUFFIX.fullmatch(suffix) else mimetypes.guess_extension(item.mime) or ".bin"


PDF_SAID = "本程序编排的页面内嵌字体；没有作 PDF/A 符合性检验，不声称符合 PDF/A。收到的文件保持原样。"


def _within(tell: Tell, volume: Volume) -> Tell:
    def told(done: int, total: int, text: str = "") -> None:
        tell(done, total, f"{volume.value}　{text}")

    return told


def _fonts(content: bytes) -> tuple[str, ...]:
    from fuyi_desktop.documents import volumes

    return volumes.without_fonts(content)


def _notes(index: dict[str, Any]) -> tuple[str, ...]:
    """What whoever takes the pack over should know."""
    found = []
    if missing := index["missing"]:
        found.append(f"做包时还有 {len(missing)} 处没有办齐：{'；'.join(gap['what'] for gap in missing)}。")
    items = [item for volume in index["volumes"] for item in volume["items"]]
    if on_paper := [item["title"] for item in items if item["file"] is None]:
        found.append(f"只有纸质原件、包内没有文件的 {len(on_paper)} 件：{'、'.join(on_paper)}。")
    if bare := [item["title"] for item in items if (item["note"] or "").startswith("没有内嵌")]:
        said = f"收到时就没有内嵌字体的 PDF {len(bare)} 件，不同电脑上的字形可能不同"
        found.append(f"{said}：{'、'.join(bare)}。")
    return tuple(found)


def _row(volume: Volume, item: dict[str, Any]) -> tuple[Any, ...]:
    return (
        volume.value, item["index"], item["place"], item["title"], item["number"], item["on"], item["pages"],
        item["from"], item["to"], item["file"], item["size"], item["sha256"], item["note"],
    )  # fmt: skip


def _workbook(rows: list[tuple[Any, ...]]) -> bytes:
    from fuyi_desktop.documents.excel import ruled

    return ruled("归档目录", HEADS, rows)


def _json(index: dict[str, Any]) -> str:
    return json.dumps(index, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder beside the target, to be filled and then put in its place; gone whatever happens."""
    if not out.absolute().parent.is_dir():
        raise CannotWrite(where=str(out), why="没有这个文件夹")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise CannotWrite(where=str(out), why="已经有同名的文件或者文件夹")
    part = None
    try:
        part = Path(tempfile.mkdtemp(dir=out.absolute().parent, prefix=f"{out.name}.", suffix=".part"))
        folder = part / out.stem
        folder.mkdir()
        yield folder
    except OSError as error:
        raise files.unwritten(out, error) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _zip(folder: Path, out: Path) -> None:
    """The folder as one archive: entries by name, without moments, so that equal packs are equal files."""
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
                with path.open("rb") as source, made.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
