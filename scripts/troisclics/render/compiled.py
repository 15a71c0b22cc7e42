"""Compiled templates, kept from one build to the next."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from ..memory import Memory


class CompiledTemplates(jinja2.BytecodeCache):
    """A cache of Jinja's in the memory of an output, which believes only what is whole.

    Jinja's own cache in a folder ends with a traceback when a file of it was cut short.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket`, if its template was kept; Jinja compares it with its source."""
        code = self._memory.read(f"templates/{bucket.key}", bytes)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template of `bucket`. Raises OSError."""
        self._memory.write(f"templates/{bucket.key}", bucket.bytecode_to_string())
