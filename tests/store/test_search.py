"""Search finds any part of a name or a number, pinyin, and nothing across a gap."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text
from sqlcipher3 import dbapi2

from fuyi_desktop.store.pinyin import spellings
from fuyi_desktop.store.queries import case_count, case_rows
from fuyi_desktop.store.search import hits, put_rows
from fuyi_desktop.store.tokens import wanted
from fuyi_desktop.store.work import Store
from tests.server import FILE, SERVER
from tests.store import office

PEOPLE = {
    "单小明": "不服罚款决定，云府复决字〔2026〕12号",
    "欧阳娜": "请求公开信息 13912345678 99900119900307771X",
    "𬱖䶮": "补偿安置 Ａ1B2",
    "仇大": "不服拆除；罚未缴，款已退",
}


@pytest.fixture
def connection(store: Store) -> Connection:
    with store.work("王办", "收到申请") as work:
        for name, matter in PEOPLE.items():
            office.register(work, name=name, matter=matter, phone="", receipt_number="", flags=("涉企",))
    return store.engine.connect()


FINDS = {  # what is typed: whom it finds
    "单": "单小明", "小明": "单小明", "罚款": "单小明", "罚": "单小明 仇大", "款已退": "仇大",
    "复决字〔2026〕12": "单小明", "2026": "单小明", "026": "单小明", "12号": "单小明",
    "2号": "单小明", "3912": "欧阳娜", "5678": "欧阳娜", "771X": "欧阳娜", "771x": "欧阳娜",
    "13912345678": "欧阳娜", "78": "欧阳娜", "139": "欧阳娜", "8": "欧阳娜", "1": "单小明 欧阳娜 𬱖䶮",
    "𬱖": "𬱖䶮", "䶮": "𬱖䶮", "a1": "𬱖䶮", "a1b2": "𬱖䶮", "1b2": "𬱖䶮",
    "sxm": "单小明", "shanx": "单小明", "shanxiaoming": "单小明", "QD": "仇大", "oyn": "欧阳娜",
    "ouyang": "欧阳娜", "不服 拆除": "仇大", "拆除 不服": "仇大", "拆除不服": "",
    "罚未缴款": "", "明不服": "", "dxm": "", "139 5678": "欧阳娜", "1395678": "",
    "没有这个人": "",
    "“": "", "*": "", '"': "", "NOT": "", "a OR b": "", "(": "", "'": "", "words:单": "",
    "   ": "单小明 欧阳娜 𬱖䶮 仇大",
}  # fmt: skip


def test_what_is_typed_finds_whom_it_should(connection: Connection) -> None:
    found = {typed: {row.names for row in case_rows(connection, typed)} for typed in FINDS}
    counted = {typed: case_count(connection, typed) for typed in FINDS}

    assert found == {typed: set(names.split()) for typed, names in FINDS.items()}
    assert counted == {typed: len(names) for typed, names in found.items()}
    connection.close()


def test_a_flag_is_found_whole(connection: Connection) -> None:
    assert case_count(connection, flag="涉企") == len(PEOPLE)
    assert case_count(connection, "罚款", flag="涉企") == 1
    assert case_count(connection, flag="涉") == 0
    connection.close()


def test_a_changed_name_is_found_by_its_new_words_only(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        case = office.register(work, matter="甲事")
    with store.work("王办", "改") as work:
        work.put(replace(case, matter="乙事"))

    with store.reading() as connection:
        assert case_count(connection, "甲事") == 0
        assert case_count(connection, "乙事") == 1


@pytest.mark.parametrize(
    ("name", "initials"),
    [("单雄信", "sxx"), ("仇英", "qy"), ("曾国藩", "zgf"), ("查良镛", "zly"), ("解缙", "xj"), ("区寄", "oj"),
     ("尉迟恭", "ycg"), ("万俟卨", "mqx"), ("长孙无忌", "zswj"), ("吕布", "lb")],
)  # fmt: skip
def test_surnames_are_spelt_as_surnames(name: str, initials: str) -> None:
    assert initials in spellings(name)


def test_a_name_is_spelt_in_all_its_readings() -> None:
    assert {"wl", "wangle", "wy", "wangyue"} <= set(spellings("王乐"))


ALPHABET = "甲乙丙12aB，。 -〔"
EMPTY = {  # the index as the migrations make it, for one connection
    FILE: "CREATE VIRTUAL TABLE search USING fts5(words, pinyin, flags, content='', contentless_delete=1, "
    "prefix='1 2', tokenize='unicode61 remove_diacritics 0')",
    SERVER: "CREATE TEMPORARY TABLE search (row integer PRIMARY KEY, words text, pinyin text, "
    "lexemes tsvector)",
}


@pytest.fixture(scope="module")
def indexes(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Connection]]:
    """Opens a connection with nothing but an empty index on the named engine."""
    made: dict[str, Connection] = {}

    def index(engine: str) -> Connection:
        if engine not in made:
            url = request.getfixturevalue("cluster").url("postgres") if engine == SERVER else "sqlite://"
            more = {"module": dbapi2} if engine == FILE else {}  # the library of the store
            made[engine] = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), **more).connect()
            made[engine].execute(text(EMPTY[engine]))
        return made[engine]

    yield index
    for connection in made.values():
        connection.close()
        connection.engine.dispose()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.text(ALPHABET, max_size=12), min_size=1, max_size=5),
    piece=st.text(ALPHABET[:7], min_size=1, max_size=4),
)
def test_search_finds_exactly_what_contains_the_piece(
    engine: str, indexes: Callable[[str], Connection], texts: list[str], piece: str
) -> None:
    connection = indexes(engine)
    connection.execute(text("DELETE FROM search"))

    put_rows(connection, [(number, "", words, ()) for number, words in enumerate(texts)])

    found = set(connection.scalars(hits(connection, wanted(piece))))
    assert found == {number for number, words in enumerate(texts) if piece.lower() in words.lower()}


def test_a_phrase_is_found_at_the_end_of_a_text_of_any_length(store: Store) -> None:
    with store.work("王办", "收到申请") as work:
        office.register(work, matter="甲乙，" * 9_000 + "甲丙丁乙")
        office.register(work, matter="甲丙，丁乙" * 400)

    with store.reading() as connection:
        assert case_count(connection, "甲丙丁") == 1
        assert case_count(connection, "丙丁乙") == 1
        assert case_count(connection, "丁乙甲丙") == 1
