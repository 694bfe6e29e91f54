"""规则与放假安排 — taking in holidays and county rules, taking them back, and what stands in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fuyi_desktop.domain.access import Task
from fuyi_desktop.domain.errors import BadFact, NotFound, TemplateWrong
from fuyi_desktop.domain.party import StationRole
from fuyi_desktop.domain.provisions import Provision, ProvisionKind, kind_of, provision, unfit
from fuyi_desktop.domain.rules import Rule
from fuyi_desktop.domain.switches import BY_KEY, SWITCHES, Switch
from fuyi_desktop.domain.workdays import YearStatus
from fuyi_desktop.services.office import Changed, Office
from fuyi_desktop.services.reading import deciding
from fuyi_desktop.services.recounting import Moved, Progress, recount
from fuyi_desktop.services.settings import put_setting
from fuyi_desktop.store.lawbook import provisions
from fuyi_desktop.store.work import Work

CALENDARS = frozenset({ProvisionKind.YEAR, ProvisionKind.COUNTY})
PACKS = frozenset({ProvisionKind.PACK})
TEMPLATES = frozenset({ProvisionKind.TEMPLATE})
ANY = CALENDARS | PACKS | TEMPLATES
DROPPED = PACKS | TEMPLATES  # what can be taken back; a calendar is amended by a later notice
NOT_THE_CENTER = (
    "县的文书模板由县中心导入，随同步包发给各站。本站自用的，请在“设置”的“文书模板”里保存为本单位版本。"
)
SENT = "没有期限变动。出这种文书改用这份模板，随下一个同步包发给各站；各站自己改过的仍用自己的。"
BACK = "没有期限变动。出这种文书恢复使用随程序的模板，随下一个同步包告知各站。"
SHOWN_BEFORE, SHOWN_AFTER = 2, 1  # years around the present one


@dataclass(frozen=True)
class Outcome:
    """What a change of the law moves, or has moved: the same before and after it is made."""

    name: str
    kind: ProvisionKind | None  # None: a choice of the station's own
    published: date | None
    moved: tuple[Moved, ...]
    already: bool = False  # this very file stands in force
    note: str = ""
    changed: Changed = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind.value if self.kind else None,
            "published": self.published.isoformat() if self.published else None,
            "already": self.already,
            "note": self.note,
            "changes": [one.as_dict() for one in self.moved],
        }


@dataclass(frozen=True)
class YearRow:
    """One year of the calendar as the page shows it."""

    year: int
    status: YearStatus
    title: str
    published: date | None


@dataclass(frozen=True)
class SwitchRow:
    """A question to the county, how it was answered, and by whom."""

    switch: Switch
    code: str
    by: str  # the rule pack that has answered it; empty: the station itself may


@dataclass(frozen=True)
class ImportRow:
    """A file that was imported, and whether it holds."""

    id: str
    name: str
    kind: ProvisionKind
    published: date
    by: str
    standing: str


@dataclass(frozen=True)
class Contents:
    """Everything that the page of rules and holidays shows."""

    years: tuple[YearRow, ...]
    rules: tuple[Rule, ...]
    switches: tuple[SwitchRow, ...]
    imports: tuple[ImportRow, ...]


Check = Callable[[str], Any]  # of a template's text, what is wrong with it


class _Undone(Exception):
    """Ends a preview: everything it did is rolled back (docs/decisions/0008)."""


class Lawbook:
    """The law of one office beside what is shipped: looked at, taken in, taken back."""

    def __init__(self, office: Office, check: Check) -> None:
        self.office, self._check = office, check

    def contents(self) -> Contents:
        office, law, today = self.office, self.office.law, self.office.today
        kept = office.ask(provisions)
        years = range(today.year - SHOWN_BEFORE, today.year + SHOWN_AFTER + 1)
        with_title = [(law.workdays.year(number), law.workdays.year(number).notice) for number in years]
        return Contents(
            years=tuple(
                YearRow(
                    year.year,
                    year.status,
                    notice.title if notice else "",
                    notice.published if notice else None,
                )
                for year, notice in with_title
            ),
            rules=law.rules.in_force(today),
            switches=self._switches(kept),
            imports=tuple(self._import_row(one, kept) for one in reversed(kept)),
        )

    def rule(self, rule_id: str) -> tuple[Rule, ...]:
        """Every version of a rule, oldest first; RuleUnknown."""
        rules = self.office.law.rules
        rules.on(rule_id, self.office.today)
        return rules[rule_id]

    def unannounced(self) -> int | None:
        """The year whose notice should be here by now and is not: this one, or from December the next."""
        today, workdays = self.office.today, self.office.workdays
        due = [today.year, *([today.year + 1] if today.month == 12 else [])]
        return next((year for year in due if workdays.status(year) is not YearStatus.OFFICIAL), None)

    def look(
        self, text: str, name: str, *, of: frozenset[ProvisionKind] = ANY, progress: Progress | None = None
    ) -> Outcome:
        """What taking the file in would move; nothing is written. WorkdaysWrong, RuleFileWrong."""
        return self._undone(lambda work: self._take(work, text, name, of, progress))

    def take(
        self, text: str, name: str, *, of: frozenset[ProvisionKind] = ANY, progress: Progress | None = None
    ) -> Outcome:
        """Take the file in, whole or not at all; the open deadlines follow in the same transaction."""
        return self._done(f"导入{name}", lambda work: self._take(work, text, name, of, progress))

    def look_dropped(self, name: str) -> Outcome:
        """What taking the rule pack of that name back would move; nothing is written. NotFound."""
        return self._undone(lambda work: self._drop(work, name))

    def drop(self, name: str) -> Outcome:
        """Take the rule pack of that name back; an older one of the name holds again. NotFound."""
        return self._done(f"收回县规则“{name}”", lambda work: self._drop(work, name))

    def look_chosen(self, given: Mapping[str, str]) -> Outcome:
        """What choosing so at this station would move; nothing is written. BadFact."""
        return self._undone(lambda work: self._choose(work, given))

    def choose(self, given: Mapping[str, str]) -> Outcome:
        """Choose where neither the texts nor the county have; BadFact where the county has."""
        return self._done("修改县的选择", lambda work: self._choose(work, given))

    def _take(
        self, work: Work, text: str, name: str, of: frozenset[ProvisionKind], progress: Progress | None
    ) -> Outcome:
        if kind_of(text) not in of:
            meant = "、".join(kind.label for kind in ProvisionKind if kind in of)
            raise BadFact(label=name, why=f"这是{kind_of(text).label}文件，不是{meant}文件，请从另一处导入。")
        template = kind_of(text) is ProvisionKind.TEMPLATE
        if template:
            self._must_be_sound(text, name)
        found = provision(text, name, self.office.shipped, by=self.office.person.name, on=self.office.today)
        before = work.find(Provision, found.id)
        if before is not None and before.in_force:
            return Outcome(
                found.name, found.kind, found.published, (), already=True, note="已经导入过，内容相同。"
            )
        taken = replace(before, by=found.by) if before else found
        work.why = f"导入{found.name}"
        if template:
            return self._take_template(work, before, taken)
        self._keep(work, before, _turned(taken, work))
        rows = recount(work, self.office, work.why, provision=found.id, progress=progress)
        return Outcome(found.name, found.kind, found.published, rows, note=self._outdone(work, found))

    def _drop(self, work: Work, name: str) -> Outcome:
        """Of several versions the one published last: then the one before it holds."""
        packs = [one for one in work.select(Provision) if one.kind in DROPPED and one.name == name]
        standing = max((one for one in packs if one.in_force), key=lambda one: one.published, default=None)
        if standing is None:
            raise NotFound(what="现行的县规则", key=name)
        if standing.kind is ProvisionKind.TEMPLATE and self.office.me.role is not StationRole.CENTER:
            raise BadFact(label=name, why=NOT_THE_CENTER)
        self._keep(work, standing, _turned(standing, work))
        if standing.kind is ProvisionKind.TEMPLATE:
            return Outcome(standing.name, standing.kind, standing.published, (), note=BACK)
        rows = recount(work, self.office, work.why, provision=standing.id)
        return Outcome(standing.name, standing.kind, standing.published, rows)

    def _must_be_sound(self, text: str, name: str) -> None:
        """A county's template is the center's to send; what a station writes for itself is its own."""
        if self.office.me.role is not StationRole.CENTER:
            raise BadFact(label=name, why=NOT_THE_CENTER)
        if faults := self._check(text).faults:
            raise TemplateWrong(template=name, where=faults[0].place, why=faults[0].why)

    def _take_template(self, work: Work, before: Provision | None, taken: Provision) -> Outcome:
        """Of each form one text of the county's holds: the one before it is taken back."""
        for one in work.select(Provision, name=taken.name):
            if one.kind is ProvisionKind.TEMPLATE and one.in_force:
                self._keep(work, one, _turned(one, work))
        self._keep(work, before, _turned(taken, work))
        return Outcome(taken.name, taken.kind, taken.published, (), note=SENT)

    def _choose(self, work: Work, given: Mapping[str, str]) -> Outcome:
        decided = deciding(work.select(Provision), self.office.shipped)
        for key, code in given.items():
            if key not in BY_KEY or code not in BY_KEY[key].codes:
                raise BadFact(label="开关", why=f"“{key} = {code}”不是可用的开关。")
            if key in decided:
                why = f"已由县规则“{decided[key].name}”确定，本站不能另行设置。"
                raise BadFact(label=BY_KEY[key].label, why=why)
            put_setting(work, key, code)
        labels = "、".join(BY_KEY[key].label for key in given)
        return Outcome(labels, None, None, recount(work, self.office, f"选择{labels}"))

    def _keep(self, work: Work, before: Provision | None, after: Provision) -> None:
        """The county's law is the center's: what a station takes in by itself stays with it (0005)."""
        if self.office.me.role is StationRole.CENTER:
            work.put(after)
        else:
            work.accept(Provision.table, after.id, before, replace(after, revision=after.revision + 1))

    def _outdone(self, work: Work, found: Provision) -> str:
        """That a later paper of the same matter holds, where one does."""
        same = [one for one in work.select(Provision) if (one.kind, one.name) == (found.kind, found.name)]
        papers = [one.published for one in same if one.in_force]
        if found.kind is ProvisionKind.YEAR:
            shipped = (
                year.notice for year in self.office.shipped.workdays.years if _named(year.year) == found.name
            )
            papers += [notice.published for notice in shipped if notice is not None]
        latest = max(papers)
        if latest <= found.published:
            return ""
        return f"现行的是{latest.year}年{latest.month}月{latest.day}日发布的，这一份只留存备查。"

    def _switches(self, kept: list[Provision]) -> tuple[SwitchRow, ...]:
        decided, code = deciding(kept, self.office.shipped), self.office.law.choices.code
        return tuple(
            SwitchRow(switch, code(switch.key), decided[switch.key].name if switch.key in decided else "")
            for switch in SWITCHES
        )

    def _import_row(self, one: Provision, kept: list[Provision]) -> ImportRow:
        why = self._unfit(one)
        later = any(
            other.in_force
            and (other.kind, other.name) == (one.kind, one.name)
            and other.published > one.published
            for other in kept
        )
        if why:
            standing = f"没有采用：{why}"
        elif not one.in_force:
            replaced = one.kind is ProvisionKind.TEMPLATE and any(
                other.in_force and (other.kind, other.name) == (one.kind, one.name) for other in kept
            )
            standing = "已被后来发布的替代" if replaced else "已收回"
        else:
            standing = "已被后来发布的替代" if later else "现行"
        return ImportRow(one.id, one.name, one.kind, one.published, one.by, standing)

    def _unfit(self, one: Provision) -> str:
        if one.kind is not ProvisionKind.TEMPLATE:
            return unfit(one, self.office.shipped)
        from fuyi_desktop.documents.template import look

        faults = look(one.text)[1]
        return faults[0].said if faults else ""

    def _undone(self, deed: Callable[[Work], Outcome]) -> Outcome:
        found: list[Outcome] = []
        try:
            with self.office.work(Task.SETTINGS, "预览") as work:
                found.append(deed(work))
                raise _Undone
        except _Undone:
            return found[0]

    def _done(self, why: str, deed: Callable[[Work], Outcome]) -> Outcome:
        with self.office.work(Task.SETTINGS, why) as work:
            found = deed(work)
        return replace(found, changed=work.changed)


def _turned(one: Provision, work: Work) -> Provision:
    """Taken in where it was not, taken back where it was, at this moment."""
    return replace(one, turns=(*one.turns, work.at.isoformat()))


def _named(year: int) -> str:
    return f"{year}年放假安排"
