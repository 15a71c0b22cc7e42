"""What is asked of a server and looked for in a folder, from the manifests of a release."""

from __future__ import annotations

import dataclasses

from troisclics.publish.expected import all_items, files, requests, sample, site_items

from .releases import SITE, file, release


def test_everything_is_asked() -> None:
    """Each file at its address, plain and as each copy; fixed files in the pool too; the error page at no address."""
    wanted = requests(all_items(release(), "text", "signature", {"90-dunes/": SITE}))
    asked = {(request.address, request.encoding, request.item.status) for request in wanted}
    both = ("identity", "gzip")
    base, pool = "90-dunes/", "90-dunes/_assets/0123456789abcdef/"
    pages = {(base + path, how, 200) for path in ("404.html", "a/", "assets/a.css") for how in both}
    nowhere = {(f"{base}nulle-part-{release().id}/", how, 404) for how in both}
    names = ("90-dunes/", "90-dunes/api/%C3%A9%20%C3%A8.json", "90-dunes/manifest.json", "sbom.cdx.json",
             "release.json", "release.json.sig")  # fmt: skip
    alone = {(name, "identity", 200) for name in names}
    assert asked == pages | nowhere | alone | {(f"{pool}assets/a.css", how, 200) for how in both}
    assert len(wanted) == len(asked)


def test_every_file_of_a_manifest_is_on_disk() -> None:
    """The files of the folder are those of the manifest, once more in the pool for the fixed ones, and nothing else."""
    found = files(site_items(SITE, "90-dunes/", "x"))
    pool = "90-dunes/_assets/0123456789abcdef/"
    expected = {f"90-dunes/{known.path}": known.sha256 for known in SITE.files}
    expected |= {f"{pool}{known.path}": known.sha256 for known in SITE.files if known.fixed}
    assert found == expected


def test_a_sample_leaves_out_pages_only() -> None:
    """The home, so many other pages, each fixed file once, and all that is neither: data and error pages."""
    pages = tuple(file(f"p{number}/index.html", str(number).encode()) for number in range(9))
    items = list(site_items(dataclasses.replace(SITE, files=(*SITE.files, *pages)), "90-dunes/", "x"))
    taken = sample(items, 2, "x")
    assert next(item.path for item in taken if item.is_page) == "90-dunes/index.html"
    assert sum(item.is_page for item in taken) == 3
    assert {item.path for item in items if not (item.is_page or item.is_fixed)} <= {item.path for item in taken}
    assert [item.path for item in taken if item.is_fixed] == ["90-dunes/_assets/0123456789abcdef/assets/a.css"]
    assert sample(items, 2, "x") == taken
    assert {item.path for item in sample(items, 2, "y")} != {item.path for item in taken}
