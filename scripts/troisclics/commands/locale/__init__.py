"""The words of click in French, whatever the language of the system.

In: the catalogue `fr/LC_MESSAGES/messages.po`, compiled.
Out: the environment variable LANGUAGE and a text domain, set once by `cli.py`.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

_FOLDER = Path(__file__).parent


def speak_french() -> None:
    """Make gettext, through which click says everything, find our catalogue from now on.

    gettext takes the language from the environment at each text, so LANGUAGE stays set; the programs that we
    start inherit it, and at most say their own messages in French. Nothing that is built depends on it.
    """
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", str(_FOLDER))
