"""Papers put together for the printer on the command line: of a day, of a case, one by itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.services.app import App
from fuyi_desktop.services.batch import Batch, Line

NO_HEAD = "不印红头，供已印好红头的纸"


def grammar(add: Callable[..., Any], group: Any, day: Callable[[str], date]) -> None:
    """What can be typed after `fuyi print`."""
    c = add("day", print_day, "一天出的、还没有打印的文书，按收件人排好，写成一个 PDF", group)
    c.add_argument("--on", type=day, metavar="DATE", help="不填时是今天")
    _output(c)
    c = add("case", print_case, "一个案件的全部文书，按收件人排好，写成一个 PDF", group)
    c.add_argument("case")
    _output(c)


def paper_grammar(add: Callable[..., Any], group: Any) -> None:
    """What can be typed after `fuyi paper print`."""
    c = add("print", paper_print, "把一份已出的文书写成供打印的文件；打印过的注明第几次打印", group)
    c.add_argument("paper", help="文书的编号，见 case show")
    c.add_argument("--out", required=True, metavar="F.pdf")
    c.add_argument("--no-head", action="store_true", help=NO_HEAD)
    c.add_argument("--printed", action="store_true", help="写好后记为打印一份，以后再打印的注明第几次")


def _output(command: Any) -> None:
    command.add_argument("--out", required=True, metavar="F.pdf")
    command.add_argument("--no-head", action="store_true", help=NO_HEAD)
    command.add_argument("--printed", action="store_true", help="写好后记为各打印一份")


def print_day(desk: Desk) -> Any:
    with desk.app() as app:
        return _written(desk, app, app.batches.of_day(desk.args.on or app.office.today))


def print_case(desk: Desk) -> Any:
    with desk.app() as app:
        return _written(desk, app, app.batches.of_case(app.casework.find(desk.args.case).case.id))


def paper_print(desk: Desk) -> Any:
    """One issued paper as it goes to the printer, where it has been printed before with a note of it."""
    out = Path(desk.args.out)
    with desk.app() as app:
        paper = app.papers.paper(desk.args.paper)
        app.print_queue.write(paper.id, out, red=not desk.args.no_head)
        if desk.args.printed:
            app.print_queue.printed(paper.id)
        return {"paper": paper.id, "title": paper.title, "number": paper.number, "out": desk.args.out}


def _written(desk: Desk, app: App, batch: Batch) -> dict[str, Any]:
    """The issued papers of a batch as one PDF; noted as printed where that was asked for."""
    lines = [line for line in batch.lines if line.paper_id]
    pages = app.print_queue.write_together(lines, Path(desk.args.out), red=not desk.args.no_head)
    if desk.args.printed:
        for line in lines:
            app.print_queue.printed(line.paper_id)
    return {"out": desk.args.out, "pages": pages, "papers": [_view(line) for line in lines]}


def _view(line: Line) -> dict[str, Any]:
    return {
        "recipient": line.recipient, "title": line.title, "number": line.number, "case": line.case,
        "pages": line.pages, "paper": line.paper_id,
    }  # fmt: skip
