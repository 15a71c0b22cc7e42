"""Define parameter types and options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..pipeline.build import Shard
from .command_groups import announce_new_name
from .completion import SiteCode


class Day(click.ParamType[date]):
    """A date in ISO 8601."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date in `value`; fail with a usage error if it is not one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"« {value} » n'est pas une date ; écrire par exemple 2026-11-22", param, ctx)


class Share(click.ParamType[Shard]):
    """A share of the work, « 2/4 »."""

    name = "I/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Return the share in `value`; fail with a usage error if it is not one."""
        if isinstance(value, Shard):
            return value
        index, _, count = str(value).partition("/")
        if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
            return Shard(int(index), int(count))
        return self.fail(f"« {value} » : écrire I/N, par exemple 2/4, avec I compris entre 1 et N", param, ctx)


class PathOption(click.Option):
    """A path: relative to the working directory if given, in the project by default.

    Args:
        declarations: the names of the option.
        in_project: the default, relative to the root of the project.
        formerly: a former name, still accepted but not documented.
        help: what the option is for; the default is appended.
        attrs: the arguments of click.Option.
    """

    def __init__(
        self,
        declarations: list[str],
        *,
        in_project: str | None = None,
        formerly: str | None = None,
        help: str = "",
        **attrs: Any,
    ) -> None:
        where = f"  [par défaut : {in_project}, dans le projet]" if in_project else ""
        super().__init__(declarations, help=help + where, **attrs)
        self.in_project, self.formerly = in_project, formerly

    def get_default(self, ctx: click.Context, call: bool = True) -> Any:
        """Return the path in the project, if there is a default."""
        if self.in_project is None:
            return super().get_default(ctx, call)
        return (ctx.params.get("root") or Path()) / self.in_project

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Accept the former name too."""
        super().add_to_parser(parser, ctx)
        if self.formerly:
            parser.add_option(self, [self.formerly], dest=self.formerly)

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> Any:
        """Use the value of the former name, with a warning, unless the new one is given."""
        if self.formerly and self.formerly in opts:
            announce_new_name(ctx, self.formerly, self.opts[0])
            opts = {str(self.name): opts[self.formerly], **opts}
        return super().consume_value(ctx, opts)


def find_root() -> Path | None:
    """Return the project that contains the working directory, relative to it; None if there is none."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / "mkdocs.yml") and (folder / "content").is_dir():
            return Path(os.path.relpath(folder, here))
    return None


def need_root(root: Path | None) -> Path:
    """Return `root`. Raises UsageError if there is no project."""
    if root is None:
        raise click.UsageError(
            "aucun projet ici : ni ce dossier ni ceux du dessus n'ont mkdocs.yml et content/ ;"
            " se placer dans le projet, ou le désigner par --root"
        )
    return root


def project_files(root: Path, files: Iterable[str]) -> Iterable[str]:
    """Yield `files`, given relative to the working directory or the root, as paths from the root.

    Raises UsageError for one that is not a file of the project: a misspelt name would pass as a file without findings.
    """
    top = os.path.realpath(root)
    for file in files:
        # The last part is not resolved: a symbolic link in the project is a finding.
        given = Path(file) if os.path.lexists(file) else root / file
        path = os.path.join(os.path.realpath(given.parent), given.name)
        if not os.path.lexists(path) or (os.path.isdir(path) and not os.path.islink(path)):
            folder = " : c'est un dossier, nommer ses fichiers" if os.path.isdir(path) else ""
            raise click.UsageError(f"aucun fichier « {file} »{folder}")
        if not Path(path).is_relative_to(top):
            raise click.UsageError(f"« {file} » n'est pas dans le projet « {root} »")
        yield Path(os.path.relpath(path, top)).as_posix()


def _root_of_project(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    return value if ctx.resilient_parsing else need_root(value)


def _root_option(callback: Callable[..., Any] | None) -> Callable[..., Any]:
    return click.option(
        "--root", type=click.Path(path_type=Path, file_okay=False, exists=True), default=find_root, is_eager=True,
        metavar="DOSSIER", callback=callback,
        help="Projet : le dossier de mkdocs.yml.  [par défaut : celui où l'on se trouve]",
    )  # fmt: skip


FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path)

root = _root_option(_root_of_project)
root_if_any = _root_option(None)
today = click.option("--today", type=Day(), default=date.today, help="Date du jour, si ce n'est pas aujourd'hui.")
jobs = click.option(
    "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True,
    metavar="N", help="Processus en parallèle.",
)  # fmt: skip
codes = click.argument("codes", nargs=-1, metavar="[CODE]...", type=SiteCode())
