"""`build` and `check` from top to bottom: load, merge, render, switch; load, merge, build, check.

In: a request, and an observer that is told of the progress.
Out: an output folder switched in whole, or the findings of a check.
"""
