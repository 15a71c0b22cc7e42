"""Disks of other kinds, mounted for a test: small, read-only, layered, without links. That needs root.

A container that may not mount anything is the one reason for which these tests are not run in a CI; pytest's summary
says so.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from needs import cannot_be_run, needs


def _run(*command: str | Path) -> str:
    """Run a command; what it says if it fails, else nothing."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


@contextlib.contextmanager
def mounted(folder: Path, kind: str, options: str) -> Iterator[Path]:
    """A disk of this kind in `folder`, which is made if need be."""
    folder.mkdir(exist_ok=True)
    if said := _run(needs("mount"), "-t", kind, "-o", options, "troisclics-test", folder):
        who = "root" if os.geteuid() == 0 else "an account that is not root"
        cannot_be_run(f"{who} may not mount {kind} here ({said})")
    try:
        yield folder
    finally:
        subprocess.run([needs("umount"), "-l", folder], check=True)


def memory(folder: Path, size: str, more: str = "") -> contextlib.AbstractContextManager[Path]:
    """A disk in memory of this size; `more` are options of tmpfs."""
    return mounted(folder, "tmpfs", f"size={size}{more}")


@contextlib.contextmanager
def layered(lower: Path, work: Path) -> Iterator[Path]:
    """`lower` as the layer of an image, and over it the layer of a container, as Docker and Podman mount them."""
    with memory(work, "400m"):
        for name in ("upper", "work", "merged"):
            (work / name).mkdir()
        options = f"lowerdir={lower},upperdir={work / 'upper'},workdir={work / 'work'}"
        with mounted(work / "merged", "overlay", options) as merged:
            yield merged


@contextlib.contextmanager
def fat(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk without hard or symbolic links, modes and capitals: FAT, or exFAT where the kernel has no FAT."""
    folder.mkdir()
    image = folder.with_suffix(".img")
    with image.open("wb") as handle:
        handle.truncate(megabytes << 20)
    device = subprocess.run([needs("losetup"), "-f", "--show", image], capture_output=True, text=True, check=False)
    if device.returncode:
        cannot_be_run(f"no loop device here ({device.stderr.strip()})")
    loop = device.stdout.strip()
    try:
        subprocess.run([needs("mkfs.vfat"), "-s", "8", loop], check=True, capture_output=True)
        if _run(needs("mount"), "-t", "vfat", "-o", "umask=022", loop, folder):
            subprocess.run([needs("mkfs.exfat"), "-c", "4096", loop], check=True, capture_output=True)
            if said := _run(needs("mount.exfat-fuse"), "-o", "umask=022", loop, folder):
                cannot_be_run(f"neither FAT nor exFAT may be mounted here ({said})")
        try:
            yield folder
        finally:
            subprocess.run([needs("umount"), folder], check=True)
    finally:
        subprocess.run([needs("losetup"), "-d", loop], check=True)
