"""The manifest is read as it was written, and in no other way."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyi_desktop.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew
from fuyi_desktop.domain.line import depth
from fuyi_desktop.sync.manifest import (
    Ack,
    Digest,
    Feed,
    FeedOut,
    Have,
    Manifest,
    Member,
    Part,
    Receiver,
    Schema,
    Sender,
    Time,
    parse,
    render,
)

from .county import County

COUNTY = County.new()

ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
stations = st.from_regex(r"[A-Za-z0-9-]{1,32}", fullmatch=True)
prints = st.from_regex(r"[0-9]{24}", fullmatch=True)
numbers = st.integers(0, 2**53 - 1)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
more = st.dictionaries(words.map(lambda word: f"x-{word}"), anything, max_size=2)
epochs = st.tuples(numbers, ids)


def made(kind: type, /, **parts: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, more=more, **parts)


haves = st.integers(1, 40).flatmap(
    lambda of: made(
        Have,
        blob=hashes,
        of=st.just(of),
        bits=st.binary(min_size=-(-of // 8), max_size=-(-of // 8)).map(bytes.hex),
    )
)
chunks = made(Member, name=st.tuples(hashes, st.integers(0, 999)).map(lambda it: f"blobs/{it[0]}.{it[1]}"),
              size=numbers, sha256=hashes)  # fmt: skip


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    """Any manifest a program may write: of a station with lines, or of the center with a feed."""
    history: dict[str, Any] = {}
    members = draw(st.lists(chunks, max_size=3, unique_by=lambda member: member.name))
    first, carried = draw(st.integers(1, 2**40)), draw(st.integers(0, 50))
    if draw(st.booleans()):
        history = {
            "incarnation": draw(ids),
            "lines": (first, first + carried - 1),
            "prev": draw(hashes),
            "tip": draw(hashes),
        }
    else:
        stretch = made(FeedOut, epoch=epochs, after=st.just(first), upto=st.just(first + carried))
        history = {"feedout": draw(stretch)}
    if carried:
        said_of_lines = {"unpacked": numbers, "lines": st.just(carried)}
        changes = made(
            Member, name=st.just("changes.jsonl.zst"), size=numbers, sha256=hashes, **said_of_lines
        )
        members.insert(0, draw(changes))
    of = draw(st.integers(1, 9))
    rest = made(
        Manifest,
        kind=st.sampled_from(["data", "seed", "keys"]),
        id=ids,
        sender=made(Sender, device=ids, station=stations, key=prints),
        to=made(Receiver, station=stations, keys=st.lists(prints, max_size=2).map(tuple)),
        feed=st.none() | made(Feed, epoch=epochs, at=numbers, gap=st.booleans(), seed=st.booleans()),
        ack=st.none()
        | made(
            Ack,
            incarnation=ids,
            upto=numbers,
            tip=hashes,
            closed=st.lists(ids, max_size=2).map(tuple),
            durable=numbers,
        ),
        digest=st.none() | made(Digest, at=numbers, rows=numbers, total=hashes),
        schema=made(Schema, version=numbers, least=numbers),
        app=words,
        time=made(Time, wall=numbers, offset=st.integers(-840, 840), floor=st.none() | numbers),
        part=st.none() | made(Part, set=ids, n=st.integers(1, of), of=st.just(of)),
        want=st.lists(hashes, max_size=2).map(tuple),
        have=st.lists(haves, max_size=2).map(tuple),
        checkpoint=st.none() | words,
        members=st.just(tuple(members)),
        **{name: st.just(value) for name, value in history.items()},
    )
    return draw(rest)


@given(manifests())
def test_a_manifest_is_read_as_it_was_written(manifest: Manifest) -> None:
    assert parse(render(manifest), name="a.fuyi") == manifest


def said(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(COUNTY.manifest(lines=(1, 0))))
    found.update(changes)
    return {name: value for name, value in found.items() if value is not ...}


def raw(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("fmt", ["bundle/2", "bundle/17.3", "bundle/999999999"])
def test_a_bundle_of_a_newer_program_is_told_apart_from_a_damaged_one(fmt: str) -> None:
    for content in (raw(said(fmt=fmt)), b'{"fmt":"%s",and then whatever it likes' % fmt.encode()):
        with pytest.raises(BundleTooNew):
            parse(content, name="a.fuyi")


@pytest.mark.parametrize("change", [{"suite": "gm1"}, {"kind": "movie"}])
def test_a_suite_or_kind_of_a_newer_program_asks_for_an_update(change: dict[str, str]) -> None:
    with pytest.raises(BundleTooNew):
        parse(raw(said(**change)), name="a.fuyi")


def test_a_smaller_step_of_the_format_is_read_with_what_it_adds() -> None:
    manifest = parse(raw(said(fmt="bundle/1.3", weather={"today": "雨"})), name="a.fuyi")

    assert manifest.more == {"weather": {"today": "雨"}}
    assert b'"weather":{"today":"\xe9\x9b\xa8"}' in render(manifest)


@pytest.mark.parametrize(
    "change",
    [
        {"fmt": "bundle/0"}, {"fmt": "Bundle/1"}, {"fmt": 1},
        *({name: ...} for name in ("suite", "kind", "id", "from", "to", "schema", "app", "time", "members")),
        *({name: None} for name in ("suite", "kind", "id", "from", "feed", "want", "part", "inc")),
        {"id": "AB" * 16}, {"id": "11"}, {"to": {"st": "C01"}}, {"to": []},
        {"to": {"st": "县/中心", "keys": []}},
        {"from": {"dev": "11" * 16, "st": "../up", "key": "1" * 24}},
        {"to": {"st": "C01", "keys": ["x"]}},
        {"lines": [1]}, {"lines": [2, 0]}, {"lines": [0, 0]}, {"lines": ["1", "0"]}, {"lines": [1, 3]},
        {"lines": ...},
        {"lines": [True, 0]}, {"tip": ...}, {"feedout": {"from": 1, "to": 2}},
        {"time": {"wall": 0, "tz": 900}},
        {"part": {"set": "11" * 16, "n": 3, "of": 2}}, {"have": {}}, {"want": ["x"]}, {"app": "x" * 65},
        {"have": [{"blob": "00" * 32, "of": 9, "bits": "00"}]}, {"feed": []},
        {"x": 1.5}, {"x": 2**53}, {"x": -(2**60)},
        {"members": [{"name": "../a", "size": 1, "sha256": "00" * 32}]},
        {"members": [{"name": "changes.jsonl.zst", "size": 1, "sha256": "00" * 32}]},
        {"members": 2 * [{"name": f"blobs/{'00' * 32}.0", "size": 1, "sha256": "00" * 32}]},
        {"members": [{"name": f"blobs/{'00' * 32}.00", "size": 1, "sha256": "00" * 32}]},
        {"app": "\ud800"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_manifest_against_the_page_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BundleDamaged):
        parse(raw(said(**change)), name="a.fuyi")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"null", b'{"fmt":"bundle/1"', b'{"fmt":"bundle/1"}', b' {"fmt":"bundle/1"}',
        b'\xef\xbb\xbf{"fmt":"bundle/1"}', b'{"fmt":"bundle/1","x":NaN}', b'{"fmt":"bundle/1","x":1e3}',
        b'{"fmt":"bundle/1","x":"\\ud800"}', b'{"fmt":"bundle/1","x":"\xed\xa0\x80"}',
        b'{"fmt":"bundle/1","x":"\xff"}',
        b'{"fmt":"bundle/1","x":1,"x":1}', b'{"fmt":"bundle/1","fmt":"bundle/1"}', b'{"fmt":"bundle/1"} {}',
        b'{"fmt":"bundle/1","x":' + b"9" * 100_000 + b"}",
        b'{"fmt":"bundle/1","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"fmt":"bundle/1","x":' + b"[" * 500_000,
        b'{"fmt":"bundle/1","x":"' + b'\\"' * 500_000,
    ],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_what_is_no_json_of_ours_is_refused_in_short_time(content: bytes) -> None:
    with pytest.raises(BundleDamaged):
        parse(content, name="a.fuyi")


def test_a_manifest_above_a_mebibyte_is_too_large_for_writer_and_reader() -> None:
    blob = COUNTY.manifest(lines=(1, 0), want=("00" * 32,) * 20_000)

    with pytest.raises(BundleTooLarge):
        render(blob)
    with pytest.raises(BundleTooLarge):
        parse(raw(said(padding="x" * (1 << 20))), name="a.fuyi")


def test_the_writer_does_not_say_what_the_reader_would_refuse() -> None:
    for change in (
        {"id": "xyz"},
        {"lines": (1, 9)},
        {"more": {"fmt": 1}},
        {"more": {"id": "00" * 16}},
        {"more": {"x": 0.5}},
    ):
        with pytest.raises(ValueError):
            render(COUNTY.manifest(**{"lines": (1, 0), **change}))


@given(st.binary(max_size=300) | st.text('[]{}",:\\ua0', max_size=60).map(str.encode))
def test_the_reader_of_manifests_is_total(content: bytes) -> None:
    for given_bytes in (content, b'{"fmt":"bundle/1",' + content, b'{"fmt":"bundle/1","x":' + content + b"}"):
        with pytest.raises((BundleDamaged, BundleTooNew)):
            parse(given_bytes, name="a.fuyi")


@given(anything)
def test_depth_is_counted_as_brackets_outside_of_texts(value: Any) -> None:
    def deep(it: Any) -> int:
        inner = it.values() if isinstance(it, dict) else it if isinstance(it, list) else None
        return 0 if inner is None else 1 + max(map(deep, inner), default=0)

    assert depth(json.dumps(value).encode()) == deep(value)
