"""The search index is joined from the entries of pages."""

from __future__ import annotations

import json

from troisclics.render.search_index import join_entries

HEAD = '{"config":{"lang":["fr"]},"docs":['


def test_entries_are_joined_in_order() -> None:
    """Pages without an entry leave no trace; the whole is JSON."""
    found = json.loads(join_entries(HEAD, ['{"text":"é"}', "", '{"text":"a"},{"text":"b"}']))
    assert found == {"config": {"lang": ["fr"]}, "docs": [{"text": "é"}, {"text": "a"}, {"text": "b"}]}


def test_an_index_of_no_page() -> None:
    """It can be empty."""
    assert json.loads(join_entries(HEAD, [""]))["docs"] == []
