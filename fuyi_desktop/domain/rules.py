"""期限规则 — the deadlines of the law and of the county as data, each with its article and its validity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from re import fullmatch
from typing import Any

from fuyi_desktop.domain.errors import RuleFileWrong, RuleUnknown

PROCEDURES = ("reconsideration", "litigation", "mediation", "reporting")
CONFIDENCES = ("V", "V-", "K", "L", "C")  # `domain.md`: read in full, seen as excerpt, known, local, computed


class Unit(StrEnum):
    """What a period is counted in; the value is what the rule files write."""

    WORKING_DAY = "WD"
    DAY = "D"
    MONTH = "M"
    YEAR = "Y"


class Roll(StrEnum):
    """What becomes of a last day that is a rest day."""

    FORWARD = "R"
    UNSETTLED = "R?"  # no text says so: stays, and the explanation tells
    NONE = "none"
    BACKWARD = "B"  # N日前: counted back, moved earlier
    FIXED = "F"  # a calendar date, not a period


NOT_CHASED = frozenset({"人民法院", "对方当事人"})
LAST_DAY = 31  # of any month: its last day where it has fewer


class Every(StrEnum):
    """How often a fixed date comes round."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Extension:
    """By how much a period may be lengthened, once; no maximum where the text names none."""

    unit: Unit
    article: str
    max: int | None = None


@dataclass(frozen=True)
class Fixed:
    """A date that returns: a day of the last month of each period, or of the month named."""

    every: Every
    day: int = LAST_DAY
    month: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One deadline: from which fact it runs, how long, who owes it, and which steps of a case bound it."""

    id: str
    name: str
    procedure: str
    trigger: str
    debtor: str
    article: str
    confidence: str
    statutory: bool
    roll: Roll
    length: int | None = None
    unit: Unit | None = None
    fixed: Fixed | None = None
    extension: Extension | None = None
    stop: str = ""  # what stops the clock, or excludes time from it
    stop_article: str = ""
    roll_article: str = ""  # what moves its last day, where it is not the text of its procedure
    consequence: str = ""
    note: str = ""
    right: bool = False  # the citizen's own way to a remedy: shown, and not chased as a duty
    local_day: bool = False  # the local text says 日 and nothing says which
    recheck_from: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    cases: tuple[str, ...] = ()  # kinds of case it runs in, where that is not its own procedure
    # A step, `served/F26`, a date of the case `case/known_on`, the end of a rule: missed `due/A18`, met or
    # missed `end/A31`.
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    only: str = ""  # a condition of the case, by its name in `deadlines.ONLY`
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what the starting step must say
    recipient: str = ""  # whose receipt counts, by its name in `deadlines.RECIPIENTS`
    each: str = ""  # of several of these, by the same names, every one has a clock of its own
    dated_by: str = ""  # the fact of the starting step that holds the date; "" its own day
    track: str = ""
    extended_by: str = ""
    suspended_by: str = ""
    resumed_by: str = ""
    excluded_by: str = ""  # a step with `from` and `to`: time that is not counted
    as_written: bool = False  # the paper itself says the last day: that of the fact the rule names

    @property
    def recheck(self) -> bool:
        """Whether the rule rests on a text that has since been replaced and is to be read again."""
        return self.recheck_from is not None

    @property
    def counts(self) -> bool:
        """Whether a date can be computed at all."""
        return self.length is not None or self.fixed is not None

    @property
    def ours(self) -> bool:
        """Whether the office chases it: a step of a case ends it, and it is no court's and no citizen's."""
        return bool(self.ends) and not self.right and self.debtor not in NOT_CHASED

    def in_force(self, day: date) -> bool:
        return (self.effective_from or date.min) <= day <= (self.effective_to or date.max)


@dataclass(frozen=True)
class Rules(Mapping[str, tuple[Rule, ...]]):
    """Every rule by id with all its versions, oldest first."""

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        for versions in self._by_id.values():
            for older, newer in pairwise(versions):
                if older.effective_to is None or newer.in_force(older.effective_to):
                    raise RuleFileWrong(file="", where=newer.id, why="同一编号的两个版本施行时间重叠")

    def on(self, rule_id: str, day: date) -> Rule:
        """The version in force on a day; where none is, the nearest one, which `due` then remarks on."""
        versions = self._by_id.get(rule_id)
        if versions is None:
            raise RuleUnknown(rule=rule_id)
        begun = [rule for rule in versions if (rule.effective_from or date.min) <= day]
        return begun[-1] if begun else versions[0]

    def in_force(self, day: date, procedure: str = "") -> tuple[Rule, ...]:
        """Every rule as it stands on a day, of one procedure or of all."""
        found = (self.on(rule_id, day) for rule_id in self)
        return tuple(rule for rule in found if procedure in ("", rule.procedure))

    def __getitem__(self, rule_id: str) -> tuple[Rule, ...]:
        return self._by_id[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @cached_property
    def _by_id(self) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda rule: (rule.id, rule.effective_from or date.min)):
            found.setdefault(rule.id, []).append(rule)
        return {rule_id: tuple(versions) for rule_id, versions in found.items()}


def rules_from(toml: Mapping[str, Any], name: str) -> tuple[Rule, ...]:
    """The rules of one file, taken whole or refused whole; RuleFileWrong says where and why."""
    procedure = toml.get("procedure")
    if procedure not in PROCEDURES:
        raise RuleFileWrong(file=name, where="开头", why=f"procedure 应当是 {'、'.join(PROCEDURES)} 之一")
    rows = toml.get("rule")
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise RuleFileWrong(file=name, where="开头", why="没有 [[rule]] 条目")
    if unknown := sorted(set(toml) - {"procedure", "rule"}):
        raise RuleFileWrong(file=name, where="开头", why=f"有不认识的项目“{unknown[0]}”")
    return tuple(_rule(row, procedure, name) for row in rows)


def _rule(row: Mapping[str, Any], procedure: str, name: str) -> Rule:
    where = str(row.get("id", "没有编号的条目"))
    try:
        rule = Rule(procedure=procedure, **_read(row, _RULE, ""))
    except _Wrong as wrong:
        raise RuleFileWrong(file=name, where=where, why=str(wrong)) from None
    if why := next((why for why, is_wrong in _FAULTS if is_wrong(rule)), ""):
        raise RuleFileWrong(file=name, where=where, why=why)
    return rule


class _Wrong(Exception):
    """Why one entry cannot be read."""


def _read(row: Any, form: "_Form", within: str) -> dict[str, Any]:
    """The values of a table as the form asks for them."""
    if not isinstance(row, Mapping):
        raise _Wrong(f"{within}的写法不对")
    if unknown := sorted(set(row) - set(form.keys)):
        raise _Wrong(f"{within}有不认识的项目“{unknown[0]}”")
    if missing := [key for key in form.keys if key in form.required and key not in row]:
        raise _Wrong(f"{within}缺少“{missing[0]}”")
    return {key: _value(form.keys[key], row[key], key) for key in row}


def _value(kind: Any, value: Any, key: str) -> Any:
    if isinstance(kind, _Form):
        return kind.made(**_read(value, kind, key))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in list(kind):
            raise _Wrong(f"“{key}”应当是 {'、'.join(kind)} 之一")
        return kind(value)
    if kind is dict:
        if not isinstance(value, Mapping):
            raise _Wrong(f"“{key}”应当是一组条件")
        return tuple((fact, _value(tuple, allowed, key)) for fact, allowed in value.items())
    if kind is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _Wrong(f"“{key}”应当是一组代码")
        return tuple(value)
    if type(value) is not kind or (kind is int and value <= 0):
        raise _Wrong(f"“{key}”的写法不对")
    return value


@dataclass(frozen=True)
class _Form:
    """What a table of the file may hold, and what it must."""

    made: Any
    keys: Mapping[str, Any]
    required: frozenset[str]


_EXTENSION = _Form(
    Extension, {"max": int, "unit": Unit, "article": str}, required=frozenset({"unit", "article"})
)
_FIXED = _Form(Fixed, {"every": Every, "day": int, "month": int}, required=frozenset({"every"}))
_KINDS: dict[str, Any] = {
    "statutory": bool,
    "right": bool,
    "as_written": bool,
    "local_day": bool,
    "length": int,
    "unit": Unit,
    "roll": Roll,
    "fixed": _FIXED,
    "extension": _EXTENSION,
    "recheck_from": date,
    "effective_from": date,
    "effective_to": date,
    "cases": tuple,
    "starts": tuple,
    "ends": tuple,
    "when": dict,
}
_REQUIRED = ("id", "name", "trigger", "debtor", "article", "confidence", "statutory", "roll")
_RULE = _Form(
    Rule,
    {field.name: _KINDS.get(field.name, str) for field in fields(Rule) if field.name != "procedure"},
    frozenset(_REQUIRED),
)


def _blank(rule: Rule) -> bool:
    return not all((rule.name, rule.trigger, rule.debtor, rule.article))


def _half_bound(rule: Rule) -> bool:
    bound = (
        rule.ends, rule.only, rule.when, rule.recipient, rule.each, rule.dated_by, rule.track,
        rule.extended_by, rule.suspended_by, rule.excluded_by,
    )  # fmt: skip
    return not rule.starts and any(bound)


def _extension_misfits(rule: Rule) -> bool:
    return rule.extension is not None and (
        rule.length is None or (rule.extension.unit is Unit.WORKING_DAY) != (rule.unit is Unit.WORKING_DAY)
    )


def _fixed_misfits(rule: Rule) -> bool:
    fixed = rule.fixed
    return fixed is not None and not (
        1 <= fixed.day <= LAST_DAY and 1 <= (fixed.month or 1) <= MONTHS[fixed.every]
    )


# What makes a rule wrong though each of its values is well written; the first that holds is told.
_FAULTS = (
    (
        "编号应当是一个大写字母、两位数字，可以再加一个小写字母",
        lambda rule: not fullmatch(r"[A-Z]\d\d[a-z]?", rule.id),
    ),
    ("名称、起算、义务人、依据都应当填写", _blank),
    (f"confidence 应当是 {'、'.join(CONFIDENCES)} 之一", lambda rule: rule.confidence not in CONFIDENCES),
    (
        "文书载明的期限不填 length，应当填写起算的步骤和 dated_by",
        lambda rule: rule.as_written and (rule.length is not None or not (rule.starts and rule.dated_by)),
    ),
    ("length 和 unit 应当一起填写", lambda rule: (rule.length is None) != (rule.unit is None)),
    ("定日的规则不填 length", lambda rule: rule.length is not None and rule.roll is Roll.FIXED),
    ("fixed 只用于 roll 为 F 的规则", lambda rule: rule.fixed is not None and rule.roll is not Roll.FIXED),
    ("fixed 的月或日不在周期内", _fixed_misfits),
    (
        "工作日期间不会在休息日届满，roll 应当是 none 或 B",
        lambda rule: rule.unit is Unit.WORKING_DAY and rule.roll not in (Roll.NONE, Roll.BACKWARD),
    ),
    (
        "倒推的期间只能是日或工作日",
        lambda rule: rule.roll is Roll.BACKWARD and rule.unit not in (Unit.DAY, Unit.WORKING_DAY),
    ),
    ("local_day 只用于按日计算的规则", lambda rule: rule.local_day and rule.unit is not Unit.DAY),
    ("延长的单位应当与期限一致", _extension_misfits),
    (
        "施行日期应当早于失效日期",
        lambda rule: (rule.effective_from or date.min) > (rule.effective_to or date.max),
    ),
    ("填写了步骤的其他条件，却没有起算的步骤", _half_bound),
    ("中止和恢复的步骤应当一起填写", lambda rule: bool(rule.suspended_by) != bool(rule.resumed_by)),
)
