"""The page of deadline rules and holidays."""
