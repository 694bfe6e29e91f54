"""Work, the one door: what is put is journaled, projected and kept together, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from fuyi_desktop.domain.case import Case, Informed, Material
from fuyi_desktop.domain.errors import BundleTooLarge, ChangedMeanwhile, NotFound
from fuyi_desktop.domain.line import GENESIS, chain, line_hash, parse
from fuyi_desktop.domain.local import Draft, Setting
from fuyi_desktop.domain.papers import Series
from fuyi_desktop.domain.party import Party
from fuyi_desktop.domain.record import flat
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.positions import last_position, versions
from fuyi_desktop.store.queries import case_count, case_file, case_now_of, journal_of, lines
from fuyi_desktop.store.schema import journal, sync_log
from fuyi_desktop.store.work import IN_A_LINE, Store
from tests.store import office


def test_what_is_read_again_equals_what_put_returned(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(
            work, flags=("涉企", "重大复杂"), act_on=date(2026, 6, 1), informed=Informed.NO,
            facts={"amount": "1200.50", "list": (1, 2), "deep": {"a": [None, True]}},
        )  # fmt: skip
        step = work.select(Step)[0]

    assert store.get(Case, case.id) == case
    assert store.get(Step, step.id) == step
    assert case.revision == 1
    assert case.facts["list"] == [1, 2]


def test_one_deed_is_one_line_that_says_what_changed(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    with store.work("李办", "改案由", clock="day:2026-08-01") as work:
        work.put(replace(work.get(Case, case.id), matter="不服强制拆除", flags=("涉企",)))

    with store.reading() as connection:
        first, second = (parse(raw) for _, raw in lines(connection, store.meta("incarnation")))
    assert [(write.table, write.kind) for write in first.writes] == [
        ("case", "i"), ("party", "i"), ("step", "i"),
    ]  # fmt: skip
    assert first.writes[0].fields == {name: value for name, value in flat(case).items() if name != "revision"}
    assert (second.n, second.by, second.why, second.clock) == (2, "李办", "改案由", "day:2026-08-01")
    (write,) = second.writes
    assert (write.kind, write.key) == ("u", case.id)
    assert write.fields == {"matter": "不服强制拆除", "flags": ["涉企"]}
    assert write.before == {"matter": "不服罚款决定", "flags": []}
    assert len({*first.salt, *second.salt}) > 1
    assert first.at < second.at


def test_the_journal_is_a_chain_over_exact_bytes(store: Store) -> None:
    for number in range(3):
        with store.work("王办", "收到申请") as work:
            office.register(work, receipt_number=f"代收2026-{number}")

    incarnation, tip = store.meta("incarnation"), GENESIS
    with store.reading() as connection:
        rows = connection.execute(select(journal).order_by(journal.c.n)).all()
    assert [row.n for row in rows] == [1, 2, 3]
    for row in rows:
        tip = chain(tip, incarnation, row.n, line_hash(row.raw))
        assert row.chain == tip


def test_a_deed_that_breaks_off_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="half"), store.work("王办", "收到申请") as work:
        office.register(work)
        work.put(Setting(id="x", value=1))
        work.set_meta("seen", [1, 5])
        work.flush()
        raise RuntimeError("half")

    assert work.changed == set()
    assert store.meta("seen") == [0, 0]
    assert store.find(Setting, "x") is None
    with store.reading() as connection:
        assert case_count(connection) == 0
        assert list(lines(connection, store.meta("incarnation"))) == []
    assert check(store) == []


def test_a_deed_tells_which_tables_changed_even_afterwards(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)

    assert work.changed == {"case", "party", "step", "case_now"}


def test_two_forms_on_one_record_the_second_is_refused(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    first, second = replace(case, matter="甲"), replace(case, matter="乙")
    with store.work("王办", "改") as work:
        work.put(first)

    with pytest.raises(ChangedMeanwhile), store.work("李办", "改") as work:
        work.put(second)

    assert store.get(Case, case.id).matter == "甲"


def test_a_new_record_never_replaces_one_that_is_there(store: Store) -> None:
    with store.work("王办", "设置") as work:
        work.put(Setting(id="x", value=1))

    with pytest.raises(ChangedMeanwhile), store.work("李办", "设置") as work:
        work.put(Setting(id="x", value=2))

    assert store.get(Setting, "x").value == 1


def test_putting_what_is_there_already_changes_nothing(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)

    with store.work("王办", "没有改动") as work:
        assert work.put(case) == case

    assert work.changed == set()
    with store.reading() as connection:
        assert len(list(lines(connection, store.meta("incarnation")))) == 1


def test_a_record_put_twice_in_one_deed_is_written_once(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
        work.flush()
        again = work.put(replace(case, matter="改过"))

    assert store.get(Case, case.id) == again
    with store.reading() as connection:
        ((_, raw),) = lines(connection, store.meta("incarnation"))
    written = [write for write in parse(raw).writes if write.table == "case"]
    assert [(write.kind, write.fields["matter"]) for write in written] == [("i", "改过")]


def test_a_deed_reads_what_it_has_put(store: Store) -> None:
    with store.work("王办", "编号") as work:
        first = work.put(Series(id="a", short="云府", kind="复", year=2026, pattern="{serial}"))
        work.put(replace(first, next=2))

        assert work.get(Series, "a").next == 2
        assert [series.next for series in work.select(Series, year=2026)] == [2]
        assert work.select(Series, year=2025) == []


def test_a_fact_that_is_gone_is_null_in_the_line_and_absent_in_the_record(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work, facts={"amount": "12", "unit": "元", "none": None})
    assert case.facts == {"amount": "12", "unit": "元"}

    with store.work("王办", "改") as work:
        work.put(replace(case, facts={"amount": "13"}))

    assert store.get(Case, case.id).facts == {"amount": "13"}
    with store.reading() as connection:
        *_, (_, raw) = lines(connection, store.meta("incarnation"))
    (write,) = parse(raw).writes
    assert write.fields == {"facts.amount": "13", "facts.unit": None}
    assert write.before == {"facts.amount": "12", "facts.unit": "元"}


def test_moments_are_kept_to_the_second_whatever_their_zone(store: Store) -> None:
    at = datetime(2026, 8, 3, 23, 59, 59, 123456, tzinfo=timezone(timedelta(hours=8)))
    with store.work("王办", "草稿") as work:
        work.put(Draft(id="new", content={"a": 1}, at=at))

    found = store.get(Draft, "new")
    assert found.at == at
    assert found.at.tzinfo is UTC


def test_what_is_local_makes_no_line(store: Store) -> None:
    with store.work("王办", "草稿") as work:
        work.put(Draft(id="new", content={"name": "单小明"}, at=work.at))
        work.put(Setting(id="local_days", value="working"))

    assert work.changed == {"draft", "setting"}
    with store.reading() as connection:
        assert list(lines(connection, store.meta("incarnation"))) == []


def test_a_material_entered_by_mistake_is_removed_and_the_line_keeps_it(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
        material = work.put(Material(id=work.new_id(), case_id=case.id, name="身份证复印件"))

    with store.work("王办", "删除材料") as work:
        work.remove(material)

    assert store.find(Material, material.id) is None
    with store.reading() as connection:
        *_, (_, raw) = lines(connection, store.meta("incarnation"))
    (write,) = parse(raw).writes
    assert (write.kind, write.fields, write.before["name"]) == ("d", {}, "身份证复印件")


def test_a_step_is_never_deleted(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)
        step = work.select(Step)[0]

    with pytest.raises(TypeError), store.work("王办", "删除") as work:
        work.remove(step)


def test_removing_what_was_changed_meanwhile_is_refused(store: Store) -> None:
    with store.work("王办", "草稿") as work:
        draft = work.put(Draft(id="new", content={}, at=work.at))
    with store.work("王办", "草稿") as work:
        work.put(replace(draft, content={"a": 1}))

    with pytest.raises(ChangedMeanwhile), store.work("王办", "草稿") as work:
        work.remove(draft)


def test_ids_keep_the_order_in_which_things_were_entered(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        given = [work.new_id() for _ in range(10_000)]

    assert given == sorted(given)
    assert len(set(given)) == len(given)
    assert {len(one) for one in given} == {32}
    assert {one[12] for one in given} == {"7"}


def test_an_unknown_id_says_what_was_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="没有找到案件“x”"):
        store.get(Case, "x")


def test_a_line_too_long_to_travel_is_refused_before_it_is_written(store: Store) -> None:
    with pytest.raises(BundleTooLarge), store.work("王办", "收到申请") as work:
        office.register(work, reasons="长" * 3_000_000)

    with store.reading() as connection:
        assert case_count(connection) == 0


def test_lists_follow_every_part_of_a_case(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    with store.work("王办", "归档") as work:
        work.put(
            Step(
                id=work.new_id(), case_id=case.id, code="archive", on=date(2026, 9, 1), by="王办",
                station="T0731", recorded_at=work.at,
            )
        )  # fmt: skip
        work.put(Party(id=work.new_id(), case_id=case.id, role=work.select(Party)[0].role, name="李四"))

    with store.reading() as connection:
        now = case_now_of(connection, case.id)
        assert now == office.project(case_file(connection, case.id))
    assert now is not None
    assert (now.ended, now.title) == (True, "单小明等2人")


def test_a_deed_of_very_many_records_makes_several_lines_each_in_the_journals_of_its_cases(
    store: Store,
) -> None:
    """A recount of all of a county's cases does not fit into one line."""
    with store.work("王办", "收到申请") as work:
        one, other = office.register(work), office.register(work, name="别人")
    with store.work("王办", "整理材料") as work:
        for case, many in ((one, IN_A_LINE), (other, 2)):
            for number in range(many):
                work.put(Material(id=work.new_id(), case_id=case.id, name=f"材料{number}"))
        work.touch(one.id)

    with store.reading() as connection:
        _, long, rest = (parse(raw) for _, raw in lines(connection, store.meta("incarnation")))
        assert (len(long.writes), len(rest.writes)) == (IN_A_LINE, 2)
        assert (long.why, rest.why, long.txn != rest.txn) == ("整理材料", "整理材料", True)
        assert [entry.n for entry in journal_of(connection, one.id)] == [2, 1]
        assert [entry.n for entry in journal_of(connection, other.id)] == [3, 1]
    assert check(store) == []


def test_the_case_tells_who_wrote_what(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
        office.register(work, name="别人")
    with store.work("李办", "改案由") as work:
        work.put(replace(case, matter="不服强制拆除"))

    with store.reading() as connection:
        last, first = journal_of(connection, case.id)
    assert (last.by, last.why, last.station, last.n) == ("李办", "改案由", "T0731", 2)
    assert [write.fields for write in last.writes] == [{"matter": "不服强制拆除"}]
    assert [write.table for write in first.writes] == ["case", "party", "step"]
    assert first.as_dict({case.id: "本案"})["writes"][1]["fields"]["case_id"] == "本案"


def test_the_center_gives_its_own_writes_positions(center: Store) -> None:
    with center.work("主任", "收到申请") as work:
        case = office.register(work)
    with center.work("主任", "改案由") as work:
        work.put(replace(case, matter="不服强制拆除"))

    with center.reading() as connection:
        rows = connection.execute(select(sync_log).order_by(sync_log.c.pos)).all()
        found = versions(connection, "case", case.id)
        *_, (_, raw) = lines(connection, center.meta("incarnation"))
        assert last_position(connection) == 5
    assert [(row.pos, row.outcome, row.tbl, row.n) for row in rows] == [
        (1, "set", "case", 1), (2, "set", "party", 1), (3, "set", "step", 1), (4, "in", "case", 0),
        (5, "set", "case", 2),
    ]  # fmt: skip
    matter, channel = found.of("matter"), found.of("channel")
    assert matter is not None
    assert channel is not None
    assert (matter.pos, channel.pos) == (5, 1)
    assert parse(raw).seen == (1, 4)


def test_a_window_gives_no_positions(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work)

    with store.reading() as connection:
        assert last_position(connection) == 0
