"""Preview the sites while one writes: a server, and a watcher that builds again at each change.

In: a project, the departments to show, and a port.
Out: pages on this machine's loopback address, with their errors shown in them.
"""
