"""Pictures of the tab 案件 for the eye of whoever changed it: `python -m tests.gui.shots FOLDER [1|2]`."""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from fuyi_desktop.gui import app as floor
from fuyi_desktop.gui import theme
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Messages, Question
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.gui.theme import Scheme
from tests.gui import invented
from tests.gui.test_cases_procedures import stray_county

FONTS = sorted((Path(__file__).parents[2] / ".fonts").glob("*.ttf"))
WIDE, NARROW = (1366, 692), (683, 316)  # inside the window: below the header, above the status bar


class Silent(Messages):
    def answer(self, question: Question) -> object:
        return "例：日期登记有误"


def no_printer(window: QWidget, name: str) -> QPrinter | None:
    return None


def main(folder: Path) -> None:
    """Walk through the tab and keep a picture of every place."""
    qapp = floor.make_app(["shots"], fonts=FONTS)
    with TemporaryDirectory() as kept:
        where = invented.office(Path(kept) / "empty")
        with where.open(invented.PASSWORD) as empty:
            tasks = Tasks(messages := Silent())
            tab = CasesTab(empty, tasks, messages, choose_printer=no_printer)
            hand = begin(tab, WIDE)
            wait(hand, tasks)
            hand.shot(folder / "01-empty.png")
            tab.close()
            tasks.wait()
        where = invented.office(Path(kept) / "full")
        with where.open(invented.PASSWORD) as app:
            ids = invented.several(app)
            invented.knows(app, "云岭县行政争议纾解中心", "青溪乡行政争议纾解窗口")
            tasks = Tasks(messages := Silent())
            messages.said.connect(lambda said: print(said.level, said.text, said.details))  # noqa: T201
            tab = CasesTab(app, tasks, messages, choose_printer=no_printer)
            hand = begin(tab, WIDE)
            walk(hand, tab, tasks, ids, folder)
            procedures(hand, tab, tasks, ids, folder)
            theme.apply(qapp, Scheme.DARK, fonts=FONTS)
            procedures(hand, tab, tasks, ids, folder, begin_at=70)
            theme.apply(qapp, Scheme.DARK, fonts=FONTS)
            tab.open_case(ids["grain"])
            wait(hand, tasks)
            hand.shot(folder / "20-dark.png")
            tab.new_case()
            wait(hand, tasks)
            hand.shot(folder / "21-dark-intake.png")
            tab.intake.leave()
            wait(hand, tasks)
            theme.apply(qapp, Scheme.LIGHT, fonts=FONTS)
            tab.resize(*NARROW)
            wait(hand, tasks)
            hand.shot(folder / "30-narrow-list.png")
            tab.open_case(ids["grain"])
            wait(hand, tasks)
            hand.shot(folder / "31-narrow-page.png")
            tab.page.begin_step("served")
            wait(hand, tasks)
            hand.shot(folder / "32-narrow-step.png")
            tab.new_case()
            wait(hand, tasks)
            hand.shot(folder / "33-narrow-intake.png")
            tab.close()
            tasks.wait()
        center(qapp, folder, Path(kept) / "county")


def walk(hand: Hand, tab: CasesTab, tasks: Tasks, ids: dict[str, str], folder: Path) -> None:
    wait(hand, tasks)
    hand.shot(folder / "02-list.png")
    tab.open_case(ids["grain"])
    wait(hand, tasks)
    hand.shot(folder / "03-page.png")
    tab.page.go_to("材料")
    wait(hand, tasks)
    hand.shot(folder / "04-page-below.png")
    tab.page.go_to("概要")
    tab.page.begin_step("served")
    wait(hand, tasks)
    hand.shot(folder / "05-step.png")
    tab.page.begin_step("hand_over")
    wait(hand, tasks)
    hand.shot(folder / "06-hand-over.png")
    tab.page.open_form.leave()  # type: ignore[union-attr]
    first = tab.page.sheet.file.steps[-1]  # type: ignore[union-attr]
    tab.page.course.open_step(first.id)
    wait(hand, tasks)
    hand.shot(folder / "07-step-detail.png")
    tab.page.begin_material("F10")
    wait(hand, tasks)
    hand.shot(folder / "08-material.png")
    tab.open_case(ids["minh"])
    wait(hand, tasks)
    hand.shot(folder / "09-review.png")
    tab.page.begin_step("accept")
    wait(hand, tasks)
    hand.shot(folder / "10-accept.png")
    invented.every_condition(tab)
    hand.key("Ctrl+Enter")
    wait(hand, tasks)
    hand.shot(folder / "11-accepted.png")
    tab.draft_paper(ids["minh"], "F06")
    wait(hand, tasks)
    hand.shot(folder / "12-paper-draft.png")
    tab.paper.issue()
    wait(hand, tasks)
    hand.shot(folder / "13-paper-issued.png")
    tab.draft_paper(ids["grain"], "F29")
    wait(hand, tasks)
    hand.shot(folder / "14-paper-asks.png")
    tab.new_case()
    wait(hand, tasks)
    hand.shot(folder / "15-intake-empty.png")
    hand.type("姓名或名称", "欧阳慧敏")
    hand.type("证件号码", invented.id_number("19880412")[:17])
    hand.type("联系电话", "13800006208")
    hand.type("送达地址", "石桥镇双龙村四组27号，愿意以短信方式接收电子送达")
    hand.type("被申请机关", "云岭县综合行政执法局")
    hand.type("文号", "云执拆决字〔2026〕第19号")
    hand.type("作出日", "20261102")
    hand.type("知道日", "1105")
    hand.choose("告知过权利和期限", "是")
    hand.type("复议请求", "请求撤销强制拆除决定")
    hand.click("行政复议申请书已收")
    hand.type("行政复议申请书页数", "2")
    hand.click("证据材料容缺")
    hand.click("民生领域")
    wait(hand, tasks)
    tab.intake.body.verticalScrollBar().setValue(0)
    hand.shot(folder / "16-intake.png")
    tab.intake.body.verticalScrollBar().setValue(9999)
    hand.shot(folder / "17-intake-below.png")
    hand.click("加申请人")
    wait(hand, tasks)
    hand.shot(folder / "18-intake-two.png")
    tab.intake.leave()
    wait(hand, tasks)


def center(qapp: QApplication, folder: Path, kept: Path) -> None:
    """At the county center: a case that lies elsewhere, and a step that waits to be adopted."""
    store, assigned, taken = stray_county(kept)
    for scheme, number in ((Scheme.LIGHT, 90), (Scheme.DARK, 95)):
        theme.apply(qapp, scheme, fonts=FONTS)
        with invented.opened(store) as app:
            tasks = Tasks(messages := Silent())
            tab = CasesTab(app, tasks, messages, choose_printer=no_printer)
            hand = begin(tab, WIDE)
            for place, (case_id, name) in enumerate(((assigned, "elsewhere"), (taken, "stray"))):
                tab.open_case(case_id)
                wait(hand, tasks)
                hand.shot(folder / f"{number + place}-{name}.png")
            tab.page.begin_step("adopt", {"steps": [tab.page.sheet.misfits[0].step_id]})  # type: ignore[union-attr]
            wait(hand, tasks)
            hand.shot(folder / f"{number + 2}-adopt.png")
            tab.close()
            tasks.wait()


def procedures(
    hand: Hand, tab: CasesTab, tasks: Tasks, ids: dict[str, str], folder: Path, *, begin_at: int = 40
) -> None:
    """What the three procedures have in common: steps, doubts, gaps, registration, the chain of a dispute."""
    number = begin_at

    def shot(name: str) -> None:
        nonlocal number
        wait(hand, tasks)
        hand.shot(folder / f"{number}-{name}.png")
        number += 1

    tab.open_case(ids["today"])
    wait(hand, tasks)
    tab.page.begin_step("accept")
    wait(hand, tasks)
    invented.every_condition(tab)
    hand.type("日期", "1114")  # a Saturday
    hand.key("Ctrl+Enter")
    shot("doubt")
    tab.page.open_form.leave()  # type: ignore[union-attr]
    wait(hand, tasks)
    hand.click("为什么不能办")
    shot("closed")
    hand.click("更多步骤")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.grab().save(str(folder / f"{number}-menu.png"))
    menu.close()
    number += 1
    tab.open_case(ids["grain"])
    wait(hand, tasks)
    for code in ("extend", "hear_opinions", "suspend", "recuse", "give_back", "carry_on"):
        tab.page.begin_step(code)
        wait(hand, tasks)
        shot(f"step-{code}")
    for kind in ("mediation", "litigation"):
        tab.new_case()
        tab.switch_kind(kind)
        shot(f"entry-{kind}")
        tab.intake.body.verticalScrollBar().setValue(9999)
        shot(f"entry-{kind}-below")
        tab.intake.leave()
        wait(hand, tasks)
        tab.carry_on(ids["liu"], kind)
        shot(f"carried-{kind}")
        tab.intake.save_button.click()
        shot(f"registered-{kind}")
        first = tab.page.bar.primary
        if first is not None:
            first.click()
            shot(f"first-step-{kind}")
            tab.page.open_form.leave()  # type: ignore[union-attr]
    tab.open_case(ids["liu"])
    shot("chain")
    tab.list.more.click()
    hand.click("纾解")
    shot("filtered")
    hand.click("纾解")
    tab.list.more.click()
    wait(hand, tasks)


def begin(tab: CasesTab, size: tuple[int, int]) -> Hand:
    tab.resize(*size)
    tab.show()
    tab.activateWindow()
    return Hand(tab)


def wait(hand: Hand, tasks: Tasks) -> None:
    """Until nothing runs and nothing waits for a pause in typing."""
    from PySide6.QtTest import QTest

    for _ in range(3):
        QTest.qWait(250)
        hand.wait(lambda: not tasks.is_busy, milliseconds=20_000)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else f"shots-{date(2026, 11, 20)}"))
