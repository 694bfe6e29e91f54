"""The entry: the command line, and beside it the window, the demo county and the tour, joined here alone."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from fuyi_desktop import cli
from fuyi_desktop.bootstrap import place


def main() -> int:
    """What `fuyi` and `python -m fuyi_desktop` run; the answer is the exit code."""
    return cli.main(outside={"window": _window, "demo": _demo, "tour": _tour})


def _window(args: Namespace) -> int:
    from fuyi_desktop.cli.desk import read_text
    from fuyi_desktop.gui.app import run

    password = read_text(args.password_file).rstrip("\r\n") if args.password_file else None
    return run(place(args.store, today=args.today), password=password)


def _demo(args: Namespace) -> Any:
    from fuyi_desktop import demo

    return demo.make(Path(args.folder), today=args.today)


def _tour(args: Namespace) -> Any:
    from fuyi_desktop import tour
    from fuyi_desktop.gui.stage import stage

    return tour.walk(Path(args.out), stage, today=args.today)


if __name__ == "__main__":
    sys.exit(main())
