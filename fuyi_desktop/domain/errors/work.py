"""What is said of a deed at the desk that cannot be done."""

from fuyi_desktop.domain.errors.base import FuyiError


class BadFact(FuyiError):
    """{label}：{why}"""

    code = 10


class NotOpen(FuyiError):
    """不能{step}：{why}"""

    code = 11


class Doubtful(FuyiError):
    """{doubts}核对无误的，可以确认后照此登记。"""

    code = 17


class NoPermission(FuyiError):
    """{person}没有“{task}”的权限，请由有权限的人员办理。"""

    code = 12


class NotThatPerson(NoPermission):
    """这是{person}的密码，不能以{name}的名义办理，请由{name}用自己的密码打开。"""

    code = 16


class NotFound(FuyiError):
    """没有找到{what}“{key}”，请核对后再试。"""

    code = 13


class NotHolder(FuyiError):
    """案件现由{holder}办理，本站不能{step}。请由该站办理，或等案件移交回来。"""

    code = 14


class Ambiguous(FuyiError):
    """“{key}”对应不止一个{what}：{candidates}。请写明站点，或改用编号。"""

    code = 15
