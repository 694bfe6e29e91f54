"""模板 — a paper's text in TOML with sandboxed Jinja2: what it asks for, the blocks it fills, its faults."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

import jinja2

from fuyi_desktop.documents.blocks import Block
from fuyi_desktop.documents.facts import Fact, FactKind, missing, pick, specimen
from fuyi_desktop.documents.language import bounded
from fuyi_desktop.documents.places import JINJA, TOML, Fault, Places, in_chinese
from fuyi_desktop.documents.shapes import SHAPES, WrongShape, check, shape
from fuyi_desktop.documents.sheets import OVERPRINT, PORTRAIT, SHEETS, Sheet, of_size
from fuyi_desktop.documents.speech import Speech, WrongSpeech, condition, evaluate, read
from fuyi_desktop.domain.errors import BadFact, TemplateWrong

LONGEST = 100_000  # characters; the longest that is shipped has some eight thousand
MOST_LINES, MOST_FACTS, MOST_BLOCKS = 5000, 300, 400
SIDES = (20.0, 1200.0)  # millimetres of a 套打 paper
NAME = re.compile(r"[A-Za-z_]\w{0,40}(\[\])?(\.[A-Za-z_]\w{0,40}(\[\])?){0,5}")


T = TypeVar("T")


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
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Template:
    """A paper as the office wrote it: number series, declared facts, blocks."""

    id: str  # F06
    version: str  # its number and what it says: 1-7c3e9a0142
    title: str
    paper: PaperKind
    sheet: Sheet
    series: str  # 文书类别 of its numbers (复受); empty where it has none
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    text: str = field(default="", repr=False)  # as it was written

    def fill(self, facts: Mapping[str, object]) -> tuple[Block, ...]:
        """The blocks of this paper; FactsMissing first names every required fact that is absent."""
        known = self.told(facts)
        with bounded():
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

    def trial(self, facts: Mapping[str, object]) -> tuple[Fault, ...]:
        """What goes wrong while it is filled with these facts, each at the line of its block."""
        found = []
        with bounded():
            for part in self.parts:
                try:
                    tuple(self._blocks(part, facts))
                except TemplateWrong as wrong:
                    found.append(Fault(part.line, part.where, str(wrong.facts["why"])))
                except BadFact as wrong:
                    found.append(Fault(part.line, part.where, str(wrong)))
        return tuple(found)

    def _blocks(self, part: Part, known: Mapping[str, Any]) -> Iterator[Block]:
        try:
            for said in part.speech.say(known):
                yield from shape(part.kind, said)
        except (jinja2.TemplateError, WrongShape, KeyError) as wrong:
            named = isinstance(wrong, KeyError) and wrong.args
            why = f"没有“{wrong.args[0]}”这一项" if named else in_chinese(str(wrong), JINJA)
            raise TemplateWrong(template=self.id, where=part.where, why=why) from wrong
        except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as wrong:
            why = "里面的名字或过滤器用得不对，例如把文字当成了列表、日期或数"
            raise TemplateWrong(template=self.id, where=part.where, why=why) from wrong

    def _holds(self, required: str, known: Mapping[str, Any]) -> bool:
        try:
            return bool(evaluate(required, known))
        except jinja2.TemplateError as wrong:
            why = in_chinese(str(wrong), JINJA)
            raise TemplateWrong(template=self.id, where=f"必填条件“{required}”", why=why) from wrong


def plain(text: str) -> str:
    """A text as versions tell it: without a mark of its coding, its line ends those of Unix."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def version_of(number: str, text: str) -> str:
    """A template's version: the number it gives itself, and what it says. Another text is another version."""
    return f"{number}-{hashlib.sha256(plain(text).encode('utf-8')).hexdigest()[:10]}"


def load(text: str, name: str) -> Template:
    """A template out of its text; TemplateWrong says the line and the block of the first fault."""
    template, faults = look(text, name)
    if template is None:
        first = faults[0]
        raise TemplateWrong(template=name, where=first.place, why=first.why)
    return template


def facts_in(text: str) -> tuple[Fact, ...]:
    """The facts that a sound template declares, its blocks not read."""
    return tuple(map(_fact, tomllib.loads(text)["facts"]))


@lru_cache(maxsize=512)
def look(text: str, name: str = "") -> tuple[Template | None, tuple[Fault, ...]]:
    """The template, or everything that is wrong with its text, by line."""
    try:
        return _Reading(plain(text)).result()
    except (RecursionError, MemoryError):
        return None, (Fault(1, "第 1 行", "写得太复杂，读不出来"),)


class _Reading:
    """One text being read; whatever is wrong is noted, and the reading goes on."""

    def __init__(self, text: str) -> None:
        self.places = Places(text)
        self.faults: list[Fault] = []

    def result(self) -> tuple[Template | None, tuple[Fault, ...]]:
        table = self.table()
        template = self.template(table) if table is not None else None
        return (None, tuple(sorted(set(self.faults)))) if self.faults else (template, ())

    def table(self) -> dict[str, Any] | None:
        """The TOML, where it is TOML."""
        text = self.places.text
        if len(text) > LONGEST:
            self.at_line(1, f"模板最多 {LONGEST} 个字，现在是 {len(text)} 个")
            return None
        if text.count("\n") > MOST_LINES:
            self.at_line(MOST_LINES, f"模板最多 {MOST_LINES} 行")
            return None
        if (line := self.places.too_deep) is not None:
            self.at_line(line, "名字里的点太多")
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            found = re.search(r"line (\d+)", str(wrong))
            line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
            said = str(wrong).partition(" (at ")[0]
            self.at_line(line, in_chinese(said, TOML))
        except ValueError as wrong:  # a number of thousands of digits
            self.at_line(1, in_chinese(str(wrong), ((".*", "有一个数太长"),)))
        return None

    def template(self, table: Mapping[str, Any]) -> Template | None:
        head = self.head(table)
        if head is None:
            return None
        facts = self.each(table["facts"], self.fact)
        found = self.sheet(table)
        if self.wrong_length(table) or found is None:
            return None
        sheet = found
        self.conditions(facts)
        parts = self.each(table["blocks"], lambda entry, at: self.part(entry, at, facts, sheet))
        return Template(
            id=table["id"], version=version_of(table["version"], self.places.text), title=table["title"],
            paper=head, sheet=sheet, series=str(table.get("series", "")), facts=facts, parts=parts,
            text=self.places.text,
        )  # fmt: skip

    def head(self, table: Mapping[str, Any]) -> PaperKind | None:
        """Its keys; None where so much is missing that nothing else can be said."""
        for key, kind in HEAD_KEYS.items():
            if not isinstance(table.get(key), kind):
                self.at_key(key, "缺少，或类型不对")
        if not isinstance(table.get("series", ""), str):
            self.at_key("series", "应为文字，放在引号里")
        if unknown := table.keys() - HEAD_KEYS.keys() - {"series", "page", "size"}:
            first = sorted(unknown)[0]
            self.note(self.places.key(first), "、".join(sorted(unknown)), "没有这一项")
        if isinstance(table.get("version"), str) and not re.fullmatch(r"\d{1,9}", table["version"]):
            self.at_key("version", "应为数字，改一次加一")
        if isinstance(table.get("paper"), str) and table["paper"] not in list(PaperKind):
            self.at_key("paper", f"应为{'、'.join(PaperKind)}之一")
        there = all(isinstance(table.get(key), kind) for key, kind in HEAD_KEYS.items())
        return PaperKind(table["paper"]) if there and table["paper"] in list(PaperKind) else None

    def wrong_length(self, table: Mapping[str, Any]) -> bool:
        before = len(self.faults)
        for key, most in (("facts", MOST_FACTS), ("blocks", MOST_BLOCKS)):
            if not 0 < len(table[key]) <= most:
                self.at_key(key, f"应有 1 至 {most} 项，现在是 {len(table[key])} 项")
        return len(self.faults) > before

    def sheet(self, table: Mapping[str, Any]) -> Sheet | None:
        name, size = table.get("page", PORTRAIT.name), table.get("size")
        if not isinstance(name, str) or name not in SHEETS:
            self.at_key("page", f"应为{'、'.join(SHEETS)}之一")
            return None
        if (size is not None) != (name == OVERPRINT.name):
            self.at_key("size", f'只有 page = "{OVERPRINT.name}" 要写，也必须写')
            return None
        if size is None:
            return SHEETS[name]
        if not (isinstance(size, list) and len(size) == 2 and all(map(_is_side, size))):
            self.at_key("size", f"应为宽、高两个数，单位毫米，{SIDES[0]:g} 至 {SIDES[1]:g}")
            return None
        return of_size(*size)

    def each(self, entries: list[Any], one: Callable[[Any, int], T | None]) -> tuple[T, ...]:
        found = (one(entry, at) for at, entry in enumerate(entries, 1))
        return tuple(made for made in found if made is not None)

    def fact(self, entry: Any, at: int) -> Fact | None:
        if why := _wrong_in(entry):
            self.note(self.places.fact(at), f"第 {at} 项事实", why)
            return None
        return _fact(entry)

    def part(self, entry: object, at: int, facts: tuple[Fact, ...], sheet: Sheet) -> Part | None:
        kind = entry.get("kind", "") if isinstance(entry, dict) else ""
        line, where = self.places.block(at), f"第 {at} 块（{kind or '没有 kind'}）"
        if not isinstance(entry, dict) or not isinstance(kind, str) or kind not in SHAPES:
            said = f'"{kind}"' if isinstance(kind, str) and kind else ""
            self.note(self.places.block(at, said), where, f"kind 应为{'、'.join(SHAPES)}之一")
            return None
        body = {key: value for key, value in entry.items() if key != "kind"}
        try:
            check(kind, body, sheet)
            return Part(where, kind, read(body, facts), line)
        except WrongSpeech as wrong:
            self.note(self.places.block(at, wrong.source), where, str(wrong))
        except WrongShape as wrong:
            self.note(line, where, str(wrong))
        return None

    def conditions(self, facts: tuple[Fact, ...]) -> None:
        """The conditions under which facts are mandatory: they may name every declared fact."""
        for at, fact in enumerate(facts, 1):
            if isinstance(fact.required, str):
                try:
                    condition(fact.required, facts)
                except WrongSpeech as wrong:
                    self.note(self.places.fact(at), f"第 {at} 项事实", str(wrong))

    def at_line(self, line: int, why: str) -> None:
        self.note(line, f"第 {line} 行", why)

    def at_key(self, key: str, why: str) -> None:
        self.note(self.places.key(key), key, why)

    def note(self, line: int, where: str, why: str) -> None:
        self.faults.append(Fault(line, where, why))


HEAD_KEYS = {"id": str, "version": str, "title": str, "paper": str, "facts": list, "blocks": list}


def _is_side(value: object) -> bool:
    return type(value) in (int, float) and SIDES[0] <= value <= SIDES[1]  # type: ignore[operator]


def _fact(entry: Mapping[str, Any]) -> Fact:
    return Fact(
        name=entry["name"], label=entry["label"], source=entry.get("from", ""),
        kind=FactKind(entry.get("kind", FactKind.TEXT)), required=entry.get("required", False),
        choices=tuple(entry.get("choices", ())),
    )  # fmt: skip


def _wrong_in(entry: object) -> str:
    """What is wrong with the declaration of a fact; empty where nothing is."""
    if not isinstance(entry, dict) or not entry.keys() >= {"name", "label"}:
        return "要有 name 和 label"
    if unknown := entry.keys() - {"name", "label", "from", "kind", "required", "choices"}:
        return f"没有“{'、'.join(sorted(unknown))}”这一项"
    name, label, choices = entry["name"], entry["label"], entry.get("choices", [])
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return f"name“{name}”应由字母、数字和点组成，如 case.number、applicants[].name"
    if not isinstance(label, str) or not label.strip():
        return "label 应为文字，放在引号里"
    if entry.get("kind", FactKind.TEXT) not in list(FactKind):
        return f"kind 应为{'、'.join(FactKind)}之一"
    if not isinstance(entry.get("required", False), bool | str):
        return "required 应为 true、false，或者放在引号里的条件"
    if not isinstance(choices, list) or not all(isinstance(choice, str) for choice in choices):
        return 'choices 应为几段文字，如 ["普通程序", "简易程序"]'
    return "" if isinstance(entry.get("from", ""), str) else "from 应为另一项事实的名字，放在引号里"
