"""Every command in one list, with key and permission; shortcuts, Ctrl+K and the manual come from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """task is the permission's name, "" for everybody; initials are the pinyin of the words, for Ctrl+K."""

    id: str
    text: str
    keys: str = ""
    task: str = ""
    initials: str = ""
    explained: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("page.today", "今日", "Ctrl+1", initials="jr", explained="期限、会议、开庭和报送"),
    Command("page.cases", "案件", "Ctrl+2", initials="aj", explained="全部案件"),
    Command("page.rooms", "调解室", "Ctrl+3", initials="tjs", explained="预约和笔录"),
    Command("page.court", "出庭应诉", "Ctrl+4", initials="ctys", explained="开庭、负责人、发声"),
    Command("page.ledgers", "台账统计", "Ctrl+5", initials="tztj", explained="台账、月报、比率"),
    Command("page.exchange", "数据交换", "Ctrl+6", initials="sjjh", explained="导出、收包、待裁决"),
    Command("find", "查找案件或命令", "Ctrl+K", initials="czajhml"),
    Command("case.new", "新收案件", "Ctrl+N", "REGISTER", "xsaj", "登记并打印回执"),
    Command("visit.new", "登记来访", "Ctrl+Shift+N", "REGISTER", "djlf"),
    Command("bundle.export", "导出到U盘", "Ctrl+E", "EXCHANGE", "dcdup"),
    Command("bundle.import", "收包", "Ctrl+I", "EXCHANGE", "sb", "先预览再入库"),
    Command("session.book", "预约调解室", "Ctrl+B", "STEP", "yytjs"),
    Command("print", "打印", "Ctrl+P", initials="dy", explained="打印这一页的清单或文书"),
    Command("refresh", "刷新", "F5", initials="sx"),
    Command("explain", "说明", "F1", initials="sm", explained="这一项的含义和依据"),
    Command("gap.next", "跳到下一处未填", "F8", initials="tdxycwt"),
    Command("lock", "锁定", "Ctrl+L", initials="sd"),
    Command("look.scheme", "切换深色浅色", "", initials="qhssqs"),
    Command("look.size", "切换字号", "", initials="qhzh", explained="标准或大"),
    Command("settings", "设置", "Ctrl+,", initials="sz"),
)


class Commands:
    """The list as actions of one window; a page says what a command does there and whether it may now."""

    def __init__(
        self, window: QWidget, may: Callable[[str], bool], commands: tuple[Command, ...] = COMMANDS
    ) -> None:
        self._actions: dict[str, QAction] = {}
        self._deeds: dict[str, Callable[[], object]] = {}
        self.commands: Mapping[str, Command] = {command.id: command for command in commands}
        self._may = may
        for command in commands:
            action = QAction(command.text, window)
            action.setObjectName(command.id)
            if command.keys:
                action.setShortcut(QKeySequence(command.keys))
                action.setToolTip(f"{command.text}　{command.keys}")
            action.setEnabled(False)
            action.triggered.connect(lambda checked=False, name=command.id: self.run(name))
            window.addAction(action)
            self._actions[command.id] = action

    def on(self, command: str, deed: Callable[[], object]) -> None:
        """Say what a command does; it is open from now on to those who may."""
        self._deeds[command] = deed
        self._actions[command].setEnabled(self.is_allowed(command))

    def off(self, command: str) -> None:
        self._deeds.pop(command, None)
        self._actions[command].setEnabled(False)

    def is_allowed(self, command: str) -> bool:
        task = self.commands[command].task
        return not task or self._may(task)

    def review(self) -> None:
        """After another person has unlocked: what is open to them."""
        for command, action in self._actions.items():
            action.setEnabled(command in self._deeds and self.is_allowed(command))

    def action(self, command: str) -> QAction:
        return self._actions[command]

    def run(self, command: str) -> None:
        if self._actions[command].isEnabled():
            self._deeds[command]()

    def found(self, typed: str) -> list[Command]:
        """The open commands with what was typed in their words or initials, then in their explanation."""
        wanted = typed.strip().lower()
        open_now = [one for one in self.commands.values() if self._actions[one.id].isEnabled()]
        named = [one for one in open_now if wanted in one.text.lower() or wanted in one.initials]
        return named + [one for one in open_now if one not in named and wanted in one.explained]
