"""Rooms and sessions on the command line."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.domain.errors import BadFact
from fuyi_desktop.domain.sessions import DISPOSITIONS, KINDS, PARTS, ROOMS
from fuyi_desktop.services.app import App
from fuyi_desktop.services.bookings import Wanted
from fuyi_desktop.services.rooms import numbered, plain, plain_room

Add = Callable[[str, Callable[[Desk], Any], str, Any], ArgumentParser]
Day = Callable[[str], date]


def room_grammar(add: Add, group: Any) -> None:
    """The commands of `fuyi room`."""
    c = add("list", room_list, "本站的房间", group)
    c.add_argument("--retired", action="store_true", help="连同停用的")
    c = add("add", room_add, "登记一个房间，或者修改已有的", group)
    c.add_argument("name", help="名称，如 第一调解室")
    c.add_argument("--kind", choices=list(ROOMS), help="不填时是调解室")
    c.add_argument("--site", help="场所，一个站点有几处的填写")
    c.add_argument("--seats", type=int, help="座位数")
    c.add_argument("--equipment", action="append", help="设备，如 录音录像，可以重复")
    c.add_argument("--hours", type=_hours, metavar="08:30-18:00", help="开放的时间")
    c.add_argument("--between", type=int, help="两次会之间留出的分钟")
    c.add_argument("--retire", action="store_true", help="停用")


def session_grammar(add: Add, group: Any, day: Day) -> None:
    """The commands of `fuyi session`."""
    c = add("book", session_book, "预约房间", group)
    c.add_argument("kind", choices=list(KINDS))
    c.add_argument("--title", default="", help="不填时照案件写")
    c.add_argument("--case", default="", help="案件的编号或案号")
    _slot(c, day, required=True)
    c.add_argument("--who", type=_seat, action="append", default=[], metavar="ROLE=姓名",
                   help=f"参加的人，可以重复；身份是 {'、'.join(PARTS)} 之一")  # fmt: skip
    c.add_argument("--topics", default="", help="拟听证的事项、争议焦点")
    c.add_argument("--tentative", action="store_true", help="待确认")
    c.add_argument("--weekly-until", type=day, metavar="DATE", help="每周同一天，直到这一天；休息日跳过")
    _agreeing(c)
    c = add("move", session_move, "改时间或者换房间", group)
    c.add_argument("session")
    _slot(c, day, required=False)
    _agreeing(c)
    c = add("list", session_list, "列出一段时间的会", group)
    c.add_argument("--from", dest="first", type=day, metavar="DATE", help="不填时是今天")
    c.add_argument("--to", dest="last", type=day, metavar="DATE", help="不填时是起始以后七天")
    c.add_argument("--room", default="", help="只看这个房间")
    c.add_argument("--case", default="", help="只看这个案件，不论时间")
    c = add("options", session_options, "一次会可以接着登记的步骤", group)
    c.add_argument("session")
    c.add_argument("--as", dest="disposition", choices=list(DISPOSITIONS), default="")
    c = add("dispose", session_dispose, "登记一次会的结果，可以同时登记案件的步骤", group)
    c.add_argument("session")
    c.add_argument("disposition", choices=list(DISPOSITIONS))
    c.add_argument("--remark", default="", help="情况，理由")
    c.add_argument("--step", default="", help="同时登记的步骤，见 session options")
    _slot(c, day, required=False)
    _agreeing(c)
    c = add("call", session_call, "登记通知（如通知听证），预约随之确认", group)
    c.add_argument("session")
    c.add_argument("--sure", action="store_true", help="已经核对，照此登记")
    c = add("sheets", session_sheets, "门牌、签到表、席位卡、纪律，写成一个 PDF", group)
    c.add_argument("session")
    c.add_argument("--out", required=True, metavar="F.pdf")


def _slot(command: ArgumentParser, day: Day, *, required: bool) -> None:
    command.add_argument("--room", required=required, default="", help="房间的名称或编号")
    command.add_argument("--on", required=required, type=day, metavar="DATE")
    command.add_argument("--from", dest="start", required=required, default="", metavar="09:30")
    command.add_argument("--to", dest="end", default="", metavar="11:30", help="不填时按通常的长度")


def _agreeing(command: ArgumentParser) -> None:
    command.add_argument("--because", default="", help="和别的会冲突仍然保留的理由")
    command.add_argument("--sure", action="store_true", help="休息日、开放时间、座位数已经核对")


def _hours(text: str) -> tuple[str, str]:
    opens, dash, closes = text.partition("-")
    if not dash:
        raise ArgumentTypeError(f"“{text}”应当像 08:30-18:00")
    return opens, closes


def _seat(text: str) -> tuple[str, str]:
    role, equals, name = text.partition("=")
    if not equals or role not in PARTS or not name.strip():
        raise ArgumentTypeError(f"“{text}”应当写成 身份=姓名，身份是 {'、'.join(PARTS)} 之一")
    return role, name


def room_list(desk: Desk) -> Any:
    with desk.app() as app:
        return [plain_room(room) for room in app.rooms.rooms(retired=desk.args.retired)]


def room_add(desk: Desk) -> Any:
    args = desk.args
    given: dict[str, Any] = {"name": args.name} | {
        name: value
        for name in ("kind", "site", "seats", "equipment", "between")
        if (value := getattr(args, name)) is not None
    }
    if args.hours:
        given |= dict(zip(("opens", "closes"), args.hours, strict=True))
    with desk.app() as app:
        known = next((one for one in app.rooms.rooms(retired=True) if one.name == args.name), None)
        if args.retire or known is not None:
            given["retired"] = args.retire
        room_id = app.rooms.keep_room(given, known.id if known else "")
        return plain_room(app.rooms.room(room_id))


def session_book(desk: Desk) -> Any:
    args = desk.args
    people: dict[str, list[str]] = {}
    for role, name in args.who:
        people.setdefault(role, []).append(name)
    wanted = Wanted(
        kind=args.kind, room=args.room, on=args.on, start=args.start, end=args.end, title=args.title,
        case=args.case, people=people, topics=args.topics, tentative=args.tentative, until=args.weekly_until,
    )  # fmt: skip
    with desk.app() as app:
        booked = app.bookings.book(wanted, because=args.because, sure=args.sure)
        return [_shown(app, session_id) for session_id in booked.ids]


def session_move(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        app.bookings.move(
            args.session, on=args.on, start=args.start, end=args.end, room=args.room, because=args.because,
            sure=args.sure,
        )  # fmt: skip
        return _shown(app, args.session)


def session_list(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        if args.case:
            found = app.rooms.of_case(app.casework.find(args.case).case.id)
        else:
            first = args.first or app.office.today
            found = app.rooms.listed(first, args.last or first + timedelta(days=6), args.room)
        numbers = numbered(app.office, found)
        return [plain(session, numbers) for session in found]


def session_options(desk: Desk) -> Any:
    with desk.app() as app:
        return [one.as_dict() for one in app.sittings.options(desk.args.session, desk.args.disposition)]


def session_dispose(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        session, to = app.rooms.session(args.session), None
        if args.on or args.start or args.room:
            to = Wanted(
                session.kind, args.room or session.room_id, args.on or session.on,
                args.start or session.start, args.end,
            )  # fmt: skip
        ended = app.sittings.dispose(
            args.session, args.disposition, remark=args.remark, follow=args.step, to=to,
            because=args.because, sure=args.sure,
        )  # fmt: skip
        later = _shown(app, ended.next_id) if ended.next_id else None
        return {"session": _shown(app, args.session), "step": ended.step or None, "next": later}


def session_call(desk: Desk) -> Any:
    with desk.app() as app:
        ended = app.sittings.call(desk.args.session, sure=desk.args.sure)
        return {"session": _shown(app, desk.args.session), "step": ended.step}


def session_sheets(desk: Desk) -> Any:
    out = Path(desk.args.out)
    if out.suffix.lower() != ".pdf":
        raise BadFact(label=out.name, why="文件名应当以 .pdf 结尾。")
    with desk.app() as app:
        forms = app.sheets.write(desk.args.session, out)
        return {"session": desk.args.session, "forms": list(forms), "out": str(out)}


def _shown(app: App, session_id: str) -> dict[str, Any]:
    session = app.rooms.session(session_id)
    return plain(session, numbered(app.office, [session]))
