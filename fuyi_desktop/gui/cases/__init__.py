"""案件 — the tab with the list of cases, the page of one, its next step, its papers, and the new case."""
