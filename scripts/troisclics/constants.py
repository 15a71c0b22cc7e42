"""Names that mean something everywhere. Apart from the model, so that reading them imports nothing of ours."""

import os
import re

PACKAGE = os.path.dirname(__file__)
"""The folder of the program."""

PORTAL = "portail"
"""The name of the site of no department, where a CODE is expected."""

IDENTITIES = "content/_departments.yml"
"""The national list of the departments: what each is called, and the name of its folder."""

HOOK = "scripts/troisclics/staging/mkdocs_hook.py"
"""Our hook, which staged projects do not need; others go along."""

EXCEPTION = re.compile(r"[ \t]*<!-- ancien -->")
"""Marks a line that says an old thing on purpose; it does not reach the page."""
