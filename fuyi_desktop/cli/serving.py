"""Service of papers and scanned codes on the command line."""

from typing import Any

from fuyi_desktop.cli.desk import Desk

SHOWN = ("title", "number", "party", "stage", "method", "received_on", "next", "missing_proof")


def service_list(desk: Desk) -> Any:
    with desk.app() as app:
        found = app.serving.listed(app.casework.find(desk.args.case))
    return found if desk.args.json else [{name: cell[name] for name in SHOWN} for cell in found]


def scan(desk: Desk) -> Any:
    with desk.app() as app:
        return app.scanning.find(desk.args.code).as_dict()
