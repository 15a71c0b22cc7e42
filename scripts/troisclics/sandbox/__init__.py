"""Restrict what untrusted texts of delegations and third-party code can contain, do and cost.

In: texts, templates, HTML and plugins that are not trusted.
Out: refusals and findings, or the unchanged text; processing time is limited.
"""
