"""Sign and verify releases with OpenSSH's `ssh-keygen -Y`: `release.json.sig`.

The signature covers the text of `release.json`, which holds the digests of everything else. Who may sign is set in a
file of allowed signers: https://man.openbsd.org/ssh-keygen#ALLOWED_SIGNERS
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
"""The namespace of the signatures: those made with the same key for other purposes are refused."""


@dataclass(frozen=True, slots=True)
class Signers:
    """The file of allowed signers, if any; with `required`, a release must be signed by one of them."""

    file: Path | None = None
    required: bool = False


NO_SIGNERS = Signers()
"""No allowed signers: signatures are not required."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How releases of a target are signed: the key, if any, and the allowed signers."""

    key: Path | None
    signers: Signers


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a signature.

    Attributes:
        signer: the name of the signer in the file of allowed signers; "" if unknown.
        key: the fingerprint of the key.
        problem: the problem, in French; "" if there is none.
    """

    signer: str = ""
    key: str = ""
    problem: str = ""

    def text(self, at: str) -> str:
        """Return the verdict in one line; `at` is when the release was made."""
        if self.problem:
            return f"Signature : {self.problem}."
        if not self.key:
            return "Non signée : rien ne dit qui a fait cette publication."
        if not self.signer:
            return (
                f"Signée par une clé que rien n'attribue ({self.key}) : donner le fichier des signataires"
                " (« allowed_signers »)."
            )
        return f"Signée par {self.signer} ({self.key}){f', le {at}' if at else ''}."


def signing_of(root: Path, target: Target) -> Signing:
    """Return the key and the signers of `target`, whose paths are relative to `root` or begin with « ~ ».

    Without a setting, the project's `allowed_signers` identifies signers, but signatures are not required.
    """
    key = root / Path(target.signing_key).expanduser() if target.signing_key else None
    if target.allowed_signers:
        return Signing(key, Signers(root / Path(target.allowed_signers).expanduser(), required=True))
    return Signing(key, default_signers(root))


def default_signers(root: Path) -> Signers:
    """Return the signers of the file `allowed_signers` of `root`, if it exists."""
    file = root / "allowed_signers"
    return Signers(file if file.is_file() else None)


def check_signing(signing: Signing) -> None:
    """Sign a trial text, so that signing problems appear before anything is built or sent. Raises PublishError."""
    if signing.key is None:
        if signing.signers.required:
            fix = "ajouter « signing_key » à la destination : une clé SSH privée, ou publique si l'agent a la privée"
            raise PublishError(PREFLIGHT, "cette destination n'accepte que des publications signées", fix)
        return
    verdict = check("essai", sign(signing.key, "essai"), "", signing.signers)
    if verdict.problem:
        fix = "faire ajouter sa clé publique au fichier des signataires, ou employer celle qui y est"
        raise PublishError(PREFLIGHT, f"notre signature ne serait pas reconnue : {verdict.problem}", fix)


def sign(key: Path, text: str) -> str:
    """Return the signature of `text` with `key`: a private key, or a public key whose private key the agent holds.

    Never asks for a passphrase. Raises PublishError.
    """
    if not key.is_file():
        fix = "corriger « signing_key » de la destination"
        raise PublishError(PREFLIGHT, f"la clé de signature « {key} » n'existe pas", fix)
    done = _keygen(PREFLIGHT, ["sign", "-f", str(key), "-n", NAMESPACE], text)
    if done.returncode:
        raise PublishError(PREFLIGHT, *_cannot_sign(key, done.stderr))
    return done.stdout


def _cannot_sign(key: Path, output: str) -> tuple[str, str]:
    """Return the problem and its fix, in French, from the error output of `ssh-keygen`."""
    if "passphrase" in output:
        text = f"la clé de signature « {key} » est protégée par une phrase de passe, et l'agent SSH ne l'a pas"
        return text, "la charger dans l'agent (ssh-add), puis relancer"
    if "No private key found" in output or "agent" in output:
        text = f"« {key} » est une clé publique, et l'agent SSH n'a pas sa clé privée"
        return text, "la charger dans l'agent (ssh-add), ou nommer le fichier de la clé privée"
    last = (output.strip().splitlines() or ["aucune explication"])[-1]
    return f"« {key} » ne permet pas de signer ({last})", "donner une clé SSH privée, faite par « ssh-keygen »"


def check(text: str, signature: str, at: str, signers: Signers) -> Verdict:
    """Verify the signature of a release.

    Args:
        text: the text of `release.json`.
        signature: its signature, or "".
        at: when the release was made (ISO, UTC, or ""): the key must have been valid then.
        signers: the allowed signers.

    Raises:
        PublishError: the file of signers or `ssh-keygen` is missing.
    """
    if signers.file is not None and not signers.file.is_file():
        fix = "corriger « allowed_signers », ou écrire ce fichier"
        raise PublishError(VERIFY, f"le fichier des signataires « {signers.file} » n'existe pas", fix)
    if not signature:
        return Verdict(problem="cette publication n'est pas signée" if signers.required else "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / SIGNATURE
        path.write_text(signature, encoding="utf-8")
        sound = _keygen(VERIFY, ["check-novalidate", "-n", NAMESPACE, "-s", str(path)], text)
        key = _key(sound.stdout)
        if sound.returncode or not key:
            return Verdict(problem=f"« {SIGNATURE} » n'est pas la signature de « {RELEASE} »")
        if signers.file is None:
            return Verdict(key=key)
        known = ["-s", str(path), "-f", str(signers.file), *_moment(at)]
        names = _keygen(VERIFY, ["find-principals", *known], "").stdout.splitlines()
        if names:
            done = _keygen(VERIFY, ["verify", *known, "-I", names[0], "-n", NAMESPACE], text)
            if done.returncode == 0:
                return Verdict(names[0], key)
    return Verdict(key=key, problem=f"la clé {key} n'est pas celle d'un signataire, ou ne l'était pas à cette date")


def _moment(at: str) -> list[str]:
    """Return the option that verifies the validity of keys at the time `at`; none, for today, if it is empty."""
    digits = re.sub(r"\D", "", at)
    return [f"-Overify-time={digits}"] if re.fullmatch(r"\d{14}", digits) else []


def _key(output: str) -> str:
    """Return the fingerprint in the output of `ssh-keygen` for a good signature."""
    found = re.search(r"\bkey (SHA256:\S+)", output)
    return found[1] if found else ""


def _keygen(step: str, arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
    """Run `ssh-keygen -Y` in UTC and without a terminal to ask for passphrases."""
    env = {**os.environ, "LC_ALL": "C", "TZ": "UTC", "SSH_ASKPASS_REQUIRE": "never"}
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", *arguments], input=given, capture_output=True, text=True, check=False, env=env,
            start_new_session=True, encoding="utf-8",
        )  # fmt: skip
    except FileNotFoundError:
        fix = "installer le paquet « openssh-client » (OpenSSH 8.9 ou plus récent)"
        raise PublishError(step, "il manque la commande « ssh-keygen », qui fait et lit les signatures", fix) from None
