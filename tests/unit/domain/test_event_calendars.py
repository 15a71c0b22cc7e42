"""Calendar files: what they say, that they never change without their event, and that a site has them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar

from troisclics.domain.event_calendars import LOCAL, calendar_paths, coming_events, format_calendar
from troisclics.model import Event

from ..commands import DAY, files_of, mkdocs, troisclics

TREE = Event(
    title="Arbre de Noël : fête, « goûter » ; jeux",
    starts_on=date(2026, 12, 5),
    ends_on=date(2026, 12, 6),
    time="14 h 30",
    place="Salle des fêtes, rez-de-chaussée",
    audience="enfants",
    price="gratuit",
    note="Inscription avant le 1er décembre.",
    status="confirmed",
    last_reviewed_on=date(2026, 11, 2),
)


def entry(event: Event) -> icalendar.Event:
    """The only entry of the calendar file of `event`, read back."""
    (found,) = icalendar.Calendar.from_ical(format_calendar(event, "noel@dunes")).walk("VEVENT")
    return found


def test_a_calendar_says_all_of_its_event() -> None:
    """Whole days, the last one included; place, hour, people, price and note are there, commas and accents kept."""
    said = entry(TREE)
    assert (said["SUMMARY"], said["LOCATION"]) == (TREE.title, TREE.place)
    assert (said["DTSTART"].dt, said["DTEND"].dt) == (date(2026, 12, 5), date(2026, 12, 7))
    assert said["DESCRIPTION"] == (
        "Heure : 14 h 30\nPour : enfants\nPrix ou prise en charge : gratuit\nInscription avant le 1er décembre."
    )
    assert (said["UID"], said["STATUS"]) == ("noel@dunes", "CONFIRMED")


def test_a_calendar_leads_to_the_site_and_the_form_of_its_event() -> None:
    """Addresses are complete, since a calendar is not on the site; an event without them has none."""
    given = Event(title="Sortie", starts_on=date(2027, 1, 4), url="https://exemple.fr/sortie", form="bulletin.pdf")
    form = "https://intranet.example/social/50-manche/ma-delegation/bulletin.pdf"
    (found,) = icalendar.Calendar.from_ical(format_calendar(given, "a", form)).walk("VEVENT")
    assert (found["URL"], found["ATTACH"]) == ("https://exemple.fr/sortie", form)
    assert {"URL", "ATTACH"} & set(entry(TREE)) == set()


def test_the_stamp_comes_from_the_data() -> None:
    """The stamp is the day of the last review, else the first day of the event: never the day of the build."""
    assert entry(TREE)["DTSTAMP"].dt == datetime(2026, 11, 2, tzinfo=UTC)
    unseen = Event(title="Sortie", starts_on=date(2027, 1, 4))
    assert entry(unseen)["DTSTAMP"].dt == datetime(2027, 1, 4, tzinfo=UTC)
    assert format_calendar(unseen, "a") == format_calendar(unseen, "a")


def test_a_doubt_is_told() -> None:
    """An event that nobody has confirmed is tentative, and says with whom to check."""
    said = entry(Event(title="Sortie", starts_on=date(2027, 1, 4)))
    assert said["STATUS"] == "TENTATIVE"
    assert said["DESCRIPTION"] == "À confirmer auprès de la délégation."


def test_lines_are_folded() -> None:
    """No line is longer than the 75 bytes of RFC 5545, and lines end as it wants."""
    text = format_calendar(Event(title="É" * 200, starts_on=date(2027, 1, 4)), "a")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_names_of_files() -> None:
    """A name is the day and the title, safe in an address; two events of one day and title have two files."""
    twice = Event(title="Sortie 14/30 : l'île", starts_on=date(2027, 1, 4))
    assert calendar_paths([twice, twice, Event(title="«»", starts_on=date(2027, 1, 4))], LOCAL) == [
        "agenda/2027-01-04-sortie-14-30-l-ile.ics",
        "agenda/2027-01-04-sortie-14-30-l-ile-2.ics",
        "agenda/2027-01-04-evenement.ics",
    ]


def test_what_is_over_has_no_file() -> None:
    """An event has its file until its last day, included."""
    assert coming_events([TREE], date(2026, 12, 6)) == [TREE]
    assert coming_events([TREE], date(2026, 12, 7)) == []


NATIONAL = """\
events:
  - {title: Journée fictive, starts_on: 2027-02-01, owner: pole-fictif, status: confirmed, last_reviewed_on: 2026-11-01}
"""
LOCAL_EVENTS = """\
events:
  - {title: Arbre fictif, starts_on: 2026-12-05, form: bulletin.pdf, contact: accueil}
  - {title: Sortie passée, starts_on: 2026-06-01}
"""


def test_sites_hold_the_files_that_stock_mkdocs_writes(root: Path, tmp_path: Path) -> None:
    """National events are on each site, a department's own on its own; the stock build gives the same bytes."""
    (root / "content/_events.yml").write_text(NATIONAL, encoding="utf-8")
    department = root / "departments/9a-falaises/department.yml"
    department.write_text(department.read_text(encoding="utf-8") + LOCAL_EVENTS, encoding="utf-8")
    (root / "departments/9a-falaises/ma-delegation").mkdir()
    (root / "departments/9a-falaises/ma-delegation/bulletin.pdf").write_bytes(b"%PDF-1.7")
    (root / "content/index.md").write_text(
        (root / "content/index.md").read_text(encoding="utf-8") + '\n{{ seam("events") }}\n', encoding="utf-8"
    )
    config = root / "mkdocs.yml"
    config.write_text(
        f"site_url: https://intranet.example/social/\n{config.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    run = troisclics("build", "--root", root, "--today", DAY, "--out", tmp_path / "site")
    assert run.returncode == 0, run.stderr
    national, own = "agenda/national/2027-02-01-journee-fictive.ics", "agenda/2026-12-05-arbre-fictif.ics"
    built = {path: content for path, content in files_of(tmp_path / "site").items() if path.endswith(".ics")}
    assert set(built) == {
        national, f"9a-falaises/{national}", f"9a-falaises/{own}", f"90-dunes/{national}",
    } | {path for path in built if path.startswith("90-dunes/agenda/2")}  # fmt: skip
    assert built[national] == built[f"9a-falaises/{national}"]
    home = (tmp_path / "site/9a-falaises/index.html").read_text(encoding="utf-8")
    assert f'href="./{national}"' in home
    assert f'href="./{own}"' in home
    assert '<a href="./ma-delegation/bulletin.pdf" download>Arbre fictif (PDF, 8 o)</a>' in home
    form = b"ATTACH:https://intranet.example/social/9a-falaises/ma-delegation/bulletin.pdf\r\n"
    assert form in built[f"9a-falaises/{own}"].replace(b"\r\n ", b"")
    staged = tmp_path / "staged"
    assert troisclics("stage", "9A", "--root", root, "--today", DAY, "--out", staged).returncode == 0
    done = mkdocs(staged / "mkdocs.yml", tmp_path / "stock")
    assert done.returncode == 0, done.stderr
    for path in (national, own, "index.html"):
        assert (tmp_path / "stock" / path).read_bytes() == (tmp_path / "site/9a-falaises" / path).read_bytes()
