"""A center's database on a server: what is said when it cannot be used, and several desks at once."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from fuyi_desktop.domain.case import Case
from fuyi_desktop.domain.errors import (
    BadFact,
    ChangedMeanwhile,
    FuyiError,
    ServerFault,
    StoreExists,
    StoreMissing,
)
from fuyi_desktop.domain.papers import Series
from fuyi_desktop.domain.party import Party, Role
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.store import server as servers
from fuyi_desktop.store import vault
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.positions import last_position
from fuyi_desktop.store.queries import case_count, case_now_of, lines
from fuyi_desktop.store.schema import sync_log
from fuyi_desktop.store.server import Server, server
from fuyi_desktop.store.work import Store
from tests.server import SERVER, Cluster
from tests.store import office
from tests.store.conftest import Lies

pytestmark = pytest.mark.parametrize("engine", [SERVER], indirect=True)


@pytest.fixture
def here(lies: Lies) -> Server:
    """An empty database."""
    found = lies("center")
    assert isinstance(found, Server)
    return found


def other(here: Server, **changed: str) -> Server:
    """The same address with something of it changed."""
    return replace(here, url=here.url.set(**changed))  # type: ignore[arg-type]  # its types are named one by one


# What cannot be used


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": "guest", "password": "wrong"}, "不接受这个用户名或密码"),
        ({"username": "guest"}, "不接受这个用户名或密码"),
        ({"username": "nobody_here"}, "不接受这个用户名或密码"),
        ({"username": "barred"}, "没有允许本机用这个用户连接"),
        ({"database": "not_there"}, "没有这个数据库"),
        ({"host": "127.0.0.1", "port": "9"}, "连不上"),
        ({"host": "no-such-host.invalid"}, "主机名查不到"),
        ({"username": "guest", "password": "right"}, "没有给这个用户建表和写入的权限"),
    ],
)
def test_whatever_is_wrong_with_the_way_there_is_one_sentence(
    here: Server, changed: dict[str, str], said: str
) -> None:
    gone = {"query": {}} if "host" in changed else {}
    given = other(here, **(changed | gone | ({"port": int(changed["port"])} if "port" in changed else {})))

    with pytest.raises(ServerFault, match=said) as fault:
        office.make(given)

    assert "right" not in str(fault.value)
    assert "wrong" not in str(fault.value)


def test_a_socket_that_is_not_there_is_a_server_that_is_away(here: Server, tmp_path: Path) -> None:
    with pytest.raises(ServerFault, match="连不上"):
        vault.exists(replace(here, url=here.url.set(query={"host": str(tmp_path)})))


def test_a_server_of_an_old_version_is_named_as_such(here: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "LEAST", 99)

    with pytest.raises(ServerFault, match="需要 PostgreSQL 99 以上"):
        office.make(here)


def test_a_database_in_another_encoding_is_not_taken(cluster: Cluster, tmp_path: Path, here: Server) -> None:
    name = f"latin_{here.url.database}"
    cluster.say(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")

    with pytest.raises(ServerFault, match="不是 UTF-8 编码"):
        office.make(other(here, database=name))

    cluster.say(f"DROP DATABASE {name}")


def test_a_database_with_the_tables_of_another_program_is_left_alone(
    cluster: Cluster, tmp_path: Path, here: Server
) -> None:
    theirs = cluster.place(tmp_path / "theirs")
    cluster.say("CREATE TABLE meta (id integer)", theirs.url.database or "")

    with pytest.raises(ServerFault, match="别的程序的表"):
        office.make(theirs)

    cluster.drop(theirs)


def test_a_server_that_only_reads_says_so_and_nothing_is_written(here: Server, cluster: Cluster) -> None:
    with office.make(here) as store:
        store.engine.dispose()
        cluster.say(f"ALTER DATABASE {here.url.database} SET default_transaction_read_only = on")
        with pytest.raises(ServerFault, match="现在只能读"), store.work("主任", "收到申请") as work:
            office.register(work)

        with store.reading() as connection:
            assert case_count(connection) == 0


def test_a_connection_cut_in_a_deed_is_a_sentence_and_the_next_deed_goes_through(
    here: Server, cluster: Cluster
) -> None:
    with office.make(here) as store:
        with pytest.raises(ServerFault, match="断开了"), store.work("主任", "收到申请") as work:
            office.register(work, name="甲")
            work.flush()
            ours = f"WHERE datname = '{here.url.database}'"
            cluster.say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {ours}")
            office.register(work, name="乙")

        with store.work("主任", "收到申请") as work:
            office.register(work, name="丙")

        with store.reading() as connection:
            assert case_count(connection, "丙") == case_count(connection) == 1
        assert check(store) == []


def test_a_character_that_the_server_cannot_keep_is_refused_by_a_sentence(here: Server) -> None:
    with office.make(here) as store, pytest.raises(BadFact, match="空字符"), store.work("主任", "收") as work:
        office.register(work, matter="a\0b")


# The address, and the folder beside it


@pytest.mark.parametrize("typed", ["postgresql://", "postgresql://host", "postgresql://host:port/db"])
def test_an_address_that_names_no_database_is_refused(engine: str, tmp_path: Path, typed: str) -> None:
    with pytest.raises(BadFact, match="postgresql://用户@主机/数据库"):
        server(typed, among=tmp_path)


def test_the_address_shows_no_password_and_every_user_has_the_same_folder(
    engine: str, tmp_path: Path
) -> None:
    one = server("postgresql://he:secret@10.0.0.5/fuyi", among=tmp_path)
    two = server("postgresql+psycopg://zhou@10.0.0.5:5432/fuyi?sslmode=require", among=tmp_path)
    third = server("postgresql://he@10.0.0.5/trial", among=tmp_path)

    assert str(one) == "postgresql://he@10.0.0.5/fuyi"
    assert "secret" not in repr(one)
    assert one.folder == two.folder
    assert third.folder != one.folder


def test_a_folder_with_other_keys_is_not_taken_for_the_store_s(here: Server, tmp_path: Path) -> None:
    office.make(here).close()

    with pytest.raises(BadFact, match="FUYI_DATA"):
        office.open_again(replace(here, folder=tmp_path / "elsewhere"))
    assert vault.exists(replace(here, folder=tmp_path / "elsewhere"))


def test_the_keys_of_one_database_are_never_written_over_by_another(lies: Lies, here: Server) -> None:
    office.make(here).close()
    second = lies("second")
    assert isinstance(second, Server)
    kept = (here.folder / vault.VAULT).read_bytes()

    with pytest.raises(StoreExists):
        vault.create(
            replace(second, folder=here.folder), office.SLOTS, office.OTHER_KEY, station=office.COUNTY,
            clock=office.clock, project=office.project,
        )  # fmt: skip

    assert (here.folder / vault.VAULT).read_bytes() == kept
    assert not vault.exists(second)


def test_a_database_of_something_else_holds_no_store(here: Server) -> None:
    with pytest.raises(StoreMissing):
        office.open_again(here)


# Several desks


@pytest.fixture
def desks(here: Server) -> Callable[[], Store]:
    """Opens the same center once more, as another computer does."""
    office.make(here, office.COUNTY).close()
    return lambda: office.open_again(here)


def at_once(*deeds: Callable[[], None]) -> list[BaseException]:
    """Do all of them at the same time; what they raised."""
    raised: list[BaseException] = []

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        except FuyiError as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_several_desks_write_at_once_and_no_position_is_missing_or_given_twice(
    desks: Callable[[], Store],
) -> None:
    with desks() as one, desks() as two, desks() as three:

        def many(store: Store, name: str) -> None:
            for number in range(8):
                with store.work(name, "收到申请") as work:
                    office.register(work, name=name, receipt_number=f"{name}{number}")

        opened = zip((one, two, three), ("甲", "乙", "丙"), strict=True)
        assert at_once(*(lambda store=store, name=name: many(store, name) for store, name in opened)) == []

        with one.reading() as connection:
            assert case_count(connection) == 24
            positions = connection.scalars(select(sync_log.c.pos).order_by(sync_log.c.pos)).all()
            assert positions == list(range(1, last_position(connection) + 1))
            own = connection.scalars(
                select(sync_log.c.key).where(sync_log.c.tbl.in_(["party", "step"]))
            ).all()
            assert len(own) == len(set(own)) == 48
            assert [n for n, _ in lines(connection, one.meta("incarnation"))] == list(range(1, 25))
        assert check(one) == []


def test_the_second_desk_to_change_a_record_is_told(desks: Callable[[], Store]) -> None:
    with desks() as one, desks() as two:
        with one.work("甲", "收到申请") as work:
            case = office.register(work)

        with pytest.raises(ChangedMeanwhile), two.work("乙", "改") as late:
            seen = late.get(Case, case.id)
            with one.work("甲", "改") as work:
                work.put(replace(work.get(Case, case.id), matter="甲改的"))
            late.put(replace(seen, matter="乙改的"))

        assert one.get(Case, case.id).matter == "甲改的"
        assert check(two) == []


def test_a_step_decided_on_what_another_desk_has_changed_meanwhile_is_not_taken(
    desks: Callable[[], Store],
) -> None:
    """Two steps touch no common record: only the case's journal tells."""
    with desks() as one, desks() as two:
        with one.work("甲", "收到申请") as work:
            case = office.register(work)

        def step(code: str) -> Step:
            return Step(
                id=work.new_id(), case_id=case.id, code=code, on=office.AT.date(), by="甲", station="C01",
                recorded_at=office.AT,
            )  # fmt: skip

        with pytest.raises(ChangedMeanwhile), two.work("乙", "登记步骤") as late:
            with one.work("甲", "登记步骤") as work:
                work.put(step("archive"))
            late.put(step("accept"))

        with one.reading() as connection:
            now = case_now_of(connection, case.id)
        assert now is not None
        assert now.ended


def test_the_list_has_what_both_desks_have_written_to_one_case(desks: Callable[[], Store]) -> None:
    with desks() as one, desks() as two:
        with one.work("甲", "收到申请") as work:
            case = office.register(work)
        both = threading.Barrier(2)

        def add(store: Store, name: str) -> None:
            for begin in (lambda: both.wait(10), lambda: 0):
                try:
                    with store.work(name, "补登") as work:
                        begin()
                        work.put(Party(id=work.new_id(), case_id=case.id, role=Role.APPLICANT, name=name))
                    return
                except ChangedMeanwhile:
                    continue

        assert at_once(lambda: add(one, "乙"), lambda: add(two, "丙")) == []

        with one.reading() as connection:
            assert case_count(connection, "乙 丙") == 1
        assert check(one) == []


def test_two_desks_never_take_the_same_number(desks: Callable[[], Store]) -> None:
    taken: list[int] = []
    with desks() as one, desks() as two:

        def take(store: Store) -> None:
            for _ in range(10):
                with store.work("甲", "给号") as work:
                    found = work.find(Series, "C01/代收/2026") or Series(
                        id="C01/代收/2026", short="C01", kind="代收", year=2026, pattern="{serial}"
                    )
                    work.put(replace(found, next=found.next + 1))
                taken.append(found.next)

        assert at_once(lambda: take(one), lambda: take(two)) == []

    assert sorted(taken) == list(range(1, 21))


def test_two_deeds_that_wait_for_each_other_end_in_a_sentence(desks: Callable[[], Store]) -> None:
    with desks() as one, desks() as two:
        with one.work("甲", "收到申请") as work:
            cases = [office.register(work, name="甲"), office.register(work, name="乙")]
        both = threading.Barrier(2)

        def change(store: Store, first: Case, second: Case) -> None:
            with store.work("甲", "改") as work:
                work.put(replace(first, matter="改过"))
                work.flush()
                both.wait(10)
                work.put(replace(second, matter="改过"))
                work.flush()

        raised = at_once(lambda: change(one, cases[0], cases[1]), lambda: change(two, cases[1], cases[0]))

        assert [type(error) for error in raised] == [ChangedMeanwhile]
        assert {one.get(Case, case.id).matter for case in cases} == {"改过"}
        assert check(two) == []


def test_a_question_sees_one_moment_whatever_is_written_meanwhile(desks: Callable[[], Store]) -> None:
    with desks() as one, desks() as two, one.reading() as connection:
        assert case_count(connection) == 0
        with two.work("乙", "收到申请") as work:
            office.register(work)

        assert case_count(connection) == 0
        with pytest.raises(ServerFault, match="只能读"):
            connection.execute(text("DELETE FROM draft"))
