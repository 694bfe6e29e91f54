"""Organs belong to the county; what a station sets of them by itself stays with it, and stays on record."""

from fuyi_desktop.services.app import App
from fuyi_desktop.services.settings import unit_history
from tests.services import invented
from tests.services.invented import County

POLICE = "云岭县公安局"


def history(app: App, name: str = POLICE) -> list[dict[str, object]]:
    (unit,) = [unit for unit in app.office.units() if unit.full_name == name]
    with app.office.store.work("", "") as work:
        return unit_history(work, unit.id)


def test_what_a_station_sets_of_an_organ_is_on_record_with_what_stood_there_before(county: County) -> None:
    taken = history(county.township)
    county.township.settings.take({"unit": [{"full_name": POLICE, "phone": "0999-1"}]})
    county.township.settings.take({"unit": [{"full_name": POLICE, "phone": "0999-2"}]})

    joined, first, second = history(county.township)
    assert [joined] == taken
    assert (joined["why"], joined["before"]) == ("加入县中心", {})
    assert (first["by"], first["why"]) == ("周晓敏", "修改设置")
    assert (first["before"], first["fields"]) == ({"phone": ""}, {"phone": "0999-1"})
    assert (second["before"], second["fields"]) == ({"phone": "0999-1"}, {"phone": "0999-2"})
    assert county.township.exchange.status().unsent == 0


def test_setting_an_organ_as_it_is_leaves_no_entry(county: County) -> None:
    before = invented.content(county.township)
    (unit,) = [one for one in county.township.settings.show()["unit"] if one["full_name"] == POLICE]

    county.township.settings.take({"unit": [unit]})

    assert invented.content(county.township) == before


def test_at_the_center_an_organ_is_changed_by_a_line_like_everything_else(county: County) -> None:
    county.center.settings.take({"unit": [{"full_name": POLICE, "phone": "0999-1"}]})

    assert history(county.center) == []
