"""Own workbooks on the command line: what may be marked, what is wrong with a file, taking it up and back."""

from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk
from fuyi_desktop.cli.printing import show
from fuyi_desktop.domain.errors import WorkbookWrong


def grammar(add: Any, group: Any) -> None:
    """fuyi excel …"""
    add("list", excel_list, "哪些文书用的是本单位的工作簿", group)
    add("names", excel_names, "一种文书的标记可以写哪些名称", group).add_argument(
        "form", help="文书编号，如 F30"
    )
    c = add("check", excel_check, "检查一份工作簿，逐格说明", group)
    c.add_argument("file")
    c.add_argument("--form", required=True, help="文书编号，如 F30")
    c = add("try", excel_try, "试填，列出每一格会填什么；不留存", group)
    c.add_argument("form")
    c.add_argument("--file", metavar="F.xlsx", help="不填时用本单位现用的")
    c.add_argument("--case", metavar="CASE", help="用这个案件的内容；不填时用事实的名称")
    c.add_argument("--out", metavar="F.xlsx", help="同时写出试填的工作簿")
    c = add("use", excel_use, "改用这份工作簿：这种文书以后存成 Excel 时填在里面", group)
    c.add_argument("file", nargs="?")
    c.add_argument("--form", required=True)
    c.add_argument("--version", default="", help="重新用以前的一份，见 versions")
    add("versions", excel_versions, "这种文书用过的工作簿", group).add_argument("form")
    c = add("show", excel_show, "把留存的工作簿原样写出", group)
    c.add_argument("form")
    c.add_argument("--version", default="")
    c.add_argument("--out", required=True, metavar="F.xlsx")
    add("drop", excel_drop, "不再用本单位的工作簿", group).add_argument("form")


def excel_list(desk: Desk) -> Any:
    with desk.app() as app:
        return [held.as_dict() for held in app.workbooks.rows()]


def excel_names(desk: Desk) -> Any:
    with desk.app() as app:
        return list(app.workbooks.names(desk.args.form))


def excel_check(desk: Desk) -> Any:
    """Every mark and fault; the exit code is that of a wrong workbook where there is a fault."""
    path = Path(desk.args.file)
    with desk.app() as app:
        found = app.workbooks.check(path, desk.args.form)
    if found.faults:
        show(found.as_dict(), as_json=desk.args.json)
        raise WorkbookWrong(name=path.name, why=found.why)
    return found.as_dict()


def excel_try(desk: Desk) -> Any:
    args = desk.args
    with desk.app() as app:
        case_id = app.casework.find(args.case).case.id if args.case else ""
        filled = app.workbooks.trial(args.form, Path(args.file) if args.file else None, case_id)
        if args.out:
            app.workbooks.write(filled, Path(args.out))
        return [
            {"sheet": one.sheet, "cell": one.cell, "asked": one.asked, "said": one.said}
            for one in filled.cells
        ]


def excel_use(desk: Desk) -> Any:
    args = desk.args
    if bool(args.file) == bool(args.version):
        args.wrong("需要文件名，或者 --version")
    with desk.app() as app:
        if args.version:
            return app.workbooks.again(args.form, args.version).as_dict()
        return app.workbooks.use(Path(args.file), args.form).as_dict()


def excel_versions(desk: Desk) -> Any:
    with desk.app() as app:
        return [held.as_dict() for held in app.workbooks.versions(desk.args.form)]


def excel_show(desk: Desk) -> Any:
    with desk.app() as app:
        app.workbooks.export(desk.args.form, Path(desk.args.out), desk.args.version)
        return {"form": desk.args.form, "out": desk.args.out}


def excel_drop(desk: Desk) -> Any:
    with desk.app() as app:
        return app.workbooks.drop(desk.args.form).as_dict()
