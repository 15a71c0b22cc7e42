"""Write a short mail for each owner with something to do, as `.eml` files to open and send. Nothing is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP

from ..domain.french import count, format_date
from ..model import Band, FreshnessReport, OwnerLoad, ReviewItem
from .freshness_words import BANDS, about, link

MOST = 12
"""The maximum number of items in each list of a mail; the report has the rest."""
_NO_MAILBOX = (
    "Destinataire à compléter : aucune boîte fonctionnelle n'est connue pour « {label} »\n"
    "(elle s'écrit dans content/_owners.yml, « mailbox », ou dans les contacts de la délégation)."
)


def format_mails(report: FreshnessReport) -> dict[str, bytes]:
    """Return a mail for each owner with items that are late or due in the next 90 days, by the owner's id."""
    due = frozenset(item.place for item in report.due)
    mails = {}
    for load in report.owners:
        late = [item for item in load.items if item.band >= Band.OVERDUE and not item.ended]
        ended = [item for item in load.items if item.ended]
        soon = sorted((item for item in load.items if item.place in due and item not in late), key=_due)
        if load.id and (late or ended or soon or not load.items):
            mails[load.id] = _mail(report, load, late, ended, soon)
    return mails


def _due(item: ReviewItem) -> tuple[date, object]:
    return item.due or date.max, item.place


def _mail(
    report: FreshnessReport, load: OwnerLoad, late: list[ReviewItem], ended: list[ReviewItem], soon: list[ReviewItem]
) -> bytes:
    mail = EmailMessage(policy=SMTP.clone(cte_type="8bit"))
    todo = len(late) + len(ended) + len(soon)
    what = f"{count(todo, 'relecture')} à faire" if todo else "informations locales à écrire"
    mail["Subject"] = f"Action sociale : {what}"
    mail["Date"] = datetime(report.today.year, report.today.month, report.today.day, tzinfo=UTC)
    if load.mailbox:
        mail["To"] = load.mailbox
    parts = [] if load.mailbox else [_NO_MAILBOX.format(label=load.label)]
    parts += ["Bonjour,", f"Voici où en est ce dont vous répondez ({load.label}), au {format_date(report.today)}."]
    if not load.items:
        parts.append("Le site de votre département n'a encore aucune information locale : ni contact, ni permanence.")
    for title, items in (("En retard ou jamais relu", late), ("Terminé, à retirer", ended), ("À relire bientôt", soon)):
        if items:
            parts.append("\n".join([f"{title} ({len(items)}) :", *_lines(report, items)]))
    parts.append(
        "Pour une information vérifiée, il suffit de changer une ligne : la date de relecture.\n"
        "Ce que vous ne savez pas peut être retiré : mieux vaut une information absente qu'une information fausse."
    )
    mail.set_content("\n\n".join(parts) + "\n", cte="8bit")
    return mail.as_bytes()


def _lines(report: FreshnessReport, items: list[ReviewItem]) -> list[str]:
    lines = []
    for item in items[:MOST]:
        due = f", avant le {format_date(item.due)}" if item.due else ""
        lines.append(f"- {about(item)} : {item.reason or BANDS[item.band]}{due}")
        lines.append(f"  {link(report, item.place) or item.place}")
    return lines + ([f"- et {len(items) - MOST} autre(s), dans le rapport"] if len(items) > MOST else [])
