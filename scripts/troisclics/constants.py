"""Constants shared by all wings; this module imports nothing from the package."""

import os
import re

PACKAGE = os.path.dirname(__file__)
"""The folder of the package."""

PORTAL = "portail"
"""The name of the national site where a department CODE is expected."""

IDENTITIES = "content/_departments.yml"
"""The national list of departments: their names and folder names."""

ADDRESSES = "content/_addresses.yml"
"""The addresses that were published, kept by `troisclics publish`."""

HOOK = "scripts/troisclics/staging/mkdocs_hook.py"
"""Path of the built-in hook, which exported projects do not need; other hooks are exported."""

EXCEPTION = re.compile(r"[ \t]*<!-- ancien -->")
"""Marks a line that deliberately describes a past situation; removed from the page."""

NAME_ALLOWED = re.compile(r"[ \t]*<!-- nom permis -->")
"""Marks a line of a text that may name a person; removed from the page."""

INTACT = "le dossier précédent est intact"
"""Note added to an exception that left an existing output unchanged."""
