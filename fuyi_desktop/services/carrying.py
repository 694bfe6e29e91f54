"""收发 — bundles carried by stick, mail or folder, and any number of files taken in at one go."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.errors import CarrierUnfit, NotFound
from fuyi_desktop.domain.party import CENTER
from fuyi_desktop.services.exchange import Exchange, Exported
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.parcels import Fate, Go, Line, Parcels, Takings, always
from fuyi_desktop.store import files
from fuyi_desktop.store.queries import station_called
from fuyi_desktop.sync.carriers import CARRIERS, FOLDER, MAILS, MB, ON_STICK, Carrier, Letter, preflight, put
from fuyi_desktop.sync.drives import Drives, Stick, of_this_machine, size
from fuyi_desktop.sync.envelope import Sealed

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

__all__ = [
    "FOLDER", "MAILS", "ON_STICK", "Carrier", "Carrying", "Drives", "Fate", "Line", "PartSent", "Sent",
    "Stick", "Takings", "by_mail", "of_this_machine", "size",
]  # fmt: skip

SHEET = "S01"

Tell = Callable[[int, int, str], object]  # bytes written, of how many, which part; raises to end the job


def by_mail(megabytes: int, *, text: bool = False) -> Carrier:
    """The drafts for a mail limit in MB, one of 10, 20, 25, 50; NotFound."""
    found = CARRIERS.get(f"mail{megabytes}")
    if found is None:
        raise NotFound(what="邮件限额", key=f"{megabytes} MB")
    return found.armored if text else found


@dataclass(frozen=True)
class PartSent:
    """One part at its place; the hash is that of the bundle, whatever it was put into."""

    file: Path
    first: int
    last: int
    size: int
    sha256: str

    @property
    def short(self) -> str:
        """Enough of its hash to compare by eye: four groups of four."""
        return " ".join(self.sha256[at : at + 4].upper() for at in range(0, 16, 4))

    def as_dict(self) -> dict[str, Any]:
        lines = [self.first, self.last]
        return {"file": str(self.file), "lines": lines, "size": self.size, "sha256": self.sha256}


@dataclass(frozen=True)
class Sent:
    """What was carried to its place, whole and read back."""

    to: str
    to_name: str
    carrier: Carrier
    parts: tuple[PartSent, ...]
    exported: Exported

    @property
    def changed(self) -> Changed:
        return self.exported.changed

    @property
    def size(self) -> int:
        """Bytes at its place."""
        return sum(part.size for part in self.parts)

    def as_dict(self) -> dict[str, Any]:
        told = self.exported.as_dict() | {"carrier": self.carrier.code, "armored": self.carrier.text}
        return told | {"size": self.size, "parts": [part.as_dict() for part in self.parts]}


class Carrying:
    """Sending and taking in by what people carry."""

    def __init__(
        self,
        office: Office,
        press: "Callable[[], Press]",
        pause: Callable[[float], object] = sleep,
    ) -> None:
        self.office, self._press, self._pause = office, press, pause

    def send(
        self,
        to: str,
        folder: Path,
        carrier: Carrier = FOLDER,
        *,
        stick: Stick | None = None,
        tell: Tell = lambda done, total, text: None,
        part_size: int | None = None,
    ) -> Sent:
        """Seal what the addressee lacks and carry it to the folder; CarrierUnfit before a byte lies there.

        Unless all of it lies there and was read back nothing is recorded as sent, and nothing stays there.
        """
        limit = part_size or carrier.part
        found: list[tuple[Sealed, Path]] = []

        def placed(sealed: Sequence[Sealed]) -> None:
            try:
                for one in self._place(sealed, folder, carrier, stick, limit, tell, to):
                    found.append(one)  # what lies there already is known when the next one fails
            except BaseException:
                for _, path in found:
                    _forget(path)
                raise

        inbox = self.office.store.folder / "inbox"
        with TemporaryDirectory(prefix="fuyi-", dir=inbox) as private:
            exported = Exchange(self.office).export(to, Path(private), part_size=limit, placed=placed)
        parts = tuple(
            PartSent(path, *sealed.manifest.span, path.stat().st_size, sealed.sha256)
            for sealed, path in found
        )
        exported = replace(exported, files=tuple(part.file for part in parts))
        return Sent(to, self._called(to), carrier, parts, exported)

    def look_all(self, paths: Iterable[Path], go: Go = always) -> Takings:
        """What taking these files and folders in would bring, file by file; all of it is rolled back."""
        return Parcels(self.office, self._pause).all(paths, go, dry=True)

    def take_all(self, paths: Iterable[Path], go: Go = always) -> Takings:
        """Take in every bundle of these files and folders, whatever their order, and what waited for them.

        One that cannot be taken never stops the others: each has its line. `go` may end it between two files.
        """
        return Parcels(self.office, self._pause).all(paths, go, dry=False)

    def sheet(self, sent: Sent) -> bytes:
        """交接单 as PDF, to go with the stick: what, for whom, each part with its lines and its hash."""
        me = self.office.me
        parts = [
            {"file": part.file.name, "lines": _range(part), "size": size(part.size), "sha256": part.short}
            for part in sent.parts
        ]
        known = {
            "station": {"name": me.name, "code": me.station},
            "carrier": {"name": sent.carrier.label, "to": sent.to_name},
            "parts": parts,
            "total": size(sent.size),
            "handler": self.office.person.name,
            "paper": {"issued_on": self.office.today},
        }
        # the code on the page begins as the hash of the first part: a scanner finds bundle and sheet
        return self._press().pdf(SHEET, known, paper_id=sent.parts[0].sha256[:32]).content

    def write_sheet(self, sent: Sent, path: Path) -> Path:
        """交接单 into a file; CannotWrite."""
        files.write_whole(path, self.sheet(sent))
        return path

    def pages(self, pdf: bytes, dpi: int, *, grey: bool = False) -> Any:
        """The pages of a PDF as pixels, for the printer."""
        return self._press().pages(pdf, dpi, grey=grey)

    def _place(
        self,
        sealed: Sequence[Sealed],
        folder: Path,
        carrier: Carrier,
        stick: Stick | None,
        limit: int,
        tell: Tell,
        to: str,
    ) -> Iterator[tuple[Sealed, Path]]:
        largest = max(part.size for part in sealed)
        if carrier.mail and largest > limit:
            what = f"有一份要 {size(largest)}（附件较大），超过每封 {limit / MB:.2f} MB 的上限"
            raise CarrierUnfit(problems=f"{what}，请改用U盘，或选更大的邮件限额。")
        if problems := preflight(folder, [carrier.room(part.size) for part in sealed], stick):
            raise CarrierUnfit(problems="".join(problems))
        total, done = sum(part.size for part in sealed), 0
        for number, part in enumerate(sealed, 1):
            said = f"第 {number} 份，共 {len(sealed)} 份" if len(sealed) > 1 else ""

            def more(octets: int, said: str = said) -> None:
                nonlocal done
                done += octets
                tell(done, total, said)

            letter = self._letter(part, number, len(sealed), to)
            yield part, put(part.path, folder, carrier, letter, more)

    def _letter(self, part: Sealed, number: int, of: int, to: str) -> Letter:
        """What a draft says: what it is, for whom, which part, and what to do with it; it names no person."""
        me, name = self.office.me, self._called(to)
        first, last = part.manifest.span
        which = f"第 {number} 份，共 {of} 份" if of > 1 else "共 1 份"
        what = f"第 {first}–{last} 项" if last >= first and last else "回执"
        return Letter(
            f"同步包　{me.name}致{name}　{which}",
            "这是行政复议纾解工作站的同步包，内容已经加密，只有收件单位的工作站能打开。\n\n"
            f"发出：{me.name}（{me.station}）\n送往：{name}\n份数：{which}\n内容：{what}\n"
            f"附件：{part.path.stem}\nSHA-256 前 16 位：{part.sha256[:16].upper()}\n\n"
            "收到以后，在工作站的“数据交换”里按“收包”，选这封邮件或者另存的附件都可以，不用解压，不用改名。\n"
            "各份不分先后；缺一份时，其余的照收。\n",
        )

    def _called(self, station: str) -> str:
        name: str = self.office.ask(station_called, station)
        return "县中心" if name == CENTER else name


def _range(part: PartSent) -> str:
    if part.last < part.first or not part.last:
        return "回执"
    return f"第{part.first}项" if part.first == part.last else f"第{part.first}至{part.last}项"


def _forget(path: Path) -> None:
    """What cannot be taken back lies on a stick that was pulled."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
