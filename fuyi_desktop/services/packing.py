"""归档包的清单 — names, sums and the readme of a pack, and verifying one without a store."""

import hashlib
import json
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol
from zipfile import BadZipFile, ZipFile

from fuyi_desktop.domain.errors import KeyWrong, NotFound, PackDamaged
from fuyi_desktop.sealing import PublicKey, SigningKey, read_public_file, verify_file

FORMAT = "fuyi-archive/1"
INDEX, LIST, SUMS, README, ORIGINALS = "index.json", "index.xlsx", "sha256sums.txt", "核对说明.txt", "原件"
SIGNATURE, KEY = f"{SUMS}.minisig", "签名公钥.pub"  # as minisign reads them
PIECE = 1 << 20
LONGEST = 60  # characters of a name
SHOWN = 5  # faults that are named
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True)
class Verified:
    """A pack that is what its list says: its files, items, the SHA-256 of its list of sums, who signed it."""

    files: int
    items: int
    digest: str
    index: dict[str, Any]
    key: PublicKey

    def as_dict(self) -> dict[str, Any]:
        """What a person wants to compare: which case, how much, and the digest."""
        case = self.index["case"]
        return {
            "sound": True, "case": case["number"] or case["receipt_number"], "organ": case["organ"],
            "as_of": self.index["as_of"], "files": self.files, "items": self.items,
            "sums_sha256": self.digest, "signed_by": self.key.hex,
            "missing": [gap["what"] for gap in self.index["missing"]],
        }  # fmt: skip


def verify(where: Path) -> Verified:
    """Read a pack through and hold every file against the sums and the list; PackDamaged, NotFound."""
    if not where.exists():
        raise NotFound(what="归档包", key=where.name)
    with _opened(where) as pack:
        names = pack.names()
        faults = pack.oddities()
        listed = _listed(pack, faults)
        faults += [f"缺少{name}" for name in sorted(listed.keys() - names)]
        faults += [f"多出{name}" for name in sorted(names - listed.keys() - {SUMS, SIGNATURE})]
        needed = {str(above) for name in names for above in PurePosixPath(name).parents}
        faults += [f"多出文件夹{name}" for name in sorted(pack.folders() - needed)]
        for name in sorted(listed.keys() & names):
            with pack.open(name) as file:
                if _digest(file) != listed[name]:
                    faults.append(f"{name}的内容不符")
        index = {} if faults else _index(pack, listed, faults)
        key = _signed_by(pack, faults)
        if faults or key is None:
            more = f"等 {len(faults)} 处" if len(faults) > SHOWN else ""
            raise PackDamaged(name=where.name, why="；".join(faults[:SHOWN]) + more)
        with pack.open(SUMS) as file:
            digest = _digest(file)
        items = sum(len(volume["items"]) for volume in index["volumes"])
        return Verified(len(names), items, digest, index, key)


def seal(folder: Path, key: SigningKey, said: str) -> None:
    """Write the public key, the list of sums and its signature: the last that is put into a pack."""
    (folder / KEY).write_text(key.public.public_file("fuyi"), "utf-8", newline="\n")
    (folder / SUMS).write_text(sums(folder), "utf-8", newline="\n")
    (folder / SIGNATURE).write_bytes(key.sign_file((folder / SUMS).read_bytes(), " ".join(said.split())))


def sums(folder: Path) -> str:
    """The list that `sha256sum -c` reads, by name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = sorted((path.relative_to(folder).as_posix(), path) for path in paths)
    return "".join(f"{sha256(path)}  {name}\n" for name, path in named if name not in (SUMS, SIGNATURE))


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def file_name(text: str) -> str:
    """A name that every system can keep: no sign that one of them forbids, not too long, no dot last."""
    plain = FORBIDDEN.sub("_", unicodedata.normalize("NFC", " ".join(text.split())))
    return plain[:LONGEST].rstrip(" .") or "未命名"


def readme(index: dict[str, Any], notes: tuple[str, ...]) -> str:
    """What lies in the pack and how it is checked with what every computer has."""
    case = index["case"]
    volumes = [
        f"  {volume['file']}：{len(volume['items'])} 件 {volume['pages']} 页，SHA-256 {volume['sha256']}"
        for volume in index["volumes"]
    ]
    lines = [
        f"{case['organ']}　{case['kind']}案卷归档包",
        f"案号：{case['number'] or case['receipt_number']}",
        f"案由：{case['matter']}",
        f"做包日期：{index['as_of']}",
        "",
        "一、包内有什么",
        *volumes,
        "  各卷的封面、卷脊另有单页，供打印。",
        f"  {ORIGINALS}：每件材料的原文件，没有改动；文件名前的“正”“副”和数字是卷别和目录序号。",
        f"  {LIST}、{INDEX}：归档目录，前一个给人看，后一个给程序读，内容相同。",
        f"  {SUMS}：每个文件的 SHA-256。",
        f"  {SIGNATURE}、{KEY}：做包的站点对 {SUMS} 的签名（minisign 格式）和核对签名的公钥。",
        "",
        "二、怎样核对",
        "  Linux、统信、麒麟：在本文件夹打开终端，运行",
        f"    sha256sum -c {SUMS}",
        "  每行末尾显示 OK（或“成功”）即相符。",
        "  macOS：运行",
        f"    shasum -a 256 -c {SUMS}",
        "  Windows：在本文件夹打开 PowerShell，运行",
        f"    Get-Content -Encoding UTF8 {SUMS} | ForEach-Object {{ $h, $n = $_ -split '  ', 2; "
        'if ((Get-FileHash -LiteralPath $n -Algorithm SHA256).Hash -ne $h) { "不符：$n" } }',
        "  没有任何输出即相符。",
        f"  核对签名（装有 minisign 的）：minisign -V -p {KEY} -m {SUMS}",
        "  公钥是不是做包站点的，向该站核对，或者在该站运行 fuyi casefile verify --ours。",
        "  装有本程序的，运行 fuyi casefile verify 加本文件夹，同时核对目录。",
        f"  {SUMS} 自身的 SHA-256 记在案件里，可以对照。",
        "",
        "三、说明",
        f"  {index['pdf']}",
        "  各卷 PDF 每页右上角是卷内页号，与目录的起止页一致；不能显示成页面的材料，用一张说明页占位。",
        *(f"  {note}" for note in notes),
    ]
    return "\n".join(lines) + "\n"


class _Pack(Protocol):
    """A pack that can be read, as a folder or as an archive."""

    def names(self) -> set[str]: ...

    def folders(self) -> set[str]: ...

    def oddities(self) -> list[str]: ...

    def open(self, name: str) -> IO[bytes]: ...


@dataclass(frozen=True)
class _Folder:
    root: Path

    def names(self) -> set[str]:
        return {self._named(path) for path in self.root.rglob("*") if stat.S_ISREG(path.lstat().st_mode)}

    def folders(self) -> set[str]:
        return {self._named(path) for path in self.root.rglob("*") if stat.S_ISDIR(path.lstat().st_mode)}

    def oddities(self) -> list[str]:
        """What is neither a file nor a folder: it may show today what it does not hold tomorrow."""
        modes = ((self._named(path), path.lstat().st_mode) for path in sorted(self.root.rglob("*")))
        return [
            f"{name}是链接，不是文件"
            for name, mode in modes
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
        ]

    def _named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")


@dataclass(frozen=True)
class _Archive:
    zip: ZipFile

    def names(self) -> set[str]:
        return {name for name in self.zip.namelist() if not name.endswith("/")}

    def folders(self) -> set[str]:
        return {name.rstrip("/") for name in self.zip.namelist() if name.endswith("/")}

    def oddities(self) -> list[str]:
        """Links, and names that stand there twice: two programs may open different things."""
        said = [
            f"{one.filename}是链接，不是文件" for one in self.zip.infolist()
            if stat.S_ISLNK(one.external_attr >> 16)
        ]  # fmt: skip
        names = self.zip.namelist()
        return said + [f"{name}重复" for name in sorted({one for one in names if names.count(one) > 1})]

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


@contextmanager
def _opened(where: Path) -> Iterator[_Pack]:
    if where.is_dir():
        yield _Folder(where)
        return
    try:
        with ZipFile(where) as found:
            yield _Archive(found)
    except (BadZipFile, OSError) as error:
        raise PackDamaged(name=where.name, why="不是归档包，或者压缩包已损坏") from error


def _listed(pack: _Pack, faults: list[str]) -> dict[str, str]:
    """Name → sum as the list has it; a name that leads out of the pack is a fault."""
    if SUMS not in pack.names():
        faults.append(f"缺少{SUMS}")
        return {}
    with pack.open(SUMS) as file:
        lines = file.read().decode("utf-8", "replace").splitlines()
    found = {}
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        path = PurePosixPath(match[2]) if match else PurePosixPath("/")
        if match is None or path.is_absolute() or ".." in path.parts:
            faults.append(f"{SUMS}第 {number} 行读不出来")
        else:
            found[match[2]] = match[1]
    return found


def _signed_by(pack: _Pack, faults: list[str]) -> PublicKey | None:
    """The key whose signature stands under the sums; a fault where there is none or it does not fit."""
    if lacking := [f"缺少{name}" for name in (SUMS, SIGNATURE, KEY) if name not in pack.names()]:
        faults += [one for one in lacking if one not in faults]
        return None
    read = []
    for name in (SUMS, SIGNATURE, KEY):
        with pack.open(name) as file:
            read.append(file.read())
    try:
        key = read_public_file(read[2].decode("utf-8"))
        verify_file(read[0], read[1], key)
    except (KeyWrong, ValueError):
        faults.append(f"{SUMS}的签名不符")
        return None
    return key


def _index(pack: _Pack, listed: dict[str, str], faults: list[str]) -> dict[str, Any]:
    """The list of the pack, held against the sums: an item that names a file names the one that is there."""
    try:
        with pack.open(INDEX) as file:
            index: dict[str, Any] = json.loads(file.read())
        if index["format"] != FORMAT:
            faults.append(f"{INDEX}的格式是“{index['format']}”，不是“{FORMAT}”")
        named = list(index["volumes"])
        named += [item for volume in index["volumes"] for item in volume["items"] if item["file"]]
        faults += [
            f"目录中的{one['file']}与文件不符" for one in named if listed.get(one["file"]) != one["sha256"]
        ]
        originals = {one["file"] for one in named}
        faults += [
            f"目录没有列出{name}"
            for name in listed
            if name.startswith(f"{ORIGINALS}/") and name not in originals
        ]
    except (KeyError, TypeError, ValueError):
        faults.append(f"{INDEX}读不出来")
        return {}
    return index


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()
