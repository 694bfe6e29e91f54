"""模板可用的事实 — what the program can tell a paper of a form, each fact with its label."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fuyi_desktop.domain.fields import Field, FieldKind
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.procedure import Procedure

if TYPE_CHECKING:
    from fuyi_desktop.documents.template import Templates

OF_A_STEP = ("step", "steps", "due")  # names that the procedures give; all others come from the case
OPEN_ENDED = ("history[].",)  # each entry holds the facts of its own step
KINDS = {FieldKind.DATE: "date", FieldKind.INTEGER: "number"}
MANY = "[]"


@dataclass(frozen=True)
class KnownFact:
    """One fact that a template of a form may name: its path, its label, and text, date, number or due."""

    path: str
    label: str
    kind: str = "text"

    @property
    def said(self) -> str:
        """How it is written into a text."""
        around, many, inner = self.path.partition(MANY)
        if not many:
            return f"{{{{ {self.path}{_AS[self.kind]} }}}}"
        if inner == ".name":
            return f"{{{{ {around}|names }}}}"
        one = f"one{inner}" if MANY not in inner else "one"
        return f"{{% for one in {around} %}}{{{{ {one}{_AS[self.kind]} }}}}{{% endfor %}}"

    @property
    def declared(self) -> str:
        """How it is declared in the head of a template."""
        kind = "" if self.kind == "text" else f', kind = "{self.kind}"'
        return f'{{ name = "{self.path}", label = "{self.label}"{kind} }}'


_AS: Mapping[str, str] = {"text": "", "number": "", "date": "|day", "due": "|limit"}


def known_facts(form: str, shipped: "Templates", law: Law) -> tuple[KnownFact, ...]:
    """What the program knows for a form: of its case, of its steps, and what the shipped text asks for."""
    kinds = [procedure for procedure in law.procedures.values() if offers(procedure, form)]
    ours = shipped.declared(form) if form in shipped.ids else ()
    found = {fact.name: KnownFact(fact.name, fact.label, fact.kind.value) for fact in ours}
    beside = {other for procedure in kinds for other in forms_of(procedure)} & shipped.ids
    labels: dict[str, Counter[KnownFact]] = {}
    for other in sorted(beside):
        for fact in shipped.declared(other):
            if fact.name.partition(".")[0].removesuffix(MANY) not in OF_A_STEP:
                one = KnownFact(fact.name, fact.label, fact.kind.value)
                labels.setdefault(fact.name, Counter())[one] += 1
    for path, counted in sorted(labels.items()):
        found.setdefault(path, counted.most_common(1)[0][0])
    for of_step in _of_steps(kinds, form, law):
        found.setdefault(of_step.path, of_step)
    return tuple(found.values())


def knows(found: Iterable[KnownFact], path: str) -> bool:
    """Whether one of the known facts is this one, or leads to it."""
    paths = {fact.path for fact in found}
    base = path.removesuffix(MANY)
    leads = any(one.startswith((base + ".", base + MANY)) for one in paths)
    return path in paths or base in paths or leads or path.startswith(OPEN_ENDED)


def offers(procedure: Procedure, form: str) -> bool:
    """Whether a case of this kind can have a paper of the form."""
    return form in forms_of(procedure)


def forms_of(procedure: Procedure) -> frozenset[str]:
    """The papers that the steps of a procedure offer."""
    return frozenset(form for step in procedure.steps for form in step.papers)


def declaration(text: str, fact: KnownFact) -> tuple[int, str] | None:
    """Where in a text a fact has to be declared, and how; None where it is, or where nothing can be."""
    from fuyi_desktop.documents.places import Places

    if re.search(rf"""name\s*=\s*["']{re.escape(fact.path)}["']""", text):
        return None
    end = Places(text).facts_end
    if end is None:
        return None
    before = text[:end].rstrip()
    comma = "" if before.endswith((",", "[")) else ","
    return len(before), f"{comma}\n  {fact.declared},"


def _of_steps(kinds: Iterable[Procedure], form: str, law: Law) -> Iterator[KnownFact]:
    for procedure in kinds:
        cause = form_of(form).cause
        for step in procedure.steps:
            if step.code == cause:
                yield from _fields("step", "", step.fields, step.label)
        for rule_id in law.rules:
            if law.rules[rule_id][-1].procedure == procedure.kind:
                yield KnownFact(f"due.{rule_id}", law.rules[rule_id][-1].name, "due")
        for step in procedure.steps:
            yield from _fields(f"steps.{step.code}", f"{step.label}：", step.fields, step.label)
        yield from _fields("case", "", procedure.entry.fields, "")


def _fields(root: str, before: str, fields: Iterable[Field], step: str) -> Iterator[KnownFact]:
    if step:
        yield KnownFact(f"{root}.on", f"{step}的日期", "date")
    for field in fields:
        many = MANY if field.kind is FieldKind.MANY else ""
        yield KnownFact(f"{root}.{field.name}{many}", f"{before}{field.label}", KINDS.get(field.kind, "text"))
        if field.kind is FieldKind.CHOICE:
            yield KnownFact(f"{root}.{field.name}_code", f"{before}{field.label}（代码）")
            yield KnownFact(f"{root}.{field.name}_article", f"{before}{field.label}（条款）")
