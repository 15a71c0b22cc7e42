"""The help of every command, to the letter, in a terminal of 80 columns.

`pytest tests/golden --regold` rewrites `tests/golden/help.txt`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("help.txt")
SHOW_ALL = """
import click
from troisclics.cli import cli
from troisclics.commands.locale import speak_french

def show(command, context):
    print(command.get_help(context), end="\\n\\n")
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        inner = command.get_command(context, name)
        show(inner, click.Context(inner, context, name))

speak_french()
show(cli, click.Context(cli, info_name="troisclics", **cli.context_settings))
"""
"""In a process of its own: click keeps what it has said once, in the language of that time."""


def test_help(request: pytest.FixtureRequest) -> None:
    """Each command says what the golden file holds."""
    env = os.environ | {"COLUMNS": "80"}
    done = subprocess.run([sys.executable, "-c", SHOW_ALL], env=env, capture_output=True, text=True, check=True)
    text = re.sub(r"\d+;\s+x>=1\]", "N]", done.stdout)  # as many processes as this machine has
    if request.config.getoption("--regold", default=False):
        GOLDEN.write_text(text, encoding="utf-8")
    else:
        assert text == GOLDEN.read_text(encoding="utf-8")
