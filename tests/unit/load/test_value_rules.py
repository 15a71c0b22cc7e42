"""Values that have the right type and cannot be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.domain.review_periods import add_duration, is_duration

from .damage import AIDE, FACTS, FILE, TASKS, Damage, swap


@pytest.mark.parametrize(
    "phone", ["01 99 00 12 34", "0199001234", "01.99.00.12.34", "+33 1 99 00 12 34", "+33199001234", "3939"]
)
def test_telephones_that_pass(said: Callable[[Damage], list[str]], phone: str) -> None:
    """The usual ways to write a French number all pass."""
    assert said(swap(FILE, "01 99 00 12 34\n", f'"{phone}"\n')) == []


@pytest.mark.parametrize("phone", ["01 99 00 12", "01 99 00 12 34 56", "00 99 00 12 34", "tel", "01 99 00 12 34;x"])
def test_telephones_that_do_not_pass(said: Callable[[Damage], list[str]], phone: str) -> None:
    """A number that cannot be dialled is refused at its line."""
    assert said(swap(FILE, "01 99 00 12 34\n", f'"{phone}"\n')) == [f"{FILE}:4: valeur-refusee"]


@pytest.mark.parametrize("mail", ["a@b", "a b@exemple.fr", "<a@exemple.fr>", "a@exemple.fr?cc=x", "@exemple.fr"])
def test_mailboxes_that_do_not_pass(said: Callable[[Damage], list[str]], mail: str) -> None:
    """A mailbox to which nothing can be sent, or that hides something, is refused at its line."""
    found = said(swap(FILE, "dunes@exemple.fr", f'"{mail}"'))
    assert f"{FILE}:5: valeur-refusee" in found
    assert all(line.startswith(f"{FILE}:5: ") for line in found)


@pytest.mark.parametrize(
    "mail",
    ["a;b@exemple.fr", "a,@exemple.fr", "groupe:@exemple.fr", "(a@exemple.fr", "a[b@exemple.fr", "é@exemple.fr",
     ".a@exemple.fr", "a..b@exemple.fr", "a@-x.fr", "a@b..fr", "\u202ea@exemple.fr", f"{'a' * 65}@exemple.fr"],
)  # fmt: skip
def test_national_mailboxes_are_one_address(said: Callable[[Damage], list[str]], mail: str) -> None:
    """A mailbox of those responsible, to which reports are sent, is one address that mail programs can read."""
    owners = "content/_owners.yml"
    assert said(swap(owners, "pole-fictif@exemple.fr", f'"{mail}"')) == [f"{owners}:6: valeur-refusee"]


@pytest.mark.parametrize("mail", ["a@exemple.fr", "action-sociale.50+site@dgfip.finances.gouv.fr", "A_B@x-y.exemple"])
def test_mailboxes_that_pass(said: Callable[[Damage], list[str]], mail: str) -> None:
    """The usual ways to write a mailbox all pass."""
    assert said(swap("content/_owners.yml", "pole-fictif@exemple.fr", mail)) == []


@pytest.mark.parametrize(
    "url", ["exemple.fr", "ftp://exemple.fr", "//exemple.fr", "https://exemple.fr/a b", "https://a\\\\b", "data:x"]
)
def test_addresses_that_do_not_pass(said: Callable[[Damage], list[str]], url: str) -> None:
    """Only a whole web address may be a source."""
    assert said(swap(AIDE, "https://exemple.fr/texte", url)) == [f"{AIDE}:11: adresse-refusee"]


@pytest.mark.parametrize(
    "mail", ["a!b@exemple.fr", "a,b@exemple.fr", "a,b%40autre.example@exemple.fr", "a%0Ab@exemple.fr", "a!b@autre.com"]
)
def test_mailboxes_of_several_people_or_with_signs_do_not_pass(said: Callable[[Damage], list[str]], mail: str) -> None:
    """A mailbox that hosts cannot be asked about, or that a mail program may read as several, is refused."""
    assert said(swap(FILE, "dunes@exemple.fr", f'"{mail}"')) == [f"{FILE}:5: valeur-refusee"]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://www.exemple.fr/é?a=1#b", None),
        ("https://exemple.com/", "lien-hote"),
        ("https://exemple.fr@exemple.com/", "valeur-refusee"),
        ("https://exemple.com:443/", "valeur-refusee"),
        ("https://[::1]/", "valeur-refusee"),
        ("https://exemple.com/a\u200bb", "valeur-refusee"),
        ("exemple.fr", "adresse-refusee"),
    ],
)
def test_addresses_of_a_department(said: Callable[[Damage], list[str]], url: str, rule: str | None) -> None:
    """An address that is no plain one of a known host is refused once, whatever it is a part of."""
    source = f'    email: dunes@exemple.fr\n    source: {{title: Texte fictif, url: "{url}"}}\n'
    expected = [f"{FILE}:6: {rule}"] if rule else []
    assert said(swap(FILE, "    email: dunes@exemple.fr\n", source)) == expected


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01", "1799-12-31"])
def test_days_at_the_ends_of_the_calendar(said: Callable[[Damage], list[str]], day: str) -> None:
    """A day beside which no other can be counted is refused at its line."""
    assert f"{FILE}:21: date-refusee" in said(swap(FILE, "2026-12-05", day))


@pytest.mark.parametrize("age", ["2024", '"2024"', '"2024-12"', "2024-12-31", "2026", '"2026-11"', "2026-11-22"])
def test_ages_that_pass(said: Callable[[Damage], list[str]], age: str) -> None:
    """A day, a month or a year pass, up to today."""
    assert said(swap(FILE, 'as_of: "2025-03"', f"as_of: {age}")) == []


def test_today_is_not_the_future(said: Callable[[Damage], list[str]]) -> None:
    """What was reviewed today passes."""
    assert said(swap(AIDE, "2026-06-01", "2026-11-22")) == []


def _day_by_day(day: date, count: int, unit: str) -> date:
    """The end of a review period, by walking the calendar one day or one month at a time."""
    if unit in {"jours", "semaines"}:
        for _ in range(count * (7 if unit == "semaines" else 1)):
            day += timedelta(days=1)
        return day
    first = day.replace(day=1)
    for _ in range(count * (12 if unit == "ans" else 1)):
        first = (first + timedelta(days=31)).replace(day=1)
    last = first
    while last.day < day.day and (last + timedelta(days=1)).month == first.month:
        last += timedelta(days=1)
    return last


@settings(deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.integers(1, 99),
    st.sampled_from(["jours", "semaines", "mois", "ans"]),
)
def test_review_periods_follow_the_calendar(day: date, count: int, unit: str) -> None:
    """Adding a period gives the day that walking the calendar gives."""
    duration = f"{count} {unit}"
    assert is_duration(duration)
    assert add_duration(day, duration) == _day_by_day(day, count, unit)


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        (swap("content/_owners.yml", "label: Pôle", "label: <img src=x onerror=x()> Pôle"), "content/_owners.yml:5"),
        (swap("content/_glossary.yml", "expansion: ", "expansion: <script>x()</script> "), "content/_glossary.yml:3"),
        (swap("content/_glossary.yml", "definition: ", "definition: a</p> "), "content/_glossary.yml:4"),
        (swap(TASKS, "question: ", "question: a&nbsp;b "), f"{TASKS}:3"),
        (swap(FACTS, "label: ", "label: <!-- "), f"{FACTS}:5"),
        (swap(AIDE, "title: Aide", "title: <b>Aide</b>"), f"{AIDE}:2"),
        (swap(AIDE, "{title: Texte fictif", "{title: Texte <"), f"{AIDE}:11"),
    ],
)
def test_national_values_hold_no_html(said: Callable[[Damage], list[str]], damage: Damage, place: str) -> None:
    """A tag or an entity in a plain text of the nation, which pages show as it is, is refused at its line."""
    assert said(damage) == [f"{place}: valeur-balise"]


@pytest.mark.parametrize("sign", ["\\0", "\\e[31m", "\\r\\nBcc: a@exemple.fr", "\\u202e", "\\u2066", "\\uFEFF"])
def test_national_values_hold_no_commands(said: Callable[[Damage], list[str]], sign: str) -> None:
    """A sign that a terminal, a mail program or a browser would obey is refused at its line."""
    damage = swap("content/_owners.yml", "label: Pôle fictif", f'label: "Pôle {sign}fictif"')
    assert said(damage) == ["content/_owners.yml:5: valeur-refusee"]
    assert said(swap(FACTS, "{title: Texte fictif}", f'{{title: "Texte{sign}"}}')) == [f"{FACTS}:18: valeur-refusee"]


def test_signs_that_are_no_html_stay(said: Callable[[Damage], list[str]]) -> None:
    """« < » before a figure, « & » between words: these are not HTML. An address may have « & »."""
    assert said(swap(AIDE, "title: Aide fictive", 'title: "Aides < 5 € & prêts > 3 €"')) == []
    assert said(swap(AIDE, "exemple.fr/texte", "exemple.fr/?a=1&copy;=2")) == []


@pytest.mark.parametrize(
    ("note", "rules"),
    [
        ("voir [ici](../aide.md)", ["marque-brute"]),
        ("{{ department.name }}", ["marque-brute"]),
        ("**[x](https://exemple.fr/x)**", ["marque-brute"]),
        ("**gras** et [x](https://exemple.fr/x)", []),
    ],
)
def test_marks_in_a_note(said: Callable[[Damage], list[str]], note: str, rules: list[str]) -> None:
    """What a page would show as typed is named."""
    entry = f'  - {{title: Sortie fictive, starts_on: 2026-12-05, note: "{note}"}}\noffers:'
    assert [one.rpartition(" ")[2] for one in said(swap(FILE, "offers:", entry))] == rules


@pytest.mark.parametrize("other", ['time: "16:00"', "place: Autre salle", "starts_on: 2026-12-06"])
def test_the_same_title_at_another_time_or_place(said: Callable[[Damage], list[str]], other: str) -> None:
    """Two showings, two places and two days are no event written twice."""
    entry = {"title": "Arbre de Noël fictif", "starts_on": "2026-12-05", "time": '"14:30"'}
    entry |= dict([other.split(": ")])
    text = ", ".join(f"{key}: {value}" for key, value in entry.items())
    assert said(swap(FILE, "offers:", f"  - {{{text}}}\noffers:")) == []


def test_a_date_in_quotes_is_a_date(said: Callable[[Damage], list[str]]) -> None:
    """Content managers and formatters of YAML write dates between quotes."""
    assert said(swap(FILE, "starts_on: 2026-12-05", 'starts_on: "2026-12-05"')) == []


@pytest.mark.parametrize(
    ("end", "last", "rules"),
    [
        ("", "2026-12-05", []),
        ("", "2026-12-06", ["evenement-dates"]),
        ("    ends_on: 2026-12-06\n", "2026-12-06", []),
        ("    ends_on: 2026-12-06\n", "2026-12-07", ["evenement-dates"]),
    ],
)
def test_the_last_day_to_register(said: Callable[[Damage], list[str]], end: str, last: str, rules: list[str]) -> None:
    """One may register until the last day of the event, not after it."""
    damage = swap(FILE, "    ends_on: 2026-12-06\n", f"{end}    register_by: {last}\n")
    assert said(damage) == [f"{FILE}:20: {rule}" for rule in rules]


@pytest.mark.parametrize(
    ("key", "line"), [("title: Aide fictive", 2), ("description: Page fictive pour les tests.", 3)]
)
def test_a_plain_text_shows_no_fact(said: Callable[[Damage], list[str]], key: str, line: int) -> None:
    """Braces in a title or a description would show as they are; « amount » may have them."""
    name = key.partition(":")[0]
    assert said(swap(AIDE, key, f"{name}: 'Aide de {{{{ fact(\"logement.aide\") }}}}'")) == [
        f"{AIDE}:{line}: valeur-refusee"
    ]
    assert said(swap(FILE, "  - title: Cinéma fictif", "  - title: Place {{ department.de }}")) == [
        f"{FILE}:25: valeur-refusee"
    ]
    assert said(swap(AIDE, "kind: benefit", "kind: benefit\namount: '{{ fact(\"logement.aide\") }}'")) == []
