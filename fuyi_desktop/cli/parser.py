"""The grammar of the command line."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from fuyi_desktop import __version__
from fuyi_desktop.cli import commands as run
from fuyi_desktop.cli import lawbook, numbering
from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.counting import LocalDays, Reading, Suspension
from fuyi_desktop.domain.party import StationRole

Handler = Callable[[Desk], Any]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="fuyi", description="复议纾解工作站")
    top.set_defaults(run=None, facts=None)
    _globals(top)
    top.add_argument("--version", action="version", version=f"fuyi {__version__}")
    top.set_defaults(store=None, password_file=None, person=None, today=None, json=False)
    commands = top.add_subparsers(metavar="COMMAND")

    def add(name: str, does: Handler | str, words: str, group: Any = commands) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = group.add_parser(name, help=words, description=words)
        command.set_defaults(run=does, wrong=command.error)
        command.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="以 JSON 输出")
        return command

    def group(name: str, words: str) -> Any:
        command = commands.add_parser(name, help=words)
        return command.add_subparsers(metavar="COMMAND", required=True)

    c = add("init", run.init, "建立本站数据库")
    c.add_argument("--role", required=True, choices=[role.value for role in StationRole])
    c.add_argument("--name", required=True, help="本站名称")
    c.add_argument("--unit", help="单位全称")
    c.add_argument("--person", required=True, dest="init_person", help="姓名")

    g = group("settings", "机关、文号和开关")
    add("show", run.settings_show, "显示设置", g)
    add("import", run.settings_import, "从 TOML 文件导入设置", g).add_argument("file")

    g = group("enrol", "办理入网")
    add("card", run.enrol_card, "县中心：写出入网卡", g).add_argument("--out", required=True)
    c = add("request", run.enrol_request, "本站：写出入网申请", g)
    c.add_argument("--card", required=True)
    c.add_argument("--fingerprint", required=True, help="县中心报的 24 位数字")
    c.add_argument("--out", required=True)
    c = add("admit", run.enrol_admit, "县中心：准许入网", g)
    c.add_argument("file")
    c.add_argument("--fingerprint", required=True, help="对方报的 24 位数字")
    c.add_argument("--station", required=True, help="站点编号，如 T0731")
    c.add_argument("--out", required=True)
    add("join", run.enrol_join, "本站：加入县中心", g).add_argument("file")

    c = add("procedure", run.procedure, "一种程序的状态和步骤")
    c.add_argument("kind")
    c.add_argument("--svg", metavar="F", help="画成程序图，写入文件 F（SVG）")

    g = group("case", "案件")
    kinds = [kind.value for kind in CaseKind]
    c = add("add", run.case_add, "登记案件", g)
    c.add_argument("--facts", required=True, metavar="F")
    c.add_argument("--kind", choices=kinds, help="不填时是行政复议")
    c = add("carry", run.case_carry, "同一争议接续到下一个程序", g)
    c.add_argument("case")
    c.add_argument("--kind", required=True, choices=kinds)
    c.add_argument("--facts", metavar="F")
    c = add("list", run.case_list, "列出案件", g)
    c.add_argument("text", nargs="?")
    c.add_argument("--limit", type=int, default=200)
    add("show", run.case_show, "一个案件的全部", g).add_argument("case")
    add("journal", run.journal, "一个案件的日志", g).add_argument("case")
    c = add("step", run.case_step, "登记一个步骤", g)
    c.add_argument("case")
    c.add_argument("code")
    c.add_argument("--on", required=True, type=_date)
    c.add_argument("--facts", metavar="F")
    c.add_argument("--sure", action="store_true", help="日期等已经核对，照此登记")

    c = add("material", run.case_material, "登记在卷的材料或文书", g)
    c.add_argument("case")
    c.add_argument("--facts", required=True, metavar="F", help="name，form（如 F10），pages，on")
    c = add("void", run.case_void, "作废一个步骤", g)
    c.add_argument("case")
    c.add_argument("step", help="步骤的编号，见 case show")
    c.add_argument("--reason", required=True)
    c.add_argument("--sure", action="store_true", help="别的步骤随之不再计入的，已经核对")

    c = add("due", run.due, "推算一个期限")
    c.add_argument("rule", nargs="?")
    c.add_argument("--from", dest="start", type=_date)
    c.add_argument("--extend", type=int, default=0)
    c.add_argument("--suspend", type=_suspension, action="append", default=[], metavar="FROM:TO")
    c.add_argument("--reading", choices=list(Reading), type=Reading, help="不填时按县的选择")
    c.add_argument("--local-days", choices=list(LocalDays), type=LocalDays, help="不填时按县的选择")
    c.add_argument("--batch", metavar="F.tsv")

    add("board", run.board, "要到期的事项").add_argument("--on", type=_date)

    g = group("paper", "文书")
    add("list", run.paper_list, "文书模板", g)
    c = add("issue", run.paper_issue, "出文书", g)
    c.add_argument("case")
    c.add_argument("template")
    c.add_argument("--to", metavar="PARTY")
    c.add_argument("--facts", metavar="F")
    c.add_argument("--out", required=True)
    c.add_argument("--number", default="", help="手填的文号，如补登以前的文书")
    c.add_argument("--reason", default="", help="手填文号的理由")
    c = add("void", numbering.paper_void, "作废一份文书，文号不再使用", g)
    c.add_argument("paper", help="文书的编号，见 case show")
    c.add_argument("--reason", required=True)
    c = add("sample", run.paper_sample, "文书样张", g)
    c.add_argument("template")
    c.add_argument("--out", required=True)

    g = group("numbers", "文号")
    c = add("show", numbering.numbers_show, "各系列的号：已用、作废、退回、留用、空号", g)
    c.add_argument("--year", type=int, help="不填时是今年")
    for name, does, words in (
        ("void", numbering.numbers_void, "作废一个没有使用的号"),
        ("return", numbering.numbers_return, "退回一个没有使用的号，由下一份文书使用"),
        ("take", numbering.numbers_take, "留用下一个号，供程序以外的文书使用"),
        ("next", numbering.numbers_next, "写明下一个号，恢复备份以后用"),
    ):
        c = add(name, does, words, g)
        c.add_argument("series", help="代字/文书类别，可以加 /年份，如 云府/复受/2026")
        if name != "take":
            c.add_argument("serial", type=int, help="序号")
        if name != "next":
            c.add_argument("--reason", required=True)

    g = group("copies", "抄告")
    add("due", numbering.copies_due, "还没有抄告的", g)
    c = add("batch", numbering.copies_batch, "按期间出集中抄告表，并登记抄告", g)
    _period(c)
    c.add_argument("--out", required=True, metavar="F.pdf", help="有几个抄告对象的，文件名后加对象的名称")
    c.add_argument("--recipient", default="", help="只抄告这一个对象")
    c.add_argument("--sure", action="store_true", help="日期等已经核对，照此登记")
    _period(add("rate", numbering.copies_rate, "抄告率", g))

    c = add("export", run.export, "导出同步包")
    c.add_argument("--to", required=True, metavar="STATION")
    c.add_argument("--out", required=True, metavar="DIR")
    c.add_argument("--part-size", type=_size, metavar="20MB")
    c = add("import", run.import_, "导入同步包")
    c.add_argument("file", nargs="+")
    c.add_argument("--dry-run", action="store_true")
    add("inspect", run.inspect, "查看一个同步包").add_argument("file")

    g = group("workdays", "放假安排")
    add("show", lawbook.workdays_show, "一年的放假安排", g).add_argument("year", type=int)
    c = add("import", lawbook.workdays_import, "导入放假通知或者县的放假安排", g)
    c.add_argument("file")
    _agreeing(c)

    g = group("rules", "期限规则和县的选择")
    add("show", lawbook.rules_show, "现行规则", g).add_argument("rule", nargs="?")
    c = add("import", lawbook.rules_import, "导入县规则", g)
    c.add_argument("file")
    _agreeing(c)
    c = add("drop", lawbook.rules_drop, "收回县规则", g)
    c.add_argument("name")
    _agreeing(c)

    add("backup", run.backup, "备份").add_argument("folder")
    add("restore", run.restore, "从备份恢复到 --store").add_argument("file")
    add("check", run.check, "检查日志链、附件和案件状态")
    add("demo", "demo", "造一个演示县").add_argument("folder")
    add("tour", "tour", "驱动真实窗口走一遍主流程").add_argument("--out", required=True)
    return top


def _globals(top: argparse.ArgumentParser) -> None:
    top.add_argument("--store", metavar="DIR", help="数据文件夹")
    top.add_argument("--password-file", metavar="F")
    top.add_argument("--as", dest="person", metavar="姓名")
    top.add_argument("--today", type=_date, metavar="DATE", help="当作今天的日期")
    top.add_argument("--json", action="store_true")


def _period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="first", required=True, type=_date, metavar="DATE")
    command.add_argument("--to", dest="last", required=True, type=_date, metavar="DATE")


def _agreeing(command: argparse.ArgumentParser) -> None:
    """How a change of the law is agreed to; without either it is asked for, or only listed."""
    command.add_argument("--dry-run", action="store_true", help="只列出变动，不写入")
    command.add_argument("--yes", action="store_true", help="不再询问，直接写入")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应当像 2026-08-03") from error


def _suspension(text: str) -> Suspension:
    start, _, end = text.partition(":")
    return Suspension(_date(start), _date(end))


def _size(text: str) -> int:
    units = {"KB": 1000, "MB": 1000**2, "GB": 1000**3}
    for unit, factor in units.items():
        if text.upper().endswith(unit) and text[: -len(unit)].isdigit():
            return int(text[: -len(unit)]) * factor
    raise argparse.ArgumentTypeError(f"“{text}”不是大小，应当像 20MB")
