"""A release with a file of each kind, signed and served: what the commands find in it, and who may sign."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from needs import needs
from watchers import Noted

from troisclics.model import Target
from troisclics.publish.manifest import read_release
from troisclics.publish.preflight import connect_target
from troisclics.publish.rollback import Status, find_status
from troisclics.publish.signature import Signers
from troisclics.publish.verification import VerifiedRelease, verify_folder, verify_url

from . import small

SIGNER = "sircom@action-sociale.example"
LONG = "Une phrase qui se répète assez pour que la copie compressée soit plus courte. " * 12


@dataclass
class Served:
    """A published and served release: its desk, its address, and those who may sign."""

    desk: small.Desk
    url: str
    signers: Signers

    @property
    def folder(self) -> Path:
        """The release that is served."""
        return (self.desk.target / "current").resolve()

    def path(self, name: str) -> Path:
        """A file of ALTERED."""
        release = read_release((self.folder / "release.json").read_text(encoding="utf-8"))
        site = release.site("50-manche")
        assert site
        return self.folder / name.format(assets=site.assets)

    def verdicts(self) -> tuple[VerifiedRelease, VerifiedRelease, Status]:
        """What the three commands find."""
        target = Target("essai", "folder", str(self.desk.target), url=self.url)
        with connect_target(target, "essai", Noted(), write=False) as (host, online):
            status = find_status(host, target, online, self.signers, Noted())
        return verify_folder(self.desk.target / "current", self.signers), verify_url(self.url, self.signers), status


def write_kinds(sites: Path) -> None:
    """Give the small sites a file of each kind."""
    for site in (sites, *(sites / slug for slug in small.SLUGS)):
        for name, text in (
            ("404.html", f"<!doctype html><title>404</title><p>{LONG}</p>"),
            ("sitemap.xml", f"<urlset><!-- {LONG} --></urlset>"),
            ("assets/essai.js", f"// {LONG}"),
            ("assets/pool.js", f"/* {LONG} */"),
            ("assets/pool.css", f"/* {LONG} {site.name} */"),
            ("search/search_index.json", f'{{"docs": ["{LONG}"]}}'),
            ("api/sites.json", f'["{LONG}"]'),
            ("agenda/fête été.ics", f"BEGIN:VCALENDAR\n{LONG}\nEND:VCALENDAR\n"),
        ):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        for page in site.glob("page-*/index.html"):
            page.write_text(page.read_text(encoding="utf-8").replace("</body>", f"<p>{LONG}</p></body>"), "utf-8")


def make_key(folder: Path, name: str = "key", passphrase: str = "") -> Path:
    """A key of ssh-keygen."""
    command = [needs("ssh-keygen"), "-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", folder / name]
    subprocess.run(command, check=True)
    return folder / name


def allow(folder: Path, *keys: Path, options: str = "") -> Path:
    """A file of allowed signers that names the owner of `keys`."""
    lines = [f"{SIGNER} {options}{key.with_suffix('.pub').read_text(encoding='utf-8')}" for key in keys]
    (folder / "allowed_signers").write_text("".join(lines), encoding="utf-8")
    return folder / "allowed_signers"
