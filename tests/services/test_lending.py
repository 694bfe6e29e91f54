"""Numbers that the center lends: one gives them, the other passes over them, and none is lost."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.domain.blocks import BlockNote, NumberBlock
from fuyi_desktop.domain.errors import BadFact, NoNumbersLent, NoPermission, NotFound, NumbersUnsure
from fuyi_desktop.domain.papers import Mark
from fuyi_desktop.services.app import App
from fuyi_desktop.store.backups import restore
from fuyi_desktop.store.work import Store
from tests.services import invented
from tests.services.invented import County
from tests.services.lent import SERIES, down, lent, noticed

KEY = "云府/复受/2026"


def test_a_station_gives_lent_numbers_and_the_center_passes_them_over(county: County) -> None:
    block = lent(county, count=3)
    assert (block.first, block.last) == (1, 3)

    theirs = [noticed(county.township, name) for name in ("欧阳慧敏", "陈国栋")]
    ours = noticed(county.center, "罗志强")

    assert theirs == ["云府复受〔2026〕1号", "云府复受〔2026〕2号"]
    assert ours == "云府复受〔2026〕4号"
    county.carry()
    assert county.center.numbers.twice() == [
        said for said in county.center.numbers.twice() if "复受" not in said
    ]
    account = county.center.numbers.account(KEY)
    assert (account.issued, account.out, account.gaps, account.next) == (3, (3,), (), 5)


def test_what_the_center_lends_reaches_the_station_with_its_next_bundle_and_only_that_one(
    county: County,
) -> None:
    center, township = county.center, county.township
    block = center.lending.lend(SERIES, "T0731", count=3)
    county.answer()

    assert noticed(township, "欧阳慧敏") == "云府复受〔2026〕1号"
    township.lending.give_back(block.id, "用不完")
    county.carry()
    center.lending.end(block.id, "不再借")
    county.answer()

    assert [one.standing.block.closed for one in township.lending.blocks()] == ["不再借"]
    assert center.numbers.account(KEY).issued == 1


def test_a_station_cannot_lend_itself_numbers(county: County) -> None:
    block = lent(county, count=3)
    with county.township.office.store.work("周晓敏", "自行添加") as work:
        work.put(replace(block, id=work.new_id(), revision=0, first=50, last=90))

    report = county.carry()

    assert report.conflicts == 1
    assert [one.standing.block.first for one in county.center.lending.blocks()] == [1]


def test_numbers_are_lent_from_a_place_of_choice_and_the_counter_jumps_over_them(county: County) -> None:
    center = county.center
    lent(county, first=2, last=3)

    given = [noticed(center, name) for name in ("欧阳慧敏", "陈国栋", "罗志强")]

    assert given == ["云府复受〔2026〕1号", "云府复受〔2026〕4号", "云府复受〔2026〕5号"]
    assert center.numbers.account(KEY).gaps == ()


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (1, 3, "下一个号是 2，不能从 1 号借出"),
        (8, 12, "云府复受〔2026〕5–9号：已经借给T0731"),
        (20, 19, "起号不能大于止号"),
        (20, 2000, "一次借出 1 至 1000 个号"),
        (30, 31, "云府复受〔2026〕30号：已经有文书或者案件使用"),
    ],
)
def test_what_is_given_lent_or_borne_cannot_be_lent(county: County, first: int, last: int, why: str) -> None:
    center = county.center
    noticed(center, "欧阳慧敏")
    noticed(center, "陈国栋", number="云府复受〔2026〕30号", reason="补登")
    lent(county, first=5, last=9)
    before = invented.content(center)

    with pytest.raises(BadFact, match=why):
        center.lending.lend(SERIES, "T0731", first=first, last=last)

    assert invented.content(center) == before


def test_only_the_center_lends_to_a_station_that_has_joined(county: County) -> None:
    with pytest.raises(NotFound, match="没有找到站点“T0799”"):
        county.center.lending.lend(SERIES, "T0799")
    with pytest.raises(NotFound):
        county.center.lending.lend(SERIES, "center")
    with pytest.raises(BadFact, match="由县中心办理"):
        county.township.lending.lend(SERIES, "T0731")
    with pytest.raises(NoPermission):
        invented.as_person(county.center, PersonRole.HANDLER).lending.lend(SERIES, "T0731")


def test_a_station_without_an_open_block_asks_the_center_or_types_a_number(county: County) -> None:
    township = county.township
    lent(county, count=1)
    noticed(township, "欧阳慧敏")
    case_id = invented.accepted(township, "陈国栋")
    before = invented.content(township)

    with pytest.raises(NoNumbersLent, match="云府复受〔2026〕的号由县中心借给各站，本站没有可用的号段"):
        township.papers.issue(case_id, "F06")
    assert invented.content(township) == before

    typed = township.papers.issue(case_id, "F06", number="云府复受〔2026〕40号", reason="县中心电话给号")
    assert typed.number == "云府复受〔2026〕40号"
    lent(county, first=41, last=45)
    assert noticed(township, "罗志强") == "云府复受〔2026〕41号"


def test_a_series_that_is_not_lent_is_counted_by_the_station_itself(county: County) -> None:
    lent(county, count=5)

    case_id = invented.accepted(county.township)

    assert county.township.casework.page(case_id).file.label == "云府复〔2026〕1号"


def test_the_numbers_of_cases_are_lent_as_those_of_papers(county: County) -> None:
    lent(county, key="云府/复", first=101, last=120)

    case_id = invented.accepted(county.township)

    assert county.township.casework.page(case_id).file.label == "云府复〔2026〕101号"


def test_a_station_numbers_in_the_series_that_the_center_numbers_in(county: County) -> None:
    county.center.settings.take({"numbering": {"*": "文", "复中": "复中"}})
    block = lent(county, key="云府/文", count=9)

    assert block.serves == ("文", "*")
    assert noticed(county.township, "欧阳慧敏") == "云府文〔2026〕1号"


def test_lent_numbers_are_written_as_the_center_writes_them(county: County) -> None:
    county.center.numbers.write_as(SERIES, "{short}（{kind}）字〔{year}〕{serial}号")
    lent(county, count=2)

    assert noticed(county.township, "欧阳慧敏") == "云府（复受）字〔2026〕1号"
    with pytest.raises(BadFact, match="样式随号段，由县中心修改"):
        county.township.numbers.write_as(SERIES, "{short}{serial}号")


def test_what_a_station_says_of_its_numbers_travels_and_what_it_returns_is_given_again(
    county: County,
) -> None:
    center, township = county.center, county.township
    block = lent(county, count=6)
    noticed(township, "欧阳慧敏")
    aside = township.numbers.set_aside(SERIES, "手写的补充通知")
    township.numbers.void(SERIES, 3, "写错")
    noticed(township, "陈国栋")

    township.lending.give_back(block.id, "年底用不完")
    assert county.carry().conflicts == 0

    assert aside == "云府复受〔2026〕2号"
    (seen,) = center.lending.blocks()
    one = seen.standing
    assert (one.issued, one.out) == ((1, 4), ())
    assert (one.void, one.set_aside) == (((3, "写错"),), ((2, "手写的补充通知"),))
    assert one.returned == ((5, "年底用不完"), (6, "年底用不完"))
    assert seen.station_name == "石桥镇行政争议纾解窗口"
    assert seen.heard == county.clock()
    account = center.numbers.account(KEY)
    assert account.returned == ((5, "T0731：年底用不完"), (6, "T0731：年底用不完"))
    assert account.next_told == "云府复受〔2026〕5号"

    given = [noticed(center, name) for name in ("罗志强", "赵永强", "刘桂芳")]

    assert given == ["云府复受〔2026〕5号", "云府复受〔2026〕6号", "云府复受〔2026〕7号"]
    with pytest.raises(NoNumbersLent):
        noticed(township, "罗志强")


def test_a_number_given_back_is_never_given_or_typed_by_the_station_again(county: County) -> None:
    lent(county, count=3)
    township = county.township
    township.numbers.give_back(SERIES, 1, "县中心要用")
    case_id = invented.accepted(township)

    with pytest.raises(BadFact, match="“云府复受〔2026〕1号”已经退回县中心，不能再用"):
        township.papers.issue(case_id, "F06", number="云府复受〔2026〕1号", reason="补登")
    with pytest.raises(BadFact, match="已经退回县中心"):
        township.numbers.void(SERIES, 1, "写错")

    assert township.papers.issue(case_id, "F06").number == "云府复受〔2026〕2号"


def test_the_center_says_nothing_of_a_number_that_lies_with_a_station(county: County) -> None:
    lent(county, count=3)

    with pytest.raises(BadFact, match="云府复受〔2026〕2号：已借给T0731，由该站作废"):
        county.center.numbers.void(KEY, 2, "写错")


def test_a_returned_number_can_be_voided_set_aside_and_lent_on_by_nobody_twice(county: County) -> None:
    lent(county, count=3)
    county.township.numbers.mark(SERIES, (2, 3), Mark.RETURNED, "没有使用")
    county.carry()
    center = county.center

    center.numbers.void(KEY, 2, "不再使用")
    assert center.numbers.set_aside(SERIES, "手写") == "云府复受〔2026〕3号"

    account = center.numbers.account(KEY)
    assert (account.void, account.set_aside) == (((2, "不再使用"),), ((3, "手写"),))
    assert center.numbers.set_aside(SERIES, "手写") == "云府复受〔2026〕4号"


def test_a_block_that_the_center_ends_is_void_but_for_what_was_given(county: County) -> None:
    center, township = county.center, county.township
    block = lent(county, count=4)
    noticed(township, "欧阳慧敏")
    county.carry()
    noticed(township, "陈国栋")  # not sent yet

    center.lending.end(block.id, "该窗口已撤并")

    account = center.numbers.account(KEY)
    assert account.void == tuple((n, "该窗口已撤并") for n in (2, 3, 4))
    down(center, township)
    with pytest.raises(NoNumbersLent):
        noticed(township, "罗志强")
    county.carry()
    assert center.numbers.account(KEY).void == ((3, "该窗口已撤并"), (4, "该窗口已撤并"))
    with pytest.raises(BadFact, match="已经收回"):
        center.lending.end(block.id, "再收一次")


def test_a_station_set_back_to_a_backup_gives_no_number_of_its_blocks_until_it_has_said_what_became_of_them(
    county: County, tmp_path: Path
) -> None:
    center, township = county.center, county.township
    block = lent(county, count=5)
    noticed(township, "欧阳慧敏")
    saved = township.upkeep.backup(tmp_path / "backups")
    noticed(township, "陈国栋")  # on its way already when the disk broke
    township.close()
    restore(saved, tmp_path / "again")

    with invented.opened(tmp_path / "again", county.clock, center.press) as again:
        back = replace(county, township=again)
        again.numbers.go_on_from("云府/复", 3)  # of its own counter it is asked, as ever
        waiting = invented.accepted(again, "罗志强")
        with pytest.raises(NoNumbersLent):
            again.papers.issue(waiting, "F06")
        assert back.carry().conflicts == 0
        (seen,) = center.lending.blocks()
        assert [serial for serial, _ in seen.standing.unsure] == [2, 3, 4, 5]
        assert not seen.standing.is_open

        again.numbers.mark(KEY, (2,), Mark.USED, "恢复以前已经给陈国栋的通知书")
        again.numbers.mark(KEY, (3, 4, 5), Mark.RETURNED, "没有使用")
        lent(back, count=2)

        assert again.papers.issue(waiting, "F06").number == "云府复受〔2026〕6号"
        assert back.carry().conflicts == 0
        account = center.numbers.account(KEY)
        assert (account.unsure, account.used) == ((), ((2, "恢复以前已经给陈国栋的通知书"),))
        assert [serial for serial, _ in account.returned] == [3, 4, 5]
        assert block.id in {one.id for one in center.lending.blocks()}


def test_a_center_set_back_to_a_backup_lends_nothing_before_it_has_told_the_next_number(
    county: County, tmp_path: Path
) -> None:
    noticed(county.center, "欧阳慧敏")
    saved = county.center.upkeep.backup(tmp_path / "backups")
    restore(saved, tmp_path / "again")

    with invented.opened(tmp_path / "again", county.clock, county.center.press) as again:
        with pytest.raises(NumbersUnsure):
            again.lending.lend(SERIES, "T0731")
        again.numbers.go_on_from(SERIES, 30)
        assert again.lending.lend(SERIES, "T0731", count=2).first == 30


def test_a_number_that_was_told_void_and_comes_on_a_paper_is_shown_for_review(county: County) -> None:
    center, township = county.center, county.township
    block = lent(county, count=3)
    noticed(township, "欧阳慧敏")
    with township.office.store.work("周晓敏", "恢复以后误报") as work:
        work.put(
            BlockNote(
                id=work.new_id(), block_id=block.id, station="T0731", mark=Mark.VOID, first=1, last=1,
                why="没有使用", by="周晓敏", at=work.at,
            )
        )  # fmt: skip

    county.carry()

    told = "文号：“云府复受〔2026〕1号”已报作废，又有文书使用，请核对后作废该文书或者说明"
    assert told in center.upkeep.check()
    assert center.numbers.account(KEY).issued == 1


def test_a_station_speaks_of_its_own_blocks_alone(county: County) -> None:
    """Whoever forges a word on another's numbers is not heard."""
    block = lent(county, count=3)
    with county.center.office.store.work("何静", "伪造") as work:
        work.put(
            BlockNote(
                id=work.new_id(), block_id=block.id, station="T0732", mark=Mark.RETURNED, first=1, last=3,
                why="没有使用", by="某人", at=work.at,
            )
        )  # fmt: skip

    (seen,) = county.center.lending.blocks()

    assert seen.standing.out == (1, 2, 3)
    assert noticed(county.center, "欧阳慧敏") == "云府复受〔2026〕4号"


def test_another_stations_block_is_nobody_elses_business(county: County) -> None:
    block = lent(county, count=3)
    with county.township.office.store.work("", "收包") as work:
        other = replace(block, id="f" * 32, station="T0732", first=8, last=9)
        work.accept(NumberBlock.table, other.id, None, other)

    assert [one.standing.block.station for one in county.township.lending.blocks()] == ["T0731"]
    with pytest.raises(NotFound, match="没有找到号段"):
        county.township.lending.give_back(other.id, "没有使用")


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["lend", "center", "station", "void", "return", "rest", "end", "void here"]),
        st.integers(1, 14),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_both_do_no_number_is_out_twice_and_every_one_stands_in_one_place(
    county: County, kinds: Iterator[str], deeds: list[tuple[str, int]]
) -> None:
    key, center, township = f"云府/{next(kinds)}/2026", county.center, county.township
    center.lending.lend(key, "T0731", count=3)
    given: set[str] = set()
    for deed, n in deeds:
        down(center, township)
        with suppress(BadFact, NoNumbersLent, NotFound):
            match deed:
                case "lend":
                    center.lending.lend(key, "T0731", count=n)
                case "center" | "station":
                    number = (center if deed == "center" else township).numbers.set_aside(key, "手写")
                    assert number not in given
                    given.add(number)
                case "void":
                    township.numbers.void(key, n, "写错")
                case "return":
                    number = township.numbers.account(key).told(n)
                    township.numbers.give_back(key, n, "没有使用")
                    given.discard(number)
                case "rest":
                    township.lending.give_back(center.lending.blocks(key=key)[0].id, "没有使用")
                case "end":
                    center.lending.end(center.lending.blocks(key=key)[-1].id, "撤并")
                case "void here":
                    center.numbers.void(key, n, "写错")
        carried(township.office.store, center)

    account = center.numbers.account(key)
    counted = [serial for serial, _ in (
        *account.void, *account.returned, *account.set_aside, *account.used, *account.unsure
    )]  # fmt: skip
    lent_to = [serial for one in account.lent for serial in one.block.serials]
    assert sorted([*counted, *account.gaps, *account.out]) == sorted(
        {*range(1, account.series.next), *lent_to}
    )


def carried(store: Store, center: App) -> None:
    """What the station has said of its numbers stands at the center, as its bundle would leave it."""
    with store.work("", "") as work:
        said = work.select(BlockNote)
    with center.office.store.work("", "收包") as work:
        for one in said:
            work.accept(BlockNote.table, one.id, work.find(BlockNote, one.id), one)


@pytest.fixture
def kinds() -> Iterator[str]:
    """A 文书类别 of its own for every example, so that they can share a county."""
    return (f"试{number}" for number in range(1, 10_000))
