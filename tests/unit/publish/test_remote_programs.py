"""The programs that run on a target's machine, and our own entry points: sound for any `sh`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from needs import needs

from troisclics.publish import remote_scripts

ROOT = Path(__file__).parents[3]
FOLDER = Path(remote_scripts.__file__).with_name("remote")
PROGRAMS = sorted(FOLDER.glob("*.sh"))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_each_is_used_and_says_what_it_does(path: Path) -> None:
    """None is left over, each begins with a sentence, and `sh` can read it behind what `held` is made of."""
    source = Path(remote_scripts.__file__).read_text(encoding="utf-8")
    assert f'"{path.stem}"' in source
    text = remote_scripts.script(path.stem)
    assert re.match(r"# [A-Z].*[.:]", text)
    done = subprocess.run(["sh", "-nc", f"held() {{ :; }}; {text}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_that_is_named_is_there() -> None:
    """No name in the code is that of no program."""
    source = Path(remote_scripts.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r'script\("(\w+)"', source)) | {"switch", "copy"}
    assert named == {path.stem for path in PROGRAMS}


@pytest.mark.programs
def test_nothing_to_say_of_them() -> None:
    """ShellCheck finds nothing in the programs, nor in the entry points of the project."""
    own = [path for path in (ROOT / "scripts").iterdir() if path.is_file()]
    command = [needs("shellcheck"), "--shell=sh", *PROGRAMS, *own, ROOT / ".ci" / "run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert len(PROGRAMS) > 10
