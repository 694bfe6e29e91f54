"""行政争议纾解 — the whole table of its steps, and the archive that asks for all their papers."""

from fuyi_desktop.domain.case import CaseFile
from fuyi_desktop.domain.correcting import correcting, serving
from fuyi_desktop.domain.custody import ASSIGN, GIVE_BACK
from fuyi_desktop.domain.gaps import PROVEN, REACHED
from fuyi_desktop.domain.mediation.ending import CLOSING, SETTLING
from fuyi_desktop.domain.mediation.front import CUSTODY, ENTRY, FRONT
from fuyi_desktop.domain.mediation.service import DELIVERED
from fuyi_desktop.domain.mediation.states import ANYWHERE, STATES, WAITING
from fuyi_desktop.domain.mediation.talks import TALKS
from fuyi_desktop.domain.passing import complete, handling
from fuyi_desktop.domain.procedure import Procedure, StepKind


def _missing(file: CaseFile) -> tuple[str, ...]:
    return MEDIATION.missing(file)


ARCHIVE = StepKind(
    "archive", "归档", frozenset({"M30"}), "M40",
    guards=(complete(_missing, "县行政争议纾解工作实施方案二（四）“五是”"), REACHED, PROVEN),
    article="县行政争议纾解工作实施方案二（四）“五是”、档案法第十三条", actor="承办单位",
    help="成功纾解一件，规范结案一件。本机出具的，或者登记为已在卷的文书，都算齐备。",
)  # fmt: skip

STEPS = (
    *FRONT,
    *TALKS,
    *SETTLING,
    *CLOSING,
    correcting(ANYWHERE - WAITING, DELIVERED, "承办单位"),
    serving(ANYWHERE - WAITING, "承办单位"),
    *handling(STATES, "公务员法第七十六条"),
    *(row for code, row in CUSTODY.items() if code not in (ASSIGN, GIVE_BACK)),
    ARCHIVE,  # on its day the last of all
)

MEDIATION = Procedure("mediation", "行政争议纾解", STATES, STEPS, ENTRY)
