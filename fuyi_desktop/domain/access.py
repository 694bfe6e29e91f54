"""权限 — who may do what, as one table."""

from enum import StrEnum

from fuyi_desktop.domain.errors import NoPermission
from fuyi_desktop.domain.party import Person


class Task(StrEnum):
    """Something that not everybody may do; the value is its name in the refusal."""

    REGISTER = "登记案件"
    STEP = "登记步骤"
    VOID = "作废步骤"
    DECIDE = "作出决定"
    ISSUE = "出文书"
    EXCHANGE = "收发同步包"
    RULE = "裁决和撤销导入"
    ENROL = "办理入网"
    SETTINGS = "修改设置"
    UPKEEP = "备份和检查"


class PersonRole(StrEnum):
    """What a person is at this station."""

    ADMIN = "admin"
    HANDLER = "handler"
    RECORDER = "recorder"
    APPROVER = "approver"
    READER = "reader"
    LEFT = "left"  # named in what was done, and nothing else

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PersonRole.ADMIN: "管理员",
    PersonRole.HANDLER: "经办人",
    PersonRole.RECORDER: "书记员",
    PersonRole.APPROVER: "审批人",
    PersonRole.READER: "只读",
    PersonRole.LEFT: "已离开",
}

_WORK = frozenset({Task.REGISTER, Task.STEP, Task.VOID, Task.ISSUE, Task.EXCHANGE})

GRANTS: dict[PersonRole, frozenset[Task]] = {
    PersonRole.ADMIN: frozenset(Task),
    PersonRole.HANDLER: _WORK | {Task.DECIDE},
    PersonRole.RECORDER: frozenset({Task.REGISTER, Task.STEP, Task.ISSUE}),
    PersonRole.APPROVER: _WORK | {Task.DECIDE, Task.RULE},
    PersonRole.READER: frozenset(),
    PersonRole.LEFT: frozenset(),
}


def may(person: Person, task: Task) -> bool:
    """Whether the person's role grants the task."""
    return task in GRANTS[PersonRole(person.role)]


def must(person: Person, task: Task) -> None:
    """Raise NoPermission where the person may not do the task."""
    if not may(person, task):
        raise NoPermission(person=person.name, task=task.value)
