"""Keys, quarantine and persons on the command line; secrets are read from files, never from arguments."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fuyi_desktop.cli.desk import Desk, read_text
from fuyi_desktop.domain.access import PersonRole
from fuyi_desktop.services.people import ROLES

SHEET = "保险柜里的打印件抄成的文件"


def grammar(add: Callable[..., Any], keys: Any, quarantine: Any, person: Any) -> None:
    """What may be typed after `keys`, `quarantine` and `person`."""
    add("show", show, "指纹、代次、日期，该办什么", keys)
    c = add("rotate", rotate, "本站：轮换密钥，下一份包带给县中心", keys)
    c.add_argument("--sign", action="store_true", help="连签名密钥一起换")
    c = add("revoke", revoke, "县中心：停用一个站点的密钥", keys)
    c.add_argument("station")
    c.add_argument(
        "--from", dest="line", type=int, metavar="LINE", help="从第几项起不再可信，不填时是还没有收的"
    )
    c.add_argument("--why", required=True, help="原因，如 电脑被盗")
    c = add("renew", renew, "县中心：更换县中心密钥，由县根密钥证明", keys)
    c.add_argument("--root-file", required=True, metavar="F", help=f"县根密钥，{SHEET}")
    c.add_argument("--drop", action="store_true", help="旧密钥泄露了：各站点立即不再收旧密钥签的包")
    c.add_argument("--new-recovery", action="store_true", help="县恢复密钥也换新的，只显示一次")
    c = add("prove", prove, "县中心：核对保险柜里的密钥（每年一次）", keys)
    c.add_argument("--root-file", metavar="F", help=f"县根密钥，{SHEET}")
    c.add_argument("--recovery-file", metavar="F", help=f"县恢复密钥，{SHEET}")
    c = add("ask", ask, "本站忘记密码：写出恢复申请，得到 24 位数字", keys)
    c.add_argument("--name", required=True, help="本站名称，给县中心看")
    c.add_argument("--out", required=True)
    c = add("answer", answer, "县中心：答复恢复申请", keys)
    c.add_argument("file")
    c.add_argument("--recovery-file", required=True, metavar="F", help=f"县恢复密钥，{SHEET}")
    c.add_argument("--code-file", required=True, metavar="F", help="对方在电话里读的 24 位数字")
    c.add_argument("--out", required=True)
    c = add("finish", finish, "本站忘记密码：用县中心的答复设新密码", keys)
    c.add_argument("file")
    c.add_argument("--code-file", required=True, metavar="F", help="写出申请时得到的 24 位数字")
    c.add_argument("--new-password-file", required=True, metavar="F")

    add("list", held, "列出隔离的包", quarantine)
    c = add("accept", accept, "县中心：收下停用以前的内容", quarantine)
    c.add_argument("file", help="隔离的包的 SHA-256，或者它的开头几位")
    c.add_argument("--below", type=int, metavar="LINE", help="只收这一项以前的，不填时按停用时定的")
    add("retry", retry, "再试着导入，如对方已经办好入网", quarantine).add_argument("file")
    add("drop", drop, "删除", quarantine).add_argument("file")

    add("list", people, "列出本站人员", person)
    c = add("add", person_add, "增加一个人，各用各的密码", person)
    c.add_argument("name")
    c.add_argument("--role", required=True, choices=[role.value for role in ROLES])
    c.add_argument("--new-password-file", required=True, metavar="F")
    add("remove", person_remove, "人员离开：删除他的密码", person).add_argument("name")
    c = add("password", person_password, "改自己的密码", person)
    c.add_argument("--new-password-file", required=True, metavar="F")


def show(desk: Desk) -> Any:
    with desk.app() as app:
        return app.keys.show().as_dict() | {"reminders": app.keys.reminders()}


def rotate(desk: Desk) -> Any:
    with desk.app() as app:
        app.keys.rotate(sign=desk.args.sign)
        return app.keys.show().as_dict()


def revoke(desk: Desk) -> Any:
    with desk.app() as app:
        return app.keys.revoke(desk.args.station, desk.args.line, desk.args.why).as_dict()


def renew(desk: Desk) -> Any:
    root = _secret(desk.args.root_file)
    with desk.app() as app:
        return app.keys.renew(root, drop=desk.args.drop, recovery=desk.args.new_recovery).as_dict()


def prove(desk: Desk) -> Any:
    """Which keys are right; they are not printed here."""
    root, recovery = (
        _secret(name) if name else "" for name in (desk.args.root_file, desk.args.recovery_file)
    )
    with desk.app() as app:
        return {"proved": sorted(app.keys.prove(root=root, recovery=recovery))}


def ask(desk: Desk) -> Any:
    return desk.place.ask_recovery(desk.args.name, Path(desk.args.out)).as_dict()


def answer(desk: Desk) -> Any:
    recovery, code = _secret(desk.args.recovery_file), _secret(desk.args.code_file)
    with desk.app() as app:
        return app.county_recovery.answer(Path(desk.args.file), recovery, code, Path(desk.args.out))


def finish(desk: Desk) -> Any:
    code, password = _secret(desk.args.code_file), _password(desk)
    with desk.place.finish_recovery(Path(desk.args.file), code, password, desk.args.person) as app:
        return {"person": app.office.person.name, "station": app.office.me.station}


def held(desk: Desk) -> Any:
    with desk.app() as app:
        return [one.as_dict() for one in app.quarantine.rows()]


def accept(desk: Desk) -> Any:
    with desk.app() as app:
        return app.quarantine.accept(desk.args.file, desk.args.below).as_dict()


def retry(desk: Desk) -> Any:
    with desk.app() as app:
        return app.quarantine.retry(desk.args.file).as_dict()


def drop(desk: Desk) -> Any:
    with desk.app() as app:
        found = app.quarantine.find(desk.args.file)
        app.quarantine.drop(found.digest)
        return {"dropped": found.digest}


def people(desk: Desk) -> Any:
    with desk.app() as app:
        return [row.as_dict() for row in app.people.rows()]


def person_add(desk: Desk) -> Any:
    with desk.app() as app:
        app.people.add(desk.args.name, PersonRole(desk.args.role), _password(desk))
        return [row.as_dict() for row in app.people.rows()]


def person_remove(desk: Desk) -> Any:
    with desk.app() as app:
        app.people.remove(desk.args.name)
        return [row.as_dict() for row in app.people.rows()]


def person_password(desk: Desk) -> Any:
    old = desk.password()
    with desk.place.open(old, person=desk.args.person) as app:
        app.people.change_password(old, _password(desk))
        return {"person": app.office.person.name}


def _password(desk: Desk) -> str:
    return read_text(desk.args.new_password_file).rstrip("\r\n")


def _secret(name: str) -> str:
    """What was typed into a file; line ends do no harm."""
    return read_text(name).strip()
