"""笔录 in the store: small entries, nothing lost with a killed process, versions and their papers."""

import shutil
import struct
import subprocess
import sys
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from fuyi_desktop.domain.errors import BadFact, ChangedMeanwhile, FactsMissing, NotFound, NotOpen
from fuyi_desktop.domain.minutes import Change, Minutes, MinutesDraft, Said, Turn, corrected, difference
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.phrases import Question, bank_from, filled
from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.domain.sitting_kinds import KINDS
from fuyi_desktop.services.app import App
from fuyi_desktop.services.minutes_told import as_text, export, told
from fuyi_desktop.services.recordings import seconds_of
from fuyi_desktop.store.checks import check
from fuyi_desktop.store.queries import attachments
from tests import factory, recording
from tests.documents.reading import text
from tests.gui import invented

TYPING = """
import os, signal, sys
from pathlib import Path
from fuyi_desktop.domain.minutes import Change, Turn
from tests import recording

app = recording.opened(Path(sys.argv[1]))
opened = app.minutes.open(sys.argv[2], "F14")
turn, n, before = Turn("申请人", ""), opened.saved, 0
for letter in "我收到决定书的时间是十一月五日":
    turn = Turn("申请人", turn.text + letter)
    n = app.minutes.save(opened.draft.id, n, Change(0, before, (turn,)))
    before = 1
    print(len(turn.text), flush=True)
    if len(turn.text) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, "SIGKILL") else os._exit(9)
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A closed office with a case whose hearing is announced, made once."""
    folder = tmp_path_factory.mktemp("minutes") / "store"
    invented.office(folder)
    with recording.opened(folder) as app:
        return folder, recording.to_be_heard(app)


@pytest.fixture
def case_id(kept: tuple[Path, str]) -> str:
    return kept[1]


@pytest.fixture
def folder(kept: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(kept[0], tmp_path / "store")


@pytest.fixture
def app(folder: Path) -> Iterator[App]:
    with recording.opened(folder) as app:
        yield app


def put_right(app: App, draft_id: str, n: int, place: int, words: str) -> None:
    """Have a turn of a draft read otherwise, as a correction of whoever spoke."""
    turns = list(app.minutes.turns(draft_id))
    before = list(turns)
    turns[place] = corrected(turns[place], words, turns[place].speaker)
    change = difference(before, turns)
    assert change is not None
    app.minutes.save(draft_id, n, change)


# Opening and saving


def test_new_minutes_know_who_may_speak_and_where(app: App, case_id: str) -> None:
    opened = app.minutes.open(case_id, "F14")

    assert [one.name for one in opened.people] == [
        "王建军", "李素珍", "罗志强", "欧阳慧敏", "云岭县综合行政执法局", "", "",
    ]  # fmt: skip
    assert (opened.draft.place, opened.turns, opened.saved) == ("第一听证室", (), 0)
    assert opened.about == "欧阳慧敏与云岭县综合行政执法局"


def test_minutes_that_were_left_are_gone_on_with(app: App, case_id: str) -> None:
    draft_id = recording.recorded(app, case_id)

    again = app.minutes.open(case_id, "F14")

    assert again.draft.id == draft_id
    assert [turn.text for turn in again.turns] == [words for _, words, _ in recording.SAID]
    assert again.saved == 1


def test_minutes_of_a_booked_session_take_its_place_and_people(app: App, case_id: str) -> None:
    with app.office.store.work("周晓敏", "订房间") as work:
        booked = work.put(
            Session(
                id=work.new_id(), case_id=case_id, station="", kind="听证", title="听证", room_id="",
                place="第二听证室", on=recording.HELD, start="09:30", end="11:30",
                people=(("主持人", "何静", ""), ("听证员", "唐卫东", "")),
            )
        )  # fmt: skip

    opened = app.minutes.open(case_id, "F14", booked.id)

    assert (opened.draft.place, opened.draft.session_id) == ("第二听证室", booked.id)
    assert [(one.label, one.name) for one in opened.people][:2] == [("主持人", "何静"), ("听证员", "唐卫东")]
    app.minutes.save(opened.draft.id, 0, Change(0, 0, recording.said(app)))
    done = app.minutes.finish(opened.draft.id)
    assert app.office.store.get(Session, booked.id).minutes_id == done.minutes_id


def test_a_save_is_one_small_entry_and_no_line_of_the_journal(app: App, case_id: str) -> None:
    draft_id = recording.recorded(app, case_id)
    before = app.casework.journal(case_id)

    app.minutes.save(draft_id, 1, Change(6, 0, recording.said(app, ("申请人", "补充一点。", Said.STATEMENT))))

    assert app.casework.journal(case_id) == before
    assert len(app.minutes.turns(draft_id)) == 7


def test_two_desks_that_write_the_same_place_are_told(app: App, case_id: str) -> None:
    draft_id = recording.recorded(app, case_id)
    app.minutes.save(draft_id, 1, Change(0, 1, (Turn("主持人", "先到的。"),)))

    with pytest.raises(ChangedMeanwhile):
        app.minutes.save(draft_id, 1, Change(0, 1, (Turn("主持人", "后到的。"),)))

    assert app.minutes.turns(draft_id)[0].text == "先到的。"


@pytest.mark.parametrize("letters", [1, 7, 14])
def test_a_killed_process_loses_nothing_that_was_saved(folder: Path, case_id: str, letters: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TYPING, str(folder), case_id, str(letters)],
        capture_output=True, text=True, check=False, cwd=factory.ROOT,
    )  # fmt: skip

    assert run.returncode not in (0, 1), run.stderr
    assert run.stdout.split()[-1] == str(letters)
    with recording.opened(folder) as app:
        again = app.minutes.open(case_id, "F14")
        assert [turn.text for turn in again.turns] == ["我收到决定书的时间是十一月五日"[:letters]]
        assert check(app.office.store) == []


def test_what_is_no_minutes_cannot_be_recorded(app: App, case_id: str) -> None:
    with pytest.raises(BadFact, match="受理通知书"):
        app.minutes.open(case_id, "F06")


# Finishing


def test_finished_minutes_are_a_paper_with_every_word_and_signatures_on_every_page(
    app: App, case_id: str
) -> None:
    draft_id = recording.recorded(app, case_id)

    done = app.minutes.finish(draft_id)

    pages = text(app.papers.pdf(done.issued.paper_id))
    flat = "".join(pages.split())
    for speaker, words, _ in recording.SAID:
        assert f"{speaker}：{words}" in flat
    assert flat.count("被申请人：") >= done.issued.pages
    kept = app.office.store.get(Minutes, done.minutes_id)
    assert (kept.version, kept.paper_id, len(kept.turns)) == (1, done.issued.paper_id, 6)
    assert app.office.store.find(MinutesDraft, draft_id) is None
    assert app.minutes.turns(draft_id) == ()
    assert check(app.office.store) == []


def test_minutes_without_a_word_are_not_finished(app: App, case_id: str) -> None:
    opened = app.minutes.open(case_id, "F14")

    with pytest.raises(BadFact, match="还没有记录内容"):
        app.minutes.finish(opened.draft.id)

    assert app.office.store.find(MinutesDraft, opened.draft.id) is not None


def test_what_the_paper_lacks_is_asked_for_and_nothing_is_written_before(app: App, case_id: str) -> None:
    draft_id = recording.recorded(app, case_id, "F10", ("承办人", "有什么意见？", Said.QUESTION),
                                  ("申请人", "程序违法。", Said.ANSWER))  # fmt: skip

    asked = {ask.name for ask in app.minutes.draft(draft_id).missing}
    with pytest.raises(FactsMissing):
        app.minutes.finish(draft_id)

    assert {"step.on", "step.mode", "step.party"} <= asked
    assert len(app.minutes.turns(draft_id)) == 2
    told = {"step.on": "2026-11-20", "step.mode": "当面", "step.party": "欧阳慧敏", "step.place": "接待室"}
    done = app.minutes.finish(draft_id, told)
    flat = "".join(text(app.papers.pdf(done.issued.paper_id)).split())
    assert "承办人：有什么意见？" in flat and "申请人：程序违法。" in flat


def test_minutes_opened_again_are_the_next_version_and_show_what_was_put_right(
    app: App, case_id: str
) -> None:
    first = app.minutes.finish(recording.recorded(app, case_id))
    again = app.minutes.reopen(first.minutes_id)
    put_right(app, again.draft.id, again.saved, 3, "决定书是十月二日作出的，我十一月五日才收到。")

    second = app.minutes.finish(again.draft.id)

    assert (again.draft.correcting, second.version) == (True, 2)
    flat = "".join(text(app.papers.pdf(second.issued.paper_id)).split())
    assert "十〔删去“一”，申请人捺印：________〕月二日" in flat
    assert app.office.store.get(Paper, first.issued.paper_id).void_reason == "核对后更正，重新出具。"
    kept = app.office.store.get(Minutes, first.minutes_id)
    assert kept.talk[3].reads == "决定书是十一月二日作出的，我十一月五日才收到。"
    with pytest.raises(NotOpen, match="最后一版"):
        app.minutes.reopen(first.minutes_id)


def test_an_added_part_of_the_statute_form_comes_from_the_answer_to_its_question(
    app: App, case_id: str
) -> None:
    opened = app.minutes.open(case_id, "F02")
    turns = (
        Turn("记录人", "请求是什么？", "", Said.QUESTION, "case.requests"),
        Turn("申请人", "撤销强制拆除决定，并确认违法。", "", Said.ANSWER),
        Turn("记录人", "事实和理由？", "", Said.QUESTION, "case.reasons"),
        Turn("申请人", "没有催告就拆除。", "", Said.ANSWER),
    )
    app.minutes.save(opened.draft.id, 0, Change(0, 0, turns))

    done = app.minutes.finish(opened.draft.id)

    flat = "".join(text(app.papers.pdf(done.issued.paper_id)).split())
    assert "并确认违法" in flat and "没有催告就拆除" in flat


def test_signatures_are_noted_with_their_day(app: App, case_id: str) -> None:
    done = app.minutes.finish(recording.recorded(app, case_id))

    app.minutes.signed(done.minutes_id)

    (line,) = app.minutes.listed(case_id)
    assert (line.signed, line.turns, line.latest) == (invented.TODAY.isoformat(), 6, True)


def test_a_draft_that_is_let_go_leaves_nothing(app: App, case_id: str) -> None:
    draft_id = recording.recorded(app, case_id)

    app.minutes.drop(draft_id)

    assert app.minutes.listed(case_id) == ()
    assert app.minutes.turns(draft_id) == ()


# Recordings


def sound(seconds: int) -> bytes:
    """Silence in a WAV file."""
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(100)
        out.writeframes(bytes(100 * seconds))
    return file.getvalue()


def film(seconds: int) -> bytes:
    """The boxes of an MP4 without any picture."""
    header = struct.pack(">4sIIII", bytes(4), 0, 0, 1000, seconds * 1000)
    inner = struct.pack(">I4s", 8 + len(header), b"mvhd") + header
    movie = struct.pack(">I4s", 8 + len(inner), b"moov") + inner
    return struct.pack(">I4s4s", 12, b"ftyp", b"isom") + struct.pack(">I4s", 16, b"mdat") + bytes(8) + movie


def song(frames: int) -> bytes:
    """An MP3 of constant rate: 128 kbit/s, 44.1 kHz, 417 bytes a frame."""
    return b"ID3" + bytes(7) + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


@pytest.mark.parametrize(
    ("content", "seconds"),
    [(sound(751), 751), (film(3725), 3725), (song(383), 10), (b"not a sound at all", 0), (b"", 0)],
)
def test_the_length_of_a_recording_is_read_from_its_head(content: bytes, seconds: int) -> None:
    assert seconds_of(BytesIO(content), len(content)) == seconds


def test_recordings_follow_one_another_and_are_kept_by_their_hash(
    app: App, case_id: str, tmp_path: Path
) -> None:
    draft_id = recording.recorded(app, case_id)
    for name, seconds in (("上午.wav", 60), ("下午.wav", 90)):
        (tmp_path / name).write_bytes(sound(seconds))
        recordings = app.minutes.record(draft_id, tmp_path / name)

    with pytest.raises(BadFact, match="已经在列"):
        app.minutes.record(draft_id, tmp_path / "上午.wav")
    assert [(one.name, one.seconds, one.starts) for one in recordings] == [
        ("上午.wav", 60, 0), ("下午.wav", 90, 60),
    ]  # fmt: skip
    digests = {one.digest for one in app.office.ask(attachments, case_id)}
    assert {one.digest for one in recordings} <= digests
    turn = Turn("申请人", "见录像[00:01:10]。")
    app.minutes.save(draft_id, 1, Change(6, 0, (turn,)))
    done = app.minutes.finish(draft_id)
    kept = app.office.store.get(Minutes, done.minutes_id)
    assert [dict(mark) for mark in kept.marks] == [
        {"turn": 6, "seconds": 70, "file": "下午.wav", "within": 10}
    ]


# Phrases


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_every_kind_of_session_has_phrases_and_questions_that_its_form_can_take(
    app: App, kind: object
) -> None:
    bank = app.minutes.phrases.bank(kind)  # type: ignore[arg-type]
    labels = {post.label for post in kind.posts} | {""}  # type: ignore[attr-defined]

    assert bank.phrases and bank.packs
    assert all(one.initials for one in bank.phrases)
    assert {question.whom for pack in bank.packs for question in pack.questions} <= labels
    titles = [one.title for one in (*bank.phrases, *bank.packs)]
    assert len(set(titles)) == len(titles)


def test_the_office_adds_phrases_and_packs_of_its_own_which_come_first(app: App, case_id: str) -> None:
    kind, book = KINDS["F14"], app.minutes.phrases
    book.add(kind, "宣布延期", "听证延期举行。")
    book.add(kind, "宣布延期", "{案号}听证延期举行。")
    book.add_pack(kind, "补充询问", [Question("还有补充吗？", "申请人")])

    opened = app.minutes.open(case_id, "F14")

    first = opened.bank.phrases[0]
    assert (first.title, first.text, first.own) == ("宣布延期", f"{opened.label}听证延期举行。", True)
    assert "xbyq" in first.initials
    assert opened.bank.packs[0].questions == (Question("还有补充吗？", "申请人"),)
    book.drop(kind, "宣布延期")
    assert book.bank(kind).phrases[0].title != "宣布延期"
    with pytest.raises(NotFound):
        book.drop(kind, "宣布延期")


def test_a_phrase_speaks_of_the_case_and_leaves_room_for_what_is_not_known() -> None:
    assert filled("{申请人}不服{行政行为}", {"申请人": "欧阳慧敏"}) == "欧阳慧敏不服　　　　"


@pytest.mark.parametrize(
    "content", ["phrases = 3", "[[phrases]]\ntitle = '无内容'", "[[packs]", "packs = [3]"]
)
def test_a_file_of_phrases_that_cannot_be_read_says_where(content: str) -> None:
    with pytest.raises(BadFact, match=r"hearing\.toml"):
        bank_from(content, "hearing.toml")


# Told and written out


def test_the_last_version_is_written_as_text_pdf_and_word(app: App, case_id: str, tmp_path: Path) -> None:
    done = app.minutes.finish(recording.recorded(app, case_id))

    for name in ("F14.txt", "F14.pdf", "F14.docx"):
        export(app.minutes, app.papers, case_id, "", tmp_path / name)

    assert "申请人：到场，本人欧阳慧敏。" in (tmp_path / "F14.txt").read_text("utf-8")
    assert (tmp_path / "F14.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "F14.docx").read_bytes().startswith(b"PK")
    kept = app.office.store.get(Minutes, done.minutes_id)
    assert as_text(kept).splitlines()[:2] == ["听证笔录（第 1 版）", "第一听证室"]
    (line,) = told(app.minutes, case_id)
    assert (line["state"], line["turns"][1]["reads"]) == ("finished", "到场，本人欧阳慧敏。")


def test_nothing_is_written_where_no_minutes_are_finished(app: App, case_id: str, tmp_path: Path) -> None:
    recording.recorded(app, case_id)

    with pytest.raises(NotFound):
        export(app.minutes, app.papers, case_id, "F14", tmp_path / "F14.txt")

    assert list(tmp_path.glob("F14*")) == []
