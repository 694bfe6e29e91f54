"""The encrypted store: one file, one way in, one door for writing."""
