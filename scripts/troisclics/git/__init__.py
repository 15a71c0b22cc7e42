"""Read what git knows: the history of reviews, and the lines that a change touches.

In: the folder of a clone.
Out: dates, files and lines; nothing is ever written to the repository.
"""
