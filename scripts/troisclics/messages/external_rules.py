"""Rules on URLs of other sites."""

from __future__ import annotations

from .rule import Rule, error, note, warning

_DEAD = "Un lien mort fait perdre une démarche, et la confiance dans le reste de la page."
_MEND = "chercher la nouvelle adresse, ou retirer le lien en gardant le titre de la source"

RULES: dict[str, Rule] = {
    "lien-externe-faux": error("« {url} » donne {reason}{elsewhere}", "vérifier l'adresse dans un navigateur", _DEAD),
    "lien-externe-mort": error(
        "« {url} » donne {reason}, {times} fois de suite depuis le {first}{elsewhere}", _MEND, _DEAD
    ),
    "lien-externe-casse": warning(
        "« {url} » donne {reason} ({times} fois de suite, depuis le {first}){elsewhere}",
        "attendre le prochain contrôle : à la troisième fois, c'est une erreur",
        _DEAD,
    ),
    "lien-externe-deplace": note(
        "« {url} » est maintenant « {target} »{elsewhere}", "écrire la nouvelle adresse", _DEAD
    ),
    "lien-externe-non-verifie": note(
        "« {url} » non vérifié : {reason}{elsewhere}", "ouvrir l'adresse dans un navigateur", _DEAD
    ),
}
