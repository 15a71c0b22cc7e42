"""Keep what the next build can reuse: digests of the inputs, and sealed entries next to the output.

In: the files of a project, the model and the folders of `system`.
Out: what has changed since the last build, and what it kept, as long as this account sealed it.
"""
