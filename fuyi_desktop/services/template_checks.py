"""模板检查 — everything that is wrong with a text before it may make papers, and what is to be known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fuyi_desktop.documents.facts import specimen
from fuyi_desktop.documents.places import Fault, Places
from fuyi_desktop.documents.press import Made, Press
from fuyi_desktop.documents.template import Template, look
from fuyi_desktop.domain.errors import FuyiError, TemplateWrong
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.mandates import unmet
from fuyi_desktop.services.template_facts import known_facts, knows

# Blocks that no text of a form may lack where the shipped one has them
NEEDED: Mapping[str, str] = {
    "title": "标题", "letterhead": "发文机关", "number": "文号", "signature": "落款", "signatures": "签章栏",
    "page_foot": "每页签名", "imprint": "版记",
}  # fmt: skip
PAPER_NUMBER = re.compile(r"\{\{[^}]*\bpaper\.number\b")
COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
ENTRIES = (1, 3)  # of each list in the papers that are tried


@dataclass(frozen=True)
class Checked:
    """What was found: faults stand in the way of keeping the text, remarks do not."""

    template: Template | None  # None where the text cannot be read at all
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()


def checked(text: str, press: Press, law: Law, on: date, *, form: str = "") -> Checked:
    """A text looked at against the shipped one of its form; nothing is kept, and no case is looked at."""
    template, faults = look(text)
    if template is None:
        return Checked(None, faults)
    checking = _Checking(template, press, law, on)
    found = [*checking.belongs(form)]
    if not found:
        found += [*checking.mandatory(), *checking.facts(), *checking.fills()]
    if not found:
        found += checking.prints()
    return Checked(template, tuple(sorted(set(found))), tuple(sorted(set(checking.remarks))))


class _Checking:
    def __init__(self, template: Template, press: Press, law: Law, on: date) -> None:
        self.template, self.press, self.law, self.on = template, press, law, on
        self.places = Places(template.text)
        self.remarks: list[Fault] = []

    def belongs(self, form: str) -> Iterator[Fault]:
        """That it is a text of a form there is, numbered in its series."""
        mine, line = self.template, self.places.key("id")
        if mine.id not in self.press.forms:
            yield Fault(line, "id", f"没有编号为“{mine.id}”的文书")
        elif form and mine.id != form:
            yield Fault(line, "id", f"编号应为 {form}，现在是 {mine.id}")
        elif mine.series != self.shipped.series:
            wanted = f"series 应为“{self.shipped.series}”" if self.shipped.series else "不应写 series"
            yield Fault(self.places.key("series"), "series", f"文书类别不能改，{wanted}")

    def mandatory(self) -> Iterator[Fault]:
        """The blocks and the words that its papers must have."""
        ours, theirs = ({part.kind for part in template.parts} for template in (self.template, self.shipped))
        line = self.places.block(1)
        for kind, called in NEEDED.items():
            if kind in theirs - ours:
                yield Fault(line, "必备内容", f'缺少{called}，要有 kind = "{kind}" 的块')
        for mandate in unmet(self.template.id, _words(self.places)):
            yield Fault(line, "必备内容", f"没有写“{mandate.what}”（{mandate.article}）")
        if self.shipped.series and not PAPER_NUMBER.search(_words(self.places)):
            yield Fault(line, "必备内容", "没有写文号，要有 {{ paper.number }}")
        declared = {fact.name: (at, fact) for at, fact in enumerate(self.template.facts, 1)}
        for fact in self.shipped.facts:
            at, own = declared.get(fact.name, (0, None))
            if own is None and fact.required is True:
                self.remark(1, "事实", f"原版必填的“{fact.label}”（{fact.name}）没有用到")
            elif own is not None and fact.required and own.required not in (True, fact.required):
                wanted = "true" if fact.required is True else f'"{fact.required}"'
                why = f"“{fact.label}”（{fact.name}）原版必填，要写 required = {wanted}"
                yield Fault(self.places.fact(at), f"第 {at} 项事实", why)

    def facts(self) -> Iterator[Fault]:
        """The declared facts that nobody would ever fill."""
        known = known_facts(self.template.id, self.press.templates, self.law)
        for at, fact in enumerate(self.template.facts, 1):
            if knows(known, fact.name) or (fact.source and knows(known, fact.source)):
                continue
            line, where = self.places.fact(at), f"第 {at} 项事实"
            if fact.required and "[]" not in fact.name:
                self.remark(line, where, f"程序没有“{fact.name}”（{fact.label}），每次出文书时手填")
            else:
                why = "会一直空着。请改用已有的名字；要在出文书时手填的，写 required = true"
                yield Fault(line, where, f"程序没有“{fact.name}”（{fact.label}），{why}")

    def fills(self) -> Iterator[Fault]:
        """What goes wrong while papers are filled: with short lists, long ones, and the bare minimum."""
        facts = self.template.facts
        for each in ENTRIES:
            yield from self.template.trial(specimen(facts, self.on, each=each))
        if any(fact.required is not False for fact in facts):
            bare = specimen(tuple(fact for fact in facts if fact.required is not False), self.on)
            yield from self.template.trial(self.template.told(bare))

    def prints(self) -> Iterator[Fault]:
        """What printing would meet: length, fonts, room."""
        try:
            made = self.draft({})
        except TemplateWrong as wrong:
            yield Fault(self.places.block(1), str(wrong.facts["where"]), str(wrong.facts["why"]))
        except FuyiError as error:
            yield Fault(self.places.block(1), "版面", str(error).removesuffix("。"))
        else:
            fonts = self.press.fonts.notes()
            for note in made.notes:
                if note not in fonts:
                    self.remark(self.places.block(1), "样张", note)

    def draft(self, more: Mapping[str, Any]) -> Made:
        return self.press.tried(self.template, laid_over(specimen(self.template.facts, self.on), more))

    @property
    def shipped(self) -> Template:
        return self.press.templates.get(self.template.id)

    def remark(self, line: int, where: str, why: str) -> None:
        self.remarks.append(Fault(line, where, why))


def laid_over(base: Any, more: Any) -> Any:
    """What is known in place of the specimen's labels; where nothing is known the label stays."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**more, **{key: laid_over(value, more.get(key)) for key, value in base.items()}}
    if isinstance(base, list) and isinstance(more, list | tuple) and more:
        return [laid_over(base[0], item) for item in more] if base else list(more)
    return base if more in (None, "", [], (), {}) else more


def _words(places: Places) -> str:
    """What the blocks say, as it is written; comments say nothing."""
    start = places.blocks[0] if places.blocks else 0
    return COMMENT.sub("", places.text[start:])
