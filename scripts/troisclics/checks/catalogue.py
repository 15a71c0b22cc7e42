"""Every family of rules over the texts and data, in the order in which they run."""

from __future__ import annotations

from . import Check

CHECKS: tuple[Check, ...] = ()
