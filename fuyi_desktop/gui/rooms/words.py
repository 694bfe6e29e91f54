"""What the board and its cards say."""

from fuyi_desktop.domain.rooms import WEEKDAYS, shown_day
from fuyi_desktop.domain.sessions import Room, Session, kind_of, part_of, said_of
from fuyi_desktop.gui.rooms.plan import Cell
from fuyi_desktop.services.rooms import Board

NO_ROOMS = "还没有登记房间"
HOW_ROOMS = "先登记本站的接待室、调解室、听证室，再预约。"


def head_of(session: Session) -> str:
    """09:30–11:30 纾解会"""
    return f"{session.time} {kind_of(session.kind).label}"


def sign_of(board: Board, session: Session) -> tuple[str, str]:
    """The word in the corner of a card, and its token; a collision comes before all others."""
    if session.disposition:
        return said_of(session.disposition), "ink3"
    if board.conflict(session):
        return "冲突", "amber"
    if session.tentative:
        return "待确认", "violet"
    return "", "ink2"


def is_past(board: Board, session: Session) -> bool:
    """Whether it is over: its result is known, or its time is up."""
    return bool(session.disposition) or (session.on, session.end) < (board.today, board.now)


def people_of(session: Session) -> str:
    """王建军、李素珍 — those who conduct it, else the first of those who come."""
    if session.panel:
        return session.panel
    return "、".join(seat.name for seat in session.who[:2])


def read_out(board: Board, cell: Cell, session: Session | None) -> str:
    """A cell as a screen reader says it."""
    where = f"{cell.room.name} {shown_day(cell.on)}"
    if session is None:
        return f"{where} {cell.start} 起，空"
    sign = sign_of(board, session)[0]
    return "　".join(
        part for part in (where, head_of(session), session.title, people_of(session), sign) if part
    )


def equipment_of(room: Room) -> str:
    """12 座　录音录像"""
    seats = f"{room.seats} 座" if room.seats else ""
    return "　".join(part for part in (seats, "、".join(room.equipment)) if part)


def seats_said(session: Session) -> list[tuple[str, str]]:
    """Role and names, in the order in which they sit."""
    found: dict[str, list[str]] = {}
    for seat in session.who:
        found.setdefault(part_of(seat.role).label, []).append(seat.name)
    return [(role, "、".join(names)) for role, names in found.items()]


def week_said(board: Board) -> str:
    """第 47 周　11月16日 – 11月22日, or one day with its weekday."""
    first, last = board.days[0], board.days[-1]
    if first == last:
        return f"{first.month}月{first.day}日 周{WEEKDAYS[first.weekday()]}"
    week = first.isocalendar().week
    return f"第 {week} 周　{first.month}月{first.day}日 – {last.month}月{last.day}日"


def counts(board: Board) -> str:
    """One sentence of what the days hold."""
    shown = [one for one in board.sessions if one.disposition != "cancelled"]
    open_ = sum(not one.disposition and (one.on, one.end) < (board.today, board.now) for one in shown)
    clash = sum(bool(board.conflict(one)) for one in shown)
    said = [f"{len(shown)} 次会"] if shown else []
    said += [f"{clash} 次冲突"] if clash else []
    said += [f"{open_} 次还没有登记结果"] if open_ else []
    return "　".join(said)
