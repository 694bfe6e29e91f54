"""Identity numbers and codes, as a clerk types them."""

from datetime import date

import pytest

from fuyi_desktop.domain.identity import code_check, code_fault, id_check, id_fault, identity, masked

TODAY = date(2026, 11, 20)
FIRST = "99990119880412034"
NUMBER = FIRST + id_check(FIRST)


def test_a_correct_number_tells_birth_and_sex() -> None:
    assert id_fault(NUMBER, TODAY) == ""
    told = identity(NUMBER)
    assert told is not None
    assert (told.born, told.sex) == (date(1988, 4, 12), "女")
    assert identity(NUMBER[:-1]) is None


def test_full_width_digits_and_spaces_are_read_as_typed() -> None:
    assert id_fault(f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ", TODAY) == ""
    assert id_fault(NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")), TODAY) == ""


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_is_noticed(place: int) -> None:
    digit = "0" if NUMBER[place] != "0" else "1"

    assert id_fault(NUMBER[:place] + digit + NUMBER[place + 1 :], TODAY)


def test_a_short_number_is_told_its_length() -> None:
    assert id_fault(NUMBER[:17], TODAY) == "身份证号应为 18 位，现在是 17 位。"


def test_a_birth_in_the_future_or_on_no_day_is_refused() -> None:
    for born in ("20990101", "18991231", "20260230"):
        first = f"999901{born}034"
        assert id_fault(first + id_check(first), TODAY)


def test_a_unified_code_is_checked_by_the_standard_and_knows_its_alphabet() -> None:
    first = "91999901MA00FUY12"
    code = first + code_check(first)

    assert code_fault(code) == ""
    assert code_fault(code[:8] + "I" + code[9:]) == "统一社会信用代码不用字符 I。"
    assert code_fault(first + ("0" if code[-1] != "0" else "1"))


def test_the_published_sample_of_the_standard_holds() -> None:
    assert code_check("91350100M000100Y4") == "3"


def test_lists_show_only_the_ends_of_a_number() -> None:
    assert masked(NUMBER) == f"9999{'*' * 10}{NUMBER[-4:]}"
    assert masked("13900006208") == "139****6208"
