"""A case that is on its way to a hearing, for tests and pictures of the minutes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from fuyi_desktop.bootstrap import place
from fuyi_desktop.domain.minutes import Change, Said, Turn
from fuyi_desktop.services.app import App
from tests.gui import invented

HELD = date(2026, 11, 30)
SAID = (
    ("主持人", "现在核对到会人员。申请人是否到场？", Said.QUESTION),
    ("申请人", "到场，本人欧阳慧敏。", Said.ANSWER),
    ("主持人", "请申请人陈述请求和理由。", Said.QUESTION),
    ("申请人", "决定书是十一月二日作出的，我十一月五日才收到。", Said.ANSWER),
    ("记录", "申请人当场提交照片三张，附卷。", Said.EVENT),
    ("被申请人", "拆除前已经催告并公告。", Said.STATEMENT),
)


def opened(folder: Path) -> App:
    """An office with its phrases, on the day before the hearing."""
    return replace(invented.opened(folder), phrases=place().phrases)


def to_be_heard(app: App, name: str = "欧阳慧敏", **given: object) -> str:
    """A case whose hearing has been announced; its id."""
    case_id = invented.accepted(app, invented.registered(app, name, **given), "2026-11-13")
    invented.step(app, case_id, "copy_sent", "2026-11-16")
    invented.step(app, case_id, "reply", "2026-11-18", summary="程序合法", pages=12)
    invented.step(
        app, case_id, "hearing_set", "2026-11-19", held_on=HELD.isoformat(), at="上午9时30分",
        place="第一听证室", chair="王建军", hearers=["李素珍", "罗志强"], recorder="周晓敏",
        topics="拆除的程序是否合法", ground="needed",
    )  # fmt: skip
    return case_id


def said(app: App, *told: tuple[str, str, Said]) -> tuple[Turn, ...]:
    """Turns a minute apart, from now on."""
    start = app.office.now()
    return tuple(
        Turn(speaker, text, (start + timedelta(minutes=at)).isoformat(), kind)
        for at, (speaker, text, kind) in enumerate(told or SAID)
    )


def recorded(app: App, case_id: str, form: str = "F14", *told: tuple[str, str, Said]) -> str:
    """Minutes that are being written, with something said; the id of the draft."""
    opened = app.minutes.open(case_id, form)
    app.minutes.save(opened.draft.id, opened.saved, Change(len(opened.turns), 0, said(app, *told)))
    return opened.draft.id
