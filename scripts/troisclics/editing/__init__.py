"""Change files that people write: scaffold a page, move one, fix its marks, record a review.

In: what an editor asks for, and the text as it stands.
Out: the same file with one change; comments and formatting stay.
"""
