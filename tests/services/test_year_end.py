"""The year's end: every number is accounted for, and the new year begins at midnight and not before."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fuyi_desktop.bootstrap import CHINA
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.errors import BadFact, NoPermission, NumbersUnsure
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.services.app import App
from fuyi_desktop.store.backups import restore
from tests.services import invented
from tests.services.invented import County
from tests.services.lent import SERIES, down, lent, noticed

KEY = "云府/复受/2026"
SETTING = {"short": "云府", "kind": "复受", "year": 2026}


def jumbled(app: App) -> None:
    """A year with every kind of number: two issued (one void), one set aside, one returned, two gaps."""
    noticed(app, "欧阳慧敏")
    app.numbers.set_aside(SERIES, "手写的补充通知")
    app.settings.take({"series": [SETTING | {"next": 5}]})
    paper = noticed(app, "陈国栋")
    case = app.casework.find("云府复〔2026〕2号")
    app.papers.void(next(one.id for one in case.papers if one.number == paper), "打错")
    app.numbers.set_aside(SERIES, "手写")
    app.numbers.give_back(KEY, 6, "没有使用")


def test_nothing_is_left_without_a_word_after_the_years_end(county: County) -> None:
    center = county.center
    jumbled(center)
    county.clock.on("2027-01-05")
    open_ = [(one.serial, one.what) for one in center.numbers.loose(2026)]
    assert open_ == [(2, "留用"), (3, "空号"), (4, "空号")]

    center.numbers.close_year(2026, Mark.USED, "已寄出", [(KEY, 2)])
    ended = center.numbers.close_year(2026, Mark.VOID, "年终没有使用")

    assert [one.number for one in ended.settled] == ["云府复受〔2026〕3号", "云府复受〔2026〕4号"]
    assert ended.left == ()
    assert center.numbers.loose(2026) == []
    account = center.numbers.account(KEY)
    assert (account.issued, account.used) == (1, ((2, "已寄出"),))
    assert account.void == ((3, "年终没有使用"), (4, "年终没有使用"), (5, "打错"))
    assert account.returned == ((6, "没有使用"),)
    assert (account.set_aside, account.gaps) == ((), ())
    assert center.upkeep.check() == []


def test_a_year_that_was_closed_gives_no_number_until_it_is_opened_again_with_a_reason(
    county: County,
) -> None:
    center = county.center
    jumbled(center)
    county.clock.on("2027-01-05")
    center.numbers.close_year(2026, Mark.VOID, "年终没有使用")
    before = invented.content(center)

    with pytest.raises(BadFact, match="云府复受〔2026〕：2026 年的文号已经年终清理，不再给号"):
        center.numbers.set_aside(KEY, "手写")
    with pytest.raises(BadFact, match="numbers reopen 2026"):
        center.numbers.go_on_from(KEY, 40)
    with pytest.raises(BadFact, match="理由：还没有填写"):
        center.numbers.reopen(2026, " ")
    assert invented.content(center) == before
    assert center.numbers.closed() == {2026: "年终没有使用"}

    center.numbers.reopen(2026, "补登十二月的通知")

    assert center.numbers.set_aside(KEY, "手写") == "云府复受〔2026〕6号"
    assert center.numbers.closed() == {}


def test_a_year_that_is_not_over_is_not_cleaned_up(desk: App) -> None:
    desk.numbers.set_aside(SERIES, "手写")

    with pytest.raises(BadFact, match="2026 年还没有过完，请在次年办理"):
        desk.numbers.close_year(2026, Mark.VOID, "没有使用")

    assert len(desk.numbers.loose(2026)) == 1


def test_the_years_end_wants_a_reason_a_fate_and_somebody_who_may(county: County) -> None:
    center = county.center
    jumbled(center)
    county.clock.on("2027-01-05")
    before = invented.content(center)

    with pytest.raises(BadFact, match="理由：还没有填写"):
        center.numbers.close_year(2026, Mark.VOID, " ")
    with pytest.raises(BadFact, match="不能写成“留用”，可以是作废、退回、已用"):
        center.numbers.close_year(2026, Mark.SET_ASIDE, "没有使用")
    with pytest.raises(NoPermission):
        invented.as_person(center, PersonRole.READER).numbers.close_year(2026, Mark.VOID, "没有使用")

    assert invented.content(center) == before


def test_a_year_in_which_a_backup_was_put_back_is_closed_once_the_next_number_has_been_told(
    county: County, tmp_path: Path
) -> None:
    jumbled(county.center)
    saved = county.center.upkeep.backup(tmp_path / "backups")
    restore(saved, tmp_path / "again")

    with invented.opened(tmp_path / "again", county.clock, county.center.press) as again:
        county.clock.on("2027-01-05")
        with pytest.raises(NumbersUnsure, match="云府复〔2026〕的下一个号不能确定"):
            again.numbers.close_year(2026, Mark.VOID, "没有使用")

        again.numbers.go_on_from("云府/复/2026", 3)
        again.numbers.go_on_from(KEY, 9)
        again.numbers.close_year(2026, Mark.VOID, "没有使用")

        assert [serial for serial, _ in again.numbers.account(KEY).void] == [2, 3, 4, 5, 7, 8]


def test_a_station_returns_what_is_left_of_its_blocks_and_the_center_sees_nothing_open(
    county: County,
) -> None:
    center, township = county.center, county.township
    lent(county, count=4)
    noticed(township, "欧阳慧敏")
    township.numbers.set_aside(SERIES, "手写")
    county.clock.on("2027-01-05")
    assert {(one.serial, one.what) for one in township.numbers.loose(2026) if one.key == KEY} == {
        (2, "留用"), (3, "号段未用"), (4, "号段未用"),
    }  # fmt: skip

    township.numbers.close_year(2026, Mark.RETURNED, "年终没有使用")
    county.carry()

    assert township.numbers.loose(2026) == []
    assert center.numbers.loose(2026) == []
    assert [serial for serial, _ in center.numbers.account(KEY).returned] == [2, 3, 4]


def test_what_still_lies_with_a_station_can_only_be_void_at_the_center_and_whole(county: County) -> None:
    center = county.center
    lent(county, count=3)
    noticed(county.township, "欧阳慧敏")
    county.carry()
    county.clock.on("2027-01-05")
    assert [(one.serial, one.what, one.station) for one in center.numbers.loose(2026)] == [
        (2, "借出未还", "T0731"), (3, "借出未还", "T0731"),
    ]  # fmt: skip

    returned = center.numbers.close_year(2026, Mark.RETURNED, "没有使用")
    part = center.numbers.close_year(2026, Mark.VOID, "没有使用", [(KEY, 2)])
    assert [why for _, why in returned.left] == ["已借给T0731，由该站说明，或者由县中心整段作废。"] * 2
    assert [why for _, why in part.left] == ["云府复受〔2026〕1–3号已借给T0731，只能整段作废。"]
    assert len(center.numbers.loose(2026)) == 2

    center.numbers.close_year(2026, Mark.VOID, "年终未还")

    assert center.numbers.loose(2026) == []
    assert center.numbers.account(KEY).void == ((2, "年终未还"), (3, "年终未还"))
    down(center, county.township)
    assert county.township.numbers.loose(2026) == []


def test_the_paper_of_the_last_second_has_the_old_years_number_and_that_of_the_first_the_new_ones(
    county: County,
) -> None:
    center, clock = county.center, county.clock
    clock.on("2026-12-31")
    first, second = invented.accepted(center), invented.accepted(center, "陈国栋")

    clock.at = datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHINA)
    before = center.papers.issue(first, "F06").number
    clock.at = datetime(2027, 1, 1, 0, 0, 1, tzinfo=CHINA)
    after = center.papers.issue(second, "F06").number

    assert (before, after) == ("云府复受〔2026〕1号", "云府复受〔2027〕1号")
    papers = [center.casework.page(case_id).file.papers[0] for case_id in (first, second)]
    assert [one.issued_on.isoformat() for one in papers] == ["2026-12-31", "2027-01-01"]


@pytest.mark.parametrize("looks", (1, 2, 3, 5, 8, 13))
def test_midnight_never_falls_between_the_day_of_a_paper_and_the_year_of_its_number(
    county: County, looks: int
) -> None:
    """The clock passes midnight at its n-th look, wherever in the deed that is."""
    center = county.center
    county.clock.on("2026-12-31")
    case_id = invented.accepted(center)
    seen = iter(range(10_000))
    midnight = datetime(2027, 1, 1, tzinfo=CHINA)

    def passing() -> datetime:
        return midnight + timedelta(seconds=1 if next(seen) >= looks else -1)

    late = replace(center, office=replace(center.office, now=passing))

    number = late.papers.issue(case_id, "F06").number

    (paper,) = center.casework.page(case_id).file.papers
    assert f"〔{paper.issued_on.year}〕" in number
    assert paper.facts["paper"]["issued_on"] == paper.issued_on.isoformat()
