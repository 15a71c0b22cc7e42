"""Run `build` and `check` from top to bottom.

In: a request, and an observer that receives progress events.
Out: an output folder swapped in whole, or the findings of a check.
"""
