"""How rules, years and moved deadlines are said on the page of rules and holidays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from fuyi_desktop.domain.provisions import ProvisionKind
from fuyi_desktop.domain.rules import LAST_DAY, Every, Fixed, Roll, Rule, Unit
from fuyi_desktop.domain.workdays import YearStatus
from fuyi_desktop.gui import dates

STATUS = {YearStatus.OFFICIAL: "已公布", YearStatus.FLOOR: "暂定", YearStatus.NONE: "未知"}
ASSUMED = {
    YearStatus.OFFICIAL: "",
    YearStatus.FLOOR: "还没有导入通知，按周末和法定节假日推算",
    YearStatus.NONE: "还没有导入通知，只知道公历的法定节假日",
}
UNITS = {Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}
EVERY = {Every.MONTH: "每月", Every.QUARTER: "每季度", Every.HALF: "每半年", Every.YEAR: "每年"}
COUNTY = "L"  # the first letter of a county's own rules


def period(rule: Rule) -> str:
    """5 个工作日, 每月28日, or that the text names none."""
    if rule.fixed is not None:
        return _returning(rule.fixed)
    if rule.length is None or rule.unit is None:
        return "没有写天数"
    before = "前" if rule.roll is Roll.BACKWARD else ""
    return f"{before}{rule.length} {UNITS[rule.unit]}"


def _returning(fixed: Fixed) -> str:
    last = fixed.day == LAST_DAY
    if fixed.month is not None:
        return f"{EVERY[fixed.every]}{fixed.month}月{'底' if last else f'{fixed.day}日'}"
    return f"{EVERY[fixed.every]}{'底' if last else f'{fixed.day}日'}"


def nature(rule: Rule) -> str:
    if rule.statutory:
        return "法定"
    return "县规则" if rule.id.startswith(COUNTY) else "地方"


def to_check(rule: Rule, today: date) -> str:
    return "待核对" if rule.recheck_from is not None and rule.recheck_from <= today else ""


def found(rules: Iterable[Rule], typed: str) -> list[Rule]:
    """The rules that have every typed word in their id, name, text or nature."""
    asked = typed.lower().split()
    return [rule for rule in rules if all(word in _searched(rule) for word in asked)]


def _searched(rule: Rule) -> str:
    parts = rule.id, rule.name, rule.article, rule.debtor, rule.trigger, nature(rule)
    return " ".join(parts).lower()


def answer(told: Any, today: date) -> str:
    """The date that lists show, with 暂定 beside it; 无 where there is no such deadline."""
    if told is None:
        return "无"
    return f"{dates.day(told.display, today)}{'　暂定' if told.provisional else ''}"


def counted(outcome: Any) -> str:
    """What the change moves, in one sentence."""
    cases = len({one.case_id for one in outcome.moved})
    if not outcome.moved:
        return "没有期限变动"
    return f"{cases} 个案件的 {len(outcome.moved)} 项期限变动，已完成的不变"


def title(outcome: Any) -> str:
    return f"导入县规则：{outcome.name}" if outcome.kind is ProvisionKind.PACK else f"导入{outcome.name}"


def published(day: date | None) -> str:
    return dates.long(day) if day else ""


def taken_back(kind: object) -> str:
    """The verb that takes back what the county had sent."""
    return "收回县的模板" if kind is ProvisionKind.TEMPLATE else "收回县规则"
