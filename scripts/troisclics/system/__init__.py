"""What we ask of this machine: processes, folders switched in whole, private files, digests.

In: paths and functions; nothing of the model but findings in errors.
Out: results of workers, folders that are whole or untouched.
"""
