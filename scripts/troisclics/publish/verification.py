"""Verify that a folder, or what is served at an address, is exactly the release it claims to be."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import PublishError
from .expected import requests
from .found_release import FoundRelease, find_release, other_pools
from .http_check import HttpClient, check_responses
from .inspection import LocalStore, compare_folder, expected_archives, expected_sites, pool_link
from .manifest import MANIFEST, RELEASE, SIGNATURE, SUMS
from .remote_scripts import VERIFY
from .signature import NO_SIGNERS, Signers, Verdict, check


@dataclass(frozen=True, slots=True)
class VerifiedRelease:
    """The result of the verification of a release.

    Attributes:
        name: the id of the release, or the slug of the only site.
        compared: the number of files or responses compared.
        wrong: the problems.
        verdict: the verdict on the signature.
        at: when the release was made (ISO, UTC).
    """

    name: str
    compared: int
    wrong: tuple[str, ...]
    verdict: Verdict
    at: str


def verify_folder(folder: Path, signers: Signers = NO_SIGNERS) -> VerifiedRelease:
    """Compare everything in `folder` with its manifests: no file missing, changed or added, and no foreign link.

    Raises:
        PublishError: there is no release.
        OSError: a file cannot be read.
    """
    real = folder.resolve()
    bases = [f"{path.parent.relative_to(real).as_posix()}/" for path in sorted(real.glob(f"*/{MANIFEST}"))]
    if (real / MANIFEST).is_file() or not bases:
        bases.insert(0, "")
    try:
        found = find_release(lambda paths: [_text(real / path) for path in paths], bases)
    except ValueError:
        raise _no_release(str(folder)) from None
    if found.release and found.release.sums and (real / SUMS).exists():
        wanted = expected_archives(found.text, found.signature, _text(real / SUMS))
        wrong = [*found.wrong_in_archives, *compare_folder(LocalStore(real), ".", wanted, ".")]
    else:
        own = {manifest.assets for manifest in found.manifests.values()}
        beside = _releases_beside(real)
        kept = [path.parent.name for path in sorted(beside.glob(f"[!.]*/{RELEASE}")) if found.release]
        others = other_pools(lambda paths: [_text(beside / path) for path in paths], kept, own)
        wanted = expected_sites(found.items(), found.manifests, others)
        pools = next((f"{base}{pool_link(manifest)}" for base, manifest in found.manifests.items()), ".")
        wrong = [*found.wrong, *found.comparable(compare_folder(LocalStore(real), ".", wanted, pools))]
    return _verified(found, str(folder), len(wanted.release.files), wrong, signers)


def _releases_beside(folder: Path) -> Path:
    """Return the folder of the releases that share pools with `folder`, itself a release or a copy of one."""
    copied_from = folder.parent / "releases"
    return copied_from if copied_from.is_dir() else folder.parent


def verify_url(url: str, signers: Signers = NO_SIGNERS) -> VerifiedRelease:
    """Compare everything served below `url` with the manifests served there. Raises PublishError."""
    url = url.rstrip("/") + "/"
    reader = HttpClient(url)

    def get(paths: Sequence[str]) -> list[str]:
        try:
            answers = [reader.get(f"{reader.base}{path}") for path in paths]
        except (OSError, http.client.HTTPException) as error:
            raise PublishError(VERIFY, f"{url} ne répond pas ({error})", "vérifier l'adresse, puis relancer") from None
        return [answer.body.decode("utf-8", "replace") if answer.status == 200 else "" for answer in answers]

    try:
        found = find_release(get)
    except ValueError:
        raise _no_release(url) from None
    finally:
        reader.close()
    wanted = requests(found.items())
    return _verified(found, url, len(wanted), [*found.wrong, *check_responses(url, wanted, lambda _: None)], signers)


def _verified(found: FoundRelease, where: str, count: int, wrong: Sequence[str], signers: Signers) -> VerifiedRelease:
    verdict = check(found.text, found.signature, found.at, signers)
    problems = [f"{SIGNATURE} : {verdict.problem}"] if verdict.problem else []
    return VerifiedRelease(found.name or where, count, (*problems, *wrong), verdict, found.at)


def _no_release(where: str) -> PublishError:
    fix = "donner le dossier ou l'adresse d'une publication, qui contient « release.json »"
    return PublishError(VERIFY, f"« {where} » ne contient ni « {RELEASE} » ni « {MANIFEST} » lisible", fix)


def _text(path: Path) -> str:
    """Return the text of a file; "" if it cannot be read or is a link."""
    try:
        return path.read_bytes().decode() if path.is_file() and not path.is_symlink() else ""
    except (OSError, UnicodeDecodeError):
        return ""
