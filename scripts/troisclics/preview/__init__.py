"""Preview the sites while editing: a server, and a watcher that rebuilds on each change.

In: a project, the departments to show, and a port.
Out: pages on the loopback address of this machine, with errors shown in them.
"""
