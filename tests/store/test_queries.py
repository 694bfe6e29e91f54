"""Lists, boards and pages: what they show, in which order, and by an index."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from fuyi_desktop.domain.errors import Ambiguous, NotFound
from fuyi_desktop.domain.papers import Paper, Printing
from fuyi_desktop.domain.party import Station, StationRole, Unit
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store import queries
from fuyi_desktop.store.work import Store, Work
from tests.store import office

DAY = date(2026, 8, 3)


def archive(work: Work, case_id: str) -> None:
    work.put(
        Step(
            id=work.new_id(), case_id=case_id, code="archive", on=DAY, by="王办", station="T0731",
            recorded_at=work.at,
        )
    )  # fmt: skip


def test_the_nearest_day_comes_first_and_what_has_ended_last(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        late = office.register(work, on=DAY, matter="后")
        over = office.register(work, on=DAY - timedelta(30), matter="完")
        older = office.register(work, on=DAY - timedelta(60), matter="早完")
        soon = office.register(work, on=DAY - timedelta(20), matter="先")
        archive(work, over.id)
        archive(work, older.id)

    with store.reading() as connection:
        assert [row.matter for row in queries.case_rows(connection)] == ["先", "后", "完", "早完"]
        assert [row.matter for row in queries.case_rows(connection, ended=False)] == ["先", "后"]
        assert [row.matter for row in queries.case_rows(connection, ended=True)] == ["完", "早完"]
        assert [row.matter for row in queries.case_rows(connection, newest=True)] == [
            "先",
            "早完",
            "完",
            "后",
        ]
        assert [row.matter for row in queries.case_rows(connection, offset=1, limit=2)] == ["后", "完"]
        assert [row.case_id for row in queries.board_rows(connection)] == [soon.id, late.id]
        board = queries.board_rows(connection, until=DAY + office.DUE - timedelta(1))
        assert [row.case_id for row in board] == [soon.id]
        assert [row.case_id for row in queries.board_rows(connection, limit=1)] == [soon.id]
        assert [row.case_id for row in queries.board_rows(connection, offset=1)] == [late.id]
        assert queries.board_rows(connection, holder="C01") == []


def test_chips_narrow_a_list(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work, named="王办", home="T0731", flags=("涉企",))
        office.register(work, named="李办", home="C01")

    with store.reading() as connection:
        assert queries.case_count(connection, handler="李办") == 1
        assert queries.case_count(connection, holder="T0731") == 1
        assert queries.case_count(connection, kind="reconsideration") == 2
        assert queries.case_count(connection, kind="mediation") == 0
        assert queries.case_count(connection, state="R1", flag="涉企", ended=False) == 1
        assert queries.case_count(connection, until=DAY) == 0


@pytest.mark.parametrize("few", [1, 2000])
def test_common_and_rare_words_give_the_same_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queries, "FEW", few)
    with store.work("王办", "收到申请") as work:
        for number in range(20):
            office.register(work, on=DAY - timedelta(number), receipt_number=f"代收2026-{number}")

    with store.reading() as connection:
        rows = queries.case_rows(connection, "罚款", limit=3)
    assert [row.receipt_number for row in rows] == ["代收2026-19", "代收2026-18", "代收2026-17"]


def test_a_case_is_called_by_its_id_or_its_numbers(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work, receipt_number="代收2026-1", number="云府复决字〔2026〕1号")
        office.register(work, receipt_number="代收2026-2")
        office.register(work, receipt_number="代收2026-2")

    with store.reading() as connection:
        for key in (case.id, case.number, case.receipt_number):
            assert queries.case_by_key(connection, key) == case.id
        with pytest.raises(Ambiguous, match="代收2026-2"):
            queries.case_by_key(connection, "代收2026-2")
        for key in ("代收2026", "", "%"):
            with pytest.raises(NotFound):
                queries.case_by_key(connection, key)


def test_a_case_file_holds_everything_in_the_order_it_was_entered(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        unit = work.put(Unit(id=work.new_id(), full_name="临江县人民政府", reconsiders=True))
        case = office.register(work, organ_id=unit.id)
        archive(work, case.id)

    with store.reading() as connection:
        file = queries.case_file(connection, case.id)
        with pytest.raises(NotFound):
            queries.case_file(connection, "x")
        assert queries.units(connection) == [unit]
    assert (file.case, file.organ) == (case, unit)
    assert [party.name for party in file.parties] == ["单小明"]
    assert [step.code for step in file.steps] == ["receive", "archive"]


def test_a_case_may_come_before_its_organ(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work, organ_id="elsewhere")

    with store.reading() as connection:
        organ = queries.case_file(connection, case.id).organ
    assert (organ.id, organ.full_name) == ("elsewhere", "")


def test_a_likeness_names_what_is_the_same(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        same = office.register(work, name="单小明", phone="139", act_number="临罚〔2026〕1号")
        office.register(work, name="李四", phone="138")

    with store.reading() as connection:
        (found,) = queries.duplicates(
            connection, names=["单小明", ""], phones=["139"], act_number="临罚〔2026〕1号", id_numbers=[""]
        )
        assert queries.duplicates(connection, names=[""], phones=[], act_number="") == []
    assert (found.case_id, found.why) == (same.id, "文号相同、姓名相同、电话相同")


def test_a_station_without_a_name_is_called_by_its_code(store: Store) -> None:
    with store.work("王办", "入网") as work:
        work.put(Station(id=work.new_id(), station="T0732", name="西镇窗口", role=StationRole.TOWNSHIP))

    with store.reading() as connection:
        assert queries.station_called(connection, "T0732") == "西镇窗口"
        assert queries.station_called(connection, "T0733") == "T0733"


def test_papers_are_listed_newest_first_with_their_copies(store: Store) -> None:
    with store.work("王办", "出文书") as work:
        case = office.register(work)
        issued = [
            work.put(
                Paper(
                    id=work.new_id(), case_id=case.id, form="F06", version="1", title=title, issued_on=DAY,
                    issued_at=work.at, by="王办", digest="00",
                )
            )
            for title in ("甲", "乙")
        ]  # fmt: skip
        copy = work.put(
            Printing(id=work.new_id(), case_id=case.id, paper_id=issued[0].id, at=work.at, by="王办")
        )

    with store.reading() as connection:
        assert queries.papers(connection) == [issued[1], issued[0]]
        assert queries.printings(connection, issued[0].id) == [copy]
        assert queries.printings(connection, issued[1].id) == []


def test_what_nobody_has_confirmed_is_counted(store: Store) -> None:
    for _ in range(3):
        with store.work("王办", "收到申请") as work:
            office.register(work)

    incarnation = store.meta("incarnation")
    with store.reading() as connection:
        assert queries.unsent(connection, incarnation, 1) == 2
        assert [n for n, _ in queries.lines(connection, incarnation, 1)] == [2, 3]
        assert queries.chain_at(connection, incarnation, 4) is None


@office.IN_A_FILE
def test_no_list_walks_a_table(store: Store) -> None:
    """Every question's plan uses an index; the bare list is a walk along one."""
    with store.work("王办", "收到申请") as work:
        case = office.register(work)
    asked: list[tuple[str, object]] = []
    event.listen(
        store.engine, "before_cursor_execute", lambda c, cu, said, given, *rest: asked.append((said, given))
    )
    with store.reading() as connection:
        queries.case_rows(connection)
        queries.case_rows(connection, "罚款", ended=False, holder="T0731")
        queries.case_rows(connection, handler="王办", newest=True)
        queries.board_rows(connection, "T0731", DAY)
        queries.case_file(connection, case.id)
        queries.case_by_key(connection, "代收2026-118")
        queries.duplicates(connection, names=["单小明"], phones=["139"], id_numbers=["1"], act_number="x")
        queries.journal_of(connection, case.id)
        queries.case_now_of(connection, case.id)
        queries.parties_by_unit(connection, "x")
        queries.bundles(connection)
        questions = [one for one in asked if one[0].startswith("SELECT")]
        plans = [
            (said, str(row[3]))
            for said, given in questions
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)  # type: ignore[arg-type]
        ]

    assert len(questions) > 15
    for said, step in plans:
        if step.startswith("SCAN"):
            walk = "USING INDEX" in step or "USING COVERING INDEX" in step or "VIRTUAL TABLE INDEX" in step
            newest = "ORDER BY case_now.row DESC" in said or "anon_" in step  # the hits
            assert walk or newest, (said, step)
