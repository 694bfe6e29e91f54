"""模板 — a paper's text in TOML with sandboxed Jinja2: what it asks for, and the blocks it fills."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import jinja2

from fuyi_desktop.documents.blocks import Block
from fuyi_desktop.documents.facts import Fact, FactKind, missing, pick, specimen
from fuyi_desktop.documents.shapes import SHAPES, WrongShape, check, shape
from fuyi_desktop.documents.sheets import OVERPRINT, PORTRAIT, SHEETS, Sheet, of_size
from fuyi_desktop.documents.speech import ENVIRONMENT, Speech, WrongSpeech, evaluate, read
from fuyi_desktop.domain.errors import TemplateUnknown, TemplateVersionGone, TemplateWrong


class PaperKind(StrEnum):
    """What sort of paper a template makes."""

    NOTICE = "notice"  # 决定、通知
    OFFICIAL = "official"  # 公文
    LETTER = "letter"  # 信函格式
    FORM = "form"  # 表单


@dataclass(frozen=True)
class Part:
    """One entry of `blocks`: where it stands, and what it says once it is told the facts."""

    where: str
    kind: str
    speech: Speech


@dataclass(frozen=True, kw_only=True)
class Template:
    """A paper as the office wrote it: number series, declared facts, blocks."""

    id: str  # F06
    version: str
    title: str
    paper: PaperKind
    sheet: Sheet
    series: str  # 文书类别 of its numbers (复受); empty where it has none
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]

    def fill(self, facts: Mapping[str, object]) -> tuple[Block, ...]:
        """The blocks of this paper; FactsMissing first names every required fact that is absent."""
        known = self.told(facts)
        return tuple(block for part in self.parts for block in self._blocks(part, known))

    def told(self, facts: Mapping[str, object]) -> dict[str, Any]:
        """The declared facts alone, which is what a paper keeps; FactsMissing names the absent ones."""
        return pick(self.facts, facts, self.title, self._holds)

    def missing(self, facts: Mapping[str, object]) -> tuple[Fact, ...]:
        """The required facts that are absent, to be asked for before anything is printed."""
        return missing(self.facts, facts, self._holds)

    def specimen(self, on: date) -> tuple[Block, ...]:
        """The paper filled with the labels of its facts, to show what belongs where."""
        return self.fill(specimen(self.facts, on))

    def _blocks(self, part: Part, known: Mapping[str, Any]) -> Iterator[Block]:
        try:
            for said in part.speech.say(known):
                yield from shape(part.kind, said)
        except (jinja2.TemplateError, WrongShape, TypeError, KeyError) as wrong:
            raise TemplateWrong(template=self.id, where=part.where, why=str(wrong)) from wrong

    def _holds(self, condition: str, known: Mapping[str, Any]) -> bool:
        try:
            return bool(evaluate(condition, known))
        except jinja2.TemplateError as wrong:
            raise TemplateWrong(template=self.id, where=f"必填条件“{condition}”", why=str(wrong)) from wrong


VERSION = re.compile(r"""^version\s*=\s*["'](\d+)["']""", re.MULTILINE)
IDENTITY = re.compile(r"""^id\s*=\s*["']([^"']+)["']""", re.MULTILINE)


K = TypeVar("K")


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

    def __iter__(self) -> Iterator[K]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True)
class Templates:
    """The templates of a folder: of each form the newest version, and every other by its version."""

    by_id: Mapping[str, Template]
    older: Mapping[tuple[str, str], Template] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Templates":
        found: dict[tuple[str, str], Path] = {}
        for path in sorted(folder.glob("*.toml")):
            key = _identity(path)
            if key in found:
                why = f"编号{key[0]}第 {key[1]} 版已被另一模板使用"
                raise TemplateWrong(template=path.name, where="id", why=why)
            found[key] = path
        newest = dict(sorted(found, key=lambda key: int(key[1])))  # the last of a form stays
        by_id = {form: found[form, version] for form, version in newest.items()}
        older = {key: path for key, path in found.items() if newest[key[0]] != key[1]}
        return cls(Shelf(by_id), Shelf(older))

    @property
    def ids(self) -> frozenset[str]:
        """The forms there is a template for, none of them read."""
        return frozenset(self.by_id.keys())

    def get(self, id_: str, version: str = "") -> Template:
        """The template of a form, in a given version if it matters: never another one in its place."""
        newest = self.by_id.get(id_)
        if newest is not None and version in ("", newest.version):
            return newest
        if not version:
            raise TemplateUnknown(template=id_)
        if (id_, version) not in self.older:
            raise TemplateVersionGone(template=id_, version=version)
        return self.older[id_, version]

    def __iter__(self) -> Iterator[Template]:
        return iter(self.by_id.values())


VERSION = re.compile(r"""^version\s*=\s*["'](\d+)["']""", re.MULTILINE)
IDENTITY = re.compile(r"""^id\s*=\s*["']([^"']+)["']""", re.MULTILINE)


def _identity(path: Path) -> tuple[str, str]:
    """The form and the version a file says it is; what else it says is read when it is used."""
    text = path.read_text("utf-8")
    form, version = IDENTITY.search(text), VERSION.search(text)
    if form and version:
        return form[1], version[1]
    whole = load(text, path.name)  # says what is wrong with it, or finds a head written in another way
    return whole.id, whole.version


HEAD_KEYS = {"id": str, "version": str, "title": str, "paper": str, "facts": list, "blocks": list}


def load(text: str, name: str) -> Template:
    """A template out of its text; TemplateWrong says the line or the block."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        where = f"第 {line.group(1)} 行" if line else "文末"
        raise TemplateWrong(template=name, where=where, why=str(wrong)) from wrong
    for key, kind in HEAD_KEYS.items():
        if not isinstance(table.get(key), kind):
            raise TemplateWrong(template=name, where=key, why="缺少，或类型不对")
    if unknown := table.keys() - HEAD_KEYS.keys() - {"series", "page", "size"}:
        raise TemplateWrong(template=name, where="、".join(sorted(unknown)), why="没有这一项")
    if not table["version"].isdecimal():
        raise TemplateWrong(template=name, where="version", why="应为数字，改一次加一")
    if table["paper"] not in list(PaperKind):
        raise TemplateWrong(template=name, where="paper", why=f"应为{'、'.join(PaperKind)}之一")
    sheet = _sheet(table, name)
    facts = tuple(_fact(entry, at, name) for at, entry in enumerate(table["facts"], 1))
    return Template(
        id=table["id"],
        version=table["version"],
        title=table["title"],
        paper=PaperKind(table["paper"]),
        sheet=sheet,
        series=str(table.get("series", "")),
        facts=facts,
        parts=tuple(_part(entry, at, facts, sheet, name) for at, entry in enumerate(table["blocks"], 1)),
    )


def _sheet(table: Mapping[str, Any], template: str) -> Sheet:
    name, size = table.get("page", PORTRAIT.name), table.get("size")
    if name not in SHEETS:
        raise TemplateWrong(template=template, where="page", why=f"应为{'、'.join(SHEETS)}之一")
    if (size is not None) != (name == OVERPRINT.name):
        raise TemplateWrong(
            template=template, where="size", why=f'只有 page = "{OVERPRINT.name}" 要写，也必须写'
        )
    if size is None:
        return SHEETS[name]
    if not (isinstance(size, list) and len(size) == 2 and all(type(side) in (int, float) for side in size)):
        raise TemplateWrong(template=template, where="size", why="应为宽、高两个数，单位毫米")
    return of_size(*size)


def _fact(entry: object, at: int, template: str) -> Fact:
    where = f"第 {at} 项事实"
    if not isinstance(entry, dict) or not entry.keys() >= {"name", "label"}:
        raise TemplateWrong(template=template, where=where, why="要有 name 和 label")
    if unknown := entry.keys() - {"name", "label", "from", "kind", "required", "choices"}:
        raise TemplateWrong(template=template, where=where, why=f"没有“{'、'.join(sorted(unknown))}”这一项")
    kind, required = entry.get("kind", FactKind.TEXT), entry.get("required", False)
    if kind not in list(FactKind):
        raise TemplateWrong(template=template, where=where, why=f"kind 应为{'、'.join(FactKind)}之一")
    if isinstance(required, str):
        try:
            ENVIRONMENT.compile_expression(required)
        except jinja2.TemplateSyntaxError as wrong:
            raise TemplateWrong(template=template, where=where, why=str(wrong)) from wrong
    return Fact(
        name=str(entry["name"]),
        label=str(entry["label"]),
        source=str(entry.get("from", "")),
        kind=FactKind(kind),
        required=required,
        choices=tuple(entry.get("choices", ())),
    )


def _part(entry: object, at: int, facts: tuple[Fact, ...], sheet: Sheet, template: str) -> Part:
    kind = str(entry.get("kind", "")) if isinstance(entry, dict) else ""
    where = f"第 {at} 块（{kind or '没有 kind'}）"
    if kind not in SHAPES or not isinstance(entry, dict):
        raise TemplateWrong(template=template, where=where, why=f"kind 应为{'、'.join(SHAPES)}之一")
    body = {key: value for key, value in entry.items() if key != "kind"}
    try:
        check(kind, body, sheet)
        return Part(where, kind, read(body, facts))
    except (WrongShape, WrongSpeech) as wrong:
        raise TemplateWrong(template=template, where=where, why=str(wrong)) from wrong
