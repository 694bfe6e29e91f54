"""The templates there are: of each form the one that holds, and every other text by its version."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from fuyi_desktop.documents.facts import Fact
from fuyi_desktop.documents.places import Fault, Places
from fuyi_desktop.documents.written import (
    PaperKind,
    Part,
    Template,
    facts_in,
    load,
    look,
    plain,
    version_of,
)
from fuyi_desktop.domain.errors import TemplateUnknown, TemplateVersionGone, TemplateWrong

__all__ = [
    "Fault", "PaperKind", "Part", "Places", "Shelf", "Template", "Templates", "facts_in", "load", "look",
    "plain", "version_of",
]  # fmt: skip

K = TypeVar("K")
Key = tuple[str, str]  # form, version
Find = Callable[[str, str], str | None]  # the text of a form's version, where it is kept

VERSION = re.compile(r"""^version\s*=\s*["'](\d+)["']""", re.MULTILINE)
SERIES = re.compile(r"""^series\s*=\s*["']([^"']+)["']""", re.MULTILINE)
IDENTITY = re.compile(r"""^id\s*=\s*["']([^"']+)["']""", re.MULTILINE)


class Shelf(Mapping[K, Template]):
    """Templates of a folder, each of them read when it is first taken down."""

    def __init__(self, paths: Mapping[K, Path]) -> None:
        self._paths = paths
        self._read: dict[K, Template] = {}

    def __getitem__(self, key: K) -> Template:
        if key not in self._read:
            path = self._paths[key]
            self._read[key] = load(path.read_text("utf-8"), path.name)
        return self._read[key]

    def text(self, key: K) -> str:
        """What is written there, not read any further."""
        return self._read[key].text if key in self._read else plain(self._paths[key].read_text("utf-8"))

    def __iter__(self) -> Iterator[K]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Laid(Mapping[str, Template]):
    """Some templates laid over others: of each form the upper one is found."""

    def __init__(self, upper: Mapping[str, Template], lower: Mapping[str, Template]) -> None:
        self._upper, self._lower = upper, lower

    def __getitem__(self, form: str) -> Template:
        return self._upper[form] if form in self._upper else self._lower[form]

    def text(self, form: str) -> str:
        """What is written there, not read any further."""
        return _text(self._upper if form in self._upper else self._lower, form)

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._lower), **dict.fromkeys(self._upper)})

    def __len__(self) -> int:
        return len(self._lower.keys() | self._upper.keys())


def _nowhere(form: str, version: str) -> str | None:
    return None


@dataclass(frozen=True)
class Templates:
    """Of each form the template that holds, older ones of the folder by version, and those kept elsewhere."""

    by_id: Mapping[str, Template]
    older: Mapping[Key, Template] = field(default_factory=dict)
    find: Find = _nowhere

    @classmethod
    def read(cls, folder: Path) -> "Templates":
        """Those of a folder: of each form the one with the highest number holds."""
        found: dict[Key, tuple[str, Path]] = {}
        for path in sorted(folder.glob("*.toml")):
            form, number, version = _identity(path)
            if (form, number) in found:
                why = f"编号{form}第 {number} 版已被另一模板使用"
                raise TemplateWrong(template=path.name, where="id", why=why)
            found[form, number] = version, path
        newest = dict(sorted(found, key=lambda key: int(key[1])))  # the last of a form stays
        by_id = {form: found[form, number][1] for form, number in newest.items()}
        older = {
            (form, version): path for (form, number), (version, path) in found.items()
            if newest[form] != number
        }  # fmt: skip
        return cls(Shelf(by_id), Shelf(older))

    @property
    def ids(self) -> frozenset[str]:
        """The forms there is a template for, none of them read."""
        return frozenset(self.by_id.keys())

    @property
    def series(self) -> frozenset[str]:
        """The 文书类别 that papers are numbered in, no template read for it."""
        found = (SERIES.search(_text(self.by_id, form)) for form in self.by_id)
        return frozenset(one[1] for one in found if one)

    def under(self, upper: Iterable[Template], find: Find) -> "Templates":
        """These with others laid over them: what the upper replace is still found by its version."""
        return replace(self, by_id=Laid({one.id: one for one in upper}, self.by_id), find=self._either(find))

    def get(self, id_: str, version: str = "") -> Template:
        """The template of a form, in a given version if it matters: never another one in its place."""
        newest = self.by_id.get(id_)
        if newest is not None and version in ("", newest.version):
            return newest
        if not version:
            raise TemplateUnknown(template=id_)
        if (id_, version) in self.older:
            return self.older[id_, version]
        text = self.find(id_, version)
        if text is None or version_of(version.partition("-")[0], text) != version:
            raise TemplateVersionGone(template=id_, version=version)
        return load(text, f"{id_}.toml")

    def version(self, form: str) -> str:
        """The version that holds of a form, its blocks not read; TemplateUnknown."""
        if isinstance(self.by_id, Shelf) and form in self.by_id:
            text = self.by_id.text(form)
            if number := VERSION.search(text):
                return version_of(number[1], text)
        return self.get(form).version

    def declared(self, form: str) -> tuple[Fact, ...]:
        """The facts of a form, without reading its blocks; TemplateUnknown."""
        if isinstance(self.by_id, Shelf) and form in self.by_id:
            return facts_in(self.by_id.text(form))
        return self.get(form).facts

    def __iter__(self) -> Iterator[Template]:
        return iter(self.by_id.values())

    def _either(self, find: Find) -> Find:
        """Where what was laid under is looked for: below, then where the text is kept."""
        below = self.by_id

        def either(form: str, version: str) -> str | None:
            lower = below.get(form)
            return lower.text if lower is not None and lower.version == version else find(form, version)

        return either


def _text(shelf: Mapping[str, Template], form: str) -> str:
    """What is written of a form, read as little as can be."""
    if isinstance(shelf, Laid):
        return shelf.text(form)
    return shelf.text(form) if isinstance(shelf, Shelf) else shelf[form].text


def _identity(path: Path) -> tuple[str, str, str]:
    """The form, the number and the version of a file; what else it says is read when it is used."""
    text = path.read_text("utf-8")
    form, number = IDENTITY.search(text), VERSION.search(text)
    if form and number:
        return form[1], number[1], version_of(number[1], text)
    whole = load(text, path.name)  # says what is wrong with it, or finds a head written in another way
    return whole.id, whole.version.partition("-")[0], whole.version
