"""Who vouches for a release: `release.json.sig`, made and verified by OpenSSH's own `ssh-keygen -Y`.

The signature covers the text of `release.json`, which holds the digests of all else. Who may sign stands in a file of
allowed signers: https://man.openbsd.org/ssh-keygen#ALLOWED_SIGNERS
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ..errors import PublishError
from ..model import Target
from .manifest import RELEASE, SIGNATURE
from .remote_scripts import PREFLIGHT, VERIFY

NAMESPACE = "release@troisclics"
"""What the signatures are for: one made with the same key for something else is refused."""


@dataclass(frozen=True, slots=True)
class Signers:
    """The file of those who may sign, if there is one; with `required`, a release must be signed by one of them."""

    file: Path | None = None
    required: bool = False


ANYBODY = Signers()
"""No file of signers: nobody needs to have signed."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How the releases of a target are signed and by whom they may be: our key, if there is one, and the signers."""

    key: Path | None
    signers: Signers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of the signature of a release: who signed, as the file of signers names them (empty: nobody that
    it knows), with which key; and what is wrong, in French (empty: nothing).
    """

    signer: str = ""
    key: str = ""
    fault: str = ""

    def text(self, at: str) -> str:
        """The verdict in one line; `at` is when the release was made."""
        if self.fault:
            return f"Signature : {self.fault}."
        if not self.key:
            return "Non signée : rien ne dit qui a fait cette publication."
        if not self.signer:
            return (
                f"Signée par une clé que rien n'attribue ({self.key}) : donner le fichier des signataires"
                " (« allowed_signers »)."
            )
        return f"Signée par {self.signer} ({self.key}){f', le {at}' if at else ''}."


def signing_of(root: Path, target: Target) -> Signing:
    """The key and the signers of `target`, whose paths begin at `root` or at « ~ ».

    Without a setting, the file `allowed_signers` of the project says who signed, and nobody needs to have.
    """
    key = root / Path(target.signing_key).expanduser() if target.signing_key else None
    if target.allowed_signers:
        return Signing(key, Signers(root / Path(target.allowed_signers).expanduser(), required=True))
    return Signing(key, default_signers(root))


def default_signers(root: Path) -> Signers:
    """Those of the file `allowed_signers` of `root`, if it is there."""
    file = root / "allowed_signers"
    return Signers(file if file.is_file() else None)


def check_signing(signing: Signing) -> None:
    """Sign something for a trial, so that nothing is built or sent that could not be signed. Raises PublishError."""
    if signing.key is None:
        if signing.signers.required:
            mend = "ajouter « signing_key » à la destination : une clé SSH privée, ou publique si l'agent a la privée"
            raise PublishError(PREFLIGHT, "cette destination n'accepte que des publications signées", mend)
        return
    verdict = check("essai", sign(signing.key, "essai"), "", signing.signers)
    if verdict.fault:
        mend = "faire ajouter sa clé publique au fichier des signataires, ou employer celle qui y est"
        raise PublishError(PREFLIGHT, f"notre signature ne serait pas reconnue : {verdict.fault}", mend)


def sign(key: Path, text: str) -> str:
    """The signature of `text` by `key`: a private key, or a public one whose private half the agent has.

    Raises PublishError, before anything is sent. No passphrase is ever asked for.
    """
    if not key.is_file():
        mend = "corriger « signing_key » de la destination"
        raise PublishError(PREFLIGHT, f"la clé de signature « {key} » n'existe pas", mend)
    done = _keygen(PREFLIGHT, ["sign", "-f", str(key), "-n", NAMESPACE], text)
    if done.returncode:
        raise PublishError(PREFLIGHT, *_cannot_sign(key, done.stderr))
    return done.stdout


def _cannot_sign(key: Path, said: str) -> tuple[str, str]:
    """What happened, and how to mend, from what `ssh-keygen` said."""
    if "passphrase" in said:
        text = f"la clé de signature « {key} » est protégée par une phrase de passe, et l'agent SSH ne l'a pas"
        return text, "la charger dans l'agent (ssh-add), puis relancer"
    if "No private key found" in said or "agent" in said:
        text = f"« {key} » est une clé publique, et l'agent SSH n'a pas sa clé privée"
        return text, "la charger dans l'agent (ssh-add), ou nommer le fichier de la clé privée"
    last = (said.strip().splitlines() or ["aucune explication"])[-1]
    return f"« {key} » ne permet pas de signer ({last})", "donner une clé SSH privée, faite par « ssh-keygen »"


def check(text: str, signature: str, at: str, signers: Signers) -> Verdict:
    """Who signed `text`, the `release.json` made at the moment `at` (ISO, UTC, or empty). Raises PublishError."""
    if signers.file is not None and not signers.file.is_file():
        mend = "corriger « allowed_signers », ou écrire ce fichier"
        raise PublishError(VERIFY, f"le fichier des signataires « {signers.file} » n'existe pas", mend)
    if not signature:
        return Verdict(fault="cette publication n'est pas signée" if signers.required else "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SIGNATURE
        path.write_text(signature, encoding="utf-8")
        sound = _keygen(VERIFY, ["check-novalidate", "-n", NAMESPACE, "-s", str(path)], text)
        key = _key(sound.stdout)
        if sound.returncode or not key:
            return Verdict(fault=f"« {SIGNATURE} » n'est pas la signature de « {RELEASE} »")
        if signers.file is None:
            return Verdict(key=key)
        known = ["-s", str(path), "-f", str(signers.file), *_moment(at)]
        names = _keygen(VERIFY, ["find-principals", *known], "").stdout.splitlines()
        if names:
            done = _keygen(VERIFY, ["verify", *known, "-I", names[0], "-n", NAMESPACE], text)
            if done.returncode == 0:
                return Verdict(names[0], key)
    return Verdict(key=key, fault=f"la clé {key} n'est pas celle d'un signataire, ou ne l'était pas à cette date")


def _moment(at: str) -> list[str]:
    """The option by which a key counts that was valid at the moment `at`; today, if there is none."""
    digits = re.sub(r"\D", "", at)
    return [f"-Overify-time={digits}"] if re.fullmatch(r"\d{14}", digits) else []


def _key(said: str) -> str:
    """The fingerprint in what `ssh-keygen` said of a good signature."""
    found = re.search(r"\bkey (SHA256:\S+)", said)
    return found[1] if found else ""


def _keygen(step: str, arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
    """Run `ssh-keygen -Y` with UTC as its time, and without a terminal on which it could ask."""
    env = {**os.environ, "LC_ALL": "C", "TZ": "UTC", "SSH_ASKPASS_REQUIRE": "never"}
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", *arguments], input=given, capture_output=True, text=True, check=False, env=env,
            start_new_session=True, encoding="utf-8",
        )  # fmt: skip
    except FileNotFoundError:
        mend = "installer le paquet « openssh-client » (OpenSSH 8.9 ou plus récent)"
        raise PublishError(step, "il manque la commande « ssh-keygen », qui fait et lit les signatures", mend) from None
