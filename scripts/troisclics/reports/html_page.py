"""Render reports as self-contained HTML pages, to read on a screen, send by mail or print."""

from __future__ import annotations

from typing import Any


def render_page(template: str, title: str, **values: Any) -> str:
    """Render the template `reports/templates/<template>` in the layout of `page.html`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    environment = Environment(
        loader=PackageLoader("troisclics.reports"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(title=title, **values)
