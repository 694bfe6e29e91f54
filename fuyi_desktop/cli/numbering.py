"""Numbers of papers, voided papers and 抄告 on the command line."""

from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk


def numbers_show(desk: Desk) -> Any:
    with desk.app() as app:
        return [account.as_dict() for account in app.numbers.show(desk.args.year)]


def numbers_void(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.void(desk.args.series, desk.args.serial, desk.args.reason)
        return app.numbers.account(desk.args.series).as_dict()


def numbers_return(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.give_back(desk.args.series, desk.args.serial, desk.args.reason)
        return app.numbers.account(desk.args.series).as_dict()


def numbers_take(desk: Desk) -> Any:
    with desk.app() as app:
        return {"number": app.numbers.set_aside(desk.args.series, desk.args.reason)}


def numbers_next(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.go_on_from(desk.args.series, desk.args.serial)
        return app.numbers.account(desk.args.series).as_dict()


def paper_void(desk: Desk) -> Any:
    with desk.app() as app:
        app.papers.void(desk.args.paper, desk.args.reason)
        paper = app.papers.paper(desk.args.paper)
        return {"paper": paper.id, "number": paper.number, "void": paper.void_reason}


def copies_due(desk: Desk) -> Any:
    with desk.app() as app:
        return [task.as_dict() for task in app.copying.due()]


def copies_batch(desk: Desk) -> Any:
    with desk.app() as app:
        return app.copying.batch(
            desk.args.first, desk.args.last, Path(desk.args.out), recipient=desk.args.recipient,
            sure=desk.args.sure,
        ).as_dict()  # fmt: skip


def copies_rate(desk: Desk) -> Any:
    with desk.app() as app:
        return [rate.as_dict() for rate in app.copying.rates(desk.args.first, desk.args.last)]
