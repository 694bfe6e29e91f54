"""Which organ and which court a citizen is sent to, and whether an organ hears a case that is not its own."""

from fuyi_desktop.domain.competence import doubt, way
from fuyi_desktop.domain.party import Unit
from tests import factory

COUNTY = factory.organ(superior="云州市人民政府")


def unit(name: str, **given: str) -> Unit:
    return Unit(id=f"{len(name):032d}", full_name=name, **given)


def told(name: str, *units: Unit) -> tuple[str, str] | None:
    found = way(name, (COUNTY, *units))
    return (found.organ, found.court) if found else None


def test_a_department_is_complained_of_to_its_own_government() -> None:
    assert told("云岭县公安局") == ("云岭县人民政府", "云岭县人民法院")
    assert told("云岭县公安局", unit("云岭县公安局", superior="云州市公安局")) == (
        "云岭县人民政府",
        "云岭县人民法院",
    )


def test_a_township_is_complained_of_to_the_county() -> None:
    assert told("石桥镇人民政府") == ("云岭县人民政府", "云岭县人民法院")


def test_the_county_itself_is_complained_of_one_level_up_and_sued_at_the_intermediate_court() -> None:
    assert told("云岭县人民政府") == ("云州市人民政府", "云州市中级人民法院")


def test_an_organ_led_from_above_is_complained_of_to_the_organ_above() -> None:
    tax = unit("国家税务总局云岭县税务局", superior="国家税务总局云州市税务局", court="云岭县人民法院")

    assert told(tax.full_name, tax) == ("国家税务总局云州市税务局", "云岭县人民法院")


def test_where_the_settings_do_not_tell_nobody_is_named() -> None:
    assert told("国家税务总局云岭县税务局") is None
    assert told("清河县公安局") is None
    assert told("清河县人民政府") is None


def test_a_government_that_hears_a_case_against_itself_is_asked_with_the_article() -> None:
    assert "行政复议法第二十四条" in doubt("云岭县人民政府", COUNTY)
    assert "行政复议法第二十七条" in doubt("国家税务总局云岭县税务局", COUNTY)
    assert doubt("云岭县公安局", COUNTY) == doubt("石桥镇人民政府", COUNTY) == ""
