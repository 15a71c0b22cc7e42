"""Render merged sites to HTML: with the fast engine, or with MkDocs as the reference and fallback.

In: sites of the model, and a plan with what `cache` kept of the last build.
Out: the files of the sites in a new folder. Internals of MkDocs: `mkdocs_internals.py`, `search_internals.py`.
"""
