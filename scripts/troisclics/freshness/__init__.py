"""How old the pages, facts and departments are on a given day, and whose turn it is to review them.

In: the project, the history that `git` reads, and a day.
Out: a `FreshnessReport` and its findings.
"""
