"""Settings as a file: taken whole, or refused with the place and nothing changed."""

import tomllib
from typing import Any

import pytest

from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.services.app import App
from tests.services import invented
from tests.services.invented import County

REFUSED = {
    "no TOML": ("[[unit]\n", "县设置.toml：不是有效的设置文件"),
    "an unknown section": (
        "[court]\nname = '云岭县人民法院'\n", "不认识“court”这一节，可以是 unit、series、switches"),
    "a single unit": (
        "[unit]\nfull_name = '云岭县财政局'\n", r"县设置.toml的 unit：每一项应当以 \[\[unit\]\] 开头"),
    "a unit without a name": ("[[unit]]\nshort = '云财'\n", "县设置.toml第 1 个 unit：缺 full_name"),
    "an unknown key": (
        "[[unit]]\nfull_name = '云岭县财政局'\n[[unit]]\nfull_name = '云岭县民政局'\nfax = '1'\n",
        "县设置.toml第 2 个 unit：不认识“fax”这一项，可以是full_name、short",
    ),
    "a number for a text": ("[[unit]]\nfull_name = '云岭县财政局'\nphone = 2021001\n", "phone 应当是文字"),
    "a text for yes or no": (
        "[[unit]]\nfull_name = '云岭县财政局'\nreconsiders = '是'\n", "应当是 true 或 false"),
    "a series without a year": (
        "[[series]]\nshort = '云府'\nkind = '复'\n", "第 1 个 series：应当写明 short、kind、year"),
    "a number from zero": ("[[series]]\nshort = '云府'\nkind = '复'\nyear = 2026\nnext = 0\n", "号从 1 起"),
    "a pattern with a strange name": (
        "[[series]]\nshort = '云府'\nkind = '复'\nyear = 2026\npattern = '{organ}{serial}号'\n",
        "只能用 {short}、{kind}"),
    "a pattern with an open bracket": (
        "[[series]]\nshort = '云府'\nkind = '复'\nyear = 2026\npattern = '{serial'\n",
        "只能用 {short}、{kind}"),
    "a pattern without a number": (
        "[[series]]\nshort = '云府'\nkind = '复'\nyear = 2026\npattern = '{short}'\n", "应当有 {serial}"),
    "a switch that there is not": (
        "[switches]\nlocal_days = 'lunar'\n", "“local_days = lunar”不是可用的开关"),
    "switches in a list": ("[[switches]]\nlocal_days = 'natural'\n", "县设置.toml的 switches：应当写成"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_with_a_fault_is_refused_with_its_place_and_changes_nothing(
    window: App, text: str, words: str
) -> None:
    before = invented.content(window)
    good = "[[unit]]\nfull_name = '云岭县水利局'\n" if text.startswith("[[series]") else ""

    with pytest.raises(BadFact, match=words):
        window.settings.take_file(good + text, "县设置.toml")

    assert invented.content(window) == before


def test_what_is_shown_can_be_taken_in_again(window: App) -> None:
    invented.registered(window)
    shown = window.settings.show()

    window.settings.take(shown)

    assert window.settings.show() == shown
    assert [unit["full_name"] for unit in shown["unit"]] == [unit["full_name"] for unit in invented.UNITS]


def test_an_organ_that_is_named_again_is_changed_and_not_doubled(window: App) -> None:
    window.settings.take(tomllib.loads("[[unit]]\nfull_name = ' 云岭县公安局 '\nphone = '0999-2021188'\n"))

    units = {unit["full_name"]: unit for unit in window.settings.show()["unit"]}
    assert len(units) == 3
    assert units["云岭县公安局"]["phone"] == "0999-2021188"
    assert units["云岭县公安局"]["address"] == "云岭县平安路6号"


def test_a_series_goes_on_from_the_number_the_office_had_reached(desk: App) -> None:
    given: dict[str, Any] = {"short": "云府", "kind": "复", "year": 2026}
    desk.settings.take({"series": [given | {"next": 118}]})
    case_id = invented.accepted(desk)
    assert desk.casework.page(case_id).file.label == "云府复〔2026〕118号"

    with pytest.raises(BadFact, match="下一个号是 119，不能退回到 100"):
        desk.settings.take({"series": [given | {"next": 100}]})
    desk.settings.take({"series": [given | {"pattern": "{short}行{kind}〔{year}〕{serial}号"}]})

    assert desk.casework.page(invented.accepted(desk, "陈国栋")).file.label == "云府行复〔2026〕119号"


def test_a_switch_is_kept(window: App) -> None:
    window.settings.take({"switches": {"local_days": "natural"}})
    window.settings.take({"switches": {"local_days": "working"}})

    assert window.settings.show()["switches"] == {"local_days": "working"}


def test_the_county_s_organs_are_the_center_s_and_what_a_window_changes_stays_there(county: County) -> None:
    county.township.settings.take({"unit": [{"full_name": "云岭县公安局", "phone": "0999-1"}]})

    assert county.township.exchange.status().unsent == 0
    assert county.township.settings.show()["unit"][1]["phone"] == "0999-1"
    assert county.center.settings.show()["unit"][1]["phone"] == ""
