"""One paper of every kind of page, with every block on one of them."""

from typing import NamedTuple

from fuyi_desktop.documents.blocks import (
    Addressee,
    Align,
    Appendix,
    Attachments,
    Block,
    Card,
    Cell,
    Fields,
    Grid,
    GridRow,
    Head,
    Heading,
    Imprint,
    Large,
    Letterhead,
    Note,
    Number,
    PageFoot,
    Paragraph,
    Place,
    Signature,
    Signatures,
    Space,
    Speech,
    Title,
    Writing,
)
from fuyi_desktop.documents.sheets import A5, CARD, DOOR, LANDSCAPE, PORTRAIT, SHEETS, Sheet, of_size

ORGAN, DAY = "云岭县人民政府", "2026年8月3日"
ACT = "行政处罚决定（云公（河口）行罚决字〔2026〕118号）"
STREET = "云岭县河口镇中心街道新华社区12组34号"


class Sample(NamedTuple):
    """A paper and the page it is printed on."""

    sheet: Sheet
    blocks: tuple[Block, ...]


def labels(*texts: str) -> GridRow:
    return GridRow(cells=tuple(Cell(text=text, label=True, align=Align.CENTER) for text in texts))


def row(*texts: str) -> GridRow:
    return GridRow(cells=tuple(Cell(text=text) for text in texts))


def opinion(label: str, text: str) -> GridRow:
    """A row of an approval form, to be signed by whoever is of that opinion."""
    said = Cell(text=text, sign="签名：　　　　　年　　月　　日")
    return GridRow(cells=(Cell(text=label, label=True), said), lines=6)


def ledger(count: int) -> Grid:
    """A table of so many cases with a head and a row of totals."""
    cases = (
        row(f"{at}", f"云府复〔2026〕{at}号", "云岭县公安局河口派出所", ACT, "撤销", DAY)
        for at in range(1, count + 1)
    )
    total = GridRow(
        cells=(
            Cell(text="合计", span=2, label=True, align=Align.CENTER),
            Cell(text=f"{count}件", span=4, label=True),
        )
    )
    head = labels("序号", "案号", "被申请人", "行政行为", "结果", "决定日期")
    return Grid(widths=(2, 7, 7, 9, 4, 5), head=1, foot=1, small=True, rows=(head, *cases, total))


TALK = (
    Speech(speaker="主持人", text="现在核对当事人和代理人身份，请申请人说明姓名、住址和联系方式。"),
    Speech(
        speaker="申请人",
        text="张某某，住河口镇。对派出所2026年7月1日的处罚决定不服，当天没有打人，只是劝架。\n请求调取门口的录像。",
    ),
    Speech(speaker="被申请人", text="处罚决定有现场笔录、证人证言和伤情照片为证，程序合法。"),
)

SAMPLES = {
    "ledger": Sample(
        LANDSCAPE,
        (
            Title(text="行政复议案件集中抄告表"),
            Paragraph(text="2026年第三季度办结的案件如下：", small=True),
            ledger(30),
            Signature(organ="云岭县司法局", date=DAY),
        ),
    ),
    "minutes": Sample(
        PORTRAIT,
        (
            Letterhead(organ=ORGAN),
            Title(text="行政复议听证笔录"),
            Grid(
                widths=(3, 11, 3, 11),
                small=True,
                rows=(row("时间", "2026年8月20日9时30分", "地点", "第一听证室"),),
            ),
            *TALK * 7,
            Writing(lines=4, label="补充记录："),
            PageFoot(labels=("申请人签名：", "被申请人签名：", "记录人签名：")),
            Signatures(names=("申请人：张某某", "被申请人：云岭县公安局河口派出所", "第三人：李某某")),
        ),
    ),
    "approval": Sample(
        PORTRAIT,
        (
            Title(text="行政复议延期审批表"),
            Grid(
                widths=(5, 23),
                rows=(
                    row("案由", ACT),
                    opinion("承办人意见", "案情复杂，需要补充调查，建议延长审理期限三十日。"),
                    opinion("机构负责人意见", "同意。"),
                    opinion("复议机关意见", ""),
                ),
            ),
            Signature(organ="云岭县司法局", date=DAY, seal=False),
        ),
    ),
    "letter": Sample(
        PORTRAIT,
        (
            Letterhead(organ=ORGAN, number="云府复告〔2026〕1号", form=Head.LETTER),
            Title(text="关于出庭应诉的告知函"),
            Addressee(text="云岭县公安局"),
            Heading(text="一、开庭时间和地点"),
            Paragraph(text="请负责人按时出庭，并就争议的实质问题发表意见。" * 9, lead="出庭要求："),
            Space(lines=1),
            Paragraph(text="请在收到本函之日起三日内退回回执。"),
            Attachments(names=("出庭应诉回执", "开庭传票")),
            Signature(organ=ORGAN, date=DAY),
            Note(text="联系人：何某某，电话：0999-2021001"),
            Appendix(label="附件1", title="出庭应诉回执"),
            Addressee(text="云岭县司法局"),
            Writing(lines=3, label="出庭负责人："),
            Fields(labels=("职务：", "联系电话：", "经办人：")),
            Appendix(),
            Paragraph(text="附件2另附。"),
        ),
    ),
    "official": Sample(
        PORTRAIT,
        (
            Letterhead(organ=ORGAN, number="云府〔2026〕1号", form=Head.OFFICIAL),
            Title(text="行政复议意见书"),
            Addressee(text="云岭县公安局"),
            *(Paragraph(text="办理案件中发现下列问题，请予改正。" * 3),) * 4,
            Signature(organ=ORGAN, date=DAY),
            Imprint(copies="岚州市司法局", organ="云岭县司法局", date=DAY),
        ),
    ),
    "receipt": Sample(
        A5,
        (
            Title(text="材料收条"),
            Number(text="第2026-31号"),
            Paragraph(text="今收到张某某提交的下列材料："),
            Grid(
                widths=(1, 5, 1),
                small=True,
                head=1,
                rows=(labels("序号", "材料", "页数"), row("1", "☑身份证复印件", "1"), row("2", ACT, "3")),
            ),
            Fields(labels=("经手人：", "提交人：")),
            Signature(organ="河口镇复议纾解窗口", date=DAY, seal=False),
        ),
    ),
    "door": Sample(
        DOOR,
        (
            Large(text="第一调解室", size=96),
            Large(text="行政争议调解会", size=64),
            Large(text="2026年8月20日　9时30分", size=40),
        ),
    ),
    "card": Sample(CARD, (Card(name="张三", under="申请人"), Card(name="欧阳文山", under="听证主持人"))),
    "envelope": Sample(
        SHEETS["envelope-dl"],
        (
            Place(x=12, y=9, width=48, text="999001", size=16, pitch=8),
            Place(x=50, y=40, width=130, text=STREET, size=16, lines=2),
            Place(x=70, y=58, width=110, text="张某某（收）", size=20),
            Place(x=90, y=90, width=120, text=f"{ORGAN}　城关镇人民路1号", size=11, align=Align.RIGHT),
        ),
    ),
    "slip": Sample(
        of_size(230, 127),
        (
            Place(x=25, y=30, width=60, text="张某某", size=14),
            Place(x=25, y=45, width=70, text=STREET, size=12, lines=2),
        ),
    ),
}
