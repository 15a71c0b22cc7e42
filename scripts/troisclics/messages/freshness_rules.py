"""Rules on ageing content: reviews, values that end, past events, and missing git history."""

from __future__ import annotations

from .rule import Rule, error, note, warning

_REVIEW = "Une page que personne ne relit finit par tromper ceux qui la lisent."
_LOCAL = "Une délégation ne répond que de ce qu'elle a vérifié ; le reste est montré « à confirmer »."
_ENDS = "Ce qui a une fin doit être renouvelé ou retiré : le site le montre « à confirmer » dès le lendemain."
_GIT = "L'historique dit quand un texte a vraiment changé ; sans lui, aucune date ne peut être crue."

RULES: dict[str, Rule] = {
    # --- Reviews
    "revue-absente": error(
        "« {title} » n'a jamais été relu, responsable : {owner}",
        "comparer le texte à ses sources, puis « troisclics review {file} --against ADRESSE »",
        _REVIEW,
    ),
    "delai-absent": error(
        "« {title} » n'a pas de délai de relecture",
        "ajouter « review_in: 6 mois » (ou « 1 an »)",
        "Sans délai, personne ne sait quand revenir : rien n'est jamais en retard.",
    ),
    "revue-depassee": error(
        "« {title} » : à relire avant le {due} ({days} jours de retard), responsable : {owner}",
        "relire d'après les sources, puis « troisclics review {file} --against ADRESSE »",
        _REVIEW,
    ),
    "revue-proche": note(
        "« {title} » : à relire avant le {due} (dans {days} jours), responsable : {owner}",
        "prévoir la relecture ; le calendrier s'obtient par « troisclics report freshness --format ics »",
        _REVIEW,
    ),
    "revue-sans-source": note(
        "« {title} » : {reason}",
        "ajouter « sources » à l'en-tête, ou relire par « troisclics review {file} --against ADRESSE »",
        "Une relecture qui ne dit pas d'après quoi ne peut être refaite par personne.",
    ),
    "non-verifie": note(
        "« {title} » n'a jamais été vérifié{age}, responsable : {owner}",
        "vérifier, puis écrire « status: confirmed » et « last_reviewed_on », ou retirer l'information",
        _LOCAL,
    ),
    # --- What ends
    "fait-perime": warning(
        "la valeur de « {title} » était valable jusqu'au {due} ({days} jours), responsable : {owner}",
        "chercher la valeur en vigueur et l'ajouter sous « values », ou repousser « revise_by » si elle est maintenue",
        _ENDS,
    ),
    "bareme-ancien": note(
        "la valeur de « {title} » est celle d'un barème antérieur, du {start}",
        "chercher le barème en vigueur et l'ajouter sous « values », puis fermer l'ancien par « to »",
        _ENDS,
    ),
    "evenement-passe": note(
        "« {title} » est passé depuis le {due} ({days} jours)",
        "retirer l'événement, ou annoncer le suivant",
        "Un agenda plein d'événements passés dit que plus personne ne s'en occupe.",
    ),
    "offre-terminee": note("« {title} » est terminée depuis le {due}", "renouveler l'offre, ou la retirer", _ENDS),
    "permanence-ancienne": warning(
        "« {title} » est une permanence de {year}",
        "écrire les permanences de l'année en cours, et changer « year »",
        _ENDS,
    ),
    "declaration-echue": error(
        "la déclaration d'accessibilité du {start} vaut trois ans : sa valeur doit être à revoir avant le {due}",
        "écrire « revise_by: {due} », ou établir une nouvelle déclaration",
        "Une déclaration d'accessibilité est valable trois ans au plus (RGAA, obligations).",
    ),
    # --- Stamps and history
    "relectures-en-bloc": warning(
        "les {count} dernières relectures n'ont changé que des dates, en bloc, sans dire ce qui a été vérifié",
        "relire vraiment, puis « troisclics review {file} --against ADRESSE »",
        "Une date changée sans relire fait croire à jour ce que personne n'a lu.",
    ),
    "historique-absent": error(
        "pas d'historique git : {detail}",
        "lancer la commande dans un clone complet du dépôt",
        _GIT,
    ),
    "historique-tronque": error(
        "l'historique git est tronqué (clone superficiel) : ni les âges ni les relectures en bloc ne sont connus",
        "cloner en entier : « git fetch --unshallow », ou dans une CI « fetch-depth: 0 » ou « GIT_DEPTH: 0 »",
        _GIT,
    ),
    "historique-futur": error(
        "l'historique git contient un enregistrement daté de demain ou plus tard ({newest})",
        "mettre à l'heure le poste qui l'a écrit, ou donner le bon « --today »",
        _GIT,
    ),
    "fichier-non-suivi": warning(
        "le fichier n'est pas dans l'historique git : rien ne prouve ses dates",
        "enregistrer le fichier dans git (« git add », « git commit »)",
        _GIT,
    ),
}
