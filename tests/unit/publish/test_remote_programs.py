"""The programs that run on a target's machine, and our own entry points: sound for any `sh`."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from needs import needs

from troisclics.errors import PublishError
from troisclics.publish import remote_scripts, transport

ROOT = Path(__file__).parents[3]
FOLDER = Path(remote_scripts.__file__).with_name("remote")
SOURCE = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in (remote_scripts, transport))
PROGRAMS = sorted(FOLDER.glob("*.sh"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_each_is_used_and_says_what_it_does(path: Path) -> None:
    """None is left over, each begins with a sentence, and `sh` can read it behind what `held` is made of."""
    assert f'"{path.stem}"' in SOURCE
    text = remote_scripts.script(path.stem)
    assert re.match(r"# [A-Z].*[.:]", text)
    done = subprocess.run(["sh", "-nc", f"held() {{ :; }}; {text}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_that_is_named_is_there() -> None:
    """No name in the code is that of no program."""
    named = set(re.findall(r'script\("(\w+)"', SOURCE)) | {"switch", "copy"}
    assert named == {path.stem for path in PROGRAMS}


@pytest.mark.programs
def test_nothing_to_say_of_them() -> None:
    """ShellCheck finds nothing in the programs, nor in the entry points of the project."""
    own = [path for path in (ROOT / "scripts").iterdir() if path.is_file()]
    command = [needs("shellcheck"), "--shell=sh", *PROGRAMS, *own, ROOT / ".ci" / "run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert len(PROGRAMS) > 10


@pytest.mark.parametrize(
    ("free", "inodes", "said"),
    [
        ("9000", "99", "plus de place"),
        ("90000", "0", "plus de place"),
        ("90000", "99", "code 11"),
        ("90000", "-", "code 11"),
    ],
)
def test_a_transfer_that_fails_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: str, inodes: str, said: str
) -> None:
    """Where rsync ends without a reason, the disk of the target is looked at."""
    total = "0" if inodes == "-" else "100"
    programs = {
        "rsync": "exit 11",
        "df": f'[ "$1" = -Pk ] && set -- 900000 {free} || set -- {total} {inodes}\necho head; echo "disk $1 0 $2 0% /"',
    }
    for name, text in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(PublishError) as raised:
        transport.send(transport.LocalHost(), "envoi", [], tmp_path, str(tmp_path), lambda: None)
    assert said in str(raised.value)
