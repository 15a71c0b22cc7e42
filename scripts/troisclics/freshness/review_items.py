"""List the items under review, each with its dates and age band."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain.fact_values import value_on
from ..domain.review_periods import LOCAL_REVIEW, review_due
from ..domain.schedule import shown_on
from ..git.history import FileHistory, History
from ..model import (
    ALL_DEPARTMENTS,
    Band,
    Contact,
    Department,
    Event,
    Fact,
    FreshnessSettings,
    LocalFact,
    Offer,
    Overlay,
    Page,
    PartialDate,
    Permanence,
    Project,
    Restaurant,
    ReviewItem,
)
from .age_bands import band_of, unreviewed
from .rubber_stamps import uncounted_dates

NO_OWNER = ""
"""The owner of items without a known owner: an error, reported when files are read."""

TO_CONFIRM = "page à confirmer"
"""The reason why a page marked as unconfirmed is not fresh."""

NO_SOURCE = "aucune source : rien ne dit d'après quoi elle a été relue"
"""The reason why a page without sources is not fresh, unless its review cites some (`review --against`)."""

WITH_SOURCES = {"benefit", "operator", "journey", "page", "legal"}
"""The kinds of pages with statements to check against a source; the others link to them."""


@dataclass(frozen=True, slots=True)
class ReviewRater:
    """Assigns items to bands on `today`.

    With an incomplete `history` nothing is fresh; if None, git is not considered.
    """

    today: date
    settings: FreshnessSettings
    history: History | None = None

    def rate(self, item: ReviewItem) -> ReviewItem:
        """Return `item` with the review that counts, its last change, its band and why it is not fresh."""
        file = self.history.files.get(item.place.file) if self.history else None
        reviewed = self._counted(item.claimed, file)
        due = item.due if reviewed == item.claimed else review_due(reviewed, item.review_in)
        band = band_of(reviewed, due, self.today, self.settings.soon)
        if item.claimed is None:
            band = unreviewed(item.as_of, self.today)
        changed = file.changed[0] if file and file.changed else None
        stated = bool(file and file.reviews and file.reviews[0].stated)
        reason = "" if item.reason == NO_SOURCE and stated else item.reason
        if reviewed != item.claimed:
            reason = "relectures en bloc, sans dire ce qui a été vérifié : elles ne comptent pas"
        elif self.history is not None and file is None:
            reason = reason or "aucun historique git : rien ne prouve la date"
        if reason:  # what cannot be verified is not fresh
            band = max(band, Band.SOON)
        return dataclasses.replace(
            item, reviewed=reviewed, due=due, changed=changed, band=band, reason=reason, rechecked=_rechecked(file)
        )

    def _counted(self, claimed: date | None, file: FileHistory | None) -> date | None:
        if claimed is None or file is None:
            return claimed
        return uncounted_dates(file, self.settings.stamps).get(claimed, claimed)


def _rechecked(file: FileHistory | None) -> bool:
    """Return whether `file` was reviewed later than the day of its creation, not counting rubber stamps."""
    if file is None or not file.changed:
        return False
    return any(review.written > file.changed[-1] and not review.stamp for review in file.reviews)


def items_of(project: Project, rater: ReviewRater) -> Iterator[ReviewItem]:
    """Yield all items of `project`, rated: pages, national facts and events, then those of each department.

    What the sites of the day do not show is not to be reviewed.
    """
    project = shown_on(project, rater.today)
    titles = {page.uri: page.meta.title for page in project.tree.pages}
    for page in project.tree.pages:
        yield rater.rate(_page_item(page))
    for fact in project.tree.facts:
        yield rater.rate(_fact_item(fact, rater.today))
    for event in project.tree.events:
        yield rater.rate(_local_item(event, None, rater.today))
    for department in project.departments:
        for overlay in department.overlays:
            yield rater.rate(_overlay_item(overlay, department, titles.get(overlay.uri, "")))
        for entry in local_facts(department):
            yield rater.rate(_local_item(entry, department, rater.today))


def pending_items(project: Project, rater: ReviewRater) -> Iterator[ReviewItem]:
    """Yield the shared pages that are yet to appear, rated: what they lack must be known before that day."""
    for page in project.tree.pages:
        if page.meta.publish_on is not None and page.meta.publish_on > rater.today:
            yield rater.rate(_page_item(page))


def local_facts(department: Department) -> tuple[LocalFact, ...]:
    """Return the entries of `department.yml`, in the order of its lists."""
    file = department.file
    return (*file.contacts, *file.permanences, *file.restaurants, *file.events, *file.offers)


def _page_item(page: Page) -> ReviewItem:
    meta = page.meta
    return ReviewItem(
        kind="page",
        title=meta.title,
        place=meta.at if meta.at.file else page.at,
        owner=meta.owner or NO_OWNER,
        review_in=meta.review_in,
        claimed=meta.last_reviewed_on,
        due=review_due(meta.last_reviewed_on, meta.review_in),
        reason=_page_doubt(page),
    )


def _page_doubt(page: Page) -> str:
    if page.meta.status == "to_confirm":
        return TO_CONFIRM
    if page.meta.kind in WITH_SOURCES and not page.meta.sources:
        return NO_SOURCE
    return ""


def _fact_item(fact: Fact, today: date) -> ReviewItem:
    value = value_on(fact, today)
    ends = [review_due(value.checked_on, fact.review_in), value.to, value.revise_by] if value else []
    reasons = {"to_confirm": "valeur à confirmer", "obsolete": "valeur d'un barème antérieur", "confirmed": ""}
    known = value is not None and value.value is not None
    return ReviewItem(
        kind="fact",
        title=fact.label,
        place=value.at if value else fact.at,
        owner=fact.owner or NO_OWNER,
        review_in=fact.review_in,
        claimed=value.checked_on if value else None,
        due=min((end for end in ends if end is not None), default=None) if fact.review_in else None,
        reason=reasons[value.status] if known and value else "valeur inconnue",
    )


def _overlay_item(overlay: Overlay, department: Department, page: str) -> ReviewItem:
    meta, review_in = overlay.meta, overlay.meta.review_in or LOCAL_REVIEW
    return ReviewItem(
        kind="local-page",
        title=meta.title or f"texte local de « {page} »",
        place=overlay.at,
        owner=department.file.owner,
        department=department.code,
        review_in=review_in,
        claimed=meta.last_reviewed_on,
        as_of=_first_day(meta.as_of),
        due=review_due(meta.last_reviewed_on, review_in),
        reason=_doubt(meta.status, meta.as_of),
    )


def _local_item(fact: LocalFact, department: Department | None, today: date) -> ReviewItem:
    review_in = fact.review_in or LOCAL_REVIEW
    due, last = review_due(fact.last_reviewed_on, review_in), last_day(fact)
    reason = _doubt(fact.status, fact.as_of)
    ended = last is not None and last < today
    if ended:
        reason = f"{_ENDED.get(type(fact), 'terminé')} le {last}"
    return ReviewItem(
        kind="local" if department else "event",
        title=title_of(fact),
        place=fact.at,
        owner=fact.owner or (department.file.owner if department else NO_OWNER),
        department=department.code if department else ALL_DEPARTMENTS,
        review_in=review_in,
        claimed=fact.last_reviewed_on,
        as_of=_first_day(fact.as_of),
        due=min(due, last) if due and last else due,
        reason=reason,
        ended=ended and isinstance(fact, Event | Offer),
    )


_ENDED: dict[type, str] = {Event: "passé", Offer: "terminée", Permanence: "année finie"}


def _doubt(status: str, as_of: object) -> str:
    if status == "confirmed":
        return ""
    return "à confirmer par la délégation" + (f" (information de {as_of})" if as_of else "")


def _first_day(when: PartialDate | None) -> date | None:
    """Return the first day of a day, month or year: the oldest possible age."""
    if when is None or isinstance(when, date):
        return when
    year, _, month = str(when).partition("-")
    return date(int(year), int(month or 1), 1) if year.isdecimal() and 1 <= int(month or 1) <= 12 else None


def last_day(fact: LocalFact) -> date | None:
    """Return the last day on which `fact` can be true by its own dates, or None."""
    match fact:
        case Event():
            return fact.ends_on or fact.starts_on
        case Offer():
            return fact.valid_until
        case Permanence(year=int() as year):
            return date(year, 12, 31)
    return None


def title_of(fact: LocalFact) -> str:
    """Return the name of an entry of `department.yml`, with its type."""
    for kind, (noun, name) in _NAMES.items():
        if isinstance(fact, kind):
            return f"{noun} : {name(fact)}"
    raise TypeError(type(fact).__name__)


_NAMES: dict[type, tuple[str, Callable[..., str]]] = {
    Contact: ("contact", lambda fact: fact.label),
    Permanence: ("permanence", lambda fact: fact.label),
    Restaurant: ("restaurant", lambda fact: fact.name),
    Event: ("événement", lambda fact: fact.title),
    Offer: ("offre", lambda fact: fact.title),
}
