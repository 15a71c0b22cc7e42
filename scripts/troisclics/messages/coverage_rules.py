"""Rules on the local facts that departments give."""

from __future__ import annotations

from .rule import Rule, note

RULES: dict[str, Rule] = {
    "departement-pauvre": note(
        "{told} information(s) locale(s) sur {expected} attendues ; manquent : {missing}",
        "compléter la fiche avec la délégation (voir CONTRIBUTING.md, « Tenir à jour ma délégation »)",
        "Un agent qui ouvre le site de son département et n'y trouve rien de local ne revient pas.",
    ),
}
