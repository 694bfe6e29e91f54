"""卷宗 on the page of a case: what lies where, what is missing and the way there, moving, pages and packs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from fuyi_desktop.documents import preview
from fuyi_desktop.domain.fileorder import Volume
from fuyi_desktop.gui.buttons import Button
from fuyi_desktop.gui.cases import printing
from fuyi_desktop.gui.cases.casefile import CasefileCard
from fuyi_desktop.gui.cases.casefile_table import Row
from fuyi_desktop.gui.cases.materials import MaterialForm
from fuyi_desktop.gui.cases.step_form import StepForm
from fuyi_desktop.gui.cases.tab import CasesTab
from fuyi_desktop.gui.hand import Hand
from fuyi_desktop.gui.messages import Level
from fuyi_desktop.gui.tables import ROW
from fuyi_desktop.gui.tasks import Tasks
from fuyi_desktop.services.app import App
from fuyi_desktop.services.packing import verify
from tests.gui.conftest import Said
from tests.gui.test_cases import opened, quiet


class Printers:
    """Prints into a file."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def __call__(self, window: QWidget, name: str) -> QPrinter:
        printer = printing.ready(QPrinter(QPrinter.PrinterMode.HighResolution), name)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.out))
        return printer


@pytest.fixture
def tab(qapp: QApplication, app: App, tasks: Tasks, said: Said, tmp_path: Path) -> Iterator[CasesTab]:
    tab = CasesTab(app, tasks, said, choose_printer=Printers(tmp_path / "printed.pdf"))
    tab.resize(1366, 692)
    tab.show()
    tab.activateWindow()
    quiet(tasks)
    yield tab
    tab.can_close()
    tasks.wait()
    tab.deleteLater()


@pytest.fixture
def grain(tab: CasesTab, tasks: Tasks, ids: dict[str, str]) -> CasefileCard:
    """The file of a case in full course."""
    opened(tab, tasks, ids["grain"])
    tab.page.go_to("卷宗")
    return tab.page.casefile


def rows(card: CasefileCard) -> list[Row]:
    return list(card.table.model_of_rows.rows)


def titles(card: CasefileCard, volume: Volume = Volume.OPEN) -> list[str]:
    return [row.title for row in rows(card) if row.item is not None and row.volume is volume]


def choose(card: CasefileCard, words: str) -> None:
    number = next(n for n, row in enumerate(rows(card)) if words in row.title)
    card.table.setCurrentIndex(card.table.model_of_rows.index(number, 0))
    card.table.setFocus(Qt.FocusReason.OtherFocusReason)


def press(card: CasefileCard, name: str) -> None:
    button = next(
        one for one in card.findChildren(Button) if name in one.accessibleName() and one.isVisible()
    )
    button.click()


# What lies there, what is missing


def test_the_file_is_listed_in_its_order_with_what_is_missing_in_its_place(grain: CasefileCard) -> None:
    shown = [(row.place, row.title) for row in rows(grain)]

    assert shown[0] == ("行政复议申请书", "行政复议申请书")
    assert ("申请人的证据", "停产损失证明还没有收到") in shown
    places = [place for place, _ in shown]
    assert places.index("受理通知书") < places.index("答复通知书") < places.index("听取意见笔录")
    assert ("听取意见笔录", "缺听取意见笔录") in shown
    assert "正卷 5 件 12 页" in grain.count.text()
    assert [row.item.span for row in rows(grain) if row.item][:3] == ["1-4", "5", "6-8"]


def test_the_rows_keep_the_rules_of_a_qt_model(grain: CasefileCard) -> None:
    assert isinstance(grain.table.model(), QAbstractItemModel)
    QAbstractItemModelTester(grain.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_missing_paper_leads_to_giving_it_out_or_putting_it_on_file(
    tab: CasesTab, grain: CasefileCard, tasks: Tasks
) -> None:
    press(grain, "登记在卷　缺听取意见笔录")
    quiet(tasks)

    assert isinstance(tab.page.open_form, MaterialForm)
    assert tab.page.open_form.form.field("form").value() == "F10"
    press(grain, "出文书　缺听取意见笔录")
    quiet(tasks)
    assert tab.right.currentWidget() is tab.paper
    assert tab.paper.form_id == "F10"


def test_a_paper_that_was_not_served_leads_to_the_step_with_paper_and_party(
    tab: CasesTab, grain: CasefileCard, tasks: Tasks
) -> None:
    choose(grain, "受理通知书还没有送达")
    QTest.keyClick(grain.table, Qt.Key.Key_Return)
    quiet(tasks)

    form = tab.page.open_form
    assert isinstance(form, StepForm)
    assert form.form.field("paper").value() == "F06"


def told_gaps(card: CasefileCard) -> int:
    shown = (one for one in card.findChildren(QWidget) if one.isVisible())
    return sum("没有办齐" in one.accessibleName() for one in shown)


def gap_count(card: CasefileCard) -> int:
    assert card.bound is not None
    return len(card.bound.binder.gaps)


def test_a_long_list_of_gaps_is_folded_and_opens(grain: CasefileCard, tasks: Tasks) -> None:
    folded = told_gaps(grain)

    press(grain, "全部")
    quiet(tasks)

    assert (folded, told_gaps(grain)) == (4, gap_count(grain))


def test_enter_opens_a_paper_and_completes_a_material(
    tab: CasesTab, grain: CasefileCard, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    choose(grain, "营业执照复印件")
    QTest.keyClick(grain.table, Qt.Key.Key_Return)
    form = tab.page.open_form
    assert isinstance(form, MaterialForm)
    form.form.field("pages").set_text("3")
    form.save()
    quiet(tasks)
    assert [row.item.span for row in rows(grain) if row.item][:3] == ["1-4", "5-7", "8-10"]

    choose(grain, "受理通知书　云府复受")
    QTest.keyClick(grain.table, Qt.Key.Key_Return)
    quiet(tasks)

    assert tab.right.currentWidget() is tab.paper


# Moving


def test_alt_and_an_arrow_move_an_item_and_its_pages_follow(
    grain: CasefileCard, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    choose(grain, "营业执照复印件")

    QTest.keyClick(grain.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    quiet(tasks)

    assert titles(grain)[:2] == ["营业执照复印件", "行政复议申请书"]
    assert [row.item.span for row in rows(grain) if row.item][:2] == ["1", "2-5"]
    current = grain.table.current
    assert current is not None and current.title == "营业执照复印件"
    assert titles(grain) == [
        f"{i.title}　{i.number}".strip()
        for i in app.casefile.bound(ids["grain"]).binder.of(Volume.OPEN)
    ]  # fmt: skip


def test_an_item_is_dragged_to_another_place(grain: CasefileCard, tasks: Tasks) -> None:
    view, usual = grain.table.viewport(), titles(grain)
    start, end = QPoint(300, ROW * 2 + 10), QPoint(300, 4)

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, QPoint(300, ROW))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    quiet(tasks)

    assert titles(grain) == [usual[2], usual[0], usual[1], *usual[3:]]


def test_a_click_moves_nothing(grain: CasefileCard, tasks: Tasks, said: Said) -> None:
    usual = titles(grain)

    QTest.mouseClick(grain.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, ROW * 2 + 10))
    quiet(tasks)

    assert titles(grain) == usual
    assert not grain.bound.binder.rearranged  # type: ignore[union-attr]


def test_buttons_move_an_item_into_the_other_volume_and_everything_back(
    grain: CasefileCard, tasks: Tasks
) -> None:
    usual = titles(grain)
    choose(grain, "营业执照复印件")

    press(grain, "移到副卷")
    quiet(tasks)
    moved = titles(grain, Volume.CLOSED)
    press(grain, "恢复次序")
    quiet(tasks)

    assert moved == ["营业执照复印件"]
    assert (titles(grain), titles(grain, Volume.CLOSED)) == (usual, [])


def test_what_is_confidential_cannot_be_moved_over_and_alt_up_says_why(
    grain: CasefileCard, tasks: Tasks, said: Said, app: App, ids: dict[str, str]
) -> None:
    app.materials.add(ids["grain"], {"name": "病历", "confidential": True, "pages": 2})
    tasks.changed.emit({"material"})
    quiet(tasks)

    choose(grain, "病历")
    assert not grain.over.isEnabled()
    QTest.keyClick(grain.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    quiet(tasks)

    assert (Level.ERROR, "病历：登记为不公开的材料，只能收在副卷（行政复议法第47条）。") in said.heard


# Materials with a scan


def test_a_material_is_put_on_file_with_its_scan(
    tab: CasesTab, grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path
) -> None:
    photo = tmp_path / "停产照片.png"
    Image.new("RGB", (40, 30)).save(photo)
    said.answers["选择扫描件"] = str(photo)

    tab.page.begin_material()
    form = tab.page.open_form
    assert isinstance(form, MaterialForm)
    form.choose_scan()
    assert form.form.field("name").text() == "停产照片"
    form.save()
    quiet(tasks)

    row = next(row for row in rows(grain) if row.title == "停产照片")
    assert row.item is not None
    assert (row.item.name, row.item.pages, row.place) == ("停产照片.png", 1, "申请人的证据")


# The archive


def test_what_the_archive_asks_is_typed_once_and_shown(grain: CasefileCard, tasks: Tasks, hand: Hand) -> None:
    grain.begin_description()
    grain.form.field("fonds").set_text("023")
    grain.form.field("keep").set_value("永久")
    grain.save_description()
    quiet(tasks)

    assert hand.reads("全宗号 023　保管期限 永久")


@pytest.fixture
def hand(tab: CasesTab) -> Hand:
    return Hand(tab)


@pytest.mark.parametrize("part", ["封面", "卷脊"])
def test_a_part_of_every_volume_goes_to_the_printer(
    grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path, part: str
) -> None:
    press(grain, f"打印{part}")
    quiet(tasks)

    assert (Level.GOOD, f"{part}已送打印机") in said.heard
    assert preview.count((tmp_path / "printed.pdf").read_bytes()) == 1


def test_a_volume_is_saved_as_pdf(grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path) -> None:
    said.answers["另存正卷"] = str(tmp_path / "卷")

    press(grain, "另存正卷")
    quiet(tasks)

    assert (Level.GOOD, "已存为 卷.pdf") in said.heard
    assert preview.count((tmp_path / "卷.pdf").read_bytes()) > 5


def test_a_pack_is_made_after_what_is_missing_was_agreed_to_and_can_be_verified(
    grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path, hand: Hand
) -> None:
    said.answers[f"卷宗还有 {gap_count(grain)} 处没有办齐，仍然做归档包？"] = True
    said.answers["归档包放在哪个文件夹"] = str(tmp_path)

    press(grain, "做归档包")
    quiet(tasks)

    pack = tmp_path / "云府复〔2026〕1号归档包"
    assert verify(pack).items == 5
    assert any("写完后已读回核对" in text for _, text in said.heard)
    assert hand.reads("已做归档包（周晓敏）")
    said.answers["选择要核对的归档包"] = str(pack)
    press(grain, "核对归档包")
    quiet(tasks)
    assert any("归档包与清单一致" in text for _, text in said.heard)


def test_a_pack_that_is_not_agreed_to_is_not_made(
    grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path
) -> None:
    said.answers[f"卷宗还有 {gap_count(grain)} 处没有办齐，仍然做归档包？"] = False
    before = sorted(tmp_path.iterdir())

    press(grain, "做归档包")
    quiet(tasks)

    assert sorted(tmp_path.iterdir()) == before


def test_the_order_is_exported_changed_taken_in_and_given_up(
    grain: CasefileCard, tasks: Tasks, said: Said, tmp_path: Path
) -> None:
    out = tmp_path / "次序.toml"
    said.answers["导出卷内次序"] = str(out)
    press(grain, "导出卷内次序")
    quiet(tasks)
    out.write_text(out.read_text("utf-8").replace('label = "行政复议申请书"', 'label = "申请材料"'), "utf-8")
    said.answers["导入卷内次序"] = str(out)

    press(grain, "导入卷内次序")
    quiet(tasks)
    renamed = rows(grain)[0].place
    press(grain, "用自带次序")
    quiet(tasks)

    assert (renamed, rows(grain)[0].place) == ("申请材料", "行政复议申请书")


def test_a_case_held_elsewhere_can_be_looked_at_and_not_moved(
    tab: CasesTab, grain: CasefileCard, tasks: Tasks, app: App, ids: dict[str, str]
) -> None:
    app.casework.step(ids["grain"], "hand_over", app.office.today, {"to": "T991"})
    tasks.changed.emit({"step"})
    quiet(tasks)

    assert not grain.table.movable
    assert not any(b.isVisible() for b in (grain.up, grain.down, grain.over))
    assert not any(
        one.accessibleName() == "做归档包" for one in grain.findChildren(Button) if one.isVisible()
    )


def test_everything_in_the_card_has_a_name_for_those_who_do_not_see_it(grain: CasefileCard) -> None:
    nameless = [one for one in grain.findChildren(Button) if not one.accessibleName()]

    assert nameless == []
    assert grain.accessibleName() == "卷宗"
    assert grain.table.accessibleName() == "卷内目录"
