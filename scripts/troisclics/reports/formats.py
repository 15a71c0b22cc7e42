"""List every format of findings, by its name on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import Report
from .github import format_github
from .gitlab import format_gitlab
from .html import format_html
from .json import format_json
from .junit import format_junit
from .sarif import format_sarif
from .text import format_report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": format_report,
    "json": format_json,
    "junit": format_junit,
    "gitlab": format_gitlab,
    "github": format_github,
    "sarif": format_sarif,
    "html": format_html,
}
