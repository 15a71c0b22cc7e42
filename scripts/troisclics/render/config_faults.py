"""Translate what MkDocs reports about `mkdocs.yml` into French findings, at the line of the key."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from ..load.config_form import CONFIG
from ..load.yaml_document import LOADER
from ..messages import finding
from ..model import Finding, Place

_SAID = re.compile(r"Config value '(?P<key>[^']*)': (?P<said>.*)", re.S)
_IN_FRENCH = (
    (r"Unrecognised configuration name: .*", "il ne connaît pas cette clé"),
    (r'The "(?P<one>[^"]*)" plugin is not installed', "le greffon « {one} » n'est pas installé"),
    (
        r"Plugin '(?P<one>[^']*)' option '(?P<two>[^']*)': (?P<rest>.*)",
        "« {one} », « {two} » : {rest}",
    ),
    (r"Sub-option '(?P<two>[^']*)': (?P<rest>.*)", "« {two} » : {rest}"),
    (r"Unrecognised theme name: '(?P<one>[^']*)'.*", "le thème « {one} » n'est pas installé"),
    (r"No theme name set\.", "« name » manque : écrire « name: material »"),
    (r"Failed to load extension '(?P<one>[^']*)'.*", "l'extension Markdown « {one} » ne peut pas être chargée"),
    (r"Invalid config options for Markdown Extension '(?P<one>[^']*)'.*", "mauvais réglages de l'extension « {one} »"),
    (r"Invalid Markdown Extensions configuration.*|Invalid Plugins configuration.*", "une liste est attendue"),
    (r"Expected a list of items, but .*", "une liste est attendue"),
    (r"The configuration is invalid. Expected a key-value mapping.*", "des clés en retrait sont attendues"),
    (r"Expected type: <class 'str'> but received: .*", "un texte est attendu"),
    (r"Expected type: <class 'bool'> but received: .*", "« true » ou « false » est attendu"),
    (r"Expected type: .*<class 'int'>.* but received: .*", "un nombre est attendu"),
    (r"Expected type: <class 'dict'> but received: .*", "des clés en retrait sont attendues"),
    (r"Required configuration not provided\.", "cette clé manque"),
    (r"'(?P<one>.*)' is not a valid plugin name\.", "« {one} » n'est pas le nom d'un greffon"),
    (r"Cannot import path '(?:.*/)?(?P<one>[^/']*)' as a Python module", "« {one} » n'est pas un module Python"),
    (r"Invalid value for locale: '(?P<one>[^']*)'.*", "« {one} » n'est pas une langue"),
)


def explain_config(said: Iterable[str], config: str) -> list[Finding]:
    """Return a finding for each error of MkDocs in `said` about a key, sorted; `config` is the text of `mkdocs.yml`."""
    lines = _lines(config)
    matches = [match for text in said if (match := _SAID.fullmatch(text))]
    return sorted(
        finding(
            "configuration-refusee",
            Place(CONFIG, lines.get(match["key"], 1)),
            key=match["key"],
            said=_in_french(match["said"]),
        )
        for match in matches
    )


def _lines(config: str) -> dict[str, int]:
    """Return the line of each top-level key."""
    top = yaml.compose(config, LOADER)
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    return {str(key.value): key.start_mark.line + 1 for key, _ in pairs}


def _in_french(said: str) -> str:
    """Translate an error of MkDocs; quote it if it is not a known one."""
    line = " ".join(said.split())
    for pattern, text in _IN_FRENCH:
        if match := re.fullmatch(pattern, line):
            parts = match.groupdict()
            return text.format_map(parts | {"rest": _in_french(parts["rest"])} if "rest" in parts else parts)
    return f"« {line} »"
