"""What a build keeps for the next one: digests of its inputs, and sealed entries beside the output.

In: the files of a project, the model and the folders of `system`.
Out: what has changed since the last build, and what was kept of it; nothing that was not sealed by this account.
"""
