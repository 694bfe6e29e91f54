"""Who gets into a store: the password, the printed recovery key, and what the locked folder gives away."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    NoPermission,
    NotFound,
    PasswordTooWeak,
    StoreExists,
    StoreInUse,
    StoreMissing,
    WrongPassword,
)
from fuyi_desktop.domain.party import Person, StationRole
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.sealing.slots import Cost, slot_for_password
from fuyi_desktop.services import accounts
from fuyi_desktop.store import vault
from tests import factory
from tests.services import invented
from tests.services.invented import CHEAP, PASSWORD

OTHERS = "另一位的长口令2026"
LAW: dict[str, Any] = {"law": factory.law(), "now": invented.clock()}


@pytest.fixture
def made(tmp_path: Path) -> accounts.Made:
    return make(tmp_path / "window")


def make(folder: Path, **given: Any) -> accounts.Made:
    values = {"role": StationRole.TOWNSHIP, "name": "石桥镇行政争议纾解窗口", "unit": "石桥镇人民政府",
              "person": "周晓敏", "password": PASSWORD} | given  # fmt: skip
    return accounts.make(folder, *values.values(), **LAW, cost=CHEAP)


def recover(folder: Path, printed: str, password: str, name: str | None = None) -> None:
    accounts.recover(folder, printed, password, name=name, **LAW, cost=CHEAP).close()


def test_the_password_opens_the_store_and_any_other_says_only_that(made: accounts.Made) -> None:
    folder = Path(made.folder)
    accounts.unlock(folder, PASSWORD, **LAW).close()

    for wrong in (PASSWORD + " ", PASSWORD[:-1], "", made.recovery_key):
        with pytest.raises(WrongPassword) as refusal:
            accounts.unlock(folder, wrong, **LAW)
        assert str(refusal.value) == "密码不对，请重新输入。"


def test_the_locked_folder_names_nobody_and_holds_no_secret(made: accounts.Made) -> None:
    files = [path for path in Path(made.folder).rglob("*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)

    for told in ("周晓敏", "石桥镇", PASSWORD, made.recovery_key, made.recovery_key.replace(" ", "")):
        assert told.encode() not in content
        assert json.dumps(told).strip('"').encode() not in content
    assert b"SQLite format" not in content


def test_the_recovery_key_opens_the_store_and_the_old_password_does_no_more(made: accounts.Made) -> None:
    folder = Path(made.folder)

    recover(folder, made.recovery_key.lower().replace(" ", ""), "一个全新的长口令")

    accounts.unlock(folder, "一个全新的长口令", **LAW).close()
    with pytest.raises(WrongPassword):
        accounts.unlock(folder, PASSWORD, **LAW)
    recover(folder, made.recovery_key, PASSWORD)
    accounts.unlock(folder, PASSWORD, **LAW).close()


def test_a_foreign_recovery_key_and_a_mistyped_one_change_nothing(
    made: accounts.Made, tmp_path: Path
) -> None:
    folder = Path(made.folder)
    other = make(tmp_path / "other").recovery_key
    before = (folder / "vault.json").read_bytes()
    slip = made.recovery_key[:-1] + ("A" if made.recovery_key[-1] != "A" else "B")

    with pytest.raises(WrongPassword):
        recover(folder, other, "一个全新的长口令")
    with pytest.raises(BadFact, match="恢复密钥：与校验码不符"):
        recover(folder, slip, "一个全新的长口令")
    with pytest.raises(PasswordTooWeak):
        recover(folder, made.recovery_key, "短")

    assert (folder / "vault.json").read_bytes() == before


def test_a_short_password_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(PasswordTooWeak, match="密码至少要有 8 个字符，现在是 7 个"):
        make(tmp_path / "window", password="1234567")

    assert not (tmp_path / "window").exists()


@pytest.mark.parametrize(
    ("given", "words"), [({"name": " "}, "本站名称：还没有填写"), ({"person": ""}, "姓名：还没有填写")]
)
def test_a_station_and_its_first_person_have_names(tmp_path: Path, given: dict[str, str], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        make(tmp_path / "window", **given)


def test_a_store_is_made_once_and_missed_where_there_is_none(made: accounts.Made, tmp_path: Path) -> None:
    with pytest.raises(StoreExists, match="已经有一个数据库"):
        make(Path(made.folder))
    with pytest.raises(StoreMissing, match="里没有数据库"):
        accounts.unlock(tmp_path / "nowhere", PASSWORD, **LAW)


def test_a_store_is_opened_by_one_program_at_a_time(made: accounts.Made) -> None:
    with closing(accounts.unlock(Path(made.folder), PASSWORD, **LAW)) as opened:
        with pytest.raises(StoreInUse, match="正被另一个程序使用"):
            accounts.unlock(Path(made.folder), PASSWORD, **LAW)
        # a locked window opens again without opening the store
        accounts.confirm(Path(made.folder), PASSWORD, opened.person)
        with pytest.raises(WrongPassword):
            accounts.confirm(Path(made.folder), "不对的口令啊", opened.person)

    accounts.unlock(Path(made.folder), PASSWORD, **LAW).close()


@pytest.fixture
def two(made: accounts.Made) -> Path:
    """A station with two people, each with a password."""
    folder = Path(made.folder)
    with closing(accounts.unlock(folder, PASSWORD, **LAW)) as opened:
        person = Person(id=new_id(invented.clock()()), name="罗志强", role=PersonRole.HANDLER)
        with opened.store.work("周晓敏", "增加人员") as work:
            work.put(person)
        slot = slot_for_password(opened.store.key, OTHERS, person=person.id, cost=CHEAP)
        vault.write_slots(folder, [*vault.slots(folder), slot.as_plain()])
    return folder


def person(folder: Path, password: str, name: str | None = None) -> str:
    """Who sits at the desk after this password."""
    with closing(accounts.unlock(folder, password, name=name, **LAW)) as opened:
        return opened.person.name


def test_the_only_person_is_at_the_desk_and_may_be_named(made: accounts.Made) -> None:
    folder = Path(made.folder)

    with closing(accounts.unlock(folder, PASSWORD, **LAW)) as opened:
        assert (opened.person.name, opened.person.role) == ("周晓敏", PersonRole.ADMIN)
    assert person(folder, PASSWORD, "周晓敏") == "周晓敏"
    with pytest.raises(NotFound, match="没有找到人员“何静”"):
        person(folder, PASSWORD, "何静")
    assert person(folder, PASSWORD) == "周晓敏"  # who was refused has left the store closed


def test_whose_password_it_is_sits_at_the_desk(two: Path) -> None:
    assert person(two, PASSWORD) == person(two, PASSWORD, "周晓敏") == "周晓敏"
    assert person(two, OTHERS) == person(two, OTHERS, "罗志强") == "罗志强"


def test_nobody_acts_in_the_name_of_another(two: Path) -> None:
    with pytest.raises(NoPermission, match="这是罗志强的密码，不能以周晓敏的名义办理"):
        person(two, OTHERS, "周晓敏")

    assert person(two, OTHERS) == "罗志强"


def test_a_locked_window_opens_to_the_person_who_locked_it(two: Path) -> None:
    with closing(accounts.unlock(two, PASSWORD, **LAW)) as opened:
        accounts.confirm(two, PASSWORD, opened.person)
        with pytest.raises(WrongPassword):
            accounts.confirm(two, OTHERS, opened.person)


def test_a_recovery_renews_one_password_and_leaves_the_others(two: Path, made: accounts.Made) -> None:
    with pytest.raises(BadFact, match="本站不止一人"):
        recover(two, made.recovery_key, "一个全新的长口令")
    with pytest.raises(NotFound):
        recover(two, made.recovery_key, "一个全新的长口令", "何静")
    assert (person(two, PASSWORD), person(two, OTHERS)) == ("周晓敏", "罗志强")

    recover(two, made.recovery_key, "一个全新的长口令", "罗志强")

    assert person(two, "一个全新的长口令") == "罗志强"
    assert person(two, PASSWORD) == "周晓敏"
    with pytest.raises(WrongPassword):
        person(two, OTHERS)


def test_a_center_is_made_with_the_county_s_keys_for_the_safe(tmp_path: Path, made: accounts.Made) -> None:
    center = make(tmp_path / "center", role=StationRole.CENTER)

    assert set(center.as_dict()) == {
        "folder", "station", "recovery_key", "root_key", "county_recovery_key", "fingerprint",
    }  # fmt: skip
    assert set(made.as_dict()) == {"folder", "station", "recovery_key"}
    assert center.station == "center"
    assert made.station.startswith("X")


def test_nobody_ships_the_cheap_cost() -> None:
    assert (Cost().memory, Cost().passes) >= (64 * 1024, 3)
    assert CHEAP.memory < Cost().memory
