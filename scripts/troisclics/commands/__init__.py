"""Define the commands: one family per module, imported by `cli.py` only when it is used.

In: arguments and options, as click parses them.
Out: messages in French and exit codes; the work itself is done in the other wings.
"""
