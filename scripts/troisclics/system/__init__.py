"""Use the operating system: worker processes, atomic replacement of folders, private files, digests.

In: paths and functions; of the model, only the findings that errors carry.
Out: results of workers; folders that are either complete or unmodified.
"""
