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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import UNCHANGED, PublishError
from ..model import Target
from .folder_listing import LIST, FolderEntry, parse_listing
from .manifest import RELEASE
from .transport import Held, Host, end_with_parent, failed, run

INCOMING = ".incoming"
LEDGER = "published.json"
PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY = (
    "contrôles", "envoi", "vérification", "bascule", "relecture", "registre", "ménage",
)  # fmt: skip
STEPS = (PREFLIGHT, UPLOAD, VERIFY, SWITCH, REREAD, RECORD, TIDY)

_ENTER = """[ -e "$1" ] || { echo "absent: $1" >&2; exit 1; }
[ -d "$1" ] || { echo "no folder: $1" >&2; exit 1; }
cd "$1" || exit 1
"""

_LOCK = """[ ! -L .lock ] || { echo ".lock est un lien" >&2; exit 1; }
mkdir -p releases assets && { chmod a+rx,o-w releases assets 2>/dev/null; exec 9>>.lock; } && {
flock -n 9 || { printf 'locked by '; cat .lock; exit 75; }; } && echo "$2" >.lock && echo ok && cat >/dev/null"""

_PROBE = r"""for tool in rsync sha256sum flock find; do command -v $tool >/dev/null || echo "missing=$tool"; done
echo "now=$(date +%s)"
echo "free=$(df -Pk . | awk 'NR==2 {print $4}')"
echo "inodes=$(df -Pi . 2>/dev/null | awk 'NR==2 && $2 > 0 {print $4}')"
echo "current=$(readlink current)"
[ -d current ] && [ ! -L current ] && echo folder=yes
for entry in releases/* releases/.incoming; do
  [ -e "$entry" ] || [ -L "$entry" ] || continue
  if [ -L "$entry" ] || [ ! -d "$entry" ]; then echo "foreign=$entry"
  elif [ -f "$entry/release.json" ] && [ ! -L "$entry/release.json" ]; then echo "release=${entry#releases/}"
  else echo "unfinished=${entry#releases/}"; fi
done
entry=$(pwd -P); stat -c 'own=%A|%G|%n' "$entry" releases assets 2>/dev/null
[ "$2" = write ] || exit 0
while [ "$entry" ]; do entry=${entry%/*}; stat -c 'above=%A|%G|%n' "${entry:-/}"; done
try=.try-$$; mkdir $try && : >$try/file || { rm -rf $try; exit 1; }
said=$(ln -s $try $try-link 2>&1) && mv -T $try-link $try-current && [ -r $try-current/file ] && echo links=yes
rm -rf $try $try-link $try-current
case "$said" in *"No space"*) echo "$said" >&2; exit 1 ;; esac"""

_SWITCHING = """cd "$1" && exec 8<releases && { timeout 20 flock 8; held; } && [ ! -L releases/.incoming ] && """
"""Says by a second lock, which outlives the connection, that a switch goes on; `served` waits for its end."""

_SWITCH = f"""{_SWITCHING}ln -sfn "releases/$2" .current.new &&
{{ [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; }} && mv -T .current.new current"""

_COPY = f"""{_SWITCHING}{{ [ "$3" != new ] || mv -T releases/.incoming "releases/$2"; }} && mkdir -p current &&
rsync -rc --ignore-existing --exclude='*.html' --exclude='*.html.??' --exclude='/release.json*' \
  "releases/$2/" current/ &&
rsync -rc --delay-updates "releases/$2/" current/ &&
rsync -rc --delete --filter='P /_assets/*' --filter='P /*/_assets/*' "releases/$2/" current/"""

_SERVED = """cd "$1" && { exec 8<releases; timeout 20 flock 8; readlink current; }"""

_CHANGED = """cd "$1" && LC_ALL=C sha256sum -c 2>/dev/null | awk '/: OK$/ {ok++; next} {print} END {print ok+0}'"""

_ANYBODY = """cd "$1" && [ "$(id -u)" = 0 ] || exit 0
as="setpriv --reuid=65534 --regid=65534 --clear-groups"
$as true 2>/dev/null || exit 0
LC_ALL=C $as cat current/release.json 2>&1 >/dev/null || :"""

_TIDY = """cd "$1" || exit 1; kept=" $2 "; pools=" $3 "
for entry in releases/* releases/.incoming; do
  case "$kept" in *" ${entry#releases/} "*) ;; *) held; rm -rf "$entry" ;; esac
done
for entry in assets/* current/_assets/* current/*/_assets/*; do
  [ "${entry#assets/}" != "$entry" ] || [ ! -L current ] || continue
  case "$pools" in *" ${entry##*/} "*) ;; *) held; rm -rf "$entry" ;; esac
done"""


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder that not everybody may enter: its path, its mode as `ls` writes it, the group that may, or nothing."""

    path: str
    mode: str
    group: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a target is like: missing commands, its clock and free room (seconds, bytes, files), what is there.

    `inodes` is None where files are not counted. `current` is the folder that is served, as a link; `folder` says
    that it is no link. `links` is whether a link was followed and renamed for a trial, None where nothing was tried.
    `own` are the closed folders among the target's own, `above` among those that lead to it; `writable` are those of
    its own that any account may change.
    Of what lies in `releases/`, `foreign` are links and what is no folder, `unfinished` folders without `release.json`.
    """

    missing: tuple[str, ...]
    now: int
    free: int
    inodes: int | None
    current: str
    folder: bool
    releases: tuple[str, ...]
    links: bool | None
    own: tuple[Closed, ...]
    above: tuple[Closed, ...]
    foreign: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()


@contextlib.contextmanager
def locked(host: Host, target: Target, who: str) -> Iterator[Host]:
    """Hold the target for this process alone; yield the host, which refuses our scripts once we hold it no more.

    The lock goes with the process, or with its connection. Raises PublishError.
    """
    with subprocess.Popen(
        host.command(_ENTER + _LOCK, target.path, who), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8", errors="replace",
        preexec_fn=end_with_parent,  # noqa: PLW1509 - no thread runs
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
            yield Held(host, f"{target.path}/.lock", who)
        finally:
            process.communicate()


def probe(host: Host, target: Target, *, write: bool) -> Probe:
    """Look at a target; with `write`, try on it what a switch needs. Raises PublishError."""
    lines = run(host, PREFLIGHT, _ENTER + _PROBE, target.path, "write" if write else "look").splitlines()
    pairs = [line.partition("=")[::2] for line in lines]
    one = dict(pairs)
    inodes = one.get("inodes", "")
    return Probe(
        missing=tuple(value for key, value in pairs if key == "missing"),
        now=int(one.get("now") or 0),
        free=int(one.get("free") or 0) * 1024,
        inodes=int(inodes) if inodes.isdecimal() else None,
        current=one.get("current", "").removeprefix("releases/"),
        folder="folder" in one,
        releases=tuple(value for key, value in pairs if key == "release"),
        links=("links" in one) if write else None,
        foreign=tuple(value for key, value in pairs if key == "foreign"),
        unfinished=tuple(value for key, value in pairs if key == "unfinished" and value != INCOMING),
        own=_closed(target, (value for key, value in pairs if key == "own")),
        above=_closed(target, (value for key, value in pairs if key == "above")),
        writable=tuple(
            _absolute(target, value.split("|", 2)[2]) for key, value in pairs if key == "own" and value[8] == "w"
        ),
    )


def _closed(target: Target, lines: Iterable[str]) -> tuple[Closed, ...]:
    """The folders of `lines` (« mode|group|path ») that an account of no group of theirs cannot enter."""
    found = []
    for line in lines:
        mode, group, path = line.split("|", 2)
        if mode[9] not in "xt":
            found.append(Closed(_absolute(target, path), mode, group if mode[6] in "xs" else ""))
    return tuple(found)


def _absolute(target: Target, path: str) -> str:
    return path if path.startswith("/") else f"{target.path}/{path}"


def read_texts(host: Host, target: Target, folder: str, paths: Sequence[str]) -> list[str]:
    """The text of each of `paths` below `folder` of the target; empty where no regular file is. Raises PublishError."""
    script = """folder=$1; shift
for path; do path=$folder/$path
  if [ -f "$path" ] && [ ! -L "$path" ]; then tr -d '\\000' <"$path" 2>/dev/null; fi; printf '\\0'
done"""
    if not paths:
        return []
    return run(host, PREFLIGHT, script, f"{target.path}/{folder}", *paths).split("\0")[: len(paths)]


def read(host: Host, target: Target, path: str) -> str:
    """The text of a file of the target; empty if it is not there. Raises PublishError."""
    return read_texts(host, target, ".", [path])[0]


def start_from(host: Host, target: Target, folder: str) -> None:
    """Let what comes in begin as the release in `folder`, by hard links where there are any; without one, as nothing.

    Raises PublishError.
    """
    script = """cd "$1/releases" && rm -rf .incoming && { [ -z "$2" ] || cp -al "$2" .incoming 2>/dev/null ||
    { rm -rf .incoming && cp -RP "$2" .incoming; }; }"""
    run(host, UPLOAD, script, target.path, folder)


def entries(host: Host, target: Target, folder: str) -> list[FolderEntry]:
    """All that lies in `folder` of the target; nothing if it is not there. Raises PublishError."""
    return parse_listing(run(host, VERIFY, LIST, f"{target.path}/{folder}"))


def changed(host: Host, target: Target, folder: str, digests: Mapping[str, str]) -> set[str]:
    """The files below `folder` of the target that do not have these SHA-256. Raises PublishError."""
    if not digests:
        return set()
    lines = "".join(f"{digest}  {path}\n" for path, digest in digests.items())
    said = run(host, VERIFY, _CHANGED, f"{target.path}/{folder}", given=lines.encode()).splitlines()
    failed_ = {line.rpartition(": FAILED")[0] for line in said[:-1]}
    if len(failed_) + int(said[-1]) != len(digests):
        raise PublishError(VERIFY, "« sha256sum » n'a pas tout lu", "regarder l'état du serveur, puis relancer")
    return failed_


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """Serve the release in `folder`; if it is `new`, that is the name that what has come in gets. Raises PublishError.

    With links, one rename(2). Without, a copy in two phases: files that pages need, then pages, then deletions.
    """
    script = _SWITCH if target.switch == "link" else _COPY
    run(host, SWITCH, script, target.path, folder, "new" if new else "old")


def served(host: Host, target: Target, folder: str) -> str:
    """What readers get when a switch to `folder` has failed, once what goes on there has ended; in French."""
    if target.switch != "link":
        return "des pages des deux publications peuvent être servies"
    try:
        now = run(host, SWITCH, _SERVED, target.path).strip()
    except PublishError as error:
        if error.served != UNCHANGED:
            return error.served
        return "la publication précédente est servie, ou la nouvelle, entière : « troisclics status » le dira"
    if now == f"releases/{folder}":
        return "cette publication est en ligne, entière"
    return "ce qui est en ligne n'a pas changé"


def try_as_anybody(host: Host, target: Target) -> str:
    """Why an account without rights cannot read what is served, in the system's words; empty if it can.

    Only where we are root, and can be that account: elsewhere nothing is tried. Raises PublishError.
    """
    return run(host, REREAD, _ANYBODY, target.path).strip()


def write_ledger(host: Host, target: Target, text: str) -> None:
    """Write the ledger of the target, in one rename. Raises PublishError."""
    script = 'cd "$1" && rm -f .published.new && cat >.published.new && mv -T .published.new published.json'
    run(host, RECORD, script, target.path, given=text.encode())


def tidy(host: Host, target: Target, folders: Collection[str], pools: Collection[str]) -> None:
    """Delete all releases but those in `folders`, and all pools of fixed files but `pools`. Raises PublishError."""
    run(host, TIDY, _TIDY, target.path, " ".join(sorted(folders)), " ".join(sorted(pools)))


def drop_incoming(host: Host, target: Target) -> None:
    """Delete what was on its way, and nothing else. Raises PublishError."""
    run(host, TIDY, 'held; rm -rf "$1/releases/.incoming"', target.path)


def release_path(folder: str) -> str:
    """Where the `release.json` of a release lies on the target."""
    return f"releases/{folder}/{RELEASE}"
