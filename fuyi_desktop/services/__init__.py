"""Deeds and questions: one call, one transaction."""
