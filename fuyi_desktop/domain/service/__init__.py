"""送达 — how papers are served: methods, the steps that record them, and where each paper stands."""
