"""The tags of `mkdocs.yml`: which are allowed, and a loader that constructs values as MkDocs does."""

from __future__ import annotations

import yaml

CORE = "tag:yaml.org,2002:"
_PLAIN = frozenset({"null", "bool", "int", "float", "binary", "timestamp", "omap", "pairs", "set", "str", "seq", "map"})
_NAMES = frozenset(
    {
        "markdown.extensions.toc.slugify",
        "markdown.extensions.toc.slugify_unicode",
        "material.extensions.emoji.to_svg",
        "material.extensions.emoji.twemoji",
        "material.plugins.blog.view_name",
        "material.plugins.blog.view_post_count",
        "material.plugins.tags.item_title",
        "material.plugins.tags.item_url",
        "material.plugins.tags.tag_name",
        "material.plugins.tags.tag_name_casefold",
        "pymdownx.arithmatex.arithmatex_fenced_format",
        "pymdownx.arithmatex.arithmatex_inline_format",
        "pymdownx.emoji.emojione",
        "pymdownx.emoji.gemoji",
        "pymdownx.emoji.to_alt",
        "pymdownx.emoji.to_png",
        "pymdownx.emoji.to_png_sprite",
        "pymdownx.emoji.to_svg",
        "pymdownx.emoji.to_svg_sprite",
        "pymdownx.emoji.twemoji",
        "pymdownx.slugs.slugify",
        "pymdownx.superfences.fence_code_format",
        "pymdownx.superfences.fence_div_format",
    }
)
"""The functions that Material and its extensions document for `mkdocs.yml`. No others are allowed: some of the same
packages write files, and MkDocs calls those named by an « apply » tag while reading the file.
"""
_APPLIED = frozenset(
    {
        "pymdownx.arithmatex.arithmatex_fenced_format",
        "pymdownx.arithmatex.arithmatex_inline_format",
        "pymdownx.slugs.slugify",
    }
)
"""Those that are called with settings and only return a function."""


class TrialLoader(getattr(yaml, "CUnsafeLoader", yaml.UnsafeLoader)):  # type: ignore[misc]
    """Constructs values as MkDocs does, once all tags are known to be allowed."""


TrialLoader.add_constructor("!ENV", lambda loader, node: "")
TrialLoader.add_constructor("!relative", lambda loader, node: "")


def is_scalar(node: yaml.Node) -> bool:
    """Return whether `node` is a single value."""
    return isinstance(node, yaml.ScalarNode)


def is_allowed(node: yaml.Node) -> bool:
    """Return whether `node` has a standard YAML tag, a well-formed MkDocs tag, or an allowed function."""
    tag = node.tag or ""
    if tag == "!relative":
        return is_scalar(node)
    if tag == "!ENV":
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return bool(parts) and all(is_scalar(part) for part in parts)
    kind, _, name = tag.removeprefix(f"{CORE}python/").partition(":")
    if tag.startswith(f"{CORE}python/"):
        return (kind == "name" and name in _NAMES) or (kind == "object/apply" and name in _APPLIED)
    return tag.startswith(CORE) and tag.removeprefix(CORE) in _PLAIN | {"merge", "value"}
