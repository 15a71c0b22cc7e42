"""Change files that people write: scaffold a page, record a review, insert a line of YAML.

In: what an editor asks for, and the text as it stands.
Out: the same file with one change; comments and formatting stay.
"""
