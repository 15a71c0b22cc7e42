"""What can go wrong while rendering, apart so that naming it does not import MkDocs."""

from __future__ import annotations


class RenderError(Exception):
    """MkDocs refused a staged site; the text says which, and what MkDocs said."""
