"""Publish a release: pack it, upload it, verify it on the target, and switch to it in one rename (ADR 0019).

In: built sites and a target of `publish.yml`.
Out: a release on the target, its release log, and findings that block it.
"""
