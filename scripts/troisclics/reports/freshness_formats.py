"""List every format of the freshness report, by its name on the command line, with the files it consists of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..domain.local_coverage import Row
from ..model import FreshnessReport
from .freshness_csv import format_departments_csv, format_items_csv
from .freshness_eml import format_mails
from .freshness_html import format_freshness_html
from .freshness_ics import format_calendars
from .freshness_json import format_freshness_json
from .freshness_text import format_freshness_text

Files = dict[str, bytes]
"""The content of each file, by its path in the folder of the report; the first is shown on the screen."""

FreshnessFormat = Callable[[FreshnessReport, Sequence[Row]], Files]

CALENDARS, MAILS = "agenda", "courriels"
"""The folders of calendars and of mails, with one file per owner and no other."""

FRESHNESS_FORMATS: Mapping[str, FreshnessFormat] = {
    "text": lambda report, _: {"fraicheur.txt": format_freshness_text(report).encode()},
    "json": lambda report, _: {"fraicheur.json": format_freshness_json(report).encode()},
    "csv": lambda report, _: {
        "fraicheur.csv": format_items_csv(report).encode(),
        "fraicheur-departements.csv": format_departments_csv(report).encode(),
    },
    "html": lambda report, rows: {"fraicheur.html": format_freshness_html(report, rows).encode()},
    "ics": lambda report, _: {f"{CALENDARS}/{name}.ics": text for name, text in format_calendars(report).items()},
    "eml": lambda report, _: {f"{MAILS}/{name}.eml": text for name, text in format_mails(report).items()},
}
