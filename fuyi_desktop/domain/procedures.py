"""The procedures there are, by the kind of case."""

from collections.abc import Mapping

from fuyi_desktop.domain.litigation import LITIGATION
from fuyi_desktop.domain.mediation import MEDIATION
from fuyi_desktop.domain.procedure import Procedure
from fuyi_desktop.domain.reconsideration import RECONSIDERATION

PROCEDURES: Mapping[str, Procedure] = {
    found.kind: found for found in (RECONSIDERATION, MEDIATION, LITIGATION)
}
