"""县规则 — a county's rule pack: what it chooses where the texts leave a choice, and its local periods."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from re import fullmatch
from typing import Any

from fuyi_desktop.domain.deadlines import RECIPIENTS
from fuyi_desktop.domain.errors import RuleFileWrong
from fuyi_desktop.domain.places import Fault, Places, parsed
from fuyi_desktop.domain.rules import PROCEDURES, Rule, Rules, rules_from
from fuyi_desktop.domain.switches import BY_KEY, Chosen

KEYS = {"name", "published", "switches", "rule"}
COUNTERED = {  # what a county may change of a local rule that is shipped
    "id", "length", "unit", "roll", "fixed", "extension", "article", "note", "effective_from", "effective_to",
}  # fmt: skip
OWN = r"L\d\d[a-z]?"  # the county's own rules, and what it may write of them
OWN_KEYS = COUNTERED | {
    "name", "procedure", "trigger", "debtor", "local_day", "consequence", "starts", "ends", "recipient",
}  # fmt: skip
NO_STEPS = ("case", "due")  # a date of the case, the end of another period
LONGEST_NAME = 40
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pack:
    """One pack as it was published; its rules are whole, those it takes over from the shipped ones too."""

    name: str
    published: date
    switches: Mapping[str, str]
    rules: tuple[Rule, ...]


def pack_from(text: str, name: str, rules: Rules, steps: Collection[str]) -> Pack:
    """The pack that the text of a file is, held against the rules it is to change and the steps there are.

    RuleFileWrong with the line and the reason of each fault.
    """
    toml = parsed(text, name, RuleFileWrong, where="写法")
    faults = list(_head_faults(toml))
    switches, wrong = _switches(toml.get("switches", {}))
    faults += wrong
    published = toml.get("published")
    found: list[Rule] = []
    if type(published) is date:
        found, wrong = _rules(toml.get("rule", []), rules, steps, published)
        faults += wrong
    if faults:
        raise RuleFileWrong(file=name, where="内容", why=Places(text).told(faults))
    return Pack(str(toml["name"]).strip(), toml["published"], switches, tuple(found))


def chosen(packs: Iterable[Pack], own: Mapping[str, str]) -> Chosen:
    """The county's choices, the latest pack's word first, then what the station has set by itself."""
    codes = dict(own)
    for pack in in_order(packs):
        codes.update(pack.switches)
    return Chosen(codes)


def in_order(packs: Iterable[Pack]) -> list[Pack]:
    """The packs by their day of publication; of two of one name only the one published last."""
    latest = {pack.name: pack for pack in sorted(packs, key=lambda pack: pack.published)}
    return sorted(latest.values(), key=lambda pack: pack.published)


def changed(rules: Rules, packs: Iterable[Pack], choices: Chosen) -> Rules:
    """The rules as the county has chosen and written them; a rule of the law stays as it is."""
    found = [choices.applied(rule) for rule in rules.rules]
    for pack in in_order(packs):
        for rule in pack.rules:
            rest = [piece for other in found for piece in _without(other, rule)]
            found = [*rest, rule]
    return Rules(tuple(found))


def _without(other: Rule, rule: Rule) -> Iterator[Rule]:
    """What is left of a rule where another of its id takes its place for a time."""
    begins, ends = rule.effective_from or date.min, rule.effective_to or date.max
    first, last = other.effective_from or date.min, other.effective_to or date.max
    if other.id != rule.id or last < begins or first > ends:
        yield other
        return
    if first < begins:
        yield replace(other, effective_to=begins - DAY)
    if last > ends:
        yield replace(other, effective_from=ends + DAY)


def _head_faults(toml: Mapping[str, Any]) -> Iterator[Fault]:
    for key in sorted(set(toml) - KEYS):
        yield Fault(f"有不认识的项目“{key}”", key)
    named = toml.get("name")
    if not isinstance(named, str) or not 0 < len(named.strip()) <= LONGEST_NAME:
        yield Fault(f"“name”应当写明规则的名称，不超过 {LONGEST_NAME} 字", key="name")
    if type(toml.get("published")) is not date:
        yield Fault("“published”应当写明发布日期", key="published")
    if not toml.get("switches") and not toml.get("rule"):
        yield Fault("没有 [switches]，也没有 [[rule]]", key="name")


def _switches(given: Any) -> tuple[dict[str, str], list[Fault]]:
    if not isinstance(given, Mapping):
        return {}, [Fault("开关应当写成 [switches] 下的几行", "switches")]
    found, faults = {}, []
    for key, value in given.items():
        if key not in BY_KEY:
            faults.append(Fault(f"没有“{key}”这个开关，有 {'、'.join(BY_KEY)}", "switches", 0, key))
        elif isinstance(value, bool) or str(value) not in BY_KEY[key].codes:
            allowed = "、".join(BY_KEY[key].codes)
            faults.append(Fault(f"“{key}”应当是 {allowed} 之一", "switches", 0, key))
        else:
            found[key] = str(value)
    return found, faults


def _rules(
    given: Any, rules: Rules, steps: Collection[str], published: date
) -> tuple[list[Rule], list[Fault]]:
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        return [], [Fault("规则应当写成 [[rule]]", "rule")]
    found: list[Rule] = []
    faults = []
    for index, row in enumerate(given):
        try:
            rule = _rule(row, rules, steps, published)
            _apart(rule, found)
        except _Wrong as wrong:
            faults.append(Fault(f"{row.get('id', '没有编号的条目')}：{wrong}", "rule", index, wrong.key))
        else:
            found.append(rule)
    return found, faults


class _Wrong(Exception):
    """Why one rule of a pack cannot be taken, and at which of its keys."""

    def __init__(self, why: str, key: str = "") -> None:
        super().__init__(why)
        self.key = key


def _rule(row: Mapping[str, Any], rules: Rules, steps: Collection[str], published: date) -> Rule:
    """One rule of a pack, in force from the day the pack was published where it names no other."""
    rule_id = str(row.get("id", ""))
    shipped = rules.get(rule_id, ())
    if row.get("statutory", False) is not False:
        raise _Wrong("县规则不能写成法律规定的期限（statutory）", "statutory")
    dated = {"effective_from": published} | {key: value for key, value in row.items() if key != "statutory"}
    if shipped:
        return _countered(dated, shipped)
    if not fullmatch(OWN, rule_id):
        raise _Wrong("没有这个编号的地方规则；县自己的规则编号以 L 开头，如 L01", "id")
    if other := sorted(set(dated) - OWN_KEYS):
        raise _Wrong(f"“{other[0]}”不能由县规则写", other[0])
    procedure = dated.pop("procedure", None)
    if procedure not in PROCEDURES:
        raise _Wrong(f"“procedure”应当是 {'、'.join(PROCEDURES)} 之一", "procedure")
    rule = _read({"statutory": False, "confidence": "L"} | dated, procedure)
    _runs(rule, steps)
    return rule


def _countered(row: Mapping[str, Any], shipped: Sequence[Rule]) -> Rule:
    """A shipped local rule with what the county has written of it."""
    if any(rule.statutory for rule in shipped):
        raise _Wrong("这是法律、法规规定的期限，县规则不能改动", "id")
    if other := sorted(set(row) - COUNTERED):
        raise _Wrong(f"“{other[0]}”不能由县规则改动", other[0])
    if not row.get("article"):
        raise _Wrong("“article”应当写明县里规定这个期限的文件", "article")
    before = as_row(shipped[-1])
    for key in ("effective_from", "effective_to"):
        before.pop(key, None)
    if "length" in row:
        before.pop("fixed", None)
    if "fixed" in row:
        for key in ("length", "unit", "extension"):
            before.pop(key, None)
    return _read({**before, **row}, shipped[-1].procedure)


def _read(row: Mapping[str, Any], procedure: str) -> Rule:
    try:
        (rule,) = rules_from({"procedure": procedure, "rule": [row]}, "")
    except RuleFileWrong as error:
        raise _Wrong(str(error.facts["why"])) from None
    return rule


def _runs(rule: Rule, steps: Collection[str]) -> None:
    """What sets it going and what ends it must be there, or it would never run."""
    for key, specs in (("starts", rule.starts), ("ends", rule.ends)):
        for spec in specs:
            if (code := spec.partition("/")[0]) not in steps and code not in NO_STEPS:
                raise _Wrong(f"没有“{code}”这个步骤", key)
    if rule.recipient not in ("", *RECIPIENTS):
        raise _Wrong(f"“recipient”应当是 {'、'.join(RECIPIENTS)} 之一", "recipient")


def _apart(rule: Rule, others: Iterable[Rule]) -> None:
    for other in others:
        if other.id == rule.id and list(_without(other, rule)) != [other]:
            raise _Wrong("同一编号在这个文件里出现两次，施行时间重叠", "id")


def as_row(rule: Rule) -> dict[str, Any]:
    """A rule as a file would write it."""
    return _table(rule, {"procedure"})


def _table(value: Any, hidden: set[str]) -> dict[str, Any]:
    found = {}
    for item in fields(value):
        given = getattr(value, item.name)
        if item.name not in hidden and (given != item.default or item.default is MISSING):
            found[item.name] = _plain(given, item.name)
    return found


def _plain(value: Any, name: str) -> Any:
    if is_dataclass(value):
        return _table(value, set())
    if isinstance(value, StrEnum):
        return value
    if name == "when":
        return {fact: list(allowed) for fact, allowed in value}
    return list(value) if isinstance(value, tuple) else value
