"""Rules on the texts and files that a department adds."""

from __future__ import annotations

from ..model.conventions import DELEGATION
from .rule import SAFE, SAME, Rule, error

RULES: dict[str, Rule] = {
    "overlay-orphelin": error(
        "aucune page nationale ne s'appelle « {uri} »{hint}",
        "{fix}",
        "Le texte ne paraîtrait nulle part.",
    ),
    "overlay-verrouille": error(
        "« {key} » ne peut pas être changé par un département",
        "retirer la clé : le titre, le menu, le responsable et les métadonnées sont nationaux",
        SAME,
    ),
    "overlay-titre": error(
        "la page ajoutée n'a pas de « {key} »",
        "ajouter « {key}: … » dans l'en-tête",
        "Une page ajoutée est listée par son titre et sa description.",
    ),
    "overlay-titre-niveau": error(
        "titre de niveau {level} dans un texte local",
        "{fix}",
        SAME,
    ),
    "overlay-fichier": error(
        "« {name} » n'est pas un fichier attendu dans un dossier de département",
        f"garder department.yml, des pages .md, et dans {DELEGATION} des images (png, jpg, gif, webp), des PDF et des "
        "formulaires (odt, ods, docx, xlsx)",
        SAFE,
    ),
    "contenu-fichier": error(
        "« {name} » ne se publie pas",
        "le retirer de content/ : un texte devient une page .md, une image se dépose en png, jpg, webp ou svg, "
        f"un formulaire de bureautique dans {DELEGATION} seulement",
        "Tout ce qui est dans content/ serait copié dans cent deux sites.",
    ),
    "fichier-douteux": error(
        "ce fichier devrait être {kind} et contient {what}",
        "enregistrer de nouveau le fichier sous ce format, ou corriger la fin de son nom",
        SAFE,
    ),
    "fichier-actif": error(
        "{kind} qui contient un programme (macro, script ou fichier joint)",
        "enregistrer une copie sans macro, sans script et sans fichier joint",
        SAFE,
    ),
    "departement-trop-de-fichiers": error(
        "{count} fichiers dans ce dossier, la limite est de {limit}",
        "retirer les fichiers qui ne servent plus",
        "Un dossier démesuré bloque la construction de tous les sites.",
    ),
    "fichier-national": error(
        "« {name} » est déjà le nom d'un fichier national, ou une ancienne adresse nationale",
        "donner un autre nom au fichier",
        SAME,
    ),
    "overlay-vide": error(
        "le texte local est vide",
        "écrire le texte, ou supprimer le fichier",
        "Un texte vide laisserait un trou dans la page.",
    ),
    "overlay-instruction": error(
        "instruction de gabarit « {text} » refusée dans un texte local",
        'n\'employer que {{{{ fact("…") }}}} et {{{{ department.… }}}}',
        SAFE,
    ),
    "overlay-html": error(
        "HTML « {text} » refusé dans un texte local", "écrire le texte en Markdown, sans balise", SAFE
    ),
    "overlay-script": error("code exécutable « {text} » refusé dans un texte local", "retirer ce code", SAFE),
    "overlay-lien": error(
        "lien « {text} » refusé dans un texte local",
        "n'employer que des liens https:, http:, mailto:, tel: ou vers une page du site",
        SAFE,
    ),
    "lien-hote": error(
        "lien vers « {address} » : ce site n'est pas de ceux vers lesquels une délégation peut mener",
        "corriger l'adresse, ou demander au SIRCOM d'ajouter le site à content/_hosts.yml",
        "Un lien vers un site inconnu peut mener un agent à un faux portail.",
    ),
    "lien-adresse": error(
        "adresse « {address} » refusée dans un texte local",
        "écrire le chemin d'une page du site, une adresse https://… ordinaire (sans port, identifiant ni nombre), "
        "mailto: suivi d'une boîte, ou tel: suivi des chiffres du numéro sans espace ni point",
        SAFE,
    ),
    "image-exterieure": error(
        "image « {address} » refusée dans un texte local",
        f"déposer l'image (.png, .jpg…) dans {DELEGATION} et écrire son nom",
        "Une image d'un autre site dirait à ce site qui lit quelle page.",
    ),
    "hote-refuse": error(
        "« {host} » n'est pas un nom de site, ni la fin d'un nom de site",
        "écrire en minuscules, sans « https:// » ni chemin : « exemple.fr », ou « fr » pour tous les sites en .fr",
        "La liste dit vers quels sites une délégation peut mener.",
    ),
    "texte-balise": error(
        "« {text} » : balise ou entité HTML dans un texte simple",
        "écrire le texte tel qu'il doit se lire, sans « < » ni « &…; »",
        SAFE,
    ),
    "encadre-inconnu": error(
        "aucun encadré ne s'appelle « {kind} »{hint}",
        'écrire « !!! note », et le titre voulu entre guillemets : « !!! note "Remarque" »',
        SAME,
    ),
    "html-refuse": error(
        "ce texte local donnerait dans la page « {text} », qui n'y est pas permis",
        f"écrire du Markdown simple : titres ###, listes, tableaux, liens, images de {DELEGATION}, gras, encadrés",
        SAFE,
    ),
    "texte-deborde": error(
        "ce texte local change la page nationale autour de lui ({text})",
        "commencer par une phrase, fermer ce qui est ouvert, et employer des titres et des noms qui ne sont pas déjà "
        "dans la page",
        SAME,
    ),
    "overlay-attributs": error("accolades « {text} » refusées dans un texte local", "retirer les accolades", SAFE),
}
