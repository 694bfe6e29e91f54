"""Numbers of papers, lent blocks, voided papers and 抄告 on the command line."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.domain.papers import Mark

FATES = {"void": Mark.VOID, "return": Mark.RETURNED, "used": Mark.USED}

Add = Callable[[str, Callable[[Desk], Any], str, Any], ArgumentParser]


def grammar(add: Add, group: Any) -> None:
    """The commands of `fuyi numbers`."""
    c = add("show", numbers_show, "各系列的号：已用、作废、退回、留用、空号", group)
    c.add_argument("--year", type=int, help="不填时是今年")
    for name, does, words in (
        ("void", numbers_void, "作废没有使用的号"),
        ("return", numbers_return, "退回没有使用的号：由下一份文书使用；借来的号退回县中心"),
        ("used", numbers_used, "写明号用在程序以外的文书上"),
        ("take", numbers_take, "留用下一个号，供程序以外的文书使用"),
        ("next", numbers_next, "写明下一个号，恢复备份以后用"),
        ("pattern", numbers_pattern, "从下一个号起换一种写法，如 {short}{kind}〔{year}〕{serial}号"),
    ):
        c = add(name, does, words, group)
        c.add_argument("series", help="代字/文书类别，可以加 /年份，如 云府/复受/2026")
        if name == "pattern":
            c.add_argument("pattern")
        elif name != "take":
            c.add_argument("serial", type=int, help="序号")
        if name in ("void", "return", "used"):
            c.add_argument("--to", dest="last", type=int, help="到这个序号为止")
        if name not in ("next", "pattern"):
            c.add_argument("--reason", required=True)
    c = add("lend", numbers_lend, "县中心：借给一个站点一段号", group)
    c.add_argument("series", help="代字/文书类别，可以加 /年份")
    c.add_argument("station", help="站点编号，如 T0731")
    c.add_argument("--count", type=int, default=20, help="从下一个号起借几个，不填是 20 个")
    c.add_argument("--from", dest="first", type=int, help="起号")
    c.add_argument("--to", dest="last", type=int, help="止号")
    c = add("blocks", numbers_blocks, "借出（借来）的号段：已用、作废、退回、未用", group)
    c.add_argument("--year", type=int, help="不填时是今年")
    c.add_argument("--series", default="", help="只看这个系列")
    c = add("give-back", numbers_give_back, "站点：把号段里没有用的退回县中心", group)
    c.add_argument("block", help="号段的编号，见 numbers blocks")
    c.add_argument("--reason", required=True)
    c = add("end", numbers_end, "县中心：收回号段，没有用的一律作废", group)
    c.add_argument("block", help="号段的编号，见 numbers blocks")
    c.add_argument("--reason", required=True)
    c = add("close-year", numbers_close_year, "年终清理：列出没有着落的号，或者写明去向", group)
    c.add_argument("year", type=int)
    c.add_argument("--as", dest="fate", choices=list(FATES), help="作废、退回或者已用；不填时只列出")
    c.add_argument("--reason", default="")
    c.add_argument("--only", type=_one, action="append", metavar="SERIES/SERIAL", help="只清理这个，可以重复")
    c = add("reopen", numbers_reopen, "重新打开年终清理过的一年，再给那一年的号", group)
    c.add_argument("year", type=int)
    c.add_argument("--reason", required=True)
    c = add("register", numbers_register, "发文登记簿，列出或者写成 PDF、Excel", group)
    c.add_argument("--year", type=int, help="不填时是今年")
    c.add_argument("--out", metavar="F.pdf|F.xlsx")


def _one(text: str) -> tuple[str, int]:
    key, _, serial = text.rpartition("/")
    if key.count("/") != 2 or not serial.isdecimal():
        raise ArgumentTypeError(f"“{text}”应当写成 代字/文书类别/年份/序号，如 云府/复受/2026/5")
    return key, int(serial)


def numbers_show(desk: Desk) -> Any:
    with desk.app() as app:
        return [account.as_dict() for account in app.numbers.show(desk.args.year)]


def numbers_void(desk: Desk) -> Any:
    return _marked(desk, Mark.VOID)


def numbers_return(desk: Desk) -> Any:
    return _marked(desk, Mark.RETURNED)


def numbers_used(desk: Desk) -> Any:
    return _marked(desk, Mark.USED)


def _marked(desk: Desk, mark: Mark) -> Any:
    serials = range(desk.args.serial, (desk.args.last or desk.args.serial) + 1)
    with desk.app() as app:
        app.numbers.mark(desk.args.series, serials, mark, desk.args.reason)
        return app.numbers.account(desk.args.series).as_dict()


def numbers_take(desk: Desk) -> Any:
    with desk.app() as app:
        return {"number": app.numbers.set_aside(desk.args.series, desk.args.reason)}


def numbers_next(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.go_on_from(desk.args.series, desk.args.serial)
        return app.numbers.account(desk.args.series).as_dict()


def numbers_pattern(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.write_as(desk.args.series, desk.args.pattern)
        account = app.numbers.account(desk.args.series)
        return account.as_dict() | {"example": account.next_told}


def numbers_lend(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        lent = app.lending.lend(args.series, args.station, first=args.first, last=args.last, count=args.count)
        return next(one.as_dict() for one in app.lending.blocks(key=args.series) if one.id == lent.id)


def numbers_blocks(desk: Desk) -> Any:
    with desk.app() as app:
        return [one.as_dict() for one in app.lending.blocks(desk.args.year, desk.args.series)]


def numbers_give_back(desk: Desk) -> Any:
    with desk.app() as app:
        app.lending.give_back(desk.args.block, desk.args.reason)
        return app.lending.block(desk.args.block).as_dict()


def numbers_end(desk: Desk) -> Any:
    with desk.app() as app:
        app.lending.end(desk.args.block, desk.args.reason)
        return app.lending.block(desk.args.block).as_dict()


def numbers_close_year(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        if not args.fate:
            return {"year": args.year, "open": [one.as_dict() for one in app.numbers.loose(args.year)]}
        return app.numbers.close_year(args.year, FATES[args.fate], args.reason, args.only).as_dict()


def numbers_reopen(desk: Desk) -> Any:
    with desk.app() as app:
        app.numbers.reopen(desk.args.year, desk.args.reason)
        return {"year": desk.args.year, "closed": sorted(app.numbers.closed())}


def numbers_register(desk: Desk) -> Any:
    with desk.app() as app:
        year = desk.args.year or app.office.today.year
        if not desk.args.out:
            return [line.as_dict() for line in app.register.lines(year)]
        return {"year": year, "out": str(app.register.write(year, Path(desk.args.out)))}


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
