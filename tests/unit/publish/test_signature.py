"""What is made of the answers of `ssh-keygen`; `tests/faults` asks the real one."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from troisclics.errors import PublishError
from troisclics.model import Target
from troisclics.publish import signature
from troisclics.publish.remote_scripts import PREFLIGHT, VERIFY
from troisclics.publish.signature import NO_SIGNERS, Signers, Signing, Verdict, check, check_signing, sign, signing_of

GOOD = 'Good "release" signature with ED25519 key SHA256:abc+/x\n'
AT = "2026-11-22T08:00:00Z"
TARGET = Target("essai", "folder", "/srv")
Answers = dict[str, tuple[int, str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answers], list[tuple[str, list[str], str]]]:
    """A function that sets the answers of `ssh-keygen -Y`, by its first argument; it gives what was asked."""

    def set_to(answers: Answers) -> list[tuple[str, list[str], str]]:
        seen: list[tuple[str, list[str], str]] = []

        def keygen(step: str, arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
            seen.append((step, arguments, given))
            return subprocess.CompletedProcess([], *answers[arguments[0]])

        monkeypatch.setattr(signature, "_keygen", keygen)
        return seen

    return set_to


Asked = Callable[[Answers], list[tuple[str, list[str], str]]]


@pytest.fixture
def signers(tmp_path: Path) -> Signers:
    """A file of signers, one of whom must sign."""
    (tmp_path / "signers").write_text("moi\n", encoding="utf-8")
    return Signers(tmp_path / "signers", required=True)


def test_without_a_signature(signers: Signers) -> None:
    """It is missed only where one is required."""
    assert check("x", "", AT, NO_SIGNERS) == check("x", "", AT, replace(signers, required=False)) == Verdict()
    assert check("x", "", AT, signers) == Verdict(problem="cette publication n'est pas signée")


@pytest.mark.parametrize(("code", "output"), [(1, GOOD), (0, ""), (0, "key MD5:x")])
def test_what_is_no_signature(asked: Asked, signers: Signers, code: int, output: str) -> None:
    """It fails, or says no key."""
    asked({"check-novalidate": (code, output, "")})
    assert "n'est pas la signature de « release.json »" in check("x", "s", AT, signers).problem


def test_a_signature_of_nobody_known(asked: Asked, signers: Signers) -> None:
    """Without a list of signers the key is shown; a key that is not in the list, or no longer, is a problem."""
    good = {"check-novalidate": (0, GOOD, "")}
    seen = asked(good)
    assert check("x", "s", AT, NO_SIGNERS) == Verdict(key="SHA256:abc+/x")
    assert (seen[0][0], seen[0][1][:3], seen[0][2]) == (VERIFY, ["check-novalidate", "-n", "release@troisclics"], "x")
    for answers in ({"find-principals": (1, "", "")}, {"find-principals": (0, "moi\n", ""), "verify": (1, "", "")}):
        asked(good | answers)
        verdict = check("x", "s", AT, signers)
        assert (verdict.signer, verdict.key) == ("", "SHA256:abc+/x")
        assert "n'est pas celle d'un signataire" in verdict.problem


@pytest.mark.parametrize(("at", "options"), [(AT, ["-Overify-time=20261122080000"]), ("", []), ("2026", [])])
def test_a_signature_of_a_signer(asked: Asked, signers: Signers, at: str, options: list[str]) -> None:
    """The first name is asked about, at the time of the release."""
    seen = asked({
        "check-novalidate": (0, GOOD, ""), "find-principals": (0, "moi\ntoi\n", ""), "verify": (0, "", ""),
    })  # fmt: skip
    assert check("x", "s", at, signers) == Verdict("moi", "SHA256:abc+/x")
    assert seen[2][1][0] == "verify"
    assert seen[1][1][3:] == ["-f", str(signers.file), *options]
    assert seen[2][1][3:] == ["-f", str(signers.file), *options, "-I", "moi", "-n", "release@troisclics"]
    assert seen[2][2] == "x"


def test_a_list_of_signers_that_is_missing(tmp_path: Path) -> None:
    """It is said, whether the release is signed or not."""
    for text in ("", "s"):
        with pytest.raises(PublishError, match=r"signataires .* n'existe pas") as raised:
            check("x", text, AT, Signers(tmp_path / "absent"))
        assert raised.value.step == VERIFY


def test_verdicts_in_words() -> None:
    """Each verdict is one line."""
    assert Verdict(problem="x").text(AT) == "Signature : x."
    assert Verdict().text(AT).startswith("Non signée")
    assert "que rien n'attribue (k)" in Verdict(key="k").text(AT)
    assert Verdict("moi", "k").text(AT) == f"Signée par moi (k), le {AT}."
    assert Verdict("moi", "k").text("") == "Signée par moi (k)."


def test_keys_and_signers_of_a_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are relative to the project or begin at home; without a setting, its own list requires nothing."""
    monkeypatch.setenv("HOME", "/maison")
    assert signing_of(tmp_path, TARGET) == Signing(None, NO_SIGNERS)
    (tmp_path / "allowed_signers").write_text("", encoding="utf-8")
    assert signing_of(tmp_path, TARGET) == Signing(None, Signers(tmp_path / "allowed_signers"))
    full = signing_of(tmp_path, replace(TARGET, signing_key="~/key", allowed_signers="s"))
    assert full == Signing(Path("/maison/key"), Signers(tmp_path / "s", required=True))


def test_signing_is_tried_first(asked: Asked, signers: Signers, tmp_path: Path) -> None:
    """What would not be accepted later is refused before anything is built."""
    check_signing(Signing(None, NO_SIGNERS))
    with pytest.raises(PublishError, match="n'accepte que des publications signées") as raised:
        check_signing(Signing(None, signers))
    assert (raised.value.step, "« signing_key »" in raised.value.fix) == (PREFLIGHT, True)
    (tmp_path / "key").write_text("k", encoding="utf-8")
    signed = {"sign": (0, "s", ""), "check-novalidate": (0, GOOD, "")}
    seen = asked(signed | {"find-principals": (0, "moi", ""), "verify": (0, "", "")})
    check_signing(Signing(tmp_path / "key", signers))
    assert seen[0] == (PREFLIGHT, ["sign", "-f", str(tmp_path / "key"), "-n", "release@troisclics"], "essai")
    asked(signed | {"find-principals": (1, "", "")})
    with pytest.raises(PublishError, match="notre signature ne serait pas reconnue") as raised:
        check_signing(Signing(tmp_path / "key", signers))
    assert (raised.value.step, "clé publique" in raised.value.fix) == (PREFLIGHT, True)


CANNOT = {
    "incorrect passphrase": "phrase de passe",
    "No private key found": "est une clé publique",
    "Couldn't get agent socket": "est une clé publique",
    "un\ndeux\n": "(deux)",
    "": "(aucune explication)",
}


@pytest.mark.parametrize(("output", "said"), CANNOT.items(), ids=CANNOT)
def test_keys_that_cannot_sign(asked: Asked, tmp_path: Path, output: str, said: str) -> None:
    """The errors of `ssh-keygen` are explained."""
    (tmp_path / "key").write_text("k", encoding="utf-8")
    asked({"sign": (1, "", output)})
    with pytest.raises(PublishError) as raised:
        sign(tmp_path / "key", "x")
    assert said in raised.value.text
    with pytest.raises(PublishError, match="n'existe pas"):
        sign(tmp_path / "absent", "x")


def test_ssh_keygen_is_asked_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs in UTC, in English, and never asks; where it is missing, the package is named."""
    program = tmp_path / "ssh-keygen"
    program.write_text(
        '#!/bin/sh\necho "$* $TZ $LC_ALL $SSH_ASKPASS_REQUIRE"\n'
        '[ "$(cut -d" " -f6 /proc/$$/stat)" = $$ ] && cat\necho e >&2; exit 4\n',  # the leader of a session of its own
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    done = signature._keygen(VERIFY, ["verify"], "é")
    assert (done.stdout, done.stderr, done.returncode) == ("-Y verify UTC C never\né", "e\n", 4)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(PublishError) as raised:
        signature._keygen(VERIFY, ["verify"], "x")
    assert (raised.value.step, "openssh-client" in raised.value.fix) == (VERIFY, True)
