"""The search index is joined from the entries of pages, and those of one page are replaced in it."""

from __future__ import annotations

import pytest

from troisclics.render.search_index import join_entries, replace_entries

HEAD = '{"config":{"lang":["fr"]},"docs":['
ENTRIES = {"index.md": '{"text":"é"}', "print.md": "", "a.md": '{"text":"a"},{"text":"b"}', "b.md": '{"text":"b"}'}


def test_replacing_is_joining_again() -> None:
    """The same bytes and sizes as an index made anew, for one page, for several, for the first and the last."""
    old, sizes = join_entries(HEAD, ENTRIES)
    assert list(sizes) == ["index.md", "a.md", "b.md"], "a page without entries is not in the index"
    for new in (
        {"a.md": '{"text":"œuvre"}'},
        {"index.md": '{"text":""}', "b.md": '{"text":"b"},{"text":"c"}'},
        {"print.md": ""},
        {},
    ):
        assert replace_entries(HEAD, old, sizes, new) == join_entries(HEAD, ENTRIES | new)


def test_an_index_of_no_page() -> None:
    """It can be empty."""
    old, sizes = join_entries(HEAD, {"print.md": ""})
    assert (old, sizes) == (f"{HEAD}]}}".encode(), {})
    assert replace_entries(HEAD, old, sizes, {"print.md": ""}) == (old, sizes)


@pytest.mark.parametrize(
    "entries",
    [{"print.md": '{"text":"x"}'}, {"a.md": ""}, {"nouvelle.md": '{"text":"x"}'}],
    ids=["comes", "goes", "is new"],
)
def test_a_page_that_comes_or_goes(entries: dict[str, str]) -> None:
    """Its place among the others is not known."""
    assert replace_entries(HEAD, *join_entries(HEAD, ENTRIES), entries) is None


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: old + b"\n", lambda old: b"[" + old[1:]])
def test_an_index_that_is_not_what_its_sizes_tell(damage: object) -> None:
    """It is not cut into pieces."""
    old, sizes = join_entries(HEAD, ENTRIES)
    assert callable(damage)
    assert replace_entries(HEAD, damage(old), sizes, {"a.md": '{"text":"z"}'}) is None
