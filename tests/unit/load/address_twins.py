"""Faults of addresses: former ones that are malformed or taken, and published ones that nothing answers any more."""

from __future__ import annotations

from .damage import AIDE, DUNES, Damage, swap, write

ADDRESSES = "content/_addresses.yml"


def former(*addresses: str, key: str = "aliases") -> Damage:
    """Give the page on the fictitious benefit these former addresses."""
    return swap(AIDE, "kind: benefit\n", f"kind: benefit\n{key}: [{', '.join(addresses)}]\n")


def published(*addresses: str) -> Damage:
    """Write that these addresses were published."""
    return write(ADDRESSES, "addresses:\n" + "".join(f"  - {address}\n" for address in addresses))


def both(*damages: Damage) -> Damage:
    """Do several damages."""
    return lambda root: [damage(root) for damage in damages]


ADDRESS_TWINS: list[tuple[str, Damage, list[str]]] = [
    *(
        (f"a former address {why}", former(f'"{address}"', key=key), [f"{AIDE}:5: adresse-ancienne"])
        for why, address, key in (
            ("without its final slash", "logement/ancienne", "aliases"),
            ("that starts with one", "/logement/ancienne/", "aliases"),
            ("outside the site", "../logement/", "gone"),
            ("of another site", "https://exemple.fr/", "gone"),
            ("with a capital", "Logement/", "aliases"),
            ("that a page has", "logement/", "aliases"),
            ("that is its own", "logement/aide/", "gone"),
            ("that a department has", "90-dunes/", "aliases"),
            ("that is a short address", "9a/", "aliases"),
        )
    ),
    ("a former address twice", former("vieux/", "vieux/"), [f"{AIDE}:5: adresse-ancienne"]),
    (
        "a page of a department at a former address",
        both(former("ma-delegation/sortie/")),
        [f"{DUNES}/ma-delegation/sortie.md: fichier-national"],
    ),
    (
        "an address that is lost",
        published("logement/aide/", "logement/perdue/"),
        [f"{ADDRESSES}:1: adresse-perdue"],
    ),
]
