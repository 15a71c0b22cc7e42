"""Whether a folder, or what is served at an address, is exactly the release that it says it is."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import PublishError
from .manifest import MANIFEST, POOL, RELEASE, SBOM, SiteManifest, read_manifest, read_release
from .remote import VERIFY
from .reread import Reader, addresses, reread
from .wrap import digest_of


@dataclass(frozen=True, slots=True)
class Verified:
    """The release found (or the site, where there is but one), how many files were compared, and what is wrong."""

    name: str
    files: int
    wrong: tuple[str, ...]


def verify_folder(folder: Path) -> Verified:
    """Compare every file of `folder` with its manifests: nothing is missing, changed or added. Raises PublishError."""

    def get(path: str) -> str:
        try:
            return (folder / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    listings = [*folder.glob(MANIFEST), *sorted(folder.glob(f"*/{MANIFEST}"))]
    bases = [path.relative_to(folder).as_posix().removesuffix(MANIFEST) for path in listings]
    name, manifests, wrong = _read(str(folder), get, bases or [""])
    expected: dict[str, str] = {}
    for base, manifest in manifests.items():
        for file in manifest.files:
            expected[f"{base}{file.path}"] = file.sha256
            if file.fixed:
                expected[f"{base}{POOL}/{manifest.assets}/{file.path}"] = file.sha256
    for path, digest in sorted(expected.items()):
        if not (folder / path).is_file():
            wrong.append(f"{path} : absent")
        elif digest_of(folder / path) != digest:
            wrong.append(f"{path} : modifié")
    known = {RELEASE, SBOM, *(f"{base}{MANIFEST}" for base in manifests)}
    for entry in sorted(folder.rglob("*")):
        path = entry.relative_to(folder).as_posix()
        if entry.is_file() and path not in expected and path not in known and POOL not in entry.parts:
            wrong.append(f"{path} : en trop")
    return Verified(name, len(expected), tuple(wrong))


def verify_url(url: str) -> Verified:
    """Compare every page and fixed file served below `url` with the manifests served there. Raises PublishError."""
    url = url.rstrip("/") + "/"
    reader = Reader(url)

    def get(path: str) -> str:
        try:
            answer = reader.get(f"{reader.base}{path}")
        except (OSError, http.client.HTTPException) as error:
            raise PublishError(VERIFY, f"{url} ne répond pas ({error})", "vérifier l'adresse, puis relancer") from None
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    name, manifests, wrong = _read(url, get, [""])
    reader.close()
    wanted = [
        address
        for base, manifest in manifests.items()
        for address in addresses(_above(f"{url}{base}", manifest), manifest, None, "")
    ]
    return Verified(name, len(wanted), (*wrong, *reread(wanted, lambda _: None)))


def _above(url: str, manifest: SiteManifest) -> str:
    """The address of the portal, where `url` is that of the site of `manifest`."""
    return url.removesuffix(f"{manifest.slug}/") if manifest.slug else url


def _read(where: str, get: Callable[[str], str], bases: list[str]) -> tuple[str, dict[str, SiteManifest], list[str]]:
    """The name of what is in `where`, its manifests by the folder they are for ("" or "50-manche/"), what is wrong.

    Where no release says which sites there are (archives put into one folder), they are those of `bases`.
    """
    manifests: dict[str, SiteManifest] = {}
    wrong: list[str] = []
    text = get(RELEASE)
    try:
        release = read_release(text) if text else None
        if release is None:
            manifests = {base: read_manifest(get(f"{base}{MANIFEST}")) for base in bases}
            alone = next(iter(manifests.values())).slug if len(manifests) == 1 else ""
            return alone or where, manifests, wrong
        for site in release.sites:
            base = f"{site.slug}/" if site.slug else ""
            listing = get(f"{base}{MANIFEST}")
            if hashlib.sha256(listing.encode()).hexdigest() != site.sha256:
                wrong.append(f"{base}{MANIFEST} : {'modifié' if listing else 'absent'}")
                continue
            manifests[base] = read_manifest(listing)
    except ValueError:
        mend = "donner le dossier ou l'adresse d'une publication, qui contient « release.json »"
        raise PublishError(
            VERIFY, f"« {where} » ne contient ni « {RELEASE} » ni « {MANIFEST} » lisible", mend
        ) from None
    return release.id, manifests, wrong
