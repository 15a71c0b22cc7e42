"""Whether a web server, which runs under another account, can read what is published.

What a publication makes is open whatever the account's umask, and verified as such before the switch. The folder of
the target and those above it are the operator's: they are never changed, and named where they are closed. Where the
target has a `url`, reading it over HTTP is the better proof.
"""

from __future__ import annotations

from ..errors import PublishError
from ..model import Target
from . import remote_scripts
from .folder_listing import OPEN, printable
from .remote_scripts import PREFLIGHT, REREAD, Closed, Probe
from .transport import Host


def refuse_closed(target: Target, probe: Probe) -> None:
    """Raise PublishError if a folder of the target itself is open to its owner alone, and nobody will read it."""
    for folder in probe.own:
        if not (folder.group or target.url or target.kind == "archives"):
            raise PublishError(PREFLIGHT, f"{_text(folder)} : le serveur web n'y lirait rien", _mend(folder))


def tell_closed(target: Target, probe: Probe) -> str:
    """What to say of the closed folders on the way to what is served; empty where all are open.

    The server may be of their group, or have another way in (a container, a mount): nothing is proved by them.
    """
    closed = sorted({*probe.own, *probe.above}, key=lambda folder: folder.path)
    if target.kind == "archives" or not closed:
        return ""
    return f"{', '.join(map(_text, closed))} ; si le serveur web n'y entre pas : {_mend(closed[0])}"


def folder_faults(target: Target, probe: Probe) -> list[str]:
    """What is wrong with the target's own folders: who may write there may serve anything; who may not enter reads
    nothing. The folder of the target itself may be closed, as far as the operator has another way in.
    """
    closed = {folder.path.rpartition("/")[2]: folder for folder in probe.own if target.kind != "archives"}
    made = [closed[name] for name in ("releases", "assets") if name in closed]
    return [
        *(f"{printable(path)} : {OPEN}" for path in probe.writable),
        *(f"{folder.path} : dossier que le serveur ne peut pas lire" for folder in made if not folder.group),
    ]


def check_readable(host: Host, target: Target, probe: Probe) -> None:
    """Read what is served as an account without rights, where that is possible. Raises PublishError."""
    if target.kind == "archives" or any(folder.group for folder in probe.own):
        return
    if why := remote_scripts.try_as_anybody(host, target):
        raise PublishError(
            REREAD,
            f"un compte sans droits (« nobody ») ne peut pas lire ce qui est servi ({why.splitlines()[-1]})",
            f"ouvrir aux autres comptes ce que ce message nomme, dans « {target.path} », puis relancer",
            served="la publication est en place, mais le serveur web ne peut sans doute pas la lire",
        )


def _text(folder: Closed) -> str:
    """« le dossier /srv (drwx------) est fermé »: to whom, and what its mode is."""
    to_whom = f"n'est ouvert qu'au groupe « {folder.group} »" if folder.group else "est fermé aux autres comptes"
    return f"le dossier « {folder.path} » ({folder.mode}) {to_whom}"


def _mend(folder: Closed) -> str:
    return (
        f"« chmod o+x {folder.path} », ou le groupe du serveur et « chmod g+x » (disque FAT : option « umask=022 » du"
        " montage)"
    )
