"""Lines from elsewhere: kept as they came, positioned, applied where they stand, put to review where not."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import NotFound
from fuyi_desktop.domain.line import GENESIS, Line, Write, chain, line_hash, parse, render
from fuyi_desktop.domain.outcome import ROW, Judgement, Outcome
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store import chains, peers, queries
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.positions import known_write, last_position, versions
from fuyi_desktop.store.schema import sync_log, sync_unknown
from fuyi_desktop.store.work import Store
from tests.store import office
from tests.store.arriving import INCARNATION, take, take_within

NEW = {"kind": "reconsideration", "matter": "不服", "organ_id": "o", "home": "T0731"}


def written(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return [raw for _, raw in queries.lines(connection, store.meta("incarnation"))]


def said(n: int, *writes: tuple[str, str, str, dict[str, Any], dict[str, Any]]) -> bytes:
    """A line as a window, of whatever version, might have written it."""
    return render(
        Line(
            n, f"txn{n}", "00" * 16, "王办", "0-0", 0, (1, 0), "改",
            tuple(
                Write(f"{n}-{number}", table, key, kind, fields, before)
                for number, (table, key, kind, fields, before) in enumerate(writes)
            ),
        )
    )  # fmt: skip


def test_the_center_takes_in_a_window_s_work_as_it_was(store: Store, center: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work, facts={"amount": "12"})
    with store.work("王办", "改") as work:
        case = work.put(replace(case, matter="不服强制拆除", facts={"unit": "元"}))
    for raw in written(store):
        assert take(center, raw)

    assert center.get(Case, case.id) == case
    with store.reading() as here, center.reading() as there:
        assert queries.case_file(there, case.id) == queries.case_file(here, case.id)
        assert queries.case_now_of(there, case.id) == queries.case_now_of(here, case.id)
        assert queries.case_count(there, "强制拆除") == 1
        entries = queries.journal_of(there, case.id)
        assert [(entry.by, entry.why, entry.station, len(entry.writes)) for entry in entries] == [
            ("王办", "改", "T0731", 1), ("王办", "收到申请", "T0731", 3),
        ]  # fmt: skip
        assert [row.outcome for row in there.execute(select(sync_log).order_by(sync_log.c.pos))] == [
            "set", "set", "set", "in", "set",
        ]  # fmt: skip
        matter, home = (versions(there, "case", case.id).of(name) for name in ("matter", "home"))
        assert matter is not None
        assert home is not None
        assert (matter.pos, matter.n, matter.branch) == (5, 2, home.branch)
        assert home.pos == 1
    assert written(center) == []
    assert check(center) == []


def test_the_same_line_twice_changes_nothing(store: Store, center: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)
    (raw,) = written(store)
    assert take(center, raw)

    assert not take(center, raw, parent=GENESIS)

    with center.reading() as connection:
        assert last_position(connection) == 4  # three writes, and the case that its station is told of
        tip = chains.tip(connection, "T0731", INCARNATION)
        assert (tip.n, tip.h) == (1, chain(GENESIS, INCARNATION, 1, line_hash(raw)))
        assert chains.known(connection, tip.h)


def test_a_write_that_came_before_is_logged_and_not_applied(store: Store, center: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    (raw,) = written(store)
    take(center, raw)
    with center.work("主任", "改案由") as work:
        work.put(replace(work.get(Case, case.id), matter="改过"))
    line = parse(raw)
    again = render(replace(line, n=1, salt="11" * 16))

    assert take(center, again, {write.id: Judgement(dup=True) for write in line.writes})

    assert center.get(Case, case.id).matter == "改过"
    with center.reading() as connection:
        assert all(known_write(connection, write.id) for write in line.writes)
        assert not known_write(connection, "never")
        outcomes = connection.scalars(select(sync_log.c.outcome).order_by(sync_log.c.pos)).all()
    assert outcomes == ["set", "set", "set", "in", "set", "dup", "dup", "dup"]


def test_a_field_in_conflict_waits_beside_the_value_it_met(store: Store, center: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    take(center, written(store)[0])
    with center.work("主任", "改案由") as work:
        work.put(replace(work.get(Case, case.id), matter="县里改的"))
    raw = said(2, ("case", case.id, "u", {"matter": "镇里改的", "channel": "邮寄"},
                   {"matter": "不服罚款决定", "channel": "当面"}))  # fmt: skip

    take(center, raw, {"2-0": Judgement({"matter": Outcome.REVIEW, "channel": Outcome.SET})})

    found = center.get(Case, case.id)
    assert (found.matter, found.channel) == ("县里改的", "邮寄")
    with center.reading() as connection:
        (review,) = queries.reviews(connection, case_id=case.id)
        log = connection.execute(select(sync_log).order_by(sync_log.c.pos.desc())).first()
        assert log is not None
        assert (log.outcome, log.reviewed) == ("review", ("matter",))
        matter, channel = (versions(connection, "case", case.id).of(n) for n in ("matter", "channel"))
        assert matter is not None
        assert channel is not None
        assert (matter.branch, bool(channel.branch)) == ("", True)
    assert (review.base, review.theirs, review.ours) == (
        {"matter": "不服罚款决定"}, {"matter": "镇里改的"}, {"matter": "县里改的"},
    )  # fmt: skip
    assert (review.author, review.station, review.line, review.pos) == ("王办", "T0731", 2, log.pos)

    with center.work("主任", "裁决") as work:
        peers.decide_review(work, review.id, "保留")
    with center.reading() as connection:
        assert queries.reviews(connection) == []
        (decided,) = queries.reviews(connection, state="decided")
    assert (decided.decision, decided.decided_by) == ("保留", "主任")
    with pytest.raises(NotFound), center.work("主任", "裁决") as work:
        peers.decide_review(work, review.id, "再裁决")


def test_a_proposed_field_of_a_new_case_waits_while_the_case_is_made(center: Store) -> None:
    fields = {
        "kind": "reconsideration",
        "number": "自拟1号",
        "matter": "不服",
        "organ_id": "o",
        "home": "T0731",
    }
    outcomes = dict.fromkeys(fields, Outcome.SET) | {"number": Outcome.REVIEW}

    take(center, said(1, ("case", "c1", "i", fields, {})), {"1-0": Judgement(outcomes)})

    assert center.get(Case, "c1").number == ""
    with center.reading() as connection:
        (review,) = queries.reviews(connection)
    assert (review.theirs, review.case_id) == ({"number": "自拟1号"}, "c1")


def test_what_this_program_does_not_know_is_kept_aside(center: Store) -> None:
    fields = NEW | {
        "colour": ["红", 1], "informed": "将来的一种", "act_on": "不是日期", "flags": "x",
        "facts.amount": {"a": 1},
    }  # fmt: skip
    raw = said(
        1,
        ("case", "c1", "i", fields, {}),
        ("visit", "v1", "i", {"on": "2030-01-01"}, {}),
        ("setting", "local_days", "i", {"value": "working"}, {}),
        ("person", "p1", "i", {"name": "冒充"}, {}),
    )

    take(center, raw)

    case = center.get(Case, "c1")
    assert (case.matter, case.informed, case.act_on, case.facts) == (
        "不服",
        "不清楚",
        None,
        {"amount": {"a": 1}},
    )
    with center.reading() as connection:
        kept = {(row.tbl, row.field): row.json for row in connection.execute(select(sync_unknown))}
        assert queries.settings(connection) == []
        assert queries.persons(connection) == []
    assert kept == {
        ("case", "colour"): '["红", 1]', ("case", "informed"): '"将来的一种"',
        ("case", "act_on"): '"不是日期"',
        ("case", "flags"): '"x"', ("visit", "on"): '"2030-01-01"', ("setting", "value"): '"working"',
        ("person", "name"): '"冒充"',
    }  # fmt: skip


HOSTILE = [
    {"matter": 1}, {"matter": None}, {"matter": ["x"]}, {"flags": {}}, {"act_on": 20260101},
    {"kind": 7}, {"id": "x"}, {"revision": 99}, {"facts": {"a": 1}}, {"facts.": 1}, {"": 1},
]  # fmt: skip


@pytest.mark.parametrize("fields", HOSTILE, ids=str)
def test_no_value_from_outside_breaks_a_record(center: Store, fields: dict[str, Any]) -> None:
    take(center, said(1, ("case", "c1", "i", NEW, {})))
    before = center.get(Case, "c1")

    take(center, said(2, ("case", "c1", "u", fields, {})))

    assert replace(center.get(Case, "c1"), revision=1) == before
    assert check(center) == []


def test_a_change_that_comes_before_its_row_waits_for_it(center: Store) -> None:
    good = {"case_id": "c1", "role": "申请人", "name": "单小明"}
    take(center, said(1, ("party", "p1", "u", {"phone": "139"}, {"phone": ""})))
    assert center.find(Party, "p1") is None

    take(center, said(2, ("party", "p1", "i", good, {})))

    assert center.get(Party, "p1").phone == "139"
    with center.reading() as connection:
        assert connection.execute(select(sync_unknown)).all() == []


def test_a_moment_without_a_zone_is_not_taken_for_one(center: Store) -> None:
    fields = {"case_id": "c1", "code": "receive", "on": "2026-08-03", "by": "王办", "station": "T0731",
              "recorded_at": "2026-08-03T09:30:00"}  # fmt: skip

    take(center, said(1, ("step", "s1", "i", fields, {})))

    assert center.find(Step, "s1") is None
    take(center, said(2, ("step", "s1", "i", fields | {"recorded_at": "2026-08-03T09:30:00+08:00"}, {})))
    assert center.get(Step, "s1").on == date(2026, 8, 3)


def test_a_removed_material_goes_and_its_version_stays(center: Store) -> None:
    fields = {"case_id": "c1", "name": "身份证复印件"}
    take(center, said(1, ("material", "m1", "i", fields, {})))

    take(center, said(2, ("material", "m1", "d", {}, fields)))

    with center.reading() as connection:
        found = versions(connection, "material", "m1").of(ROW)
    assert found is not None
    assert (found.pos, found.n) == (2, 2)


def test_a_line_that_breaks_off_leaves_no_trace(center: Store) -> None:
    raw = said(1, ("party", "p1", "i", {"case_id": "c1", "role": "申请人", "name": "单小明"}, {}),
               ("party", "p2", "u", {"phone": "1"}, {}))  # fmt: skip

    with pytest.raises(KeyError):
        take(center, raw, {"1-0": Judgement({ROW: Outcome.SET})})

    with center.reading() as connection:
        assert last_position(connection) == 0
        assert chains.tip(connection, "T0731", INCARNATION).n == 0


def test_a_second_history_is_kept_on_its_branch(center: Store) -> None:
    first = said(1, ("party", "p1", "i", {"case_id": "c", "role": "申请人", "name": "甲"}, {}))
    other = said(1, ("party", "p2", "i", {"case_id": "c", "role": "申请人", "name": "乙"}, {})).replace(
        b"1-0", b"9-0"
    )
    take(center, first)

    assert take(center, other, parent=GENESIS)

    with center.reading() as connection:
        found = versions(connection, "party", "p2").of("name")
        before = versions(connection, "party", "p1").of("name")
        assert chains.tip(connection, "T0731", INCARNATION).h == chain(
            GENESIS, INCARNATION, 1, line_hash(first)
        )
    assert found is not None
    assert before is not None
    assert len({"", before.branch, found.branch}) == 3
    assert check(center) == []


def test_records_are_never_put_before_lines_are_received(store: Store, center: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    take(center, written(store)[0])
    raw = said(2, ("case", case.id, "u", {"matter": "外来"}, {}))

    with pytest.raises(RuntimeError), center.work("主任", "导入") as work:
        work.put(replace(work.get(Case, case.id), matter="自己的"))
        take_within(work, raw)


def test_peers_and_bundles_are_remembered(store: Store) -> None:
    digest = os.urandom(32).hex()
    with store.work("王办", "导出") as work:
        peers.put_peer(work, "C01", keys={"age": "age1"})
        peers.acknowledge(work, "C01", "aa", 7, b"\x01")
        for state in ("written", "confirmed"):
            peers.note_bundle(
                work, digest, direction="out", station="C01", kind="data", first=1, last=7, state=state,
                name=str(Path("a.fuyi")),
            )  # fmt: skip

    assert work.changed == {"sync_peer", "sync_bundle"}
    with store.reading() as connection:
        peer = queries.peer(connection, "C01")
        (bundle,) = queries.bundles(connection, station="C01")
        assert queries.bundles(connection, station="T0732") == []
        assert queries.peer(connection, "T0732") is None
        assert [row.station for row in queries.peers(connection)] == ["C01"]
    assert (peer.keys, peer.acked_n, peer.acked_tip, peer.acked_at) == ({"age": "age1"}, 7, "01", office.AT)
    assert (bundle.state, bundle.last, bundle.at) == ("confirmed", 7, office.AT)
