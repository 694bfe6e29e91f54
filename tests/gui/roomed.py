"""A window's office with rooms and a week of sessions in every state, for tests and pictures."""

from datetime import date
from pathlib import Path
from typing import Any

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.services.app import App
from fuyi_desktop.services.bookings import Wanted
from tests.gui import invented

ROOMS = (
    {"name": "第一调解室", "seats": 12, "equipment": ["录音录像"]},
    {"name": "第二调解室", "seats": 8},
    {"name": "接待室", "kind": "接待室", "seats": 4},
    {"name": "听证室", "kind": "听证室", "seats": 30, "site": "县中心"},
)
WEEK = (  # room, day, start, end, kind, title, chair, what became of it
    ("第一调解室", 16, "09:00", "11:00", "talks", "刘桂芳与石桥镇土地确权", "王建军", "held"),
    ("第一调解室", 19, "09:30", "11:30", "mediation", "马文斌信息公开", "何静", "held"),
    ("第一调解室", 17, "14:30", "16:30", "talks", "惠农合作社补贴追缴", "周晓敏", "held"),
    ("第一调解室", 20, "08:40", "11:30", "talks", "宏达建材与县生态环境局排污许可", "李素珍", ""),
    ("第一调解室", 20, "14:30", "16:00", "talks", "陈国栋等 17 户征地补偿", "周晓敏", ""),
    ("第二调解室", 18, "10:00", "11:00", "mediation", "吴秀兰与县人社局工伤", "李素珍", "absent"),
    ("第二调解室", 16, "15:00", "16:00", "reception", "上坝村第三村民小组", "李素珍", "held"),
    ("接待室", 17, "09:00", "09:30", "reception", "赵永强", "周晓敏", "held"),
    ("接待室", 17, "10:00", "10:30", "reception", "杨秀英", "周晓敏", "held"),
    ("接待室", 20, "15:00", "16:00", "reception", "欧阳慧敏补正谈话", "周晓敏", ""),
    ("听证室", 17, "09:00", "12:00", "hearing", "石料厂不服关闭决定", "何静", "held"),
    ("听证室", 19, "14:30", "17:00", "hearing", "金穗粮油停产整治", "何静", "postponed"),
)


def with_rooms(app: App) -> App:
    for room in ROOMS:
        app.rooms.keep_room(room)
    return app


def booked(app: App, room: str, day: int, start: str, end: str, kind: str, title: str, chair: str,
           **more: Any) -> str:  # fmt: skip
    wanted = Wanted(
        kind, room, date(2026, 11, day), start, end, title=title, people={"chair": [chair]}, **more
    )
    (found,) = app.bookings.book(wanted, because="").ids
    return found


def week(app: App) -> dict[str, str]:
    """Title → id of a week as an office has it on its Friday."""
    found = {}
    with_rooms(app)
    for room, day, start, end, kind, title, chair, became in WEEK:
        if title == "欧阳慧敏补正谈话":
            wanted = Wanted(
                kind, room, date(2026, 11, day), start, end, title=title, people={"chair": [chair]}
            )
            (key,) = app.bookings.book(wanted, because="短时").ids
            with app.office.store.work("周晓敏", "两处安排") as work:
                from dataclasses import replace

                session = app.rooms.session(key)
                work.put(replace(session, kept_because=""))
        else:
            key = booked(app, room, day, start, end, kind, title, chair)
        if became:
            app.sittings.dispose(key, became)
        found[title] = key
    found["阿依古丽"] = booked(
        app, "第二调解室", 20, "10:00", "11:30", "talks", "阿依古丽·买买提行政处罚", "王建军", tentative=True
    )
    return found


def office(folder: Path) -> Place:
    """A station with cases and a week of sessions."""
    where = invented.office(folder)
    with where.open(invented.PASSWORD) as app:
        invented.several(app)
        week(app)
    return place(folder, today=invented.TODAY)


def hearing_for(app: App, case_id: str) -> str:
    """A hearing of a case, booked and not called yet."""
    wanted = Wanted(
        "hearing", "听证室", date(2026, 12, 8), "09:30", case=case_id, topics="处罚幅度",
        people={"chair": ["何静"], "panel": ["罗志强", "唐卫东"], "recorder": ["周晓敏"]},
    )  # fmt: skip
    (found,) = app.bookings.book(wanted).ids
    return found
