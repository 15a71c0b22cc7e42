"""Rules on text that was true and no longer is."""

from __future__ import annotations

from .rule import Rule, error, warning

_OLD = "Un ancien montant dans un texte trompe l'agent, et personne ne le cherche : l'historique des faits le retrouve."
_DATE = "Une date passée annoncée au futur dit à tous que la page n'est plus tenue."
_MARK = "si c'est voulu, finir la ligne par « <!-- ancien --> » (« # ancien » dans une fiche)"

RULES: dict[str, Rule] = {
    "valeur-ancienne": error(
        "« {written} » est une ancienne valeur de « {title} » (jusqu'au {end}) ; aujourd'hui : {now} ({source})",
        'écrire {{{{ fact("{id}") }}}} à la place du nombre ; ' + _MARK,
        _OLD,
    ),
    "nom-ancien": warning(
        "« {written} » est l'ancien nom de « {now} »",
        "écrire « {now} », et l'ancien nom après « anciennement » s'il aide à comprendre ; " + _MARK,
        "Les deux noms font croire à deux aides ou à deux associations.",
    ),
    "annonce-passee": error(
        "« {written} » : cette date est passée",
        "retirer l'annonce, la mettre au passé, ou donner la prochaine date ; " + _MARK,
        _DATE,
    ),
    "annee-passee": warning(
        "« {written} » : cette année est passée",
        "mettre à jour ce qui est donné, et l'année ; " + _MARK,
        _DATE,
    ),
    "mot-sans-date": warning(
        "« {written} » ne veut rien dire dans six mois",
        "donner la date ; " + _MARK,
        "Une page est lue longtemps après avoir été écrite.",
    ),
    "jour-faux": error(
        "« {written} » : ce n'est pas le bon jour de la semaine ({right})",
        "vérifier la date à la source : le jour ou la date est faux",
        "Un jour qui ne va pas avec sa date vient souvent d'une annonce recopiée de l'année d'avant.",
    ),
}
