"""Rules on links, anchors, images and files of built pages."""

from __future__ import annotations

from .rule import Rule, error, warning

_BROKEN = "Un lien mort fait perdre confiance dans toute la page."
_ALONE = "Les pages ne demandent rien à un autre serveur : elles marchent sur un intranet fermé."

RULES: dict[str, Rule] = {
    "lien-casse": error(
        "le lien « {link} » mène à « {target} », qui n'existe pas, {sites}", "corriger ou retirer le lien", _BROKEN
    ),
    "lien-majuscules": error(
        "le lien « {link} » mène à « {target} », qui s'écrit « {near} », {sites}",
        "écrire l'adresse avec les mêmes majuscules et les mêmes accents",
        "Sur le poste qui l'écrit, le lien peut marcher ; sur le serveur, non.",
    ),
    "lien-absolu": error(
        "le lien « {link} » part de la racine du serveur (« {target} »), {sites}",
        "écrire un lien relatif, vers le fichier .md",
        "Les sites doivent pouvoir être rangés n'importe où sur un serveur.",
    ),
    "ancre-absente": error(
        "le lien « {link} » mène à « {target} », mais la page n'a pas d'ancre « {anchor} », {sites}",
        "reprendre le titre tel qu'il est dans la page visée",
        _BROKEN,
    ),
    "image-absente": error("l'image « {target} » n'existe pas, {sites}", "déposer l'image, ou la retirer", _BROKEN),
    "image-sans-alt": error(
        "l'image « {src} » n'a pas de texte de remplacement, {sites}",
        'la décrire, ou écrire alt="" si elle n\'est que décorative',
        "Qui ne voit pas l'image doit avoir la même information (RGAA 1.1).",
    ),
    "fichier-absent": error(
        "le fichier « {target} » que la page charge n'existe pas, {sites}",
        "le déposer dans overrides/assets/, ou ne plus le charger",
        _BROKEN,
    ),
    "ressource-exterieure": error(
        "la page charge « {src} » d'un autre serveur, {sites}", "en mettre une copie dans le projet", _ALONE
    ),
    "lien-hors-departement": warning(
        "le lien « {link} » emmène dans le site d'un autre département (« {target} »), {sites}",
        "mener à la même page du département, ou au choix du département sur le portail",
        "Qui change de département sans le voir lit ensuite de mauvais contacts.",
    ),
    "lien-vers-redirection": warning(
        "le lien « {link} » mène à « {target} », qui renvoie ailleurs, {sites}", "lier la page d'arrivée", _BROKEN
    ),
    "redirection-cassee": error(
        "« {page} » renvoie à « {target} », qui n'existe pas, {sites}", "corriger ou retirer la redirection", _BROKEN
    ),
    "redirection-en-chaine": warning(
        "« {page} » renvoie à « {target} », qui renvoie encore ailleurs, {sites}",
        "renvoyer directement à la page d'arrivée",
        _BROKEN,
    ),
    "page-sans-lien": error(
        "aucune page ne mène à « {page} », {sites}",
        "la lier depuis sa rubrique, ou la supprimer",
        "Une page que rien ne lie n'est lue par personne.",
    ),
}
