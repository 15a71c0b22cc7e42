"""Write the files of SOURCE again into TARGET and print the seconds it took: `bare.py SOURCE TARGET`.

The floor under any generator written in Python: the same folders, the same files, the same bytes, already in
memory. A file with several names in SOURCE is written once and linked, as it was there. Reading is not counted.
"""

from __future__ import annotations

import os
import sys
import time


def read(source: str) -> tuple[list[str], list[tuple[str, bytes]], list[tuple[str, str]]]:
    """Folders, files with their content, and links with the file they lead to; all as paths below `source`."""
    folders: list[str] = []
    files: list[tuple[str, bytes]] = []
    links: list[tuple[str, str]] = []
    first: dict[int, str] = {}
    for parent, names, leaves in os.walk(source):
        below = os.path.relpath(parent, source)
        folders += [os.path.join(below, name) for name in names]
        for leaf in leaves:
            path = os.path.join(below, leaf)
            inode = os.lstat(os.path.join(parent, leaf)).st_ino
            if inode in first:
                links.append((path, first[inode]))
                continue
            first[inode] = path
            with open(os.path.join(parent, leaf), "rb") as handle:
                files.append((path, handle.read()))
    return folders, files, links


def write(target: str, folders: list[str], files: list[tuple[str, bytes]], links: list[tuple[str, str]]) -> None:
    """Write everything below the new folder `target`."""
    os.makedirs(target)
    for path in folders:
        os.mkdir(os.path.join(target, path))
    for path, content in files:
        with open(os.path.join(target, path), "wb") as handle:
            handle.write(content)
    for path, to in links:
        os.link(os.path.join(target, to), os.path.join(target, path))


if __name__ == "__main__":
    tree = read(sys.argv[1])
    start = time.perf_counter()
    write(sys.argv[2], *tree)
    print(time.perf_counter() - start)
