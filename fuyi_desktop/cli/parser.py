"""The grammar of the command line."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from fuyi_desktop import __version__
from fuyi_desktop.cli import (
    batch,
    casefile,
    excel,
    exchanging,
    keys,
    lawbook,
    minutes,
    numbering,
    reviewing,
    rooms,
    serving,
    templates,
)
from fuyi_desktop.cli import commands as run
from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.domain.case import CaseKind
from fuyi_desktop.domain.counting import LocalDays, Reading, Suspension
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.rulings import Decision

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
    c.add_argument("--replace", action="store_true", help="换电脑：原来那台丢失或者重装了，编号不变")
    c.add_argument("--out", required=True)
    add("join", run.enrol_join, "本站：加入县中心", g).add_argument("file")

    keys.grammar(add, group("keys", "密钥"), group("quarantine", "隔离区"), group("person", "人员"))

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
    c = add("erase", reviewing.case_erase, "县中心：把不得再保存的案件彻底删除", g)
    c.add_argument("case")
    c.add_argument("--why", required=True, help="依据")
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
    c.add_argument("--no-head", action="store_true", help="不印红头，供已印好红头的纸")
    c = add("form", run.paper_form, "出不属于哪一个案件的报表、会议文书", g)
    c.add_argument("template", metavar="FORM", help="如 G02，要填的内容见样张")
    c.add_argument("--facts", metavar="F")
    c.add_argument("--out", required=True, metavar="F.pdf|docx|xlsx")
    batch.paper_grammar(add, g)
    c = add("void", numbering.paper_void, "作废一份文书，文号不再使用", g)
    c.add_argument("paper", help="文书的编号，见 case show")
    c.add_argument("--reason", required=True)
    c = add("sample", run.paper_sample, "文书样张", g)
    c.add_argument("template")
    c.add_argument("--out", required=True)

    batch.grammar(add, group("print", "成批打印"), _date)

    g = group("numbers", "文号")
    numbering.grammar(add, g)

    casefile.grammar(add, group("casefile", "卷宗"))
    minutes.grammar(add, group("minutes", "笔录"))

    rooms.room_grammar(add, group("room", "房间"))
    rooms.session_grammar(add, group("session", "会：预约、改期、结果"), _date)

    g = group("copies", "抄告")
    add("due", numbering.copies_due, "还没有抄告的", g)
    c = add("batch", numbering.copies_batch, "按期间出集中抄告表，并登记抄告", g)
    _period(c)
    c.add_argument("--out", required=True, metavar="F.pdf", help="有几个抄告对象的，文件名后加对象的名称")
    c.add_argument("--recipient", default="", help="只抄告这一个对象")
    c.add_argument("--sure", action="store_true", help="日期等已经核对，照此登记")
    _period(add("rate", numbering.copies_rate, "抄告率", g))

    g = group("service", "送达")
    add("list", serving.service_list, "每份文书、每个受送达人的送达情况", g).add_argument("case")
    add("scan", serving.scan, "文书页脚的二维码对应的案件和步骤").add_argument("code")

    c = add("export", exchanging.export, "导出同步包")
    c.add_argument("--to", required=True, metavar="STATION")
    c.add_argument("--out", metavar="DIR", help="写到这个文件夹")
    c.add_argument("--stick", action="store_true", help="写到插着的U盘，写完安全移除")
    c.add_argument("--mail", type=int, choices=(10, 20, 25, 50), help="写成邮件草稿，数字是邮箱的限额（MB）")
    c.add_argument("--armored", action="store_true", help="文本形式，供拦截附件的邮件网关使用")
    c.add_argument("--part-size", type=_size, metavar="20MB", help="每一份的上限，不填时按送交方式")
    c.add_argument("--sheet", metavar="F.pdf", help="同时写出交接单")
    c = add("import", exchanging.import_, "导入同步包、邮件、压缩包或文件夹，逐个说明结果")
    c.add_argument("file", nargs="+")
    c.add_argument("--dry-run", action="store_true")
    add("inspect", exchanging.inspect, "查看一个同步包").add_argument("file")
    c = add("undo-import", reviewing.undo_import, "县中心：撤销一个同步包的导入")
    c.add_argument("id", help="同步包的 SHA-256，或者它的开头几位")
    c.add_argument("--why", default="", help="理由")

    g = group("station", "站点")
    add("list", reviewing.station_list, "县中心：各站点收发到哪里、缺什么、多久没有来包", g)

    g = group("review", "待裁决")
    add("list", reviewing.review_list, "列出待裁决事项", g).add_argument("--case")
    c = add("decide", reviewing.review_decide, "县中心：裁决一项", g)
    c.add_argument("id")
    c.add_argument("decision", choices=[choice.name.lower() for choice in Decision])
    c.add_argument("--why", default="", help="理由")
    c.add_argument("--facts", help="另行填写的内容（JSON），配合 edit")

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

    templates.grammar(add, group("template", "文书模板"), _agreeing)
    excel.grammar(add, group("excel", "本单位的 Excel 工作簿"))

    add("backup", run.backup, "备份").add_argument("folder")
    add("restore", run.restore, "从备份恢复到 --store").add_argument("file")
    c = add("adopt", run.adopt, "县中心：把文件夹里的数据库迁到 --store 写明的 PostgreSQL 服务器")
    c.add_argument("folder")
    add("check", run.check, "检查日志链、附件和案件状态")
    add("demo", "demo", "造一个演示县").add_argument("folder")
    add("tour", "tour", "驱动真实窗口走一遍主流程").add_argument("--out", required=True)
    return top


def _globals(top: argparse.ArgumentParser) -> None:
    top.add_argument(
        "--store", metavar="DIR|URL", help="数据文件夹，县中心也可以写 postgresql://用户@主机/数据库"
    )
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
