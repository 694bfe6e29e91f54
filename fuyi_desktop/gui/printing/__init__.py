"""打印 — what is printed together, by recipient, and the queue it goes through."""
