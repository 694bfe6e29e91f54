"""The board of a center that holds 100,000 open cases, beside SQLite alone with the same SQL."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import _bare
import _county
from _timing import compare, note, taking_turns, within

from fuyi_desktop.services.app import App

ALL_OPEN = 1  # of so many cases one is open
PAGE, GLANCE = 50, 0.050  # rows of a first page, and seconds until it stands there
ROUNDS = 7


def main() -> None:
    with _county.opened(open_of=ALL_OPEN) as app:
        bare = _bare.keyed(app.office.store)
        note(f"{app.casework.count(ended=False):,} open cases at one station, encrypted")
        first = _beside_sqlite(f"board, first {PAGE}", partial(app.board.rows, limit=PAGE), app, bare)
        within(f"board, first {PAGE}", first, GLANCE)
        for what, days in (("up to the day before", -1), ("up to today", 0), ("up to a week ahead", 7)):
            until = _county.TODAY + timedelta(days=days)
            found = len(app.board.rows(until))
            _beside_sqlite(f"board, {what} ({found:,} duties)", partial(app.board.rows, until), app, bare)
            page = partial(app.board.rows, until, limit=PAGE)
            _beside_sqlite(f"board, {what}, first {PAGE}", page, app, bare)
        found = len(app.board.rows())
        _beside_sqlite(f"board, everything ({found:,} duties)", app.board.rows, app, bare)
        bare.close()


def _beside_sqlite(what: str, question: Callable[[], object], app: App, bare: Any) -> float:
    said = _bare.questions(app.office.store.engine, question)
    times = taking_turns(ROUNDS, ours=question, peer=lambda: _bare.again(bare, said))
    compare(what, times["ours"].median, times["peer"].median, "SQLite alone")
    return times["ours"].median


if __name__ == "__main__":
    main()
