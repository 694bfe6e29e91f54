"""What goes down to the stations: what concerns them, what became of their writes, the law; nothing else."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import Attachment, Case
from fuyi_desktop.domain.errors import NotFound, NotOpen
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.rulings import Decision
from fuyi_desktop.services import keyring, keys
from fuyi_desktop.services.app import App
from fuyi_desktop.services.exchange import Report
from fuyi_desktop.store import files
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.queries import peer, reviews
from fuyi_desktop.sync.envelope import open_bundle
from tests.lawfiles import NOTICE_2027
from tests.services import invented
from tests.services.invented import County, step


@pytest.fixture
def other(county: County) -> Iterator[App]:
    """A second window of the county, which has joined as T0732."""
    invented.found(county.folder / "other", county.clock, StationRole.AGENCY)
    with invented.opened(county.folder / "other", county.clock) as app:
        invented.enrol(county.center, app, "T0732", county.stick)
        yield app


def carry(app: App, county: County) -> Report:
    return county.center.exchange.take(app.exchange.export("center", county.stick).file)


def answer(app: App, county: County) -> Report:
    station = app.office.me.station
    return app.exchange.take(county.center.exchange.export(station, county.stick).file)


def meet(app: App, county: County) -> Report:
    """One round: the station's bundle, and the center's answer."""
    carry(app, county)
    return answer(app, county)


def told(county: County, app: App) -> bytes:
    """All that the center's next bundle for a station says."""
    sent = county.center.exchange.export(app.office.me.station, county.stick).file
    with open_bundle(
        sent, identities=keys.ring(app.office.store).age, us=app.office.me.station,
        signer_of=lambda head: keyring.signer_of(app.office.store, head, app.office.now()),
    ) as bundle:  # fmt: skip
        return b"\n".join(bundle.lines())


def edit(app: App, case_id: str, **fields: Any) -> None:
    with app.office.work(Task.STEP, "改案由") as work:
        work.put(replace(work.get(Case, case_id), **fields))


def test_what_the_center_does_with_a_case_comes_back_to_its_window(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    step(county.center, case_id, "review", "2026-07-31", handler="何静")
    step(county.center, case_id, "accept", "2026-08-03")

    report = answer(county.township, county)

    here, there = (app.casework.page(case_id) for app in (county.township, county.center))
    assert [case.what for case in report.cases] == ["更新"]
    assert here.file == there.file
    assert (here.state, here.file.case.number) == ("已受理", there.file.case.number)
    assert county.township.upkeep.check() == []


def test_a_case_that_is_handed_on_arrives_whole_and_nobody_else_hears_of_it(
    county: County, other: App
) -> None:
    case_id = invented.registered(county.township)
    elsewhere = invented.registered(county.township, "陈国栋")
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    meet(other, county)
    step(county.center, case_id, "hand_over", "2026-07-31", to="T0732", reason="由承办机关办理")

    assert "陈国栋" not in told(county, other).decode()
    report = answer(other, county)

    assert [(case.case_id, case.what) for case in report.cases] == [(case_id, "新增")]
    assert other.casework.page(case_id).file == county.center.casework.page(case_id).file
    assert other.casework.page(case_id).holder == "T0732"
    with pytest.raises(NotFound):
        other.casework.page(elsewhere)
    step(other, case_id, "review", "2026-08-01", handler="唐卫东")
    assert carry(other, county).conflicts == 0
    answer(county.township, county)
    assert county.township.casework.page(case_id).file == other.casework.page(case_id).file


def test_a_case_that_goes_on_leaves_the_station_that_neither_holds_nor_registered_it(
    county: County, other: App
) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    step(county.center, case_id, "hand_over", "2026-07-31", to="T0732", reason="由承办机关办理")
    meet(other, county)
    step(other, case_id, "give_back", "2026-08-03", to="center", reason="不属本机关管辖")

    meet(other, county)

    with pytest.raises(NotFound):
        other.casework.page(case_id)
    assert (other.casework.count(), other.casework.rows("欧阳慧敏")) == (0, [])
    assert other.upkeep.check() == []
    assert county.center.casework.page(case_id).holder == "center"
    carry(other, county)
    step(county.center, case_id, "review", "2026-08-04", handler="何静")
    assert case_id.encode() not in told(county, other)


def test_a_station_has_no_say_in_cases_that_never_were_its_business(county: County, other: App) -> None:
    case_id = invented.registered(county.township)
    meet(county.township, county)
    with other.office.work(Task.STEP, "改别人的案件") as work:
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="塞进来的.pdf", mime="application/pdf", size=0,
                digest=files.EMPTY, added_at=work.at,
            )
        )  # fmt: skip

    assert carry(other, county).conflicts == 1
    assert county.center.casework.page(case_id).file == county.township.casework.page(case_id).file


def test_a_decision_on_two_values_travels_back(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    edit(county.center, case_id, matter="不服治安管理处罚", channel="邮寄")
    edit(county.township, case_id, matter="不服罚款")
    told_ = meet(county.township, county)

    assert told_.conflicts == 1
    assert county.township.casework.find(case_id).case.matter == "不服治安管理处罚"
    (mine,) = county.township.reviews.waiting()
    (theirs,) = county.center.reviews.waiting()
    assert (mine.id, [side.theirs for side in mine.sides]) == (theirs.id, ["不服罚款"])
    (side,) = theirs.sides
    assert (side.name, side.theirs, side.now) == ("matter", "不服罚款", "不服治安管理处罚")
    with pytest.raises(NotOpen, match="由县中心裁决"):
        county.township.reviews.decide(mine.id, Decision.TAKE)

    county.center.reviews.decide(theirs.id, Decision.TAKE, why="窗口核对过处罚决定书")
    answer(county.township, county)

    for app in (county.township, county.center):
        assert app.casework.find(case_id).case.matter == "不服罚款"
        assert app.reviews.waiting() == []
    (decided,) = county.township.office.ask(reviews, state="decided")
    assert (decided.decision, decided.decided_by) == ("采用来值", "何静")


@pytest.mark.parametrize(
    ("decision", "values", "matter"),
    [(Decision.KEEP, {}, "县里的"), (Decision.EDIT, {"matter": "商定的"}, "商定的"),
     (Decision.BOTH, {}, "县里的\n镇里的")],
)  # fmt: skip
def test_whatever_is_decided_holds_on_both_sides(
    county: County, decision: Decision, values: dict[str, str], matter: str
) -> None:
    case_id = invented.registered(county.township)
    meet(county.township, county)
    edit(county.center, case_id, matter="县里的")
    edit(county.township, case_id, matter="镇里的")
    meet(county.township, county)
    (waiting,) = county.center.reviews.waiting()

    county.center.reviews.decide(waiting.id, decision, values=values)
    answer(county.township, county)

    found = {app.casework.find(case_id).case.matter for app in (county.township, county.center)}
    assert found == {matter}


def test_a_case_is_not_closed_while_a_date_waits_for_a_decision(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    meet(county.township, county)
    edit(county.center, case_id, known_on=date(2026, 7, 4))
    edit(county.township, case_id, known_on=date(2026, 7, 5))
    carry(county.township, county)
    step(county.center, case_id, "review", "2026-07-31", handler="何静")

    with pytest.raises(NotOpen, match="有 1 项金额、日期或者结果待裁决"):
        county.center.on(date(2026, 7, 31)).casework.step(
            case_id, "refuse", date(2026, 7, 31), {"fails": "N02", "reason": "不属于受案范围"}, sure=True
        )
    (waiting,) = county.center.reviews.waiting()
    assert Decision.BOTH not in waiting.choices
    county.center.reviews.decide(waiting.id, Decision.KEEP)
    assert county.center.reviews.blocking(case_id) == 0


def test_an_import_is_taken_back_by_writes_of_its_own(county: County) -> None:
    case_id = invented.registered(county.township)
    meet(county.township, county)
    edit(county.township, case_id, matter="改错了")
    invented.registered(county.township, "陈国栋")
    sent = county.township.exchange.export("center", county.stick).file
    sha = county.center.exchange.inspect(sent)["sha256"]
    county.center.exchange.take(sent)

    undone = county.center.undoing.undo(sha[:12], "导错了")

    assert undone.writes > 3
    assert county.center.casework.count() == 1
    assert county.center.casework.find(case_id).case.matter != "改错了"
    assert len(county.center.reviews.waiting()) == undone.writes
    assert county.center.upkeep.check() == []
    with pytest.raises(NotOpen, match="已经撤销过"):
        county.center.undoing.undo(sha)
    answer(county.township, county)
    assert county.township.casework.find(case_id).case.matter != "改错了"
    assert county.township.casework.count() == 1
    assert county.township.upkeep.check() == []


def test_an_import_that_was_worked_on_is_not_taken_back(county: County) -> None:
    case_id = invented.registered(county.township)
    step(county.township, case_id, "hand_over", "2026-07-30", to="center")
    sent = county.township.exchange.export("center", county.stick).file
    county.center.exchange.take(sent)
    edit(county.center, case_id, matter="又改过")

    with pytest.raises(NotOpen, match="在导入以后又改动过"):
        county.center.undoing.undo(county.center.exchange.inspect(sent)["sha256"])


def test_holidays_that_the_center_takes_in_hold_at_its_stations(county: County) -> None:
    meet(county.township, county)
    before = county.township.office.workdays
    county.clock.on("2026-11-20")
    county.center.lawbook.take(NOTICE_2027, "2027.toml")

    answer(county.township, county)

    assert county.township.office.workdays == county.center.office.workdays != before


def test_a_content_that_got_lost_is_asked_for_and_comes(county: County) -> None:
    """Row 33."""
    case_id = invented.registered(county.township)
    scan = b"%PDF- scan " * 900_000  # three chunks
    with county.township.office.work(Task.STEP, "登记附件") as work:
        digest, size = files.keep(work, io.BytesIO(scan))
        work.put(
            Attachment(
                id=work.new_id(), case_id=case_id, name="录音.wav", mime="audio/wav", size=size,
                digest=digest, added_at=work.at,
            )
        )  # fmt: skip
    part = 5 << 20
    text, *rest = county.township.exchange.export("center", county.stick, part_size=part).files
    assert len(rest) == 2
    store = county.center.office.store

    county.center.exchange.take(text)  # the others are lost: the text has come, and a chunk
    assert county.center.casework.count() == 1
    assert not files.present(store, digest)
    answer(county.township, county)
    again = county.township.exchange.export("center", county.stick, part_size=part).files
    assert len(again) == 2  # the chunk that is there is not sent once more
    for file in reversed(again):
        county.center.exchange.take(file)

    with files.content(store, digest) as content:
        assert content.read() == scan
    assert county.center.upkeep.check() == []


def test_a_station_hears_how_far_the_county_has_a_backup(county: County) -> None:
    invented.registered(county.township)
    carry(county.township, county)
    county.center.upkeep.backup(county.folder / "backups")
    held = county.center.office.ask(last_position)

    answer(county.township, county)

    assert county.township.office.ask(peer, "center").facts["durable"] == held > 0
