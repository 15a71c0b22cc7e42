"""Compute the age of pages, facts and departments on a day, and what is due for review.

In: the project, the history that `git` reads, and a day.
Out: a `FreshnessReport` and its findings.
"""
