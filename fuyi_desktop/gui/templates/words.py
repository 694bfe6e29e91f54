"""What the page of templates says."""

from datetime import datetime
from typing import Any

from fuyi_desktop.domain.templates import Whose
from fuyi_desktop.gui import dates


def since(moment: datetime | None) -> str:
    """The day since which a text has held; nothing of one that came with the program."""
    return dates.long(moment.date()) if moment else ""


def found(rows: Any, typed: str) -> list[Any]:
    """The rows whose number, name, owner or note holds every word that was typed."""
    words = typed.lower().split()
    return [
        one
        for one in rows
        if all(word in f"{one.form} {one.title} {one.whose.label} {one.note}".lower() for word in words)
    ]


def found_facts(facts: Any, typed: str) -> list[Any]:
    """The facts whose label or path holds every word that was typed."""
    words = typed.lower().split()
    return [one for one in facts if all(word in f"{one.label} {one.path}".lower() for word in words)]


def standing(text: Any) -> str:
    """Whose text holds, in which version, since when and by whom."""
    said = f"现用{text.whose.label}的第 {text.version} 版"
    return f"{said}，{since(text.since)}起，{text.by}" if text.since else said


def version(text: Any) -> str:
    """A text in the list of versions."""
    if text.holds:
        return f"{text.whose.label}　{text.version}"
    return f"以前的　{text.version}　{since(text.since)}"


def judged(faults: int, remarks: int) -> str:
    """What the check has found."""
    if faults:
        return f"{faults} 处要改，改好才能保存"
    return f"可以保存，另有 {remarks} 处提示" if remarks else "没有问题，可以保存"


def changed(lines: Any) -> str:
    """How much a comparison shows."""
    more, less = sum(line.sign == "+" for line in lines), sum(line.sign == "-" for line in lines)
    return f"增加 {more} 行，减少 {less} 行" if more or less else "没有不同"


def owner_tone(whose: Whose) -> str:
    """What was written here stands out."""
    return "accent" if whose is Whose.OWN else ""


def first_block(text: str) -> int:
    """The line where the paper itself begins, from 1: there the work starts."""
    lines = text.splitlines()
    return next((at for at, line in enumerate(lines, 1) if line.startswith("[[blocks]]")), 1)
