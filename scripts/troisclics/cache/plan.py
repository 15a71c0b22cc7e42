"""The plan of a build: which sites and which files are reused, which are made, and why.

Reuse is decided here and nowhere else. `plan_sites` compares the inputs with those of the last build, and the output
with what was written; `plan_files` compares the key of each file of a site, a digest of all that it is made of. A plan
is frozen data: the rest of the build carries it out, and `troisclics build --explain` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..constants import IDENTITIES
from ..system.digests import DIGEST_SIZE
from .fingerprints import Frame, Inputs, is_theme
from .store import FileRecord, OutputState, SiteRecord

FIRST = "aucune construction précédente à laquelle se fier"
PROGRAM = "le programme, une version installée ou une variable d'environnement a changé"
DIRECTORY = "la liste des départements a changé"
DAMAGED = "l'ancien fichier manque, ou a été modifié depuis"
LOST = "rien n'est su de l'ancien site"
NEW = "nouveau"
CONTENT = "contenu différent"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is no longer as it was at the last build.

    Attributes:
        first: There is no last build to believe.
        general: Reasons that hold for every site, in French.
        day: The reason that the day gives, "" if it is the same.
        files: The input files that have changed.
        theme: Whether something that shapes every page has changed: theme, configuration, program.
        menu: Whether the menu or a title has changed.
    """

    first: bool = False
    general: tuple[str, ...] = ()
    day: str = ""
    files: frozenset[str] = frozenset()
    theme: bool = False
    menu: bool = False

    def reasons_for(self, slug: str) -> tuple[str, ...]:
        """Return why the site in the folder `slug` is made; nothing if it is reused."""
        return (*self.general, *_changed(path for path in self.files if _folder(path) in {"", slug}))


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site, and why it is made (nothing: it is reused).

    `last` is what was written for it, `damaged` the files of that which are no longer so.
    """

    name: str
    slug: str
    reasons: tuple[str, ...]
    last: SiteRecord = field(default_factory=lambda: SiteRecord({}, 0), repr=False)
    damaged: frozenset[str] = frozenset()

    @property
    def makes(self) -> bool:
        """Whether the site is made: its pages are merged, and those whose key is another are rendered."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build does: its sites, in order.

    Attributes:
        changes: What has changed since the last build.
        sites: All sites of the build.
        frame: The digests of what shapes every page.
        only: The folder of the one site to make and to switch alone, if no other is touched.
        rotates: Whether the output becomes the spare one, whose place it takes.
    """

    changes: Changes
    sites: tuple[SitePlan, ...]
    frame: Frame
    only: str | None = None
    rotates: bool = False

    @property
    def trusted(self) -> bool:
        """Whether there is a last build to believe."""
        return not self.changes.first

    @property
    def nothing(self) -> bool:
        """Whether every site is reused."""
        return not any(site.makes for site in self.sites)

    @property
    def rendered(self) -> tuple[SitePlan, ...]:
        """The sites that the output to be switched holds: all, or the one that is switched alone."""
        return tuple(site for site in self.sites if self.only in {None, site.slug})


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file of a site.

    Attributes:
        path: Its path in the site.
        key: The digest of what it is made of.
        reason: Why it is made; "" if it is reused.
        kept: The record of a file that is already in its place; None for one to be linked or made.
    """

    path: str
    key: bytes
    reason: str = ""
    kept: FileRecord | None = None


def find_changes(last: OutputState | None, inputs: Inputs, directory: bytes, frame: Frame) -> Changes:
    """Compare the state of the output with what it would be made from now."""
    if last is None:
        return Changes(first=True, general=(FIRST,), theme=True, menu=True)
    day = f"le jour a changé ({last.inputs.today} → {inputs.today})" if last.inputs.today != inputs.today else ""
    program = PROGRAM if last.inputs.tool != inputs.tool else ""
    others = DIRECTORY if last.directory != directory else ""
    general = tuple(reason for reason in (program, day, others) if reason)
    files = inputs.changed_files(last.inputs)
    return Changes(False, general, day, files, last.frame.theme != frame.theme, last.frame.menu != frame.menu)


def plan_sites(
    changes: Changes,
    sites: Iterable[tuple[str, str]],
    frame: Frame,
    written: Mapping[str, tuple[SiteRecord, frozenset[str]]],
    out: Path,
    *,
    whole: bool,
) -> Plan:
    """Decide which sites are made.

    Args:
        changes: What has changed since the last build.
        sites: Name and folder of each site to build.
        frame: The digests of what shapes every page.
        written: By name, what was written for a site, and the files of that which are no longer so.
        out: The output, in which a site that is made alone must have its folder.
        whole: Whether these are all the sites of the project.
    """
    planned = tuple(_plan_site(changes, name, slug, written.get(name)) for name, slug in sites)
    made = [site.slug for site in planned if site.makes]
    alone = len(made) == 1 and made[0] and not changes.first and (out / made[0]).is_dir()
    return Plan(changes, planned, frame, made[0] if alone else None, whole and not alone and not changes.first)


def _plan_site(changes: Changes, name: str, slug: str, written: tuple[SiteRecord, frozenset[str]] | None) -> SitePlan:
    reasons = changes.reasons_for(slug)
    if written is None:
        return SitePlan(name, slug, reasons if changes.first else (*reasons, LOST))
    record, damaged = written
    broken = tuple(f"{path} : {DAMAGED}" for path in sorted(damaged)[:3])
    return SitePlan(name, slug, (*reasons, *broken), record, damaged)


def plan_files(
    site: SitePlan, keys: Mapping[str, bytes], found: Mapping[str, tuple[int, int]], why: Callable[[str], str]
) -> tuple[FilePlan, ...]:
    """Decide which files of a site are reused: those that the last build wrote from the same, and that are intact.

    Args:
        site: The plan of the site.
        keys: The key of each file, by path.
        found: Time and size of each file that is in its place already, from the output before the last.
        why: Says of a path why its key is another than that of the last build.
    """
    return tuple(_plan_file(site, path, key, found.get(path), why) for path, key in keys.items())


def _plan_file(
    site: SitePlan, path: str, key: bytes, found: tuple[int, int] | None, why: Callable[[str], str]
) -> FilePlan:
    known, spare = site.last.files.get(path), site.last.earlier.get(path)
    for entry in (known, spare):
        if entry is not None and entry[0] == key and entry[1:] == found:
            return FilePlan(path, key, kept=entry)
    if known is None:
        return FilePlan(path, key, NEW)
    if known[0] != key:
        return FilePlan(path, key, why(path))
    return FilePlan(path, key, DAMAGED if path in site.damaged else "")


def explain_page(
    changes: Changes, slug: str, uri: str, keys: tuple[bytes, bytes], *, shows_others: bool = False
) -> str:
    """Say why a page is made although it was there: what has changed that its key is made of.

    Args:
        changes: What has changed since the last build.
        slug: The folder of the site.
        uri: The page.
        keys: The key that the page had, and the one that it has.
        shows_others: Whether the page shows the texts of other pages.
    """
    before, now = keys
    files, reasons = changes.files, list[str]()
    if changes.theme:
        reasons += [reason for reason in changes.general if reason == PROGRAM]
        reasons += _changed(filter(is_theme, files))
    if changes.menu:
        reasons += [f"menu ou titres : {reason}" for reason in _changed(filter(_is_page, files))]
    if not reasons and before[:DIGEST_SIZE] != now[:DIGEST_SIZE]:
        own = {f"content/{uri}", f"departments/{slug}/{uri}"} & files
        shown = filter(_is_page, files - own) if shows_others else ()
        reasons += [*_changed(own), *(f"texte montré ici : {reason}" for reason in _changed(shown))]
        reasons += [*_changed(filter(_is_data, files)), *_of_department(changes, slug), *_day(changes)]
    if not reasons:
        reasons = [*_of_department(changes, slug), *_day(changes), *changes.general]
    return " ; ".join(dict.fromkeys(reasons)) or CONTENT


def _of_department(changes: Changes, slug: str) -> list[str]:
    """What a department says outside of its texts, or is said of it."""
    mine = (path for path in changes.files if slug and _folder(path) == slug and not path.endswith(".md"))
    return _changed([*mine, *({IDENTITIES} & changes.files)])


def _day(changes: Changes) -> list[str]:
    return [changes.day] if changes.day else []


def _changed(files: Iterable[str]) -> list[str]:
    return [f"{path} a changé" for path in sorted(files)]


def _folder(path: str) -> str:
    """The folder of the department that the input file `path` belongs to; "" for what is national."""
    top, _, rest = path.partition("/")
    return rest.partition("/")[0] if top == "departments" else ""


def _is_page(path: str) -> bool:
    return path.startswith("content/") and path.endswith(".md") and "/_" not in path


def _is_data(path: str) -> bool:
    return path.startswith("content/_")
