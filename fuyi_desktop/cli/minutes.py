"""笔录 on the command line: what was said in a case, and one version written to a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.services.minutes_told import export as write
from fuyi_desktop.services.minutes_told import told


def grammar(add: Callable[..., Any], group: Any) -> None:
    c = add("show", show, "一个案件的笔录：各版本、正在记的、每段发言", group)
    c.add_argument("case")
    c.add_argument("--form", default="", help="只看一种笔录，如 F14")
    c = add("export", export, "把最后一版笔录写成文件", group)
    c.add_argument("case")
    c.add_argument("--form", default="", help="案件有几种笔录的，写明哪一种")
    c.add_argument("--out", required=True, metavar="F", help="F.pdf、F.docx 或者 F.txt")


def show(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        return told(app.minutes, file.case.id, desk.args.form)


def export(desk: Desk) -> Any:
    with desk.app() as app:
        file = app.casework.find(desk.args.case)
        return write(app.minutes, app.papers, file.case.id, desk.args.form, Path(desk.args.out))
