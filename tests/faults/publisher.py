"""A publisher in a process of its own: it packs built sites and publishes them, as the command does once it has built
and checked: `publisher.py SITES CACHE TARGET [SLUG…]`, TARGET in JSON. No SLUG: all sites; the portal is « portail ».
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from troisclics.clicks import find_sites
from troisclics.commands.output import Steps
from troisclics.commands.publish import publisher
from troisclics.model import PublishSettings, Target
from troisclics.publish.manifest import Provenance
from troisclics.publish.pack import pack
from troisclics.publish.preflight import connect_target
from troisclics.publish.preparation import prepare
from troisclics.publish.publication import publish
from troisclics.publish.signature import check_signing, signing_of
from troisclics.reports.error_messages import EXPECTED, explain

TODAY = date(2026, 11, 22)


def main(built: str, cache: str, described: str, *names: str) -> str:
    """Publish, and give a line that says what travelled."""
    steps, target = Steps(), Target(**json.loads(described))
    steps.step("préparation")
    origin = Provenance(TODAY, os.environ.get("COMMIT", ""), "essai", '{"essai": true}\n')
    slugs = find_sites(Path(built))
    packed = pack(Path(built), slugs, Path(cache), origin, (), 1, lambda _, done, total: steps.moved(done, total))
    chosen = ["" if name == "portail" else name for name in names] or list(slugs)
    signing = signing_of(Path(), target)
    check_signing(signing)
    with connect_target(target, publisher(), steps, write=True) as (host, online):
        prepared = prepare(host, target, online, packed, chosen, PublishSettings(mandatory=(), loss=100), signing)
        assert not prepared.refusals, prepared.refusals
        done = publish(host, target, online, prepared, datetime.now(UTC), steps)
    return f"En ligne : {done.release.id}, {done.sent.files if done.sent else 0} fichiers"


if __name__ == "__main__":
    try:
        print(main(*sys.argv[1:]))
    except EXPECTED as error:
        failure = explain(error)
        print(failure.text, file=sys.stderr)
        sys.exit(failure.code)
