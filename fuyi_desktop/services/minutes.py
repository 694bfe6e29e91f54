"""笔录 — written turn by turn with a small write every few seconds, finished into a version and its paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.errors import BadFact, NotOpen
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.domain.minutes import (
    Change,
    Minutes,
    MinutesDraft,
    MinutesEntry,
    Recording,
    Speaker,
    Turn,
    change_of,
    entry_id,
    made,
    plain,
    time_marks,
)
from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.phrases import Bank
from fuyi_desktop.domain.record import Facts, RecordId
from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.domain.sitting_kinds import KINDS, Kind, circumstances, facts_of, people_of
from fuyi_desktop.services.materials import keep_file
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.paper_facts import PaperFacts
from fuyi_desktop.services.papers import Draft, Issued, Papers
from fuyi_desktop.services.phrases import PhraseBook
from fuyi_desktop.services.recordings import seconds_of
from fuyi_desktop.store import files
from fuyi_desktop.store.minutes import drafts_of, entries_of, last_entry, minutes_of
from fuyi_desktop.store.work import Work

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

DEED, SAVE = "记笔录", "笔录自动保存"
CHANGED = "核对后更正，重新出具。"


@dataclass(frozen=True)
class Opened:
    """Minutes to write in: what has been said so far, and what helps to write on."""

    draft: MinutesDraft
    kind: Kind
    turns: tuple[Turn, ...]
    saved: int  # the number of the last entry
    people: tuple[Speaker, ...]
    recordings: tuple[Recording, ...]
    label: str  # 案号
    about: str  # 申请人与被申请人
    words: Mapping[str, str]  # for {申请人} … in phrases
    bank: Bank

    def with_bank(self, bank: Bank) -> "Opened":
        return replace(self, bank=bank)

    def with_draft(self, draft: MinutesDraft) -> "Opened":
        return replace(self, draft=draft)


@dataclass(frozen=True)
class Listed:
    """One line of a case's minutes: being written, or a finished version."""

    form: str
    title: str
    turns: int
    version: int
    draft_id: RecordId = ""
    minutes_id: RecordId = ""
    paper_id: RecordId = ""
    session_id: RecordId = ""
    at: datetime | None = None  # of the last save, or of the end
    signed: str = ""
    latest: bool = True

    def as_dict(self) -> dict[str, Any]:
        at = self.at.isoformat() if self.at else None
        return {**vars(self), "at": at, "state": "draft" if self.draft_id else "finished"}


@dataclass(frozen=True)
class Finished:
    """Minutes that have just been finished, with their paper."""

    minutes_id: RecordId
    version: int
    issued: Issued
    changed: Changed = field(default_factory=set)


class Recorder:
    """书记员's deeds: opening, saving, putting right, finishing and opening again."""

    def __init__(self, office: Office, press: Callable[[], "Press"], shipped: Mapping[str, str]) -> None:
        self.office, self._press = office, press
        self.phrases = PhraseBook(office, shipped)

    # opening

    def listed(self, case_id: RecordId) -> tuple[Listed, ...]:
        """What is being written here, then every finished version, newest first."""
        found = [
            Listed(draft.form, draft.title, len(self.turns(draft.id)), draft.version, draft_id=draft.id,
                   session_id=draft.session_id, at=self.office.ask(last_entry, draft.id)[1])
            for draft in self.office.ask(drafts_of, case_id)
        ]  # fmt: skip
        done = self.finished(case_id)
        old = {one.follows for one in done}
        return (
            *found,
            *(
                Listed(one.form, one.title, len(one.turns), one.version, minutes_id=one.id,
                       paper_id=one.paper_id, session_id=one.session_id, at=one.ended_at,
                       signed=one.signed_on.isoformat() if one.signed_on else "", latest=one.id not in old)
                for one in reversed(done)
            ),
        )  # fmt: skip

    def finished(self, case_id: RecordId) -> list[Minutes]:
        """Every version of every minutes of the case, in the order they were finished."""
        found: list[Minutes] = self.office.ask(minutes_of, case_id)
        return found

    def open(self, case_id: RecordId, form: str, session_id: RecordId = "") -> Opened:
        """The minutes of a form that are being written, or new ones; NotHolder, BadFact for another form."""
        kind, file = self._kind(form), self.office.file(case_id)
        self.office.must_hold(file, DEED)
        for draft in self.office.ask(drafts_of, case_id):
            if draft.form == form and session_id in ("", draft.session_id):
                return self._opened(draft, file)
        named = self._named(file, kind) | self._held(session_id, kind)
        with self.office.work(Task.STEP, DEED) as work:
            draft = work.put(
                MinutesDraft(
                    id=work.new_id(), of_case=case_id, form=form, session_id=session_id,
                    title=form_of(form).title, begun_at=work.at, place=str(named.get("place") or ""),
                    people=tuple(plain(one) for one in people_of(kind, _speaking(file), named)),
                )
            )  # fmt: skip
        return self._opened(draft, file)

    def reopen(self, minutes_id: RecordId) -> Opened:
        """Open finished minutes again: the next version, in which every change shows as a correction.

        NotOpen where a later version has been made.
        """
        before = self.office.store.get(Minutes, minutes_id)
        file = self.office.file(before.case_id)
        self.office.must_hold(file, DEED)
        if any(one.follows == minutes_id for one in self.finished(before.case_id)):
            raise NotOpen(step="重新打开", why="这份笔录后来已经更正过，请打开最后一版。")
        for draft in self.office.ask(drafts_of, before.case_id):
            if draft.follows == minutes_id:
                return self._opened(draft, file)
        with self.office.work(Task.STEP, f"重新打开{before.title}") as work:
            draft = work.put(
                MinutesDraft(
                    id=work.new_id(), of_case=before.case_id, form=before.form, session_id=before.session_id,
                    title=before.title, version=before.version + 1, follows=before.id,
                    begun_at=before.begun_at, place=before.place, people=before.people,
                    recordings=before.recordings, correcting=True,
                )
            )  # fmt: skip
            self._enter(work, draft.id, 1, Change(0, 0, before.talk))
        return self._opened(draft, file)

    # saving

    def save(self, draft_id: RecordId, n: int, change: Change) -> int:
        """Write what has changed since entry n, as one small entry; the number of that entry.

        ChangedMeanwhile where somebody else has written at this place.
        """
        with self.office.work(Task.STEP, SAVE) as work:
            self._enter(work, draft_id, n + 1, change)
        return n + 1

    def turns(self, draft_id: RecordId) -> tuple[Turn, ...]:
        """What has been saved of a draft."""
        turns: list[Turn] = []
        for entry in self.office.ask(entries_of, draft_id):
            made(turns, change_of(entry.content))
        return tuple(turns)

    def arrange(
        self, draft_id: RecordId, *, people: Sequence[Speaker] | None = None, place: str | None = None,
        correcting: bool | None = None, tape_at: datetime | None = None,
    ) -> MinutesDraft:  # fmt: skip
        """Set who may speak, the place, whether it has been read out, when the recording was started."""
        given: dict[str, Any] = {"place": place, "correcting": correcting, "tape_at": tape_at}
        if people is not None:
            given["people"] = tuple(plain(one) for one in people)
        with self.office.work(Task.STEP, SAVE) as work:
            draft = work.get(MinutesDraft, draft_id)
            known = {name: value for name, value in given.items() if value is not None}
            return work.put(replace(draft, **known))

    def drop(self, draft_id: RecordId) -> Changed:
        """Let a draft go, with all that was said in it."""
        with self.office.work(Task.STEP, "放弃笔录草稿") as work:
            self._remove(work, work.get(MinutesDraft, draft_id))
        return work.changed

    def bank(self, draft_id: RecordId) -> Bank:
        """常用语和问题组 of a draft, with its case's own words."""
        draft = self.office.store.get(MinutesDraft, draft_id)
        words = _words(self.office.file(draft.of_case), _people(draft.people), self.office)
        return self.phrases.bank(self._kind(draft.form)).told(words)

    # recordings

    def record(self, draft_id: RecordId, path: Path, starts: int | None = None) -> tuple[Recording, ...]:
        """Take a recording into the case: SHA-256, size and length are noted; CannotRead.

        Where no beginning is given it follows the one before it.
        """
        draft = self.office.store.get(MinutesDraft, draft_id)
        with self.office.work(Task.STEP, "录音录像入卷") as work:
            kept = keep_file(work, draft.of_case, path)
            with files.content_within(work, kept.digest) as content:
                seconds = seconds_of(content, kept.size)
            known = _recordings(draft.recordings)
            if any(one.digest == kept.digest for one in known):
                raise BadFact(label=path.name, why="这个录音录像已经在列。")
            begins = known[-1].starts + known[-1].seconds if known else 0
            one = Recording(
                kept.id, kept.name, kept.digest, kept.size, seconds, begins if starts is None else starts
            )
            draft = work.put(replace(draft, recordings=(*draft.recordings, plain(one))))
        return _recordings(draft.recordings)

    # finishing

    def facts(self, draft: MinutesDraft, turns: Sequence[Turn], more: Facts | None = None) -> dict[str, Any]:
        """What the paper of the minutes is told beyond what the case knows; `more` goes before it."""
        kind, zone = self._kind(draft.form), self.office.now().tzinfo
        people, tapes = _people(draft.people), _recordings(draft.recordings)
        ended = _last_moment(turns, draft.begun_at)
        known = circumstances(
            kind, people, draft.begun_at.astimezone(zone), ended.astimezone(zone), draft.place,
            self.office.person.name, tapes,
        )  # fmt: skip
        return known | facts_of(kind, turns) | dict(more or {})

    def draft(self, draft_id: RecordId, more: Facts | None = None) -> Draft:
        """The paper as it would be issued of what has been saved; or what is to be told first."""
        draft = self.office.store.get(MinutesDraft, draft_id)
        facts = self.facts(draft, self.turns(draft_id), more)
        return Papers(self.office, self._press).draft(draft.of_case, draft.form, more=facts)

    def finish(self, draft_id: RecordId, more: Facts | None = None) -> Finished:
        """Finish what has been saved: a version that stays, and its paper; the former paper is void.

        BadFact where nothing was said, FactsMissing where the paper would have a hole: nothing is written.
        """
        office = self.office.stopped()
        draft = office.store.get(MinutesDraft, draft_id)
        file, turns = office.file(draft.of_case), self.turns(draft_id)
        office.must_hold(file, DEED)
        if not any(turn.reads.strip() for turn in turns):
            raise BadFact(label=draft.title, why="还没有记录内容。")
        facts = self.facts(draft, turns, more)
        with office.work(Task.ISSUE, f"结束{draft.title}") as work:
            issued = Papers(office, self._press).issue_within(work, file, draft.form, more=facts)
            former = work.find(Minutes, draft.follows) if draft.follows else None
            if former and former.paper_id and former.paper_id != issued.paper_id:
                paper = work.get(Paper, former.paper_id)
                if not paper.void_reason:
                    work.put(replace(paper, void_reason=CHANGED))
            tapes = _recordings(draft.recordings)
            kept = work.put(
                Minutes(
                    id=work.new_id(), case_id=draft.of_case, form=draft.form, session_id=draft.session_id,
                    title=draft.title, version=draft.version, follows=draft.follows,
                    begun_at=draft.begun_at, ended_at=_last_moment(turns, work.at), place=draft.place,
                    people=draft.people, turns=tuple(plain(turn) for turn in turns),
                    marks=tuple(plain(mark) for mark in time_marks(turns, tapes)),
                    recordings=draft.recordings, by=office.person.name, paper_id=issued.paper_id,
                )
            )  # fmt: skip
            session = work.find(Session, draft.session_id) if draft.session_id else None
            if session is not None:
                work.put(replace(session, minutes_id=kept.id))
            self._remove(work, draft)
        return Finished(kept.id, kept.version, issued, work.changed)

    def signed(self, minutes_id: RecordId) -> Changed:
        """Note that everybody has signed the paper of the minutes, today."""
        with self.office.work(Task.STEP, "登记笔录签名") as work:
            kept = work.get(Minutes, minutes_id)
            self.office.must_hold(self.office.file(kept.case_id), "登记笔录签名")
            work.put(replace(kept, signed_on=self.office.today))
        return work.changed

    def _opened(self, draft: MinutesDraft, file: CaseFile) -> Opened:
        kind = self._kind(draft.form)
        last, _ = self.office.ask(last_entry, draft.id)
        people = _people(draft.people)
        words = _words(file, people, self.office)
        bank = self.phrases.bank(kind).told(words)
        about = "与".join(party.name for party in file.parties[:2])
        return Opened(
            draft, kind, self.turns(draft.id), last, people, _recordings(draft.recordings), file.label,
            about, words, bank,
        )  # fmt: skip

    def _named(self, file: CaseFile, kind: Kind) -> dict[str, Any]:
        """Who the office's people at the session are, as far as steps have named them."""
        known = PaperFacts.of(self.office, file).known(kind.form, None, "", {})
        named = {"handler": known["handler"], "mediators": known["team"]}
        for said in (known["steps"].get(kind.step, {}), known["step"]):
            named |= {name: value for name, value in said.items() if value}
        return named

    def _held(self, session_id: RecordId, kind: Kind) -> dict[str, Any]:
        """Where a booked session is held, and who of the office is at it."""
        session = self.office.store.find(Session, session_id) if session_id else None
        if session is None:
            return {}
        found: dict[str, Any] = {"place": session.place} if session.place else {}
        for post in kind.posts:
            names = [name for role, name, _ in session.people if role == post.label]
            if post.fact and names:
                found[post.fact] = names
        return found

    @staticmethod
    def _kind(form: str) -> Kind:
        if form not in KINDS:
            raise BadFact(label="文书", why=f"《{form_of(form).title}》不是笔录，不能逐句记录。")
        return KINDS[form]

    @staticmethod
    def _enter(work: Work, draft_id: RecordId, n: int, change: Change) -> None:
        content = plain(change)
        key = entry_id(draft_id, n)
        work.put(MinutesEntry(id=key, draft_id=draft_id, n=n, content=content, at=work.at))

    @staticmethod
    def _remove(work: Work, draft: MinutesDraft) -> None:
        for entry in work.select(MinutesEntry, draft_id=draft.id):
            work.remove(entry)
        work.remove(draft)


def _people(found: Sequence[Facts]) -> tuple[Speaker, ...]:
    return tuple(Speaker(**one) for one in found)


def _recordings(found: Sequence[Facts]) -> tuple[Recording, ...]:
    return tuple(Recording(**one) for one in found)


def _speaking(file: CaseFile) -> list[Any]:
    void = {step.id for step in file.steps if step.voided}
    return [party for party in file.parties if party.facts.get("joined_by") not in void]


def _last_moment(turns: Sequence[Turn], otherwise: datetime) -> datetime:
    """When the last turn was begun; a session without any ended when it is finished."""
    return next((datetime.fromisoformat(turn.at) for turn in reversed(turns) if turn.at), otherwise)


def _words(file: CaseFile, people: Sequence[Speaker], office: Office) -> dict[str, str]:
    """The case's words for phrases: each of the people by their word, and what the dispute is about."""
    by_role: dict[str, list[str]] = {}
    for party in file.parties:
        by_role.setdefault(party.role.value, []).append(party.name)
    words = {role: "、".join(names) for role, names in by_role.items()}
    words |= {one.label: one.name for one in people if one.name}
    return words | {
        "机关": file.organ.full_name, "案号": file.label, "案由": file.case.matter,
        "行政行为": file.case.act_kind, "文号": file.case.act_number, "请求": file.case.requests,
        "记录人": office.person.name,
        "当事人": words.get("申请人", ""), "涉案单位": words.get("被申请人", ""),
    }  # fmt: skip
