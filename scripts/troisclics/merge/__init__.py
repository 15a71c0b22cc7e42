"""Merge the shared tree with one department: (project, department, day) gives a `Site`.

In: the loaded project; no file is read.
Out: sites in plain Markdown, with facts and seams expanded, and findings.
"""
