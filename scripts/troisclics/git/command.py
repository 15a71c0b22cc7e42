"""Run git in one way, whatever the settings of the person, the language of the system and the owner of the clone."""

from __future__ import annotations

import os

PATCH = (
    "--relative", "--text", "--no-color", "--no-ext-diff", "--no-textconv", "-U0", "-O/dev/null", "--src-prefix=a/",
    "--dst-prefix=b/",
)  # fmt: skip
"""Options of a command that shows a patch, which personal settings or attributes would shape otherwise."""
_SETTINGS = (
    "core.quotePath=false",
    "core.pager=cat",
    "diff.mnemonicPrefix=false",
    "diff.noprefix=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showRoot=true",
    "log.showSignature=false",
)


def git_command(*arguments: str) -> list[str]:
    """Return the command line of git with `arguments`, with settings that give the same output everywhere."""
    return ["git", *(part for setting in _SETTINGS for part in ("-c", setting)), *arguments]


def git_environment() -> dict[str, str]:
    """Return the environment of git: messages in English, no pager, nothing written to the repository."""
    return {**os.environ, "LC_ALL": "C", "LANGUAGE": "", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}


def explain(message: str) -> str:
    """Return, in French, why git failed; "" if its message is none of those known."""
    if "not a git repository" in message.lower():
        return "le dossier n'est pas un dépôt git"
    if "dubious ownership" in message:
        return "git refuse ce dépôt : il appartient à un autre utilisateur (voir safe.directory)"
    if "does not have any commits" in message or "bad default revision" in message:
        return "le dépôt n'a encore aucun enregistrement"
    if "Needed a single revision" in message:
        return "git ne connaît pas cette révision"
    return ""
