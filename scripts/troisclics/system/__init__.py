"""Use the operating system: worker processes, atomic replacement of folders, private files, digests.

In: paths and functions; nothing of the model but findings in errors.
Out: results of workers; folders that are either complete or unmodified.
"""
