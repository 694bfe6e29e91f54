"""What a template may say: the part of Jinja that is open to it, and how much may come of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fuyi_desktop.documents.words import FILTERS, day

MOST = 400_000  # characters that one paper may consist of, what loops repeat included
LONGEST = 20_000  # characters of one text of a template
BRACES = 1500  # characters between braces
LARGEST = 10_000  # number that a template may name
DEEPEST = 24  # brackets within brackets
LOOPS = 3  # loops within loops

NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.Const, nodes.Filter, nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg,
    nodes.List, nodes.Tuple, nodes.Call,
)  # fmt: skip
METHODS = frozenset({"startswith", "endswith", "split", "strip", "lstrip", "rstrip", "replace"})  # of a text
BUILT_IN = frozenset({
    "length", "count", "list", "join", "replace", "select", "reject", "selectattr", "rejectattr", "map",
    "first", "last", "max", "min", "sum", "int", "groupby", "default", "trim", "unique", "sort", "reverse",
})  # fmt: skip
TESTS = frozenset({
    "defined", "undefined", "none", "true", "false", "string", "number", "in", "eq", "ne", "lt", "gt", "le",
    "ge", "equalto", "==", "!=", "<", ">", "<=", ">=",
})  # fmt: skip
SAID = {
    nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//", nodes.Mod: "%", nodes.Pow: "**", nodes.Pos: "+",
    nodes.Macro: "macro", nodes.CallBlock: "call", nodes.FilterBlock: "filter", nodes.Include: "include",
    nodes.Import: "import", nodes.FromImport: "from", nodes.Extends: "extends", nodes.Block: "block",
    nodes.Assign: "set", nodes.AssignBlock: "set", nodes.With: "with", nodes.Dict: "{ }",
}  # fmt: skip

LONG_BRACES = re.compile(r"\{[{%](?:(?![%}]\}).){" + str(BRACES) + "}", re.DOTALL)

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class NotOpen(Exception):
    """Something a template may not say; its message says what."""


class TooMuch(jinja2.TemplateRuntimeError):
    """More came of a template than a paper can hold."""


@contextmanager
def bounded(most: int = MOST) -> Iterator[None]:
    """Within it no more than so many characters may be made; TooMuch."""
    token = _left.set([most])
    try:
        yield
    finally:
        _left.reset(token)


def spend(amount: int) -> None:
    """Count what is made; TooMuch where it is more than a paper holds."""
    left = _left.get()
    if left is not None:
        left[0] -= amount
    if amount > MOST or (left is not None and left[0] < 0):
        raise TooMuch("排出来的内容太多，请检查循环和重复的内容")


def open_to_templates(tree: nodes.Node) -> None:
    """NotOpen where a text says more than a template may; what its loops repeat is counted from now on."""
    for node in _all(tree):
        if not isinstance(node, NODES):
            raise NotOpen(f"模板里不能用“{SAID.get(type(node), type(node).__name__.lower())}”")
        match node:
            case nodes.Getattr(attr=name) if name.startswith("_"):
                raise NotOpen(f"不能用“{name}”")
            case nodes.Filter(name=name, args=given):
                if name not in BUILT_IN and name not in FILTERS:
                    raise NotOpen(f"没有“{name}”这个过滤器")
                if name == "map" and given:
                    raise NotOpen("map 只能写成 map(attribute='名字')")
            case nodes.Test(name=name) if name not in TESTS:
                raise NotOpen(f"没有“{name}”这个判断")
            case nodes.Const(value=value):
                if isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
                    raise NotOpen(f"数太大，最大是 {LARGEST}")
                if isinstance(value, str) and "__" in value:
                    raise NotOpen(f"不能用“{value}”")
            case nodes.Call():
                _call(node)
            case nodes.For(recursive=True):
                raise NotOpen("循环不能写 recursive")


def count_loops(tree: nodes.Node) -> None:
    """Have every loop of a text count what it repeats."""
    for node in tree.find_all(nodes.For):
        said = sum(len(data.data) for one in node.body for data in _data(one))
        weight = nodes.Const(said + 1, lineno=node.lineno)
        node.iter = nodes.Filter(node.iter, "counted", [weight], [], None, None, lineno=node.lineno)
        node.set_environment(ENVIRONMENT)


def too_wild(source: str) -> str:
    """Why no parser should be given this text; empty where it may be."""
    if len(source) > LONGEST:
        return f"一段文字最多 {LONGEST} 个字，现在是 {len(source)} 个，请分成几段"
    if LONG_BRACES.search(source):
        return f"一处花括号里最多 {BRACES} 个字"
    depth = 0
    for char in source:
        depth = depth + 1 if char in "([{" else max(0, depth - 1) if char in ")]}" else depth
        if depth > DEEPEST:
            return "括号套得太深"
    return ""


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [(tree, 0)]
    while waiting:
        node, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if loops > LOOPS:
            raise NotOpen(f"循环最多套 {LOOPS} 层")
        yield node
        waiting += [(child, loops) for child in node.iter_child_nodes()]


def _call(node: nodes.Call) -> None:
    called = node.node
    if not isinstance(called, nodes.Getattr) or called.attr not in METHODS:
        name = called.attr if isinstance(called, nodes.Getattr) else getattr(called, "name", "")
        raise NotOpen(f"不能用“{name}( )”，可以用 {'、'.join(sorted(METHODS))}")
    if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise NotOpen(f"“{called.attr}( )”里只能写文字或数")


def _data(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    if isinstance(node, nodes.TemplateData):
        yield node
    yield from node.find_all(nodes.TemplateData)


class Environment(ImmutableSandboxedEnvironment):
    """Facts are plain values: a dot looks a key up, and nothing else of a value can be reached."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) or (isinstance(obj, str) and attribute in METHODS):
            return super().getattr(obj, attribute)
        if isinstance(obj, tuple) and attribute in ("grouper", "list"):  # what groupby gives
            return super().getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and not isinstance(obj, Mapping):
            return self.undefined(obj=obj, name=argument)
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return self.undefined(obj=obj, name=argument)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  # as Jinja has it
        text = getattr(__obj, "__self__", None)
        if isinstance(text, str) and __obj.__name__ == "replace":
            return _replaced(text, *args)
        return super().call(__context, __obj, *args, **kwargs)


@jinja2.pass_context  # else what is constant would be made, and made again, uncounted
def _finish(_context: Any, value: Any) -> Any:
    """What is printed of a value; a whole list or table is a slip of the template's author."""
    if isinstance(value, jinja2.Undefined):
        return str(value)  # says what is not there
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping | list | tuple) or callable(value):
        raise jinja2.TemplateRuntimeError("整个列表或表格不能直接印出")
    said = "" if value is None else value
    spend(len(str(said)))
    return said


def _counted(items: Any, weight: int) -> list[Any]:
    found = list(items)
    spend(len(found) * weight)
    return found


def _replaced(text: Any, old: str, new: str, most: int = -1) -> str:
    said = str(text)
    spend(len(said) + max(0, said.count(old) * (len(new) - len(old))))
    return said.replace(old, new, most)


def _joined(items: Iterable[Any], by: str = "") -> str:
    said = [str(item) for item in items]
    spend(sum(map(len, said)) + len(by) * len(said))
    return by.join(said)


ENVIRONMENT = Environment(
    undefined=jinja2.StrictUndefined, autoescape=False, optimized=False, finalize=_finish
)
ENVIRONMENT.filters = {
    **{name: what for name, what in ENVIRONMENT.filters.items() if name in BUILT_IN},
    **FILTERS,
    "replace": _replaced,
    "join": _joined,
    "counted": _counted,
}
ENVIRONMENT.globals.clear()
