"""县的选择 — where the texts leave a choice to the county (`domain.md` 1.6): each one, and what it changes.

None of them reaches a statutory period: 司法确认 stays at thirty calendar days, whatever the county writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fuyi_desktop.domain.period import LocalDays, Reading
from fuyi_desktop.domain.rules import Every, Fixed, Roll, Rule, Unit


@dataclass(frozen=True)
class Effect:
    """What a choice makes of one local rule; a start is only moved where the rule has one."""

    rule: str
    changed: Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """One of the choices: as files write it, as the screen says it, and what follows."""

    code: str
    label: str
    meaning: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Switch:
    """One question to the county; the first of its values holds where nothing was chosen."""

    key: str
    label: str
    basis: str
    values: tuple[Value, ...]

    @property
    def default(self) -> str:
        return self.values[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.values)

    def value(self, code: str) -> Value:
        return next(value for value in self.values if value.code == code)


PLAN = "县行政争议纾解工作实施方案二（三）"
WORK_PLAN = "县行政复议行政应诉工作方案第十一项、第十二项"


def _from(rule: str, step: str, trigger: str) -> tuple[Effect, ...]:
    return (Effect(rule, {"trigger": trigger, "starts": (step,)}),)


def _within(rule: str) -> tuple[Value, ...]:
    """The office's own limit where the text says no more than 立即 or 及时."""
    return (
        Value("none", "不设", "文件没有写天数，只提醒，不计超期。"),
        *(
            Value(
                str(days),
                f"{days} 个工作日",
                f"超过 {days} 个工作日按超期提醒。",
                (Effect(rule, {"length": days, "unit": Unit.WORKING_DAY, "roll": Roll.NONE}),),
            )
            for days in (1, 2, 3, 5)
        ),
    )


SWITCHES: tuple[Switch, ...] = (
    Switch(
        "local_days",
        "地方规定里的“日”",
        f"{WORK_PLAN}；行政复议法第八十八条不适用于地方规定",
        (
            Value("working", "按工作日", "按自然日提醒，过了按工作日计算的日子才算超期。"),
            Value("natural", "按自然日", "提醒和超期都按自然日。"),
        ),
    ),
    Switch(
        "backward",
        "“N日前”怎么倒推",
        "行政复议法第五十一条等没有写明是否间隔整日",
        (
            Value("strict", "间隔满 N 日", "活动当日不算，中间隔满 N 日，较早，稳妥。"),
            Value("loose", "第 N 日即可", "从活动前一日倒数到第 N 日，比前一种晚一日。"),
        ),
    ),
    Switch(
        "copy_letter",
        "决定书抄告谁",
        "行政复议法第七十九条第二款；县行政复议行政应诉工作方案第十二项",
        (
            Value("statutory", "只抄法定机关", "只抄告同级政府部门的上一级主管部门，乡镇的不抄告。"),
            Value("local", "并抄上级复议机构", "抄告上一级主管部门，并抄告上级行政复议机构。"),
        ),
    ),
    Switch(
        "copy_summary",
        "集中抄告的周期",
        "县行政复议行政应诉工作方案第十二项没有写明周期",
        (
            Value("none", "未定", "不提醒。"),
            Value(
                "monthly", "每月", "每月最后一日前汇总抄告。", (Effect("D04", {"fixed": Fixed(Every.MONTH)}),)
            ),
            Value(
                "quarterly",
                "每季度",
                "每季度最后一日前汇总抄告。",
                (Effect("D04", {"fixed": Fixed(Every.QUARTER)}),),
            ),
        ),
    ),
    Switch(
        "progress_from",
        "七个工作日反馈进展从何时起算",
        f"{PLAN}“二是”没有写明",
        (
            Value("assign", "分流指派之日", "较早，稳妥。", _from("C03", "assign", "县中心分流指派")),
            Value("accept", "受理之日", "自承办单位受理纾解起算。", _from("C03", "accept", "受理纾解")),
        ),
    ),
    Switch(
        "mediation_from",
        "三十个工作日纾解期限从何时起算",
        f"{PLAN}“二是”没有写明",
        (
            Value("accept", "受理之日", "自承办单位受理纾解起算。", _from("C04", "accept", "受理纾解")),
            Value("assign", "分流指派之日", "较早，稳妥。", _from("C04", "assign", "县中心分流指派")),
        ),
    ),
    Switch("urgent_within", "即排即报的内部时限", f"{PLAN}“一是”只写立即", _within("C11")),
    Switch("closing_within", "程序终结反馈的内部时限", f"{PLAN}“二是”只写及时", _within("C13")),
)
BY_KEY: Mapping[str, Switch] = {switch.key: switch for switch in SWITCHES}


@dataclass(frozen=True)
class Chosen:
    """What a county has chosen; every switch that it left alone stands at its first value."""

    codes: Mapping[str, str]

    def code(self, key: str) -> str:
        return self.codes.get(key, BY_KEY[key].default)

    @property
    def local_days(self) -> LocalDays:
        return LocalDays(self.code("local_days"))

    @property
    def reading(self) -> Reading:
        return Reading(self.code("backward"))

    def applied(self, rule: Rule) -> Rule:
        """A rule as chosen; a statutory one is never touched."""
        if rule.statutory:
            return rule
        for key in self.codes:
            for effect in BY_KEY[key].value(self.code(key)).effects:
                if effect.rule == rule.id:
                    rule = replace(rule, **_fitting(rule, effect.changed))
        return rule


def _fitting(rule: Rule, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Without a start for a rule that runs in no case."""
    return {name: value for name, value in changed.items() if name != "starts" or rule.starts}
