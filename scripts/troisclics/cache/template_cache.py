"""Compiled templates, kept from one build to the next."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from ..system.digests import digest
from .store import Memory


class CompiledTemplates(jinja2.BytecodeCache):
    """A cache of Jinja's in the memory of an output, which believes only what is whole.

    Jinja's own cache in a folder ends with a traceback when a file of it was cut short. What one environment has
    compiled is not for another, which may be a sandbox: each has its own `name`. They are code: the memory gives back
    only what it has sealed itself.
    """

    def __init__(self, memory: Memory, name: str) -> None:
        self._memory, self._prefix = memory, f"templates-{name}-"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The key of a template; Jinja's own fails where a path is not UTF-8."""
        return digest(name, filename or "").hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket`, if its template was kept; Jinja compares it with its source."""
        code = self._memory.read(self._prefix + bucket.key, bytes)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the template of `bucket`. Raises OSError."""
        self._memory.write(self._prefix + bucket.key, bucket.bytecode_to_string())
