"""What texts of delegations and code that is not ours may say, do and cost.

In: texts, templates, HTML and plugins that are not trusted.
Out: refusals and findings, or the same text; the time it took is limited.
"""
