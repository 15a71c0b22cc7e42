"""Translate click's own messages into French, whatever the language of the system.

In: the catalogue `fr/LC_MESSAGES/messages.po`, compiled.
Out: the environment variable LANGUAGE and a text domain, set once by `cli.py`.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

_FOLDER = Path(__file__).parent


def speak_french() -> None:
    """Make gettext, which click uses for all its messages, load the French catalogue.

    gettext reads the language from the environment for each message, so LANGUAGE stays set. Child processes inherit it,
    and may print their own messages in French. No output of a build depends on it.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", str(_FOLDER))
