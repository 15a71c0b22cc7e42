"""Rules on the dates of pages and passages as they are read."""

from __future__ import annotations

from .rule import Rule, error

_DAY = "Ce qui est daté paraît et s'en va sans que personne ne s'en occupe : il faut que ce soit juste d'avance."

RULES: dict[str, Rule] = {
    "dates-inversees": error(
        "« expires_on » ({last}) est avant « publish_on » ({first})", "corriger l'une des deux dates", _DAY
    ),
    "passage-marque": error("{what}", "{fix}", _DAY),
    "page-non-datable": error(
        "cette page ne peut pas avoir « publish_on » ni « expires_on » : {why}",
        "retirer la date, et dater des passages du texte : <!-- à partir du AAAA-MM-JJ --> … <!-- fin -->",
        "Une page que d'autres nomment ne peut manquer aucun jour : la nuit où elle manquerait, rien ne serait publié.",
    ),
    "parution-retiree": error(
        "cette page est déjà publiée : la dater du {day} la retirerait des sites jusque-là",
        "retirer « publish_on », et dater ce qui est nouveau : <!-- à partir du {day} --> … <!-- fin -->",
        "Une adresse publiée est dans des favoris, des courriels et des affiches : elle ne se perd pas.",
    ),
}
