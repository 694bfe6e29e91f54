"""新收行政复议案件 as one form: where it came from, who applies, against what, its marks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from fuyi_desktop.domain.case import CaseKind, Informed
from fuyi_desktop.domain.counting import Due
from fuyi_desktop.domain.party import Unit
from fuyi_desktop.gui import dates
from fuyi_desktop.gui.cases.entry_form import EntryForm
from fuyi_desktop.gui.cases.intake_parts import titled
from fuyi_desktop.gui.fields import FieldSpec, Kind, choices
from fuyi_desktop.gui.parts import Card, Rule, plain_box
from fuyi_desktop.services.app import App


class IntakeForm(EntryForm):
    """The form of the day: laid out by hand, its time limit told while one types."""

    def __init__(self, app: App) -> None:
        super().__init__(app, CaseKind.RECONSIDERATION.value)
        self._organs: tuple[str, ...] = ()
        codes = app.intake.codes
        self.source = self._part(
            FieldSpec(name="received_on", label="收到日", kind=Kind.DATE, span=3, check=self._check_received,
                      help="审查期限从次日起算。", article="行政复议法第三十条"),
            FieldSpec(name="channel", label="渠道", kind=Kind.CHOICE, span=3, required=False,
                      choices=choices(*codes.get("channels", ())), default="当面"),
            FieldSpec(name="posted_on", label="交邮日", kind=Kind.DATE, span=3, required=False,
                      help="看邮戳，在途时间不算。", article="民事诉讼法第八十五条第四款",
                      check=self._check_receipt),
            FieldSpec(name="penalty_organ_on", label="处罚机关收到日", kind=Kind.DATE, span=3, required=False,
                      help="应当维持的五日内转送。", article="行政复议法第三十二条第二款",
                      check=self._check_receipt),
            FieldSpec(name="organ", label="复议机关", span=6, check=self._check_organ),
        )  # fmt: skip
        self.act = self._part(
            FieldSpec(name="respondent", label="被申请机关", span=5, help="作出行政行为的机关全称。",
                      article="行政复议法第十九条"),
            FieldSpec(name="act_number", label="文号", required=False, span=4, help="照决定书原样填写。"),
            FieldSpec(name="act_kind", label="行为种类", kind=Kind.CHOICE, required=False, span=3,
                      choices=choices(*codes.get("acts", ()))),
            FieldSpec(name="act_on", label="作出日", kind=Kind.DATE, required=False, span=3,
                      check=self._check_receipt),
            FieldSpec(name="known_on", label="知道日", kind=Kind.DATE, required=False, span=3,
                      check=self._check_known, article="行政复议法第二十条"),
            FieldSpec(name="informed", label="告知过权利和期限", kind=Kind.CHOICE, required=False, span=3,
                      choices=choices(*Informed), default=Informed.UNCLEAR.value,
                      article="行政复议法第二十条"),
            FieldSpec(name="limit", label="申请期限", kind=Kind.DERIVED, span=3, example="随知道日"),
            FieldSpec(name="rights_known_on", label="知道复议权利日", kind=Kind.DATE, required=False, span=4,
                      help="没有告知权利的，从次日起算。", article="行政复议法第二十条第三款",
                      check=self._check_receipt),
            FieldSpec(name="applied_on", label="申请履行职责日", kind=Kind.DATE, required=False, span=4,
                      help="机关收到履行申请的日期。", article="行政诉讼法第四十七条",
                      check=self._check_receipt),
            FieldSpec(name="duty_due", label="履行期限届满日", kind=Kind.DATE, required=False, span=4,
                      help="有履行期限的才填。", article="行政复议法第二十条"),
            FieldSpec(name="requests", label="复议请求", kind=Kind.LINES, required=False, span=6),
            FieldSpec(name="reasons", label="事实和理由", kind=Kind.LINES, required=False, span=6),
        )  # fmt: skip
        self.flags = self._part(
            FieldSpec(name="flags", label="可以多选", kind=Kind.MANY, required=False, span=12,
                      choices=choices(*codes.get("flags", ())))
        )  # fmt: skip
        self.above = {"source": self.source}
        self.below = {"act": self.act, "flags": self.flags}
        card = Card()
        card.add(titled("1 来件"), self.source, Rule())
        adders = self.adders("applicants", "third_parties", "agents")
        card.add(titled("2 申请人", *adders), plain_box(self._column), Rule())
        card.add(titled("3 争议的行政行为"), self.act, Rule())
        card.add(titled("4 标记"), self.flags)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)

    def offer(self, organs: Sequence[Unit], units: Sequence[Unit]) -> None:
        """The organ is asked for only where there are several."""
        super().offer(organs, units)
        self._organs = tuple(unit.full_name for unit in organs)
        self.source.show_field("organ", shown=len(self._organs) != 1)
        if len(self._organs) == 1:
            self.source.field("organ").set_value(self._organs[0])

    def typed(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self.sections.values():
            for name, value in part.values().items():
                if name != "limit" and value not in (None, "", ()):
                    found[name] = value.isoformat() if isinstance(value, date) else value
        found["flags"] = list(found.get("flags", ()))
        return found

    def show_limit(self, due: Due | None) -> None:
        """The last day for the application, with 暂定 or 已过 beside it."""
        field = self.act.field("limit")
        field.set_value(f"{dates.long(due.display)} {dates.weekday(due.display)}" if due else "")
        received = self._day("posted_on") or self._day("received_on")
        late = due is not None and received is not None and received > due.due
        provisional = due is not None and due.provisional
        field.say("已过期限" if late else "暂定" if provisional else "", "amber" if late else "violet")

    def _check_organ(self, text: str) -> str | None:
        return None if text in self._organs else f"没有登记“{text}”这个复议机关，请从列表中选择。"
