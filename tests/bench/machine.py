"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from . import zensical


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


def _file_system(folder: Path) -> str:
    found = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def _hugo() -> str:
    if shutil.which("hugo") is None:
        return "not installed"
    return subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
