"""Write a site as a plain, stand-alone MkDocs project (ADR 0001), and the files beside its pages.

In: a merged site and the configuration of the project.
Out: Markdown, `mkdocs.yml` and generated files that MkDocs builds without us; the hook of the root `mkdocs.yml`.
"""
