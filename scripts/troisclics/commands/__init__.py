"""The commands: one family a module, imported by `cli.py` only when it is asked for.

In: arguments and options, as click reads them.
Out: messages in French and exit codes; the work itself is done in the other wings.
"""
