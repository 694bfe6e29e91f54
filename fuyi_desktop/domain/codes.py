"""代码表 — the lists that forms offer and tables count by, and what each generation made of the one before.

The lists are files, for the county may differ and the State changes them; a step whose guards depend on a
code names it in Python as well, and a test holds the two together.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import pairwise
from re import fullmatch
from typing import Any, NoReturn

from fuyi_desktop.domain.errors import CodeFileWrong, CodeUnknown
from fuyi_desktop.domain.fields import Choice

DAY = timedelta(days=1)
MATERIALS = "materials"  # the list whose entries a form asks for with the papers they stand for


@dataclass(frozen=True, kw_only=True)
class Code:
    """One entry: what it is called, what it rests on, and what the next generation made of it."""

    code: str
    label: str
    parent: str = ""  # the heading it is counted under
    article: str = ""
    path: str = ""  # where a matter of this kind belongs instead
    form: str = ""  # the paper it stands for
    note: str = ""
    obsolete: bool = False  # kept for old cases, no longer offered
    became: tuple[str, ...] = ()  # codes of the next generation; none where it goes on under its own
    gone: str = ""  # why nothing took its place


@dataclass(frozen=True)
class Generation:
    """The entries of a list as they stand from one day to another."""

    codes: tuple[Code, ...]
    effective_from: date | None = None
    effective_to: date | None = None
    by_code: Mapping[str, Code] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {code.code: code for code in self.codes})

    @property
    def headings(self) -> frozenset[str]:
        return frozenset(code.parent for code in self.codes if code.parent)

    @property
    def offered(self) -> tuple[Code, ...]:
        """What can be chosen: neither a heading nor obsolete."""
        return tuple(code for code in self.codes if code.code not in self.headings and not code.obsolete)


@dataclass(frozen=True)
class CodeList:
    """One list in all its generations, oldest first; a code never changes its meaning."""

    id: str
    title: str
    generations: tuple[Generation, ...]
    article: str = ""

    def on(self, day: date) -> tuple[Code, ...]:
        """Every entry as the list stands on a day, headings and obsolete ones among them."""
        return self.generations[self._index(day)].codes

    def offered(self, day: date) -> tuple[Code, ...]:
        """The entries that can be chosen on a day."""
        return self.generations[self._index(day)].offered

    def choices(self, day: date) -> tuple[Choice, ...]:
        """The entries that can be chosen, as the field of a form takes them."""
        return tuple(Choice(code.code, code.label, code.article) for code in self.offered(day))

    def code(self, code: str) -> Code:
        """The entry of a code, in the words of the newest generation that knows it; CodeUnknown."""
        return self._newest(lambda entry: entry.code == code) or self._unknown(code)

    def find(self, said: str) -> Code:
        """The entry of a code or a label, as older cases and spreadsheets write it; CodeUnknown."""
        return self._newest(lambda entry: said in (entry.code, entry.label)) or self._unknown(said)

    def label(self, code: str) -> str:
        return self.code(code).label

    def became(self, code: str, day: date) -> tuple[str, ...]:
        """What a code is counted as in the list of a day: itself, its successors, or nothing.

        CodeUnknown where the list knew no such code by that day.
        """
        last = self._index(day)
        first = next((n for n in range(last, -1, -1) if code in self.generations[n].by_code), None)
        if first is None:
            self._unknown(code)
        now = {code: None}
        for older, newer in pairwise(self.generations[first : last + 1]):
            now = dict.fromkeys(heir for one in now for heir in _heirs(older.by_code[one], newer))
        return tuple(now)

    def _newest(self, wanted: Callable[[Code], bool]) -> Code | None:
        every = (code for generation in reversed(self.generations) for code in generation.codes)
        return next(filter(wanted, every), None)

    def _index(self, day: date) -> int:
        """The generation of a day; of a day before the first, the first."""
        begun = [n for n, one in enumerate(self.generations) if (one.effective_from or date.min) <= day]
        return begun[-1] if begun else 0

    def _unknown(self, code: str) -> NoReturn:
        raise CodeUnknown(list=self.title, key=code)


@dataclass(frozen=True)
class CodeBook(Mapping[str, CodeList]):
    """The lists of one line of work."""

    lists: tuple[CodeList, ...]

    def labels(self, day: date) -> dict[str, Any]:
        """What an entry form shows on a day: of every list the labels, of the materials their forms too."""
        found: dict[str, Any] = {
            name: tuple(code.label for code in one.offered(day)) for name, one in self.items()
        }
        if MATERIALS in self:
            usual = self[MATERIALS].offered(day)
            found[MATERIALS] = tuple({"name": code.label, "form": code.form} for code in usual)
        return found

    def __getitem__(self, name: str) -> CodeList:
        for one in self.lists:
            if one.id == name:
                return one
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (one.id for one in self.lists)

    def __len__(self) -> int:
        return len(self.lists)


def codes_from(toml: Mapping[str, Any], name: str) -> CodeBook:
    """The lists of one file, taken whole or refused whole; CodeFileWrong says where and why."""
    try:
        return CodeBook(tuple(_list(list_id, table) for list_id, table in toml.items()))
    except _Wrong as wrong:
        raise CodeFileWrong(file=name, where=wrong.where, why=wrong.why) from None


class _Wrong(Exception):
    """Where a file cannot be read, and why."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(where, why)
        self.where, self.why = where, why


# What each table of the file may hold, by the type of its value; a list is a list of text.
_LIST = {"title": str, "article": str, "generation": list}
_GENERATION = {"effective_from": date, "effective_to": date, "codes": list}
_CODE = {item.name: {"obsolete": bool, "became": list}.get(item.name, str) for item in fields(Code)}


def _list(list_id: str, table: Any) -> CodeList:
    _fits(table, _LIST, ("title", "generation"), f"“{list_id}”")
    generations = tuple(_generation(list_id, item) for item in table["generation"])
    found = CodeList(list_id, table["title"], generations, table.get("article", ""))
    for fault in _FAULTS:
        for where, why in fault(found):
            raise _Wrong(f"“{list_id}”{f'中的“{where}”' if where else ''}", why)
    return found


def _generation(list_id: str, table: Any) -> Generation:
    _fits(table, _GENERATION, ("codes",), f"“{list_id}”")
    return Generation(
        tuple(_code(list_id, item) for item in table["codes"]),
        table.get("effective_from"),
        table.get("effective_to"),
    )


def _code(list_id: str, table: Any) -> Code:
    named = f"“{table['code']}”" if isinstance(table, Mapping) and "code" in table else "没有代码的条目"
    where = f"“{list_id}”中的{named}"
    _fits(table, _CODE, ("code", "label"), where)
    became = table.get("became", [])
    if not all(isinstance(one, str) for one in became):
        raise _Wrong(where, "“became”应当是一组代码")
    return Code(**{**table, "became": tuple(became)})


def _fits(table: Any, form: Mapping[str, type], required: Iterable[str], where: str) -> None:
    if not isinstance(table, Mapping):
        raise _Wrong(where, "写法不对")
    if unknown := sorted(set(table) - set(form)):
        raise _Wrong(where, f"有不认识的项目“{unknown[0]}”")
    if missing := [key for key in required if table.get(key) in (None, "", [])]:
        raise _Wrong(where, f"缺少“{missing[0]}”")
    if wrong := [key for key in table if type(table[key]) is not form[key]]:
        raise _Wrong(where, f"“{wrong[0]}”的写法不对")


Fault = tuple[str, str]  # the entry, and what is wrong with it


def _dates(found: CodeList) -> Iterator[Fault]:
    for one in found.generations:
        if (one.effective_from or date.min) > (one.effective_to or date.max):
            yield "", "施行日期应当早于失效日期"
    for older, newer in pairwise(found.generations):
        if older.effective_to is None or newer.effective_from != older.effective_to + DAY:
            yield "", "后一代应当从前一代失效的次日起施行，既不重叠也不留空档"


def _names(found: CodeList) -> Iterator[Fault]:
    for one in found.generations:
        for code in one.codes:
            if not fullmatch(r"[A-Za-z][A-Za-z0-9_]*", code.code):
                yield code.code, "代码应当由字母、数字和下划线组成，以字母开头"
        for said, word in (("code", "代码"), ("label", "名称")):
            times = Counter(getattr(code, said) for code in one.codes)
            if twice := next((key for key, count in times.items() if count > 1), None):
                yield twice, f"同一代里有两个相同的{word}"


def _parents(found: CodeList) -> Iterator[Fault]:
    for one in found.generations:
        for code in one.codes:
            above = one.by_code.get(code.parent) if code.parent else None
            if code.parent and above is None:
                yield code.code, f"没有上级“{code.parent}”"
            if above and above.parent:
                yield code.code, "只能有一级上级"


def _mapping(found: CodeList) -> Iterator[Fault]:
    for code in found.generations[-1].codes:
        if code.became or code.gone:
            yield code.code, "最新一代的代码还没有去向"
    for older, newer in pairwise(found.generations):
        for code in older.codes:
            if code.code in newer.by_code and (code.became or code.gone):
                yield code.code, "后一代仍有这个代码，不能另有去向"
            if code.became and code.gone:
                yield code.code, "became 和 gone 只能填一项"
            if code.code in older.headings or code.gone:
                continue
            heirs = _heirs(code, newer)
            if lost := next((heir for heir in heirs if heir not in newer.by_code), None):
                yield code.code, f"后一代没有“{lost}”"
            if heading := next((heir for heir in heirs if heir in newer.headings), None):
                yield code.code, f"后一代的“{heading}”下面还分细项，去向应当是细项"
            if not heirs:
                yield code.code, "后一代没有这个代码，应当写明去向（became）或者不再有的原因（gone）"


# What makes a list wrong though each of its values is well written; the first that holds is told.
_FAULTS = (_dates, _names, _parents, _mapping)


def _heirs(code: Code, newer: Generation) -> tuple[str, ...]:
    return (code.code,) if code.code in newer.by_code else code.became
