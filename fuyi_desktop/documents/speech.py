"""What stands in a template's strings: loops, conditions, and what they name among the declared facts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes

from fuyi_desktop.documents.facts import MANY, Fact, declares
from fuyi_desktop.documents.language import (
    ENVIRONMENT,
    NotOpen,
    count_loops,
    open_to_templates,
    spend,
    too_wild,
)
from fuyi_desktop.documents.places import JINJA, in_chinese, short

OWN_NAMES = {"loop", "index"}  # index: the place in the TOML loop, from 1
CONTROL = {"when", "each", "as"}
UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # what Python itself makes of a wild text


class WrongSpeech(Exception):
    """A template's text that cannot be read: why, and the text itself."""

    def __init__(self, why: str, source: str = "") -> None:
        super().__init__(why)
        self.source = source


def evaluate(expression: str, known: Mapping[str, Any]) -> Any:
    """The value of an expression; an unknown name raises when it is used."""
    return _expression(expression)(**known)


@lru_cache(maxsize=4096)
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
            items = list(evaluate(self.each, known))
            spend(len(items) * (1 + len(self.table)))
            told = ({**known, self.name: item, "index": at} for at, item in enumerate(items, 1))
        for facts in told:
            if self.when is None or evaluate(self.when, facts):
                yield {key: _filled(value, facts) for key, value in self.table.items()}


def _filled(value: Any, known: Mapping[str, Any]) -> Any:
    match value:
        case jinja2.Template():
            return value.render(known)
        case tuple():
            found: list[Any] = []
            for item in value:
                if isinstance(item, Speech):
                    found += item.say(known)
                else:
                    found.append(_filled(item, known))
            return found
    return value


def read(table: Mapping[str, Any], facts: tuple[Fact, ...], loops: Mapping[str, str] | None = None) -> Speech:
    """A table of the template, its strings compiled and every name in them found among the declared facts."""
    loops = dict(loops or {})
    when, each, name = table.get("when"), table.get("each"), table.get("as", "")
    if (each is None) != (not name):
        raise WrongSpeech("each 和 as 要同时写")
    if name and not (isinstance(name, str) and name.isidentifier()):
        raise WrongSpeech("as 要写一个名字，用字母，放在引号里")
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
        raise WrongSpeech(f"each 只能写一个列表的名字，不能写“{short(expression)}”", expression)
    return path + MANY


def _look(source: str, facts: tuple[Fact, ...], loops: Mapping[str, str], shown: str = "") -> nodes.Template:
    """The text's tree: open to templates, and every name in it declared."""
    shown = shown or source
    if why := too_wild(source):
        raise WrongSpeech(why, shown)
    try:
        tree = ENVIRONMENT.parse(source)
        open_to_templates(tree)
        _visit(tree, facts, loops)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(_said(shown, wrong), shown) from wrong
    except NotOpen as wrong:
        raise WrongSpeech(str(wrong), shown) from wrong
    except WrongSpeech as wrong:
        raise WrongSpeech(str(wrong), shown) from wrong
    except UNREADABLE as wrong:
        raise WrongSpeech(f"“{short(shown)}”写得太复杂，读不出来", shown) from wrong
    return tree


def _condition(source: object, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> None:
    """An expression whose names are declared and whose filters are known."""
    if not isinstance(source, str):
        raise WrongSpeech("when、each 要写成文字，放在引号里")
    _look(f"{{{{ {source} }}}}", facts, loops, source)
    try:
        _expression(source)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(_said(source, wrong), source) from wrong
    except UNREADABLE as wrong:
        raise WrongSpeech(f"“{short(source)}”写得太复杂，读不出来", source) from wrong


def condition(source: str, facts: tuple[Fact, ...]) -> None:
    """WrongSpeech where the condition under which a fact is mandatory cannot be read."""
    _condition(source, facts, {})


def _template(source: str, tree: nodes.Template) -> jinja2.Template:
    """The text, compiled; what only the compiler finds is found here."""
    count_loops(tree)
    try:
        code = ENVIRONMENT.compile(tree)
    except jinja2.TemplateSyntaxError as wrong:
        raise WrongSpeech(_said(source, wrong), source) from wrong
    except UNREADABLE as wrong:
        raise WrongSpeech(f"“{short(source)}”写得太复杂，读不出来", source) from wrong
    return ENVIRONMENT.template_class.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def _said(source: str, wrong: jinja2.TemplateSyntaxError) -> str:
    return f"“{short(source)}”：{in_chinese(wrong.message or '', JINJA)}"


def _visit(node: nodes.Node, facts: tuple[Fact, ...], loops: Mapping[str, str]) -> None:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        _visit(node.node.node, facts, loops)
        for given in node.args:
            _visit(given, facts, loops)
        return
    path = _path(node, loops)
    if path is not None:
        if path and path not in OWN_NAMES and not path.startswith("loop.") and not declares(facts, path):
            raise WrongSpeech(f"没有声明“{path}”这项事实")
        return
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        _visit(node.iter, facts, loops)
        inner = _path(node.iter, loops)
        for child in (*node.body, *([node.test] if node.test else [])):
            _visit(child, facts, {**loops, node.target.name: inner + MANY if inner else ""})
        for child in node.else_:
            _visit(child, facts, loops)
        return
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
