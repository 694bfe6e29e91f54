"""Draws every part in one window, light, dark and at 200 %, to be looked at: gallery.py FOLDER."""

import os
import sys
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from fuyi_desktop.gui import parts, theme
from fuyi_desktop.gui.app import make_app
from fuyi_desktop.gui.buttons import BigButton, Button, OptionBox
from fuyi_desktop.gui.choosing import ComboField
from fuyi_desktop.gui.commands import Commands
from fuyi_desktop.gui.dayfield import DateField
from fuyi_desktop.gui.deadline import DeadlineCard, DeadlineLine, DeadlineView, Due, Reason
from fuyi_desktop.gui.dialog import Ask
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.flow import Beside, flowing
from fuyi_desktop.gui.forms import Form
from fuyi_desktop.gui.labels import Chip, HintLine, KeyCap, PlainLabel
from fuyi_desktop.gui.lists import Feed, ListRow, RowList
from fuyi_desktop.gui.messages import Messages, Notice, Tone
from fuyi_desktop.gui.notices import Banners, SaidLine
from fuyi_desktop.gui.palette import Palette
from fuyi_desktop.gui.parts import (
    Banner,
    Card,
    EmptyState,
    Frame,
    Got,
    Material,
    MaterialRow,
    ScrollPage,
    TitleRow,
    row,
)
from fuyi_desktop.gui.tables import Column, Table
from fuyi_desktop.gui.theme import Scheme
from fuyi_desktop.gui.timeline import Passage, Timeline

TODAY = date(2026, 11, 20)
FONTS = sorted((Path(__file__).parents[2] / ".fonts").glob("*.ttf"))


def eighteen(text: str) -> str | None:
    return None if len(text) == 18 else f"身份证号应为 18 位，现在是 {len(text)} 位。"


FIELDS = (
    FieldSpec(name="unit", label="平常", default="云岭县综合行政执法局", help="上级主管：云岭县人民政府"),
    FieldSpec(
        name="number", label="焦点", default="云执拆决字〔2026〕第 19 号", help="照决定书原样填写，F1 看说明"
    ),
    FieldSpec(name="id", label="有误", default="99900119880412034", check=eighteen),
    FieldSpec(
        name="limit",
        label="只读（由程序得出）",
        kind=Kind.DERIVED,
        default="2027年1月4日 周一",
        help="知道日后 60 日",
    ),
    FieldSpec(name="empty", label="空", example="按决定书填写"),
    FieldSpec(
        name="act",
        label="下拉",
        kind=Kind.CHOICE,
        choices=choices("行政强制　强制拆除", "罚款", "征收", "许可", "确认"),
        default="行政强制　强制拆除",
    ),
    FieldSpec(name="on", label="作出日", kind=Kind.DATE, default=date(2026, 11, 2), span=4),
    FieldSpec(
        name="told",
        label="告知过权利和期限",
        kind=Kind.CHOICE,
        choices=choices("是", "否", "不清楚"),
        default="是",
        span=4,
    ),
    FieldSpec(name="agent", label="代理人", required=False, span=4),
    FieldSpec(
        name="plea",
        label="请求和理由",
        kind=Kind.LINES,
        default="请求撤销强制拆除决定；认为房屋建于 2004 年，未告知陈述申辩权利。",
        span=12,
    ),
    FieldSpec(
        name="flags",
        label="标记",
        kind=Kind.MANY,
        choices=choices("涉企", "重大复杂", "涉众", "民生领域", "涉外", "未成年人"),
        default=("民生领域",),
        span=12,
    ),
)

CARD = DeadlineView(
    duty="作出行政复议决定",
    state=Due.PROVISIONAL,
    display=date(2027, 1, 10),
    due=date(2027, 1, 11),
    today=TODAY,
    distance="还有 51 天",
    provisional=True,
    start=date(2026, 10, 12),
    start_word="受理",
    nominal=date(2026, 12, 11),
    reasons=(
        Reason("起算", "受理 2026年10月12日，次日起算", "复议法第62条第1款"),
        Reason("期间", "60 日（自然日），届满 2026年12月11日", "复议法第62条第1款"),
        Reason("延期", "11月18日批准延长 30 日，届满 2027年1月10日", "复议法第62条第1款"),
        Reason("顺延", "1月10日是周日，顺延到 1月11日 周一", "民事诉讼法第85条第3款"),
        Reason("暂定", "2027 年放假安排未公布，公布后自动重算", "国务院办公厅年度通知"),
    ),
)
COURT = DeadlineView(
    duty="提交答辩状和证据",
    state=Due.TODAY,
    display=TODAY,
    today=TODAY,
    distance="今天下班前",
    start=date(2026, 11, 5),
    remark="行政诉讼法第67条",
    reasons=(Reason("起算", "11月5日 收到起诉状副本，次日起算", "行政诉讼法第67条"),),
)
LATE = DeadlineView(
    duty="发送申请书副本",
    state=Due.OVERDUE,
    display=date(2026, 11, 18),
    today=TODAY,
    distance="超期 2 天",
    start=date(2026, 10, 22),
    start_word="受理",
)
LINES = (
    DeadlineView(
        duty="反馈纾解进展", state=Due.OVERDUE, display=date(2026, 11, 18), today=TODAY, distance="超期 2 天"
    ),
    DeadlineView(duty="送达纾解告知书", state=Due.TODAY, display=TODAY, today=TODAY, distance="今天下班前"),
    DeadlineView(
        duty="纾解受理", state=Due.NEAR, display=date(2026, 11, 23), today=TODAY, distance="还有 1 个工作日"
    ),
    DeadlineView(
        duty="司法确认申请", state=Due.LATER, display=date(2026, 12, 18), today=TODAY, distance="还有 28 天"
    ),
    DeadlineView(
        duty="作出行政复议决定",
        state=Due.PROVISIONAL,
        display=date(2027, 1, 10),
        today=TODAY,
        distance="还有 51 天",
        provisional=True,
    ),
    DeadlineView(
        duty="发送申请书副本",
        state=Due.DONE,
        display=date(2026, 10, 21),
        today=TODAY,
        distance="10月14日 已完成，提前 5 个工作日",
    ),
)
ROWS = (
    ListRow(
        "1",
        "云岭县金穗粮油食品加工有限责任公司",
        "暂定 1月10日",
        "violet",
        "不服 责令停产整治决定",
        ("涉企", "重大复杂"),
        "云府复〔2026〕47号",
        "审理中",
    ),
    ListRow(
        "2",
        "陈国栋等 17 户",
        "超期 2 天",
        "red",
        "征地补偿公告",
        ("涉众", "重大复杂"),
        "石纾〔2026〕61号",
        "纾解中",
    ),
    ListRow(
        "3", "赵永强", "11月24日 开庭", "amber", "诉 县公安局行政处罚", (), "（2026）云0723行初31号", "待开庭"
    ),
    ListRow(
        "4",
        "青溪乡上坝村第三村民小组",
        "11月24日",
        "amber",
        "不服 林权登记",
        ("容缺",),
        "代收 2026-112",
        "补正中",
    ),
    ListRow("5", "刘桂芳", "12月8日", "ink2", "土地确权", (), "石纾〔2026〕39号", "履行中"),
)
PASSAGES = (
    Passage(
        "1",
        "下一步",
        "听证（重大复杂案件应当听证）",
        "听证前 5 个工作日书面通知　复议法第50、51条",
        open=True,
    ),
    Passage("2", "11月18日", "批准延期 30 日", "复议机构负责人 李向东　延期审批表"),
    Passage("3", "11月12日", "听取意见", "申请人 金穗粮油（代理人 孙律师）　电话记录", voided="登记错案件"),
    Passage("4", "10月27日", "收到答复", "县生态环境局　答复书、证据 23 页", remark="待核对"),
    Passage("5", "10月12日", "受理", "云府复受〔2026〕47号"),
)


def parts_page() -> QWidget:
    form = Form(FIELDS, today=lambda: TODAY)
    form.field("id").leave()
    form.field("limit").say("暂定")
    deeds = Card("按钮").add(
        flowing(
            Button("登记并打印回执", "primary", icon="print"),
            Button("登记，不打印"),
            Button("以后再说", "quiet"),
            Button("作废文号", "danger"),
        ),
    )
    closed = Button("拟作决定")
    closed.setEnabled(False)
    one, two = Button("在办", "filter", checkable=True), Button("涉企", "filter", checkable=True)
    one.setChecked(True)
    looks = ("plain", "plain", "outlined", "accent", "amber", "red", "violet")
    words = ("涉企", "重大复杂", "普通程序", "审理中", "今日到期", "超期 2 天", "暂定")
    deeds.add(
        row(closed, PlainLabel("听证后才能拟作决定", tone="ink2", small=True), None),
        row(PlainLabel("筛选", small=True, tone="ink2"), one, two, None),
        flowing(*(Chip(word, look) for word, look in zip(words, looks, strict=True))),
        row(KeyCap("Ctrl+K"), KeyCap("F2"), KeyCap("Alt+1"), None),
    )
    materials = Card("材料与容缺", "收到 1　容缺 1　未收 1").add(
        *(
            MaterialRow(one)
            for one in (
                Material("申请书", Got.HERE, "2 页"),
                Material("房屋权属证明", Got.TOLERATED, "容缺，11月27日前补"),
                Material("证据清单", Got.MISSING, "未收，登记时转补正"),
            )
        )
    )
    left = parts.column(Card("字段").add(form), deeds, materials, None, gap=12)
    lines = Card("期限行的六种状态").add(*(DeadlineLine(line, rule=line is not LINES[-1]) for line in LINES))
    right = parts.column(
        lines,
        Banner("accent", "县中心 11月16日 下发了 2026 年第 4 版文书模板，新出文书已用新版。", "看有何不同"),
        Banner("amber", "还差 1 处才能登记：身份证号少 1 位。", "跳到该处 F8"),
        Banner("red", "反馈纾解进展已超期 2 天，县中心会看到。", "填进展反馈", button=True),
        Banner("violet", "2027 年放假安排未公布，跨年日期都是暂定。", "查看 6 个日期"),
        Card("空状态").add(
            EmptyState("本周没有会议", "按 N 预约，或从案件的“下一步”安排", Button("预约", icon="plus"))
        ),
        HintLine("Enter 下一项", "Shift+Enter 上一项", "F1 说明"),
        None,
        gap=8,
    )
    body = Beside(parts.plain_box(left), parts.plain_box(right), rail_width=660, room=1200)
    page = ScrollPage()
    page.add(
        TitleRow(
            "部件",
            "三种字号：20　14　12",
            [Button("打印当日清单", icon="print"), Button("新收案件", "primary", icon="plus")],
        ),
        body,
    )
    window = QWidget()
    window.setLayout(row(page, gap=0))
    return window


def case_page() -> QWidget:
    feed = Feed(lambda first, many, arrive: None)
    feed.show(ROWS)
    rows = RowList("案件", feed)
    rows.choose(0)
    side = Frame("side", parts.column(rows, gap=0))
    side.setFixedWidth(344)
    page = ScrollPage(margin=20, gap=8)
    names = ("石桥镇行政争议纾解窗口", "柳河镇行政争议纾解窗口", "青溪乡行政争议纾解窗口")
    table = Table(
        "各单位收发",
        (
            Column("单位", lambda unit: unit[0], name=True, width=220, grows=True),
            Column(
                "缺包", lambda unit: unit[1], width=110, tone=lambda unit: "amber" if unit[1] != "无" else ""
            ),
            Column("待发", lambda unit: unit[2], width=90, right=True),
        ),
    )
    table.show_rows([(names[0], "无", 14), (names[1], "缺第 28 包", 9), (names[2], "无", 0)])
    table.setFixedHeight(126)
    options = [
        OptionBox("原来", "石桥镇双龙村四组 27 号", "10月30日 登记时", past=True),
        OptionBox("本中心", "石桥镇双龙村四组 27 号附 1 号", "何静 11月17日"),
        OptionBox("县综合行政执法局", "石桥镇安置小区 3 栋 2 单元 501", "陈立 11月18日"),
    ]
    options[2].setChecked(True)
    page.add(
        DeadlineCard(CARD),
        DeadlineCard(COURT, folded=True),
        DeadlineCard(LATE),
        Card("办理经过", action=Button("全部 9 步", "quiet", small=True)).add(Timeline(PASSAGES)),
        row(
            BigButton("导出到U盘", "23 个单位　316 项　约 48 MB", icon="stick", keys="Ctrl+E", primary=True),
            BigButton("收包", "U盘里有 3 个新包，先预览再入库", icon="take_in", keys="Ctrl+I"),
            gap=12,
        ),
        Card("各单位收发", "23 个单位", wide=True).add(table),
        row(*options),
        None,
    )
    window = QWidget()
    line = row(side, page, gap=0)
    window.setLayout(line)
    return window


def hanging(app: QApplication, folder: Path, word: str) -> None:
    """What hangs above the page: the ring of focus, a dialog, Ctrl+K, the calendar, a list."""
    window = parts_page()
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    button = next(one for one in window.findChildren(Button) if one.text() == "登记，不打印")
    button.setFocus()
    form = window.findChild(Form)
    assert form is not None
    app.processEvents()
    window.grab().save(str(folder / f"ring-{word}.png"))
    day, act = form.field("on"), form.field("act")
    assert isinstance(day, DateField) and isinstance(act, ComboField)
    day.open_calendar()
    app.processEvents()
    calendar = app.activePopupWidget()
    calendar.grab().save(str(folder / f"calendar-{word}.png"))
    calendar.hide()
    act.combo.showPopup()
    app.processEvents()
    app.activePopupWidget().grab().save(str(folder / f"combo-{word}.png"))
    act.combo.hidePopup()
    commands = Commands(window, lambda task: True)
    for name in commands.commands:
        commands.on(name, lambda: None)
    palette = Palette(window, commands)
    palette.open()
    app.processEvents()
    palette.grab().save(str(folder / f"palette-{word}.png"))
    palette.hide()
    body = "这个文号不会再用，文号簿会留下作废记录。已打印的 2 份应当收回。"
    example = "例：送达前发现被申请人名称有误"
    ask = Ask(
        window,
        "作废文号 云府复延〔2026〕9号？",
        body,
        do="作废文号",
        leave="不作废",
        label="作废理由",
        example=example,
        danger=True,
    )
    ask.show()
    app.processEvents()
    ask.grab().save(str(folder / f"dialog-{word}.png"))
    ask.close()
    said = Messages()
    banners = Banners(said)
    line = SaidLine(said)
    page = QWidget()
    page.setLayout(parts.column(banners, None, line))
    page.resize(900, 200)
    page.show()
    said.stand(Notice("year", Tone.VIOLET, "2027 年放假安排未公布，跨年日期都是暂定。", "查看 6 个日期"))
    said.error("还没有听取意见，不能拟作决定（行政复议法第49条）。", 11)
    said.good("已登记 云府复〔2026〕47号", lambda: None)
    said.error("还没有听取意见，不能拟作决定（行政复议法第49条）。", 11)
    said.note("草稿已保存 09:13")
    said.stand(Notice("late", Tone.RED, "反馈纾解进展已超期 2 天，县中心会看到。", "填进展反馈"))
    app.processEvents()
    page.grab().save(str(folder / f"banners-{word}.png"))
    page.close()
    window.close()


def draw(app: QApplication, folder: Path, name: str, width: int, height: int, *, scale: float = 1.0) -> None:
    for scheme, word in ((Scheme.LIGHT, "light"), (Scheme.DARK, "dark")):
        theme.apply(app, scheme, fonts=FONTS, scale=scale)
        if name == "100":
            hanging(app, folder, word)
        for make in (parts_page, case_page):
            window = make()
            window.resize(width, height)
            window.show()
            window.activateWindow()
            app.processEvents()
            form = window.findChild(Form)
            if form is not None:
                form.field("number").anchor().setFocus()
            rows = window.findChild(RowList)
            if rows is not None:
                rows.setFocus()
            app.processEvents()
            window.grab().save(str(folder / f"{make.__name__}-{word}-{name}.png"))
            window.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    doubled = os.environ.get("QT_SCALE_FACTOR") == "2"
    gallery = make_app(sys.argv, fonts=FONTS)
    if doubled:
        draw(gallery, target, "200", 683, 384)
    else:
        draw(gallery, target, "100", 1366, 1200)
        draw(gallery, target, "large", 1366, 1200, scale=1.15)
