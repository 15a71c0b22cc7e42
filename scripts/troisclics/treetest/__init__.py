"""Testing the words of the menu with real people: a page that plays the tasks on the bare tree, and its results.

The method is that of tree testing (Donna Spencer, *Card Sorting*, 2009): no design, no search, only the words of
the menu. The page keeps everything to itself; whoever takes the test downloads a file and hands it in.
"""

from __future__ import annotations

from .results import Answer, Session, format_results, load_session
from .tree import Entry, MenuTree, Question, menu_tree, write_page

__all__ = [
    "Answer",
    "Entry",
    "MenuTree",
    "Question",
    "Session",
    "format_results",
    "load_session",
    "menu_tree",
    "write_page",
]
