"""行政争议纾解 — from the lead to the archive, as the table of its steps (`domain.md` 2.4)."""

from fuyi_desktop.domain.mediation.table import MEDIATION

__all__ = ["MEDIATION"]
