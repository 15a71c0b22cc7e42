"""Rules on the link to the portal in pages saved from intranets."""

from __future__ import annotations

from .rule import Rule, error, warning

_ONE = "Un agent qui change de direction doit retrouver le lien au même endroit, sous le même nom, du premier coup."

RULES: dict[str, Rule] = {
    "intranet-lien-absent": error("aucun lien vers le portail de l'action sociale", "coller {where} : {snippet}", _ONE),
    "intranet-lien-double": error(
        "le lien vers le portail est déjà ligne {first}",
        "garder un seul des deux liens",
        "Deux liens semblables font hésiter, et l'un des deux vieillit sans que personne le voie.",
    ),
    "intranet-adresse": error(
        "le lien mène à « {href} », qui n'est pas l'accueil du portail", 'écrire href="{address}"', _ONE
    ),
    "intranet-libelle": error("le lien s'intitule « {text} »", "écrire exactement « {label} »", _ONE),
    "intranet-cache": error(
        "le lien est dans un élément fermé ou caché",
        "le sortir du menu ou du volet, et le placer {where}",
        "Chaque menu à ouvrir est un geste de plus, et l'agent qui ne l'ouvre pas ne sait pas que le lien existe.",
    ),
    "intranet-place": error(
        "le lien est le {found}, et non le {common}",
        "le placer {where} ; si la page n'a pas d'élément <header>, donner role=\"banner\" à son bandeau",
        _ONE,
    ),
    "intranet-onglet": warning(
        "le lien s'ouvre dans un nouvel onglet",
        'retirer target="_blank"',
        "Le bouton « Précédent » ne ramène plus à l'intranet, et rien n'annonce le changement de fenêtre.",
    ),
}
