"""Export a site as a plain, stand-alone MkDocs project (ADR 0001), with the files generated beside its pages.

In: a merged site and the configuration of the project.
Out: Markdown, `mkdocs.yml` and generated files that stock MkDocs builds; the hook of the root `mkdocs.yml`.
"""
