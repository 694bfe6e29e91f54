"""待裁决, taking an import back, and how things stand with the stations, on the command line."""

from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.domain.rulings import Decision


def review_list(desk: Desk) -> Any:
    with desk.app() as app:
        case_id = app.casework.find(desk.args.case).case.id if desk.args.case else ""
        return [one.as_dict() for one in app.reviews.waiting(case_id=case_id)]


def review_decide(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        app.reviews.decide(args.id, Decision[args.decision.upper()], values=desk.facts(), why=args.why)
        return {"id": args.id, "decision": Decision[args.decision.upper()].value}


def case_erase(desk: Desk) -> Any:
    """Answers how much was erased."""
    with desk.app() as app:
        done = app.erasing.erase(app.casework.find(desk.args.case).case.id, desk.args.why).erasure
    return {"case": done.erased, "rows": done.rows, "lines": done.lines, "contents": done.contents}


def undo_import(desk: Desk) -> Any:
    """Answers how many writes were taken back, and the cases they belong to."""
    with desk.app() as app:
        undone = app.undoing.undo(desk.args.id, desk.args.why)
    return {"writes": undone.writes, "cases": list(undone.cases)}


def station_list(desk: Desk) -> Any:
    """Of every station what came last, what it has of ours, what is missing, how long it is silent."""
    with desk.app() as app:
        return [one.as_dict() for one in app.exchange.stations()]
