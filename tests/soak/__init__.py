"""Proofs that go through everything; `test` takes a sample. Each prints a line that begins with figures."""
