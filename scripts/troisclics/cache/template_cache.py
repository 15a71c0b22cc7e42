"""Keep compiled templates from one build to the next."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from ..system.digests import digest
from .store import BuildCache


class CompiledTemplates(jinja2.BytecodeCache):
    """A Jinja bytecode cache in the sealed cache of an output.

    Jinja's own FileSystemBytecodeCache raises when one of its files was truncated. Each environment has a `name` of its
    own, because the code compiled for one must not run in another, which may be a sandbox.
    """

    def __init__(self, cache: BuildCache, name: str) -> None:
        self._cache, self._prefix = cache, f"templates-{name}-"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template; Jinja's own fails for paths that are not UTF-8."""
        return digest(name, filename or "").hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if its template was kept; Jinja compares the result with the source."""
        code = self._cache.read(self._prefix + bucket.key, bytes)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the template of `bucket`. Raises OSError."""
        self._cache.write(self._prefix + bucket.key, bucket.bytecode_to_string())
