"""办案经过 — what a file comes to step by step, and the conditions of the law that are held against it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.record import Facts
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.switches import Chosen


@dataclass(frozen=True)
class Running:
    """A clock of a case as far as the machine asks: until which day, whose, and when it was met."""

    rule: str
    due: date
    done_on: date | None = None
    certain: bool = True  # 暂定, or without proof of receipt: closes nothing and brings no consequence
    party: str = ""

    @property
    def done(self) -> bool:
        return self.done_on is not None

    def over(self, on: date) -> bool:
        """Whether it has surely run out by the given day, nothing having ended it."""
        return self.certain and not self.done and self.due < on


@dataclass(frozen=True)
class Trail:
    """The steps that count, in order, each with the state it was taken in."""

    file: CaseFile
    counted: tuple[Step, ...] = ()
    states: tuple[str, ...] = ()

    def has(self, *codes: str) -> bool:
        return any(step.code in codes for step in self.counted)

    def last(self, *codes: str) -> Step | None:
        return next((step for step in reversed(self.counted) if step.code in codes), None)

    def fact(self, name: str) -> Any:
        """The latest value that a step has given the fact; None where none has."""
        return next((step.facts[name] for step in reversed(self.counted) if step.facts.get(name)), None)

    def state_before(self, code: str) -> str:
        """The state in which the last step of that code was taken."""
        pairs = zip(reversed(self.counted), reversed(self.states), strict=True)
        return next((state for step, state in pairs if step.code == code), "")

    def since(self, code: str) -> tuple[Step, ...]:
        """The steps after the last one of that code."""
        at = next((n for n, step in reversed(list(enumerate(self.counted))) if step.code == code), -1)
        return self.counted[at + 1 :]


@dataclass(frozen=True)
class Look(Trail):
    """What a guard looks at: the file up to the day of a step, and the step's own facts, once typed."""

    state: str = ""
    facts: Facts | None = None
    on: date | None = None  # the day of the step to be recorded, or today
    whole: tuple[Step, ...] = ()  # all that counts, later steps too
    clocks: tuple[Running, ...] = ()
    brings: tuple[Running, ...] = ()  # the clocks as they will run with the step
    choices: Chosen = Chosen({})  # what the county has chosen
    works: Callable[[date], bool] = lambda day: True  # whether a day is a working day

    @property
    def typed(self) -> Facts:
        """The step's facts, none yet while it is only offered."""
        return self.facts or {}

    def earliest(self, *rules: str) -> Running | None:
        """Of the given rules' clocks that still run, the one that ends first."""
        running = (clock for clock in self.clocks if clock.rule in rules and not clock.done)
        return min(running, key=lambda clock: clock.due, default=None)


@dataclass(frozen=True)
class Guard:
    """A condition of the law: the reason that is given where it does not hold, with its article.

    One that asks does not close the step: the office answers for it that the date or fact is right.
    """

    why: str
    article: str  # empty where the reason is the program's own, and no text says it
    holds: Callable[[Look], bool]
    names: Callable[[Look], Sequence[str]] | None = None  # what exactly is lacking
    asks: bool = False
    cure: str = ""  # the step that puts it right, where there is one

    def said(self, look: Look) -> str:
        """The reason with what is lacking and the article."""
        lacking = f"：{'、'.join(self.names(look))}" if self.names else ""
        article = f"（{self.article}）" if self.article else ""
        return f"{self.why}{lacking}{article}。"


@dataclass(frozen=True)
class Branch:
    """A step that leads to one of several states, and what decides which; the trail ends with that step."""

    targets: tuple[str, ...]
    choose: Callable[[Trail], str]


def typed_only(holds: Callable[[Look], bool]) -> Callable[[Look], bool]:
    """A condition on what is typed: it holds while the step is only offered."""
    return lambda look: look.facts is None or holds(look)
