"""文号: the series of a year, lent blocks, and what became of every number."""
