"""The rules and calendars that ship with the program, read once for the tests."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fuyi_desktop.domain.notices import year_from
from fuyi_desktop.domain.rules import Rule, Rules, rules_from
from fuyi_desktop.domain.workdays import Workdays

RESOURCES = Path(__file__).parents[2] / "resources"
YEARS = sorted((RESOURCES / "workdays").glob("*.toml"))
RULES = sorted((RESOURCES / "rules").glob("*.toml"))


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def workdays() -> Workdays:
    return Workdays(tuple(year_from(toml(path), path.name) for path in YEARS))


@cache
def rules() -> Rules:
    return Rules(tuple(rule for path in RULES for rule in rules_from(toml(path), path.name)))


def rule(rule_id: str, day: date = date(2026, 11, 20)) -> Rule:
    return rules().on(rule_id, day)
