"""卷宗 on the command line: what is missing, the pages of a volume, the archive pack, the order."""

from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk, read_text
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.services.bindery import PARTS
from fuyi_desktop.services.packing import verify


def grammar(add: Any, group: Any) -> None:
    """The commands of `casefile`."""
    add("check", check, "卷内有什么，还缺什么", group).add_argument("case")
    c = add("print", print_, "一卷的 PDF：封面、目录、加盖页号的材料、备考表", group)
    c.add_argument("case")
    c.add_argument("--volume", required=True, choices=[volume.value for volume in Volume])
    c.add_argument("--part", choices=list(PARTS), default="", help="只要这一部分")
    c.add_argument("--out", required=True, metavar="F.pdf")
    c = add("pack", pack, "做归档包：文件夹，或者一个 .zip", group)
    c.add_argument("case")
    c.add_argument("--out", required=True, metavar="DIR", help="还没有的文件夹，或者以 .zip 结尾的文件")
    c.add_argument("--sure", action="store_true", help="还有缺件的，已经核对，照此做包")
    c = add("verify", verify_, "核对一个归档包：每个文件、目录和签名", group)
    c.add_argument("pack", metavar="DIR")
    c.add_argument("--ours", action="store_true", help="同时核对是本站做的：打开本站的数据库，对照密钥和记录")
    c = add("describe", describe, "登记全宗号、档号、保管期限和卷内情况说明", group)
    c.add_argument("case")
    c.add_argument("--facts", required=True, metavar="F", help="fonds，shelf_mark，keep，remark")
    add("order", order_show, "卷内次序", group).add_argument("kind")
    c = add("order-export", order_export, "把卷内次序写成文件", group)
    c.add_argument("kind")
    c.add_argument("--out", required=True, metavar="F.toml")
    add("order-import", order_import, "导入改过的卷内次序", group).add_argument("file")
    add("order-reset", order_reset, "恢复程序自带的卷内次序", group).add_argument("kind")


def check(desk: Desk) -> Any:
    with desk.app() as app:
        return app.casefile.bound(app.casework.find(desk.args.case).case.id).as_dict()


def print_(desk: Desk) -> Any:
    volume, out = Volume(desk.args.volume), Path(desk.args.out)
    with desk.app() as app:
        case_id = app.casework.find(desk.args.case).case.id
        if desk.args.part:
            app.bindery.write_part(case_id, volume, desk.args.part, out)
        else:
            app.bindery.write(case_id, volume, out)
        return {"volume": volume.value, "part": desk.args.part or None, "out": desk.args.out}


def pack(desk: Desk) -> Any:
    with desk.app() as app:
        case_id = app.casework.find(desk.args.case).case.id
        return app.archive.pack(case_id, Path(desk.args.out), sure=desk.args.sure).as_dict()


def verify_(desk: Desk) -> Any:
    if not desk.args.ours:
        return verify(Path(desk.args.pack)).as_dict()
    with desk.app() as app:
        return app.archive.verify(Path(desk.args.pack)).as_dict() | {"ours": True}


def describe(desk: Desk) -> Any:
    with desk.app() as app:
        case_id = app.casework.find(desk.args.case).case.id
        app.casefile.describe(case_id, desk.facts())
        return app.casefile.bound(case_id).as_dict()


def order_show(desk: Desk) -> Any:
    with desk.app() as app:
        order = app.casefile.order(app.casefile.kind(desk.args.kind))
        return {
            "procedure": order.procedure, "ours": app.casefile.order_is_ours(order.procedure),
            "fault": app.casefile.order_fault(order.procedure) or None,
            "places": [
                {
                    "id": place.id, "volume": place.volume.value, "label": place.label,
                    "forms": list(place.forms), "names": list(place.names),
                }
                for place in order.places
            ],
        }  # fmt: skip


def order_export(desk: Desk) -> Any:
    with desk.app() as app:
        kind = app.casefile.kind(desk.args.kind)
        return {"procedure": kind, "out": str(app.casefile.write_order(kind, Path(desk.args.out)))}


def order_import(desk: Desk) -> Any:
    text = read_text(desk.args.file)
    with desk.app() as app:
        app.casefile.take_order(text, Path(desk.args.file).name)
        return {"file": desk.args.file, "taken": True}


def order_reset(desk: Desk) -> Any:
    with desk.app() as app:
        kind = app.casefile.kind(desk.args.kind)
        app.casefile.drop_order(kind)
        return {"procedure": kind, "ours": app.casefile.order_is_ours(kind)}
