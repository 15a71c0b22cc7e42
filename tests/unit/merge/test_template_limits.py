"""A template cannot get out of its box, nor fill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..samples import BODY_LINE, merge_one, only_page
from .templates import MANCHE, expand, line, only_fault, project_of


@pytest.mark.parametrize(
    "escape",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ fact.__self__ }}",
        "{{ seam.__globals__ }}",
        "{{ seam.__code__ }}",
        "{{ fact('repas').__class__.__init__.__globals__ }}",
        "{{ fact('repas').fact.__class__ }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '' | attr('__class__') }}",
        "{{ ['x'] | map('attr', '__class__') | first | attr('__mro__') }}",
        "{{ (department | attr('__init__')).__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import system %}",
        "{% extends 'base.html' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_escapes_are_refused(escape: str) -> None:
    """No way out of the sandbox: each known one is a finding at its line, and the text is left as written."""
    site, findings = merge_one(project_of(f"Une ligne.\n{escape}"), MANCHE)
    assert {found.rule for found in findings} <= {"variable-inconnue", "gabarit-syntaxe"}
    assert {line(found) for found in findings} == {2}
    assert escape in only_page(site).markdown


@pytest.mark.parametrize(
    "bomb",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ 1000000000 * 'a' }}",
    ],
)
def test_no_operation_makes_much_of_little(bomb: str) -> None:
    """Repeating a text or raising to a power is refused before it takes any memory, and at once."""
    begin = time.monotonic()
    assert only_fault(bomb).rule == "variable-inconnue"
    assert time.monotonic() - begin < 1


def test_size_limit() -> None:
    """A page that expands to more than 1 MiB is refused."""
    text = "x" * 2000
    found = only_fault(f"{{% for a in '{'a' * 1000}' %}}{text}{{% endfor %}}")
    assert found.rule == "gabarit-limite"
    assert "1048576" in found.message
    assert found.place.line == BODY_LINE


def test_a_page_just_below_the_size_limit_is_not_refused() -> None:
    """The limit is on what a page expands to, and not on less."""
    text = "x" * 1000
    assert len(expand(f"{{% for a in '{'a' * 1000}' %}}{text}{{% endfor %}}")) > 1000 * 1000


def test_time_limit() -> None:
    """Nested loops that would run for hours, and write nothing, are stopped in seconds."""
    loop = "".join(f"{{% for {name} in '{'a' * 50}' %}}" for name in "abcdefgh")
    begin = time.process_time()
    found = only_fault(loop + "{% endfor %}" * 8)
    assert found.rule == "gabarit-limite"
    assert "2 s de calcul" in found.message
    assert time.process_time() - begin < 6


def test_the_time_limit_leaves_no_timer() -> None:
    """After a page, slow or not, no timer is left to go off in what comes next."""
    expand('{% if true %}{{ fact("repas") }}{% endif %}')
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.parametrize(
    "bomb", ["{{ 'a'.ljust(1999999999) }}", "{{ 'a' | center(1999999999) }}", "{{ '%1999999999d' | format(1) }}"]
)
def test_no_method_makes_much_of_little(bomb: str) -> None:
    """Padding is no way round the limits: with little memory it is still a finding, not a crash."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from unit.merge.templates import faults; sys.exit(0 if faults(sys.argv[1]) else 4)"
    )
    tests = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", code, bomb], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": tests},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.splitlines()[-1:]
