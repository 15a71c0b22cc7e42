"""Check whether a web server, which runs under another account, can read what is published.

What a publication creates is readable whatever the umask of the account, and verified before the switch. The folder
of the target and its parents belong to the operator: they are never changed, but reported if they are closed. If the
target has a `url`, verification over HTTP is the stronger proof.
"""

from __future__ import annotations

from ..errors import PublishError
from ..model import Target
from . import remote_scripts
from .folder_listing import OPEN, printable
from .remote_scripts import HTTP_CHECK, PREFLIGHT, ClosedFolder, Probe
from .transport import Host


def refuse_closed(target: Target, probe: Probe) -> None:
    """Raise PublishError if a folder of the target is closed to other accounts and no server could read it."""
    for folder in probe.own:
        if not (folder.group or target.url or target.kind == "archives"):
            raise PublishError(PREFLIGHT, f"{_text(folder)} : le serveur web n'y lirait rien", _fix(folder))


def describe_closed(target: Target, probe: Probe) -> str:
    """Return a French message on closed folders on the path to what is served; "" if there are none.

    They prove nothing: the server may be in their group, or have another access (a container, a mount).
    """
    closed = sorted({*probe.own, *probe.above}, key=lambda folder: folder.path)
    if target.kind == "archives" or not closed:
        return ""
    return f"{', '.join(map(_text, closed))} ; si le serveur web n'y entre pas : {_fix(closed[0])}"


def folder_problems(target: Target, probe: Probe) -> list[str]:
    """Return the problems with the permissions of the target's own folders.

    An account that can write there could serve anything; a server that cannot enter reads nothing. The folder of the
    target itself may be closed, if the operator gives the server another access.
    """
    closed = {folder.path.rpartition("/")[2]: folder for folder in probe.own if target.kind != "archives"}
    made = [closed[name] for name in ("releases", "assets") if name in closed]
    return [
        *(f"{printable(path)} : {OPEN}" for path in probe.writable),
        *(f"{folder.path} : dossier que le serveur ne peut pas lire" for folder in made if not folder.group),
    ]


def check_readable(host: Host, target: Target, probe: Probe) -> None:
    """Read what is served as an unprivileged account, where that is possible.

    Args:
        host: the machine of the target.
        target: the target.
        probe: what was found on it.

    Raises:
        PublishError: this account cannot read it.
    """
    if target.kind == "archives" or any(folder.group for folder in probe.own):
        return
    if why := remote_scripts.try_as_nobody(host, target):
        raise PublishError(
            HTTP_CHECK,
            f"un compte sans droits (« nobody ») ne peut pas lire ce qui est servi ({why.splitlines()[-1]})",
            f"ouvrir aux autres comptes ce que ce message nomme, dans « {target.path} », puis relancer",
            served="la publication est en place, mais le serveur web ne peut sans doute pas la lire",
        )


def _text(folder: ClosedFolder) -> str:
    """Describe a closed folder in French, with its mode and who can enter it."""
    to_whom = f"n'est ouvert qu'au groupe « {folder.group} »" if folder.group else "est fermé aux autres comptes"
    return f"le dossier « {folder.path} » ({folder.mode}) {to_whom}"


def _fix(folder: ClosedFolder) -> str:
    return (
        f"« chmod o+x {folder.path} », ou le groupe du serveur et « chmod g+x » (disque FAT : option « umask=022 » du"
        " montage)"
    )
