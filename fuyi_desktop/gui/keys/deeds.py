"""What can be done with keys, files set aside and persons: each deed as its words, fields and call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fuyi_desktop.domain.access import PersonRole, Task
from fuyi_desktop.gui.fields import Choice, FieldSpec, Kind
from fuyi_desktop.services.people import ROLES

Values = Mapping[str, Any]
ACCEPT, RETRY, DROP = "accept", "retry", "drop"
PASSWORD = FieldSpec(name="password", label="密码", kind=Kind.PASSWORD)
ROOT_FIELD = FieldSpec(
    name="root", label="县根密钥", kind=Kind.PASSWORD, span=12,
    help="保险柜里的打印件，64 个字符；空格可输可不输。输入的内容不显示，也不保存。",
)  # fmt: skip
RECOVERY_FIELD = FieldSpec(
    name="recovery", label="县恢复密钥", kind=Kind.PASSWORD, span=12, required=False,
    help="以 AGE-SECRET-KEY-1 开头，74 个字符，带校验；抄错一个字符会提示。",
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """One deed: whom it is open to, what it asks, what it does, and the sentence when it is done."""

    title: str
    line: str
    verb: str
    task: Task
    fields: tuple[FieldSpec, ...]
    do: Callable[[Any, Values], Any]
    done: Callable[[Any], str]
    danger: bool = False
    prints: bool = False  # the answer holds printed keys, to be printed anew


@dataclass(frozen=True)
class Done:
    """What a deed answers that has something to say beside what it has changed."""

    said: str
    changed: set[str]
    secrets: tuple[tuple[str, str], ...] = ()  # name of a key and the key


def rotate(*, sign: bool) -> Deed:
    what = "加密密钥和签名密钥" if sign else "加密密钥"
    return Deed(
        f"轮换本站的{what}",
        "新密钥随下一份包告诉县中心；收到县中心的回执后换用，旧私钥再留 90 天，用来打开路上的包。",
        "轮换", Task.ENROL, (), lambda app, values: app.keys.rotate(sign=sign),
        lambda _: "新密钥已生成，请导出一份包给县中心",
    )  # fmt: skip


RENEW = Deed(
    "更换县中心密钥",
    "由县根密钥证明；各站点收到下一份包时自动换用。请两人在场，取出保险柜里的县根密钥。",
    "更换", Task.ENROL,
    (
        ROOT_FIELD,
        FieldSpec(
            name="drop", label="旧密钥泄露了", kind=Kind.YES_NO, default=False, span=6,
            help="选“是”，各站点立即不再收旧密钥签的包。",
        ),
        FieldSpec(
            name="safe", label="县恢复密钥也换新的", kind=Kind.YES_NO, default=False, span=6,
            help="打印件丢失或者泄露时选“是”；换了以后县中心的 24 位数字也变。",
        ),
    ),
    lambda app, values: _renew(app, values),
    lambda done: done.said,
    prints=True,
)  # fmt: skip
PROVE = Deed(
    "核对保险柜里的密钥",
    "每年一次：取出打印件，照着输入。核对无误后可以重新打印一份，把旧纸销毁。",
    "核对", Task.ENROL,
    (
        FieldSpec(
            name="root", label="县根密钥", kind=Kind.PASSWORD, span=12, required=False, help=ROOT_FIELD.help
        ),
        RECOVERY_FIELD,
    ),
    lambda app, values: _prove(app, values),
    lambda done: done.said,
    prints=True,
)  # fmt: skip


def revoke(station: str, name: str, received: int) -> Deed:
    return Deed(
        f"停用{name}的密钥",
        "电脑丢失、被盗或者密钥泄露时用。以后不再给这把密钥发包，它签的包一律进隔离区；已经收下的内容不动。",
        "停用密钥", Task.ENROL,
        (
            FieldSpec(
                name="line", label="从第几项起不可信", kind=Kind.INTEGER, span=4, required=False,
                help=f"已收到第 {received} 项；不填时，没有收到的都不可信。",
            ),
            FieldSpec(name="why", label="原因", span=8, example="例：7月30日电脑被盗，已报警"),
        ),
        lambda app, values: _revoke(app, station, values),
        lambda done: done.said,
        danger=True,
    )  # fmt: skip


def settle(held: Any) -> Deed:
    """A file in quarantine: what it is, and the ways it can go."""
    ways = [Choice(RETRY, "再试一次"), Choice(DROP, "删除")]
    if held.below is not None:
        ways.insert(0, Choice(ACCEPT, "收下停用以前的"))
    below = FieldSpec(
        name="below", label="收第几项以前的", kind=Kind.INTEGER, span=4, required=False,
        help=f"不填时收第 {held.below} 项以前的；只能更小。",
    )  # fmt: skip
    return Deed(
        f"{held.station_name}　第 {held.first}–{held.last} 项",
        f"{held.name}{held.why}。",
        "照此处理", Task.RULE,
        (
            FieldSpec(
                name="way", label="怎么处理", kind=Kind.CHOICE, choices=tuple(ways), default=ways[0].value,
                span=8,
            ),
            *((below,) if held.below is not None else ()),
        ),
        lambda app, values: _settle(app, held.digest, values),
        lambda done: done.said,
        danger=True,
    )  # fmt: skip


ADD = Deed(
    "增加人员",
    "各人用各人的密码，办的事各记各的名。初始密码当面告诉本人，请本人马上改掉。",
    "增加", Task.SETTINGS,
    (
        FieldSpec(name="name", label="姓名", span=6),
        FieldSpec(
            name="role", label="角色", kind=Kind.CHOICE, span=6, default=PersonRole.HANDLER.value,
            choices=tuple(Choice(role.value, role.label) for role in ROLES),
        ),
        FieldSpec(name="password", label="初始密码", kind=Kind.PASSWORD, span=6),
        FieldSpec(name="again", label="再输一次初始密码", kind=Kind.PASSWORD, span=6),
    ),
    lambda app, values: app.people.add(values["name"], PersonRole(values["role"]), values["password"]),
    lambda _: "已增加，可以用自己的密码打开",
)  # fmt: skip
CHANGE = Deed(
    "改自己的密码",
    "改了以后，旧密码不再有效；恢复密钥不变。",
    "改密码", Task.REGISTER,
    (
        FieldSpec(name="old", label="现在的密码", kind=Kind.PASSWORD, span=12),
        FieldSpec(name="password", label="新密码", kind=Kind.PASSWORD, span=6),
        FieldSpec(name="again", label="再输一次新密码", kind=Kind.PASSWORD, span=6),
    ),
    lambda app, values: _change(app, values),
    lambda _: "密码已改",
)  # fmt: skip


def remove(name: str) -> Deed:
    return Deed(
        f"{name}离开",
        "删除他的密码，以后不能打开本站；办过的事仍记他的名。以前的备份仍能用旧密码打开，请另做一份备份。",
        "删除密码", Task.SETTINGS, (), lambda app, values: app.people.remove(name),
        lambda _: f"{name}的密码已删除", danger=True,
    )  # fmt: skip


def _renew(app: Any, values: Values) -> Done:
    made = app.keys.renew(values["root"], drop=bool(values["drop"]), recovery=bool(values["safe"]))
    secrets = (("县恢复密钥", made.recovery_key),) if made.recovery_key else ()
    said = f"县中心已换用第 {made.generation} 代密钥，随下一份包告诉各站点"
    return Done(said, made.changed, secrets)


def _prove(app: Any, values: Values) -> Done:
    found = app.keys.prove(root=values["root"], recovery=values["recovery"])
    names = {"root": "县根密钥", "recovery": "县恢复密钥"}
    secrets = tuple((names[key], secret) for key, secret in found.items())
    return Done(f"{'、'.join(name for name, _ in secrets)}核对无误", {"meta"}, secrets)


def _revoke(app: Any, station: str, values: Values) -> Done:
    made = app.keys.revoke(station, values["line"], values["why"])
    said = f"{made.name}的密钥已停用"
    if made.doubtful:
        said += f"；第 {made.line}–{made.received} 项已经收下，请在收发记录里逐份查看，必要时撤销导入"
    return Done(said, made.changed)


def _settle(app: Any, digest: str, values: Values) -> Done:
    if values["way"] == DROP:
        return Done("已从隔离区删除", app.quarantine.drop(digest))
    if values["way"] == RETRY:
        report = app.quarantine.retry(digest)
    else:
        report = app.quarantine.accept(digest, values.get("below"))
    return Done(f"已收下{report.sender_name}第 {report.first}–{report.last} 项", report.changed)


def _change(app: Any, values: Values) -> set[str]:
    app.people.change_password(values["old"], values["password"])
    return set()
