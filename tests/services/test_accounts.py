"""Who gets into a store: the password, the printed recovery key, and what the locked folder gives away."""

import json
from pathlib import Path
from typing import Any

import pytest

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import (
    BadFact,
    NotFound,
    PasswordTooWeak,
    StoreExists,
    StoreInUse,
    StoreMissing,
    WrongPassword,
)
from fuyi_desktop.domain.party import Person, StationRole
from fuyi_desktop.domain.record import new_id
from fuyi_desktop.sealing.slots import Cost
from fuyi_desktop.services import accounts
from tests import factory
from tests.services import invented
from tests.services.invented import CHEAP, PASSWORD

LAW = {"law": factory.law(), "now": invented.clock()}


@pytest.fixture
def made(tmp_path: Path) -> accounts.Made:
    return make(tmp_path / "window")


def make(folder: Path, **given: Any) -> accounts.Made:
    values = {"role": StationRole.TOWNSHIP, "name": "石桥镇行政争议纾解窗口", "unit": "石桥镇人民政府",
              "person": "周晓敏", "password": PASSWORD} | given  # fmt: skip
    return accounts.make(folder, *values.values(), **LAW, cost=CHEAP)


def recover(folder: Path, printed: str, password: str) -> None:
    accounts.recover(folder, printed, password, **LAW, cost=CHEAP).close()


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


def test_a_foreign_recovery_key_and_a_mistyped_one_change_nothing(made: accounts.Made, tmp_path: Path) -> None:
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


@pytest.mark.parametrize(("given", "words"), [({"name": " "}, "本站名称：还没有填写"), ({"person": ""}, "姓名：还没有填写")])
def test_a_station_and_its_first_person_have_names(tmp_path: Path, given: dict[str, str], words: str) -> None:
    with pytest.raises(BadFact, match=words):
        make(tmp_path / "window", **given)


def test_a_store_is_made_once_and_missed_where_there_is_none(made: accounts.Made, tmp_path: Path) -> None:
    with pytest.raises(StoreExists, match="已经有一个数据库"):
        make(Path(made.folder))
    with pytest.raises(StoreMissing, match="里没有数据库"):
        accounts.unlock(tmp_path / "nowhere", PASSWORD, **LAW)


def test_a_store_is_opened_by_one_program_at_a_time(made: accounts.Made) -> None:
    with accounts.unlock(Path(made.folder), PASSWORD, **LAW):
        with pytest.raises(StoreInUse, match="正被另一个程序使用"):
            accounts.unlock(Path(made.folder), PASSWORD, **LAW)
        accounts.confirm(Path(made.folder), PASSWORD)  # a locked window opens again without opening the store
        with pytest.raises(WrongPassword):
            accounts.confirm(Path(made.folder), "不对的口令啊")

    accounts.unlock(Path(made.folder), PASSWORD, **LAW).close()


def test_the_person_at_the_desk_is_the_only_one_or_the_one_who_is_named(made: accounts.Made) -> None:
    with accounts.unlock(Path(made.folder), PASSWORD, **LAW) as store:
        first = accounts.at_desk(store, None)
        assert (first.name, first.role) == ("周晓敏", PersonRole.ADMIN)
        with store.work("周晓敏", "增加人员") as work:
            work.put(Person(id=new_id(invented.clock()()), name="罗志强", role=PersonRole.HANDLER))

        assert accounts.at_desk(store, "罗志强").role == PersonRole.HANDLER
        with pytest.raises(BadFact, match="本站不止一人"):
            accounts.at_desk(store, None)
        with pytest.raises(NotFound, match="没有找到人员“何静”"):
            accounts.at_desk(store, "何静")


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
