"""Bundles out and in on the command line: by folder, stick or mail; many files in one go."""

from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.cli.printing import show
from fuyi_desktop.domain.errors import CarrierUnfit
from fuyi_desktop.services.carrying import (
    FOLDER,
    ON_STICK,
    Carrier,
    Drives,
    Line,
    Stick,
    by_mail,
    of_this_machine,
)

PULL = {True: "可以拔出U盘", False: "还没有安全移除，请在系统里移除后再拔出U盘"}


def export(desk: Desk) -> Any:
    """Answers what lies where; with --stick also whether it may be pulled out."""
    args = desk.args
    if bool(args.out) == args.stick:
        args.wrong("需要 --out DIR 或者 --stick，只要一个")
    drives = of_this_machine()
    stick = _only(drives) if args.stick else None
    with desk.app() as app:
        folder = stick.root if stick else Path(args.out)
        sent = app.carrying.send(args.to, folder, _carrier(desk), stick=stick, part_size=args.part_size)
        told = sent.as_dict()
        if args.sheet:
            told["sheet"] = str(app.carrying.write_sheet(sent, Path(args.sheet)))
    return told | ({"pull_out": drives.let_go(stick)} if stick else {})


def import_(desk: Desk) -> Any:
    """One line for each file; where one of several was refused they are printed, then it is raised."""
    with desk.app() as app:
        take = app.carrying.look_all if desk.args.dry_run else app.carrying.take_all
        taken = take([Path(name) for name in desk.args.file])
    told: list[Any] = [line.as_dict() if desk.args.json else _in_words(line) for line in taken.lines]
    if taken.refusal is None:
        return told
    if len(told) > 1:  # a single one says no more than its refusal
        show(told, as_json=desk.args.json)
    raise taken.refusal


def inspect(desk: Desk) -> Any:
    with desk.app() as app:
        return app.exchange.inspect(Path(desk.args.file))


def _carrier(desk: Desk) -> Carrier:
    text = desk.args.armored
    if desk.args.mail:
        return by_mail(desk.args.mail, text=text)
    chosen = ON_STICK if desk.args.stick else FOLDER
    return chosen.armored if text else chosen


def _only(drives: Drives) -> Stick:
    match drives():
        case (stick,):
            return stick
        case ():
            raise CarrierUnfit(problems="没有找到U盘，请插好后重试，或用 --out 写明文件夹。")
        case many:
            names = "、".join(stick.name for stick in many)
            raise CarrierUnfit(problems=f"插着 {len(many)} 个U盘（{names}），请只留一个，或用 --out 写明。")


def _in_words(line: Line) -> str:
    brought = f"新增 {line.report.new} 项" if line.report and line.report.new else ""
    return "　".join(part for part in (line.name, line.fate, brought, line.words) if part)
