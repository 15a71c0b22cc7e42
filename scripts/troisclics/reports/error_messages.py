"""Map expected exceptions to French messages and exit codes.

0: no error found; 1: findings at error level; 2: bad usage or input; 3: the build or a publication failed.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import get_args

from ..constants import INTACT
from ..domain.french import count
from ..errors import (
    BusyError,
    FallbackError,
    ForeignCodeError,
    ForeignFileError,
    InputError,
    OutputError,
    PublishError,
    RenderError,
    ResultsError,
    RevisionError,
    ScaffoldError,
    StoppedError,
    ToolError,
    UnknownCodeError,
)

EXIT_FINDINGS, EXIT_INPUT, EXIT_BUILD = 1, 2, 3

Expected = (
    InputError
    | UnknownCodeError
    | OutputError
    | ScaffoldError
    | ForeignFileError
    | ToolError
    | RevisionError
    | BusyError
    | RenderError
    | FallbackError
    | StoppedError
    | PublishError
    | ResultsError
    | OSError
)
EXPECTED = get_args(Expected)
"""The exceptions that `explain` handles; any other is a bug and shows its traceback."""


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """The message for the error output, and the exit code."""

    text: str
    code: int


def interrupted(cause: BaseException | None) -> ErrorMessage:
    """Return the message for Ctrl-C; `cause` is the exception that it raised."""
    return _failure(f"interrompu{_intact(' ; ', cause)}.", EXIT_BUILD)


def explain(error: Expected) -> ErrorMessage:
    """Return the message and the exit code for `error`."""
    match error:
        case InputError(findings=findings):
            from .text import format_text  # noqa: PLC0415 - only needed if there are findings

            errors = count(sum(found.severity == "error" for found in findings), "erreur")
            end = f"{errors} : rien n'a été écrit{_intact(', ', error)}."
            return ErrorMessage(f"{format_text(findings)}\n{end}", EXIT_INPUT)
        case UnknownCodeError():
            return _failure(_of_code(error), EXIT_INPUT)
        case OutputError():
            return _failure(
                f"« {error} » contient autre chose que des sites : choisir un dossier vide ou nouveau.", EXIT_INPUT
            )
        case ScaffoldError():
            return _failure(str(error), EXIT_INPUT)
        case ForeignFileError(path=path, what=what, fix=fix):
            return _failure(f"« {path} » n'est pas {what} ; {fix}.", EXIT_INPUT)
        case ToolError(program=program, detail=detail):
            return _failure(f"« {program} » ne peut pas être lancé ({detail}) ; relancer scripts/build.", EXIT_INPUT)
        case RevisionError(revision=revision, detail=detail):
            return _failure(f"révision « {revision} » : {detail}.", EXIT_INPUT)
        case ResultsError():
            return _failure(
                f"« {error} » n'est pas un fichier de réponses ; reprendre celui que la page a enregistré.", EXIT_INPUT
            )
        case BusyError() | StoppedError():
            return _failure(_of_processes(error), EXIT_BUILD)
        case RenderError() | FallbackError():
            return _failure(_of_rendering(error), EXIT_BUILD)
        case PublishError(step=step, text=text, fix=fix, served=served):
            return _failure(f"étape « {step} » : {text} ; {served}\n  → {fix}", EXIT_BUILD)
        case OSError():
            where = f" « {error.filename} »" if error.filename else ""
            words = f" ({error.strerror})" if error.strerror else ""
            reason = _REASONS.get(error.errno or 0, f"le système refuse l'opération{words}")
            return _failure(f"{reason}{where}\n  → corriger puis relancer{_intact(' ; ', error)}.", EXIT_BUILD)


def _of_code(error: UnknownCodeError) -> str:
    """Explain that no department, or more than one, has this name, and suggest one."""
    if error.several:
        return f"« {error.code} » désigne plusieurs départements : {', '.join(error.close)} ; écrire le code."
    if error.close:
        return f"département « {error.code} » inconnu : {' ou '.join(f'« {name} »' for name in error.close)} ?"
    return f"département « {error.code} » inconnu ; codes possibles : {', '.join(error.known)}."


def _of_rendering(error: RenderError | FallbackError) -> str:
    """Explain why MkDocs, or code running in it, failed."""
    match error:
        case FallbackError(reasons=reasons):
            why = f"MkDocs construit déjà les sites lui-même, faute de savoir remplacer {', '.join(reasons)}"
            return f"{why}\n  → il n'y a rien à comparer ; pour que le moteur rapide serve, retirer ce qui est nommé."
        case ForeignCodeError(site=site, part=part, said=said):
            text = f"pour le site {site}, {part} {said}"
        case _:
            text = f"MkDocs refuse le site {error}"
    return f"{text}\n  → {error.fix}{_intact(' ; ', error)}."


def _of_processes(error: BusyError | StoppedError) -> str:
    """Explain that another build is running, or that the system stopped a process."""
    if isinstance(error, BusyError):
        return f"une autre construction est en cours dans « {error} » ; attendre qu'elle finisse."
    fix = f"relancer, ou employer --jobs 1, qui demande moins de mémoire{_intact(' ; ', error)}."
    return f"un processus a été arrêté par le système (mémoire ?)\n  → {fix}"


def _intact(joint: str, error: BaseException | None) -> str:
    """Return, after `joint`, that the previous output was left unmodified, if `left_intact` noted it."""
    return f"{joint}{INTACT}" if INTACT in getattr(error, "__notes__", ()) else ""


def _failure(message: str, code: int) -> ErrorMessage:
    return ErrorMessage(f"Erreur : {message}", code)


_REASONS = {
    errno.ENOSPC: "il n'y a plus de place sur le disque pour",
    errno.EDQUOT: "le quota de place est atteint pour",
    errno.EFBIG: "le système limite la taille des fichiers pour",
    errno.EACCES: "droits insuffisants sur",
    errno.EPERM: "droits insuffisants sur",
    errno.EROFS: "disque en lecture seule :",
    errno.EEXIST: "autre chose, que nous ne pouvons enlever, est à la place de",
    errno.ENOENT: "fichier ou dossier introuvable :",
    errno.ENOTDIR: "ce n'est pas un dossier :",
    errno.EISDIR: "c'est un dossier et non un fichier :",
    errno.EMFILE: "trop de fichiers ouverts pour",
    errno.ENAMETOOLONG: "nom trop long :",
}
