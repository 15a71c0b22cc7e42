"""Generate JSON Schemas of the files that people edit, for completion and validation in text editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from ..model import (
    AddressFile,
    DepartmentFile,
    DepartmentIdentityFile,
    EventFile,
    FactFile,
    GlossaryFile,
    HostFile,
    OverlayMeta,
    OwnerFile,
    PageMeta,
    TargetFile,
    TaskFile,
)

_HELP = {
    "access": "Condition d'accès : badge, adhésion, inscription préalable…",
    "addresses": "Adresses publiées, sans celle du site : « logement/aide/ »",
    "aliases": "Anciennes adresses de la page : elles mènent à elle",
    "allowed_signers": "Fichier de ceux qui peuvent signer les publications ; présent, elles doivent l'être",
    "as_of": 'Âge de l\'information : 2026-11-22, "2026-11" ou 2026',
    "audience": "Pour qui",
    "checked_on": "Jour où la valeur a été lue à la source (AAAA-MM-JJ)",
    "closed": "Quand c'est fermé : jours de la semaine, vacances",
    "code": 'Code INSEE entre guillemets : "01", "2A", "976"',
    "contact": "À qui s'adresser : une fonction ou un bureau, jamais une personne",
    "contacts": "Comment joindre la délégation : fonctions et bureaux, jamais de personnes",
    "de": "Le nom avec son article : « du Calvados », « de l'Ain »",
    "description": "Une phrase : ce que c'est, pour qui",
    "distance": "À quelle distance, et de quel lieu : « 400 m de la cité administrative »",
    "events": "Arbre de Noël, sorties, réunions",
    "draft": "true tant que la page est à compléter : elle n'est alors sur aucun site",
    "expires_on": "Dernier jour où la page, ou le texte local, paraît (AAAA-MM-JJ)",
    "format": "Archives : tar.zst ou zip",
    "from": "Premier jour de validité (AAAA-MM-JJ)",
    "gone": "Adresses de pages supprimées, que celle-ci remplace",
    "keep": "Nombre de publications gardées sur le serveur",
    "key": "Fichier de la clé SSH privée ; absent, l'agent SSH",
    "keywords": "Mots que les agents tapent, anciens noms compris",
    "kind": "Nature de la page, ou du restaurant : REFI, RIA, RC",
    "known_hosts": "Fichier des clés d'hôtes connues ; absent, celui de l'utilisateur",
    "last_reviewed_on": "Jour de la dernière vérification par un humain (AAAA-MM-JJ)",
    "note": "Une précision ; **gras** et [liens](https://…) y sont mis en forme",
    "now": "Le nom actuel, si le terme est un ancien nom : l'ancien est alors signalé dans les textes",
    "offers": "Partenariats et avantages locaux",
    "owner": "Qui en répond : un identifiant de content/_owners.yml",
    "payment": "Comment payer : badge rechargé en ligne, carte…",
    "permanences": "Où et quand quelqu'un reçoit ou répond",
    "path": "Dossier absolu, sur le serveur ou ici",
    "phone": "Numéro d'un bureau, par exemple 01 99 00 12 34",
    "prices": "Prix d'un repas, par tranche : who (pour qui) et amount (en euros)",
    "region": "Région administrative",
    "publish_on": "Premier jour où la page, ou le texte local, paraît ; absent, dès maintenant (AAAA-MM-JJ)",
    "register_by": "Dernier jour pour s'inscrire (AAAA-MM-JJ)",
    "restaurants": "Restaurants financiers, inter-administratifs ou conventionnés",
    "retirees": "true si le restaurant est ouvert aux retraités",
    "review_in": "Délai avant la prochaine relecture : « 6 mois », « 1 an »",
    "revise_by": "Jour à partir duquel la valeur est à confirmer (AAAA-MM-JJ)",
    "sample": "Pages relues par HTTP dans chaque site ; absent, toutes",
    "seat": "Chef-lieu",
    "slug": "Nom du dossier et adresse du site : code-nom, en minuscules sans accent",
    "signing_key": "Clé SSH qui signe les publications : privée, ou publique si l'agent a la privée",
    "source": "D'où vient l'information : title, et url si elle existe",
    "status": "confirmed (vérifié), to_confirm (à confirmer) ou obsolete (ancienne valeur)",
    "switch": "link : bascule par lien symbolique ; copy : copie en deux temps, sans lien symbolique",
    "to": "Dernier jour de validité (AAAA-MM-JJ)",
    "url": "Adresse complète du site, https://…",
    "unit": "EUR, percent, points, years, months, days, km, count, date ou text",
    "words": "Mots près desquels chercher une ancienne valeur dans les textes",
    "zone": "metro ou drom pour un département ; metropole, outre-mer pour une page",
}


@dataclass(frozen=True, slots=True)
class SchemaSource:
    """A type of file: its name, dataclass, title and the descriptions of its keys.

    If it `may_be_empty`, a file may contain only comments.
    """

    name: str
    kind: type[Any]
    title: str
    help: Mapping[str, str]
    may_be_empty: bool = False


INPUTS = (
    SchemaSource("department", DepartmentFile, "Fiche d'un département (department.yml)", _HELP, may_be_empty=True),
    SchemaSource(
        "departments", DepartmentIdentityFile, "Liste nationale des départements (content/_departments.yml)", _HELP
    ),
    SchemaSource("events", EventFile, "Événements nationaux (content/_events.yml)", _HELP),
    SchemaSource("facts", FactFile, "Faits nationaux (content/_facts/*.yml)", _HELP),
    SchemaSource("page", PageMeta, "En-tête d'une page nationale (content/**/*.md)", _HELP),
    SchemaSource("overlay", OverlayMeta, "En-tête d'un texte local (departments/**/*.md)", _HELP),
    SchemaSource("owners", OwnerFile, "Responsables (content/_owners.yml)", _HELP),
    SchemaSource("glossary", GlossaryFile, "Glossaire (content/_glossary.yml)", _HELP),
    SchemaSource("addresses", AddressFile, "Adresses publiées, tenues par publish (content/_addresses.yml)", _HELP),
    SchemaSource("hosts", HostFile, "Sites vers lesquels une délégation peut mener (content/_hosts.yml)", _HELP),
    SchemaSource("publish", TargetFile, "Destinations de publication (publish.yml)", _HELP),
    SchemaSource("tasks", TaskFile, "Tâches des agents (content/_tasks.yml)", _HELP),
)
"""The files that people edit."""


def json_schemas(described: Iterable[SchemaSource] = INPUTS) -> dict[str, str]:
    """Return the file name and text of each schema."""
    return {f"{entry.name}.json": _schema(entry) for entry in described}


def _schema(described: SchemaSource) -> str:
    schema = TypeAdapter(described.kind).json_schema()
    _tidy(schema, described.help)
    schema.get("$defs", {}).pop("Place", None)
    if described.may_be_empty:
        schema["type"] = ["object", "null"]
    top = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": described.title}
    return json.dumps(top, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _tidy(schema: Any, help_: Mapping[str, str]) -> None:
    """Rename keys as in the files, forbid others, and remove internal fields (`at`)."""
    if isinstance(schema, list):
        for part in schema:
            _tidy(part, help_)
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    if isinstance(properties, dict):
        properties.pop("at", None)
        schema["properties"] = {name.rstrip("_"): part for name, part in properties.items()}
        schema["required"] = [name.rstrip("_") for name in schema.get("required", [])]
        schema["additionalProperties"] = False
        for name, part in schema["properties"].items():
            part.pop("title", None)
            if name in help_:
                part["description"] = help_[name]
        schema.pop("description", None)  # the docstring, for programmers
    schema.pop("pattern", None)  # pydantic's pattern of decimals written as strings: here they are YAML numbers
    for part in schema.values():
        _tidy(part, help_)
