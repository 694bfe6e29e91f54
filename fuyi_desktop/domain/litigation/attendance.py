"""负责人出庭 — who stood for the organ in one instance: named, excused, appeared and spoke (法释〔2020〕3号)."""

from dataclasses import dataclass

from fuyi_desktop.domain.litigation.choices import OWN
from fuyi_desktop.domain.steps import Step
from fuyi_desktop.domain.trail import Trail

NAMED = "name_head", "change_head"


@dataclass(frozen=True)
class Attendance:
    """What one instance comes to for the head of the organ; its hearings count together (第七条第一款)."""

    heard: bool  # at least one hearing was held
    attended: bool
    post: str = ""  # head, deputy, participating
    name: str = ""
    spoke: tuple[str, ...] = ()
    excused: bool = False  # the court took the ground for staying away
    by_other: bool = False  # 共同被告 agreed, or the court said, that another defendant's head appears


def attendance(trail: Trail) -> Attendance:
    """The attendance of the instance that the trail is of."""
    held = [step for step in trail.counted if step.code == "hearing_held"]
    came = next((step for step in held if step.facts.get("head_attended")), None)
    spoken = {item: None for step in held for item in step.facts.get("spoke", ())}
    return Attendance(
        heard=bool(held), attended=came is not None,
        post=_of_head(trail, came, "post"), name=_of_head(trail, came, "head"), spoke=tuple(spoken),
        excused=any(step.facts.get("excuse") == "accepted" for step in held), by_other=other_appears(trail),
    )  # fmt: skip


def named_head(trail: Trail) -> Step | None:
    """The step that last named who appears."""
    return trail.last(*NAMED)


def other_appears(trail: Trail) -> bool:
    """Whether the head who appears is that of another of several defendants (第三条)."""
    named = named_head(trail)
    if named is None or named.facts.get("named_by", OWN) == OWN:
        return False
    party = trail.file.party(str(named.facts.get("party", "")))
    return party is not None and party.name != trail.file.organ.full_name


def _of_head(trail: Trail, came: Step | None, fact: str) -> str:
    """What the hearing says of the head who came, else what was said when the head was named."""
    if came is None:
        return ""
    named = named_head(trail)
    return str(came.facts.get(fact) or (named.facts.get(fact, "") if named else ""))
