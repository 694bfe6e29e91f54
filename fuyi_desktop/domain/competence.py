"""复议管辖 — which organ hears a complaint against an organ, and which court (行政复议法第二十四条以下)."""

from collections.abc import Sequence
from typing import NamedTuple

from fuyi_desktop.domain.party import Unit

GOVERNMENT = "人民政府"
LOWEST = ("乡人民政府", "镇人民政府", "街道办事处")  # 县级以下: 第二十四条第一款第二项
# 实行垂直领导的行政机关和国家安全机关 (第二十七条), as their names say it.
VERTICAL = ("海关", "税务", "外汇管理", "金融监督管理", "中国人民银行", "国家安全")
OWN_LEVEL, ABOVE, DEPARTMENT_ABOVE = (
    "行政复议法第二十四条第一款第一项、第二项", "行政复议法第二十四条第一款第三项", "行政复议法第二十七条",
)  # fmt: skip


class Way(NamedTuple):
    """Where an act can be challenged: the 复议机关 and the court by name, empty where it is not known."""

    organ: str
    court: str
    article: str


def is_vertical(name: str) -> bool:
    """Whether an organ is led from above alone, by its name."""
    return not name.endswith(GOVERNMENT) and any(word in name for word in VERTICAL)


def is_government(name: str, unit: Unit | None = None) -> bool:
    """Whether it is a 县级以上 government; a township's or 街道's is none."""
    if unit is not None and unit.level and not name.endswith(GOVERNMENT):
        return False
    return name.endswith(GOVERNMENT) and not name.endswith(LOWEST)


def way(name: str, units: Sequence[Unit]) -> Way | None:
    """Where acts of an organ are challenged; None where it does not follow from what the settings know."""
    unit = next((one for one in units if one.full_name == name), None)
    if is_vertical(name):
        if unit is None or not unit.superior:
            return None
        # 海关处理的案件 go to the 中级人民法院 (行政诉讼法第十五条第二项)
        court = unit.court_above if "海关" in name else unit.court
        return Way(unit.superior, court, DEPARTMENT_ABOVE)
    if is_government(name, unit):
        if unit is None or not unit.superior:
            return None
        return Way(unit.superior, unit.court_above, ABOVE)  # 行政诉讼法第十五条第一项
    over = _own_government(name, unit, units)
    if over is None:
        return None
    return Way(over.full_name, (unit.court if unit else "") or over.court, OWN_LEVEL)


def doubt(name: str, organ: Unit) -> str:
    """Why an organ may not be the one for a case against the named one, with the article; else empty."""
    if not organ.full_name.endswith(GOVERNMENT):
        return ""
    if name == organ.full_name:
        why = "对县级以上人民政府的行政行为不服的，由上一级人民政府管辖"
        return f"被申请人就是{name}，{why}（{ABOVE}），请核对是否属于本机关管辖。"
    if is_vertical(name):
        why = "实行垂直领导的行政机关、国家安全机关，由上一级主管部门管辖"
        return f"{name}看来属于{why}（{DEPARTMENT_ABOVE}），请核对是否属于本机关管辖。"
    return ""


def _own_government(name: str, unit: Unit | None, units: Sequence[Unit]) -> Unit | None:
    """本级人民政府 of a department, 县级人民政府 of a township."""
    governments = [one for one in units if one.reconsiders and is_government(one.full_name, one)]
    if name.endswith(LOWEST):
        above = [one for one in governments if unit is not None and one.full_name == unit.superior]
        return _only(above or governments)
    by_level = [
        one for one in governments if unit is not None and one.level and unit.level.startswith(one.level)
    ]
    by_name = [one for one in governments if name.startswith(one.full_name.removesuffix(GOVERNMENT))]
    return _only([one for one in by_level if one in by_name] or by_name)


def _only(found: Sequence[Unit]) -> Unit | None:
    return found[0] if len(found) == 1 else None
