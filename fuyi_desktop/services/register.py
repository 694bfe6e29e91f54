"""发文登记簿 — every number of a year in its order: what it went out on, to whom, or what became of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuyi_desktop.domain.accounting import Account, own_serials
from fuyi_desktop.domain.blocks import runs
from fuyi_desktop.domain.errors import BadFact, CannotWrite
from fuyi_desktop.domain.forms import form_of
from fuyi_desktop.services.numberbook import Numbers
from fuyi_desktop.services.office import Office
from fuyi_desktop.store import files
from fuyi_desktop.store.numbering import Sent, names_of, sent

if TYPE_CHECKING:
    from fuyi_desktop.documents.press import Press

FORM = "R01"
TITLE = "发文登记簿"
HEADS = ("序号", "系列", "文号", "日期", "文书名称", "发往", "案件", "当事人", "经办人", "去向", "备注")
ISSUED, VOID, OUT, GAP, TWICE = "已出", "作废", "未用", "空号", "重号"
NAMED = 3  # recipients of one paper that are named
LOOSE = "不在系列内"  # typed by hand in a way that no series of the year is written
BY_ACCOUNT = (
    ("void", VOID),
    ("returned", "退回"),
    ("set_aside", "留用"),
    ("used", "已用"),
    ("unsure", "待核对"),
)


@dataclass(frozen=True)
class Line:
    """One line of the register; a run of numbers that are not given yet is one line."""

    series: str
    number: str
    fate: str
    on: date | None = None
    title: str = ""
    recipient: str = ""
    case: str = ""
    party: str = ""
    by: str = ""
    remark: str = ""
    count: int = 1  # numbers

    def as_dict(self) -> dict[str, Any]:
        return {
            "series": self.series, "number": self.number, "fate": self.fate,
            "on": self.on.isoformat() if self.on else None, "title": self.title or None,
            "recipient": self.recipient or None, "case": self.case or None, "party": self.party or None,
            "by": self.by or None, "remark": self.remark or None,
        }  # fmt: skip


class Register:
    """The register of a year: as lines, as a printed book, as a workbook."""

    def __init__(self, office: Office, press: Callable[[], "Press"]) -> None:
        self.office, self._press = office, press

    def lines(self, year: int) -> list[Line]:
        """Every number of the year by series and serial, then those typed in no series; receipts apart."""
        me = self.office.me.station
        accounts = [one for one in Numbers(self.office).show(year) if one.series.short != me]
        spelt = [(account, _spelt(account)) for account in accounts]
        borne: dict[str, list[Sent]] = {}
        for one in self._sent(year, [told for _, names in spelt for told in names]):
            borne.setdefault(one.number, []).append(one)
        found: list[Line] = []
        for account, names in spelt:
            by_serial: dict[int, list[Sent]] = {}
            for told, serial in names.items():
                by_serial.setdefault(serial, []).extend(borne.pop(told, ()))
            found += _of_series(account, by_serial)
        rest = sorted((one for ones in borne.values() for one in ones), key=lambda one: one.on or date.min)
        return found + [_borne_line(LOOSE, one, twice=False) for one in rest]

    def _sent(self, year: int, numbers: list[str]) -> list[Sent]:
        """Who bears a number; one paper that goes to several has all their names."""
        found: list[Sent] = self.office.ask(sent, year, numbers)
        names = self.office.ask(names_of, {one.case_id for one in found if one.form and not one.recipient})
        return [
            one if one.recipient or not one.form else replace(one, recipient=_several(
                [name for role in form_of(one.form).addressees for name in names.get((one.case_id, role), ())]
            ))
            for one in found
        ]  # fmt: skip

    def write(self, year: int, path: Path) -> Path:
        """Write the register as .pdf or .xlsx, whole or not at all; BadFact, CannotWrite."""
        suffix = path.suffix.lower()
        if suffix not in WRITERS:
            raise BadFact(label=path.name, why="文件名应当以 .pdf 或 .xlsx 结尾。")
        if not path.absolute().parent.is_dir():
            raise CannotWrite(where=str(path), why="没有这个文件夹")
        files.write_whole(path, WRITERS[suffix](self, year))
        return path

    def pdf(self, year: int) -> bytes:
        """The register as a ruled book on A4 across."""
        lines, office = self.lines(year), self.office
        told = {
            "year": str(year), "made_on": office.today, "made_by": office.person.name,
            "totals": _totals(lines),
            "lines": [
                {
                    "number": line.number, "day": _day(line.on), "title": line.title,
                    "recipient": line.recipient, "case": _named(line), "by": line.by,
                    "remark": _remark(line),
                }
                for line in lines
            ],
        }  # fmt: skip
        facts = {"organ": {"name": office.me.unit or office.me.name}, "step": told}
        return self._press().pdf(FORM, facts, paper_id="").content

    def xlsx(self, year: int) -> bytes:
        """The register as a workbook."""
        from fuyi_desktop.documents.excel import ruled

        office = self.office
        rows = [
            (
                n, line.series, line.number, line.on, line.title, line.recipient, line.case, line.party,
                line.by, line.fate, line.remark,
            )
            for n, line in enumerate(self.lines(year), 1)
        ]  # fmt: skip
        title = f"{office.me.unit or office.me.name}　{year} 年度{TITLE}"
        return ruled(f"{TITLE}{year}", HEADS, rows, title=title)


WRITERS: Mapping[str, Callable[[Register, int], bytes]] = {".pdf": Register.pdf, ".xlsx": Register.xlsx}


def _spelt(account: Account) -> dict[str, int]:
    """Every way a number of the series may be written → its serial."""
    lent = {serial: one.block for one in account.lent for serial in one.block.serials}
    serials = {*own_serials(account.series, account.lent, borrows=account.borrows), *lent}
    found: dict[str, int] = {}
    for serial in serials:
        found.update(dict.fromkeys(account.series.spellings(serial), serial))
        if serial in lent:
            found[lent[serial].told(serial)] = serial
    return found


def _of_series(account: Account, borne: Mapping[int, list[Sent]]) -> Iterator[Line]:
    """The lines of one series in the order of its numbers."""
    label = account.series.label
    lines: list[tuple[int, int, Line]] = []
    for serial, ones in borne.items():
        standing = sum(not one.void_reason for one in ones)
        lines += [
            (serial, at, _borne_line(label, one, twice=standing > 1 and not one.void_reason))
            for at, one in enumerate(ones)
        ]
    seen = {serial for serial, ones in borne.items() if ones}
    for name, fate in BY_ACCOUNT:
        for serial, why in getattr(account, name):
            if serial not in seen:
                lines.append((serial, 0, Line(label, account.told(serial), fate, remark=why)))
    for serial in account.gaps:
        lines.append((serial, 0, Line(label, account.told(serial), GAP, remark="还没有说明")))
    for one in account.lent:
        with_whom = "" if account.borrows else f"借给{one.block.station}"
        for first, last in runs(one.out):
            number = one.block.told(first) if first == last else f"{one.block.told(first)}至{last}号"
            lines.append((first, 0, Line(label, number, OUT, remark=with_whom, count=last - first + 1)))
    for _, _, line in sorted(lines, key=lambda item: item[:2]):
        yield line


def _borne_line(label: str, one: Sent, *, twice: bool) -> Line:
    fate = VOID if one.void_reason else TWICE if twice else ISSUED
    return Line(
        label,
        one.number,
        fate,
        one.on,
        one.title,
        one.recipient,
        one.case,
        one.party,
        one.by,
        one.void_reason,
    )


def _several(names: list[str]) -> str:
    """欧阳慧敏、陈国栋, or the first of many with their number."""
    return "、".join(names) if len(names) <= NAMED else f"{names[0]}等{len(names)}人"


def _totals(lines: list[Line]) -> str:
    """合计, as 3 个号：已出 2，作废 1."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.fate] += line.count
    told = "，".join(f"{fate} {number}" for fate, number in counted.items())
    return f"{counted.total()} 个号：{told}" if lines else ""


def _remark(line: Line) -> str:
    """What the printed book says of a number beside its paper."""
    if line.fate == ISSUED:
        return line.remark
    return f"{line.fate}：{line.remark}" if line.remark else line.fate


def _named(line: Line) -> str:
    case = "" if line.case == line.number else line.case
    return f"{case}（{line.party}）" if case and line.party else case or line.party


def _day(on: date | None) -> str:
    return f"{on.month}月{on.day}日" if on else ""
