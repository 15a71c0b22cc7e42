"""Publish a release: packed, sent aside, verified where it lies, and switched to in one rename (ADR 0019).

In: built sites and a target of `publish.yml`.
Out: a release on the target, its log, and findings that forbid it.
"""
