"""Read a git repository: the history of reviews and the lines that a change touches.

In: the folder of a clone.
Out: dates, files and lines; the repository is never written to.
"""
