"""Where everything on the board lies: cells to move in, cards of sessions, heads; nothing is painted here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF

from fuyi_desktop.domain.record import RecordId
from fuyi_desktop.domain.rooms import clock, minutes
from fuyi_desktop.domain.sessions import CANCELLED, LATE_MORNING, Room, Session
from fuyi_desktop.services.rooms import Board

HEAD, SIDE, HALF = 44, 96, 28  # px: the days, the rooms, 上 and 下
CARD, ROW, GAP = 64, 72, 4
DAY_ROW = 76
HALVES = (("上", "09:00"), ("下", "14:30"))
STEP = 30  # minutes that a cell of the day stands for
FIRST, LAST = "08:00", "18:00"  # what the day shows at least
LEAST_DAY = 112  # px: narrower than this a day cannot be read
LEAST_STEP = 28
WITH_WEEKEND = 1600  # px of the window, from which the weekend has its columns


@dataclass(frozen=True)
class Cell:
    """One place the cursor can stand in: a room, a day, the time a booking there begins."""

    row: int
    column: int
    room: Room
    on: date
    start: str
    area: QRectF
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Placed:
    """The card of a session and where it lies."""

    session: Session
    area: QRectF


@dataclass(frozen=True)
class RowHead:
    """A room at the left of the board, or one half of its day."""

    area: QRectF
    room: Room | None = None
    half: str = ""


@dataclass(frozen=True)
class ColumnHead:
    """A day or an hour on top of the board."""

    area: QRectF
    on: date | None = None
    word: str = ""


@dataclass(frozen=True)
class Plan:
    """The whole board, from its own upper left corner."""

    width: float
    height: float
    columns: tuple[ColumnHead, ...] = ()
    rows: tuple[RowHead, ...] = ()
    cells: tuple[tuple[Cell, ...], ...] = ()
    placed: tuple[Placed, ...] = ()
    hours: bool = False  # the columns are times: a card goes over several of them

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell under a point."""
        inside = (cell for line in self.cells for cell in line if cell.area.contains(point))
        return next(inside, None)

    def placed_at(self, point: QPointF) -> Placed | None:
        """The card under a point."""
        return next((one for one in reversed(self.placed) if one.area.contains(point)), None)

    def place_of(self, session_id: RecordId) -> Placed | None:
        return next((one for one in self.placed if one.session.id == session_id), None)

    def cell_of(self, session_id: RecordId) -> Cell | None:
        """The first cell that a session lies in."""
        found = (
            cell for line in self.cells for cell in line if any(s.id == session_id for s in cell.sessions)
        )
        return next(found, None)


def shown(board: Board) -> list[Session]:
    """The sessions that have a card: what was cancelled has none."""
    return [session for session in board.sessions if session.disposition != CANCELLED]


def shown_days(board: Board, width: float) -> tuple[date, ...]:
    """The days of a week that have a column: the weekend where there is room, work or a session."""
    used = {session.on for session in shown(board)}
    return tuple(
        day
        for day in board.days
        if day.weekday() < 5 or width >= WITH_WEEKEND or day in used or day not in board.resting
    )


def week(board: Board, width: float, window: float) -> Plan:
    """Rooms by days, each day in its two halves."""
    days = shown_days(board, window)
    left = SIDE + HALF
    wide = max(LEAST_DAY, (width - left) / max(1, len(days)))
    by_place: dict[tuple[RecordId, date, bool], list[Session]] = {}
    for session in shown(board):
        by_place.setdefault((session.room_id, session.on, session.morning), []).append(session)
    rows: list[RowHead] = []
    cells: list[tuple[Cell, ...]] = []
    placed: list[Placed] = []
    top = 0.0
    for room in board.rooms:
        begins = top
        for morning, (word, usual) in zip((True, False), HALVES, strict=True):
            lists = [tuple(by_place.get((room.id, day, morning), ())) for day in days]
            high = max(ROW, max(map(len, lists), default=0) * (CARD + GAP) + GAP)
            rows.append(RowHead(QRectF(SIDE, top, HALF, high), None, word))
            line = []
            for column, (day, found) in enumerate(zip(days, lists, strict=True)):
                area = QRectF(left + column * wide, top, wide, high)
                line.append(Cell(len(cells), column, room, day, usual, area, found))
                placed += [
                    Placed(one, QRectF(area.x() + GAP, top + GAP + at * (CARD + GAP), wide - 2 * GAP, CARD))
                    for at, one in enumerate(found)
                ]
            cells.append(tuple(line))
            top += high
        rows.append(RowHead(QRectF(0, begins, SIDE, top - begins), room))
    heads = tuple(
        ColumnHead(QRectF(left + column * wide, 0, wide, HEAD), day) for column, day in enumerate(days)
    )
    return Plan(left + wide * len(days), top, heads, tuple(rows), tuple(cells), tuple(placed))


def day(board: Board, width: float) -> Plan:
    """Rooms by the time of one day."""
    (on,) = board.days
    opens = [minutes(room.opens) for room in board.rooms]
    closes = [minutes(room.closes) for room in board.rooms]
    starts = [minutes(session.start) for session in shown(board)]
    ends = [minutes(session.end) for session in shown(board)]
    first = min([minutes(FIRST), *opens, *starts]) // 60 * 60
    last = -(-max([minutes(LAST), *closes, *ends]) // 60) * 60
    steps = (last - first) // STEP
    wide = max(LEAST_STEP, (width - SIDE) / steps)
    rows: list[RowHead] = []
    cells: list[tuple[Cell, ...]] = []
    placed: list[Placed] = []
    top = 0.0
    for room in board.rooms:
        own = [session for session in shown(board) if session.room_id == room.id]
        lanes = _lanes(own)
        high = max(DAY_ROW, (max(lanes, default=0) + 1) * (CARD + GAP) + 2 * GAP)
        rows.append(RowHead(QRectF(0, top, SIDE, high), room))
        cells.append(tuple(_half_hours(room, on, own, len(cells), first, steps, wide, top, high)))
        for session, lane in zip(own, lanes, strict=True):
            x = SIDE + (minutes(session.start) - first) / STEP * wide
            across = (minutes(session.end) - minutes(session.start)) / STEP * wide
            y = top + GAP + lane * (CARD + GAP)
            placed.append(Placed(session, QRectF(x + 1, y, max(across - 2, LEAST_STEP), CARD)))
        top += high
    heads = tuple(
        ColumnHead(QRectF(SIDE + at * 2 * wide, 0, 2 * wide, HEAD), word=clock(first + at * 60))
        for at in range(steps // 2)
    )
    return Plan(
        SIDE + wide * steps, top, heads, tuple(rows), tuple(cells), tuple(placed), hours=True
    )  # fmt: skip


def _half_hours(
    room: Room, on: date, own: Sequence[Session], row: int, first: int, steps: int, wide: float, top: float,
    high: float,
) -> Iterator[Cell]:  # fmt: skip
    for column in range(steps):
        begins = first + column * STEP
        here = tuple(
            one for one in own if minutes(one.start) < begins + STEP and begins < minutes(one.end)
        )  # fmt: skip
        area = QRectF(SIDE + column * wide, top, wide, high)
        yield Cell(row, column, room, on, clock(begins), area, here)


def _lanes(sessions: Sequence[Session]) -> list[int]:
    """Sessions that run at the same time lie below one another."""
    ends: list[str] = []
    found = []
    for session in sessions:
        lane = next((at for at, end in enumerate(ends) if end <= session.start), len(ends))
        ends[lane:] = [session.end, *ends[lane + 1 :]]
        found.append(lane)
    return found


def start_of(cell: Cell, session: Session, *, hours: bool) -> str:
    """When a session begins that is put into a cell: at its own time where its half of the day stays."""
    if hours:
        return cell.start
    morning = cell.start < LATE_MORNING
    return session.start if session.morning is morning else cell.start
