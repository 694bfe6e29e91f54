"""The command line: the same services, printed. For administrators, scripts and tests."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fuyi_desktop.bootstrap import place
from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.cli.parser import parser
from fuyi_desktop.cli.printing import show
from fuyi_desktop.domain.errors import Doubtful, FuyiError

Outside = Mapping[str, Callable[[argparse.Namespace], Any]]  # what __main__ adds: window, demo, tour


def main(argv: Sequence[str] | None = None, outside: Outside | None = None) -> int:
    """Run one command; the exit code is 0, 2 for a wrong call, or the number of our own error."""
    args = parser().parse_args(argv)
    try:
        return _run(args, outside or {})
    except BrokenPipeError:  # who reads us has heard enough: what was done is done
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # else Python complains while it ends
        return 0


def _run(args: argparse.Namespace, outside: Outside) -> int:
    try:
        if args.run is None:
            return int(outside["window"](args) or 0)
        if isinstance(args.run, str):
            answer = outside[args.run](args)
        else:
            answer = args.run(Desk(args, place(args.store, today=args.today)))
    except FuyiError as error:
        more = "命令行加 --sure 即为确认。" if isinstance(error, Doubtful) else ""
        sys.stderr.write(f"{error}{more}\n")
        return error.code
    show(answer, as_json=args.json)
    return 0
