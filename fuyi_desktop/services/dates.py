"""期限 — one rule and one date answered and explained, and what is due across the store."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fuyi_desktop.domain.counting import Due, LocalDays, Reading, Suspension, due
from fuyi_desktop.domain.errors import BadFact, RuleWithoutLength
from fuyi_desktop.domain.rules import Rules
from fuyi_desktop.domain.switches import Chosen
from fuyi_desktop.domain.workdays import Workdays


@dataclass(frozen=True)
class Dates:
    """Answers about dates from the law alone; needs no store."""

    rules: Rules
    workdays: Workdays
    choices: Chosen = Chosen({})

    def due(
        self,
        rule: str,
        start: date,
        *,
        extend: int = 0,
        suspensions: Sequence[Suspension] = (),
        reading: Reading | None = None,
        local_days: LocalDays | None = None,
    ) -> Due:
        """The answer of one rule for one trigger date; RuleUnknown, RuleWithoutLength, SuspensionOutside.

        It is read as the county has chosen, unless the question says how.
        """
        return due(
            self.rules.on(rule, start), start, self.workdays, extend=extend, suspensions=suspensions,
            reading=reading or self.choices.reading, local_days=local_days or self.choices.local_days,
        )  # fmt: skip

    def batch(self, lines: Iterable[str]) -> Iterator[str]:
        """RULE⇥DATE lines to RULE⇥DATE⇥DUE⇥status lines; a rule that names no length answers `-⇥refused`."""
        known: dict[tuple[str, str], str] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            rule, _, day = line.strip().partition("\t")
            key = (rule, day)
            if key not in known:
                known[key] = self._line(rule, day, number)
            yield known[key]

    def _line(self, rule: str, day: str, number: int) -> str:
        try:
            start = date.fromisoformat(day)
        except ValueError as error:
            raise BadFact(label=f"第 {number} 行", why=f"“{day}”不是日期，应当像 2026-08-03。") from error
        try:
            found = self.due(rule, start)
        except RuleWithoutLength:
            return f"{rule}\t{day}\t-\trefused"
        return f"{rule}\t{day}\t{found.due.isoformat()}\t{found.status}"
