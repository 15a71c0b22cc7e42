"""What may go wrong without a bug of ours: what is then said, in French, and the exit code.

0 clean, 1 findings at error level, 2 bad usage or input, 3 the build or a publication failed.
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
"""The exceptions that `explain` knows; any other is a bug of ours and deserves its traceback."""


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """What to say on the error output, and the exit code."""

    text: str
    code: int


def interrupted(cause: BaseException | None) -> ErrorMessage:
    """Return what to tell a user who pressed Ctrl-C; `cause` is what it raised."""
    return _failure(f"interrompu{_intact(' ; ', cause)}.", EXIT_BUILD)


def explain(error: Expected) -> ErrorMessage:
    """What to tell the user about `error`, and how to end."""
    match error:
        case InputError(findings=findings):
            from .text import format_text  # noqa: PLC0415 - needed only when there is something to say

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
            return _failure(f"révision « {revision} » inconnue de git ({detail}).", EXIT_INPUT)
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
    """Say that no department, or more than one, is called so, and what may be meant."""
    if error.several:
        return f"« {error.code} » désigne plusieurs départements : {', '.join(error.close)} ; écrire le code."
    if error.close:
        return f"département « {error.code} » inconnu : {' ou '.join(f'« {name} »' for name in error.close)} ?"
    return f"département « {error.code} » inconnu ; codes possibles : {', '.join(error.known)}."


def _of_rendering(error: RenderError | FallbackError) -> str:
    """What MkDocs, or code that runs in it, does not want."""
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
    """What is in the way of our processes: another of them, or the system."""
    if isinstance(error, BusyError):
        return f"une autre construction est en cours dans « {error} » ; attendre qu'elle finisse."
    fix = f"relancer, ou employer --jobs 1, qui demande moins de mémoire{_intact(' ; ', error)}."
    return f"un processus a été arrêté par le système (mémoire ?)\n  → {fix}"


def _intact(joint: str, error: BaseException | None) -> str:
    """Say that the previous output is as it was, after `joint`, where `left_intact` has noted it."""
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
