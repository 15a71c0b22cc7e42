"""What a template may see of a department: plain French texts, dated, with their doubt."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from troisclics.domain.department_view import department_view, trust, trusted_until
from troisclics.model import Contact, Event, LocalFact, Offer, OverlayMeta, Permanence, Restaurant, Source

from ..samples import TODAY, make_department, make_overlay

DAY = timedelta(days=1)


def test_identity() -> None:
    """The name comes with its article, and the code stays a text."""
    view = department_view(
        make_department("2A", slug="2a-corse-du-sud", name="Corse-du-Sud", de="de la Corse-du-Sud"), TODAY
    )
    assert (view["code"], view["slug"], view["de"]) == ("2A", "2a-corse-du-sud", "de la Corse-du-Sud")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (LocalFact(), "à confirmer par la délégation"),
        (LocalFact(as_of=2024), "à confirmer par la délégation (information de 2024)"),
        (LocalFact(as_of="2026-01"), "à confirmer par la délégation (information de janvier\u00a02026)"),
        (LocalFact(status="confirmed"), "à confirmer par la délégation"),
        (LocalFact(status="confirmed", last_reviewed_on=date(2026, 3, 1)), "vérifié le 1ᵉʳ\u00a0mars\u00a02026"),
        (
            LocalFact(status="confirmed", last_reviewed_on=date(2025, 11, 21)),
            "vérifié le 21\u00a0novembre\u00a02025, à confirmer : relecture en retard",
        ),
        (
            LocalFact(status="confirmed", last_reviewed_on=date(2026, 8, 21), review_in="3 mois"),
            "vérifié le 21\u00a0août\u00a02026, à confirmer : relecture en retard",
        ),
        (
            Permanence(label="Bureau", year=2025, status="confirmed", last_reviewed_on=date(2026, 3, 2)),
            "vérifié le 2\u00a0mars\u00a02026, à confirmer",
        ),
        (LocalFact(last_reviewed_on=date(2026, 3, 2)), "vérifié le 2\u00a0mars\u00a02026, à confirmer"),
        (
            OverlayMeta(as_of=date(2025, 10, 21)),
            "à confirmer par la délégation (information du 21\u00a0octobre\u00a02025)",
        ),
        (LocalFact(as_of="2026-10"), "à confirmer par la délégation (information d'octobre\u00a02026)"),
        (LocalFact(as_of="2026-04"), "à confirmer par la délégation (information d'avril\u00a02026)"),
    ],
)
def test_trust(fact: LocalFact | OverlayMeta, words: str) -> None:
    """An entry is « vérifié » only if someone vouched for it on a day; otherwise it is to be confirmed."""
    assert trust(fact, TODAY) == words


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "+33199001234"),
        ("0199001234", "+33199001234"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("+33199001234", "+33199001234"),
        ("3939", "3939"),
        ("39 39", "3939"),
        (None, ""),
    ],
)
def test_phone_numbers_can_be_dialled(phone: str | None, tel: str) -> None:
    """Every way of writing a number that is accepted gives the same number to dial, short numbers as they are."""
    department = make_department(
        contacts=(Contact(label="Accueil", phone=phone),), permanences=(Permanence(label="Permanence", phone=phone),)
    )
    view = department_view(department, TODAY)
    assert [entry["tel"] for entry in (*view["contacts"], *view["permanences"])] == [tel, tel]


def test_events_are_parted_by_their_last_day() -> None:
    """An event is to come until its last day included, soonest first; then it is past, latest first."""
    events = (
        Event(title="Dans dix jours", starts_on=TODAY + 10 * DAY),
        Event(title="Hier", starts_on=TODAY - DAY),
        Event(title="En cours", starts_on=TODAY - 5 * DAY, ends_on=TODAY),
        Event(title="Aujourd'hui", starts_on=TODAY),
        Event(title="Avant-hier", starts_on=TODAY - 9 * DAY, ends_on=TODAY - 2 * DAY),
    )
    view = department_view(make_department(events=events), TODAY)
    assert [event["title"] for event in view["events"]] == ["En cours", "Aujourd'hui", "Dans dix jours"]
    assert [event["title"] for event in view["past_events"]] == ["Hier", "Avant-hier"]


@pytest.mark.parametrize(
    ("last", "dates"),
    [
        (None, "1ᵉʳ\u00a0décembre\u00a02026"),
        (date(2026, 12, 1), "1ᵉʳ\u00a0décembre\u00a02026"),
        (date(2026, 12, 3), "du 1ᵉʳ\u00a0décembre\u00a02026 au 3\u00a0décembre\u00a02026"),
    ],
)
def test_the_days_of_an_event(last: date | None, dates: str) -> None:
    """One day is named once, several as « du … au … », and a machine can read the first."""
    event = Event(title="Arbre de Noël", starts_on=date(2026, 12, 1), ends_on=last)
    (view,) = department_view(make_department(events=(event,)), TODAY)["events"]
    assert (view["dates"], view["iso"]) == (dates, "2026-12-01")


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        ("de 14 h 30 à 16 h, en salle 12", "de 14\u00a0h\u00a030 à 16\u00a0h, en salle 12"),
        ("14h 30 puis heure libre", "14h\u00a030 puis heure libre"),
        ("14:30", "14:30"),
    ],
)
def test_an_hour_is_not_parted(time: str, shown: str) -> None:
    """A line never breaks inside an hour; other spaces stay."""
    (view,) = department_view(make_department(events=(Event(title="S", starts_on=TODAY, time=time),)), TODAY)["events"]
    assert view["time"] == shown


def test_a_form_is_shown_until_the_last_day_to_register() -> None:
    """With its format and weight; neither later, nor for what is past, nor if it was not found."""
    keys = {"title": "Sortie", "form": "bulletin.odt"}
    events = (
        Event(starts_on=TODAY, **keys),
        Event(starts_on=TODAY + DAY, register_by=TODAY, **keys),
        Event(starts_on=TODAY + 2 * DAY, register_by=TODAY - DAY, **keys),
        Event(starts_on=TODAY + 3 * DAY, title="Sortie", form="perdu.pdf"),
        Event(starts_on=TODAY - DAY, **keys),
    )
    department = replace(make_department(events=events), forms=(("bulletin.odt", 120_400),))
    view = department_view(department, TODAY)
    form = {"path": "ma-delegation/bulletin.odt", "about": "ODT, 120 Ko"}
    assert [event["form"] for event in view["events"]] == [form, form, None, None]
    assert [event["form"] for event in view["past_events"]] == [None]


def test_an_offer_ends_on_its_last_day() -> None:
    """An offer is shown until `valid_until` included, with that day in words; without one it stays."""
    offers = (
        Offer(title="Hier", valid_until=TODAY - DAY),
        Offer(title="Aujourd'hui", valid_until=TODAY),
        Offer(title="Toujours"),
    )
    shown = department_view(make_department(offers=offers), TODAY)["offers"]
    assert [(offer["title"], offer["valid_until"]) for offer in shown] == [
        ("Aujourd'hui", "22\u00a0novembre\u00a02026"),
        ("Toujours", None),
    ]


@pytest.mark.parametrize(
    ("kind", "words"), [("REFI", "restaurant financier"), ("RIA", "inter-administratif"), ("RC", "conventionné")]
)
def test_kinds_of_restaurant_are_explained(kind: str, words: str) -> None:
    """A restaurant's kind is written out, its acronym kept in brackets."""
    restaurant = Restaurant(name="Le Zinc", kind=kind)  # type: ignore[arg-type]
    (view,) = department_view(make_department(restaurants=(restaurant,)), TODAY)["restaurants"]
    assert words in view["kind"]
    assert f"({kind})" in view["kind"]


def test_only_added_pages_are_listed() -> None:
    """The pages of a department are those it adds, which have a title, not those it completes."""
    added = make_overlay(uri="ma-delegation/sortie.md", title="Sortie", description="À la mer.")
    view = department_view(make_department("50", make_overlay(), added), TODAY)
    assert view["pages"] == [{"uri": "ma-delegation/sortie.md", "title": "Sortie", "description": "À la mer."}]


def test_a_view_is_plain_data() -> None:
    """A view can be written as YAML or JSON as it is, and shows no internal key of the file."""
    source = Source("Affiche", "https://exemple.test/")
    view = department_view(
        make_department(
            contacts=(Contact(label="Accueil", source=source),),
            events=(Event(title="Sortie", starts_on=TODAY, source=source),),
            offers=(Offer(title="Cinéma", valid_until=TODAY),),
        ),
        TODAY,
    )
    assert json.loads(json.dumps(view)) == view
    internal = {field.name for field in fields(LocalFact)} - {"source"}
    for kind in ("contacts", "events", "offers"):
        assert not internal & set(view[kind][0])


@pytest.mark.parametrize(
    ("fact", "until"),
    [
        (LocalFact(), None),
        (LocalFact(last_reviewed_on=date(2026, 11, 1)), None),
        (LocalFact(status="confirmed", last_reviewed_on=date(2025, 11, 22)), date(2026, 11, 22)),
        (LocalFact(status="confirmed", last_reviewed_on=date(2025, 11, 21)), None),
        (LocalFact(status="confirmed", last_reviewed_on=date(2026, 8, 31), review_in="3 mois"), date(2026, 11, 30)),
        (
            Permanence(label="Bureau", year=2026, status="confirmed", last_reviewed_on=date(2026, 3, 2)),
            date(2026, 12, 31),
        ),
    ],
)
def test_trusted_until(fact: LocalFact, until: date | None) -> None:
    """A vouched entry holds to the last day of its period, and a permanence no longer than its year."""
    assert trusted_until(fact, TODAY) == until
