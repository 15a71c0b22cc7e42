"""What is done on the target's machine, one short `sh` script a function.

    current -> releases/2026-11-25-71a065e332     what is served
    releases/                                     the releases; `.incoming` is on its way
    assets/1e4e51c92ee4275b/                      the fixed files of sites, named after their content
    published.json  .lock

A release's `_assets` are links to `assets/`, which only grows before a switch and shrinks after.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import PublishError
from ..model import Target
from .host import Host, end_with_parent, failed, run
from .manifest import RELEASE, Release, SiteManifest, read_manifest, read_release

INCOMING = ".incoming"
LEDGER = "published.json"
PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY = (
    "contrôles", "envoi", "vérification", "bascule", "relecture", "registre", "ménage",
)  # fmt: skip
STEPS = (PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY)

_LOCK = """cd "$1" && mkdir -p releases assets && exec 9>>.lock && {
flock -n 9 || { printf 'locked by '; cat .lock; exit 75; }; } && echo "$2" >.lock && echo ok && cat >/dev/null"""

_PROBE = r"""cd "$1" || exit 1
for tool in rsync sha256sum flock find; do command -v $tool >/dev/null || echo "missing=$tool"; done
echo "now=$(date +%s)"
echo "free=$(df -Pk . | awk 'NR==2 {print $4}')"
echo "current=$(readlink current)"
[ -d current ] && [ ! -L current ] && echo folder=yes
for entry in releases/*/; do [ -f "$entry/release.json" ] && echo "release=$(basename "$entry")"; done
[ "$2" = write ] || exit 0
try=.try-$$; mkdir $try && : >$try/file && ln -s $try $try-link 2>/dev/null && mv -T $try-link $try-current &&
  [ -r $try-current/file ] && echo links=yes
written=$?; rm -rf $try $try-link $try-current; [ $written = 0 ] || [ -w . ] || touch .try"""

_SWITCH = """cd "$1" && { [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; } &&
ln -sfn "releases/$2" .current.new && mv -T .current.new current"""

_COPY = """cd "$1" && { [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; } && mkdir -p current &&
rsync -rc --exclude='*.html' --exclude='*.html.??' --exclude=/release.json "releases/$2/" current/ &&
rsync -rc --delay-updates "releases/$2/" current/ &&
rsync -rc --delete --filter='P /_assets/*' --filter='P /*/_assets/*' "releases/$2/" current/"""

_VERIFY = """cd "$1" && { LC_ALL=C sha256sum -c 2>&1 | grep -v ': OK$' | head -n 20
find . -type f ! -name release.json ! -name manifest.json ! -name SHA256SUMS ! -name sbom.cdx.json \
  ! -path '*/_assets/*' | wc -l; }"""

_TIDY = """cd "$1" || exit 1; kept=" $2 "; pools=" $3 "
for entry in releases/* releases/.incoming; do
  case "$kept" in *" ${entry#releases/} "*) ;; *) rm -rf "$entry" ;; esac
done
for entry in assets/* current/_assets/* current/*/_assets/*; do
  [ "${entry#assets/}" != "$entry" ] || [ ! -L current ] || continue
  case "$pools" in *" ${entry##*/} "*) ;; *) rm -rf "$entry" ;; esac
done"""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a target is like: missing commands, its clock and free room (seconds, bytes), what is there.

    `current` is the folder that is served, as a link; `folder` says that it is no link. `links` is whether a link
    was followed and renamed for a trial, None where nothing was tried.
    """

    missing: tuple[str, ...]
    now: int
    free: int
    current: str
    folder: bool
    releases: tuple[str, ...]
    links: bool | None


@contextlib.contextmanager
def locked(host: Host, target: Target, who: str) -> Iterator[None]:
    """Hold the target for this process alone. The lock goes with the process, or with its connection.

    Raises PublishError.
    """
    with subprocess.Popen(
        host.command(_LOCK, target.path, who), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs
    ) as process:  # fmt: skip
        assert process.stdout is not None  # noqa: S101 - asked for above
        assert process.stderr is not None  # noqa: S101
        said = process.stdout.readline()
        if said != "ok\n":
            process.wait()
            if said.startswith("locked by"):
                raise PublishError(
                    PREFLIGHT,
                    f"une autre publication est en cours ({said.removeprefix('locked by').strip()})",
                    "attendre qu'elle finisse ; si son poste est éteint, le serveur lève le verrou avec la connexion",
                )
            raise failed(PREFLIGHT, process.stderr.read() or said)
        try:
            yield
        finally:
            process.communicate()


def probe(host: Host, target: Target, *, write: bool) -> Probe:
    """Look at a target; with `write`, try on it what a switch needs. Raises PublishError."""
    lines = run(host, PREFLIGHT, _PROBE, target.path, "write" if write else "look").splitlines()
    pairs = [line.partition("=")[::2] for line in lines]
    one = dict(pairs)
    return Probe(
        missing=tuple(value for key, value in pairs if key == "missing"),
        now=int(one.get("now") or 0),
        free=int(one.get("free") or 0) * 1024,
        current=one.get("current", "").removeprefix("releases/"),
        folder="folder" in one,
        releases=tuple(value for key, value in pairs if key == "release"),
        links=("links" in one) if write else None,
    )


def read(host: Host, target: Target, path: str) -> str:
    """The text of a file of the target; empty if it is not there. Raises PublishError."""
    return run(host, PREFLIGHT, 'cd "$1" && if [ -e "$2" ]; then cat "$2"; fi', target.path, path)


def read_releases(host: Host, target: Target, folders: Sequence[str]) -> tuple[Release, ...]:
    """What the releases in these folders of the target say of themselves; those that cannot be read are left out."""
    script = 'cd "$1/releases" && shift && for entry; do cat "$entry/release.json" 2>/dev/null; printf "\\0"; done'
    found = []
    for text in run(host, PREFLIGHT, script, target.path, *folders).split("\0"):
        with contextlib.suppress(ValueError):
            found.append(read_release(text))
    return tuple(found)


def read_manifests(host: Host, target: Target, folder: str, slugs: Sequence[str]) -> dict[str, SiteManifest]:
    """The manifests that lie in a release of the target; those that cannot be read are left out."""
    if not slugs:
        return {}
    script = 'cd "$1" && shift && for site; do cat "$site/manifest.json" 2>/dev/null; printf "\\0"; done'
    texts = run(host, PREFLIGHT, script, f"{target.path}/{folder}", *(slug or "." for slug in slugs)).split("\0")
    found = {}
    for slug, text in zip(slugs, texts, strict=False):
        with contextlib.suppress(ValueError):
            found[slug] = read_manifest(text)
    return found


def start_from(host: Host, target: Target, folder: str) -> None:
    """Let what comes in begin as the release in `folder`, by hard links. Raises PublishError."""
    script = 'cd "$1/releases" && rm -rf .incoming && cp -al "$2" .incoming'
    run(host, UPLOAD, script, target.path, folder)


def verify(host: Host, target: Target, folder: str, lines: Iterable[str], files: int | None) -> list[str]:
    """What is wrong on the target below `folder`: `lines` are « digest  path », as sha256sum takes them.

    There must be `files` files, links not followed; None: there may be others. Raises PublishError.
    """
    said = run(host, VERIFY, _VERIFY, f"{target.path}/{folder}", given="".join(f"{line}\n" for line in lines).encode())
    *wrong, count = said.strip().splitlines() or ["", "-1"]
    if files is not None and not wrong and int(count) != files:
        wrong.append(f"{count.strip()} fichiers au lieu de {files}")
    return wrong


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """Serve the release in `folder`; if it is `new`, that is the name that what has come in gets. Raises PublishError.

    With links, one rename(2). Without, a copy in two phases: files that pages need, then pages, then deletions.
    """
    script = _SWITCH if target.switch == "link" else _COPY
    run(host, SWITCH, script, target.path, folder, "new" if new else "old")


def write_ledger(host: Host, target: Target, text: str) -> None:
    """Write the ledger of the target, in one rename. Raises PublishError."""
    script = 'cd "$1" && cat >.published.new && mv .published.new published.json'
    run(host, RECORD, script, target.path, given=text.encode())


def tidy(host: Host, target: Target, folders: Collection[str], pools: Collection[str]) -> None:
    """Delete all releases but those in `folders`, and all pools of fixed files but `pools`. Raises PublishError."""
    run(host, TIDY, _TIDY, target.path, " ".join(sorted(folders)), " ".join(sorted(pools)))


def release_path(folder: str) -> str:
    """Where the `release.json` of a release lies on the target."""
    return f"releases/{folder}/{RELEASE}"
