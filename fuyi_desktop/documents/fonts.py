"""字体 — which file draws which typeface, what stands in for an absent one, and who has a character."""

import importlib.util
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from fuyi_desktop.documents import faces
from fuyi_desktop.documents.blocks import BOXES
from fuyi_desktop.domain.errors import FontMissing, GlyphMissing


class Typeface(StrEnum):
    """The typefaces of GB/T 9704; the last two only stand in."""

    FANG = "仿宋"
    TITLE = "小标宋"
    HEI = "黑体"
    KAI = "楷体"
    SONG = "宋体"
    BOLD = "粗宋体"
    RARE = "生僻字字体"


T = Typeface
ROLES = (T.FANG, T.TITLE, T.HEI, T.KAI, T.SONG)

STANDS_IN: Mapping[Typeface, tuple[Typeface, ...]] = {
    T.FANG: (T.FANG, T.SONG, T.HEI, T.KAI),
    T.TITLE: (T.TITLE, T.BOLD, T.HEI, T.SONG),
    T.HEI: (T.HEI, T.BOLD, T.SONG),
    T.KAI: (T.KAI, T.FANG, T.SONG, T.HEI),
    T.SONG: (T.SONG, T.FANG, T.HEI),
}
LAST = (
    T.SONG,
    T.HEI,
    T.FANG,
    T.KAI,
    T.BOLD,
    T.RARE,
)  # who may have a character that the role's own font lacks

# File names in the order of preference: Windows and WPS, what our installer ships, Debian's packages.
FILES: Mapping[Typeface, tuple[str, ...]] = {
    T.FANG: (
        "simfang.ttf", "simfang_gb2312.ttf", "仿宋_GB2312.ttf", "FZFSK.TTF", "FZFS_GBK.ttf", "FZFSJW.TTF",
        "方正仿宋_GBK.ttf", "方正仿宋简体.ttf", "STFANGSO.TTF", "Fangsong.ttf", "ZhuqueFangsong-Regular.ttf",
        "FandolFang-Regular.otf",
    ),
    T.TITLE: (
        "方正小标宋简体.ttf", "方正小标宋_GBK.ttf", "方正小标宋简.TTF", "FZXBSJW.TTF", "FZXBSJW_0.TTF",
        "FZXBSK.TTF", "FZXiaoBiaoSong-B05S.ttf", "FZXiaoBiaoSong-B05.ttf",
    ),
    T.HEI: (
        "simhei.ttf", "NotoSansSC-Regular.ttf", "FZHTK.TTF", "FZHTJW.TTF", "NotoSansSC-VF.ttf",
        "wqy-zenhei.ttc", "wqy-microhei.ttc", "FandolHei-Regular.otf", "NotoSansCJK-Regular.ttc",
    ),
    T.KAI: (
        "simkai.ttf", "simkai_gb2312.ttf", "楷体_GB2312.ttf", "FZKTK.TTF", "FZKTJW.TTF", "STKAITI.TTF",
        "Kaiti.ttf", "LXGWWenKaiGBLite-Regular.ttf", "LXGWWenKai-Regular.ttf", "ukai.ttc", "gkai00mp.ttf",
        "FandolKai-Regular.otf",
    ),
    T.SONG: (
        "simsun.ttc", "simsun.ttf", "NotoSerifSC-Regular.ttf", "FZSSK.TTF", "FZSSJW.TTF", "STSONG.TTF",
        "uming.ttc", "gbsn00lp.ttf", "NotoSerifSC-VF.ttf", "FandolSong-Regular.otf",
        "NotoSerifCJK-Regular.ttc",
    ),
    T.BOLD: ("NotoSerifSC-Black.ttf", "NotoSerifSC-Bold.ttf", "STZHONGS.TTF", "FandolSong-Bold.otf"),
    T.RARE: ("simsunb.ttf", "SimsunExtG.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf"),
}  # fmt: skip
SIMPLIFIED = {
    "notosanscjk-regular.ttc": 2,
    "notoserifcjk-regular.ttc": 2,
}  # which font of a collection is 简体


@dataclass(frozen=True)
class FontFolders:
    """Where fonts are looked for, the first folder first, and where converted ones are kept."""

    searched: tuple[Path, ...]
    store: Path | None = None


def system_folders(platform: str, home: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where this kind of machine keeps its fonts; `platform` as in sys.platform."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return (
            Path(environment.get("WINDIR", r"C:\Windows")) / "Fonts",
            Path(local) / "Microsoft" / "Windows" / "Fonts",
        )
    if platform == "darwin":
        office = Path("/Applications/Microsoft Word.app/Contents/Resources/DFonts")
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"), office)
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/opt/kingsoft/wps-office/office6/fonts"),
        Path("/opt/apps/cn.wps.wps-office-pro/files/kingsoft/wps-office/office6/fonts"),
        Path("/usr/share/texlive/texmf-dist/fonts"),
    )


def installed_with_pip() -> tuple[Path, ...]:
    """The folder of zhplot's Noto Sans SC, where that package is installed; it is never imported."""
    found = importlib.util.find_spec("zhplot")
    return tuple(Path(place) / "fonts" for place in (found.submodule_search_locations or ())) if found else ()


@dataclass(frozen=True)
class FontFile:
    """One font of one file, and the typeface it is."""

    typeface: Typeface
    path: Path
    index: int
    store: Path | None

    def covers(self, char: str) -> bool:
        return ord(char) in self._coverage

    @cached_property
    def face(self) -> Any:
        return faces.face(self.path, self.index, self.store)

    @cached_property
    def name(self) -> str:
        return str(self.face.fontName)

    def width(self, char: str, size: float) -> float:
        known = self._widths.get(char)
        if known is None:
            known = self._widths[char] = float(self.face.face.getCharWidth(ord(char))) / 1000
        return known * size

    @cached_property
    def _coverage(self) -> frozenset[int]:
        return faces.coverage(self.path, self.index)

    @cached_property
    def _widths(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class Fonts:
    """What was found: for each role its font first, then everybody who may help out with a character."""

    chains: Mapping[Typeface, tuple[FontFile, ...]]

    def font(self, role: Typeface, char: str) -> FontFile:
        """The font that draws this character in this role; GlyphMissing if there is none."""
        known = self._found.get((role, char))
        if known is None:
            wanted = " " if char == "\u00a0" else char
            known = next((font for font in self.chains[role] if font.covers(wanted)), None)
            if known is None:
                raise GlyphMissing(characters=char)
            self._found[role, char] = known
        return known

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters that no font has."""
        wanted = sorted({char for text in texts for char in text if char not in BOXES and char != "\n"})
        return tuple(char for char in wanted if not any(font.covers(char) for font in self.chains[T.FANG]))

    def warm(self) -> None:
        """Load what every paper is set in."""
        for role in ROLES:
            self.font(role, "一").width("一", 1.0)

    def names(self) -> dict[Typeface, str]:
        """The file that draws each role."""
        return {role: self.chains[role][0].path.name for role in ROLES}

    def notes(self) -> tuple[str, ...]:
        """What the preview says about fonts that stand in for absent ones."""
        return tuple(
            f"未找到{role}字体，已用{self.chains[role][0].typeface}代替。"
            for role in ROLES
            if self.chains[role][0].typeface is not role
        )

    @cached_property
    def _found(self) -> dict[tuple[Typeface, str], FontFile]:
        return {}


def find(folders: FontFolders) -> Fonts:
    """The fonts of this machine; FontMissing where there is not one that can draw Chinese."""
    files = {typeface: tuple(_files(typeface, folders)) for typeface in Typeface}
    chains = {
        role: tuple(dict.fromkeys(font for typeface in STANDS_IN[role] + LAST for font in files[typeface]))
        for role in ROLES
    }
    if not chains[T.FANG]:
        raise FontMissing
    return Fonts(chains)


def _files(typeface: Typeface, folders: FontFolders) -> Iterator[FontFile]:
    there = _there(folders.searched)
    for name in FILES[typeface]:
        path = there.get(name.lower())
        index = SIMPLIFIED.get(name.lower(), 0)
        if path is not None and faces.outlines(path, index):
            yield FontFile(typeface, path, index, folders.store)


def _there(folders: tuple[Path, ...]) -> dict[str, Path]:
    """Font files by their names in small letters; of two with one name, the one in the earlier folder."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith((".ttf", ".ttc", ".otf")):
                    found.setdefault(name.lower(), Path(place) / name)
    return found
