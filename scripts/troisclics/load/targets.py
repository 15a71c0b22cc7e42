"""Read the targets of `publish.yml`, and check what field types do not express."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from ..messages import finding
from ..model import PORTAL, Finding, Place, Project, Target, TargetFile
from .input_files import InputFile, read_text
from .validation import parse
from .value_rules import check_values
from .yaml_document import parse_yaml

FILE = "publish.yml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]*")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SSH_KEYS = ("host", "user", "port", "key", "known_hosts")


def load_targets(root: Path, project: Project, today: date, out: list[Finding]) -> tuple[Target, ...]:
    """Return the targets of `publish.yml`; none, after adding findings, if there is a problem.

    Args:
        root: the folder of the project.
        project: the project, for the codes of its departments.
        today: the reference date.
        out: receives the findings.
    """
    text = read_text(InputFile(FILE, root / FILE, Place(FILE)), out)
    document = parse_yaml(text, Place(FILE, 1), out) if text is not None else None
    parsed = parse(TargetFile, document, out) if document else None
    if document is None or parsed is None:
        return ()
    before = len(out)
    check_values(parsed, document, today, out)
    seen: set[str] = set()
    known = {name for entry in project.departments for name in (entry.code, entry.slug)} | {PORTAL}
    for index, target in enumerate(parsed.targets):
        if target.id in seen:
            out.append(finding("cible-double", target.at, id=target.id))
        seen.add(target.id)
        for key, why, fix in _problems(target):
            out.append(finding("cible-cle", document.place(("targets", index, key)), key=key, why=why, fix=fix))
        if not _ID.fullmatch(target.id):
            out.append(finding("cible-identifiant", target.at, id=target.id))
        for number, code in enumerate(target.departments):
            if code not in known:
                place = document.place(("targets", index, "departments", number))
                codes = ", ".join(sorted(known - {entry.slug for entry in project.departments}))
                out.append(finding("cible-departement", place, code=code, known=codes))
    return () if len(out) > before else parsed.targets


def _problems(target: Target) -> Iterator[tuple[str, str, str]]:
    """Yield the key, the problem and the fix for each problem of `target`."""
    path = PurePosixPath(target.path)
    if not path.is_absolute() or ".." in path.parts or len(path.parts) < 2 or not target.path.isprintable():
        yield "path", "doit être un dossier absolu, sans « .. »", "écrire par exemple « /srv/action-sociale »"
    if target.kind == "ssh":
        yield from _ssh_problems(target)
    else:
        for key in _SSH_KEYS:
            if getattr(target, key) is not None:
                yield key, "n'a de sens que pour une destination « ssh »", f"retirer « {key} », ou écrire « kind: ssh »"
    if target.kind == "archives" and target.url is not None:
        yield "url", "n'a pas de sens pour des archives, que personne ne sert", "retirer « url »"
    elif target.url is not None and not target.url.endswith("/"):
        yield "url", "doit finir par « / »", f"écrire « {target.url}/ »"
    elif target.url is not None and re.search(r"[?#@]", target.url):
        fix = "écrire https://, le nom du serveur et le chemin, sans « ? », « # » ni « @ »"
        yield "url", "n'est pas l'adresse d'un dossier", fix
    if target.keep < 2:
        yield "keep", "ne permettrait pas de revenir en arrière", "garder au moins 2 publications"
    if target.sample is not None and target.sample < 1:
        yield "sample", "doit être au moins 1", "retirer « sample » pour tout relire"


def _ssh_problems(target: Target) -> Iterator[tuple[str, str, str]]:
    if target.host is None:
        yield "host", "manque à une destination « ssh »", "ajouter « host: serveur.exemple »"
    elif not _HOST.fullmatch(target.host):
        yield "host", "n'est pas un nom de machine", "écrire un nom ou une adresse, sans espace"
    if target.user is not None and not _USER.fullmatch(target.user):
        yield "user", "n'est pas un nom de compte", "écrire le compte qui reçoit les sites"
    if target.port is not None and not 0 < target.port < 65536:
        yield "port", "n'est pas un port", "écrire un nombre de 1 à 65535"
