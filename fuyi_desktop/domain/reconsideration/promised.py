"""文书上的日期 — whether a service agrees with the days that the served paper itself says."""

from collections.abc import Iterator, Mapping
from datetime import date

from fuyi_desktop.domain.papers import Paper
from fuyi_desktop.domain.reasons import full
from fuyi_desktop.domain.trail import Look

HEARING_NOTICE, NOTICE_IN_TIME = "F11", "A17"


def as_printed(look: Look) -> bool:
    """The last day that the paper says is the one that its service gives."""
    return not otherwise_printed(look)


def otherwise_printed(look: Look) -> list[str]:
    """Each day that the paper says otherwise, beside the one by the service."""
    return [
        f"文书写的是{full(said)}，按送达日计算是{full(is_)}，建议另行出具通知"
        for said, is_ in sorted(set(_differences(look)))
    ]


def hearing_told_in_time(look: Look) -> bool:
    """The notice of a hearing reaches its recipient by the day that A17 allows (第五十一条第一款)."""
    if look.typed.get("paper") != HEARING_NOTICE or look.on is None:
        return True
    latest = max((clock.due for clock in look.clocks if clock.rule == NOTICE_IN_TIME), default=look.on)
    return look.on <= latest


def _differences(look: Look) -> Iterator[tuple[date, date]]:
    paper, party = _served(look), look.typed.get("party")
    printed = paper.facts.get("due") if paper else None
    if not isinstance(printed, Mapping):
        return
    for clock in look.brings:
        said = printed.get(clock.rule)
        begins = clock not in look.clocks and clock.party in ("", party)
        if begins and isinstance(said, Mapping) and said.get("due"):
            day = date.fromisoformat(str(said["due"]))
            if day != clock.due:
                yield day, clock.due


def _served(look: Look) -> Paper | None:
    """The standing paper that the service is about."""
    form, party = look.typed.get("paper"), look.typed.get("party")
    return next(
        (p for p in reversed(look.file.papers) if p.form == form and not p.void_reason and p.to in (None, party)),
        None,
    )  # fmt: skip
