"""The brushwork of the board: grounds, rules, cards, heads, in the order in which they cover each other."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter

from fuyi_desktop.domain.rooms import WEEKDAYS, minutes
from fuyi_desktop.domain.sessions import Session
from fuyi_desktop.gui import paint, theme
from fuyi_desktop.gui.rooms.plan import HALF, HEAD, SIDE, STEP, Cell, Placed, Plan
from fuyi_desktop.gui.rooms.words import equipment_of, head_of, is_past, people_of, sign_of
from fuyi_desktop.gui.theme import Size
from fuyi_desktop.services.rooms import Board

PAD, BAR = 12, 3
MOST_CUT = 5000  # texts whose cut is remembered
NARROW = 96  # px: a card narrower than this says only when and what


class Letters:
    """The fonts of one scheme, and how texts were cut: the same words are painted again and again."""

    def __init__(self) -> None:
        self.fonts = {
            (size, bold): theme.font(size, bold=bold)
            for size in (Size.TEXT, Size.SMALL)
            for bold in (False, True)
        }
        self._metrics = {key: QFontMetricsF(font) for key, font in self.fonts.items()}
        self._cut: dict[tuple[str, Size, bool, int], str] = {}

    def width(self, said: str, size: Size, *, bold: bool) -> float:
        return self._metrics[size, bold].horizontalAdvance(said)

    def fitting(self, said: str, size: Size, *, bold: bool, width: int) -> str:
        """The words, cut with … where there is no room."""
        key = (said, size, bold, width)
        if key not in self._cut:
            if len(self._cut) > MOST_CUT:
                self._cut.clear()
            self._cut[key] = self._metrics[size, bold].elidedText(said, Qt.TextElideMode.ElideRight, width)
        return self._cut[key]


@lru_cache(maxsize=2)
def letters(_worn: theme.Theme) -> Letters:
    """Those of the theme that is worn."""
    return Letters()


class Drawing:
    """One painting of the board; only what is seen is drawn."""

    def __init__(self, painter: QPainter, board: Board, plan: Plan, room: QRectF, shift: QPointF) -> None:
        self.painter, self.board, self.plan, self.room = painter, board, plan, room
        self.shift = shift
        self.left = SIDE if plan.hours else SIDE + HALF
        self._letters = letters(theme.now())

    def all(
        self, *, cell: Cell | None, session: Session | None, focused: bool, carried: Session | None
    ) -> None:
        """The board, with the cursor on a cell or on a session in it."""
        painter = self.painter
        painter.fillRect(self.room, theme.color("surface"))
        painter.save()
        painter.setClipRect(self.room.adjusted(self.left, HEAD, 0, 0))
        painter.translate(-self.shift.x(), HEAD - self.shift.y())
        seen = QRectF(self.shift.x(), self.shift.y(), self.room.width(), max(0.0, self.room.height() - HEAD))
        self._grounds(seen)
        if cell is not None:
            self._cursor(cell, alone=session is None or carried is not None, focused=focused)
        for placed in self.plan.placed:
            if placed.area.intersects(seen):
                current = session is not None and placed.session.id == session.id and carried is None
                self._card(placed, current=current, focused=focused, carried=carried == placed.session)
        self._now(seen)
        painter.restore()
        self._rooms()
        self._heads()

    def _grounds(self, seen: QRectF) -> None:
        line, line3 = theme.color("line"), theme.color("line3")
        for number, cells in enumerate(self.plan.cells):
            for cell in cells:
                if not cell.area.intersects(seen):
                    continue
                if not self.plan.hours and cell.on == self.board.today:
                    self.painter.fillRect(cell.area, theme.color("tint"))
                elif cell.on in self.board.resting or self._is_closed(cell):
                    self.painter.fillRect(cell.area, theme.color("sunken"))
                area = cell.area
                whole = not self.plan.hours or cell.start.endswith("30")
                if whole:
                    self.painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), line)
            if cells:
                below = cells[0].area.bottom() - 1
                ends = self.plan.hours or number % 2 == 1
                self.painter.fillRect(QRectF(seen.left(), below, seen.width(), 1), line3 if ends else line)

    def _is_closed(self, cell: Cell) -> bool:
        return self.plan.hours and not cell.room.opens <= cell.start < cell.room.closes

    def _cursor(self, cell: Cell, *, alone: bool, focused: bool) -> None:
        if alone:
            inside = cell.area.adjusted(1, 1, -2, -2)
            paint.box(self.painter, inside, "sel")
            if focused:
                paint.ring(self.painter, inside)

    def _card(self, placed: Placed, *, current: bool, focused: bool, carried: bool) -> None:
        session, area, painter = placed.session, placed.area, self.painter
        past = is_past(self.board, session)
        sign, token = sign_of(self.board, session)
        clash = token == "amber"
        unsure = session.tentative and not session.disposition
        ground = "amber_t" if clash else "sunken" if past else "surface"
        edge = "amber_m" if clash else "violet" if unsure else "line"
        paint.box(painter, area, ground, edge, pen=2 if clash else 1, dashed=unsure and not clash)
        if unsure:
            painter.fillRect(
                area.adjusted(1, 1, -1, -1), QBrush(theme.color("violet_t"), Qt.BrushStyle.BDiagPattern)
            )
        bar = "amber_m" if clash else "violet" if unsure else "line2" if past else "accent"
        painter.fillRect(QRectF(area.x() + 4, area.y() + 4, BAR, area.height() - 8), theme.color(bar))
        self._words_of(session, area, sign, token, past=past)
        if carried:
            paint.box(painter, area, "", "accent", pen=2, dashed=True)
        elif current:
            ring = area.adjusted(-2, -2, 2, 2)
            paint.box(painter, ring, "", "accent", pen=2 if focused else 1, radius=6)

    def _words_of(self, session: Session, area: QRectF, sign: str, token: str, *, past: bool) -> None:
        left, wide = area.x() + PAD, area.width() - PAD - 6
        said = self._letters.width(sign, Size.SMALL, bold=True) if sign and area.width() >= NARROW else 0
        if said:
            corner = QRectF(area.right() - 6 - said, area.y() + 4, said + 1, 18)
            self._say(corner, sign, token, Size.SMALL, bold=token == "amber")
        top = QRectF(left, area.y() + 4, wide - (said + 6 if said else 0), 18)
        self._say(top, head_of(session), "ink2" if past else "ink", Size.SMALL, bold=not past)
        middle = QRectF(left, area.y() + 22, wide, 20)
        self._say(middle, session.title, "ink2" if past else "ink", Size.TEXT)
        below = QRectF(left, area.y() + 43, wide, 18)
        self._say(below, people_of(session), "ink2", Size.SMALL)

    def _say(self, area: QRectF, said: str, token: str, size: Size, *, bold: bool = False) -> None:
        """As paint.words, with fonts and metrics that are made once for a painting."""
        if not said or area.width() < 8:
            return
        self.painter.setFont(self._letters.fonts[size, bold])
        self.painter.setPen(theme.color(token))
        shown = self._letters.fitting(said, size, bold=bold, width=int(area.width()))
        self.painter.drawText(area, int(paint.LEFT), shown)

    def _now(self, seen: QRectF) -> None:
        """A line where the day has come to."""
        board, plan = self.board, self.plan
        if not plan.hours or board.today not in board.days or not plan.cells:
            return
        first = plan.cells[0][0]
        x = first.area.x() + (minutes(board.now) - minutes(first.start)) / STEP * first.area.width()
        if first.area.x() <= x <= plan.width:
            self.painter.fillRect(QRectF(x - 1, seen.top(), 2, seen.height()), theme.color("accent"))

    def _rooms(self) -> None:
        painter = self.painter
        painter.save()
        painter.setClipRect(QRectF(0, HEAD, self.left, self.room.height() - HEAD))
        painter.fillRect(QRectF(0, HEAD, self.left, self.room.height()), theme.color("surface"))
        painter.translate(0, HEAD - self.shift.y())
        for head in self.plan.rows:
            area = head.area
            if head.room is None:
                self._say(area.adjusted(8, 0, 0, 0), head.half, "ink2", Size.SMALL)
            else:
                name = QRectF(area.x() + 12, area.y() + 8, SIDE - 16, 20)
                self._say(name, head.room.name, "ink", Size.TEXT, bold=True)
                lines = [head.room.site, *equipment_of(head.room).split("　")]
                for at, said in enumerate(part for part in lines if part):
                    small = QRectF(area.x() + 12, area.y() + 28 + at * 18, SIDE - 16, 18)
                    self._say(small, said, "ink2", Size.SMALL)
                painter.fillRect(QRectF(0, area.bottom() - 1, self.left, 1), theme.color("line3"))
        painter.fillRect(QRectF(self.left - 1, self.shift.y(), 1, self.room.height()), theme.color("line"))
        if not self.plan.hours:
            painter.fillRect(QRectF(SIDE - 1, self.shift.y(), 1, self.room.height()), theme.color("line"))
        painter.restore()

    def _heads(self) -> None:
        painter = self.painter
        painter.fillRect(QRectF(0, 0, self.room.width(), HEAD), theme.color("sunken"))
        painter.save()
        painter.setClipRect(QRectF(self.left, 0, self.room.width() - self.left, HEAD))
        painter.translate(-self.shift.x(), 0)
        for head in self.plan.columns:
            area = head.area
            if head.on is None:
                self._say(area.adjusted(6, 0, 0, 0), head.word, "ink2", Size.SMALL)
                continue
            today, rests = head.on == self.board.today, head.on in self.board.resting
            if today:
                painter.fillRect(area, theme.color("tint"))
                painter.fillRect(QRectF(area.x(), 0, area.width(), BAR), theme.color("accent"))
            word = f"{head.on.month}月{head.on.day}日"
            token = "accent" if today else "ink2" if rests else "ink"
            self._say(area.adjusted(12, 0, 0, 0), word, token, Size.TEXT, bold=True)
            x = 20 + self._letters.width(word, Size.TEXT, bold=True)
            more = f"周{WEEKDAYS[head.on.weekday()]}{' 今天' if today else ' 休' if rests else ''}"
            self._say(area.adjusted(x, 0, 0, 0), more, "accent" if today else "ink2", Size.SMALL)
            painter.fillRect(QRectF(area.right() - 1, 0, 1, HEAD), theme.color("line"))
        painter.restore()
        painter.fillRect(QRectF(0, HEAD - 1, self.room.width(), 1), theme.color("line3"))
