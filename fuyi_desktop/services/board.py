"""What is due, over the whole store."""

from datetime import date
from typing import Any

from fuyi_desktop.services.office import Office
from fuyi_desktop.store.queries import board_rows


class Board:
    """What is due, over all open cases this station holds."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def rows(self, until: date | None = None, *, offset: int = 0, limit: int | None = None) -> Any:
        """Open duties by day, those up to the given day (all where none is given), overdue ones included."""
        here = self.office.me.station
        return self.office.ask(board_rows, holder=here, until=until, offset=offset, limit=limit)
