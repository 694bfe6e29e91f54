"""What stands in a template's strings: sandboxed, strict Jinja2, loops, conditions, and what they name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fuyi_desktop.documents.facts import MANY, Fact, declares
from fuyi_desktop.documents.words import FILTERS, day

OWN_NAMES = {"loop", "index"}  # index: the place in the TOML loop, from 1
CONTROL = {"when", "each", "as"}


class WrongSpeech(Exception):
    """A template's text that cannot be read; its message says which and why."""


class Environment(ImmutableSandboxedEnvironment):
    """Facts are plain values: a dot looks a key up, and nothing else of a mapping can be reached."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _finish(value: Any) -> Any:
    """What is printed of a value; a whole list or table is a slip of the template's author."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping | list | tuple):
        raise jinja2.TemplateRuntimeError("整个列表或表格不能直接印出")
    return "" if value is None else value


ENVIRONMENT = Environment(undefined=jinja2.StrictUndefined, autoescape=False, finalize=_finish)
ENVIRONMENT.filters = {**ENVIRONMENT.filters, **FILTERS}


def evaluate(expression: str, known: Mapping[str, Any]) -> Any:
    """The value of an expression; an unknown name raises when it is used."""
    return _expression(expression)(**known)


@cache
def _expression(text: str) -> Callable[..., Any]:
    return ENVIRONMENT.compile_expression(text, undefined_to_none=False)


@dataclass(frozen=True)
class Speech:
    """A table of the template: said not at all, once, or once for each of a list."""

    table: Mapping[str, Any]
    when: str | None = None
    each: str | None = None
    name: str = ""

    def say(self, known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if self.each is None:
            told: Iterable[Mapping[str, Any]] = (known,)
        else:
            items = evaluate(self.each, known)
            told = ({**known, self.name: item, "index": at} for at, item in enumerate(items, 1))
        for facts in told:
            if self.when is None or evaluate(self.when, facts):
                yield {key: _said(value, facts) for key, value in self.table.items()}


def _said(value: Any, known: Mapping[str, Any]) -> Any:
    match value:
        case jinja2.Template():
            return value.render(known)
        case tuple():
            found: list[Any] = []
            for item in value:
                if isinstance(item, Speech):
                    found += item.say(known)
                else:
                    found.append(_said(item, known))
            return found
    return value


def read(table: Mapping[str, Any], facts: tuple[Fact, ...], loops: Mapping[str, str] | None = None) -> Speech:
    """A table of the template, its strings compiled and every name in them found among the declared facts."""
    loops = dict(loops or {})
    when, each, name = table.get("when"), table.get("each"), table.get("as", "")
    if (each is None) != (not name):
        raise WrongSpeech("each 和 as 要同时写")
    if each is not None:
        _condition(each, facts, loops)
        loops[name] = _iterated(each, loops)
        loops["index"] = ""
    if when is not None:
        _condition(when, facts, loops)
    body = {key: _compiled(value, facts, loops) for key, value in table.items() if key not in CONTROL}
    return Speech(body, when, each, name)


def _compiled(value: Any, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> Any:
    match value:
        case str():
            tree = _look(value, facts, loops)
            return _template(value, tree) if "{" in value else value  # most labels and titles say nothing
        case list():
            return tuple(_compiled(item, facts, loops) for item in value)
        case dict():
            return read(value, facts, loops)
    return value


def _iterated(expression: str, loops: Mapping[str, str]) -> str:
    output = ENVIRONMENT.parse(f"{{{{ {expression} }}}}").body[0]
    assert isinstance(output, nodes.Output)
    path = _path(output.nodes[0], loops)
    if path is None:
        raise WrongSpeech(f"each 只能写一个列表的名字，不能写“{expression}”")
    return path + MANY


def _look(source: str, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> nodes.Template:
    """The text's tree, every name in it declared."""
    try:
        tree = ENVIRONMENT.parse(source)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(f"“{source}”：{wrong.message}") from wrong
    _visit(tree, facts, loops)
    return tree


def _condition(source: str, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> None:
    """An expression whose names are declared and whose filters are known."""
    _look(f"{{{{ {source} }}}}", facts, loops)
    try:
        _expression(source)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(f"“{source}”：{wrong.message}") from wrong


def _template(source: str, tree: nodes.Template) -> jinja2.Template:
    """The text, compiled; an unknown filter is found here."""
    try:
        code = ENVIRONMENT.compile(tree)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(f"“{source}”：{wrong.message}") from wrong
    return ENVIRONMENT.template_class.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def _visit(node: nodes.Node, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> None:
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise WrongSpeech(f"不能用“{node.attr}”")
    path = _path(node, loops)
    if path is not None:
        if path and path not in OWN_NAMES and not path.startswith("loop.") and not declares(facts, path):
            raise WrongSpeech(f"没有声明“{path}”这项事实")
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        _visit(node.iter, facts, loops)
        inner = _path(node.iter, loops)
        loops = {**loops, node.target.name: inner + MANY if inner else ""}
        for child in node.body:
            _visit(child, facts, loops)
        return
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        raise WrongSpeech("不能用 set，请写成事实或条件")
    for child in node.iter_child_nodes():
        _visit(child, facts, loops)


def _path(node: nodes.Node, loops: Mapping[str, str]) -> str | None:
    """applicants[].name for `party.name` in a loop over the applicants; None for what is no plain path."""
    match node:
        case nodes.Name(name=name):
            return loops.get(name, name)
        case nodes.Getattr(node=inner, attr=attr):
            base = _path(inner, loops)
            return None if base is None else f"{base}.{attr}" if base else ""
        case nodes.Getitem(node=inner, arg=nodes.Const(value=str() as key)):
            base = _path(inner, loops)
            return None if base is None else f"{base}.{key}" if base else ""
    return None
