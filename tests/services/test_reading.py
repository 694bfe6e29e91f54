"""The list follows the law: after an update of rules or holidays, and after the office reads 日 anew."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.errors import ChangedMeanwhile
from fuyi_desktop.domain.law import Law
from fuyi_desktop.domain.local import Setting
from fuyi_desktop.domain.rules import Rules
from fuyi_desktop.domain.workdays import Holiday, Notice, Overlay, Workdays
from fuyi_desktop.services.app import App
from fuyi_desktop.services.reading import enforce
from tests import factory
from tests.services import invented


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    at = invented.clock()
    invented.found(tmp_path / "window", at)
    with invented.opened(tmp_path / "window", at) as app:
        invented.registered(invented.with_units(app))
    return tmp_path / "window"


def opened(folder: Path, law: Law | None = None) -> App:
    return invented.opened(folder, invented.clock(), law=law or factory.law())


def with_rule(rule: str, **changed: Any) -> Law:
    """The law as shipped, with one rule rewritten."""
    law = factory.law()
    found = tuple(replace(one, **changed) if one.id == rule else one for one in law.rules.rules)
    return replace(law, rules=Rules(found))


def with_holiday(first: str, last: str) -> Law:
    """The law as shipped, in a county that has a holiday of its own."""
    law = factory.law()
    day = date.fromisoformat(first)
    holidays = (Holiday("火把节", day, date.fromisoformat(last)),)
    local = Overlay("云岭县", day.year, holidays, (Notice("关于火把节放假的通知", "", day),))
    return replace(law, workdays=Workdays(law.workdays.years, (local,)))


def listed(app: App) -> Any:
    (row,) = app.casework.rows()
    return row.due


@pytest.fixture
def next_rule(folder: Path) -> str:
    with opened(folder) as app:
        (row,) = app.casework.rows()
    rule: str = row.rule
    return rule


def test_a_changed_rule_moves_the_list_when_the_store_is_next_opened(folder: Path, next_rule: str) -> None:
    with opened(folder) as app:
        before = listed(app)

    with opened(folder, with_rule(next_rule, length=2)) as app:
        (case,) = app.casework.rows()
        (clock,) = [c for c in app.casework.page(case.case_id).clocks if c.rule.id == next_rule]

        assert listed(app) == clock.due.due < before
        assert app.upkeep.check() == []


def test_a_new_holiday_moves_the_list_and_is_not_written_into_the_journal(folder: Path) -> None:
    with opened(folder) as app:
        before, entries = listed(app), app.casework.journal(app.casework.rows()[0].case_id)

    with opened(folder, with_holiday("2026-07-31", "2026-08-02")) as app:
        assert listed(app) > before
        assert app.upkeep.check() == []
        assert app.casework.journal(app.casework.rows()[0].case_id) == entries


def test_opening_under_the_same_law_writes_nothing(folder: Path) -> None:
    with opened(folder) as app:
        before = invented.content(app)

    with opened(folder) as app:
        assert invented.content(app) == before


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_law_has_the_same_digest_in_every_run(seed: str) -> None:
    asked = "from tests.factory import law; print(law().digest)"
    run = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=factory.ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )  # fmt: skip

    assert run.stdout.strip() == factory.law().digest


def test_every_other_law_has_another_digest() -> None:
    law = factory.law()
    again = Law(dict(law.procedures), Rules(law.rules.rules), Workdays(law.workdays.years))
    procedure = law.procedures["reconsideration"]
    shorter = {**law.procedures, "reconsideration": replace(procedure, steps=procedure.steps[:-1])}
    others = [
        with_rule("A18", length=61),
        with_holiday("2026-07-31", "2026-07-31"),
        replace(law, procedures=shorter),
    ]

    assert again.digest == law.digest
    assert len({law.digest, *(other.digest for other in others)}) == 4


@pytest.fixture
def local(folder: Path) -> Iterator[App]:
    """A window under a law whose review period is a local text that says 日."""
    law = factory.law()
    with opened(folder) as app:
        rule = app.casework.rows()[0].rule
    found = tuple(
        replace(one, local_day=True, unit=_DAYS) if one.id == rule else one for one in law.rules.rules
    )
    with opened(folder, replace(law, rules=Rules(found))) as app:
        yield app


_DAYS = next(rule.unit for rule in factory.law().rules.rules if rule.local_day)


def test_how_a_local_text_s_days_are_read_moves_the_page_and_the_list_together(local: App) -> None:
    (case,) = local.casework.rows()
    working = listed(local)

    local.settings.take({"switches": {"local_days": "natural"}})

    natural = listed(local)
    (clock,) = [c for c in local.casework.page(case.case_id).clocks if c.rule.id == case.rule]
    assert natural < working
    assert clock.due.due == natural
    assert local.upkeep.check() == []
    local.settings.take({"switches": {"local_days": "working"}})
    assert listed(local) == working


def test_the_reading_is_kept_and_the_next_deed_follows_it(local: App) -> None:
    local.settings.take({"switches": {"local_days": "natural"}})
    natural = listed(local)
    store = local.office.store
    law, folder = local.office.law, store.folder
    local.close()

    with opened(folder, law) as app:
        assert listed(app) == natural
        invented.registered(app, "陈国栋")
        assert [row.due for row in app.casework.rows()] == [natural, natural]
        assert app.upkeep.check() == []


def test_a_switch_that_is_refused_leaves_the_list_as_it_was(local: App) -> None:
    before = listed(local)

    with pytest.raises(ChangedMeanwhile), local.office.store.work("周晓敏", "修改设置") as work:
        work.put(Setting(id="local_days", value="natural"))
        enforce(work, factory.law())
        raise ChangedMeanwhile  # something further on in the same transaction

    assert listed(local) == before
    assert local.upkeep.check() == []
