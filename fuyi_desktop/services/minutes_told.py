"""笔录 told and written out: every version with its turns, and one of them as a file."""

from pathlib import Path
from typing import Any

from fuyi_desktop.domain.errors import Ambiguous, BadFact, NotFound
from fuyi_desktop.domain.minutes import Minutes, Turn, turn_of, written
from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.sitting_kinds import KINDS, said_as
from fuyi_desktop.services.minutes import Recorder
from fuyi_desktop.services.papers import Papers, can_write
from fuyi_desktop.store import files

TEXT = ".txt"


def told(recorder: Recorder, case_id: RecordId, form: str = "") -> list[dict[str, Any]]:
    """Every version of the minutes of a case and what is being written, with their turns as plain values."""
    finished = {one.id: one for one in recorder.finished(case_id)}
    found = []
    for line in recorder.listed(case_id):
        if form in ("", line.form):
            done = finished.get(line.minutes_id)
            turns = done.talk if done else recorder.turns(line.draft_id)
            marks = [dict(mark) for mark in done.marks] if done else []
            recordings = [dict(one) for one in done.recordings] if done else []
            found.append(
                line.as_dict()
                | {"turns": [_turn(turn) for turn in turns], "marks": marks, "recordings": recordings}
            )
    return found


def export(recorder: Recorder, papers: Papers, case_id: RecordId, form: str, path: Path) -> dict[str, Any]:
    """Write the last finished version as .pdf, .docx or .txt, whole or not at all; what was written.

    NotFound where none is finished, Ambiguous where there are several kinds and none is named.
    """
    followed = {one.follows for one in recorder.finished(case_id)}
    last = [one for one in recorder.finished(case_id) if one.id not in followed and form in ("", one.form)]
    if not last:
        raise NotFound(what="已结束的笔录", key=form or "本案")
    if len({one.form for one in last}) > 1:
        raise Ambiguous(key="笔录", what="种类", candidates="、".join(one.form for one in last))
    one = last[-1]
    if path.suffix.lower() == TEXT:
        if not path.absolute().parent.is_dir():
            raise BadFact(label=str(path), why="没有这个文件夹。")
        files.write_whole(path, as_text(one).encode("utf-8"))
    else:
        can_write(path)
        papers.write(one.paper_id, path)
    return {
        "minutes": one.id, "form": one.form, "version": one.version, "turns": len(one.turns),
        "out": str(path),
    }  # fmt: skip


def as_text(minutes: Minutes) -> str:
    """The minutes as plain text, one turn a paragraph, corrections in words."""
    kind = KINDS[minutes.form]
    lines = [f"{said_as(kind, turn)}：{written(turn)}" for turn in map(turn_of, minutes.turns)]
    return "\n".join([f"{minutes.title}（第 {minutes.version} 版）", minutes.place, *lines, ""])


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker, "text": turn.text, "reads": turn.reads, "at": turn.at,
        "kind": turn.kind.value, "corrections": [vars(one) for one in turn.corrections],
    }  # fmt: skip
