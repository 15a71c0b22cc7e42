"""Every family of rules, in the order in which they run."""

from __future__ import annotations

from . import Check

CHECKS: tuple[Check, ...] = ()
