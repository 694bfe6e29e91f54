"""The drawing of a procedure: everything on it once, nothing on top of anything else."""

import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuyi_desktop import cli
from fuyi_desktop.documents.diagram import diagram, names
from fuyi_desktop.documents.drawing import SMALLEST, drawing
from fuyi_desktop.documents.routing import text_width
from fuyi_desktop.domain.procedure import Procedure, State, StepKind
from fuyi_desktop.domain.procedures import PROCEDURES
from fuyi_desktop.domain.trail import Branch

SVG = "{http://www.w3.org/2000/svg}"
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


def step(
    code: str, label: str, leaves: str, leads: str = "", *, side: bool = False, late: bool = False
) -> StepKind:
    """A row of a table: states parted by spaces, - for the beginning; more than one goal is a branch."""
    goals = tuple(leads.split())
    return StepKind(
        code, label, frozenset("" if state == "-" else state for state in leaves.split()),
        Branch(goals, lambda trail: goals[0]) if len(goals) > 1 else (goals[0] if goals else None),
        side=side, after=("A10",) if late else (),
    )  # fmt: skip


def table(*steps: StepKind, ended: str = "", label: str = "示例") -> Procedure:
    """A procedure of just the states its steps name."""
    ids = sorted({state for kind in steps for state in (*kind.leaves, *kind.targets) if state})
    return Procedure(
        "x", label, tuple(State(i, f"状态{i}", ended=i in ended.split()) for i in ids), tuple(steps)
    )


REVIEW = "R10 R11 R12 R13 R14 R16 R20"
SERVED = "R23 R24 R25 R26"
DENSE = table(
    step("receive", "收到申请", "-", "R00"),
    step("review", "分办审查", "R00", "R01"),
    step("request_supplement", "通知补正", "R01", "R02", side=True),
    step("supplement", "收到补正材料", "R02", "R01"),
    step("more_time", "准予延长补正期限", "R02", side=True),
    step("abandon", "登记视为放弃", "R02", "R03", late=True),
    step("refuse", "不予受理", "R01", "R04", side=True),
    step("redirect", "告知或者转送", "R01", "R05", side=True),
    step("withdraw", "受理前撤回", "R00 R01 R02", "R05", side=True),
    step("accept", "受理", "R01", "R10"),
    step("deem_accepted", "登记视为受理", "R00 R01", "R10", late=True),
    step("third_party", "通知第三人参加", REVIEW),
    step("copy_sent", "发送申请书副本", "R10", "R11"),
    step("reply", "收到答复", "R11", "R12"),
    step("no_reply", "登记未答复", "R11", "R12", late=True),
    step("hear_opinions", "听取意见", "R12"),
    step("evidence", "调查取证", "R12"),
    step("hearing_set", "通知听证", "R12", "R13", side=True),
    step("hearing_held", "举行听证", "R13", "R12"),
    step("hearing_off", "取消听证", "R13", "R12", side=True),
    step("mediate", "转入调解", "R12", "R14", side=True),
    step("not_mediated", "调解不成", "R14", "R12"),
    step("mediated", "制作调解书", "R14", "R22"),
    step("suspend", "中止", REVIEW, "R15", side=True),
    step("resume", "恢复审理", "R15", "R12"),
    step("out_of_time", "中止满六十日终止", "R15", "R30", late=True),
    step("terminate", "终止", f"{REVIEW} R15", "R30", side=True),
    step("dismiss", "驳回申请", "R10 R11 R12", "R21", side=True),
    step("committee", "提请委员会", "R12", "R16", side=True),
    step("opinion", "收到咨询意见", "R16", "R12"),
    step("extend", "延期", REVIEW),
    step("attach", "附带审查", "R12", "R12 R15", side=True),
    step("draft", "拟作决定", "R12", "R20"),
    step("back", "退回补充审理", "R20", "R12", side=True),
    step("decide", "作出决定", "R20", "R21"),
    step("served", "送达", f"R01 R02 R04 R05 {REVIEW} R21 R22 {SERVED}", "R22 R23"),
    step("copied", "抄告", SERVED),
    step("performing", "转入履行", "R23", "R24"),
    step("performed", "履行完毕", "R23 R24 R27", "R25"),
    step("order", "责令限期履行", "R24", "R27", side=True),
    step("visited", "回访", "R24 R25", "R26"),
    step("archive", "归档", f"R03 R04 R05 {SERVED} R27 R30", "R40"),
    ended="R03 R04 R05 R30 R40",
    label="行政复议（示例）",
)
TRIAL = "L01 L02 L03"
COMMON = table(
    step("receive", "收到应诉材料", "-", "L00"),
    step("divide", "分工", "L00", "L01"),
    step("answer", "提交答辩状", TRIAL, "L02 L03"),
    step("summon", "登记开庭通知", TRIAL, "L01 L03"),
    step("talk", "诉中协调", "L01 L02", "L03", side=True),
    step("apart", "协调未成", "L03", "L01 L02", side=True),
    step("agent", "更换代理人", TRIAL),
    step("receipt", "交回执", "L01 L03"),
    step("withdrawn", "准许撤诉", f"L00 {TRIAL}", "L20", side=True),
    step("again", "再审", "L20 L02", "L03", side=True),
    step("judged", "登记裁判", "L02 L03", "L08"),
    step("remand", "发回重审", "L08", "L01", side=True),
    step("archive", "归档", "L08 L20", "L40"),
    *(step(f"any{n}", f"随时之{n}", f"L00 {TRIAL} L08 L20") for n in range(9)),
    ended="L20 L40",
    label="行政应诉（示例）",
)
DRAWN = [*PROCEDURES.values(), DENSE, COMMON]


@dataclass(frozen=True)
class Seen:
    """What is on the page."""

    root: ElementTree.Element

    @property
    def boxes(self) -> dict[str, Rectangle]:
        found = {group.get("data-box", ""): group.find(f"{SVG}rect") for group in self.root.iter(f"{SVG}g")}
        legend = next(one for one in self.root.iter(f"{SVG}rect") if one.get("data-box") == "legend")
        return {name: rectangle(one) for name, one in [*found.items(), ("legend", legend)] if one is not None}

    @property
    def words(self) -> list[tuple[str, Rectangle]]:
        return [(one.text or "", word_area(one)) for one in self.root.iter(f"{SVG}text")]

    @property
    def lines(self) -> list[tuple[str, Rectangle]]:
        """Every straight piece of a line, with the step it belongs to."""
        found = []
        for group in self.root.iter(f"{SVG}g"):
            for path in group.findall(f"{SVG}path"):
                points = [
                    (float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", path.get("d", ""))
                ]
                found += [(group.get("data-line", ""), piece(a, b)) for a, b in itertools.pairwise(points)]
        return found


def seen(procedure: Procedure) -> Seen:
    return Seen(ElementTree.fromstring(drawing(procedure)))


def piece(a: tuple[float, float], b: tuple[float, float]) -> Rectangle:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def rectangle(one: ElementTree.Element) -> Rectangle:
    x, y, width, height = (float(one.get(name, 0)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def word_area(one: ElementTree.Element) -> Rectangle:
    """Where a word stands: a Chinese letter reaches from a fifth below its line to four fifths above."""
    x, y, size = (float(one.get(name, 0)) for name in ("x", "y", "font-size"))
    width = text_width(one.text or "", size)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[one.get("text-anchor", "start")]
    return left, y - 0.85 * size, left + width, y + 0.15 * size


def meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def run_together(one: Rectangle, other: Rectangle) -> bool:
    """Whether two straight pieces lie in each other for a while; to cross is no harm."""
    left, top, right, bottom = (
        max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    )  # fmt: skip
    level = one[1] == one[3] and other[1] == other[3] and abs(one[1] - other[1]) < 2 and left < right
    upright = one[0] == one[2] and other[0] == other[2] and abs(one[0] - other[0]) < 2 and top < bottom
    return level or upright


def within(inner: Rectangle, outer: Rectangle) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def clashes(page: Seen) -> list[str]:
    """Whatever lies on something else."""
    boxes, words = page.boxes, page.words
    found = [
        f"{a} and {b}"
        for a, b in itertools.combinations(boxes, 2)
        if meet(boxes[a], boxes[b]) and not (b in a.split() and within(boxes[b], boxes[a]))
    ]
    found += [f"{a} and {b}" for (a, at), (b, there) in itertools.combinations(words, 2) if meet(at, there)]
    lines = page.lines
    found += [
        f"{word} and the line of {step}" for word, at in words for step, line in lines if meet(at, line)
    ]
    found += [
        f"the lines of {a} and {b}"
        for (a, one), (b, other) in itertools.combinations(lines, 2)
        if a != b and run_together(one, other)
    ]
    inside = {name: (x + 1, y + 1, right - 1, end - 1) for name, (x, y, right, end) in boxes.items()}
    found += [
        f"the line of {a} and {name}" for a, line in lines for name in boxes if meet(line, inside[name])
    ]
    found += [
        f"{word} and the edge of {name}"
        for word, at in words
        for name, box in boxes.items()
        if meet(at, box) and not within(at, box)
    ]
    edge = (0.0, 0.0, *map(float, page.root.get("viewBox", "").split()[2:]))
    found += [f"{word} is cut" for word, at in words if not within(at, edge)]  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("procedure", DRAWN, ids=lambda procedure: procedure.label)
def test_every_state_and_every_step_is_named_once(procedure: Procedure) -> None:
    page = seen(procedure)
    states = Counter(one.get("data-state") for one in page.root.iter(f"{SVG}text") if one.get("data-state"))
    steps = Counter(one.get("data-step") for one in page.root.iter(f"{SVG}text") if one.get("data-step"))
    said = Counter(word for word, _ in page.words)

    assert states == Counter(state.id for state in procedure.states)
    assert steps == Counter(kind.code for kind in procedure.steps)
    assert all(said[f"{state.id} {state.label}"] == 1 for state in procedure.states)
    assert all(said[f"{rank} {kind.label}"] == 1 for rank, kind in enumerate(procedure.steps, 1))


@pytest.mark.parametrize("procedure", DRAWN, ids=lambda procedure: procedure.label)
def test_nothing_lies_on_anything_else(procedure: Procedure) -> None:
    assert clashes(seen(procedure)) == []


@pytest.mark.parametrize("procedure", DRAWN, ids=lambda procedure: procedure.label)
def test_a_printed_drawing_can_be_read(procedure: Procedure) -> None:
    page = seen(procedure).root
    width, height = (float(page.get(name, "").removesuffix("mm")) for name in ("width", "height"))
    across, down = {"A4": (210, 297), "A3": (297, 420)}[page.get("data-paper", "")]

    assert width <= across - 20 + 0.1
    assert height <= down - 20 + 0.1
    smallest = min(float(one.get("font-size", 0)) for one in page.iter(f"{SVG}text"))
    assert smallest * width / float(page.get("viewBox", "").split()[2]) >= SMALLEST


def test_the_main_line_runs_down_the_middle_in_the_order_of_the_states() -> None:
    boxes = seen(DENSE).boxes
    main = ["", "R00", "R01", "R10", "R11", "R12", "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R40"]

    assert len({boxes[state][0] for state in main}) == 1
    assert [boxes[state][1] for state in main] == sorted(boxes[state][1] for state in main)
    assert all(boxes[state][0] > boxes["R12"][2] for state in ("R02", "R13", "R15", "R30"))


def test_a_way_out_of_many_states_is_not_the_main_line() -> None:
    procedure = table(
        step("receive", "收到", "-", "M00"),
        *(step(f"on{n}", "往下", f"M0{n}", f"M0{n + 1}") for n in range(6)),
        step("end", "终结", "M00 M01 M02 M03 M04 M05", "M07"),
        step("guide", "引导", "M07", "M08"),
        step("report", "反馈", "M06 M08", "M09"),
    )
    boxes = seen(procedure).boxes

    assert boxes["M06"][0] == boxes["M00"][0] == boxes["M09"][0]
    assert boxes["M07"][0] == boxes["M08"][0] > boxes["M06"][2]


def test_the_main_line_ends_where_no_step_leads_on() -> None:
    procedure = table(
        step("receive", "收到", "-", "R00"),
        step("serve", "送达", "R00", "R24"),
        step("order", "责令履行", "R24", "R27"),
        step("performed", "履行完毕", "R27", "R24"),
        step("archive", "归档", "R24", "R40", side=True),
    )

    assert diagram(procedure).line == ("", "R00", "R24", "R40")


def test_a_step_back_to_many_states_is_not_the_main_line() -> None:
    procedure = table(
        step("receive", "收到", "-", "R10"),
        *(step(f"on{n}", "往下", f"R1{n}", f"R1{n + 1}") for n in range(6)),
        step("suspend", "中止", "R15", "R17", side=True),
        step("resume", "恢复", "R17", "R10 R11 R12 R13 R14 R15 R16 R18"),
        step("decide", "决定", "R16", "R18"),
    )

    assert diagram(procedure).line == ("", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R18")


def test_states_between_which_what_is_recorded_decides_share_a_box() -> None:
    page = seen(COMMON)
    boxes, at = page.boxes, dict(page.words)
    common = boxes[TRIAL]

    assert [place.id for place in diagram(COMMON).places if place.common] == ["L01"]
    assert all(within(boxes[state], common) for state in TRIAL.split())
    assert not any(meet(boxes[state], common) for state in ("L00", "L08", "L20", "L40"))
    for moving in ("3 提交答辩状", "4 登记开庭通知", "5 诉中协调", "6 协调未成", "10 再审"):
        assert within(at[moving], common)
        assert at["在框内的状态之间，按登记的内容转换："][3] < at[moving][1] < at["状态不变："][1]
    for staying in ("7 更换代理人", "8 交回执"):
        assert within(at[staying], common)
        assert at[staying][1] > at["状态不变："][3]


def test_one_such_step_alone_does_not_bring_states_together() -> None:
    procedure = table(
        step("receive", "收到", "-", "L01"),
        step("either", "分情形", TRIAL, TRIAL),
        step("end", "办结", "L03", "L09"),
    )

    assert not any(place.common for place in diagram(procedure).places)


def test_a_line_says_which_state_of_a_common_box_it_joins() -> None:
    page = seen(COMMON)
    at, said = dict(page.words), [word for word, _ in page.words]

    def beneath(word: str, note: str) -> bool:
        left, _, _, bottom = at[word]
        return any(w == note and x == left and 0 <= y - bottom < 8 for w, (x, y, _, _) in page.words)

    assert beneath("2 分工", "转入 L01")
    assert beneath("11 登记裁判", "自 L02、L03")
    assert "10 转入 L03" in said  # from L20, outside
    assert "9" in said  # from all three: there is nothing to say


def test_steps_alike_stand_on_one_line_of_the_legend_as_far_as_there_is_room() -> None:
    page = seen(COMMON)
    tops = [top for word, (_, top, _, _) in page.words if "随时之" in word]

    assert len(tops) == 9
    assert 1 < len(set(tops)) < 9
    assert [word for word, _ in page.words].count("L40 以外的各状态") == 1


def test_an_ended_state_is_marked() -> None:
    page = seen(DENSE)
    marks = [at for word, at in page.words if word == "结案"]

    for state in DENSE.states:
        assert any(within(mark, page.boxes[state.id]) for mark in marks) == state.ended


def test_a_step_that_changes_nothing_stands_in_the_box_of_its_state() -> None:
    page = seen(DENSE)
    at = dict(page.words)

    assert within(at["16 听取意见"], page.boxes["R12"])
    assert within(at["5 准予延长补正期限"], page.boxes["R02"])


def test_steps_that_leave_almost_any_state_are_told_in_the_legend() -> None:
    page = seen(DENSE)
    at = dict(page.words)

    for word in ("36 送达", "24 中止", "27 终止", "31 延期"):
        assert within(at[word], page.boxes["legend"]), word
    assert sum(word == "36" for word, _ in page.words) == 2  # its number stands at both arrows it has
    assert not within(at["9 受理前撤回"], page.boxes["legend"])


def test_every_arrow_that_is_due_points_at_its_state() -> None:
    """A head for every goal of every step: where lines join, one; where a step of the legend leads, one."""
    procedure = table(
        step("receive", "收到申请", "-", "R00"),
        step("on", "往下", "R00", "R01"),
        step("out", "办结", "R00 R01", "R02", side=True),
        step("back", "退回", "R01", "R00", side=True),
        step("either", "分情形", "R01", "R02 R03"),
        step("note", "记录", "R01"),
    )
    heads = list(seen(procedure).root.iter(f"{SVG}polygon"))

    # the main line is R00, R01, R02 (either and out), R03 lies beside it
    assert len(heads) == len(["receive", "on", "out R01", "out R00", "back", "either R02", "either R03"])


def test_what_comes_from_a_table_is_text_and_never_markup() -> None:
    label = "<b>甲&乙</b>\"'"
    page = seen(table(step("receive", label, "-", "R00"), step("a&b", "往下", "R00", "R01"), label=label))

    assert f"1 {label}" in [word for word, _ in page.words]
    assert f"{label}程序图" in [word for word, _ in page.words]


def test_the_drawing_is_the_same_in_every_run() -> None:
    code = (
        "from tests.documents.test_drawing import COMMON, DENSE, drawing\n"
        "print(drawing(DENSE), drawing(COMMON))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(runs) == 1


@pytest.mark.parametrize("kind", PROCEDURES)
def test_the_command_writes_the_drawing_of_each_procedure(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "程序图.svg"

    code = cli.main(["procedure", kind, "--svg", str(out)])

    assert code == 0
    root = ElementTree.parse(out).getroot()
    assert root.tag == f"{SVG}svg"
    drawn = {one.get("data-state") for one in root.iter(f"{SVG}text")} - {None}
    assert drawn == {state.id for state in PROCEDURES[kind].states}


def test_neighbouring_states_are_named_together() -> None:
    order = ["", "R00", "R01", "R02", "R03", "R04"]

    assert names({"R00", "R01", "R02", "R04"}, order) == "R00–R02、R04"
    assert names({"R01", "R02"}, order) == "R01、R02"
    assert names({""}, order) == "开始"


IDS = [f"X{number:02}" for number in range(14)]
SETS = st.sets(st.sampled_from(IDS), min_size=1, max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> Procedure:
    """Any table at all, however senseless."""
    kinds = [step("begin", "开始办理", "-", IDS[0])]
    for number in range(draw(st.integers(1, 25))):
        goals = draw(st.sets(st.sampled_from(IDS), max_size=2))
        label = "步骤某某某某某某"[: draw(st.integers(2, 8))]
        leaves = " ".join(sorted(draw(SETS)))
        kinds.append(
            step(
                f"s{number}",
                label,
                leaves,
                " ".join(sorted(goals)),
                side=draw(st.booleans()),
                late=draw(st.booleans()),
            )
        )
    for first in (1, 7):
        together = " ".join(IDS[first : first + draw(st.integers(0, 5))])  # from three on they share a box
        for number in range(2 if together else 0):
            kinds.append(step(f"c{first}{number}", "共同", together, together, late=draw(st.booleans())))
    if draw(st.booleans()):
        everywhere = " ".join(IDS[1:12])
        kinds.append(step("all", "处处", everywhere, everywhere))
    return table(*kinds, ended=" ".join(draw(st.sets(st.sampled_from(IDS)))))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_any_table_is_drawn_with_everything_on_it_and_nothing_on_top_of_it(procedure: Procedure) -> None:
    page = seen(procedure)
    steps = Counter(one.get("data-step") for one in page.root.iter(f"{SVG}text") if one.get("data-step"))

    assert clashes(page) == []
    assert steps == Counter(kind.code for kind in procedure.steps)
