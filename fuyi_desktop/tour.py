"""The main job through the real window: from the township's first case to the center's copy letter."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from fuyi_desktop.bootstrap import Place, place
from fuyi_desktop.domain.decisions import CONDITIONS
from fuyi_desktop.domain.identity import id_check

RECEIVED, DECIDED = date(2026, 7, 30), date(2026, 9, 21)
PASSWORD = "yunling-tour"
NAME, RESPONDENT = "欧阳慧敏", "云岭县公安局"
IDENTITY = "99990119880412034"


class Actor(Protocol):
    """A hand at a window: what gui gives the tour."""

    def click(self, name: str) -> None: ...
    def type(self, name: str, text: str) -> None: ...
    def write(self, text: str) -> None: ...
    def key(self, sequence: str) -> None: ...
    def choose(self, name: str, value: str) -> None: ...
    def row(self, name: str, words: str) -> None: ...
    def reads(self, words: str) -> bool: ...
    def names(self) -> list[str]: ...
    def wait_for(self, words: str) -> None: ...
    def shot(self, path: Path) -> None: ...
    def idle(self) -> None: ...
    def will_choose(self, title: str, answer: object) -> None: ...


class Stage(Protocol):
    """Where windows are opened."""

    def window(
        self, place: Place, *, stick: Path, printed: Path, password: str | None = None
    ) -> AbstractContextManager[Actor]: ...


@dataclass
class Walk:
    """Where the walk's results lie, and how far it has come."""

    out: Path
    stage: Stage
    home: Path
    shots: list[str] = field(default_factory=list)

    @property
    def stick(self) -> Path:
        return self.out / "stick"

    @property
    def papers(self) -> Path:
        return self.out / "papers"

    def at(self, station: str, day: date, *, new: bool = False) -> AbstractContextManager[Actor]:
        """The window of a station on a day, opened by its password unless it is to be set up."""
        where = place(self.home / station, today=day)
        password = None if new else PASSWORD
        return self.stage.window(where, stick=self.stick, printed=self.papers, password=password)

    def shot(self, actor: Actor, name: str) -> None:
        """A numbered picture."""
        actor.idle()
        path = self.out / f"{len(self.shots) + 1:02d}-{name}.png"
        actor.shot(path)
        self.shots.append(path.name)


def walk(out: Path, stage: Callable[[list[Path]], Stage], today: date | None = None) -> dict[str, Any]:
    """Drive the main job; pictures, printed papers and bundles lie in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="fuyi-tour-") as home:
        it = Walk(out, stage(place(home).fonts()), Path(home))
        for folder in (it.stick, it.papers):
            folder.mkdir(exist_ok=True)
        _set_up(it)
        _enrol(it)
        _township(it)
        _center(it)
        _receipt(it)
    return {
        "out": str(out),
        "screenshots": it.shots,
        "papers": sorted(path.name for path in it.papers.iterdir()),
        "bundles": sorted(path.name for path in it.stick.glob("*.fuyi")),
    }


def _set_up(it: Walk) -> None:
    """The wizard, at both stations."""
    for station, role, name, unit, person in (
        ("center", "县中心", "云岭县行政争议纾解中心", "云岭县司法局", "何静"),
        ("township", "乡镇窗口", "石桥镇行政争议纾解窗口", "石桥镇人民政府", "周晓敏"),
    ):
        with it.at(station, RECEIVED, new=True) as hand:
            hand.choose(role, role)
            hand.type("本站名称", name)
            hand.type("所属单位全称", unit)
            if station == "township":
                it.shot(hand, "第一次使用")
            hand.click("继续")
            hand.type("复议机关全称", "云岭县人民政府")
            hand.type("代字", "云府")
            hand.type("地址", "云岭县县府路1号")
            hand.type("管辖法院", "云岭县人民法院")
            hand.type("改变原行为时的管辖法院", "云州市中级人民法院")
            hand.type("电话", "0999-2021001")
            hand.type("联系人", "何静")
            if station == "township":
                it.shot(hand, "复议机关")
            hand.click("继续")
            hand.type("姓名", person)
            hand.type("密码", PASSWORD)
            hand.type("再输一次密码", PASSWORD)
            hand.click("建立本站")
            hand.wait_for("抄好恢复密钥")
            if station == "township":
                it.shot(hand, "恢复密钥")
            hand.click("进入工作站")
            hand.idle()


def _enrol(it: Walk) -> None:
    """Card, request, grant; the digits go by telephone."""
    card, request, grant = (it.out / "stick" / f"{name}.fuyi" for name in ("入网卡", "入网申请", "准入文件"))
    with it.at("center", RECEIVED) as hand:
        hand.will_choose("写出入网卡", card)
        _joining(hand)
        hand.click("写出入网卡")
        hand.idle()
        county = _digits(hand, "县中心的 24 位数字")
        it.shot(hand, "县中心读出数字")
    with it.at("township", RECEIVED) as hand:
        hand.will_choose("选择入网卡", card)
        hand.will_choose("写出入网申请", request)
        _joining(hand)
        hand.click("选择入网卡")
        hand.idle()
        hand.type("县中心读出的 24 位数字", county)
        hand.click("写出入网申请")
        hand.idle()
        own = _digits(hand, "本站的 24 位数字")
        it.shot(hand, "乡镇读出数字")
    with it.at("center", RECEIVED) as hand:
        hand.will_choose("选择入网申请", request)
        hand.will_choose("写出准入文件", grant)
        _joining(hand)
        hand.click("选择入网申请")
        hand.idle()
        hand.type("对方读出的 24 位数字", own)
        hand.type("站点编号", "T0731")
        hand.click("写出准入文件")
        it.shot(hand, "准许入网")
    with it.at("township", RECEIVED) as hand:
        hand.will_choose("选择准入文件", grant)
        _joining(hand)
        hand.click("选择准入文件")
        it.shot(hand, "已入网")


def _joining(hand: Actor) -> None:
    hand.key("Ctrl+2")
    hand.idle()
    hand.click("办理入网")
    hand.idle()


def _digits(hand: Actor, label: str) -> str:
    """What is read out on the telephone: the 24 digits below a label."""
    found = next(name for name in hand.names() if name.startswith(label) and name != label)
    return found.removeprefix(label).strip()


def _township(it: Walk) -> None:
    """Registering, reviewing, handing over, exporting."""
    with it.at("township", RECEIVED) as hand:
        hand.key("Ctrl+1")
        it.shot(hand, "还没有案件")
        hand.click("新收案件")
        hand.idle()
        _fill_in(hand)
        it.shot(hand, "新收案件")
        hand.key("Ctrl+Enter")
        hand.idle()
        hand.wait_for("已打印 1 次")
        it.shot(hand, "回执已打印")
        hand.key("Esc")
        hand.idle()
        it.shot(hand, "案件页")
        _step(hand, "分办审查", lambda: hand.type("承办人", "何静"))
        hand.click("移交")
        hand.idle()
        hand.choose("移交给", "云岭县行政争议纾解中心")
        it.shot(hand, "移交")
        hand.click("登记移交")
        hand.idle()
        it.shot(hand, "已移交")
        hand.key("Ctrl+2")
        hand.idle()
        hand.key("Ctrl+E")
        hand.idle()
        it.shot(hand, "已导出到U盘")


def _fill_in(hand: Actor) -> None:
    hand.type("姓名或名称", NAME)
    hand.type("证件号码", IDENTITY + id_check(IDENTITY))
    hand.type("联系电话", "13900006208")
    hand.type("送达地址", "石桥镇双龙村四组27号")
    hand.type("被申请机关", RESPONDENT)
    hand.type("文号", "云公罚字〔2026〕207号")
    hand.choose("行为种类", "行政处罚")
    hand.type("作出日", "20260706")
    hand.type("知道日", "0708")
    hand.choose("告知过权利和期限", "是")
    hand.type("复议请求", "请求撤销云公罚字〔2026〕207号行政处罚决定。")
    hand.type("事实和理由", "当日不在现场，处罚前没有告知陈述、申辩的权利。")
    hand.click("行政复议申请书已收")
    hand.type("行政复议申请书页数", "2")
    hand.click("行政行为文书已收")
    hand.type("行政行为文书页数", "3")


def _step(hand: Actor, label: str, fill: Callable[[], None] | None = None) -> None:
    """Press a step, type its facts (its day is today), save it, and put off its papers."""
    hand.click(label)
    hand.idle()
    if fill is not None:
        fill()
    hand.click(f"登记{label}")
    hand.idle()
    if "以后再说" in hand.names():
        hand.click("以后再说")
        hand.idle()


def _center(it: Walk) -> None:
    """Taking in the bundle, and the case from acceptance to the copy letter, each deed on its day."""
    bundle = next(it.stick.glob("T0731_center_*.fuyi"))
    with it.at("center", date(2026, 8, 3)) as hand:
        hand.key("Ctrl+2")
        hand.idle()
        hand.will_choose("选择要收的包", [str(bundle)])
        hand.key("Ctrl+I")
        it.shot(hand, "收包预览")
        hand.click("入库")
        it.shot(hand, "已入库")
        _find(hand)
        it.shot(hand, "县中心的案件页")
        hand.click("受理")
        for condition in CONDITIONS:
            hand.choose(condition.label, "是")
        it.shot(hand, "受理")
        hand.click("登记受理")
        it.shot(hand, "已受理")
        hand.click("出受理通知书")
        _issue(it, hand, "受理通知书")
    with it.at("center", date(2026, 8, 5)) as hand:
        _find(hand)
        _step(hand, "发送申请书副本")
    with it.at("center", date(2026, 8, 19)) as hand:
        _find(hand)
        _step(hand, "收到答复", lambda: hand.type("答复要点", "认为事实清楚，程序合法。"))
    with it.at("center", DECIDED) as hand:
        _find(hand)
        _step(hand, "听取意见", lambda: _opinion(hand))
        _step(hand, "拟作决定", lambda: _reasons(hand))
        hand.click("作出决定")
        hand.idle()
        hand.choose("决定种类", "撤销")
        hand.type("决定内容", "撤销云岭县公安局2026年7月6日作出的云公罚字〔2026〕207号行政处罚决定。")
        it.shot(hand, "作出决定")
        hand.click("登记作出决定")
        hand.idle()
        hand.click("出行政复议决定书")
        _issue(it, hand, "行政复议决定书")
        for name in (f"{RESPONDENT}（被申请人）", f"{NAME}（申请人）"):
            _step(hand, "送达", lambda name=name: hand.choose("受送达人", name))  # type: ignore[misc]
        it.shot(hand, "已送达")
        hand.click("抄告")
        hand.idle()
        hand.type("抄告对象", "云州市公安局")
        hand.type("主要问题", "作出处罚决定前没有告知陈述、申辩的权利。")
        hand.click("登记抄告")
        hand.idle()
        hand.click("出抄告函")
        _issue(it, hand, "抄告函", word=it.papers / "抄告函.docx")
        it.shot(hand, "抄告以后")
        hand.key("Ctrl+2")
        hand.idle()
        hand.key("Ctrl+E")
        it.shot(hand, "回执已导出")


def _find(hand: Actor) -> None:
    """The case, found by its applicant's name."""
    hand.key("Ctrl+1")
    hand.idle()
    hand.type("查找案件", NAME)
    hand.wait_for("找到 1 件")
    hand.key("Enter")
    hand.idle()


def _opinion(hand: Actor) -> None:
    hand.choose("听取谁的意见", f"{NAME}（申请人）")
    hand.type("意见要点", "坚持复议请求。")


def _reasons(hand: Actor) -> None:
    hand.type("查明的事实", "被申请人作出处罚决定前没有告知申请人陈述、申辩的权利。")
    hand.type("本机关认为", "处罚决定违反法定程序，应予撤销。")
    hand.type("依据", "《中华人民共和国行政复议法》第六十四条第一款第二项")


def _issue(it: Walk, hand: Actor, name: str, *, word: Path | None = None) -> None:
    """Look at the paper, give it out, print it, keep it as Word where asked, and go back to the case."""
    hand.idle()
    it.shot(hand, f"{name}预览")
    hand.click("出具")
    hand.idle()
    hand.click("打印")
    it.shot(hand, f"{name}已打印")
    if word is not None:
        hand.will_choose("另存为 Word", word)
        hand.click("另存 Word")
        hand.idle()
    hand.key("Esc")
    hand.idle()


def _receipt(it: Walk) -> None:
    """The center's receipt comes home."""
    receipt = next(it.stick.glob("center_T0731_*.fuyi"))
    with it.at("township", DECIDED) as hand:
        hand.key("Ctrl+2")
        hand.idle()
        hand.will_choose("选择要收的包", [str(receipt)])
        hand.key("Ctrl+I")
        hand.idle()
        hand.click("入库")
        hand.idle()
        hand.key("Esc")
        it.shot(hand, "县中心已收到")
