"""Revisions of the schema: explicit, and importing nothing of ours."""
