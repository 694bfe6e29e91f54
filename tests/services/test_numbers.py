"""Numbers without gaps and without twins: through a new year, a new code, and an organ that has no 代字."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import Ambiguous, BadFact
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.services.app import App
from fuyi_desktop.services.views import case_view
from tests.services import invented
from tests.services.invented import County

SERIES = {"short": "云府", "kind": "复", "year": 2026}


def registered(app: App, name: str, on: str, **given: object) -> str:
    """The receipt number of a registration on that day."""
    facts = invented.facts(name, received_on=on, **given)
    return app.on(date.fromisoformat(on)).intake.register(facts).number


def test_a_window_that_joins_goes_on_from_its_last_receipt_number(tmp_path: Path) -> None:
    at = invented.clock()
    (tmp_path / "stick").mkdir()
    invented.found(tmp_path / "center", at, StationRole.CENTER)
    invented.found(tmp_path / "window", at)
    with (
        invented.opened(tmp_path / "center", at) as center,
        invented.opened(tmp_path / "window", at) as window,
    ):
        invented.with_units(center)
        invented.with_units(window)
        before = [registered(window, name, "2026-07-30") for name in ("欧阳慧敏", "陈国栋")]

        invented.enrol(center, window, "T0731", tmp_path / "stick")

        after = registered(window, "罗志强", "2026-07-30")
        assert [*before, after] == ["代收2026-1", "代收2026-2", "代收2026-3"]
        assert [series["short"] for series in window.settings.show()["series"]] == ["T0731"]


def test_two_windows_with_the_same_receipt_number_are_told_apart_by_their_code(county: County) -> None:
    first = invented.registered(county.township)
    assert county.carry().new == 1
    other = invented.registered(county.center, "陈国栋")
    with county.center.office.store.work("何静", "另一窗口的收件") as work:
        case = work.get(Case, other)
        work.put(replace(case, home="T0732", receipt_number="代收2026-1"))

    with pytest.raises(Ambiguous) as refusal:
        county.center.casework.find("代收2026-1")

    assert "T0731/代收2026-1（欧阳慧敏）" in str(refusal.value)
    assert "T0732/代收2026-1（陈国栋）" in str(refusal.value)
    assert county.center.casework.find("T0731/代收2026-1").case.id == first
    assert county.center.casework.find("T0732/代收2026-1").case.id == other


def test_the_way_an_office_writes_its_numbers_outlives_the_year(desk: App) -> None:
    desk.settings.take({"series": [SERIES | {"pattern": "{short}行{kind}〔{year}〕{serial}号"}]})
    invented.accepted(desk)
    registered(desk, "陈国栋", "2027-01-04", act_on="2026-12-28", known_on="2026-12-30")
    (late,) = [row for row in desk.casework.rows() if row.title == "陈国栋"]

    invented.step(desk, late.case_id, "review", "2027-01-05", handler="何静")
    invented.step(desk, late.case_id, "accept", "2027-01-06")

    assert desk.casework.page(late.case_id).file.label == "云府行复〔2027〕1号"
    desk.settings.take({"series": [SERIES | {"year": 2028, "next": 7}]})
    (series,) = [one for one in desk.settings.show()["series"] if one["year"] == 2028]
    assert series["pattern"] == "{short}行{kind}〔{year}〕{serial}号"


def test_an_organ_without_its_short_name_gives_no_number(desk: App) -> None:
    case_id = invented.registered(desk)
    invented.step(desk, case_id, "review", "2026-07-31", handler="何静")
    desk.settings.take({"unit": [{"full_name": "云岭县人民政府", "short": ""}]})

    with pytest.raises(BadFact, match="请先在设置中填写云岭县人民政府的代字"):
        invented.step(desk, case_id, "accept", "2026-08-03")

    page = desk.casework.page(case_id)
    assert page.file.case.number == ""
    assert [step.code for step in page.file.steps] == ["receive", "review"]


def test_a_case_that_has_no_case_number_yet_says_so_beside_its_label(desk: App) -> None:
    case_id = invented.registered(desk)
    before = case_view(desk.casework.page(case_id))
    invented.step(desk, case_id, "review", "2026-07-31", handler="何静")
    invented.step(desk, case_id, "accept", "2026-08-03")

    after = case_view(desk.casework.page(case_id))

    assert (before["number"], before["case_number"]) == ("收2026-1", None)
    assert (after["number"], after["case_number"]) == ("云府复〔2026〕1号", "云府复〔2026〕1号")
