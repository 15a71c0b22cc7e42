"""What the figures were measured on."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from . import zensical

_MOUNT = re.compile(r"^\S* (\S+) (\S+) ", re.M)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def describe_machine(work: Path) -> list[tuple[str, str]]:
    """Processor, memory, system and versions of all that was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    packages = ("mkdocs", "mkdocs-material", "markdown", "jinja2")
    return [
        ("Processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory / 1e9:.0f} GB"),
        ("Files on", _file_system(work)),
        ("System", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("Packages", ", ".join(f"{name} {version(name)}" for name in packages)),
        ("Zensical", zensical.version(work)),
        ("Hugo", _hugo()),
    ]


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    return found[1] if found else platform.machine()


def mounted_as(folder: Path, mounts: str) -> str | None:
    """The file system that `folder` is on, by the list of what is mounted: that of its nearest mount point."""
    kinds: dict[str, str] = {}
    for point, kind in _MOUNT.findall(mounts):
        kinds[_ESCAPED.sub(lambda match: chr(int(match[1], 8)), point)] = kind  # the last at a place hides the others
    return next((kinds[str(place)] for place in (folder, *folder.parents) if str(place) in kinds), None)


def _file_system(folder: Path) -> str:
    """As it is mounted, where Linux tells it: `stat` has one name for ext2, ext3 and ext4."""
    with contextlib.suppress(OSError):
        found = mounted_as(folder.resolve(), Path("/proc/mounts").read_text(encoding="utf-8", errors="replace"))
        if found:
            return found
    stat = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return stat.stdout.strip() or "unknown"


def _hugo() -> str:
    if shutil.which("hugo") is None:
        return "not installed"
    return subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
