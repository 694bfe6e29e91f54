"""Joining: four files, twice 24 digits over the telephone, and what goes wrong when they do not match."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact, CannotRead, FingerprintWrong, FuyiError, NotEnrolled
from fuyi_desktop.domain.party import Role, StationRole
from fuyi_desktop.services.app import App
from tests.services import invented
from tests.services.invented import County, step

NOBODY = "1234 5678 1234 5678 1234 5678"


@dataclass
class Joining:
    """A center and two stations that have not joined, and the folder their files go through."""

    post: Path
    center: App
    window: App
    other: App

    @property
    def card(self) -> Path:
        return self.post / "card.fuyi"

    def digits(self) -> str:
        return self.center.enrolment.card(self.card)["fingerprint"]

    def asks(self, station: App) -> tuple[Path, str]:
        """The request of a station and its digits."""
        path = self.post / f"{station.office.me.station}-asks.fuyi"
        return path, station.enrolment.request(self.card, self.digits(), path)["fingerprint"]

    def admitted(self, station: App, code: str) -> Path:
        request, digits = self.asks(station)
        grant = self.post / f"{code}-grant.fuyi"
        self.center.enrolment.admit(request, digits, code, grant)
        return grant


@pytest.fixture
def joining(tmp_path: Path) -> Iterator[Joining]:
    at = invented.clock("2026-07-01")
    (tmp_path / "post").mkdir()
    roles = {"center": StationRole.CENTER, "window": StationRole.TOWNSHIP, "other": StationRole.AGENCY}
    apps = {}
    for name, role in roles.items():
        invented.found(tmp_path / name, at, role)
        apps[name] = invented.opened(tmp_path / name, at)
    invented.with_units(apps["center"])
    yield Joining(tmp_path / "post", **apps)
    for app in apps.values():
        app.close()


def unchanged(app: App, deed: "object", error: type[FuyiError], words: str) -> None:
    before = invented.content(app)
    with pytest.raises(error, match=words):
        deed()  # type: ignore[operator]
    assert invented.content(app) == before


def test_a_station_joins_and_has_its_code_the_organs_and_the_stations_of_the_county(joining: Joining) -> None:
    grant = joining.admitted(joining.window, "T0731")
    asks = joining.post / f"{joining.window.office.me.station}-asks.fuyi"
    assert joining.center.enrolment.peek_request(asks) == {
        "name": "石桥镇行政争议纾解窗口", "unit": "石桥镇人民政府", "role": "township",
    }  # fmt: skip
    assert not joining.window.enrolment.joined()

    answer = joining.window.enrolment.join(grant)

    assert answer == {"station": "T0731", "center": "云岭县行政争议纾解中心"}
    assert joining.window.enrolment.joined()
    assert joining.window.office.me.station == "T0731"
    assert joining.window.settings.show()["unit"] == joining.center.settings.show()["unit"]
    assert [station.name for station in joining.window.casework.others()] == ["云岭县行政争议纾解中心"]
    assert [row.station for row in joining.center.exchange.stations()] == ["T0731"]


def test_wrong_digits_of_the_card_stop_the_request(joining: Joining) -> None:
    joining.digits()
    out = joining.post / "asks.fuyi"

    for digits in (NOBODY, "", "１２３"):
        ask = partial(joining.window.enrolment.request, joining.card, digits, out)
        unchanged(joining.window, ask, FingerprintWrong, "与对方报的 24 位数字不一致")

    assert not out.exists()


def test_wrong_digits_of_the_request_stop_the_grant(joining: Joining) -> None:
    request, digits = joining.asks(joining.window)
    _, of_the_other = joining.asks(joining.other)
    out = joining.post / "grant.fuyi"

    for wrong in (NOBODY, of_the_other, digits[:-1]):
        admit = partial(joining.center.enrolment.admit, request, wrong, "T0731", out)
        unchanged(joining.center, admit, FingerprintWrong, "没有登记任何密钥")

    assert not out.exists()
    assert joining.center.exchange.stations() == []


def test_digits_may_be_typed_as_they_are_heard(joining: Joining) -> None:
    heard = joining.digits().replace(" ", "")

    joining.window.enrolment.request(joining.card, heard, joining.post / "asks.fuyi")

    assert joining.center.enrolment.fingerprint().replace(" ", "") == heard


def test_a_request_made_with_a_foreign_card_cannot_be_read_by_the_center(
    joining: Joining, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    invented.found(tmp_path / "elsewhere" / "center", invented.clock(), StationRole.CENTER)
    with invented.opened(tmp_path / "elsewhere" / "center", invented.clock()) as foreign:
        card = foreign.enrolment.card(tmp_path / "elsewhere" / "card.fuyi")
    out = joining.post / "asks.fuyi"
    asked = joining.window.enrolment.request(tmp_path / "elsewhere" / "card.fuyi", card["fingerprint"], out)

    with pytest.raises(FuyiError) as refusal:
        joining.center.enrolment.admit(out, asked["fingerprint"], "T0731", joining.post / "grant.fuyi")

    assert "asks.fuyi" in str(refusal.value)
    assert joining.center.exchange.stations() == []


def test_a_grant_for_another_station_does_not_let_this_one_in(joining: Joining) -> None:
    joining.asks(joining.other)
    grant = joining.admitted(joining.window, "T0731")

    unchanged(joining.other, lambda: joining.other.enrolment.join(grant), FuyiError, grant.name)
    assert not joining.other.enrolment.joined()
    joining.window.enrolment.join(grant)


def test_a_code_is_given_to_one_computer_only(joining: Joining) -> None:
    joining.admitted(joining.window, "T0731")
    request, digits = joining.asks(joining.other)
    out = joining.post / "second.fuyi"

    unchanged(joining.center, lambda: joining.center.enrolment.admit(request, digits, "T0731", out), BadFact,
              "站点编号：T0731 已经给了另一台电脑，请换一个编号")  # fmt: skip
    for code in ("t0731", "731", "T", "center", "T 0731"):
        with pytest.raises(BadFact, match="站点编号：应当是大写字母（X 除外）开头的"):
            joining.center.enrolment.admit(request, digits, code, out)
    assert not out.exists()
    joining.center.enrolment.admit(request, digits, "A0102", out)
    assert [row.station for row in joining.center.exchange.stations()] == ["A0102", "T0731"]


def test_a_grant_that_was_lost_is_given_again_for_the_same_computer(joining: Joining) -> None:
    joining.admitted(joining.window, "T0731").unlink()

    again = joining.admitted(joining.window, "T0731")
    joining.window.enrolment.join(again)
    joining.window.enrolment.join(again)  # and twice does no harm

    assert joining.window.office.me.station == "T0731"
    assert len(joining.window.casework.others()) == 1


def test_only_the_center_admits_and_a_grant_needs_a_request_first(joining: Joining) -> None:
    grant = joining.admitted(joining.window, "T0731")

    with pytest.raises(BadFact, match="本站不是县中心"):
        joining.window.enrolment.card(joining.post / "mine.fuyi")
    with pytest.raises(BadFact, match="本站不是县中心"):
        joining.window.enrolment.peek_request(grant)
    with pytest.raises(NotEnrolled, match="本站还没有加入县中心"):
        joining.other.enrolment.join(grant)
    with pytest.raises(BadFact, match="本站就是县中心"):
        joining.center.enrolment.request(joining.card, joining.digits(), joining.post / "own.fuyi")


def test_a_file_that_is_not_there_or_is_something_else_is_named(joining: Joining) -> None:
    digits = joining.digits()
    (joining.post / "letter.fuyi").write_text("大家好", "utf-8")

    with pytest.raises(CannotRead, match=r"读不出nothing.fuyi"):
        joining.window.enrolment.request(joining.post / "nothing.fuyi", digits, joining.post / "asks.fuyi")
    for wrong in ("letter.fuyi", "card.fuyi"):
        with pytest.raises(FuyiError, match=wrong):
            joining.center.enrolment.admit(joining.post / wrong, digits, "T0731", joining.post / "g.fuyi")
    with pytest.raises(FuyiError, match=r"letter.fuyi"):
        joining.window.enrolment.request(joining.post / "letter.fuyi", digits, joining.post / "asks.fuyi")


@pytest.mark.parametrize("file", ["card", "asks", "grant"])
def test_a_file_of_joining_that_was_cut_or_changed_is_refused_whole(joining: Joining, file: str) -> None:
    digits = joining.digits()
    request, of_window = joining.asks(joining.window)
    grant = joining.admitted(joining.window, "T0731")
    path = {"card": joining.card, "asks": request, "grant": grant}[file]
    use = {
        "card": lambda: joining.other.enrolment.request(path, digits, joining.post / "x.fuyi"),
        "asks": lambda: joining.center.enrolment.admit(path, of_window, "T0731", joining.post / "x.fuyi"),
        "grant": lambda: joining.window.enrolment.join(path),
    }[file]
    app = {"card": joining.other, "asks": joining.center, "grant": joining.window}[file]
    whole = path.read_bytes()

    for at in range(0, len(whole), len(whole) // 9):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :], whole + b"\n"):
            path.write_bytes(broken)
            unchanged(app, use, FuyiError, path.name)

    path.write_bytes(whole)
    use()


def test_what_a_window_recorded_before_it_joined_is_its_own_under_its_code(joining: Joining) -> None:
    window = invented.with_units(joining.window)
    case_id = invented.registered(window.on(invented.clock().at.date()))
    step(window, case_id, "review", "2026-07-30", handler="何静")
    old = window.office.me.station

    window.enrolment.join(joining.admitted(window, "T0731"))

    page = window.casework.page(case_id)
    county_organ = joining.center.intake.organs()[0]
    assert (page.file.case.home, page.holder, page.mine, page.state) == ("T0731", "T0731", True, "审查中")
    assert {step.station for step in page.file.steps} == {"T0731"}
    assert old not in json.dumps([vars(row) for row in window.casework.rows()], default=str)
    assert page.file.organ == county_organ or page.file.organ.id == county_organ.id
    assert page.file.of(Role.RESPONDENT)[0].unit_id in {unit.id for unit in joining.center.intake.units()}
    assert [unit.full_name for unit in window.intake.organs()] == ["云岭县人民政府"]

    step(window, case_id, "hand_over", "2026-07-31", to="center")
    sent = window.exchange.export("center", joining.post)
    taken = joining.center.exchange.take(sent.file)

    theirs = joining.center.casework.page(case_id)
    assert taken.conflicts == 0
    assert (theirs.file.case.home, theirs.holder, theirs.mine, theirs.state) == (
        "T0731",
        "center",
        True,
        "审查中",
    )
    assert theirs.file.organ.full_name == "云岭县人民政府"
    assert joining.center.upkeep.check() == window.upkeep.check() == []


def test_the_county_s_recovery_key_opens_a_township_that_has_joined(county: County) -> None:
    from fuyi_desktop.store import vault

    kinds = [slot["kind"] for slot in vault.slots(county.township.office.store.folder)]

    assert sorted(kinds) == ["county", "password", "recovery"]


def test_joining_is_written_into_the_journal_by_its_reason_and_not_with_keys(county: County) -> None:
    with county.center.office.work(Task.ENROL, "核对") as work:
        keys = work.meta("keys")
    told = b"".join(row[6] for row in invented.content(county.township)["journal"])

    assert keys
    assert b"AGE-SECRET" not in told
