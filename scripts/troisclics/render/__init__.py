"""From merged sites to HTML: the fast engine, and MkDocs itself as reference and fall-back.

In: a `Job`: sites of the model, and what `cache` kept of the last build.
Out: the files of the sites in a folder aside. Names of the inside of MkDocs: `mkdocs_internals.py`,
    `search_internals.py`.
"""
