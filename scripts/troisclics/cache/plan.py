"""Plan a build: which sites and files are reused, which are made, and why.

Reuse is decided here and nowhere else. `find_changes` compares the inputs with those of the last build; `plan_sites`
adds which files of the output were modified since (`BuildCache.written`), and decides which sites are made.
`plan_files` compares the key of each file of a site, a digest of everything the file is made of. A plan is frozen
data: the rest of the build carries it out, and `troisclics build --explain` prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..constants import IDENTITIES
from ..system.digests import DIGEST_SIZE
from .fingerprints import Inputs, LayoutDigests, is_theme
from .store import FileRecord, OutputState, SiteRecord

FIRST = "aucune construction précédente à laquelle se fier"
PROGRAM = "le programme, une version installée ou une variable d'environnement a changé"
DEPARTMENTS = "la liste des départements a changé"
DAMAGED = "l'ancien fichier manque, ou a été modifié depuis"
LOST = "rien n'est su de l'ancien site"
NEW = "nouveau"
CONTENT = "contenu différent"


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the last build.

    Attributes:
        first: whether there is no earlier build to trust.
        general: reasons that apply to every site, in French.
        day: the reason given by the change of day; "" if the day is the same.
        files: the input files that have changed.
        theme: whether something that affects every page has changed: theme, configuration, program.
        menu: whether the menu or a title has changed.
    """

    first: bool = False
    general: tuple[str, ...] = ()
    day: str = ""
    files: frozenset[str] = frozenset()
    theme: bool = False
    menu: bool = False

    def reasons_for(self, slug: str) -> tuple[str, ...]:
        """Return the reasons to make the site of the folder `slug`; none if it is reused."""
        return (*self.general, *_changed(path for path in self.files if _folder(path) in {"", slug}))


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site and the reasons to make it; without any, it is reused.

    Attributes:
        name: the code of the department, or the name of the portal.
        slug: its folder in the output.
        reasons: why it is made, in French.
        last: what the last build wrote for it.
        damaged: the files of `last` that were modified or removed since.
    """

    name: str
    slug: str
    reasons: tuple[str, ...]
    last: SiteRecord = field(default_factory=lambda: SiteRecord({}, 0), repr=False)
    damaged: frozenset[str] = frozenset()

    @property
    def makes(self) -> bool:
        """Tell whether the site is made: its pages are merged, and those with a new key rendered."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build does: its sites, in order.

    Attributes:
        changes: what has changed since the last build.
        sites: all sites of the build.
        layout: the digests of what every page shows besides its text.
        only: the folder of the site to make and swap in alone, if no other site is affected.
        rotates: whether the new output starts from the previous one (the one before the current), and the current
            output then takes its place.
    """

    changes: Changes
    sites: tuple[SitePlan, ...]
    layout: LayoutDigests
    only: str | None = None
    rotates: bool = False

    @property
    def trusted(self) -> bool:
        """Tell whether there is an earlier build to trust."""
        return not self.changes.first

    @property
    def nothing(self) -> bool:
        """Tell whether every site is reused."""
        return not any(site.makes for site in self.sites)

    @property
    def rendered(self) -> tuple[SitePlan, ...]:
        """Return the sites in the folder that is swapped in: all, or the only one to make."""
        return tuple(site for site in self.sites if self.only in {None, site.slug})


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file of a site.

    Attributes:
        path: its path in the site.
        key: the digest of what it is made of.
        reason: why it is made, in French; "" if it is reused.
        kept: its record if it is already in place; None if it is to be linked or made.
    """

    path: str
    key: bytes
    reason: str = ""
    kept: FileRecord | None = None


def find_changes(last: OutputState | None, inputs: Inputs, department_index: bytes, layout: LayoutDigests) -> Changes:
    """Compare the state of the output with what it would be made from now.

    Args:
        last: the state that the last build saved, if it can be trusted.
        inputs: the inputs as they are now.
        department_index: the digest of what any site may show of all departments.
        layout: the digests of what every page shows besides its text.
    """
    if last is None:
        return Changes(first=True, general=(FIRST,), theme=True, menu=True)
    day = f"le jour a changé ({last.inputs.today} → {inputs.today})" if last.inputs.today != inputs.today else ""
    program = PROGRAM if last.inputs.tool != inputs.tool else ""
    others = DEPARTMENTS if last.department_index != department_index else ""
    general = tuple(reason for reason in (program, day, others) if reason)
    files = inputs.changed_files(last.inputs)
    return Changes(False, general, day, files, last.layout.theme != layout.theme, last.layout.menu != layout.menu)


def plan_sites(
    changes: Changes,
    sites: Iterable[tuple[str, str]],
    layout: LayoutDigests,
    written: Mapping[str, tuple[SiteRecord, frozenset[str]]],
    out: Path,
    *,
    whole: bool,
) -> Plan:
    """Decide which sites are made.

    Args:
        changes: what has changed since the last build.
        sites: name and folder of each site to build.
        layout: the digests of what every page shows besides its text.
        written: by name, what was written for a site, and those of its files that were modified or removed since.
        out: the output, which must contain the folder of a site that is made alone.
        whole: whether these are all the sites of the project.
    """
    planned = tuple(_plan_site(changes, name, slug, written.get(name)) for name, slug in sites)
    made = [site.slug for site in planned if site.makes]
    alone = len(made) == 1 and made[0] and not changes.first and (out / made[0]).is_dir()
    return Plan(changes, planned, layout, made[0] if alone else None, whole and not alone and not changes.first)


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
    """Decide which files of a site are reused: unmodified ones that the last build wrote under the same key.

    Args:
        site: the plan of the site.
        keys: the key of each file, by path.
        found: mtime and size of each file already in place, from the previous output.
        why: returns why the key of a path differs from that of the last build.
    """
    return tuple(_plan_file(site, path, key, found.get(path), why) for path, key in keys.items())


def _plan_file(
    site: SitePlan, path: str, key: bytes, found: tuple[int, int] | None, why: Callable[[str], str]
) -> FilePlan:
    known, previous = site.last.files.get(path), site.last.earlier.get(path)
    for entry in (known, previous):
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
    """Return, in French, why an existing page is made again: which inputs of its key have changed.

    Args:
        changes: what has changed since the last build.
        slug: the folder of the site.
        uri: the page.
        keys: the old key of the page, and the new one.
        shows_others: whether the page shows the texts of other pages.
    """
    before, now = keys
    files, reasons = changes.files, list[str]()
    if changes.theme:
        reasons += [reason for reason in changes.general if reason == PROGRAM]
        reasons += _changed(filter(is_theme, files))
    if changes.menu:
        reasons += [f"menu ou titres : {reason}" for reason in (*_changed(filter(_is_page, files)), *_day(changes))]
    if not reasons and before[:DIGEST_SIZE] != now[:DIGEST_SIZE]:
        own = {f"content/{uri}", f"departments/{slug}/{uri}"} & files
        shown = filter(_is_page, files - own) if shows_others else ()
        reasons += [*_changed(own), *(f"texte montré ici : {reason}" for reason in _changed(shown))]
        reasons += [*_changed(filter(_is_data, files)), *_of_department(changes, slug), *_day(changes)]
    if not reasons:
        reasons = [*_of_department(changes, slug), *_day(changes), *changes.general]
    return " ; ".join(dict.fromkeys(reasons)) or CONTENT


def _of_department(changes: Changes, slug: str) -> list[str]:
    """Return the changed files of a department other than its texts, and the list of identities."""
    mine = (path for path in changes.files if slug and _folder(path) == slug and not path.endswith(".md"))
    return _changed([*mine, *({IDENTITIES} & changes.files)])


def _day(changes: Changes) -> list[str]:
    return [changes.day] if changes.day else []


def _changed(files: Iterable[str]) -> list[str]:
    return [f"{path} a changé" for path in sorted(files)]


def _folder(path: str) -> str:
    """Return the department folder of the input file `path`; "" for a national file."""
    top, _, rest = path.partition("/")
    return rest.partition("/")[0] if top == "departments" else ""


def _is_page(path: str) -> bool:
    return path.startswith("content/") and path.endswith(".md") and "/_" not in path


def _is_data(path: str) -> bool:
    return path.startswith("content/_")
