"""Papers: one template, a few blocks, two writers."""
